"""按床日付费, and long-term care with the same engine: days × standard by segments, caps, days of leave left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import Worked, shown, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of a stay up to and including `last_day` (None: to the end) at `fen_a_day`."""

    last_day: int | None
    fen_a_day: int


@dataclass(frozen=True, slots=True)
class DailyRule:
    """A day is paid the ratio of its actual cost, at most the cap (fen); long-term care by level and place, a local parameter."""

    ratio: Fraction
    cap: int | None


def by_segments(days: int, leave: int, segments: Sequence[Segment], *, actual: int | None = None) -> Worked:
    """Standard of a stay, fen: days less leave over the segments; with `actual`, at most the actual cost.

    Raises UsageError for impossible days, and for segments out of order or without an end.
    """
    if not 0 <= leave <= days:
        raise UsageError(f"住院 {days} 天、请假 {leave} 天不合理：请假天数应在 0 和住院天数之间；请核对病例。")
    check_segments(segments)
    left, first, parts, total = days - leave, 0, [], 0
    for segment in segments:
        last = left if segment.last_day is None else min(left, segment.last_day)
        if last > first:
            total += (last - first) * segment.fen_a_day
            parts.append(f"{last - first} 天 × {yuan(segment.fen_a_day)}")
            first = last
    trail = f"计费 {left} 天：{' + '.join(parts) or '0'} = {yuan(total)}"
    if actual is not None and actual < total:
        return Worked(Fraction(actual), f"{trail}，实际费用 {yuan(actual)} 较低，按实际费用计")
    return Worked(Fraction(total), trail)


def check_segments(segments: Sequence[Segment]) -> None:
    """Refuse segments out of order or without an end (UsageError)."""
    ends = [segment.last_day for segment in segments]
    closed = [end for end in ends[:-1] if end is not None]
    if not ends or ends[-1] is not None or len(closed) != len(ends) - 1 or closed != sorted(set(closed)):
        raise UsageError("床日分段应按天数从小到大排列，最后一段不设截止天数；请修改参数文件。")


def by_days(days: int, actual_a_day: Fraction | int, rule: DailyRule) -> Worked:
    """Payment of days of care, fen: min(actual × ratio, cap) × days."""
    part = actual_a_day * rule.ratio
    trail = f"每日 {yuan(actual_a_day)} × {shown(rule.ratio)} = {yuan(part)}"
    if rule.cap is not None and part > rule.cap:
        part, trail = Fraction(rule.cap), f"{trail}，封顶 {yuan(rule.cap)}"
    return Worked(part * days, f"{trail}；× {days} 天 = {yuan(part * days)}")


def guarded_days(days: Sequence[int], mean_limit: Fraction) -> Fraction:
    """Days of all stays of a hospital that count: no more than its number of stays × the limit of the mean stay."""
    return min(Fraction(sum(days)), mean_limit * len(days))
