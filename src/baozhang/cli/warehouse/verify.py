"""`baozhang warehouse verify`: whether everything is there, as it was written, and goes together."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.output import print_table

if TYPE_CHECKING:
    import argparse

    from baozhang.operations.warehouse import Warehouse

NAME: Final = "verify"
HELP: Final = "检查数据仓库：每个文件的内容，编号是否重复，各数据集是否对得上，金额是否相等"

_FOUND: Final = 1
_SHOWN: Final = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--files-only", action="store_true", help="只检查文件，不检查内容")


def run(arguments: argparse.Namespace, warehouse: Warehouse) -> int:
    """Look at everything and say what is wrong; returns the exit status."""
    from baozhang.operations.warehouse.verifying import damaged_files, inconsistencies  # noqa: PLC0415  # Arrow and DuckDB

    loads = warehouse.loads
    damaged = list(damaged_files(loads))
    files = sum(len(load.parts) for load in loads)
    sys.stdout.write(f"已检查 {len(loads)} 次导入的 {files:,} 个文件：{f'{len(damaged)} 个有误' if damaged else '完好'}。\n")
    sys.stdout.writelines(f"有误　{one.file}：{one.why}\n" for one in damaged[:_SHOWN])
    if damaged:
        sys.stdout.write("文件损坏，请从备份恢复该次导入的文件夹，或删除该文件夹后重新导入。\n")
        return _FOUND
    if arguments.files_only:
        return 0
    counted = inconsistencies(warehouse)
    rows = [[one.title, f"{one.rows:,}" if one.rows else "无"] for one in counted]
    print_table([["检查", "不符的行"], *rows], right=[1])
    return _FOUND if any(one.rows for one in counted) else 0
