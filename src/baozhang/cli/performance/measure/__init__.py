"""`baozhang performance measure`: actual values computed from registered datasets; one module per action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.parser import add_help
from baozhang.cli.performance.measure import check, listing, planned, rerun, results, running, show

if TYPE_CHECKING:
    import argparse

NAME: Final = "measure"
HELP: Final = "测算：用登记的数据集计算指标的完成值，保存结果并复算"

_ACTIONS: Final = (listing, show, check, running, planned, rerun, results)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the verb."""
    actions = parser.add_subparsers(dest="step", metavar="步骤", required=True, parser_class=type(parser))
    for module in _ACTIONS:
        action = actions.add_parser(module.NAME, help=module.HELP, description=module.HELP, add_help=False)
        add_help(action)
        module.add_arguments(action)
        action.set_defaults(step_run=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Do what the step says; returns the exit status."""
    status: int = arguments.step_run(arguments)
    return status
