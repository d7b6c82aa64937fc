"""Findings of the text that one wrong claim explains are joined; neighbours with mistakes of their own are not."""

from __future__ import annotations

from baozhang.auditing.findings import Evidence, Finding, Severity
from baozhang.auditing.slips import merge_slips
from baozhang.facts.amounts import fen_to_text
from tests.auditing.samples import sample

CLAIMS = sample(
    {},
    claims=[
        {"kind": "change", "value": "20.00", "direction": 1},
        {"kind": "change_pct", "value": "30.00", "direction": 1},
        {"kind": "amount", "value": "130.00"},
        {"kind": "change", "value": "50.00", "direction": 1},
        {"kind": "amount", "value": "260.00"},
        {"kind": "share", "value": "50.00"},
    ],
).claims


def said(rule: str, refs: str, difference: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding at these claims; money findings carry the suspect claim's figure as actual."""
    claims = {f"C{row.claim}": row for row in CLAIMS}
    places = tuple(Evidence(claims[ref].line, ref, ref, "suspect") for ref in refs.split(","))
    suspect = claims[refs.split(",", 1)[0]]
    actual = fen_to_text(suspect.value) if suspect.unit == "元" else "30.00"
    return Finding(rule, rule, severity, rule, "", actual, difference, "", "", places)


def test_a_rate_explains_the_sum() -> None:
    """30 % of 130 means a change of 30, ten more than printed: the sum of changes misses those ten."""
    joined = merge_slips([said("sum", "C4,C1", "10.00"), said("rate", "C2,C1,C3", "11.82")], CLAIMS)
    assert [finding.rule for finding in joined] == ["rate"]
    assert "sum" in joined[0].message
    assert {one.ref for one in joined[0].evidence} == {"C1", "C2", "C3", "C4"}


def test_a_wrong_amount_explains_the_share() -> None:
    """260 should be 60 less... 130 is half of 260 already, so a share that holds now is no consequence."""
    assert len(merge_slips([said("sum", "C5", "60.00"), said("share", "C6,C3,C5", "-3.00")], CLAIMS)) == 2


def test_another_difference_stays_apart() -> None:
    """Two findings in one place with causes of their own."""
    assert len(merge_slips([said("sum", "C4,C1", "7.00"), said("rate", "C2,C1,C3", "11.82")], CLAIMS)) == 2


def test_notes_are_never_joined() -> None:
    """A tail explains nothing."""
    assert len(merge_slips([said("sum", "C4,C1", "10.00", Severity.NOTE), said("rate", "C2,C1,C3", "11.82")], CLAIMS)) == 2
