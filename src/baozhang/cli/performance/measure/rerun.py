"""`baozhang performance measure rerun`: kept results taken again and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import add_datasets, add_format, add_measures, measures_of, tell, tell_problems
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from baozhang.performance.measures.measured import Measured
    from baozhang.performance.measures.results import Comparison

NAME: Final = "rerun"
HELP: Final = "复算已保存的结果：逐条比较查询、数据和值有没有变"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    parser.add_argument("results", type=Path, metavar="FILE", help="measure run --record 保存的结果文件；每个测算、期间、参数取最近一条")
    parser.add_argument("--record", action="store_true", help="把复算中有变化的结果也加到这个文件")
    add_datasets(parser)
    add_measures(parser)
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Take them again; exit status 1 when one has changed, 3 when a dataset cannot be used."""
    from baozhang.performance.measures.loading import loaded  # noqa: PLC0415  # DuckDB loads only when needed
    from baozhang.performance.measures.register import read_register  # noqa: PLC0415
    from baozhang.performance.measures.results import SAME, keep, kept_results, latest  # noqa: PLC0415
    from baozhang.performance.measures.running import take  # noqa: PLC0415

    known, kept = measures_of(arguments), latest(kept_results(arguments.results))
    if unknown := sorted({one.measure for one in kept} - known.keys()):
        raise UsageError(f"没有测算 {'、'.join(unknown)}，不能复算；自己的测算请用 --measures 指明文件夹。")
    needs = {name for one in kept for name in known[one.measure].needs}
    with loaded(read_register(arguments.datasets), needs) as data:
        if data.problems:
            return tell_problems(data.problems)
        compared = [_again(one, lambda one: take(known[one.measure], data, one.period, dict(one.parameters))) for one in kept]
    changed = [one for one in compared if one.changes != (SAME,)]
    if arguments.record:
        keep(arguments.results, [one.again for one in changed if one.again is not None])
    tell(arguments, [_values(one) for one in compared], [_line(one) for one in compared])
    return 1 if changed else 0


def _again(kept: Measured, taking: Callable[[Measured], Measured]) -> Comparison:
    """The comparison with what is measured today; where there is no value today, with that reason."""
    from baozhang.performance.measures.results import Comparison, compare  # noqa: PLC0415

    try:
        return compare(kept, taking(kept))
    except UsageError as error:
        return Comparison(kept, None, (f"不能复算（{error}）",))


def _values(one: Comparison) -> Mapping[str, object]:
    return {
        "measure": one.kept.measure,
        "period": str(one.kept.period),
        "parameters": dict(one.kept.parameters),
        "kept": f"{one.kept.value:f}",
        "again": None if one.again is None else f"{one.again.value:f}",
        "unit": one.kept.unit,
        "changes": list(one.changes),
    }


def _line(one: Comparison) -> str:
    named = "、".join(f"{name}＝{value}" for name, value in one.kept.parameters)
    again = one.kept.text if one.again is None else one.again.text
    values = one.kept.text if one.kept.text == again else f"{one.kept.text} → {again}"
    return f"{'、'.join(one.changes)}  {one.kept.title}（{one.kept.period.words}{'；' + named if named else ''}）{values}"
