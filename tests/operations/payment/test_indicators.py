"""Indicators by hand and against the definitions, case by case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from baozhang.operations.payment.clearing.cases import clear_cases
from baozhang.operations.payment.indicators import indicators
from baozhang.operations.payment.pricing import price
from baozhang.operations.payment.relations import WHOLE
from tests.operations.payment.samples import ROWS, of_cases, table

if TYPE_CHECKING:
    from collections.abc import Sequence


def _index(rows: Sequence[dict[str, Any]], mine: Sequence[dict[str, Any]], name: str) -> Fraction:
    """Σ over groups of (mean of mine ÷ mean of all) × cases of mine, by the cases of mine."""
    total = Fraction(0)
    for code in {row["code"] for row in mine}:
        group, part = ([row[name] for row in side if row["code"] == code] for side in (rows, mine))
        total += Fraction(sum(part), len(part)) / Fraction(sum(group), len(group)) * len(part)
    return total / len(mine)


@settings(deadline=None, max_examples=3)
@given(ROWS)
def test_indices_are_what_they_are_defined_to_be(rows: list[dict[str, Any]]) -> None:
    cases = table([{**row, "days": row["days"] or 7} for row in rows])
    parameters = replace(of_cases("drg-points-example"), least_cases=1, excluded_from=None)
    priced = price(cases, cases, parameters, scheme="S")
    found = indicators(priced)
    weighed = [row for row in priced.cases.to_pylist() if row["weight"] is not None]
    by_hospital = defaultdict(list)
    for row in weighed:
        by_hospital[row["hospital"]].append(row)
    for line in found.hospitals:
        mine = by_hospital.get(line.owner, [])
        assert line.weighed == len(mine)
        if not mine:
            assert (line.cmi, line.cost_index) == (None, None)
            continue
        assert line.cmi is not None
        assert abs(line.cmi - Fraction(sum(row["weight"] for row in mine), len(mine))) <= Fraction(1, 2)
        for value, name in ((line.cost_index, "cost"), (line.time_index, "days")):
            assert value is not None
            assert abs(value - _index(weighed, mine, name) * WHOLE) <= Fraction(3, 5), "half a unit, and the roundings of the groups"
    if found.total is not None and weighed:
        assert found.total.cost_index == WHOLE


def test_coverage_names_both_sides() -> None:
    parameters = replace(of_cases("drg-points-example"), least_cases=1, institutions=("甲",))
    cases = table(
        [
            {"hospital": "甲", "code": "A", "cost": 300, "patient": 100},
            {"hospital": "甲", "code": "", "cost": 100},
            {"hospital": "乙", "code": "B", "cost": 500},
        ]
    )
    priced = price(cases, cases, parameters, scheme="S")
    found = indicators(priced, clear_cases(priced, {"": 10_000}).amounts)
    assert [(each.name, each.covered, each.whole) for each in found.coverage] == [
        ("医疗机构覆盖率", 1, 2),
        ("病例覆盖率", 2, 3),
        ("入组率", 1, 2),
        ("病组覆盖率", 1, 2),
        ("基金覆盖率", 300, 800),
    ]
    assert found.total is not None
    assert (found.total.standard, found.total.balance) == (9_500 + 100, 9_600 - 400)
