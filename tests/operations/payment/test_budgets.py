"""Global budgets by head, county packages, bands of retention, volume procurement, quotas of review: by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import pytest

from baozhang.errors import UsageError
from baozhang.operations.payment import special_review
from baozhang.operations.payment.capitation import month_payment, quota
from baozhang.operations.payment.county_package import PackageRule, package, settle
from baozhang.operations.payment.parameters import Method
from baozhang.operations.payment.procurement import retained
from baozhang.operations.payment.sharing import SharingRule, shared

_BANDS: Final = SharingRule(Fraction(17, 20), Fraction(23, 20), Fraction(3, 5))
_PACKAGE: Final = PackageRule(kept=Fraction(7, 10), fund_share=Fraction(1, 2), share_cap=Fraction(1, 50))


@pytest.mark.parametrize(
    ("cost", "paid"), [(80_000, 95_000), (85_000, 100_000), (100_000, 100_000), (110_000, 106_000), (115_000, 109_000), (200_000, 109_000)]
)
def test_bands(cost: int, paid: int) -> None:
    assert shared(cost, Fraction(100_000), _BANDS).value == paid


def test_bands_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(UsageError, match="界限"):
        SharingRule(Fraction(2), Fraction(1), Fraction(1, 2))


def test_capitation() -> None:
    year = quota(12_000, 8_000, 240_000).value
    assert year == 96_240_000
    assert month_payment(9_000_000, year, Fraction(9, 10)).value == 7_218_000
    assert month_payment(7_000_000, year, Fraction(9, 10)).value == 7_000_000


def test_package_of_a_county() -> None:
    budget = package({"职工": (1_000, 300_000), "居民": (9_000, 70_000)}, reserve=10_000_000, outside=20_000_000)
    assert budget.value == 900_000_000
    surplus = settle(900_000_000, 700_000_000, 150_000_000, 10_000_000, _PACKAGE, reasonable=True)
    assert (surplus.balance, surplus.kept, surplus.borne) == (60_000_000, Fraction(42_000_000), Fraction(0))
    deficit = settle(900_000_000, 800_000_000, 150_000_000, 0, _PACKAGE, reasonable=True)
    assert (deficit.balance, deficit.fund_adds, deficit.borne) == (-50_000_000, Fraction(18_000_000), Fraction(32_000_000))
    unreasonable = settle(900_000_000, 800_000_000, 150_000_000, 0, _PACKAGE, reasonable=False)
    assert (unreasonable.fund_adds, unreasonable.borne) == (Fraction(0), Fraction(50_000_000))


def test_volume_procurement() -> None:
    assert retained(1_000_000, 600_000, Fraction(1, 2), Fraction(9, 10)).value == 180_000
    assert retained(600_000, 1_000_000, Fraction(1, 2), Fraction(1)).value == 0
    with pytest.raises(UsageError, match="50%"):
        retained(1, 0, Fraction(3, 5), Fraction(1))


def test_quota_of_special_review() -> None:
    assert (special_review.quota(100, Method.DRG_POINTS), special_review.quota(199, Method.DIP), special_review.quota(200, Method.DIP)) == (
        5,
        0,
        1,
    )
