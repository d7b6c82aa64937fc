"""`baozhang performance schemes`: the scoring schemes known."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

NAME: Final = "schemes"
HELP: Final = "列出评分办法及其来源"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The action has no arguments."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """List them; returns the exit status."""
    from baozhang.performance.schemes import schemes  # noqa: PLC0415  # the taxonomy is read when it is needed

    del arguments
    for one in schemes().values():
        sys.stdout.write(f"{one.id}\n    {one.title}\n    来源：{one.source}；自 {one.valid_from} 年度起\n")
    return 0
