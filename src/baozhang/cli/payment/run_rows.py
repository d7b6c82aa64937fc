"""`baozhang payment run`: every row calculated, with its arithmetic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from baozhang.cli.payment.inputs import add_files, add_parameters, year_of
from baozhang.cli.payment.results import write_table

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("run", "逐例（逐机构、逐月）计算点数、分值或支付标准，写出算式", _run)
    add_files(parser)
    add_parameters(parser)


def _run(arguments: argparse.Namespace) -> int:
    parameters, year = year_of(arguments)
    write_table(arguments.output, year.rows)
    sys.stdout.write(f"{parameters.header.title}（{parameters.header.label}）：{year.rows.num_rows:,} 行，写入 {arguments.output}\n")
    return 0
