"""`baozhang payment clear`: the year cleared, its ledger, and the report for the hospitals and the finance office."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from baozhang.cli.output import print_table
from baozhang.cli.payment.inputs import accounts_of, add_accounts, add_budget, add_files, add_parameters, budgets_of, year_of
from baozhang.cli.payment.results import MONEY, plain, write_lines
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations
    from baozhang.operations.payment.clearing.ledger import Clearing


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("clear", "年终清算：分配预算，写出台账，各账户之和等于预算（分毫不差）", _run)
    add_files(parser, output="台账（.csv、.xlsx）")
    add_parameters(parser)
    add_budget(parser)
    add_accounts(parser)
    parser.add_argument(
        "--report", action="append", default=[], metavar="FILE", help="清算报告和各机构对账单（.docx、.pdf、.html、.xlsx），可以写几次"
    )
    parser.add_argument("--title", metavar="TEXT", help="清算报告的标题")
    parser.add_argument("--date", type=_date, metavar="DATE", help="清算报告的日期，例如 2025-06-30；不写为今天")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date 应写成 2025-06-30 这样，不能是 {text}。") from error


def _run(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415
    from baozhang.publishing.payment.files import CLEARING, check_suffix, write_clearing  # noqa: PLC0415

    for path in arguments.report:
        check_suffix(path, CLEARING)
    parameters, year = year_of(arguments)
    budgets = budgets_of(arguments.budget)
    cleared = year.clear(budgets, accounts_of(arguments, budgets))
    header = ["险种", "账户", "项目", "金额（元）", "分组方案", "参数", "算式"]
    lines = [[e.pool, e.account, e.kind, plain(e.fen), e.scheme, e.parameters, e.trail] for e in cleared.entries]
    write_lines(arguments.output, header, lines, {3: MONEY})
    sys.stdout.write(f"{parameters.header.title}（{parameters.header.label}），台账 {len(lines):,} 笔，写入 {arguments.output}\n")
    if arguments.report:
        from baozhang.publishing.payment.clearing_report import about_clearing  # noqa: PLC0415

        about = about_clearing(cleared, parameters.header, year.rows.num_rows, cleared.entries[0].scheme)
        title = arguments.title or f"{parameters.header.method}付费年终清算报告"
        for path in arguments.report:
            write_clearing(path, cleared, title, about, arguments.date or datetime.now(tz=UTC).date())
    sys.stdout.write(f"台账摘要 {cleared.digest[:16]}\n\n")
    owed = cleared.owed()
    print_table([["账户", "清算应付"], *([name, yuan(fen)] for name, fen in owed.items()), ["合计", yuan(sum(owed.values()))]], right=[1])
    sys.stdout.writelines(f"\n{each}" for each in cleared.values)
    sys.stdout.write("\n" if cleared.values else "")
    _tell_fund(cleared)
    return 0


def _tell_fund(cleared: Clearing) -> None:
    from baozhang.operations.payment.arithmetic import yuan  # noqa: PLC0415
    from baozhang.operations.payment.clearing.ledger import FUND  # noqa: PLC0415

    sys.stdout.write("\n")
    fund = [[kind, yuan(fen)] for kind, fen in cleared.sums(FUND).items()]
    if fund:
        print_table([["基金账户", "金额"], *fund], right=[1])
    for pool, budget in cleared.budget.items():
        accounted = cleared.accounted()[pool]
        agree = "相符" if accounted == budget else f"相差 {yuan(accounted - budget)}"
        sys.stdout.write(f"核对{f'（{pool}）' if pool else ''}：各账户合计 {yuan(accounted)}，预算 {yuan(budget)}，{agree}\n")
