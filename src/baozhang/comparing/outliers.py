"""Outliers among peers by median and MAD: robust, since one wild figure moves neither.

A figure stands out when it lies more than 3.5 scaled MADs from the median (Iglewicz and Hoaglin, 1993: modified z-score
0.6745·|x − median| ÷ MAD). At least five peers are needed, and a spread: where more than half are equal nothing can be said.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.comparing.figures import MONEY, Mark, printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.comparing.figures import Comparison, Figure

FEWEST: Final = 5
"""Fewer peers than this say nothing."""
_FACTOR: Final = Fraction(6745, 10_000)
_LIMIT: Final = Fraction(7, 2)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle of the values; the mean of the two middle ones.

    >>> median([Fraction(3), Fraction(1), Fraction(10), Fraction(2)])
    Fraction(5, 2)
    """
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mark_outliers(comparison: Comparison) -> Comparison:
    """The comparison with its outliers marked and explained, year by year, and the reasons why a year was not judged."""
    marks: list[Mark] = []
    unjudged: list[str] = []
    for year in comparison.years:
        found = list(comparison.of_year(year))
        for unit in sorted({figure.unit for figure, _ in found}):
            peers = [(figure, value) for figure, value in found if figure.unit is unit]
            kind = "单位" if unit else "部门"
            why = _unfit([value for _, value in peers], kind)
            if why:
                unjudged.append(f"{year} 年{why}，不作离群判断")
            else:
                marks += _outside(peers, f"{len(peers)} 个{kind}", comparison.unit)
    return replace(comparison, marks=tuple(marks), unjudged=tuple(unjudged))


def _unfit(values: Sequence[Fraction], kind: str) -> str:
    """Why nothing can be said of these values; empty when something can."""
    if len(values) < FEWEST:
        return f"只有 {len(values)} 个{kind}有可比的数，少于 {FEWEST} 个"
    middle = median(values)
    return "" if _spread(values, middle) else f"半数以上{kind}的数相同（{printed(middle)}），离差为零"


def _spread(values: Sequence[Fraction], middle: Fraction) -> Fraction:
    return median([abs(value - middle) for value in values])


def _outside(peers: Sequence[tuple[Figure, Fraction]], many: str, unit: str) -> list[Mark]:
    values = [value for _, value in peers]
    middle = median(values)
    spread = _spread(values, middle)
    marks = []
    for figure, value in peers:
        score = _FACTOR * abs(value - middle) / spread
        if score > _LIMIT:
            scale = "；金额受规模影响，宜同时比较比率" if unit == MONEY else ""
            side = "高于" if value > middle else "低于"
            words = (
                f"{figure.department} {figure.year} 年为 {printed(value)}{unit}，明显{side}同类：{many}的中位数为 {printed(middle)}，"
                f"绝对中位差为 {printed(spread)}，修正 z 值 {printed(score)}，超过 {printed(_LIMIT)}{scale}"
            )
            marks.append(Mark(figure, words))
    return marks
