"""Months prepaid, by what was applied for and by points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from baozhang.errors import UsageError
from baozhang.operations.payment.prepayment import Basis, Prepayment, month_prepayment
from baozhang.operations.payment.pricing import price
from baozhang.operations.payment.years import CapitationYear, CasesYear, prepay
from tests.operations.payment.samples import of_budgets, of_cases, table

_CASES = table(
    [
        {"hospital": "甲", "code": "A", "cost": 3_000, "patient": 100, "month": "2024-01"},
        {"hospital": "乙", "code": "B", "cost": 1_000, "patient": 50, "month": "2024-01"},
        {"hospital": "乙", "code": "B", "cost": 1_000, "patient": 0, "month": "2024-02"},
    ]
)
_PAST = table([{"hospital": "甲", "code": "A", "cost": 3_000}, {"hospital": "甲", "code": "B", "cost": 1_000}])


def _year(basis: Basis, share: Fraction) -> CasesYear:
    parameters = replace(of_cases("drg-points-example"), least_cases=1, reserve=Fraction(1, 10), prepayment=Prepayment(basis, share))
    return CasesYear(price(_CASES, _PAST, parameters, scheme="S"))


def test_by_what_was_applied_for() -> None:
    found = prepay(_year(Basis.APPLIED, Fraction(9, 10)), {})
    assert [(each.month, each.hospital, each.applied, each.prepaid) for each in found] == [
        ("2024-01", "乙", 950, 855),
        ("2024-01", "甲", 2_900, 2_610),
        ("2024-02", "乙", 1_000, 900),
    ]


def test_by_points_a_twelfth_of_the_budget() -> None:
    """Budget 60.00 yuan less a tenth: 4.50 a month; January adds the patients' 1.50, divides 3:1, and takes their parts off again."""
    found = prepay(_year(Basis.POINTS, Fraction(9, 10)), {"": 6_000})
    assert [(each.month, each.hospital, each.prepaid) for each in found] == [
        ("2024-01", "乙", int((150 - 50) * Fraction(9, 10))),
        ("2024-01", "甲", int((450 - 100) * Fraction(9, 10))),
        ("2024-02", "乙", int(450 * Fraction(9, 10))),
    ]
    with pytest.raises(UsageError, match="用 --budget"):
        prepay(_year(Basis.POINTS, Fraction(1)), {})


def test_never_more_than_the_share_nor_below_zero() -> None:
    assert [month_prepayment(due, Fraction(9, 10)) for due in (999, 0, -5)] == [899, 0, 0]


def test_what_has_no_month_or_no_prepayment_is_refused() -> None:
    year = _year(Basis.APPLIED, Fraction(1))
    without = price(table([{"hospital": "甲", "code": "A", "cost": 1, "month": ""}]), _PAST, year.priced.parameters, scheme="S")
    with pytest.raises(UsageError, match="没有结算月份"):
        prepay(CasesYear(without), {})
    with pytest.raises(UsageError, match="不必另算预付"):
        prepay(CapitationYear(_CASES, of_budgets()[0], "S"), {})
