"""Whether a performance form whose cells are guessed holds together: its points and its money tell whether figures are in their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import EvaluationRow, FundingRow, IndicatorRow

_FULL: Final = 100 * SCALE
_LONGEST_NAME: Final = 30
_MOST_PERCENT: Final = 10 * _FULL
"""No rate is ten times what it is measured against; two cells became one."""
_PART: Final = ("fiscal", "other", "carryover")
_RATE_ROUNDING: Final = 2
"""The rate of a form may be rounded to a percent, or cut."""


def holds_together(evaluation: EvaluationRow, fundings: Sequence[FundingRow], indicators: Sequence[IndicatorRow]) -> bool:
    """Whether nothing in a form speaks against the places of its figures."""
    return bool(indicators) and not _doubts(evaluation, fundings, indicators)


def is_torn(evaluation: EvaluationRow, fundings: Sequence[FundingRow], indicators: Sequence[IndicatorRow]) -> bool:
    """Whether so much in a form does not hold that its columns must have slipped; a slip of the hand breaks one thing more."""
    if evaluation.kind not in _FORMS:
        return False
    doubts = _doubts(evaluation, fundings, indicators)
    figures = [doubt for doubt in doubts if doubt != "names"]
    off = abs(_points(evaluation, indicators) - _FULL)
    funds = "rate" in doubts and (evaluation.funds_score or 0) > (evaluation.funds_weight or _FULL)
    slipped = funds or sum(map(_is_slipped, indicators)) > 1
    return len(figures) > _MANY or (slipped and off > 0) or (len(doubts) >= _MANY and off > _FAR)


def _is_slipped(indicator: IndicatorRow) -> bool:
    """Whether the points of an indicator are those of another column: no slip of the hand, which breaks one row, makes two such rows."""
    weight, score = indicator.weight, indicator.score
    if weight is None or score is None:
        return False
    bare = not indicator.actual_text or not indicator.target_text
    return weight > _FULL or score > weight or (bare and weight != score)


_FORMS: Final = frozenset({"target", "self", "department"})
_MANY: Final = 3
_FAR: Final = 30 * SCALE
"""Points by which a form misses the hundred that no slip explains, where scores, money or names are wrong as well."""


def _doubts(evaluation: EvaluationRow, fundings: Sequence[FundingRow], indicators: Sequence[IndicatorRow]) -> list[str]:
    """What does not hold in a form: names, points, scores, money, rates."""
    wholes = [row for row in fundings if row.source == "total"]
    held = {
        "names": all(map(_is_plain, indicators)),
        "points": _points(evaluation, indicators) == _FULL,
        "scores": _scores_hold(evaluation, indicators),
        "money": all(_sum_holds(whole, fundings) for whole in wholes),
        "rate": all(map(_rate_holds, wholes)),
    }
    return [what for what, holds in held.items() if not holds]


def _points(evaluation: EvaluationRow, indicators: Sequence[IndicatorRow]) -> int:
    """All points together; a hundred where the indicators have none."""
    if all(one.weight is None for one in indicators):
        return _FULL
    return sum(one.weight or 0 for one in indicators) + (evaluation.funds_weight or 0)


def _scores_hold(evaluation: EvaluationRow, indicators: Sequence[IndicatorRow]) -> bool:
    """Whether no score is above its points; where no points are given, whether the scores make the total."""
    if all(one.weight is None for one in indicators):
        scores = sum(one.score or 0 for one in indicators) + (evaluation.funds_score or 0)
        return evaluation.total is None or abs(evaluation.total - scores) <= SCALE // 100
    within = all(one.weight is not None and 0 <= (one.score or 0) <= one.weight for one in indicators)
    return within and (evaluation.funds_score or 0) <= (evaluation.funds_weight or 0)


def _is_plain(indicator: IndicatorRow) -> bool:
    """Whether an indicator has a name of its own, which swallowed no other cell, its levels and its target."""
    name = indicator.name
    if indicator.target_unit == "%" and (indicator.actual or 0) > _MOST_PERCENT:
        return False
    return bool(name and indicator.level1 and indicator.target_text) and len(name) <= _LONGEST_NAME and "指标" not in name


def _sum_holds(whole: FundingRow, fundings: Sequence[FundingRow]) -> bool:
    """Whether the money is the sum of its sources, where any are printed."""
    levels = () if any(row.source == "fiscal" for row in fundings) else tuple(row for row in fundings if row.source.startswith("fiscal."))
    parts = [*(row for row in fundings if row.source in _PART), *levels]
    printed = [kind for kind in ("initial", "adjusted", "executed") if any(getattr(part, kind) is not None for part in parts)]
    pairs = [(getattr(whole, kind) or 0, sum(getattr(part, kind) or 0 for part in parts)) for kind in printed]
    return not parts or all(abs(one - other) <= whole.half_unit * (len(parts) + 1) for one, other in pairs)


def _rate_holds(row: FundingRow) -> bool:
    budget = row.adjusted or row.initial
    if row.rate is None or not budget or row.executed is None:
        return True
    return abs(row.executed * _FULL // budget - row.rate) <= _RATE_ROUNDING * SCALE
