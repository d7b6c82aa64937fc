"""`baozhang payment`: rows calculated, months prepaid, a year cleared, two sets of parameters compared, one case explained, reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations, run_operation
from baozhang.cli.payment import cases, clear, compare, explain, methods, prepay, report, run_rows

if TYPE_CHECKING:
    import argparse

NAME: Final = "payment"
HELP: Final = "付费：DRG、DIP、床日、人头、包干、集采留用的计算、预付、清算、比较和报告"

run = run_operation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the operations of the verb."""
    operations = Operations(parser)
    for each in (methods, cases, run_rows, prepay, clear, compare, explain, report):
        each.add_arguments(operations)
