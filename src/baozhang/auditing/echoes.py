"""Findings about one figure of a form, or of the words about it, are one finding.

A figure that is wrong contradicts everything that depends on it: a score its weight and the total, a completed value its score,
the words of the result and the report. Two findings that cite one place are joined when they tell of the same difference,
or when the figure that one of them implies makes the other hold; two mistakes in one row stay two findings.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Finding, Severity
from baozhang.auditing.slips import with_consequence
from baozhang.facts.records import EvaluationRow, FundingRow, IndicatorRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.facts.document import Document

_SHARED: Final = frozenset("CIMT")
"""Letters of references that name one figure or row; a whole form, a paragraph or a cell of a statement is no sign of one cause."""

_GRAVITY: Final = (Severity.NOTE, Severity.WARNING, Severity.ERROR)
_FIGURE: Final = re.compile(r"[<>=≤≥]*(-?\d+(?:\.\d+)?)[^\d.,]{0,3}$")
_ROUNDING: Final = Decimal("0.02")
_PLAIN: Final = Decimal("0.05")
"""Differences smaller than this must be equal to the last digit: two tails are alike by chance."""

_SCALE: Final = 10_000
_WHOLE: Final = 100
_FEN: Final = 1_000_000
"""Fen in 万元."""


def merge_echoes(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """Join each finding to the first earlier one of the same cause; the one whose suspect place is the shared one leads."""
    rows: dict[str, IndicatorRow | FundingRow | EvaluationRow] = {f"I{row.indicator}": row for row in document.indicators}
    rows |= {f"M{row.funding}": row for row in document.fundings} | {f"T{row.form}": row for row in document.evaluations}
    joined: list[Finding] = []
    citing: dict[str, list[int]] = {}
    for finding in findings:
        refs = _refs(finding)
        near = sorted({at for ref in refs for at in citing.get(ref, ())})
        at = next((at for at in near if _one_cause(joined[at], finding, rows)), None)
        if at is None:
            at = len(joined)
            joined.append(finding)
        else:
            cause, echo = _leading(joined[at], finding)
            joined[at] = with_consequence(cause, echo)
        for ref in refs:
            citing.setdefault(ref, []).append(at)
    return joined


def _refs(finding: Finding) -> list[str]:
    return [] if finding.severity is Severity.NOTE else [one.ref for one in finding.evidence if one.ref[:1] in _SHARED]


def _leading(one: Finding, other: Finding) -> tuple[Finding, Finding]:
    """The finding at the shared place before the one that stands elsewhere; then the graver, then the earlier."""

    def rank(finding: Finding, against: Finding) -> tuple[bool, int]:
        return finding.evidence[0].ref in _refs(against), _GRAVITY.index(finding.severity)

    return (one, other) if rank(one, other) >= rank(other, one) else (other, one)


def _one_cause(one: Finding, other: Finding, rows: Mapping[str, IndicatorRow | FundingRow | EvaluationRow]) -> bool:
    if one.rule == other.rule:
        return False
    return _same_difference(one, other) or any(_bound_met(a, b) or _explained(a, b, rows) for a, b in ((one, other), (other, one)))


def _same_difference(one: Finding, other: Finding) -> bool:
    here, there = _difference(one), _difference(other)
    if not here or not there:
        return False
    return abs(here) == abs(there) or (abs(here) >= _PLAIN and abs(abs(here) - abs(there)) <= _ROUNDING)


def _bound_met(finding: Finding, other: Finding) -> bool:
    """Whether the other finding implies a figure that this one, which only bounds it, would accept: 50 of 20 points, the total says 18."""
    ref, actual, limit = finding.evidence[0].ref, figure_of(finding.actual), figure_of(finding.expected)
    if actual is None or limit is None or ref not in _refs(other):
        return False
    if ref.startswith("C") and limit == _WHOLE < actual:
        return True  # a part greater than the whole spoils whatever is computed from it
    meant = _other_of(other, actual)
    rest = _difference(other)
    if meant is None and other.evidence[0].ref.startswith("T") and rest is not None:
        meant = actual + rest
        return 0 <= meant <= limit < actual
    return meant is not None and (meant <= limit < actual or actual < limit <= meant)


def _explained(finding: Finding, witness: Finding, rows: Mapping[str, IndicatorRow | FundingRow | EvaluationRow]) -> bool:
    """Whether what does not fit a figure of its row fits the one another place gives for it."""
    ref = finding.evidence[0].ref
    if ref not in _refs(witness):
        return False
    match rows.get(ref):
        case IndicatorRow(actual=int(actual), target=int(target), score=int(score)) as row if _scaled(finding.actual) == score:
            meant, aim = _other_of(witness, Decimal(actual) / _SCALE), _other_of(witness, Decimal(target) / _SCALE)
            return (meant is not None and _fits(row, round(meant * _SCALE), target)) or (
                aim is not None and _fits(row, actual, round(aim * _SCALE))
            )
        case FundingRow(adjusted=int(adjusted), executed=int(executed), rate=int(rate)):
            spent, budget = _other_of(witness, Decimal(executed) / _FEN), _other_of(witness, Decimal(adjusted) / _FEN)
            ratio = (spent or Decimal(executed) / _FEN) / (budget or Decimal(adjusted) / _FEN) if adjusted else 0
            known = spent is not None or budget is not None
            return known and _scaled(finding.actual) == rate and abs(ratio * 100 - Decimal(rate) / _SCALE) <= _ROUNDING
        case EvaluationRow(total=int(total)):
            # the grade does not fit the total, and the same project has another total elsewhere
            elsewhere = any(one.ref[:1] in "CT" and one.ref != ref for one in witness.evidence)
            return elsewhere and figure_of(finding.actual) is None and _other_of(witness, Decimal(total) / _SCALE) is not None
    return False


def _scaled(text: str) -> Decimal | None:
    figure = figure_of(text)
    return None if figure is None else figure * _SCALE


def _fits(row: IndicatorRow, actual: int, target: int) -> bool:
    """Whether the score of an indicator would be right for these values: full points when reached, else in proportion."""
    if row.weight is None or row.score is None or actual <= 0 or target <= 0:
        return False
    reached = {"<=": actual <= target, "<": actual < target, ">": actual > target, ">=": actual >= target}
    if reached.get(row.operator, actual == target):
        return row.score == row.weight
    due = row.weight * (target / actual if row.operator in {"<=", "<"} else actual / target)
    return abs(row.score - due) <= _ROUNDING * _SCALE


def _difference(finding: Finding) -> Decimal | None:
    printed = figure_of(finding.difference)
    if printed is not None:
        return printed
    actual, expected = figure_of(finding.actual), figure_of(finding.expected)
    return None if actual is None or expected is None else actual - expected


def _other_of(finding: Finding, printed: Decimal) -> Decimal | None:
    """What a finding that contradicts a printed figure says in its place."""
    actual, expected = figure_of(finding.actual), figure_of(finding.expected)
    if actual == printed:
        return expected
    return actual if expected == printed else None


def figure_of(text: str) -> Decimal | None:
    """The figure of a finding, with or without its unit; None for words.

    >>> figure_of("99.9%"), figure_of("≥51"), figure_of("优")
    (Decimal('99.9'), Decimal('51'), None)
    """
    match = _FIGURE.fullmatch(text.strip())
    return Decimal(match[1]) if match else None
