"""Findings about figures of the text that one wrong claim explains are one finding.

A claim that contradicts a sum implies what it should be; a rate implies what its change should be. Two findings are joined
only when the value that one implies makes the other hold too: neighbours with mistakes of their own stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Evidence, Finding, Severity
from baozhang.facts.amounts import FEN_PER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.facts.records import ClaimRow

_ALSO: Final = "同时不成立："
_GRAVITY: Final = (Severity.NOTE, Severity.WARNING, Severity.ERROR)
_ROUNDING: Final = 30_000
"""Fen: what a few figures rounded to 0.01 万元 may differ together."""

_RATE_ROUNDING: Final = 200
"""Ten-thousandths of a percent: 0.02 %, twice the last printed digit."""

_HUNDRED: Final = 1_000_000
"""100 % in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class _Correction:
    """What a claim should be changed by, in fen, and how exactly that is known."""

    claim: str
    change: int
    tolerance: int


def with_consequence(cause: Finding, finding: Finding) -> Finding:
    """The cause with the other finding's title in its message and its places among the evidence."""
    known = {one.ref for one in cause.evidence}
    more: tuple[Evidence, ...] = tuple(replace(one, side="against") for one in finding.evidence if one.ref not in known)
    link = "、" if _ALSO in cause.message else f"；{_ALSO}"
    message = cause.message if finding.title in cause.message else f"{cause.message}{link}{finding.title}"
    severity = max(cause.severity, finding.severity, key=_GRAVITY.index)
    return replace(cause, message=message, evidence=cause.evidence + more, severity=severity)


def merge_slips(findings: Sequence[Finding], claims: Iterable[ClaimRow]) -> list[Finding]:
    """Join each finding to the first earlier one that has the same cause; the one whose suspect is the cause leads."""
    known = {f"C{row.claim}": row for row in claims}
    joined: list[Finding] = []
    for finding in findings:
        at, leads = _partner(finding, joined, known)
        if at is None:
            joined.append(finding)
        else:
            joined[at] = with_consequence(finding, joined[at]) if leads else with_consequence(joined[at], finding)
    return joined


def _partner(finding: Finding, joined: Sequence[Finding], claims: Mapping[str, ClaimRow]) -> tuple[int | None, bool]:
    if Severity.NOTE is finding.severity or not _cited(finding, claims):
        return None, False
    for at, other in enumerate(joined):
        if other.severity is not Severity.NOTE and _cited(other, claims):
            if any(_explains(one, finding, claims) for one in _corrections(other, claims)):
                return at, False
            if any(_explains(one, other, claims) for one in _corrections(finding, claims)):
                return at, True
    return None, False


def _cited(finding: Finding, claims: Mapping[str, ClaimRow]) -> list[ClaimRow]:
    return [claims[one.ref] for one in finding.evidence if one.ref in claims]


def _by_kind(finding: Finding, claims: Mapping[str, ClaimRow]) -> dict[str, ClaimRow]:
    return {row.kind: row for row in reversed(_cited(finding, claims))}


def _corrections(finding: Finding, claims: Mapping[str, ClaimRow]) -> list[_Correction]:
    suspect, kinds = claims.get(finding.evidence[0].ref), _by_kind(finding, claims)
    amounts = [row for row in _cited(finding, claims) if row.kind == "amount"]
    if suspect is not None and suspect.kind == "change_pct" and "change" in kinds and amounts:
        return _of_rate(suspect, kinds["change"], amounts[0])
    if suspect is not None and suspect.kind == "completion" and len(amounts) > 1:
        return _of_completion(suspect, amounts[0], amounts[1])
    difference = _fen(finding.difference)
    if suspect is None or difference is None or suspect.unit != "元" or _fen(finding.actual) != suspect.value:
        return []
    return [_Correction(f"C{suspect.claim}", -difference, _ROUNDING)]


def _of_rate(rate: ClaimRow, change: ClaimRow, amount: ClaimRow) -> list[_Correction]:
    """The change that the printed rate and amount imply: change = prior × rate, amount = prior ± change."""
    grown = _HUNDRED + change.direction * rate.value
    if grown <= 0:
        return []
    implied = amount.value * rate.value // grown
    return [_Correction(f"C{change.claim}", implied - change.value, _ROUNDING + amount.value * 2 * rate.half_unit // grown)]


def _of_completion(rate: ClaimRow, amount: ClaimRow, budget: ClaimRow) -> list[_Correction]:
    """The budget that the printed rate and amount imply."""
    if rate.value <= 0:
        return []
    implied = amount.value * _HUNDRED // rate.value
    return [_Correction(f"C{budget.claim}", implied - budget.value, _ROUNDING + implied * 2 * rate.half_unit // rate.value)]


def _explains(correction: _Correction, finding: Finding, claims: Mapping[str, ClaimRow]) -> bool:
    difference = _fen(finding.difference)
    kinds = _by_kind(finding, claims)
    cited = _cited(finding, claims)
    if all(f"C{row.claim}" != correction.claim for row in cited):
        return False
    rates = [row for row in cited if row.kind in {"change_pct", "share", "completion"} and _printed(finding.actual, row)]
    if not rates:
        return difference is not None and abs(abs(difference) - abs(correction.change)) <= correction.tolerance
    values = {row.kind: row.value + (correction.change if f"C{row.claim}" == correction.claim else 0) for row in kinds.values()}
    if rates[0].kind == "change_pct":
        return _rate_holds(values, kinds["change"].direction if "change" in kinds else 0)
    amounts = [row.value + (correction.change if f"C{row.claim}" == correction.claim else 0) for row in cited if row.unit == "元"]
    return _share_holds(rates[0].value, amounts)


def _printed(text: str, row: ClaimRow) -> bool:
    """Whether the figure of a finding is this rate, so that the finding is about the rate and not about a sum of amounts."""
    try:
        return Decimal(text) * _HUNDRED == row.value * 100
    except InvalidOperation:
        return False


def _rate_holds(values: Mapping[str, int], direction: int) -> bool:
    if not {"change_pct", "change", "amount"} <= values.keys():
        return False
    prior = values["amount"] - direction * values["change"]
    return prior > 0 and abs(values["change"] * _HUNDRED // prior - values["change_pct"]) <= _RATE_ROUNDING


def _share_holds(rate: int, amounts: Sequence[int]) -> bool:
    whole, part = max(amounts, default=0), min(amounts, default=0)
    ratios = [one * _HUNDRED // other for one, other in ((part, whole), (whole, part)) if other > 0]
    return len(amounts) > 1 and any(abs(ratio - rate) <= _RATE_ROUNDING for ratio in ratios)


def _fen(text: str) -> int | None:
    """A difference in 万元 as fen."""
    try:
        return int(Decimal(text) * FEN_PER["万元"]) if text else None
    except InvalidOperation:
        return None
