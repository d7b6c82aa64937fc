"""A whole document from figures: complete, without gaps, and in the eyes of our own audit without an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import load_rules
from baozhang.compiling.compile import compile_account
from baozhang.compiling.figures import Figures
from baozhang.compiling.formats.text import to_text
from baozhang.compiling.narrative.teller import GAP
from baozhang.compiling.pieces import Chart, Heading, Paragraph, StatementTable
from baozhang.errors import UsageError
from baozhang.reading import read_text
from baozhang.taxonomy.layouts import layouts
from tests.compiling.accounts import CLEAN, example_account

FINAL, BUDGET = CLEAN
PAIRS = [(BUDGET, "fujian-budget"), *((FINAL, layout.id) for layout in layouts().values() if layout.template and layout.stage == "final")]


@pytest.mark.parametrize(("name", "layout"), PAIRS)
def test_a_complete_account_has_no_gap_and_its_audit_no_error(name: str, layout: str) -> None:
    """Every figure of the text is bound and nothing in it contradicts the tables."""
    publication = compile_account(example_account(name, layout))
    assert publication.missing == ()
    text = to_text(publication)
    assert GAP not in text
    document = read_text(text, layout)
    assert document.about.layout == layout
    assert document.about.amounts == document.about.amounts_bound
    (audit,) = evaluate([document], load_rules())
    assert [(one.rule, one.message) for one in audit.of_severity(Severity.ERROR)] == []


@pytest.mark.parametrize("name", CLEAN)
def test_what_the_text_says_can_be_found_wrong(name: str) -> None:
    """The same document with one figure of the text changed has an error: the test above can fail."""
    text = to_text(compile_account(example_account(name)))
    at = text.index("增长") if "增长" in text else text.index("下降")
    rate = text[at + 2 : text.index("%", at)]
    (audit,) = evaluate([read_text(text[:at] + text[at:].replace(rate, "77.77", 1), name)], load_rules())
    assert audit.of_severity(Severity.ERROR)


def test_what_is_missing_is_listed_and_stands_as_a_gap() -> None:
    """Reasons are asked where something changed, with the key to enter them under; nothing is invented."""
    account = replace(example_account(CLEAN[0], reasons={}), texts={}, details={})
    publication = compile_account(account)
    text = to_text(publication)
    assert GAP in text
    assert any("需要说明原因（general[total].total）" in one for one in publication.missing)
    assert any("缺少文字“职责”（部门文字 职责.1）" in one for one in publication.missing)
    assert any("reception.batches" in one for one in publication.missing)


def test_no_reason_is_asked_where_nothing_changed() -> None:
    """An account equal to the year before and to its budget owes no explanation."""
    account = example_account(CLEAN[0], reasons={})
    spent = {(one, item, "budget"): fen for (one, item, column), fen in account.figures.cells.items() if column == "final"}
    figures = Figures({**account.figures.cells, **spent}, account.figures.names)
    details = {**account.details, "operating_expenses.initial": account.details["operating_expenses"]}
    same = replace(account, figures=figures, prior=figures, initial=figures, details=details)
    publication = compile_account(same)
    assert [one for one in publication.missing if "需要说明原因" in one] == []
    assert "持平" in to_text(publication)


def test_small_changes_owe_no_reason_where_the_layout_sets_a_threshold() -> None:
    """Half of last year is more than ten percent, not more than sixty; a reason that was entered is told all the same."""
    account = example_account(FINAL, reasons={})
    asked = [
        one for one in compile_account(replace(account, layout=replace(account.layout, reason_percent=10))).missing if "需要说明原因" in one
    ]
    lenient = replace(account, layout=replace(account.layout, reason_percent=60), reasons={"spending[total].basic": "人员减少"})
    publication = compile_account(lenient)
    assert asked
    assert [one for one in publication.missing if "需要说明原因" in one and "operating" not in one] == []
    assert "主要原因是人员减少。" in to_text(publication)


def test_an_item_that_vanished_is_told_with_zero() -> None:
    """What had money last year and none now is listed and falls by 100 % (R-TX-005)."""
    account = example_account(CLEAN[0], "fujian-final")
    assert account.prior is not None
    cells = {**account.prior.cells, ("general", "2080801", "total"): 5_000_000}
    text = to_text(compile_account(replace(account, prior=Figures(cells, account.prior.names))))
    assert "2080801-死亡抚恤支出0.00万元，比上年决算数减少5.00万元，下降100.00%" in text


def test_a_zero_base_has_no_rate() -> None:
    """What was nothing last year 净增加 without a percentage (R-TX-003)."""
    account = example_account(CLEAN[0], "fujian-final")
    assert account.prior is not None
    cells = {key: fen for key, fen in account.prior.cells.items() if key[:2] != ("general", "2101550")}
    text = to_text(compile_account(replace(account, prior=Figures(cells, account.prior.names))))
    line = next(line for line in text.splitlines() if "2101550-" in line and "支出" in line)
    assert "净增加" in line
    assert "%" not in line.split("。")[0]


def test_words_of_staff_cannot_become_marks_of_the_template() -> None:
    """A paragraph that begins with # or @ stays a paragraph."""
    account = example_account(CLEAN[0])
    publication = compile_account(replace(account, texts={**account.texts, "duties": ("# 一级标题", "@statements", "{{ year }}")}))
    paragraphs = [piece.text for piece in publication.pieces if isinstance(piece, Paragraph)]
    assert {"＃ 一级标题", "＠statements", "{{ year }}"} <= set(paragraphs)
    assert len([piece for piece in publication.pieces if isinstance(piece, StatementTable)]) == len(account.layout.statements)


def test_charts_stand_where_the_layout_has_them() -> None:
    """A comparison of years needs the year before; a chart without amounts is left out."""
    account = example_account(CLEAN[0])
    kinds = [piece.kind for piece in compile_account(account).pieces if isinstance(piece, Chart)]
    alone = [piece.kind for piece in compile_account(replace(account, prior=None)).pieces if isinstance(piece, Chart)]
    assert {"bars", "shares"} == set(kinds)
    assert set(alone) == {"shares"}


def test_headings_are_numbered_without_a_gap() -> None:
    """一、二、三 … in every part."""
    for name in CLEAN:
        numerals: list[str] = []
        for piece in compile_account(example_account(name)).pieces:
            if isinstance(piece, Heading) and piece.level == 1:
                numerals = []
            if isinstance(piece, Heading) and piece.level == 2:
                numerals.append(piece.text.split("、")[0])
                assert numerals == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"][: len(numerals)]


def test_unknown_details_and_layouts_without_template_are_refused() -> None:
    """A mistyped name must not lose a figure; a layout that is only read cannot be compiled."""
    with pytest.raises(UsageError, match="不认识的披露项目"):
        replace(example_account(CLEAN[0]), details={"receptoin": 1})
    with pytest.raises(UsageError, match="没有编制模板"):
        compile_account(example_account(CLEAN[0], "shanghai-final"))
