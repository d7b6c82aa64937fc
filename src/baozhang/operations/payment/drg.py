"""DRG payment by rate and by points: weights from history, adjustment of hospitals, outliers, point value.

Definitions as the public point-method rules of cities state them (基准点数 = 100 × 权重; 差异系数 = 本院均费 ÷ 全市均费).
Costs are fen, weights and points plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import Worked, equal, ratio, shown, yuan

Outlier = Literal["正常", "低倍率", "高倍率"]


@dataclass(frozen=True, slots=True)
class HighBound:
    """Cases of groups up to this weight (None: any) are high beyond this multiple of the group's mean."""

    weight_up_to: Fraction | None
    multiple: Fraction


@dataclass(frozen=True, slots=True)
class OutlierRule:
    """When a case is an outlier and what it then counts: a local parameter.

    `low_below` × mean is the bound of low cases; `high` are bounds by ascending weight, the last one for any weight;
    `excess_share` of what exceeds the bound is added; `cap` is the greatest factor (None: no cap).
    """

    low_below: Fraction
    high: tuple[HighBound, ...]
    excess_share: Fraction = Fraction(1)
    cap: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse bounds that leave a weight without an answer or stand in the wrong order."""
        limits = [bound.weight_up_to for bound in self.high]
        known = [limit for limit in limits[:-1] if limit is not None]
        if not limits or limits[-1] is not None or len(known) != len(limits) - 1 or known != sorted(set(known)):
            raise UsageError("高倍率界限应按权重从小到大排列，最后一档不设权重上限；请修改参数文件。")
        if not 0 <= self.low_below < 1 or any(bound.multiple < 1 for bound in self.high):
            raise UsageError("低倍率界限应在 0 和 1 之间，高倍率界限不能小于 1；请修改参数文件。")

    def high_beyond(self, weight: Fraction) -> Fraction:
        """The multiple of the mean beyond which a case of this weight is high."""
        return next(bound.multiple for bound in self.high if bound.weight_up_to is None or weight <= bound.weight_up_to)


@dataclass(frozen=True, slots=True)
class OutlierFactor:
    """What an outlier's points are multiplied with; 1 for a normal case."""

    kind: Outlier
    factor: Fraction
    trail: str


def relative_weight(mean_of_group: Fraction, mean_of_all: Fraction) -> Fraction:
    """RW: mean cost of the group by mean cost of all cases."""
    return ratio(mean_of_group, mean_of_all, what="全部病例的例均费用")


def adjustment(mean_of_hospital: Fraction, mean_of_group: Fraction) -> Fraction:
    """差异系数: mean cost of the hospital (or its level) in a group by that of all hospitals in the group."""
    return ratio(mean_of_hospital, mean_of_group, what="病组的例均费用")


def outlier_factor(cost: int, mean: Fraction, weight: Fraction, rule: OutlierRule) -> OutlierFactor:
    """Classify a case by its cost against the mean of its group; both bounds themselves are normal."""
    times = ratio(cost, mean, what="病组的例均费用")
    compared = f"费用 {yuan(cost)} ÷ 例均 {yuan(mean)} {equal(times)}"
    if times < rule.low_below:
        return OutlierFactor("低倍率", times, f"{compared}，低于 {shown(rule.low_below)} 倍，按实际倍数计")
    bound = rule.high_beyond(weight)
    if times <= bound:
        return OutlierFactor("正常", Fraction(1), f"{compared}，在 {shown(rule.low_below)} 至 {shown(bound)} 倍之间")
    factor = 1 + (times - bound) * rule.excess_share
    trail = f"{compared}，高于 {shown(bound)} 倍：1 +（{shown(times)} − {shown(bound)}）× {shown(rule.excess_share)} {equal(factor)}"
    if rule.cap is not None and factor > rule.cap:
        return OutlierFactor("高倍率", rule.cap, f"{trail}，封顶 {shown(rule.cap)}")
    return OutlierFactor("高倍率", factor, trail)


def case_points(constant: int, weight: Fraction, coefficient: Fraction, auxiliary: Fraction, factor: Fraction) -> Worked:
    """Points (DRG), score (DIP) or counted weight (by rate) of a case.

    Constant × weight × coefficient of the hospital × coefficient of the auxiliary catalogue × outlier factor. `constant`
    is 100 for points, 1,000 for scores, 1 for weights and for scores that hold it already.
    """
    points = constant * weight * coefficient * auxiliary * factor
    product = f"{constant} × 权重 {shown(weight)} × 机构系数 {shown(coefficient)} × 辅助系数 {shown(auxiliary)} × 倍率系数 {shown(factor)}"
    return Worked(points, f"{product} {equal(points)}")


def points_by_cost(constant: int, cost: int, mean_of_all: Fraction, coefficient: Fraction) -> Worked:
    """Points of a case in an unstable group or in none, or whose review was granted: cost by the mean of all × constant × a coefficient."""
    points = ratio(cost, mean_of_all, what="全部病例的例均费用") * constant * coefficient
    return Worked(points, f"{constant} × 系数 {shown(coefficient)} × 费用 {yuan(cost)} ÷ 全部例均 {yuan(mean_of_all)} {equal(points)}")


def rate(budget: int, weights: Fraction) -> Fraction:
    """费率, fen for weight 1: the budget by the sum of the weights of the cases."""
    return ratio(budget, weights, what="病例权重合计")


def standard(weight: Fraction, rate_fen: Fraction, coefficient: Fraction) -> Worked:
    """支付标准 of the rate method, fen: RW × rate × coefficient of the hospital."""
    fen = weight * rate_fen * coefficient
    return Worked(fen, f"支付标准 = 权重 {shown(weight)} × 费率 {yuan(rate_fen)} × 系数 {shown(coefficient)} = {yuan(fen)}")


def fund_payable(standard_fen: Fraction, patient_fen: int, *, negative_allowed: bool) -> Worked:
    """What the fund owes for a case: the standard less the patient's part; below zero only where the city allows it."""
    fen = standard_fen - patient_fen
    trail = f"基金应付 = {yuan(standard_fen)} − 个人负担 {yuan(patient_fen)} = {yuan(fen)}"
    if fen < 0 and not negative_allowed:
        return Worked(Fraction(0), f"{trail}，不足零按零计")
    return Worked(fen, trail)


def point_value(distributable: int, points: Fraction) -> Fraction:
    """点值, fen a point: the money to distribute (fund's budget after reserve, and the patients' part of the same cases) by all points."""
    return ratio(distributable, points, what="点数合计")
