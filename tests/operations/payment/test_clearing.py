"""The clearing of a year adds up to the fund's budget to the fen, for any claims."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import shares
from baozhang.operations.payment.clearing import Claim, clear, month_prepayment

_MONEY = st.integers(0, 10**13)
_POINTS = st.fractions(Fraction(1, 10_000), 10**9, max_denominator=10_000)
_CLAIMS = st.lists(st.tuples(_POINTS, _MONEY, _MONEY), min_size=1, max_size=20).map(
    lambda rows: [Claim(f"H{at}", points, patient, prepaid) for at, (points, patient, prepaid) in enumerate(rows)]
)


@given(_MONEY, _CLAIMS, st.booleans())
def test_the_fund_pays_its_budget_to_the_fen(budget: int, claims: list[Claim], pooled: bool) -> None:  # noqa: FBT001  # given by hypothesis
    cleared = clear(budget, claims, scheme="S", parameters="P", patients_in_pool=pooled)
    paid_before = sum(claim.prepaid for claim in claims)
    assert sum(cleared.owed().values()) + paid_before == budget


@given(_MONEY, _CLAIMS)
def test_a_second_run_is_the_same(budget: int, claims: list[Claim]) -> None:
    assert clear(budget, claims, scheme="S", parameters="P") == clear(budget, claims, scheme="S", parameters="P")


@given(_MONEY, st.lists(_POINTS, min_size=1, max_size=20))
def test_a_share_is_within_a_fen_of_its_exact_part(total: int, weights: list[Fraction]) -> None:
    parts = shares(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_entries_carry_scheme_parameters_and_arithmetic() -> None:
    cleared = clear(
        1_000_000, [Claim("甲", Fraction(3), 100, 400_000, deducted=50), Claim("乙", Fraction(1), rewarded=7)], scheme="S1", parameters="P1"
    )
    assert cleared.distributed == 1_000_100
    assert cleared.owed() == {"甲": 750_075 - 100 - 400_000 - 50, "乙": 250_025 + 7}
    assert {(entry.scheme, entry.parameters) for entry in cleared.entries} == {("S1", "P1")}
    assert cleared.entries[0].trail == "可分配 10,001.00 元 × 点数 3 ÷ 合计 4 = 7,500.75 元（尾差按最大余额分配）"


def test_what_cannot_be_divided_is_refused() -> None:
    with pytest.raises(UsageError, match="重复"):
        clear(1, [Claim("甲", Fraction(1)), Claim("甲", Fraction(1))], scheme="S", parameters="P")
    with pytest.raises(UsageError, match="合计为零"):
        clear(1, [Claim("甲", Fraction(0))], scheme="S", parameters="P")
    with pytest.raises(UsageError, match="正数"):
        clear(1, [Claim("甲", Fraction(1), prepaid=-1)], scheme="S", parameters="P")
    with pytest.raises(UsageError, match="不能为负数"):
        clear(1, [Claim("甲", Fraction(-1))], scheme="S", parameters="P")


def test_prepayment_of_a_month_never_exceeds_its_share() -> None:
    assert month_prepayment(999, Fraction(9, 10)) == 899
