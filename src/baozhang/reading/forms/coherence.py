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
    return bool(indicators) and all(map(_is_plain, indicators)) and _points_hold(evaluation, indicators) and _money_holds(fundings)


def _is_plain(indicator: IndicatorRow) -> bool:
    """Whether an indicator has a name of its own, which swallowed no other cell, its levels and its target."""
    name = indicator.name
    if indicator.target_unit == "%" and (indicator.actual or 0) > _MOST_PERCENT:
        return False
    return bool(name and indicator.level1 and indicator.target_text) and len(name) <= _LONGEST_NAME and "指标" not in name


def _points_hold(evaluation: EvaluationRow, indicators: Sequence[IndicatorRow]) -> bool:
    """Whether all points together are a hundred, and no score is above its points; a form of targets has none."""
    if evaluation.funds_weight is None and all(one.weight is None for one in indicators):
        return True
    if all(one.weight is None for one in indicators):
        scores = sum(one.score or 0 for one in indicators) + (evaluation.funds_score or 0)
        return evaluation.total is None or abs(evaluation.total - scores) <= SCALE // 100
    together = sum(one.weight or 0 for one in indicators) + (evaluation.funds_weight or 0)
    within = all(one.weight is not None and 0 <= (one.score or 0) <= one.weight for one in indicators)
    return together == _FULL and within and (evaluation.funds_score or 0) <= (evaluation.funds_weight or 0)


def _money_holds(fundings: Sequence[FundingRow]) -> bool:
    """Whether the whole is the sum of its sources, and the rate the money spent in a hundred of the budget."""
    wholes = [row for row in fundings if row.source == "total"]
    levels = () if any(row.source == "fiscal" for row in fundings) else tuple(row for row in fundings if row.source.startswith("fiscal."))
    parts = [*(row for row in fundings if row.source in _PART), *levels]
    sums = all(
        not parts
        or abs((getattr(whole, kind) or 0) - sum(getattr(part, kind) or 0 for part in parts)) <= whole.half_unit * (len(parts) + 1)
        for whole in wholes
        for kind in ("initial", "adjusted", "executed")
    )
    return sums and all(map(_rate_holds, wholes))


def _rate_holds(row: FundingRow) -> bool:
    budget = row.adjusted or row.initial
    if row.rate is None or not budget or row.executed is None:
        return True
    return abs(row.executed * _FULL // budget - row.rate) <= _RATE_ROUNDING * SCALE
