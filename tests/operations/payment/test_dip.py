"""DIP: the worked examples of the technical specification, by the formulas that count every case."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from baozhang.errors import UsageError
from baozhang.operations.payment.counting import Case, Standard, count
from baozhang.operations.payment.dip import budget_point_value, clearing_point_value, mean_of_years, score
from tests.operations.payment.samples import of_cases

_RULE = of_cases("dip-specification")


@pytest.mark.parametrize(
    ("yuan", "factor", "review"),
    [
        (4_000, Fraction(2, 5), False),
        (5_000, Fraction(1), False),
        (10_000, Fraction(1), False),
        (20_000, Fraction(1), False),
        (25_000, Fraction(3, 2), False),
        (50_000, Fraction(4), False),
        (50_010, Fraction(4_001, 1_000), True),
    ],
)
def test_deviation_at_a_mean_of_ten_thousand(yuan: int, factor: Fraction, review: bool) -> None:  # noqa: FBT001  # a parameter of the case
    counted = count(Case("甲", "A", yuan * 100), Standard(Fraction(1), 1_000_000, 1_000_000, 1_000), _RULE)
    assert counted.points == 1_000 * factor
    assert ("评审" in {step.topic for step in counted.steps}) is review


def test_scores_and_point_values() -> None:
    assert mean_of_years([Fraction(100), Fraction(200), Fraction(300)]) == 260
    assert score(Fraction(12_000), Fraction(8_000)) == 1500
    assert budget_point_value(Fraction(1_000_000), Fraction(500)) == 2000
    assert clearing_point_value(700_000, Fraction(7, 10), Fraction(500)) == 2000


def test_a_case_by_hand() -> None:
    """Score 1,000, cost 2.5 times the mean, coefficient of the hospital 1.1, of the auxiliary catalogue 1.2: 1,000 × 1.5 × 1.1 × 1.2."""
    parameters = replace(_RULE, hospitals={"甲": Fraction(11, 10)}, basic=Fraction(9, 10))
    published = Standard(Fraction(1_000), 1_000_000, 1_000_000, constant=1)
    case = Case("甲", "A", 2_500_000, auxiliary=Fraction(6, 5))
    assert count(case, published, parameters).points == 1_980
    assert count(replace(case, basic=True), published, parameters).points == 1_620, "基层病种: one coefficient for all hospitals"
    without = count(case, Standard(None, None, 1_000_000, constant=1), parameters)
    assert without.at_cost, "no score: paid what it cost"
    assert without.points == 0


def test_missing_years_and_means_are_refused() -> None:
    with pytest.raises(UsageError, match="连续 3 年"):
        mean_of_years([Fraction(1)])
    with pytest.raises(UsageError, match="应大于零"):
        score(Fraction(1), Fraction(0))
