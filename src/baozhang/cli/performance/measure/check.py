"""`baozhang performance measure check`: whether the registered datasets can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import add_datasets, tell, tell_problems

if TYPE_CHECKING:
    import argparse

NAME: Final = "check"
HELP: Final = "检查数据集：逐行核对类型、缺值、取值范围、主键和登记的检查"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="数据集名称；不写则检查所有登记的数据集")
    add_datasets(parser)
    parser.add_argument("--format", choices=["text", "json", "csv"], default="text", help="输出格式，默认 text")


def run(arguments: argparse.Namespace) -> int:
    """Check them; exit status 3 when one cannot be used."""
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415
    from baozhang.performance.measures.loading import loaded  # noqa: PLC0415  # DuckDB loads only when needed
    from baozhang.performance.measures.register import read_register  # noqa: PLC0415

    register = read_register(arguments.datasets)
    with loaded(register, arguments.names or register.datasets) as data:
        if data.problems:
            return tell_problems(data.problems)
        values = [
            {"dataset": name, "title": register.datasets[name].title, "rows": state.rows, "digest": state.digest}
            for name, state in data.states.items()
        ]
    rows = [[each["dataset"], each["title"], each["rows"], str(each["digest"])[:12]] for each in values]
    tell(arguments, values, list(tabulated(["数据集", "名称", "行数", "摘要"], rows)), "datasets")
    return 0
