"""`baozhang year`: the books of a budget year. One module per action; whoever adds an action adds its module to `ACTIONS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.parser import Parser, add_help
from baozhang.cli.year import (
    approve,
    carry,
    check,
    close,
    compiling,
    diff,
    export,
    importing,
    init,
    log,
    publish,
    reverse,
    status,
    template,
    upgrade,
    versions,
)

if TYPE_CHECKING:
    import argparse

NAME: Final = "year"
HELP: Final = "年度账：建账、导入、执行控制、结账、编制公开文本、核对、公开和导出"

ACTIONS: Final = (
    init,
    template,
    importing,
    export,
    status,
    reverse,
    close,
    carry,
    log,
    compiling,
    check,
    approve,
    publish,
    diff,
    versions,
    upgrade,
)
"""Modules with NAME, HELP, add_arguments and run, as the verbs themselves."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the verb."""
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True, parser_class=Parser)
    for module in ACTIONS:
        action = actions.add_parser(module.NAME, help=module.HELP, description=module.HELP, add_help=False)
        add_help(action)
        module.add_arguments(action)
        action.set_defaults(act=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the action and return its exit status."""
    done: int = arguments.act(arguments)
    return done
