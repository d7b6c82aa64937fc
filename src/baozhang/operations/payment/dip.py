"""DIP payment: scores, point values for budget and clearing, deviating cases.

Formulas of the DIP technical specification (国家医保局 DIP 技术规范): three years weigh 1:2:7; a cost below 0.5 of the mean counts q,
above 2 counts (q − 2) + 1, above 5 goes to expert review. Local variants are parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.operations.grouping.dip.factors import deviation_of
from baozhang.operations.payment.arithmetic import Worked, equal, ratio, shown, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.operations.grouping.dip.catalogue import Parameters

YEAR_WEIGHTS: Final = (1, 2, 7)
"""Of the year before the last but one, the last but one, and the last."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """The factor of a case, and whether experts must look at it."""

    factor: Fraction
    review: bool
    trail: str


def mean_of_years(means: Sequence[Fraction], weights: Sequence[int] = YEAR_WEIGHTS) -> Fraction:
    """Means of years, the earliest first, by their weights (three years: 1:2:7)."""
    if len(means) != len(weights) or not means:
        raise UsageError(f"例均费用应为连续 {len(weights)} 年、从早到晚，现有 {len(means)} 年；请补齐数据。")
    return sum((weight * mean for weight, mean in zip(weights, means, strict=True)), Fraction(0)) / sum(weights)


def score(mean_of_disease: Fraction, mean_of_all: Fraction, constant: int = 1000) -> Fraction:
    """病种分值: mean cost of the disease by mean cost of all × a constant."""
    return ratio(mean_of_disease, mean_of_all, what="全部病例的例均费用") * constant


def budget_point_value(weighted_cost: Fraction, scores: Fraction) -> Fraction:
    """预算点值, fen a score: weighted total inpatient cost by the sum of scores."""
    return ratio(weighted_cost, scores, what="分值合计")


def clearing_point_value(fund: int, reimbursed: Fraction, scores: Fraction) -> Fraction:
    """清算点值, fen a score: the fund for DIP by the ratio reimbursed, by the sum of scores."""
    return ratio(ratio(fund, reimbursed, what="医保报销比例"), scores, what="分值合计")


def deviation(cost: int, mean: int, bounds: Parameters) -> Deviation:
    """偏差系数 of a case with its arithmetic, fen; the formula is that of grouping, the bounds themselves do not deviate.

    >>> from baozhang.operations.grouping.dip.catalogue import Parameters
    >>> deviation(2_500_000, 1_000_000, Parameters()).factor
    Fraction(3, 2)
    """
    ratio(cost, mean, what="上年同级别机构的例均费用")
    times, factor, review = deviation_of(cost, mean, bounds)
    low, high = Fraction(bounds.deviation_low), Fraction(bounds.deviation_high)
    trail = f"费用 {yuan(cost)} ÷ 上年同级均费 {yuan(mean)} {equal(times)}"
    if times < low:
        return Deviation(factor, review, f"{trail}，低于 {shown(low)}，系数 {shown(factor)}")
    if times <= high:
        return Deviation(factor, review, f"{trail}，系数 1")
    trail = f"{trail}，高于 {shown(high)}，系数（{shown(times)} − {shown(high)}）+ 1 {equal(factor)}"
    return Deviation(factor, review, f"{trail}，高于 {shown(Fraction(bounds.review_above))}，应由专家评审" if review else trail)


def auxiliary_coefficient(coefficients: Sequence[Fraction]) -> Fraction:
    """Of the auxiliary catalogues (age, severity, tumour …) that apply, the highest counts; 1 where none does."""
    return max(coefficients, default=Fraction(1))


def case_score(score_of_disease: Fraction, deviated: Deviation, hospital: Fraction, auxiliary: Fraction) -> Worked:
    """Score of a case. For diseases of the basic level (基层病种) the caller gives the uniform coefficient instead of the hospital's."""
    value = score_of_disease * deviated.factor * hospital * auxiliary
    trail = f"{deviated.trail}；分值 {equal(score_of_disease)} × 偏差系数 {shown(deviated.factor)} × 机构系数 {shown(hospital)}"
    return Worked(value, f"{trail} × 辅助系数 {shown(auxiliary)} {equal(value)}")


def case_amount(scored: Worked, value_fen: Fraction, cost: int) -> Worked:
    """Amount of a case, fen: score × point value; a case without a score is paid its cost."""
    if not scored.value:
        return Worked(Fraction(cost), f"{scored.trail}；分值为零，按实际费用 {yuan(cost)} 计")
    fen = scored.value * value_fen
    return Worked(fen, f"{scored.trail}；金额 {equal(scored.value)} × 点值 {yuan(value_fen)} = {yuan(fen)}")
