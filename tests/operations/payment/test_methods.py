"""Bed-days, heads, packages and volume procurement: the queries say row by row what the formulas say, and their ledgers add up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import rounded
from baozhang.operations.payment.bed_days import guarded_days
from baozhang.operations.payment.capitation import month_payment, quota
from baozhang.operations.payment.clearing.bed_days import clear_bed_days, price_bed_days
from baozhang.operations.payment.clearing.budgets import (
    clear_capitation,
    clear_packages,
    clear_procurement,
    price_capitation,
    price_packages,
    price_procurement,
)
from baozhang.operations.payment.clearing.ledger import FUND, Account, Kind
from baozhang.operations.payment.county_package import PackageRule, package, settle
from baozhang.operations.payment.explaining import explain_bed_days
from baozhang.operations.payment.methods import METHODS
from baozhang.operations.payment.parameters import Method, read_parameters, shipped
from baozhang.operations.payment.procurement import retained
from baozhang.operations.payment.relations import AGREED, DECLARED, ENROLLED, INSURED, MEMBERS, USED, Relation
from tests.operations.payment.samples import of_bed_days, of_budgets, table

Rows = list[dict[str, Any]]
_MONEY: Final = st.integers(0, 10**11)


def _relation(relation: Relation, rows: Rows) -> pa.Table:
    return pa.Table.from_pylist(rows, relation.schema)


@pytest.mark.parametrize(("name", "classes"), [("bed-day-example", ["康复", "精神"]), ("care-days-2023", ["专护", "机构护理", "自主护理"])])
@settings(deadline=None, max_examples=4)
@given(data=st.data(), budget=_MONEY)
def test_bed_days(name: str, classes: list[str], data: st.DataObject, budget: int) -> None:
    stay = st.fixed_dictionaries(
        {
            "hospital": st.sampled_from("甲乙"),
            "level": st.sampled_from(["三级", "二级", "一级"]),
            "class": st.sampled_from(classes),
            "days": st.integers(20, 200),
            "leave": st.integers(0, 20),
            "cost": st.integers(0, 10**7),
            "patient": st.integers(0, 10**6),
            "code": st.just(""),
        }
    )
    rows = data.draw(st.lists(stay, min_size=1, max_size=25))
    parameters, cases = of_bed_days(name), table(rows)
    stays = price_bed_days(cases, parameters, scheme="S")
    assert stays["standard"].to_pylist() == [explain_bed_days(parameters, case, scheme="S")[1] for case in cases.to_pylist()]
    cleared = clear_bed_days(stays, parameters, {"": budget}, {("", "甲"): Account(prepaid=9, rewarded=3)}, scheme="S")
    assert cleared.accounted() == {"": budget}


def test_long_stays_are_guarded() -> None:
    """Mean of 60 days against a limit of 45: three quarters of the standard count."""
    parameters = of_bed_days("bed-day-example")
    rows = [{"hospital": "甲", "level": "二级", "class": "康复", "days": days, "cost": 10**8} for days in (30, 90)]
    stays = price_bed_days(table(rows), parameters, scheme="S")
    assert stays["standard"].to_pylist() == [30 * 42_000, 30 * 42_000 + 60 * 33_000]
    assert guarded_days([30, 90], Fraction(45)) == 90
    sums = clear_bed_days(stays, parameters, {"": 10**8}, scheme="S").sums("甲")
    assert sums == {Kind.BY_DAYS: 4_500_000, Kind.LONG_STAY: -1_125_000}


@pytest.mark.parametrize(
    ("kind", "level", "cost", "paid"),
    [("机构护理", "二级", 10_000, 6_000), ("机构护理", "二级", 7_000, 5_250), ("居家上门", "一级", 4_000, 3_600)],
)
def test_long_term_care_as_published(kind: str, level: str, cost: int, paid: int) -> None:
    stays = price_bed_days(
        table([{"hospital": "甲", "level": level, "class": kind, "days": 1, "cost": cost}]), of_bed_days("care-days-2023"), scheme="S"
    )
    assert stays["standard"].to_pylist() == [paid]


def test_stays_without_days_or_standard_are_refused() -> None:
    parameters = of_bed_days("bed-day-example")
    with pytest.raises(UsageError, match="住院天数"):
        price_bed_days(table([{"hospital": "甲", "class": "康复", "days": None, "cost": 1}]), parameters, scheme="S")
    with pytest.raises(UsageError, match="没有类别“透析”"):
        price_bed_days(table([{"hospital": "甲", "class": "透析", "days": 1, "cost": 1}]), parameters, scheme="S")


@settings(deadline=None, max_examples=4)
@given(
    persons=st.lists(st.tuples(st.integers(1, 10**5), st.integers(0, 10**5), st.integers(0, 10**7)), min_size=1, max_size=5),
    declared=st.lists(st.integers(0, 10**8), min_size=12, max_size=12),
    budget=_MONEY,
)
def test_capitation(persons: list[tuple[int, int, int]], declared: list[int], budget: int) -> None:
    parameters = of_budgets()[0]
    enrolled = [
        {"hospital": f"H{at}", "category": category, "persons": count, "base": base if category == "职工" else 0}
        for at, (staff, residents, base) in enumerate(persons)
        for category, count in (("职工", staff), ("居民", residents))
    ]
    claims = [
        {"hospital": f"H{at}", "month": f"2024-{m + 1:02}", "declared": fen} for at in range(len(persons)) for m, fen in enumerate(declared)
    ]
    months = price_capitation(_relation(ENROLLED, enrolled), _relation(DECLARED, claims), parameters, scheme="人头")
    for row in months.to_pylist():
        staff, residents, base = persons[int(row["hospital"][1:])]
        year = quota(staff, 24_000, base).value + quota(residents, 12_000).value
        assert row["quota"] == year
        assert row["paid"] == int(month_payment(row["declared"], year, parameters.prepaid_share).value)
    cleared = clear_capitation(months, parameters, budget, {("", "H0"): Account(deducted=1)}, scheme="人头")
    assert cleared.accounted() == {"": budget}
    due = {Kind.QUOTA, Kind.RETURNED, Kind.SHARED, Kind.CUT}
    spent = sum(entry.fen for entry in cleared.entries if entry.account != FUND and entry.kind in due)
    assert spent <= int(budget * (1 - parameters.reserve))


@settings(deadline=None, max_examples=4)
@given(
    st.lists(
        st.tuples(
            st.integers(100, 10**6), st.integers(100, 10**6), _MONEY, _MONEY, st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 1)
        ),
        min_size=1,
        max_size=6,
    )
)
def test_packages(rows: list[tuple[int, int, int, int, int, int, int]]) -> None:
    parameters = of_budgets()[1]
    insured = [
        {"community": f"C{at}", "insurance": name, "persons": count}
        for at, row in enumerate(rows)
        for name, count in (("职工", row[0]), ("居民", row[1]))
    ]
    keys = ("inside", "outside", "exempt", "score", "reasonable")
    used = [{"community": f"C{at}", "excluded": 1_000, **dict(zip(keys, row[2:], strict=True))} for at, row in enumerate(rows)]
    packages = price_packages(_relation(INSURED, insured), _relation(USED, used), parameters, scheme="包干")
    for row, given_row in zip(packages.to_pylist(), rows, strict=True):
        heads = {"职工": (given_row[0], 260_000), "居民": (given_row[1], 78_000)}
        gross = package(heads, 0, 0).value
        budget = package(heads, int(gross * parameters.reserve), 1_000)
        rule = PackageRule(parameters.kept_at(given_row[5]), parameters.fund_share, parameters.share_cap)
        settled = settle(int(budget.value), *given_row[2:5], rule, reasonable=given_row[6] == 1)
        assert (row["budget"], row["balance"]) == (budget.value, settled.balance)
        assert (row["retained"], row["fund_adds"]) == (rounded(settled.kept), rounded(settled.fund_adds))
        assert row["borne"] == max(0, -settled.balance) - rounded(settled.fund_adds)
    members = [{"community": f"C{at}", "hospital": f"C{at}-{n}", "points": n} for at in range(len(rows)) for n in (1, 2, 4)]
    for team in (None, _relation(MEMBERS, members)):
        cleared = clear_packages(packages, parameters, team, scheme="包干")
        assert cleared.accounted() == cleared.budget


_AGREED: Final = st.tuples(st.sampled_from("甲乙"), st.sampled_from(["一批", "二批"]), st.integers(0, 10**6), st.integers(0, 10**4), _MONEY)


@settings(deadline=None, max_examples=4)
@given(st.lists(_AGREED, min_size=1, max_size=8))
def test_procurement(rows: list[tuple[str, str, int, int, int]]) -> None:
    parameters = replace(of_budgets()[2], assessed={"乙": Fraction(9, 10)})
    names = ("hospital", "batch", "price", "volume", "actual")
    agreed = [{"item": f"{at}", **dict(zip(names, row, strict=True))} for at, row in enumerate(rows)]
    found = price_procurement(_relation(AGREED, agreed), parameters, scheme="集采")
    for row in found.to_pylist():
        mine = [each for each in rows if each[:2] == (row["hospital"], row["batch"])]
        budget, actual = sum(each[2] * each[3] for each in mine), sum(each[4] for each in mine)
        exact = retained(budget, actual, parameters.kept, parameters.assessed.get(row["hospital"], Fraction(1)))
        assert (row["budget"], row["retained"]) == (budget, rounded(exact.value))
    cleared = clear_procurement(found, parameters, scheme="集采")
    assert cleared.accounted() == cleared.budget


def test_files_of_budgets_must_fit_together() -> None:
    capitation, counties, _ = of_budgets()
    enrolled = _relation(ENROLLED, [{"hospital": "甲", "category": "职工", "persons": 1, "base": 0}])
    with pytest.raises(UsageError, match="没有签约人数的机构：乙"):
        price_capitation(enrolled, _relation(DECLARED, [{"hospital": "乙", "month": "2024-01", "declared": 1}]), capitation, scheme="S")
    insured = _relation(INSURED, [{"community": "一", "insurance": "新农合", "persons": 1}])
    with pytest.raises(UsageError, match="新农合"):
        price_packages(insured, _relation(USED, []), counties, scheme="S")


def test_every_method_is_described_and_has_a_file() -> None:
    assert list(METHODS) == list(Method)
    assert {read_parameters(file).header.method for file in shipped()} == set(Method)
