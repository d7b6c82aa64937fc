"""Points of one case by the formulas, step by step: what the query `points` does for all cases, for a reader and for `payment explain`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.payment.arithmetic import Worked, at_decimals, rounded, shown, yuan
from baozhang.operations.payment.dip import mean_of_years
from baozhang.operations.payment.drg import adjustment, case_points, outlier_factor, points_by_cost, relative_weight
from baozhang.operations.payment.parameters.header import Method

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.operations.payment.parameters import Cases

DECIMALS: Final = 4
"""Of weights and points."""


class Step(NamedTuple):
    """One step of an explanation: what it is about, and the arithmetic."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """What of a case counts: fen, days, coefficient of the auxiliary catalogue, whether its disease is of the basic level."""

    hospital: str
    code: str
    cost: int
    days: int | None = None
    auxiliary: Fraction = Fraction(1)
    basic: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Standard:
    """What a case is compared with: weight of its group (None: the group has none), mean of its group and of all cases, whole fen.

    `constant` is what the weight is multiplied with: 1 for published DIP scores, else that of the parameters. `adjustment` is the 差异系数
    of the hospital or its level in the group, None where the parameters ask for none or there is no past.
    """

    weight: Fraction | None
    mean: int | None
    mean_of_all: int
    constant: int
    adjustment: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Kind of the case, its points with four decimals, whether it is paid its cost instead, and the steps that led there."""

    kind: str
    points: Fraction
    at_cost: bool
    steps: tuple[Step, ...]


def mean_of(costs_by_year: Mapping[str, Sequence[int]], weights: Mapping[str, int]) -> int:
    """Mean cost, whole fen: of every year first, then of the years that have cases by their weights; rounded half up both times."""
    years = [year for year in sorted(costs_by_year) if costs_by_year[year]]
    means = [Fraction(rounded(Fraction(sum(costs_by_year[year]), len(costs_by_year[year])))) for year in years]
    return rounded(mean_of_years(means, [weights[year] for year in years]))


def weight_of(mean_of_group: int, mean_of_all: int) -> Fraction:
    """Weight of a group with four decimals."""
    return at_decimals(relative_weight(Fraction(mean_of_group), Fraction(mean_of_all)), DECIMALS)


def adjustment_of(mean_of_scope: int, mean_of_group: int) -> Fraction:
    """差异系数 with four decimals."""
    return at_decimals(adjustment(Fraction(mean_of_scope), Fraction(mean_of_group)), DECIMALS)


def count(case: Case, standard: Standard, parameters: Cases) -> Counted:
    """The kind and the points of a case."""
    reason = _outside(case, parameters)
    if reason:
        return Counted("不纳入", Fraction(0), at_cost=False, steps=(Step("纳入", reason),))
    if case.reviewed:
        return _by_cost("特例单议", case, standard, parameters.special, parameters)
    if standard.weight is None:
        return _by_cost("不稳定病组", case, standard, parameters.unstable, parameters)
    unit = unit_of(parameters)
    steps = [Step("权重", f"病组 {case.code} 的权重（分值系数）{shown(standard.weight)}")]
    kind, factor = "正常", Fraction(1)
    if standard.mean is None:
        steps.append(Step("倍率", "没有历史例均费用，不判断高低倍率"))
    else:
        outlier = outlier_factor(case.cost, Fraction(standard.mean), standard.weight, parameters.outliers)
        kind, factor = outlier.kind, outlier.factor
        steps.append(Step("倍率", f"{outlier.kind}：{outlier.trail}"))
        if parameters.review_above is not None and case.cost > parameters.review_above * standard.mean:
            steps.append(Step("评审", f"费用高于例均的 {shown(parameters.review_above)} 倍，应由专家评审"))
    coefficient, named = _coefficient(case, standard, parameters)
    steps.append(Step("系数", f"{named} {shown(coefficient)}"))
    if case.auxiliary != 1:
        steps.append(Step("辅助目录", f"系数 {shown(case.auxiliary)}（几项同时符合的取最高）"))
    worked = case_points(standard.constant, standard.weight, coefficient, case.auxiliary, factor)
    points = at_decimals(worked.value, DECIMALS)
    steps.append(Step(unit, _rounded(worked, points)))
    return Counted(kind, points, at_cost=False, steps=tuple(steps))


def _coefficient(case: Case, standard: Standard, parameters: Cases) -> tuple[Fraction, str]:
    """The coefficient that counts, and what it is called."""
    if case.basic:
        return parameters.basic, "基层病种统一系数"
    if case.hospital in parameters.hospitals or standard.adjustment is None:
        return parameters.hospitals.get(case.hospital, Fraction(1)), f"{case.hospital} 的系数"
    return standard.adjustment, f"差异系数（按{parameters.adjust_by}，历史例均 ÷ 病组历史例均）"


def _rounded(worked: Worked, points: Fraction) -> str:
    """The arithmetic, and what is left of it with four decimals where that is not all."""
    return worked.trail if worked.value == points else f"{worked.trail}，四舍五入为 {shown(points)}"


def unit_of(parameters: Cases) -> str:
    """What the counted figure is called: points, scores, or weights at a rate."""
    return {Method.DIP: "分值", Method.DRG_RATE: "权重"}.get(parameters.header.method, "点数")


def _outside(case: Case, parameters: Cases) -> str:
    if parameters.institutions and case.hospital not in parameters.institutions:
        return f"{case.hospital} 不在按本方法付费的医疗机构之内"
    if case.days is None:
        return ""
    if parameters.excluded_up_to is not None and case.days <= parameters.excluded_up_to:
        return f"住院 {case.days} 天，不超过 {parameters.excluded_up_to} 天的不按本方法付费"
    if parameters.excluded_from is not None and case.days >= parameters.excluded_from:
        return f"住院 {case.days} 天，达到 {parameters.excluded_from} 天的不按本方法付费"
    return ""


def _by_cost(kind: str, case: Case, standard: Standard, coefficient: Fraction | None, parameters: Cases) -> Counted:
    """A case whose group cannot be relied on, or whose review was granted."""
    why = {"特例单议": "特例单议已同意", "不稳定病组": f"病组“{case.code}”没有权重，或历史病例不足 {parameters.least_cases} 例"}[kind]
    if coefficient is None:
        return Counted(kind, Fraction(0), at_cost=True, steps=(Step(kind, f"{why}，按实际费用 {yuan(case.cost)} 付费"),))
    worked = points_by_cost(parameters.constant, case.cost, Fraction(standard.mean_of_all), coefficient)
    points = at_decimals(worked.value, DECIMALS)
    trail = _rounded(worked, points)
    return Counted(kind, points, at_cost=False, steps=(Step(kind, why), Step(unit_of(parameters), trail)))
