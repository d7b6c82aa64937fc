"""`baozhang year`: the books of a budget year. One module per action; whoever adds an action adds its module to `ACTIONS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations, add_operations, run_operation
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
    add_operations(Operations(parser), ACTIONS)


run = run_operation
