"""The journal: who and when on every entry, corrections by reversal and version, the chain, and two people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from baozhang.errors import LedgerError
from baozhang.ledger.books import entries, records_of
from baozhang.ledger.journal import Journal, digest_of
from baozhang.ledger.registers import registers
from baozhang.ledger.tables import EVENTS, TABLES
from tests.ledger.samples import OFFICE, UNITS, budgeted, journal_in, spent

if TYPE_CHECKING:
    from baozhang.ledger.books import Row
    from baozhang.ledger.store import Store


def vouchers(journal: Journal) -> list[dict[str, object]]:
    with journal.store.read() as connection:
        return [dict(row) for row in entries(connection, journal.book, registers()["vouchers"])]


def test_every_entry_names_who_when_and_whence(store: Store) -> None:
    journal = Journal(store, journal_in(store).book, "会计二", lambda: "2024-03-01T09:00:00+08:00")
    event = journal.append({"vouchers": spent(12345)}, "凭证.xlsx")
    assert (event.number, event.entered_by, event.entered_at, event.source, event.rows) == (
        2, "会计二", "2024-03-01T09:00:00+08:00", "凭证.xlsx", 2,
    )  # fmt: skip
    assert {row["event_id"] for row in vouchers(journal)} == {event.id}


def test_a_reversal_takes_the_amount_back_once(store: Store) -> None:
    journal = journal_in(store)
    journal.append({"vouchers": spent(700)}, "录入")
    ids = [int(str(row["id"])) for row in vouchers(journal)]
    event = journal.reverse("vouchers", ids, "重复入账")
    assert event.reason == "重复入账"
    assert sum(int(str(row["amt"])) for row in vouchers(journal)) == 0
    with pytest.raises(LedgerError, match="已被冲销"):
        journal.reverse("vouchers", ids[:1], "再冲一次")
    with pytest.raises(LedgerError, match="没有其中的分录"):
        journal.reverse("vouchers", [999_999], "不存在")
    with pytest.raises(LedgerError, match="原因"):
        journal.reverse("vouchers", ids, " ")


def test_an_import_by_mistake_is_reversed_as_a_whole(store: Store) -> None:
    journal = journal_in(store)
    event = journal.append(
        {"vouchers": spent(700), "receptions": [{"agency_code": OFFICE, "batches": 2, "persons": 9, "amount": 100}]}, "导入"
    )
    back = journal.reverse_event(event.number, "导入了别的部门的数据")
    assert back.rows == 3
    with journal.store.read() as connection:
        rows = list(entries(connection, journal.book, registers()["receptions"]))
    assert [(row["batches"], row["persons"], row["amount"]) for row in rows] == [(2, 9, 100), (-2, -9, -100)]
    with pytest.raises(LedgerError, match="没有可以冲销"):
        journal.reverse_event(1, "只有单位和项目")


def test_a_record_has_versions_of_which_the_last_counts(store: Store) -> None:
    journal = journal_in(store)
    journal.revise("units", {**UNITS[2], "agency_name": "医疗保障经办中心"}, 1)
    with store.read() as connection:
        names = [row["agency_name"] for row in records_of(connection, journal.book, "units")]
    assert names[-1] == "医疗保障经办中心"
    journal.revise("units", {**UNITS[2], "withdrawn": True}, 2)
    with store.read() as connection:
        assert len(records_of(connection, journal.book, "units")) == 2


def test_who_comes_second_is_told_and_overwrites_nothing(store: Store) -> None:
    journal = journal_in(store, by="会计一")
    journal.revise("texts", {"text_key": "职责", "content": "第一稿"}, 0)
    other = Journal(store, journal.book, "会计二")
    other.revise("texts", {"text_key": "职责", "content": "会计二改的"}, 1)
    with pytest.raises(LedgerError, match="您打开的是第 1 版，会计二已改为第 2 版"):
        journal.revise("texts", {"text_key": "职责", "content": "会计一改的"}, 1)
    with store.read() as connection:
        assert [row["content"] for row in records_of(connection, journal.book, "texts")] == ["会计二改的"]


def test_two_people_at_once_do_not_overwrite_each_other(postgres: Store) -> None:
    """Twenty rounds in which two connections change the same text at the same moment: one wins, the other is told."""
    journal = journal_in(postgres)
    journal.revise("texts", {"text_key": "职责", "content": "开始"}, 0)
    for seen in range(1, 21):
        gate = Barrier(2)

        def change(who: str, seen: int = seen, gate: Barrier = gate) -> str:
            mine = Journal(postgres, journal.book, who)
            gate.wait()
            try:
                mine.revise("texts", {"text_key": "职责", "content": who}, seen)
            except LedgerError as error:
                return str(error)
            return who

        with ThreadPoolExecutor(2) as pool:
            said = list(pool.map(change, ("会计一", "会计二")))
        winner = next(one for one in said if one in {"会计一", "会计二"})
        assert sum("请刷新后核对" in one for one in said) == 1
        with postgres.read() as connection:
            assert [row["content"] for row in records_of(connection, journal.book, "texts")] == [winner]
    assert journal.verify() == []


def test_two_people_entering_at_once_both_succeed(store: Store) -> None:
    """Entries do not collide: events are numbered without gaps and the chain holds."""
    journal = journal_in(store)

    def enter(who: int) -> None:
        for number in range(5):
            Journal(store, journal.book, f"会计{who}").append({"vouchers": spent(100, voucher_no=f"{who}-{number}")}, "录入")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enter, (1, 2)))
    with store.read() as connection:
        numbers = list(connection.execute(select(EVENTS.c.number).order_by(EVENTS.c.number)).scalars())
        assert connection.execute(select(func.sum(TABLES["vouchers"].c.amt))).scalar_one() == 2 * 10 * 100
    assert numbers == list(range(1, 12))
    assert journal.verify() == []


def test_what_is_changed_behind_the_programs_back_is_found(sqlite: Store) -> None:
    journal = journal_in(sqlite)
    journal.append({"vouchers": spent(500)}, "录入")
    assert journal.verify() == []
    with sqlite.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER keep_vouchers_update"))
        connection.execute(text("UPDATE vouchers SET amt = 900"))
    assert journal.verify() == ["第 2 号记录（录入）的账目与记录时不符"]
    with sqlite.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER keep_events_update"))
        connection.execute(text("UPDATE events SET entered_by = '别人' WHERE number = 1"))
    assert "第 1 号记录的链校验不符" in journal.verify()


def test_a_field_that_was_added_later_leaves_older_digests_as_they_were() -> None:
    """The digest is that of the program before rows had a `source_key` (commit cd8fff9): its books still verify."""
    rows: dict[str, list[Row]] = {"vouchers": spent(100), "budget_lines": [budgeted(5)]}
    assert digest_of(rows) == "1a64cb64c62397990bc60a354b911bc1dd786756e8c6458c7432745073332d29"
    keyed: dict[str, list[Row]] = {**rows, "budget_lines": [{**budgeted(5), "source_key": "B1"}]}
    assert digest_of(keyed) != digest_of(rows)
