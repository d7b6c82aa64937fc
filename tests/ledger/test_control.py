"""Control while the year runs: what would exceed a budget line or the three-public control is refused or warned of, with the reason."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from baozhang.errors import LedgerError, UsageError
from baozhang.ledger.exchange.exporting import csv_text
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.execution import BY, elapsed, execution
from baozhang.ledger.progress import as_html, as_text, percent
from baozhang.ledger.progress_workbook import as_workbook
from baozhang.ledger.registers import registers
from tests.ledger.samples import CENTRE, OFFICE, budgeted, journal_in, received, spent

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.ledger.books import Row
    from baozhang.ledger.exchange.intake import Taken
    from baozhang.ledger.journal import Journal
    from baozhang.ledger.store import Store


def enter(journal: Journal, folder: Path, register: str, *rows: Row) -> Taken:
    """Import rows as a file, the way controls see them."""
    one = registers()[register]
    path = folder / f"{one.title}.csv"
    path.write_text(csv_text(one, rows), encoding="utf-8")
    return import_files(journal, [path], again=True)


def test_spending_within_the_line_passes_and_beyond_it_is_refused(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    journal.append({"budget_lines": [budgeted(100_000), budgeted(50_000, dep_bgt_eco_code="30299")]}, "批复")
    assert enter(journal, tmp_path, "vouchers", *spent(120_000)).warnings == ()
    with pytest.raises(
        LedgerError,
        match=r"支出累计 1,600.00 元，超过全年预算 1,500.00 元，超 100.00 元",
    ):
        enter(journal, tmp_path, "vouchers", *spent(40_000, voucher_no="9"))
    assert len(holdings(store, journal.book)["vouchers"]) == 2


def test_an_adjustment_makes_room(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    more: Row = {
        "adj_kind": "追加", "adj_batch_no": "1", "adj_date": date(2024, 6, 1), "cor_bgt_doc_no": "1号", "reason": "新增", "amount": 40_000,
        "agency_code": OFFICE, "exp_func_code": "2101502", "dep_bgt_eco_code": "30201", "fund_type_code": "111", "pro_code": "T1",
    }  # fmt: skip
    journal.append({"budget_lines": [budgeted(100_000)], "adjustments": [more]}, "批复")
    assert enter(journal, tmp_path, "vouchers", *spent(140_000)).warnings == ()


def test_an_adjustment_may_not_take_what_is_spent(store: Store, tmp_path: Path) -> None:
    """追减 below what was spent is refused; down to it passes."""
    journal = journal_in(store)
    journal.append({"budget_lines": [budgeted(100_000)], "vouchers": spent(70_000)}, "批复")
    less: Row = {
        "adj_kind": "追减", "adj_batch_no": "1", "adj_date": date(2024, 10, 1), "cor_bgt_doc_no": "2号", "reason": "核减",
        "agency_code": OFFICE, "exp_func_code": "2101502", "dep_bgt_eco_code": "30201", "fund_type_code": "111", "pro_code": "T1",
    }  # fmt: skip
    with pytest.raises(LedgerError, match=r"支出累计 700.00 元，超过全年预算 699.99 元，超 0.01 元"):
        enter(journal, tmp_path, "adjustments", {**less, "amount": -30_001})
    assert enter(journal, tmp_path, "adjustments", {**less, "amount": -30_000}).warnings == ()


def test_what_gives_back_is_taken_even_where_too_much_is_spent(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    journal.append({"budget_lines": [budgeted(100)], "vouchers": spent(300)}, "批复")
    assert enter(journal, tmp_path, "vouchers", *spent(-100, voucher_no="2", red_flag="1")).warnings == ()
    with pytest.raises(LedgerError, match=r"支出累计 2\.01 元"):
        enter(journal, tmp_path, "vouchers", *spent(1, voucher_no="3"))


def test_another_unit_or_fund_is_another_line(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    journal.append({"budget_lines": [budgeted(100_000)]}, "批复")
    for words in ({"agency_code": CENTRE}, {"fund_type_code": "39"}, {"pro_code": "G1"}):
        with pytest.raises(LedgerError, match=r"超过全年预算 0.00 元"):
            enter(journal, tmp_path, "vouchers", *spent(1, **words))


def test_the_three_public_control_is_kept(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    control: Row = {"agency_code": OFFICE, "expense": "公务接待费", "amount": 30_000}
    journal.append({"three_public_controls": [control]}, "批复")
    assert enter(journal, tmp_path, "vouchers", *spent(30_000, dep_bgt_eco_code="30217")).warnings == ()
    with pytest.raises(LedgerError, match=r"“三公”经费 公务接待费：支出累计 300.01 元，超过控制数 300.00 元，超 0.01 元"):
        enter(journal, tmp_path, "vouchers", *spent(1, dep_bgt_eco_code="30217", voucher_no="2"))
    with pytest.raises(LedgerError, match=r"因公出国（境）费：支出累计 0.01 元，超过控制数 0.00 元"):
        enter(journal, tmp_path, "vouchers", *spent(1, dep_bgt_eco_code="30212", voucher_no="3"))


@pytest.mark.parametrize(("mode", "warned"), [("提醒", 1), ("不控制", 0)])
def test_a_control_can_warn_or_be_off(store: Store, tmp_path: Path, mode: str, warned: int) -> None:
    journal = journal_in(store)
    journal.append({"budget_lines": [budgeted(100)], "settings": [{"control": "超预算", "mode": mode}]}, "批复")
    assert len(enter(journal, tmp_path, "vouchers", *spent(200)).warnings) == warned
    assert len(holdings(store, journal.book)["vouchers"]) == 2


def test_a_code_that_is_not_in_force_is_refused_when_so_set(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    assert len(enter(journal, tmp_path, "vouchers", *spent(1, exp_func_code="2109888")).warnings) == 2
    journal.append({"settings": [{"control": "科目停用", "mode": "拒绝"}]}, "设置")
    with pytest.raises(LedgerError, match="不在已知的科目表中"):
        enter(journal, tmp_path, "vouchers", *spent(1, exp_func_code="2109888", voucher_no="2"))


def test_a_book_without_budget_has_nothing_to_exceed(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    assert enter(journal, tmp_path, "vouchers", *received(5), *spent(10**9, dep_bgt_eco_code="30217")).warnings == ()


def test_execution_by_every_dimension_up_to_a_day(store: Store) -> None:
    journal = journal_in(store)
    late = spent(25_000, voucher_date=date(2024, 11, 2), voucher_no="2", pro_code="G1", dep_bgt_eco_code="30207")
    journal.append({"budget_lines": [budgeted(100_000), budgeted(20_000, pro_code="G1")], "vouchers": [*spent(50_000), *late]}, "录入")
    with store.read() as connection:
        summer = execution(connection, journal.book, "项目", date(2024, 7, 1))
        whole = {by: execution(connection, journal.book, by, date(2024, 12, 31)) for by in BY}
        with pytest.raises(UsageError, match="不能按“科室”统计"):
            execution(connection, journal.book, "科室", date(2024, 7, 1))
    assert [(line.code, line.adjusted, line.spent) for line in summer.lines] == [("G1", 20_000, 0), ("T1", 100_000, 50_000)]
    assert summer.lines[1].rate == Fraction(1, 2)
    assert {one.total.spent for one in whole.values()} == {75_000}
    assert [line.label for line in whole["资金性质"].lines] == ["一般公共预算资金"]
    assert [line.label for line in whole["支出性质"].lines] == ["基本支出", "项目支出"]


def test_execution_is_shown_with_bars(store: Store) -> None:
    journal = journal_in(store)
    journal.append({"budget_lines": [budgeted(100_000)], "vouchers": spent(150_000)}, "录入")
    with store.read() as connection:
        shown = execution(connection, journal.book, "项目", date(2024, 7, 1))
    text, page = as_text(journal.book, "open", shown), as_html(journal.book, "open", shown)
    assert "1,500.00   150.00%" in text
    assert len({len(line) for line in text.splitlines()[3:]} - {0}) <= 2
    assert 'fill="#c81e1e"' in page
    assert "<script" not in page


def test_execution_is_a_workbook_with_a_chart(store: Store) -> None:
    """Figures are numbers, rates follow by formula, a line without budget has none, and the chart is a native one."""
    journal = journal_in(store)
    journal.append({"budget_lines": [budgeted(100_000), budgeted(0, pro_code="G1")], "vouchers": spent(25_000)}, "录入")
    with store.read() as connection:
        shown = execution(connection, journal.book, "项目", date(2024, 12, 31))
    made = as_workbook(journal.book, "open", shown)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("执行进度").to_python()
    assert rows[3][:6] == ["编码", "名称", "年初预算", "全年预算", "支出", "执行率"]
    assert [row[2:8] for row in rows if row[0] == "T1"] == [[1000.0, 1000.0, 250.0, 0.25, 1.0, -0.75]]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert any(name.startswith("xl/charts/") for name in archive.namelist())


def test_names_are_escaped_on_the_page(store: Store) -> None:
    journal = journal_in(store)
    journal.append(
        {"projects": [{"pro_code": "T1", "pro_name": "<b>项目</b>", "pro_cat_code": "特定目标类", "agency_code": OFFICE}]}, "录入"
    )
    journal.append({"budget_lines": [budgeted(1)]}, "录入")
    with store.read() as connection:
        page = as_html(journal.book, "open", execution(connection, journal.book, "项目", date(2024, 7, 1)))
    assert "&lt;b&gt;项目" in page


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2023, 5, 1), Fraction(0)),
        (date(2024, 1, 1), Fraction(1, 366)),
        (date(2024, 12, 31), Fraction(1)),
        (date(2026, 1, 1), Fraction(1)),
    ],
)
def test_how_much_of_the_year_has_passed(on: date, share: Fraction) -> None:
    assert elapsed(2024, on) == share


def test_percentages_are_rounded_half_up() -> None:
    assert [percent(rate) for rate in (Fraction(1, 3), Fraction(1, 20000), Fraction(-1, 3), None)] == ["33.33%", "0.01%", "-33.33%", "—"]
