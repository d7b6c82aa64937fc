"""The identities: intervals, layouts that differ, rows that are missing or could not be read, and how terms are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from baozhang.errors import UsageError
from baozhang.taxonomy.identities import Select, load_identities, parse_identity, parse_parts, parse_term
from tests.auditing.samples import audited, rules, sample, serious

TREE = rules("TAB-141")
ROW = rules("TAB-142")


def test_rounding_tails_are_one_note_per_identity() -> None:
    """Sums that miss by less than the rounding of their figures hold, and are told of once."""
    cells = {("general", "total", "total"): "10.01", ("general", "208", "total"): "10.00", ("general", "208", "basic"): "5.01"}
    cells |= {("general", "208", "project"): "5.00", ("general", "total", "basic"): "5.00", ("general", "total", "project"): "5.00"}
    audit = audited(sample(cells), ROW)
    (note,) = audit.findings
    assert (str(note.severity), audit.passed, audit.failed) == ("note", 2, 0)
    assert "2处" in note.message
    assert "0.01" in note.message


@pytest.mark.parametrize(("total", "holds"), [("10.00", True), ("10.02", True), ("10.03", False), ("9.97", False)])
def test_tolerance_is_half_a_unit_per_figure(total: str, *, holds: bool) -> None:
    """Two addends and their total, each within 0.005: 0.015 together."""
    cells = {("general", "total", "total"): total, ("general", "total", "basic"): "5.00", ("general", "total", "project"): "5.01"}
    if holds:
        cells["general", "total", "project"] = "5.01" if total == "10.02" else "5.00"
    assert bool(serious(audited(sample(cells), ROW))) is not holds


def test_same_figure_has_no_tolerance() -> None:
    """One figure printed in two tables is rounded once."""
    cells = {("spending", "total", "total"): "10.01", ("overview", "spending.year", "amount"): "10.00"}
    assert len(serious(audited(sample(cells), rules("TAB-218")))) == 1


def test_children_are_the_nearest_rows_printed() -> None:
    """款 rows are not counted twice with their 项 rows; a leaf is no case."""
    cells = {("general", item, "total"): value for item, value in {"total": "30.00", "208": "30.00", "20805": "30.00"}.items()}
    cells |= {("general", "2080501", "total"): "10.00", ("general", "2080505", "total"): "20.00"}
    audit = audited(sample(cells), TREE)
    assert (audit.passed, audit.failed, audit.not_evaluated_total) == (3, 0, 0)


def test_a_row_without_figure_leaves_the_sum_open() -> None:
    """A child that has no figure in the column makes the sum unknowable."""
    cells = {("general", "total", "total"): "30.00", ("general", "208", "total"): "10.00", ("general", "210", "basic"): "5.00"}
    audit = audited(sample(cells), TREE)
    assert not audit.findings
    assert any("没有金额" in one.why for one in audit.not_evaluated)


def test_an_unread_row_leaves_a_broken_sum_open() -> None:
    """The missing amount may stand in a row that could not be read; a row of zeros cannot hold it."""
    cells = {("general", "total", "total"): "30.00", ("general", "208", "total"): "10.00"}
    statement = [{"statement": "general", "line_from": 1, "line_to": 9}]
    unread = sample(cells, statements=statement, unrecognised=[{"line": 5, "why": "“20.00”没有科目编码"}])
    zeros = sample(cells, statements=statement, unrecognised=[{"line": 5, "why": "“合计”后多出1个数（0.00）"}])
    assert not serious(audited(unread, TREE))
    assert len(serious(audited(zeros, TREE))) == 1


def test_two_figures_for_one_cell_are_not_used() -> None:
    """A row printed twice with different figures cannot be added."""
    document = sample({("general", "total", "total"): "30.00", ("general", "208", "total"): "10.00"})
    doubled = replace(document.facts[1], fact=9, value=document.facts[0].value)
    audit = audited(replace(document, facts=(*document.facts, doubled)), TREE)
    assert not audit.findings
    assert audit.not_evaluated_total == 1


def test_identity_of_another_layout_is_out_of_scope() -> None:
    """Where unit funds are printed as one line, the identity without them is neither passed nor open."""
    cells = {("overview", "income.year", "amount"): "10.00", ("overview", "income.unit_funds", "amount"): "10.00"}
    audit = audited(sample(cells, {"stage": "budget"}), rules("TAB-006", "TAB-007"))
    assert [count.rule for count in audit.counts] == ["TAB-007"]
    assert audit.passed == 1


def test_a_lost_row_leaves_an_identity_open() -> None:
    """The layout prints 本年支出合计; where the table has lost it, what is compared with it was not evaluated."""
    cells = {("spending", "total", "total"): "10.00", ("overview", "income.year", "amount"): "10.00"}
    audit = audited(sample(cells, {"layout": "fujian-final"}), rules("TAB-218"))
    assert [one.why.partition("》")[2] for one in audit.not_evaluated] == ["本年支出合计"]
    assert audited(sample(cells, {"layout": ""}), rules("TAB-218")).counts == ()


def test_formula_reads_as_it_is_written() -> None:
    """An identity is shown on one line."""
    entry = {"id": "TAB-999", "title": "例", "applies": "both", "basis": "例", "source": "例"}
    parts = "income[*].fiscal? + income[level:1].total - income[total].*"
    identity = parse_identity({**entry, "total": "income[*].total", "parts": parts, "relation": "<="}, "x")
    assert identity.formula == f"income[*].total <= {parts}"


def test_terms() -> None:
    """Terms choose items and columns; signs are weights; a question mark is a part a layout may lack."""
    first, second = parse_parts("fund[*].opening - fund[level:1].*?")
    assert (first.select, first.column, first.weight, first.optional) == (Select.SAME, "opening", 1, False)
    assert (second.select, second.item, second.column, second.weight, second.optional) == (Select.LEVEL, "1", "", -1, True)
    assert parse_term("overview[class].amount", case=True).select is Select.CLASS
    assert parse_term("overview[income.year].amount").item == "income.year"


@pytest.mark.parametrize("text", ["", "income.total", "income[total].total + ", "income[total].total * 2", "a[b].c d[e].f"])
def test_refuses_what_is_not_a_sum(text: str) -> None:
    """Anything else than terms and signs is an error."""
    with pytest.raises(ValueError, match="not a"):
        parse_parts(text)


@pytest.mark.parametrize(
    "change",
    [{"total": None}, {"colour": "red"}, {"relation": "<"}, {"parts": "income"}, {"given": ["income[*].total"]}],
)
def test_refuses_a_wrong_entry(change: dict[str, object]) -> None:
    """The error names the file and the entry."""
    entry: dict[str, object] = {"id": "TAB-999", "title": "例", "applies": "both", "basis": "例", "source": "R"}
    entry |= {"total": "income[total].total", "parts": "income[total].fiscal"} | change
    with pytest.raises(UsageError, match="例"):
        parse_identity({key: value for key, value in entry.items() if value is not None}, "例.toml")


def test_every_identity_names_its_source() -> None:
    """Rules are traced to the catalogue."""
    assert all(one.source.startswith("R-") and one.basis for one in load_identities())
