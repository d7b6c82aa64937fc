"""`baozhang lake`: a corpus of any size, kept as Parquet; one module per action."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.lake import add, audit, compact, export, query, status, verify
from baozhang.cli.operations import Operations, add_operations, run_operation

if TYPE_CHECKING:
    import argparse

NAME: Final = "lake"
HELP: Final = "数据湖：收存任意多份文档，整体核对、查询和导出"

_ACTIONS: Final = (add, status, verify, audit, query, export, compact)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their arguments."""
    add_operations(Operations(parser), _ACTIONS, _add_lake)


def _add_lake(parser: argparse.ArgumentParser) -> None:
    """The option that says where the lake is."""
    meaning = "数据湖所在的文件夹，默认取环境变量 BAOZHANG_LAKE，未设时为当前文件夹下的 lake"
    parser.add_argument("--lake", type=Path, default=Path(os.environ.get("BAOZHANG_LAKE", "lake")), metavar="DIR", help=meaning)


run = run_operation
