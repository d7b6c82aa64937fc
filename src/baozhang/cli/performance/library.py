"""`baozhang performance library`: the indicators of medical-security work, and which of them a free name is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from baozhang.cli.operations import Operations, run_operation
from baozhang.cli.performance.measure.options import DIRECTIONS, tell
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.performance.library import LibraryIndicator, Match

NAME: Final = "library"
HELP: Final = "指标库：列出、说明医疗保障工作的绩效指标，或查一个指标名称对应库中哪一个"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the steps."""
    steps = Operations(parser, "step", "步骤")
    for name, meaning, run_step in (
        ("list", "列出指标库", _list),
        ("show", "说明一个指标：含义、公式、单位、方向、层级、数据来源、常用指标值、依据和测算", _show),
        ("match", "查表里的指标名称是库中哪个指标；没有把握的不给", _match),
    ):
        step = steps.add(name, meaning, run_step)
        if name == "list":
            step.add_argument("--area", metavar="AREA", help="只列一个领域，例如 基金监管")
        else:
            step.add_argument("names", nargs="+", metavar="NAME", help="指标名称")
        step.add_argument("--format", choices=["text", "json", "csv"], default="text", help="输出格式，默认 text")


run = run_operation


def _list(arguments: argparse.Namespace) -> int:
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415
    from baozhang.performance.library import library  # noqa: PLC0415  # the files are read when they are needed

    found = [one for one in library().values() if arguments.area in {None, one.area}]
    if not found:
        areas = "、".join(dict.fromkeys(one.area for one in library().values()))
        raise UsageError(f"指标库没有领域“{arguments.area}”；可取 {areas}。")
    rows = [[one.area, one.name, one.unit, DIRECTIONS[one.direction], one.measure] for one in found]
    tell(arguments, [_values(one) for one in found], list(tabulated(["领域", "指标", "单位", "方向", "测算"], rows)), "indicators")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from baozhang.performance.library import library  # noqa: PLC0415

    if unknown := [name for name in arguments.names if name not in library()]:
        raise UsageError(f"指标库没有“{unknown[0]}”。用 library list 查看名称，或用 library match 查找。")
    found = [library()[name] for name in arguments.names]
    tell(arguments, [_values(one) for one in found], [line for one in found for line in _lines(one)], "indicators")
    return 0


def _match(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a name has no match."""
    from baozhang.performance.library import match  # noqa: PLC0415

    found = [(name, match(name)) for name in arguments.names]
    values = [
        {"name": name, "indicator": one and one.indicator.name, "measure": one and one.indicator.measure, "words": one and one.words}
        for name, one in found
    ]
    lines = [f"{name} → {_told(one) if one else '没有有把握的对应'}" for name, one in found]
    tell(arguments, values, lines, "matches")
    return 0 if all(one for _, one in found) else 1


def _told(one: Match) -> str:
    how = "" if one.whole else f"（末尾是“{one.words}”）"
    return f"{one.indicator.name}{how}" + (f"，测算 {one.indicator.measure}" if one.indicator.measure else "")


def _values(one: LibraryIndicator) -> dict[str, Any]:
    return {
        "name": one.name, "area": one.area, "valid_from": one.valid_from, "aliases": list(one.aliases), "meaning": one.meaning,
        "formula": one.formula, "unit": one.unit, "direction": one.direction, "levels": ["/".join(level) for level in one.levels],
        "data": one.data, "target": one.target, "regulation": one.regulation, "measure": one.measure,
    }  # fmt: skip


def _lines(one: LibraryIndicator) -> Iterator[str]:
    yield f"{one.name}（{one.area}，自 {one.valid_from} 年）"
    told = {
        "含义": one.meaning, "公式": one.formula, "单位": one.unit, "方向": DIRECTIONS[one.direction],
        "层级": "、".join("/".join(level) for level in one.levels), "数据": one.data, "指标值": one.target, "依据": one.regulation,
        "测算": one.measure or "没有", "别名": "、".join(one.aliases) or "没有",
    }  # fmt: skip
    yield from (f"  {name}{'　' * (4 - len(name))}{text}" for name, text in told.items())
