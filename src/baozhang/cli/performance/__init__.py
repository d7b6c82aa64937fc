"""`baozhang performance`: targets, scores and evaluations; one module per action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.parser import add_help
from baozhang.cli.performance import importing, init, library, measure, monitor, report, review, schemes, score, use

if TYPE_CHECKING:
    import argparse

NAME: Final = "performance"
HELP: Final = "预算绩效：绩效目标、监控、测算、自评与评价，复核已公开的得分"

_ACTIONS: Final = (init, importing, review, monitor, score, report, use, schemes, library, measure)
"""Modules with NAME, HELP, add_arguments and run, as the verbs themselves."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the verb."""
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True, parser_class=type(parser))
    for module in _ACTIONS:
        action = actions.add_parser(module.NAME, help=module.HELP, description=module.HELP, add_help=False)
        add_help(action)
        module.add_arguments(action)
        action.set_defaults(act=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the action and return its exit status."""
    status: int = arguments.act(arguments)
    return status
