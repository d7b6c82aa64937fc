"""`baozhang performance measure plan`: all measures of a year at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import add_datasets, add_measures, measures_of, tell, tell_problems
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from baozhang.performance.measures.measured import Measured
    from baozhang.performance.measures.plans import Planned

NAME: Final = "plan"
HELP: Final = "按测算计划一次计算全年的指标；不能计算的逐个说明原因"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    parser.add_argument("plan", type=Path, metavar="FILE", help="测算计划（TOML）：每个指标用哪个测算、什么参数")
    parser.add_argument("--record", type=Path, metavar="FILE", help="把结果加到这个文件，供复算比较")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="每个结果写一个 JSON 文件到这个文件夹，可作为佐证材料导入绩效账")
    add_datasets(parser)
    add_measures(parser)
    parser.add_argument("--format", choices=["text", "json", "csv"], default="text", help="输出格式，默认 text")


def run(arguments: argparse.Namespace) -> int:
    """Take them; exit status 1 when one has no value, 3 when a dataset cannot be used."""
    from baozhang.performance.measures.loading import loaded  # noqa: PLC0415  # DuckDB loads only when needed
    from baozhang.performance.measures.plans import read_plan  # noqa: PLC0415
    from baozhang.performance.measures.register import read_register  # noqa: PLC0415
    from baozhang.performance.measures.results import keep  # noqa: PLC0415
    from baozhang.performance.measures.running import take  # noqa: PLC0415

    plan = read_plan(arguments.plan, measures_of(arguments))
    taken: list[tuple[Planned, Measured | None, str]] = []
    with loaded(read_register(arguments.datasets), {name for one in plan for name in one.measure.needs}) as data:
        if data.problems:
            return tell_problems(data.problems)
        for one in plan:
            try:
                taken.append((one, take(one.measure, data, one.period, one.given), ""))
            except UsageError as error:
                taken.append((one, None, str(error)))
    done = [(one, result) for one, result, _ in taken if result is not None]
    if arguments.folder:
        _write(arguments.folder, done)
    if arguments.record:
        keep(arguments.record, [result for _, result in done])
    _tell(arguments, taken)
    return 0 if len(done) == len(taken) else 1


def _write(folder: Path, done: Sequence[tuple[Planned, Measured]]) -> None:
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415
    from baozhang.performance.measures.measured import measured_values  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"不能建立文件夹 {folder}（{error.strerror}）。") from error
    for one, result in done:
        with whole_file(folder / one.file) as out:
            out.write((json.dumps(measured_values(result), ensure_ascii=False, indent=1) + "\n").encode())


def _tell(arguments: argparse.Namespace, taken: Sequence[tuple[Planned, Measured | None, str]]) -> None:
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415

    values: list[Mapping[str, object]] = [
        {
            "indicator": one.indicator,
            "measure": one.measure.id,
            "value": result and f"{result.value:f}",
            "unit": result and result.unit,
            "why": why,
            "evidence": result and result.evidence,
        }
        for one, result, why in taken
    ]
    rows = [[one.indicator, result and result.value, (result and result.unit) or "", one.measure.id] for one, result, _ in taken]
    missing = [f"没有值  {one.indicator}：{why}" for one, _, why in taken if why]
    tell(arguments, values, [*tabulated(["指标", "值", "单位", "测算"], rows), *missing])
