"""DRG by rate and by points, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from baozhang.errors import UsageError
from baozhang.operations.payment.drg import (
    HighBound,
    OutlierRule,
    adjustment,
    case_points,
    fund_payable,
    outlier_factor,
    point_value,
    points_by_cost,
    rate,
    relative_weight,
    standard,
)

_RULE = OutlierRule(
    low_below=Fraction(2, 5),
    high=(HighBound(Fraction(1), Fraction(3)), HighBound(Fraction(3), Fraction(2)), HighBound(None, Fraction(3, 2))),
    cap=Fraction(4),
)
_MEAN = Fraction(1_000_000)


@pytest.mark.parametrize(
    ("cost", "weight", "kind", "factor"),
    [
        (399_999, 1, "低倍率", Fraction(399_999, 1_000_000)),
        (400_000, 1, "正常", Fraction(1)),
        (3_000_000, 1, "正常", Fraction(1)),
        (3_500_000, 1, "高倍率", Fraction(3, 2)),
        (3_500_000, 2, "高倍率", Fraction(5, 2)),
        (3_500_000, 4, "高倍率", Fraction(3)),
        (9_000_000, 1, "高倍率", Fraction(4)),
    ],
)
def test_outliers_by_weight(cost: int, weight: int, kind: str, factor: Fraction) -> None:
    outlier = outlier_factor(cost, _MEAN, Fraction(weight), _RULE)
    assert (outlier.kind, outlier.factor) == (kind, factor)


def test_seventy_percent_of_the_excess() -> None:
    rule = OutlierRule(Fraction(3, 10), (HighBound(None, Fraction(2)),), excess_share=Fraction(7, 10))
    assert outlier_factor(3_000_000, _MEAN, Fraction(1), rule).factor == Fraction(17, 10)


def test_points_of_a_case() -> None:
    weight = relative_weight(Fraction(1_200_000), Fraction(800_000))
    factor = adjustment(Fraction(1_320_000), Fraction(1_200_000))
    worked = case_points(100, weight, factor, Fraction(1), outlier_factor(1_000_000, _MEAN, weight, _RULE).factor)
    assert worked.value == 165
    assert worked.trail == "100 × 权重 1.5 × 机构系数 1.1 × 辅助系数 1 × 倍率系数 1 = 165"
    assert points_by_cost(100, 400_000, Fraction(800_000), Fraction(9, 10)).value == 45
    assert point_value(3_300_000, Fraction(165)) == 20_000


def test_rate_method() -> None:
    fen = rate(120_000_000, Fraction(150))
    worked = standard(Fraction(3, 2), fen, Fraction(11, 10))
    assert fen == 800_000
    assert worked.value == 1_320_000
    assert fund_payable(worked.value, 320_000, negative_allowed=False).value == 1_000_000
    assert fund_payable(worked.value, 1_400_000, negative_allowed=False).value == 0
    assert fund_payable(worked.value, 1_400_000, negative_allowed=True).value == -80_000


@pytest.mark.parametrize("high", [(), (HighBound(Fraction(1), Fraction(3)),), (HighBound(None, Fraction(3)), HighBound(None, Fraction(2)))])
def test_bounds_without_an_answer_are_refused(high: tuple[HighBound, ...]) -> None:
    with pytest.raises(UsageError, match="高倍率"):
        OutlierRule(Fraction(2, 5), high)
