"""Measure files and what is formed from the row of their query."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import InputError, UsageError
from baozhang.performance.measures.measure import Measure, measures_in, parse_measure, shipped_measures
from baozhang.performance.measures.period import parse_period
from baozhang.performance.measures.running import rounded, take
from baozhang.performance.measures.surveys import mean_interval, share_interval
from tests.performance.measures.sheets import REGISTER, sheets

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = """\
-- title: 系统个数
-- kind: count
-- unit: 个
-- direction: none
-- timing: stock
-- meaning: 数
-- formula: 数
-- parameter: 最早 date=2020-01-01 上线不早于
-- needs: systems
-- source: 自编
-- answers: 系统个数
--
-- how many
select count(*) as value from systems where live_on >= $最早
"""
SYSTEMS: Final = {"systems": "system,live_on\nS1,2024-01-01\nS2,2019-01-01"}


def measure(*changes: tuple[str, str]) -> Measure:
    """The measure, changed."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_measure("systems-count.sql", text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("-- unit: 个\n", "", "缺少 unit"),
        ("-- unit: 个", "-- colour: red", "不认识 colour"),
        ("-- unit: 个", "-- unit: 个\n-- unit: 家", "这个键重复"),
        ("-- unit: 个", "-- unit: 个\nselect", "缺少"),
        ("kind: count", "kind: sum", "kind 应为"),
        ("timing: stock", "timing: later", "timing 应为"),
        ("最早 date=2020-01-01", "最早 day=2020-01-01", "应写作：名称 类型"),
        ("-- unit: 个", "-- unit: 个\n-- interval: wilson", "应有参数 置信度"),
        ("-- unit: 个", "-- unit: 个\n-- decimals: 9", "decimals 至多为 4"),
        ("select count(*) as value from systems where live_on >= $最早\n", "", "查询语句不能为空"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(old: str, new: str, said: str) -> None:
    """Before anything is measured."""
    with pytest.raises(InputError, match=said):
        measure((old, new))


def test_parameters_have_defaults_types_and_names(tmp_path: Path) -> None:
    """A default is filled in and recorded; what is none, unknown or missing is refused."""
    one, year = measure(), parse_period("2024")
    with sheets(tmp_path, SYSTEMS) as data:
        found = take(one, data, year, {})
        assert (found.value, found.parameters) == (Decimal(1), (("最早", "2020-01-01"),))
        assert take(one, data, year, {"最早": "2019-01-01"}).value == 2
        with pytest.raises(UsageError, match="应为日期，不能是“昨天”"):
            take(one, data, year, {"最早": "昨天"})
        with pytest.raises(UsageError, match="没有参数 最晚；它的参数：最早"):
            take(one, data, year, {"最晚": "1"})
        with pytest.raises(UsageError, match="须写明参数 最早"):
            take(measure(("=2020-01-01", "")), data, year, {})


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select 1.5::double as value from systems limit 1", "不是精确的数"),
        ("select null as value", "没有值"),
        ("select 1 as value from systems", "应返回一行"),
        ("select 1 as worth", "应返回一行，含 value"),
        ("select count(*) as value from systems where live_on >= $最晚", "没有声明的参数 最晚"),
        ("select count(*) as value from persons", "没有声明的数据集 persons"),
        ("select count(colour) as value from systems", "没有这一列"),
        ("select 170141183460469231731687303715884105727::hugeint * 2 as value", "超出可计算的范围|不能执行"),
    ],
)
def test_a_query_must_give_one_exact_row(query: str, said: str, tmp_path: Path) -> None:
    """No doubles, no nothing, no second row, no other dataset."""
    one = measure(("select count(*) as value from systems where live_on >= $最早", query))
    with sheets(tmp_path, SYSTEMS) as data, pytest.raises(UsageError, match=said):
        take(one, data, parse_period("2024"), {})


def test_errors_of_the_engine_do_not_quote_the_data(tmp_path: Path) -> None:
    """A text that is no number would stand in the engine's own message."""
    one = measure(("select count(*) as value from systems where live_on >= $最早", "select sum(system::bigint) as value from systems"))
    with sheets(tmp_path, SYSTEMS) as data, pytest.raises(UsageError, match="有数据不能按要求转换") as raised:
        take(one, data, parse_period("2024"), {})
    assert "S1" not in str(raised.value)


def test_nothing_is_measured_from_bad_data(tmp_path: Path) -> None:
    """The first problem is told."""
    with (
        sheets(tmp_path, {"systems": "system,live_on\nS1,2024-01-01\nS1,2019-01-01"}) as data,
        pytest.raises(UsageError, match=r"1 处不能使用，没有测算；首先：.*重复"),
    ):
        take(measure(), data, parse_period("2024"), {})


def test_the_digest_knows_what_decides_the_value() -> None:
    """Comments, titles and line ends do not; the query, unit and rounding do."""
    digest = measure().digest
    assert measure(("-- how many\n", "")).digest == digest
    assert measure(("系统个数", "系统数")).digest == digest
    assert parse_measure("x.sql", TEXT.replace("\n", "\r\n")).digest == digest
    assert measure((">= $最早", "> $最早")).digest != digest
    assert replace(measure(), decimals=1).digest != digest


def test_own_measures_stand_in_a_folder(tmp_path: Path) -> None:
    """Every `.sql` file is one; a folder that is none is refused."""
    (tmp_path / "systems-count.sql").write_text(TEXT, encoding="utf-8")
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    assert list(measures_in(tmp_path)) == ["systems-count"]
    with pytest.raises(InputError, match="没有这个测算目录"):
        measures_in(tmp_path / "none")


def test_shipped_measures_need_only_declared_datasets() -> None:
    """What a measure needs is in the register of the examples, so that every one can be tried."""
    assert {name for one in shipped_measures().values() for name in one.needs} <= REGISTER.datasets.keys()


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(0, 4))
def test_rounding_is_half_up(value: Fraction, decimals: int) -> None:
    """Never further than half a unit of the last digit, and a half goes away from zero."""
    found = rounded(value, decimals)
    step = Fraction(1, 10**decimals)
    assert abs(Fraction(found) - value) <= step / 2
    assert rounded(-value, decimals) == -found
    if abs(Fraction(found) - value) == step / 2:
        assert abs(found) >= abs(value)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=30))
def test_intervals_hold_the_mean_and_shrink(scores: list[int]) -> None:
    """The mean lies inside; more confidence is wider; with everybody asked there is nothing uncertain."""
    total, squares = Fraction(sum(scores)), Fraction(sum(one * one for one in scores))
    narrow, wide = (mean_interval(len(scores), total, squares, one) for one in (90, 99))
    assert wide[0] <= narrow[0] <= total / len(scores) <= narrow[1] <= wide[1]
    everybody = mean_interval(len(scores), total, squares, 95, population=len(scores))
    assert everybody == (total / len(scores), total / len(scores))


@given(st.integers(1, 500), st.data())
def test_shares_stay_between_none_and_all(answers: int, data: st.DataObject) -> None:
    """Wilson's interval never leaves 0 to 1 and holds the share that was seen."""
    chosen = data.draw(st.integers(0, answers))
    low, high = share_interval(chosen, answers, 95)
    assert 0 <= low <= Fraction(chosen, answers) <= high <= 1
