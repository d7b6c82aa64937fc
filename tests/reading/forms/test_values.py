"""Figures of forms as they are printed."""

from __future__ import annotations

import pytest

from baozhang.reading.forms.values import Quantity, composite, grade, money, money_unit, points, quantity, rate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥4500 元/人月", Quantity(">=", 45_000_000, "元/人月")),
        ("=24 小时/ 日", Quantity("=", 240_000, "小时/日")),
        ("≤2723万元", Quantity("<=", 27_230_000, "万元")),
        ("100%", Quantity("", 1_000_000, "%")),
        ("1辆", Quantity("", 10_000, "辆")),
        ("≥100 百分比", Quantity(">=", 1_000_000, "百分比")),
        ("=100100%", Quantity("=", 1_001_000_000, "%")),
        ("≥9595%", Quantity(">=", 95_950_000, "%")),
        ("2024年12月日期", Quantity("", None, "")),
        ("1按时完成", Quantity("", None, "")),
        ("=有所提高", Quantity("=", None, "")),
        ("不低于90%", Quantity(">=", 900_000, "%")),
        ("90%以上", Quantity(">=", 900_000, "%")),
        ("控制在30天以内", Quantity("<=", 300_000, "天")),
        ("大于等于 3,000.5 人次", Quantity(">=", 30_005_000, "人次")),
        ("<20 次", Quantity("<", 200_000, "次")),
        ("药品网采率≥85%、高值耗材≥", Quantity("", None, "")),
        ("\\geq 90%", Quantity(">=", 900_000, "%")),
        ("98.12345%", Quantity("", None, "%")),
        ("36元/人", Quantity("", 360_000, "元/人")),
        ("不超过预算金额", Quantity("", None, "")),
    ],
)
def test_targets(text: str, expected: Quantity) -> None:
    assert quantity(text) == expected


def test_rates_are_percent_unless_the_amounts_say_fraction() -> None:
    assert rate("0.9686", 272_300, 263_756) == 968_600
    assert rate("0.97", 272_300, 263_756) == 970_000
    assert rate("1", 100, 100) == 1_000_000
    assert rate("0.50", 10_000, 50) == 5_000  # half a percent of the budget was spent
    assert rate("96.86", 272_300, 263_756) == 968_600
    assert rate("0", 0, 0) == 0
    assert rate("—", 1, 1) is None


def test_points_grades_and_money() -> None:
    assert [points(text) for text in ("10", "4.8", "10分", "8.10", "优")] == [100_000, 48_000, 100_000, 81_000, None]
    assert composite("10分 完成值 95%") == (100_000, "95%")
    assert [grade(text) for text in ("优", "良好", "优(S≥90)", "优□良√中□差□", "优、良、中、差", "一等")] == [
        "优",
        "良好",
        "优",
        "良",
        "",
        "一等",
    ]
    assert money("2,587.94", "万元") == (2_587_940_000, 5_000)
    assert money("97.5", "万元") == (97_500_000, 50_000)
    assert money("12.345678", "元") is None
    assert [money_unit(text) for text in ("单位：元", "项目资金 (万元)", "预算金额 (单位: 万元)", "(2024年度)")] == [
        "元",
        "万元",
        "万元",
        "",
    ]
