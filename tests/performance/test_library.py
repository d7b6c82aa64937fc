"""The indicator library is whole, says what measures answer to, and matches names that are sure and no others."""

from __future__ import annotations

import json
from typing import Final

import pytest

from baozhang.cli import main
from baozhang.errors import UsageError
from baozhang.performance.forms import Indicator
from baozhang.performance.library import level_of, library, match, parse_library
from baozhang.performance.measures.measure import shipped_measures

ENTRY: Final = """
valid_from = 2024
area = "试"
[[indicator]]
name = "甲乙率"
heads = ["甲乙率"]
unless = ["丙"]
meaning = "m"
formula = "f"
unit = "%"
direction = "up"
levels = ["产出/质量"]
data = "d"
target = "t"
regulation = "r"
"""


def test_every_indicator_is_whole() -> None:
    """Nothing is empty that a reader looks for."""
    assert len(library()) >= 90
    for one in library().values():
        assert all([one.meaning, one.formula, one.unit, one.data, one.target, one.regulation, one.levels]), one.name


def test_measures_and_library_name_each_other() -> None:
    """A measure answers to the indicators whose measure it is, and to no others."""
    named: dict[str, list[str]] = {}
    for one in library().values():
        if one.measure:
            named.setdefault(one.measure, []).append(one.name)
    assert {one.id: list(one.answers) for one in shipped_measures().values()} == named


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('unit = "%"\n', ""), "缺少 .'unit'"),
        (('data = "d"', 'data = "d"\ncolour = "red"'), "不认识 .'colour'"),
        (('data = "d"', 'data = "d"\nmeasure = "none"'), "测算 none 不存在"),
        (('data = "d"', 'data = "d"\nmeasure = "enrolment-rate"'), "与测算重复"),
        (("产出/质量", "产量/质量"), "levels 或 direction"),
        (('"up"', '"higher"'), "levels 或 direction"),
        (('heads = ["甲乙率"]', 'heads = ["乙率"]'), "至少 3 个字"),
    ],
)
def test_a_wrong_entry_says_what_is_wrong(change: tuple[str, str], said: str) -> None:
    """Before anybody relies on it."""
    with pytest.raises(UsageError, match=said):
        parse_library({"试.toml": ENTRY.replace(*change)})


def test_two_indicators_cannot_answer_to_the_same_words() -> None:
    """Else a match would be chance."""
    with pytest.raises(UsageError, match="“甲乙率”既是“甲乙率”又是“丁”"):
        parse_library({"1.toml": ENTRY, "2.toml": ENTRY.replace('name = "甲乙率"', 'name = "丁"\naliases = ["甲乙率"]')})


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("基本医保参保率", "基本医保参保率"),
        ("某市城乡居民基本医保参保率", "基本医保参保率"),
        ("困难企业职工基本医保参保率", None),  # of a roll, not of the population
        ("残疾人基本医疗保险参保率", None),
        ("养老保险参保率", None),
        ("困难居民参保人数", None),
        ("农产品质量合格率", None),
        ("异地就医住院费用报销比例", None),
        ("食品安全监督检查覆盖率", None),
        ("政策范围内住院费用基金支付比例", "政策范围内住院费用报销比例"),
        ("城乡居民基本医疗保险参保人数", "参保人数"),
        ("中央补助资金下达及时率", "资金下达（拨付）及时率"),
        ("定点医药机构检查覆盖率", "定点医药机构监督检查覆盖率"),
        ("医疗费用即时结算率（%）", "医疗费用即时结算率"),
        ("群众对窗口服务的满意度", "服务对象满意度"),
        ("12345热线诉求满意度", None),
        ("满意度调查次数", None),
        ("违规使用医保基金金额", None),
        ("医保信息系统正常运行率（%）", "医保信息系统正常运行率"),
        ("信息系统运行维护经费", None),
        ("“一趟不用跑” 服务事项占比", "“一趟不用跑”事项占比"),
        ("药品带量采购网采率", "平台网采率"),
        ("城市绿化覆盖率", None),
        ("公路养护里程", None),
    ],
)
def test_names_are_matched_only_when_they_are_sure(name: str, indicator: str | None) -> None:
    """By the whole or by the head, never in spite of a word that makes it something else."""
    found = match(name)
    assert (found and found.indicator.name) == indicator


def test_unless_words_and_length_decide() -> None:
    """The longest head wins; a word of `unless` forbids."""
    known = parse_library({"1.toml": ENTRY, "2.toml": ENTRY.replace("甲乙率", "大甲乙率").replace('"丙"', '"丁"')}).values()
    assert [(found := match(name, known)) and found.indicator.name for name in ("新甲乙率", "新大甲乙率", "丙甲乙率", "丁大甲乙率")] == [
        "甲乙率", "大甲乙率", None, "甲乙率",
    ]  # fmt: skip


def test_levels_of_forms_are_those_of_the_library() -> None:
    """Costs stood under 产出 before 2021."""
    one = Indicator("n", "产出指标", "成本指标", "", "", None, "", "", None, "", 0)
    assert level_of(one) == "成本"


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """List, show, match; status 1 where a name has no match, 2 where a name is unknown."""
    call = ["performance", "library"]
    assert main([*call, "list", "--area", "基金监管"]) == 0
    assert "智能审核覆盖率" in capsys.readouterr().out
    assert main([*call, "list", "--area", "航天"]) == 2
    assert main([*call, "show", "智能审核覆盖率"]) == 0
    assert "医保发〔2022〕12号" in capsys.readouterr().out
    assert main([*call, "show", "火箭"]) == 2
    assert main([*call, "match", "参保率", "火箭发射次数", "--format", "json"]) == 1
    found = json.loads("".join(capsys.readouterr().out))["matches"]
    assert [one["measure"] for one in found] == ["enrolment-rate", None]
