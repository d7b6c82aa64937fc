"""Monitoring during the year: execution against time and targets against progress, each with a light and a year-end forecast.

The forecast is linear: what was reached by the end of a month goes on at the same pace. Rates, unit prices, durations and what is
counted on a day (参保人数) do not add up over the months, so they are taken as they stand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError
from baozhang.facts.amounts import scaled_to_text
from baozhang.performance.attainment import attain
from baozhang.performance.scoring import rounded_points

if TYPE_CHECKING:
    from baozhang.performance.forms import Form, Indicator

_MONTHS: Final = 12
_PERCENT: Final = 1_000_000
"""A hundred percent in ten-thousandths of a percent."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which p (percent in ten-thousandths) on the light is yellow, and green."""

    yellow_from: int
    green_from: int

    def light(self, p: int) -> str:
        """绿灯, 黄灯 or 红灯."""
        return "绿灯" if p >= self.green_from else "黄灯" if p >= self.yellow_from else "红灯"


@dataclass(frozen=True, slots=True)
class Standing:
    """Words of indicators that are counted on a day: parts of their names, unless something is added; and units of durations."""

    names: tuple[str, ...]
    added: tuple[str, ...]
    units: frozenset[str]

    def holds(self, one: Indicator) -> bool:
        """Whether an indicator is taken as it stands."""
        if (one.actual_unit or one.target_unit) in self.units:
            return True
        return any(word in one.name for word in self.names) and not any(word in one.name for word in self.added)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where something stands. `p` and `forecast` are ten-thousandths (p of a percent, the forecast of its unit); None when unknown."""

    name: str
    p: int | None
    light: str
    """绿灯, 黄灯, 红灯, or 待评定 where figures are missing or are words."""
    forecast: int | None
    why: str
    """The arithmetic, or why there is none (Chinese)."""


@cache
def usual_bounds() -> Bounds:
    """The bounds of `data/monitoring.toml`."""
    lights = _data()["lights"]
    return Bounds(lights["yellow_from"] * 10_000, lights["green_from"] * 10_000)


@cache
def standing() -> Standing:
    """What `data/monitoring.toml` says is taken as it stands."""
    words = _data()["standing"]
    return Standing(tuple(words["names"]), tuple(words["added"]), frozenset(words["units"]))


def _data() -> dict[str, Any]:
    return tomllib.loads((files("baozhang.performance") / "data" / "monitoring.toml").read_text(encoding="utf-8"))


def monitor(form: Form, month: int, bounds: Bounds | None = None) -> tuple[Progress, ...]:
    """Execution first, then every indicator, as they stand at the end of `month` (1 to 12); UsageError for another month."""
    if not 1 <= month <= _MONTHS:
        raise UsageError(f"月份应在1至12之间，给出的是{month}。")
    lights = bounds or usual_bounds()
    return (_execution(form, month, lights), *(_indicator(one, month, lights) for one in form.indicators))


def _execution(form: Form, month: int, bounds: Bounds) -> Progress:
    if not form.budget or form.executed is None:
        return Progress("预算执行", None, "待评定", None, "没有全年预算数或执行数")
    rate = Fraction(form.executed, form.budget) * _PERCENT
    p, forecast = rounded_points(rate * _MONTHS / month), rounded_points(rate * _MONTHS / month)
    why = f"执行率{scaled_to_text(rounded_points(rate))}%÷（{month}÷12）＝{scaled_to_text(p)}"
    return Progress("预算执行", p, bounds.light(p), forecast, why)


def _indicator(one: Indicator, month: int, bounds: Bounds) -> Progress:
    if one.actual is None or one.target is None:
        return Progress(one.name, None, "待评定", None, attain(one).why or "指标值是文字")
    rate = _is_rate(one)
    adds_up = not rate and not standing().holds(one)
    forecast = rounded_points(Fraction(one.actual) * _MONTHS / month) if adds_up else one.actual
    got = attain(replace(one, actual=forecast))
    if got.share is None:
        return Progress(one.name, None, "待评定", forecast, got.why)
    p = rounded_points(got.share * _PERCENT)
    value = f"“{one.actual_text}”" + (f"×12÷{month}" if adds_up else f"（{'比率' if rate else '时点数或时长'}，不按月累计）")
    why = f"年末预计＝{value}＝{scaled_to_text(forecast)}{one.actual_unit}，指标值“{one.target_text}”"
    return Progress(one.name, p, bounds.light(p), forecast, why)


def _is_rate(one: Indicator) -> bool:
    units = one.target_unit + one.actual_unit
    return "%" in units or "百分" in units or "/" in units
