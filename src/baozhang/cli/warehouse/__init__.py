"""`baozhang warehouse`: the data of the business, kept as Parquet; one module per action."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations, add_operations
from baozhang.cli.warehouse import load, query, status, undo, verify

if TYPE_CHECKING:
    import argparse

NAME: Final = "warehouse"
HELP: Final = "数据仓库：收存参保、就诊、结算、费用明细等业务数据，查询和检查"

_ACTIONS: Final = (load, status, verify, query, undo)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their arguments."""
    add_operations(Operations(parser), _ACTIONS, add_warehouse)


def add_warehouse(parser: argparse.ArgumentParser) -> None:
    """The option that says where the warehouse is."""
    meaning = "数据仓库所在的文件夹，默认取环境变量 BAOZHANG_WAREHOUSE，未设时为数据目录下的 warehouse"
    parser.add_argument("--warehouse", type=Path, default=None, metavar="DIR", help=meaning)


def run(arguments: argparse.Namespace) -> int:
    """Do what the action says; returns the exit status."""
    from baozhang.operations.warehouse import Warehouse  # noqa: PLC0415  # Arrow loads only when needed
    from baozhang.operations.warehouse.store import warehouse_folder  # noqa: PLC0415

    status: int = arguments.operate(arguments, Warehouse(arguments.warehouse or warehouse_folder()))
    return status
