"""One cause gives one finding: which figure is suspect, and what goes into its finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.auditing.causes import Relation, find_causes, looks_mistyped
from tests.auditing.samples import BY_ID, account, audited, sample, serious

CELLS = account()
TEXT = [BY_ID["TXT-001"], *(rule for rule in BY_ID.values() if rule.identity is not None)]


def test_the_account_is_consistent() -> None:
    """The base of these tests has nothing wrong with it."""
    audit = audited(sample(CELLS))
    assert not audit.findings
    assert audit.passed > len(CELLS)


@pytest.mark.parametrize(
    "cell",
    [
        ("general", "2101501", "project"),
        ("general", "208", "basic"),
        ("spending", "total", "project"),
        ("overview", "208", "amount"),
        ("income", "2080505", "fiscal"),
        ("fiscal", "210", "general_public"),
        ("overview", "spending.year", "amount"),
    ],
)
def test_one_wrong_cell_is_one_finding(cell: tuple[str, str, str]) -> None:
    """The cell is named with its printed and its implied figure, whatever else it breaks."""
    meant = CELLS[cell]
    (finding,) = serious(audited(sample(CELLS | {cell: "987.65"})))
    assert (finding.actual, finding.expected) == ("987.65", meant)
    assert finding.line == list(CELLS).index(cell) + 1
    assert finding.evidence[0].side == "suspect"
    assert len(finding.evidence) > 1


def test_two_wrong_cells_are_two_findings() -> None:
    """Causes are found one after another."""
    wrong = {("general", "2101501", "project"): "987.65", ("income", "2080505", "fiscal"): "77.70"}
    found = serious(audited(sample(CELLS | wrong)))
    assert sorted(finding.actual for finding in found) == ["77.70", "987.65"]


def test_ambiguous_relation_names_the_relation() -> None:
    """A sum that nothing else touches may be wrong in any figure: no suggestion."""
    cells = {("basic", item, "amount"): value for item, value in {"301": "60.00", "30101": "25.55", "30102": "37.77"}.items()}
    (finding,) = serious(audited(sample(cells)))
    assert (finding.rule, finding.actual, finding.expected, finding.suggestion) == ("TAB-151", "60.00", "63.32", "")
    assert [one.ref for one in finding.evidence] == ["F1", "F2", "F3"]


def _claim(cell: tuple[str, str, str], value: str, line: int) -> dict[str, object]:
    statement, item, column = cell
    return {"statement": statement, "item": item, "column": column, "kind": "amount", "value": value, "line": line, "subject": item}


def test_text_with_the_right_figure_joins_the_cell() -> None:
    """The text that contradicts the wrong cell is evidence in its finding, not a finding of its own."""
    cell = ("general", "total", "project")
    document = sample(CELLS | {cell: "647.25"}, claims=[_claim(cell, CELLS[cell], 200)])
    (finding,) = serious(audited(document, TEXT))
    assert (finding.actual, finding.expected) == ("647.25", CELLS[cell])
    assert 200 in [one.line for one in finding.evidence]


def test_wrong_text_stays_a_finding_of_the_text() -> None:
    """Where the tables agree with each other, the claim is wrong."""
    cell = ("general", "total", "project")
    (finding,) = serious(audited(sample(CELLS, claims=[_claim(cell, "647.25", 200)]), TEXT))
    assert (finding.rule, finding.line) == ("TXT-001", 200)


def test_two_claims_against_a_lone_cell() -> None:
    """A cell that two places of the text contradict alike is the suspect."""
    cells = {("three_public", "reception", "final"): "5.00"}
    claims = [_claim(("three_public", "reception", "final"), "8.25", line) for line in (20, 30)]
    (finding,) = serious(audited(sample(cells, claims=claims), [BY_ID["TXT-001"]]))
    assert (finding.actual, finding.expected, finding.line) == ("5.00", "8.25", 1)


def test_relations_without_single_cause_stand_alone() -> None:
    """Where every figure is held by other relations, each broken relation is its own cause."""
    relations = [Relation(0, {"F1": 1, "F2": -1}, 7, 0), Relation(1, {"F1": 1}, 0, 0), Relation(2, {"F2": 1}, 0, 0)]
    (cause,) = find_causes(relations, {"F1": 10, "F2": 3})
    assert not cause.certain
    assert [one.key for one in cause.broken] == [0]


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [(123_4500, 132_4500, True), (1234500, 1234900, True), (1234500, 12345000, True), (100, 1100, True), (4620000, 4310000, False)],
)
def test_slips_of_the_hand(printed: int, meant: int, *, slip: bool) -> None:
    """Digits swapped, changed, lost, the point moved."""
    assert looks_mistyped(printed, meant) is slip


@settings(max_examples=25, deadline=None)
@given(cell=st.sampled_from([cell for cell in CELLS if cell[1] != "income.general_public"]), cents=st.integers(5_001, 90_000))
def test_a_changed_cell_is_never_missed(cell: tuple[str, str, str], cents: int) -> None:
    """Whatever cell is changed by more than rounding, one finding has it among its places."""
    changed = f"{(round(float(CELLS[cell]) * 100) + cents) / 100:.2f}"
    (finding,) = serious(audited(sample(CELLS | {cell: changed})))
    assert list(CELLS).index(cell) + 1 in [one.line for one in finding.evidence]


@settings(max_examples=15, deadline=None)
@given(leaves=st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_rounded_sums_never_fail(leaves: list[int]) -> None:
    """A table whose cells are rounded each on its own never has an error, whatever its figures are (in yuan)."""
    cells = {("general", f"20805{at:02}", "total"): _wan(value) for at, value in enumerate(leaves)}
    cells |= {("general", item, "total"): _wan(sum(leaves)) for item in ("20805", "208", "total")}
    assert not serious(audited(sample(cells)))


def _wan(yuan: int) -> str:
    hundredths = (yuan + 50) // 100
    return f"{hundredths // 100}.{hundredths % 100:02}"
