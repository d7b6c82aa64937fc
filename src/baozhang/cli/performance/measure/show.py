"""`baozhang performance measure show`: what a measure means and how it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import DIRECTIONS, add_measures, measure_of, tell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.performance.measures.measure import Measure

NAME: Final = "show"
HELP: Final = "说明一个测算：含义、公式、参数、依据和查询语句"

_TIMINGS: Final = {"flow": "期间累计，各期可以相加", "span": "期间内去重或以期末为界，各期不能相加", "stock": "期末时点"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    parser.add_argument("measure", metavar="ID", help="测算编号")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")
    add_measures(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show it; returns the exit status."""
    one = measure_of(arguments, arguments.measure)
    values = {
        "measure": one.id, "title": one.title, "kind": one.kind, "unit": one.unit, "decimals": one.decimals, "direction": one.direction,
        "timing": one.timing, "meaning": one.meaning, "formula": one.formula,
        "parameters": [
            {"name": each.name, "type": each.type, "choices": list(each.choices), "default": each.default, "meaning": each.meaning}
            for each in one.parameters
        ],
        "needs": list(one.needs), "source": one.source, "answers": list(one.answers), "query_digest": one.digest, "sql": one.sql,
    }  # fmt: skip
    tell(arguments, [values], list(_lines(one)), "measures")
    return 0


def _lines(one: Measure) -> Iterator[str]:
    yield f"{one.title}（{one.id}）"
    yield f"  含义    {one.meaning}"
    yield f"  公式    {one.formula}"
    yield f"  单位    {one.shown_unit}，{one.decimals} 位小数，四舍五入"
    yield f"  方向    {DIRECTIONS[one.direction]}；{_TIMINGS[one.timing]}"
    for each in one.parameters:
        choices = f"；可取 {'、'.join(each.choices)}" if each.choices else ""
        default = "；必须写明" if each.default is None else f"；默认 {each.default}"
        meaning = "" if each.meaning == each.name else f"：{each.meaning}"
        yield f"  参数    {each.name}{meaning}{choices}{default}"
    yield f"  数据集  {'、'.join(one.needs)}"
    yield f"  依据    {one.source}"
    yield f"  可用于  {'、'.join(one.answers)}"
    yield f"  查询    SHA-256 {one.digest}"
    yield ""
    yield from (f"    {line}" for line in one.sql.splitlines())
