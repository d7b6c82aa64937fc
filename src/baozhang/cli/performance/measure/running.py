"""`baozhang performance measure run`: a measure taken over a period."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import add_datasets, add_format, add_measures, measure_of, tell, tell_problems
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from baozhang.performance.measures.measured import Measured

NAME: Final = "run"
HELP: Final = "计算一个指标，列出结果、分子分母和依据；--record 把结果存入只增不改的文件"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    parser.add_argument("measure", metavar="ID", help="测算编号，见 measure list")
    parser.add_argument(
        "--period", required=True, metavar="PERIOD", help="期间：2024、2024Q1、2024-03 或 2024-01-01..2024-06-30，首尾两日都在内"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="参数的值，可写多次；没有默认值的参数必须写明")
    parser.add_argument("--record", type=Path, metavar="FILE", help="把结果加到这个文件，供复算比较和作为绩效表的依据")
    add_datasets(parser)
    add_measures(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Take the measure; exit status 3 when a dataset cannot be used."""
    from baozhang.performance.measures.loading import loaded  # noqa: PLC0415  # DuckDB loads only when needed
    from baozhang.performance.measures.measured import measured_values  # noqa: PLC0415
    from baozhang.performance.measures.period import parse_period  # noqa: PLC0415
    from baozhang.performance.measures.register import read_register  # noqa: PLC0415
    from baozhang.performance.measures.results import keep  # noqa: PLC0415
    from baozhang.performance.measures.running import take  # noqa: PLC0415

    measure, period, given = measure_of(arguments, arguments.measure), parse_period(arguments.period), settings(arguments.set)
    measure.bound(given)
    with loaded(read_register(arguments.datasets), measure.needs) as data:
        if data.problems:
            return tell_problems(data.problems)
        result = take(measure, data, period, given)
    if arguments.record:
        keep(arguments.record, [result])
        sys.stderr.write(f"结果已存入 {arguments.record}\n")
    tell(arguments, [measured_values(result)], list(lines(result)))
    return 0


def settings(given: Sequence[str]) -> dict[str, str]:
    """`name=value` pairs; UsageError for one that is none or comes twice."""
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name in found:
            raise UsageError(f"--set 应写作 参数=值，每个参数一次，不能是“{text}”。")
        found[name] = value
    return found


def lines(one: Measured) -> Iterator[str]:
    """A result for a reader."""
    yield f"{one.title}（{one.measure}）  {one.text}"
    yield f"  期间    {one.period.words}"
    if one.denominator is not None:
        yield f"  分子    {one.numerator:,f}"
        yield f"  分母    {one.denominator:,f}"
    if one.interval is not None:
        sample = f"有效样本 {one.interval.sample:,} 份"
        yield f"  区间    {one.interval.low:f}～{one.interval.high:f}{one.unit}（{one.interval.confidence}% 置信，{sample}）"
    yield from (f"  其中    {name} {value:,f}" for name, value in one.parts)
    yield from (f"  参数    {name}＝{value}" for name, value in one.parameters)
    yield from (f"  数据集  {each.name}  {each.rows:,} 行  {each.digest[:12]}" for each in one.datasets)
    yield f"  依据    查询 {one.query_digest[:12]}，数据 {one.data_digest[:12]}，{one.measured_at:%Y-%m-%d %H:%M:%S} UTC"
