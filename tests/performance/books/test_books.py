"""The performance books: taken in whole or not at all, append-only, money from the ledger, evidence by its content."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.errors import InputError, LedgerError
from baozhang.ledger.books import records
from baozhang.ledger.closing import close
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.exchange.sheets import sheets_of
from baozhang.ledger.journal import Journal
from baozhang.ledger.next_year import carry_over, next_book
from baozhang.ledger.registers import registers
from baozhang.performance.books.evaluating import evaluated
from baozhang.performance.books.evidence import EvidenceStore
from baozhang.performance.books.intake import import_performance
from baozhang.performance.books.library import programmes
from baozhang.performance.books.money import money_of
from baozhang.performance.books.template import template
from baozhang.performance.evaluation import FundsLine
from baozhang.performance.measures.measured import DatasetState, Measured, measured_values
from baozhang.performance.measures.period import parse_period
from baozhang.performance.schemes import scheme_of
from tests.ledger.samples import budgeted, day, empty_store, journal_in, received, spent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from baozhang.ledger.store import Store
    from baozhang.performance.books.programme import Programme

WAN: Final = 1_000_000
PROGRAMMES: Final = "绩效对象编号,绩效对象名称,对象类型,年度绩效目标\nT1,基金监管,项目,查处违规行为\n"
LINKS: Final = "绩效对象编号,项目代码,资金级次\nT1,T1,中央\n"
INDICATORS: Final = (
    "绩效对象编号,指标编号,一级指标,二级指标,三级指标,运算符号,指标值,计量单位,分值\n"
    "T1,1,产出指标,数量指标,检查家数,≥,120,家,60\n"
    "T1,2,效益指标,社会效益指标,监管能力,定性,有所提高,,30\n"
)
ACTUALS: Final = (
    "绩效对象编号,指标编号,截至日期,完成值,偏差原因,改进措施,评定得分,评定岗位\n"
    "T1,1,2024-12-31,108,因人手不足,补充检查人员,,\nT1,2,2024-12-31,略有提高,因制度刚建立,抓紧培训,24,分管领导\n"
)


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Iterator[Store]:
    with empty_store(tmp_path / "books.db") as store:
        yield store


def folder_of(place: Path, **files: str) -> Path:
    """A folder of tables named after their registers."""
    place.mkdir(parents=True, exist_ok=True)
    titles = {
        "programmes": "绩效对象",
        "links": "绩效对象资金",
        "indicators": "绩效指标",
        "actuals": "指标完成情况",
        "adjustments": "绩效目标调整",
        "evidence": "佐证材料",
    }
    for name, text in files.items():
        (place / f"{titles[name]}.csv").write_text(text, encoding="utf-8")
    return place


def kept_in(store: Store, place: Path, **files: str) -> Journal:
    """A year with a budget of 100 (20 carried), spending of 90, and what the files hold."""
    journal = journal_in(store)
    lines = [budgeted(80 * WAN), budgeted(20 * WAN, is_carried=True)]
    journal.append({"budget_lines": lines, "vouchers": [*spent(90 * WAN), *received(90 * WAN)]}, "录入")
    tables = {"programmes": PROGRAMMES, "links": LINKS, "indicators": INDICATORS, "actuals": ACTUALS, **files}
    import_performance(journal, [folder_of(place / "表", **tables)], EvidenceStore(place / "佐证材料"))
    return journal


def only(store: Store, journal: Journal) -> Programme:
    """The one programme of a book."""
    with store.read() as connection:
        (one,) = programmes(connection, journal.book)
    return one


def test_a_programme_is_evaluated_from_the_books(store: Store, tmp_path: Path) -> None:
    """Money by source comes from budget lines and vouchers, carried money spent first; judged points count where words are judged."""
    journal = kept_in(store, tmp_path)
    with store.read() as connection:
        (one,) = programmes(connection, journal.book)
        money = money_of(connection, journal.book, [one])
    made = evaluated(one, money, day(12), scheme_of("linear-and-ratio"))
    by_source = {line.source: (line.initial, line.adjusted, line.executed) for line in made.evaluation.funds}
    full, fiscal, carried = (100, 100, 90), (80, 80, 70), (20, 20, 20)
    assert {name: tuple((fen or 0) // WAN for fen in figures) for name, figures in by_source.items()} == {
        "total": full, "fiscal": fiscal, "other": (0, 0, 0), "carryover": carried,
    }  # fmt: skip
    assert [line.score for line in made.evaluation.lines] == [54 * 10_000, 24 * 10_000]
    assert (made.score.total, made.evaluation.grade) == (87 * 10_000, "良")
    assert "经评定得24分" in made.score.indicators[1].trace
    assert made.evaluation.lines[0].reason == "因人手不足。补充检查人员。"
    assert made.evaluation.missing == ("基金监管：没有写明年度目标的实际完成情况（绩效文字“实际完成情况”）。",)


def test_a_book_of_the_budget_knows_what_was_approved_only(store: Store, tmp_path: Path) -> None:
    """Nothing was spent of a budget: a target form has its money and nothing else."""
    journal = journal_in(store, "fujian-budget")
    journal.append({"budget_lines": [budgeted(80 * WAN)]}, "录入")
    import_performance(
        journal, [folder_of(tmp_path / "表", programmes=PROGRAMMES, links=LINKS, indicators=INDICATORS)], EvidenceStore(tmp_path / "e")
    )
    one = only(store, journal)
    with store.read() as connection:
        lines = money_of(connection, journal.book, [one]).lines_of(one)
    assert lines[:2] == (FundsLine("total", 80 * WAN), FundsLine("fiscal", 80 * WAN))


def test_every_bad_cell_is_named_and_nothing_entered(store: Store, tmp_path: Path) -> None:
    """What a form of the domain does not allow is told with its cell, as what the ledger does not."""
    journal = journal_in(store)
    head = "绩效对象编号,指标编号,调整编号,调整后指标值,调整原因,审批状态\n"
    place = folder_of(
        tmp_path / "表",
        programmes="绩效对象编号,绩效对象名称,对象类型,年度绩效目标,评分办法\nT1,基金监管,项目,查处违规行为,打分\n",
        indicators=INDICATORS.replace("120,家", "许多,家").replace("数量指标", "社会效益指标") + "T9,1,产出指标,,台数,≥,1,台,101\n",
        actuals=ACTUALS.replace("2024-12-31,略有提高", "2025-01-31,略有提高").replace(",分管领导", ","),
        adjustments=head + "T1,1,1,100,人手不足,同意\n",
    )
    with pytest.raises(InputError) as caught:
        import_performance(journal, [place], EvidenceStore(tmp_path / "e"))
    said = str(caught.value)
    for words in (
        "绩效对象 E2“打分”：评分办法：没有评分办法",
        "绩效指标 G2“许多”：指标值：不是一个数",
        "绩效指标 D2“社会效益指标”：二级指标：属于“效益指标”",
        "绩效指标 I4“101”：分值：应为 0 至 100",
        "没有登记，请先在“绩效对象”中登记",
        "指标完成情况 C3“2025-01-31”：截至日期：应在 2024 年内",
        "评定得分：评定得分的，须写明评定岗位",
        "绩效目标调整 A2“T1”：批准文号：同意的调整必须填写",
    ):
        assert words in said
    assert "一行也没有导入" in said
    with store.read() as connection:
        assert not any(records(connection, journal.book, one) for one in registers().values() if one.performance)


def test_only_approved_adjustments_change_a_target(store: Store, tmp_path: Path) -> None:
    """An application leaves the target; approval is a new version of it, with who and when as everything in the books."""
    head = "绩效对象编号,指标编号,调整编号,调整后指标值,调整原因,审批状态,审批岗位,审批日期,批准文号\n"
    journal = kept_in(store, tmp_path, adjustments=head + "T1,1,1,100,人手不足,申请,,,\n")
    goal = only(store, journal).goals[0]
    assert (goal.indicator.target_text, goal.pending) == ("≥120家", True)
    approved = folder_of(tmp_path / "批", adjustments=head + "T1,1,1,100,人手不足,同意,局长办公会,2024-09-01,某医保〔2024〕8号\n")
    import_performance(Journal(store, journal.book, "审批岗"), [approved], EvidenceStore(tmp_path / "e"))
    goal = only(store, journal).goals[0]
    before, after = goal.filled(date(2024, 8, 31)), goal.filled(date(2024, 9, 1))
    assert (before.target_text, after.target_text, after.weight, goal.pending) == ("≥120家", "≥100家", 60 * 10_000, False)
    assert [one.said for one in goal.changes] == ["指标值由“≥120家”调整为“≥100家”（某医保〔2024〕8号）：人手不足"]
    assert [event.entered_by for event in journal.events()][-1] == "审批岗"
    assert journal.verify() == []


def test_evidence_is_kept_by_its_content(store: Store, tmp_path: Path) -> None:
    """The register knows name, digest and size; a changed or missing file is found; the same content is kept once."""
    head = "绩效对象编号,材料编号,指标编号,材料类型,文件\n"
    (tmp_path / "表" / "附件").mkdir(parents=True)
    (tmp_path / "表" / "附件" / "台账.txt").write_text("检查108家", encoding="utf-8")
    journal = kept_in(store, tmp_path, evidence=head + "T1,1,1,文件,附件/台账.txt\n")
    evidence = EvidenceStore(tmp_path / "佐证材料")
    (one,) = only(store, journal).evidence
    assert (one.name, one.bytes, evidence.content(one.digest)) == ("台账.txt", 12, "检查108家".encode())
    assert evidence.put(tmp_path / "表" / "附件" / "台账.txt") == (one.digest, 12)
    assert len([path for path in evidence.folder.rglob("*") if path.is_file()]) == 1
    place = evidence.folder / one.digest[:2] / one.digest
    place.chmod(0o644)
    place.write_text("检查200家", encoding="utf-8")
    assert "与存放时不一致" in evidence.verify([one])[0]
    place.unlink()
    assert "不在" in evidence.verify([one])[0]
    with pytest.raises(LedgerError, match="没有校验值"):
        evidence.content("../../etc/passwd"[:0])


@pytest.mark.parametrize("named", ["../外.txt", "/etc/passwd", "..\\外.txt", "附件/../../外.txt", "链接.txt"])
def test_evidence_outside_the_folder_is_refused(store: Store, tmp_path: Path, named: str) -> None:
    """By whatever way it is named: upwards, absolute, with backslashes, or through a link."""
    (tmp_path / "外.txt").write_text("别处", encoding="utf-8")
    place = folder_of(tmp_path / "表")
    (place / "链接.txt").symlink_to(tmp_path / "外.txt")
    table = f"绩效对象编号,材料编号,材料类型,文件\nT1,1,文件,{named}\n"
    with pytest.raises(InputError, match=r"文件必须在所导入表格的文件夹里|没有这个文件"):
        kept_in(store, tmp_path, evidence=table)
    assert not (tmp_path / "佐证材料").exists()


def measured(value: str) -> Measured:
    """A measured number of inspections."""
    state = DatasetState("inspections", 108, "a" * 64)
    return Measured(
        "inspected", "检查家数", Decimal(value), "家", parse_period("2024"), (), None, None, (), None, (state,), "b" * 64, "c" * 64,
        datetime(2025, 1, 8, tzinfo=UTC),
    )  # fmt: skip


def test_a_measured_value_is_the_actual_value(store: Store, tmp_path: Path) -> None:
    """It need not be typed, keeps the reason that was, and may not be contradicted."""
    table = "绩效对象编号,材料编号,指标编号,截至日期,材料类型,文件\nT1,1,1,2024-12-31,测算结果,测算.json\n"
    place = folder_of(tmp_path / "测算", evidence=table)
    (place / "测算.json").write_text(json.dumps(measured_values(measured("131"))), encoding="utf-8")
    journal = kept_in(store, tmp_path)
    import_performance(journal, [place], EvidenceStore(tmp_path / "佐证材料"))
    reached = only(store, journal).goals[0].at(day(12))
    assert reached is not None
    assert (reached.value, reached.reason) == ("131家", "因人手不足")
    folder_of(place, actuals="绩效对象编号,指标编号,截至日期,完成值\nT1,1,2024-12-31,108\n")
    with pytest.raises(InputError, match="测算结果是131家，指标完成情况却填108"):
        import_performance(journal, [place], EvidenceStore(tmp_path / "佐证材料"))


def test_the_ledgers_import_does_not_take_performance(store: Store, tmp_path: Path) -> None:
    """Its rows would miss their checks."""
    place = folder_of(tmp_path / "表", programmes=PROGRAMMES)
    with pytest.raises(InputError, match="performance import"):
        import_files(journal_in(store), [place])


def test_the_template_lists_the_projects_of_the_ledger(store: Store, tmp_path: Path) -> None:
    """Projects without goals stand ready to be filled in, beside what is kept already; money has no column."""
    journal = journal_in(store)
    with store.read() as connection:
        made = template(connection, journal.book)
    (tmp_path / "模板.xlsx").write_bytes(made)
    sheets = {sheet.name: sheet.rows for sheet in sheets_of(tmp_path / "模板.xlsx")}
    assert [row[:3] for row in sheets["绩效对象"][1:]] == [("T1", "基金监管项目", "项目"), ("整体", "某市医疗保障局整体支出", "部门整体")]
    assert sheets["绩效对象资金"][1][:2] == ("T1", "T1")
    assert not any("金额" in word or "预算数" in word for rows in sheets.values() for word in rows[0])


def test_goals_go_over_to_the_next_year_and_results_do_not(store: Store, tmp_path: Path) -> None:
    """Last year's goals are where the next year's begin."""
    journal = kept_in(store, tmp_path)
    close(journal)
    following = Journal(store, next_book(store, journal.book, ""), "会计一")
    carry_over(store, journal.book, following)
    one = only(store, following)
    assert [goal.indicator.name for goal in one.goals] == ["检查家数", "监管能力"]
    assert all(goal.reached == () for goal in one.goals)
    assert replace(one, goals=()).levels == {"T1": "中央"}
    assert following.book.fiscal_year == date(2025, 1, 1).year
