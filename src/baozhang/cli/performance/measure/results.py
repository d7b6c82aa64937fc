"""`baozhang performance measure results`: the results of a file, as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.measure.options import add_format, tell

if TYPE_CHECKING:
    import argparse

NAME: Final = "results"
HELP: Final = "列出保存的结果（先校验没有被改动），每条一句依据，可直接填入绩效表"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the step."""
    parser.add_argument("results", type=Path, metavar="FILE", help="measure run --record 保存的结果文件")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """List them; exit status 3 when the file was changed behind our back."""
    from baozhang.performance.measures.measured import measured_values  # noqa: PLC0415
    from baozhang.performance.measures.results import kept_results  # noqa: PLC0415

    found = kept_results(arguments.results)
    tell(arguments, [measured_values(one) for one in found], [one.evidence for one in found])
    return 0
