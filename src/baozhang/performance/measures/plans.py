"""A plan: the measures of a year and their parameters, so that all of them are taken at once and again next year.

period = "2024"                          # for every entry that does not say its own

[[take]]
measure = "enrolment-rate"
set = { "分母口径" = "应参保人口" }
indicator = "基本医保参保率"               # optional: what the form calls it; names the file of the result
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import InputError, UsageError
from baozhang.performance.measures.period import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from baozhang.performance.measures.measure import Measure

_KEYS: Final = frozenset({"measure", "set", "period", "indicator"})
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f.]+')
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Planned:
    """One measure to be taken; `given` are the parameters that the plan names."""

    measure: Measure
    period: Period
    given: Mapping[str, str]
    indicator: str

    @property
    def file(self) -> str:
        """A file name for the result, without what a file system would take for more than a name."""
        return f"{_UNSAFE.sub('-', self.indicator)[:_LONGEST].strip('-') or self.measure.id}.json"


def read_plan(path: Path, known: Mapping[str, Measure]) -> tuple[Planned, ...]:
    """The entries of a plan; InputError names the entry that is wrong, before anything is measured."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), f"测算计划不能读取（{error}）", "应为 UTF-8 编码的 TOML 文件。") from error
    entries = raw.get("take", [])
    if raw.keys() - {"period", "take"} or not isinstance(entries, list) or not entries:
        raise InputError(str(path), "测算计划应有 period 和若干 [[take]]，没有其他键", "写法见 docs/guide/measures.md 的“测算计划”。")
    plan = []
    for at, entry in enumerate(entries, 1):
        try:
            plan.append(_planned(entry, raw.get("period", ""), known))
        except (KeyError, TypeError, UsageError) as error:
            raise InputError(
                str(path), f"第 {at} 个 [[take]] 有误：{str(error).rstrip('。')}", "写法见 docs/guide/measures.md 的“测算计划”。"
            ) from error
    files = [one.file.lower() for one in plan]
    if doubled := sorted({file for file in files if files.count(file) > 1}):
        raise InputError(str(path), f"有几个 [[take]] 会写到同一个文件 {'、'.join(doubled)}", "请用 indicator 给出不同的名称。")
    return tuple(plan)


def _planned(entry: dict[str, Any], period: object, known: Mapping[str, Measure]) -> Planned:
    if unknown := sorted(entry.keys() - _KEYS):
        raise UsageError(f"不认识的键 {'、'.join(unknown)}")
    measure = known.get(entry["measure"])
    if measure is None:
        raise UsageError(f"没有测算 {entry['measure']}")
    given = {name: _text(value) for name, value in entry.get("set", {}).items()}
    measure.bound(given)
    return Planned(measure, parse_period(_text(entry.get("period", period))), given, _text(entry.get("indicator", measure.title)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{value!r} 应写成文字（加引号）")
    return value
