"""The queries count a case as the formulas do, row by row; a year cleared adds up to the fund's budget, and each case to its hospital."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.operations.payment.clearing.cases import ClearedCases, clear_cases
from baozhang.operations.payment.clearing.ledger import Account, Kind
from baozhang.operations.payment.counting import Case, Counted, Standard, adjustment_of, count, mean_of, weight_of
from baozhang.operations.payment.drg import fund_payable
from baozhang.operations.payment.parameters import Cases, Method
from baozhang.operations.payment.pricing import price
from baozhang.operations.payment.relations import REVIEWS, WEIGHTS, WHOLE
from tests.operations.payment.samples import ROWS, of_cases, table

_NAMES: Final = ("drg-points-example", "drg-rate-example", "dip-specification")
_PUBLISHED: Final = {"A": 5_000, "C": 123_456}
Rows = list[dict[str, Any]]


def _variants(parameters: Cases) -> list[Cases]:
    """The parameters as they are, and with everything that may be given or not."""
    changed = replace(
        parameters,
        hospitals={"乙": Fraction(21, 20)},
        institutions=("甲", "乙"),
        excluded_up_to=1,
        excluded_from=60,
        least_cases=2,
        unstable=Fraction(9, 10),
        special=None,
        basic=Fraction(11, 10),
        mean_by_level=not parameters.mean_by_level,
    )
    return [replace(parameters, least_cases=1, adjust_by="级别" if parameters.mean_by_level else "机构"), changed]


def _standard(case: dict[str, Any], history: Rows, parameters: Cases, published: dict[str, int] | None) -> Standard:
    """What a case is compared with, by the scalar formulas from the past cases."""
    shares = parameters.year_weights or (1,)
    year = (lambda row: row["month"][:4]) if parameters.year_weights else (lambda _: "")
    years = sorted({year(row) for row in history})
    weights = dict(zip(years, shares[len(shares) - len(years) :], strict=True))

    def mean(rows: Rows) -> int:
        costs: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            costs[year(row)].append(row["cost"])
        return mean_of(costs, weights)

    group = [row for row in history if row["code"] == case["code"] != ""]
    peers = [row for row in group if not parameters.mean_by_level or row["level"] == case["level"]]
    mean_of_all = mean(history)
    weight = weight_of(mean(group), mean_of_all) if len(group) >= max(1, parameters.least_cases) else None
    constant = parameters.constant
    if published is not None:
        weight = Fraction(published[case["code"]], WHOLE) if case["code"] in published else None
        constant = 1 if parameters.header.method is Method.DIP else constant
    kin = {"机构": "hospital", "级别": "level"}.get(parameters.adjust_by)
    own = [row for row in group if kin and row[kin] == case[kin]]
    adjusted = adjustment_of(mean(own), mean(group)) if own else None
    return Standard(weight, mean(peers or group) if group else None, mean_of_all, constant, adjusted)


def _by_hand(case: dict[str, Any], history: Rows, parameters: Cases, published: dict[str, int] | None, reviewed: set[str]) -> Counted:
    given = Case(
        case["hospital"],
        case["code"],
        case["cost"],
        case["days"],
        Fraction(case["auxiliary"], WHOLE),
        basic=case["basic"] == 1,
        reviewed=case["id"] in reviewed,
    )
    return count(given, _standard(case, history, parameters, published), parameters)


@pytest.mark.parametrize("name", _NAMES)
@settings(deadline=None, max_examples=4)
@given(rows=ROWS, past=ROWS, changed=st.booleans(), weights=st.booleans())
def test_the_query_is_the_formula(name: str, rows: Rows, past: Rows, changed: bool, weights: bool) -> None:  # noqa: FBT001  # drawn
    parameters = _variants(of_cases(name))[changed]
    cases, history = table(rows), table(past)
    listed = {"code": list(_PUBLISHED), "weight": list(_PUBLISHED.values())}
    published = pa.table(listed, WEIGHTS.schema) if weights else None
    priced = price(cases, history, parameters, scheme="S", published=published)
    expected = [_by_hand(case, history.to_pylist(), parameters, _PUBLISHED if weights else None, set()) for case in cases.to_pylist()]
    assert priced.cases["kind"].to_pylist() == [each.kind for each in expected]
    assert [Fraction(points, WHOLE) for points in priced.cases["points"].to_pylist()] == [each.points for each in expected]
    assert priced.cases["at_cost"].to_pylist() == [each.at_cost for each in expected]
    again = price(cases, history, parameters, scheme="S", published=published)
    assert priced.cases.equals(again.cases)


@pytest.mark.parametrize("name", _NAMES)
@settings(deadline=None, max_examples=4)
@given(rows=ROWS, budget=st.integers(0, 10**12), pooled=st.booleans(), derived=st.booleans(), prepaid=st.integers(0, 10**9))
def test_every_fen_of_the_budget_has_its_place(
    name: str,
    rows: Rows,
    budget: int,
    pooled: bool,  # noqa: FBT001  # drawn
    derived: bool,  # noqa: FBT001  # drawn
    prepaid: int,
) -> None:
    parameters = replace(of_cases(name), patients_in_pool=pooled, unstable=Fraction(1), reserve=Fraction(3, 100))
    parameters = replace(parameters, rates={} if derived else parameters.rates)
    cases = table(rows)
    priced = price(cases, cases, parameters, scheme="S")
    accounts = {("", "甲"): Account(prepaid, 77, 5), ("", "丁"): Account(prepaid=prepaid)}
    if not any(priced.cases["points"].to_pylist()):
        return
    cleared = clear_cases(priced, {"": budget}, accounts)
    assert cleared.clearing.accounted() == {"": budget}
    assert cleared.clearing == clear_cases(priced, {"": budget}, accounts).clearing
    _cases_add_up_to_hospitals(cleared)
    if parameters.header.method is Method.DRG_RATE and parameters.rates:
        _paid_as_the_formula_says(cleared, cases.to_pylist(), parameters)


def _cases_add_up_to_hospitals(cleared: ClearedCases) -> None:
    standards: dict[str, int] = defaultdict(int)
    for row in cleared.amounts.to_pylist():
        standards[row["hospital"]] += row["standard"]
    for hospital, standard in standards.items():
        sums = cleared.clearing.sums(hospital)
        assert standard == sum(sums.get(kind, 0) for kind in (Kind.BY_POINTS, Kind.BY_RATE, Kind.AT_COST))


def _paid_as_the_formula_says(cleared: ClearedCases, rows: Rows, parameters: Cases) -> None:
    patients = {row["id"]: row["patient"] for row in rows}
    for row in cleared.amounts.to_pylist():
        exact = fund_payable(Fraction(row["standard"]), patients[row["id"]], negative_allowed=parameters.negative_allowed)
        assert row["fund"] == exact.value


def test_two_funds_are_never_mixed() -> None:
    parameters = replace(of_cases("drg-points-example"), least_cases=1, reserve=Fraction(0))
    cases = table(
        [
            {"hospital": "甲", "code": "A", "cost": 100_000, "patient": 10, "insurance": "职工"},
            {"hospital": "甲", "code": "B", "cost": 300_000, "patient": 20, "insurance": "居民"},
            {"hospital": "乙", "code": "A", "cost": 100_000, "patient": 30, "insurance": "职工"},
        ]
    )
    cleared = clear_cases(price(cases, cases, parameters, scheme="S"), {"职工": 1_001, "居民": 5_000}).clearing
    assert cleared.accounted() == {"职工": 1_001, "居民": 5_000}
    assert cleared.owed() == {"乙": 501 + 20 - 30, "甲": 520 - 10 + 5_000}
    with pytest.raises(UsageError, match="居民"):
        clear_cases(price(cases, cases, parameters, scheme="S"), {"职工": 1_001})


def test_a_row_carries_scheme_parameters_and_arithmetic() -> None:
    history = table([{"hospital": "甲", "code": "A", "cost": 1_000_000}, {"hospital": "甲", "code": "B", "cost": 3_000_000}])
    costs = (1_000_000, 300_000, 4_000_000)
    cases = table([*({"hospital": "甲", "code": "A", "cost": cost} for cost in costs), {"hospital": "甲", "code": "Z", "cost": 2_000_000}])
    parameters = replace(of_cases("drg-points-example"), least_cases=1)
    rows = price(cases, history, parameters, scheme="S@1").cases.to_pylist()
    assert {(row["scheme"], row["parameters"]) for row in rows} == {("S@1", parameters.header.label)}
    assert parameters.header.label.startswith("drg-points-example@2024#")
    assert [row["trail"] for row in rows] == [
        "正常：100 × 权重 0.5000 × 系数 1.0000 = 50.0000",
        "低倍率：100 × 权重 0.5000 × 系数 1.0000 × 费用 3000.00 元 ÷ 例均 10000.00 元 = 15.0000",
        "高倍率：100 × 权重 0.5000 × 系数 1.0000 ×〔1 +（费用 40000.00 元 ÷ 例均 10000.00 元 − 3.0000）× 1.0000〕 = 100.0000",
        "不稳定病组：100 × 系数 1.0000 × 费用 20000.00 元 ÷ 全部例均 20000.00 元 = 100.0000",
    ]


def test_special_review_counts_within_its_quota() -> None:
    parameters = replace(of_cases("drg-points-example"), least_cases=1)
    cases = table([{"hospital": "甲", "code": "A", "cost": 1_000_000} for _ in range(40)])
    reviews = pa.table({"id": ["00000", "00001"], "result": ["同意", "不同意"]}, REVIEWS.schema)
    priced = price(cases, cases, replace(parameters, special=None), scheme="S", reviews=reviews).cases.to_pylist()
    assert [row["kind"] for row in priced[:3]] == ["特例单议", "正常", "正常"]
    assert (priced[0]["at_cost"], priced[0]["points"]) == (True, 0)
    third = pa.table({"id": ["00000", "00001", "00002"], "result": ["同意"] * 3}, REVIEWS.schema)
    with pytest.raises(UsageError, match="甲 申请 3 例、限 2 例"):
        price(cases, cases, parameters, scheme="S", reviews=third)
    with pytest.raises(UsageError, match="不在病例文件里"):
        price(cases, cases, parameters, scheme="S", reviews=pa.table({"id": ["X"], "result": ["同意"]}, REVIEWS.schema))


def test_years_weigh_and_experts_are_called() -> None:
    past = [
        {"hospital": "甲", "code": "A", "cost": cost, "month": month}
        for cost, month in ((100, "2021-01"), (200, "2022-01"), (300, "2023-01"))
    ]
    cases = table([{"hospital": "甲", "code": "A", "cost": cost} for cost in (1_300, 1_301)])
    parameters = replace(of_cases("dip-specification"), year_weights=(1, 2, 7))
    priced = price(cases, table(past), parameters, scheme="S")
    assert priced.groups.to_pylist()[0]["mean"] == 260
    assert priced.cases["review"].to_pylist() == [False, True]
    with pytest.raises(UsageError, match="4 年"):
        price(cases, table([*past, {**past[0], "month": "2020-01"}]), parameters, scheme="S")


def test_cases_that_cannot_be_priced_are_refused() -> None:
    parameters = of_cases("dip-specification")
    good, free = table([{"hospital": "甲", "code": "A", "cost": 100}]), table([{"hospital": "甲", "code": "A", "cost": 0}])
    with pytest.raises(UsageError, match="重复：00000"):
        price(pa.concat_tables([good, good]), good, parameters, scheme="S")
    with pytest.raises(UsageError, match="没有费用"):
        price(good, free, parameters, scheme="S")
    with pytest.raises(UsageError, match="合计为零"):
        clear_cases(price(free, good, parameters, scheme="S"), {"": 1})
    dear = price(table([{"hospital": "甲", "code": "Z", "cost": 100}]), good, parameters, scheme="S")
    with pytest.raises(UsageError, match="超过可分配"):
        clear_cases(dear, {"": 99})


def test_a_coefficient_from_history() -> None:
    """Group mean 1,200: the hospital's own mean of 1,320 gives 1.1, its level's of 1,260 gives 1.05; a named hospital keeps its own."""
    past = [("甲", "三级", 1_320), ("乙", "三级", 1_200), ("丙", "二级", 1_080)]
    history = table([{"hospital": hospital, "level": level, "code": "A", "cost": cost} for hospital, level, cost in past])
    cases = table([{"hospital": hospital, "level": level, "code": "A", "cost": 1_200} for hospital, level, _ in past])
    parameters = replace(of_cases("drg-points-example"), least_cases=1, hospitals={"丙": Fraction(2)})
    for kind, expected in (("机构", [11_000, 10_000, 20_000]), ("级别", [10_500, 10_500, 20_000]), ("", [10_000, 10_000, 20_000])):
        priced = price(cases, history, replace(parameters, adjust_by=kind), scheme="S")
        assert priced.cases["coefficient"].to_pylist() == expected
        assert priced.cases["points"].to_pylist() == [100 * each for each in expected]
