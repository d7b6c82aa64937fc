"""DIP: the worked examples of the technical specification."""

from __future__ import annotations

from fractions import Fraction

import pytest

from baozhang.errors import UsageError
from baozhang.operations.grouping.dip.catalogue import Parameters
from baozhang.operations.payment.arithmetic import Worked
from baozhang.operations.payment.dip import (
    Deviation,
    auxiliary_coefficient,
    budget_point_value,
    case_amount,
    case_score,
    clearing_point_value,
    deviation,
    mean_of_years,
    score,
)

_RULE = Parameters()


@pytest.mark.parametrize(
    ("yuan", "factor", "review"),
    [
        (4_000, Fraction(2, 5), False),
        (5_000, Fraction(1), False),
        (10_000, Fraction(1), False),
        (20_000, Fraction(1), False),
        (25_000, Fraction(3, 2), False),
        (50_000, Fraction(4), False),
        (50_001, Fraction(40_001, 10_000), True),
    ],
)
def test_deviation_at_a_mean_of_ten_thousand(yuan: int, factor: Fraction, review: bool) -> None:  # noqa: FBT001  # a parameter of the case
    deviated = deviation(yuan * 100, 1_000_000, _RULE)
    assert (deviated.factor, deviated.review) == (factor, review)


def test_scores_and_point_values() -> None:
    assert mean_of_years([Fraction(100), Fraction(200), Fraction(300)]) == 260
    assert score(Fraction(12_000), Fraction(8_000)) == 1500
    assert budget_point_value(Fraction(1_000_000), Fraction(500)) == 2000
    assert clearing_point_value(700_000, Fraction(7, 10), Fraction(500)) == 2000


def test_a_case_by_hand() -> None:
    deviated = Deviation(Fraction(3, 2), review=False, trail="偏差")
    scored = case_score(Fraction(1000), deviated, Fraction(11, 10), auxiliary_coefficient([Fraction(1), Fraction(6, 5)]))
    assert scored.value == 1980
    assert case_amount(scored, Fraction(900), 1).value == 1_782_000
    assert case_amount(Worked(Fraction(0), "无分值"), Fraction(900), 12_345).value == 12_345
    assert auxiliary_coefficient([]) == 1


def test_missing_years_and_means_are_refused() -> None:
    with pytest.raises(UsageError, match="连续 3 年"):
        mean_of_years([Fraction(1)])
    with pytest.raises(UsageError, match="应大于零"):
        deviation(1, 0, _RULE)
