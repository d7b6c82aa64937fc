"""DIP payment: means of years, scores of diseases, point values for budget and clearing.

Formulas of the DIP technical specification (国家医保局 DIP 技术规范): three years weigh 1:2:7. Cases that deviate count by the rule of
outliers with the bounds of the specification (0.5 and 2; beyond 5 experts look): see `drg.outlier_factor`, parameters `dip-specification`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence


YEAR_WEIGHTS: Final = (1, 2, 7)
"""Of the year before the last but one, the last but one, and the last."""


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
