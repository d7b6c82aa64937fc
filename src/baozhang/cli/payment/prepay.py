"""`baozhang payment prepay`: what every hospital is paid month by month before the year is cleared."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from baozhang.cli.output import print_table
from baozhang.cli.payment.inputs import add_budget, add_files, add_parameters, budgets_of, year_of
from baozhang.cli.payment.results import write_table

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("prepay", "月度预付：各机构各月预付额，结果可作为 clear 的 --accounts", _run)
    add_files(parser)
    add_parameters(parser)
    add_budget(parser)


def _run(arguments: argparse.Namespace) -> int:
    import pyarrow as pa  # noqa: PLC0415

    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415
    from baozhang.operations.payment.years import prepay  # noqa: PLC0415

    parameters, year = year_of(arguments)
    months = prepay(year, budgets_of(arguments.budget))
    carried = {"scheme": year.rows["scheme"][0].as_py(), "parameters": parameters.header.label} if months else {}
    rows = [
        {
            "hospital": each.hospital,
            "insurance": each.pool,
            "month": each.month,
            "cases": each.cases,
            "applied": each.applied,
            "prepaid": each.prepaid,
            **carried,
            "trail": each.trail,
        }
        for each in months
    ]
    write_table(arguments.output, pa.Table.from_pylist(rows))
    sys.stdout.write(f"{parameters.header.title}（{parameters.header.label}）：{len(rows):,} 行，写入 {arguments.output}\n\n")
    names = sorted({each.month for each in months})
    sums = [(month, [each for each in months if each.month == month]) for month in names]
    lines = [[month, f"{sum(each.cases for each in mine):,}", yuan(sum(each.prepaid for each in mine))] for month, mine in sums]
    total = ["合计", f"{sum(each.cases for each in months):,}", yuan(sum(each.prepaid for each in months))]
    print_table([["月份", "例数", "预付"], *lines, total], right=[1, 2])
    return 0
