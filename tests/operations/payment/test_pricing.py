"""The query counts a case as the formulas do; a year priced and cleared adds up to the fund's budget."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.errors import InputError, UsageError
from baozhang.operations.payment.arithmetic import at_decimals
from baozhang.operations.payment.clearing import clear
from baozhang.operations.payment.drg import outlier_factor, relative_weight
from baozhang.operations.payment.parameters import Parameters, read_parameters
from baozhang.operations.payment.pricing import CASES, WHOLE, claims_of, price

if TYPE_CHECKING:
    from pathlib import Path

_DATA: Final = resources.files("baozhang.operations.payment") / "data"
_FILES: Final = sorted((file for file in _DATA.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
_ROWS: Final = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("三二"), st.sampled_from("ABC"), st.integers(1, 10**8), st.integers(0, 10**6)),
    min_size=1,
    max_size=15,
)


def _table(rows: list[tuple[str, str, str, int, int]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(CASES.names, (f"{at:04}", *row), strict=True)) for at, row in enumerate(rows)], CASES)


def _by_hand(case: dict[str, Any], history: list[dict[str, Any]], parameters: Parameters) -> tuple[str, Fraction]:
    """The points of a case by the scalar formulas."""
    mean_of_all = _mean(history)
    peers = [row for row in history if row["code"] == case["code"] and (not parameters.mean_by_level or row["level"] == case["level"])]
    if not peers:
        return "不稳定病组", case["cost"] / mean_of_all * parameters.constant * parameters.unstable
    weight = at_decimals(relative_weight(_mean([row for row in history if row["code"] == case["code"]]), mean_of_all), 4)
    outlier = outlier_factor(case["cost"], _mean(peers), weight, parameters.outliers)
    return outlier.kind, weight * parameters.constant * parameters.hospitals.get(case["hospital"], Fraction(1)) * outlier.factor


def _mean(rows: list[dict[str, Any]]) -> Fraction:
    return Fraction(sum(row["cost"] for row in rows), len(rows))


@pytest.mark.parametrize("file", _FILES, ids=lambda file: str(file.name))
@settings(deadline=None, max_examples=15)
@given(rows=_ROWS, past=_ROWS)
def test_the_query_is_the_formula(
    file: Path, rows: list[tuple[str, str, str, int, int]], past: list[tuple[str, str, str, int, int]]
) -> None:
    parameters = replace(read_parameters(file), hospitals={"乙": Fraction(21, 20)})
    cases, history = _table(rows), _table(past)
    priced = price(cases, history, parameters, scheme="S")
    expected = [_by_hand(case, history.to_pylist(), parameters) for case in cases.to_pylist()]
    assert priced["kind"].to_pylist() == [kind for kind, _ in expected]
    assert [Fraction(points, WHOLE) for points in priced["points"].to_pylist()] == [at_decimals(points, 4) for _, points in expected]
    assert priced.equals(price(cases, history, parameters, scheme="S"))
    cleared = clear(123_456_789, claims_of(priced), scheme="S", parameters=parameters.label)
    assert sum(cleared.owed().values()) == 123_456_789


def test_a_row_carries_scheme_parameters_and_arithmetic() -> None:
    history = _table([("甲", "三", "A", 1_000_000, 0), ("甲", "三", "B", 3_000_000, 0)])
    cases = _table(
        [("甲", "三", "A", 1_000_000, 5), ("甲", "三", "A", 300_000, 5), ("甲", "三", "A", 4_000_000, 5), ("甲", "三", "Z", 2_000_000, 5)]
    )
    priced = price(cases, history, read_parameters(_DATA / "drg-points-example.toml"), scheme="S@1").to_pylist()
    assert {(row["scheme"], row["parameters"]) for row in priced} == {("S@1", "drg-points-example@2024")}
    assert [row["trail"] for row in priced] == [
        "正常：100 × 权重 0.5000 × 系数 1.0000 = 50.0000",
        "低倍率：100 × 权重 0.5000 × 系数 1.0000 × 费用 300000 分 ÷（1000000 分 ÷ 1 例） = 15.0000",
        (
            "高倍率：100 × 权重 0.5000 × 系数 1.0000 ×"
            "〔1 +（费用 4000000 分 ÷（1000000 分 ÷ 1 例）− 界限 30000/10000）× 10000/10000〕 = 100.0000"
        ),
        "不稳定病组：100 × 系数 1.0000 × 费用 2000000 分 ÷（全部 4000000 分 ÷ 2 例） = 100.0000",
    ]


def test_cases_that_cannot_be_priced_are_refused() -> None:
    parameters = read_parameters(_DATA / "dip-specification.toml")
    good, free = _table([("甲", "三", "A", 100, 0)]), _table([("甲", "三", "A", 0, 0)])
    with pytest.raises(UsageError, match="重复：0000"):
        price(pa.concat_tables([good, good]), good, parameters, scheme="S")
    with pytest.raises(UsageError, match="没有费用"):
        price(good, free, parameters, scheme="S")
    with pytest.raises(UsageError, match="缺少费用"):
        price(_table([("甲", "三", "A", -1, 0)]), good, parameters, scheme="S")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('unstable = "1"', "", "缺少：unstable"),
        ('unstable = "1"', 'unstable = "1"\nextra = 1', "不认识：extra"),
        ('low_below = "0.5"', "low_below = 0.5", "应为不空的文字"),
        ('low_below = "0.5"', 'low_below = "0.50001"', "至多四位小数"),
        ('low_below = "0.5"', 'low_below = "1.5"', "低倍率界限"),
        ('"DIP"', '"XYZ"', "之一"),
    ],
)
def test_wrong_parameters_say_what_is_wrong(tmp_path: Path, old: str, new: str, why: str) -> None:
    text = (_DATA / "dip-specification.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "p.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=why):
        read_parameters(file)
