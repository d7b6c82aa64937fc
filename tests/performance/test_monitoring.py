"""Monitoring: lights at their bounds, forecasts, what does not add up over the months."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from baozhang.cli import main
from baozhang.errors import UsageError
from baozhang.performance.forms import Form, Indicator
from baozhang.performance.monitoring import Bounds, monitor

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
POINT: Final = 10_000
SESSIONS: Final = Indicator("场次", "产出指标", "数量指标", ">=", "≥120场", 120 * POINT, "场", "50场", 50 * POINT, "场", 0)
SHARE: Final = Indicator("知晓率", "效益指标", "社会效益指标", ">=", "≥80%", 80 * POINT, "%", "72%", 72 * POINT, "%", 0)
COST: Final = Indicator("成本", "成本指标", "经济成本指标", "<=", "≤100万元", 100 * POINT, "万元", "75万元", 75 * POINT, "万元", 0)


@pytest.mark.parametrize(
    ("executed", "month", "light"),
    [(2999, 6, "红灯"), (3000, 6, "黄灯"), (3999, 6, "黄灯"), (4000, 6, "绿灯"), (7999, 12, "黄灯"), (10000, 12, "绿灯"), (0, 1, "红灯")],
)
def test_execution_against_time(executed: int, month: int, light: str) -> None:
    """Below 60 red, below 80 yellow, else green, of the rate divided by the part of the year."""
    assert monitor(Form("项目", 10_000, executed, 0, ()), month)[0].light == light


def test_forecasts_of_indicators() -> None:
    """Counts go on at their pace, a rate stays, a ceiling that will be broken is seen before it is."""
    _, sessions, share, cost = monitor(Form("项目", 100, 50, 0, (SESSIONS, SHARE, COST)), 6)
    assert (sessions.forecast, sessions.light) == (100 * POINT, "绿灯")
    assert (share.forecast, share.p) == (72 * POINT, 90 * POINT)
    assert (cost.forecast, cost.light) == (150 * POINT, "黄灯")


@pytest.mark.parametrize(
    ("name", "unit", "forecast"),
    [
        ("基本医保参保人数", "万人", 3_200_000),
        ("新增参保人数", "万人", 6_400_000),
        ("故障响应时间", "小时", 3_200_000),
        ("检查机构家数", "家", 6_400_000),
    ],
)
def test_what_is_counted_on_a_day_and_durations_are_taken_as_they_stand(name: str, unit: str, forecast: int) -> None:
    one = Indicator(name, "产出指标", "数量指标", ">=", f"≥320{unit}", 3_200_000, unit, f"320{unit}", 3_200_000, unit, 100_000)
    assert monitor(Form("甲", 100, 50, 0, (one,)), 6)[1].forecast == forecast


def test_unknown_values_have_no_light() -> None:
    """Words and missing budgets wait for a person; other bounds and wrong months."""
    words = replace(SESSIONS, target=None, target_text="有所提高", actual=None, actual_text="")
    assert [one.light for one in monitor(Form("项目", 0, 0, 0, (words,)), 6)] == ["待评定", "待评定"]
    assert monitor(Form("项目", 100, 40, 0, ()), 6, Bounds(90 * POINT, 95 * POINT))[0].light == "红灯"
    with pytest.raises(UsageError, match="月份"):
        monitor(Form("项目", 100, 40, 0, ()), 13)


def test_the_command_prints_lights(capsys: pytest.CaptureFixture[str]) -> None:
    """Forms of a document, with the arithmetic."""
    main(["performance", "monitor", str(EXAMPLES / "final-account-clean.txt"), "--month", "12"])
    out = capsys.readouterr().out
    assert "预算执行：执行率" in out
    assert "绿灯" in out
