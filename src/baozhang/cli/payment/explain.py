"""`baozhang payment explain`: the arithmetic of one case, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.cli.output import tell_steps
from baozhang.cli.payment.inputs import accounts_of, add_accounts, add_budget, add_files, add_parameters, budgets_of, year_of
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("explain", "逐步写出一个病例的算式；写了 --budget 时算到基金应付", _run)
    add_files(parser, output=None)
    add_parameters(parser)
    add_budget(parser)
    add_accounts(parser)
    parser.add_argument("--id", required=True, metavar="ID", help="病例编号")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")


def _run(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.case_files import read_relation  # noqa: PLC0415
    from baozhang.operations.payment.explaining import explain, explain_bed_days, row_of  # noqa: PLC0415
    from baozhang.operations.payment.relations import CASES  # noqa: PLC0415
    from baozhang.operations.payment.years import BedDaysYear, CasesYear  # noqa: PLC0415

    _, year = year_of(arguments)
    budgets = budgets_of(arguments.budget)
    match year:
        case CasesYear(priced):
            given = row_of(read_relation(Path(arguments.input), CASES), arguments.id)
            cleared = year.cleared(budgets, accounts_of(arguments, budgets)) if budgets else None
            steps = explain(priced, given, cleared)
        case BedDaysYear(_, parameters, scheme):
            given = row_of(read_relation(Path(arguments.input), CASES), arguments.id)
            steps, _ = explain_bed_days(parameters, given, scheme=scheme)
        case _:
            raise UsageError("这种付费方式没有病例；各行的算式在 payment run 结果的 trail 列。")
    tell_steps([(step.topic, step.text) for step in steps], {"id": arguments.id}, arguments.format)
    return 0
