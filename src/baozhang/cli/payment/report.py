"""`baozhang payment report`: indicators of a year by hospital, department, month and group."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from baozhang.cli.output import print_table
from baozhang.cli.payment.inputs import accounts_of, add_accounts, add_budget, add_files, add_parameters, budgets_of, year_of
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("report", "付费指标：CMI、费用和时间消耗指数、高低倍率、覆盖情况，按机构、科室、月份、病组", _run)
    add_files(parser, output=None)
    add_parameters(parser)
    add_budget(parser)
    add_accounts(parser)
    parser.add_argument("--title", metavar="TEXT", help="报告标题")
    parser.add_argument("--output", action="append", default=[], metavar="FILE", help="带图的网页（.html）或工作簿（.xlsx），可以写几次")


def _run(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.indicators import indicators  # noqa: PLC0415
    from baozhang.operations.payment.years import CasesYear  # noqa: PLC0415
    from baozhang.publishing.payment.files import INDICATORS, check_suffix, write_indicators  # noqa: PLC0415
    from baozhang.publishing.payment.indicator_page import FIGURES, cells  # noqa: PLC0415

    for path in arguments.output:
        check_suffix(path, INDICATORS)
    parameters, year = year_of(arguments)
    if not isinstance(year, CasesYear):
        raise UsageError(f"{parameters.header.title}不按病例付费，没有这些指标；report 适用于 DRG 和 DIP。")
    budgets = budgets_of(arguments.budget)
    amounts = year.cleared(budgets, accounts_of(arguments, budgets)).amounts if budgets else None
    found = indicators(year.priced, amounts)
    header = parameters.header
    title = arguments.title or f"{header.method}付费指标"
    for path in arguments.output:
        write_indicators(path, found, title, [f"{header.title}（{header.label}），分组方案 {year.priced.scheme}", f"依据：{header.source}"])
    lines = [[line.owner, *cells(line)] for line in (*found.hospitals, *([found.total] if found.total else []))]
    print_table([["医疗机构", *FIGURES], *lines], right=range(1, len(FIGURES) + 1))
    for path in arguments.output:
        sys.stderr.write(f"报告已写入 {path}\n")
    return 0
