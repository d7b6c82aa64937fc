"""Findings about one figure of a form are one finding; two mistakes in one row stay two."""

from __future__ import annotations

from decimal import Decimal

import pytest

from baozhang.auditing.echoes import figure_of, merge_echoes
from baozhang.auditing.findings import Evidence, Finding, Severity
from tests.auditing.samples import sample

DOCUMENT = sample(
    {},
    evaluations=[{"kind": "self", "total": "98.80"}],
    indicators=[
        {"form": 1, "name": "系统可用率", "operator": ">=", "target": "99", "actual": "92.9", "weight": "15", "score": "15"},
        {"form": 1, "name": "升级次数", "operator": "=", "target": "10", "actual": "10", "weight": "20", "score": "50"},
    ],
    fundings=[{"form": 1, "source": "total", "adjusted": "200.00", "executed": "120.00", "rate": "80.00"}],
)


def said(rule: str, refs: str, actual: str, expected: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding at these places; its difference follows from its figures."""
    places = tuple(Evidence(at, ref, ref, "against" if at else "suspect") for at, ref in enumerate(refs.split(",")))
    one, other = figure_of(actual), figure_of(expected)
    difference = "" if one is None or other is None else str(one - other)
    return Finding(rule, rule, severity, rule, expected, actual, difference, "", "", places)


def joined(*findings: Finding) -> list[str]:
    """The rules that are left, each with those inside it."""
    return [finding.message.replace("；同时不成立：", "+") for finding in merge_echoes(findings, DOCUMENT)]


def test_one_difference_at_one_place_is_one_cause() -> None:
    """The row of the form leads, since the text only cites it."""
    assert joined(said("text", "C1,M1", "120", "320"), said("sources", "M1,M2", "320.00", "120.00")) == ["sources+text"]


def test_another_difference_is_another_cause() -> None:
    """Two sums that share a row and miss different amounts."""
    assert len(joined(said("text", "C1,M1", "250", "320"), said("sources", "M1,M2", "320.00", "150.00"))) == 2


def test_a_score_above_its_weight_explains_the_total() -> None:
    """50 of 20 points; with 18 points the total of 98.80 would be right."""
    assert joined(said("total", "T1,I1,I2", "98.80", "130.80"), said("bound", "I2", "50", "20")) == ["bound+total"]
    assert len(joined(said("total", "T1,I1,I2", "98.80", "120.80"), said("bound", "I2", "50", "20"))) == 2


def test_a_wrong_value_explains_its_score() -> None:
    """92.9 % does not earn full points; 99.9 %, which the words of the result say, does."""
    assert joined(said("words", "E1,I1", "99.9", "92.9", Severity.WARNING), said("score", "I1", "15", "14.08")) == ["score+words"]
    assert len(joined(said("words", "E1,I1", "98.0", "92.9", Severity.WARNING), said("score", "I1", "15", "14.08"))) == 2


def test_a_wrong_amount_explains_its_rate() -> None:
    """160 of 200 are the printed 80 %."""
    assert joined(said("rate", "M1", "80.00", "60.00"), said("accounts", "M1,E1,F3", "120.00", "160.00")) == ["rate+accounts"]


def test_a_total_told_otherwise_elsewhere_explains_its_grade() -> None:
    """The list has another total for the project, and the grade fits that."""
    assert joined(said("grade", "T1,E1", "良", "优"), said("list", "T2,T1", "88.80分", "98.80分")) == ["grade+list"]
    assert len(joined(said("grade", "T1,E1", "良", "优"), said("sum", "T1,I1", "98.80", "90.00"))) == 2


def test_notes_and_findings_of_one_rule_are_never_joined() -> None:
    """A rule's own findings are of different places."""
    assert len(joined(said("one", "I1", "5", "4"), said("two", "I1", "5", "4", Severity.NOTE))) == 2
    assert len(joined(said("one", "C1,M1", "5", "4"), said("one", "C2,M1", "6", "5"))) == 2


@pytest.mark.parametrize(("text", "figure"), [("95.00", "95.00"), ("-2", "-2"), ("99.9%", "99.9"), ("≥51", "51"), ("88.8分", "88.8")])
def test_reads_the_figure_of_a_finding(text: str, figure: str) -> None:
    """With or without its unit or sign."""
    assert figure_of(text) == Decimal(figure)
