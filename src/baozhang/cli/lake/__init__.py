"""`baozhang lake`: a corpus of any size, kept as Parquet; one module per action."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.lake import add, audit, compact, export, query, status, verify
from baozhang.cli.parser import add_help

if TYPE_CHECKING:
    import argparse

NAME: Final = "lake"
HELP: Final = "数据湖：收存任意多份文档，整体核对、查询和导出"

_ACTIONS: Final = (add, status, verify, audit, query, export, compact)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their arguments."""
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    for module in _ACTIONS:
        action = actions.add_parser(module.NAME, help=module.HELP, description=module.HELP, add_help=False)
        add_help(action)
        action.add_argument(
            "--lake",
            type=Path,
            default=Path(os.environ.get("BAOZHANG_LAKE", "lake")),
            metavar="DIR",
            help="数据湖所在的文件夹，默认取环境变量 BAOZHANG_LAKE，未设时为当前文件夹下的 lake",
        )
        module.add_arguments(action)
        action.set_defaults(act=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Do what the action says; returns the exit status."""
    status: int = arguments.act(arguments)
    return status
