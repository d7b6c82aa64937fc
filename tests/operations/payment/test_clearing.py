"""Ledgers by hand, the division without a remainder, and the set-based division equal to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import shares
from baozhang.operations.payment.clearing.cases import clear_cases, divide
from baozhang.operations.payment.clearing.ledger import FUND, Account, Kind
from baozhang.operations.payment.pricing import price
from baozhang.operations.payment.sharing import SharingRule
from tests.operations.payment.samples import of_cases, table

_POINTS = st.fractions(Fraction(1, 10_000), 10**9, max_denominator=10_000)


@given(st.integers(0, 10**13), st.lists(_POINTS, min_size=1, max_size=20))
def test_a_share_is_within_a_fen_of_its_exact_part(total: int, weights: list[Fraction]) -> None:
    parts = shares(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 10**13), st.lists(st.integers(0, 10**12), min_size=1, max_size=12)), min_size=1, max_size=4))
def test_the_set_divides_as_the_formula_does(pools: list[tuple[int, list[int]]]) -> None:
    used = [(fen, weights) for fen, weights in pools if any(weights)]
    if not used:
        return
    money = pa.table({"pool": [f"P{at}" for at in range(len(used))], "fen": pa.array([fen for fen, _ in used], pa.int64())})
    rows = [(f"P{at}", f"{item:03}", weight) for at, (_, weights) in enumerate(used) for item, weight in enumerate(weights)]
    names = ("pool", "item", "weight")
    found: dict[str, list[int]] = defaultdict(list)
    for row in divide(money, pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])).to_pylist():
        found[row["pool"]].append(row["fen"])
    assert found == {f"P{at}": list(shares(fen, weights)) for at, (fen, weights) in enumerate(used)}


def test_the_ledger_by_hand() -> None:
    """Two hospitals, 3:1 by points, everything that can stand in an account."""
    parameters = replace(of_cases("drg-points-example"), least_cases=1, reserve=Fraction(1, 10))
    history = table([{"hospital": "甲", "code": "A", "cost": 3_000}, {"hospital": "甲", "code": "B", "cost": 1_000}])
    cases = table([{"hospital": "甲", "code": "A", "cost": 3_000, "patient": 100}, {"hospital": "乙", "code": "B", "cost": 1_000}])
    accounts = {("", "甲"): Account(prepaid=400, deducted=50), ("", "乙"): Account(rewarded=7)}
    cleared = clear_cases(price(cases, history, parameters, scheme="S1"), {"": 2_000}, accounts)
    assert cleared.clearing.sums("甲") == {Kind.BY_POINTS: 1_425, Kind.PATIENT: -100, Kind.PREPAID: -400, Kind.DEDUCTED: -50}
    assert cleared.clearing.sums("乙") == {Kind.BY_POINTS: 475, Kind.REWARDED: 7}
    assert cleared.clearing.sums(FUND) == {Kind.DEDUCTED: 50, Kind.REWARDED: -7, Kind.RESERVE: 200}
    assert cleared.clearing.owed() == {"乙": 482, "甲": 875}
    assert cleared.clearing.accounted() == {"": 2_000}
    divided = next(entry for entry in cleared.clearing.entries if entry.account == "甲")
    assert divided.trail == "可分配 19.00 元 × 点数 150 ÷ 合计 200 = 14.25 元（尾差按最大余额分配）"
    assert (divided.scheme, divided.parameters) == ("S1", parameters.header.label)


@pytest.mark.parametrize(("cost", "kind", "change"), [(800, Kind.RETURNED, -50), (1_100, Kind.SHARED, 50), (1_300, Kind.SHARED, 75)])
def test_retention_and_sharing_stand_against_the_fund(cost: int, kind: Kind, change: int) -> None:
    """Standard 10.00 yuan; below 0.85 only 15 % are kept, the fund bears half of what is above 1, up to 1.15."""
    bands = SharingRule(Fraction(17, 20), Fraction(23, 20), Fraction(1, 2))
    parameters = replace(of_cases("drg-points-example"), least_cases=1, reserve=Fraction(0), sharing=bands)
    cases = table([{"hospital": "甲", "code": "A", "cost": cost}])
    cleared = clear_cases(price(cases, cases, parameters, scheme="S"), {"": 1_000}).clearing
    assert (cleared.sums("甲")[kind], cleared.sums(FUND)[kind]) == (change, -change)
    assert cleared.accounted() == {"": 1_000}


def test_edges() -> None:
    parameters = replace(of_cases("drg-points-example"), least_cases=1, reserve=Fraction(0))
    history = table([{"hospital": "甲", "code": "A", "cost": 1_000_000}])
    one = price(table([{"hospital": "甲", "code": "A", "cost": 1_000_000, "patient": 30}]), history, parameters, scheme="S")
    assert clear_cases(one, {"": 0}).clearing.owed() == {"甲": 0}
    assert clear_cases(one, {"": 999}).clearing.owed() == {"甲": 999}
    low = [{"hospital": name, "code": "A", "cost": 1} for name in "甲乙丙"]
    all_low = price(table(low), history, parameters, scheme="S")
    assert set(all_low.cases["kind"].to_pylist()) == {"低倍率"}
    assert clear_cases(all_low, {"": 100}).clearing.owed() == {"丙": 34, "乙": 33, "甲": 33}
    excluded = price(table([{"hospital": "甲", "code": "A", "cost": 1, "days": 60}]), history, parameters, scheme="S")
    assert clear_cases(excluded, {"": 100}).clearing.sums(FUND) == {Kind.BALANCE: 100}
    with pytest.raises(UsageError, match="负数"):
        clear_cases(one, {"": -1})
