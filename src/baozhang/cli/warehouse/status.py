"""`baozhang warehouse status`: what is in the warehouse."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.output import print_table

if TYPE_CHECKING:
    import argparse

    from baozhang.operations.warehouse import Warehouse

NAME: Final = "status"
HELP: Final = "数据仓库里有什么：各数据集的行数、月份、占用空间，历次导入"

_MB: Final = 1024 * 1024
_LOADS_SHOWN: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")


def run(arguments: argparse.Namespace, warehouse: Warehouse) -> int:
    """Show the figures; returns the exit status."""
    from baozhang.operations.warehouse import datasets  # noqa: PLC0415  # Arrow loads only when needed
    from baozhang.operations.warehouse.status import contents  # noqa: PLC0415

    loads = warehouse.loads
    found = contents(loads)
    if arguments.format == "json":
        listed = [{"load": load.name, "made": load.made, "note": load.note, "files": len(load.origins)} for load in loads]
        sys.stdout.write(json.dumps({"datasets": [one._asdict() for one in found], "loads": listed}, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write(f"数据仓库 {warehouse.root}：{len(loads)} 次导入\n")
    if not loads:
        sys.stdout.write("还没有数据。用 warehouse load 导入，或用 city generate 生成合成城市。\n")
        return 0
    rows = [
        [datasets()[one.dataset].title, one.dataset, f"{one.rows:,}", f"{one.months or ''}", one.first, one.last, f"{one.bytes / _MB:,.1f}"]
        for one in found
    ]
    print_table([["数据集", "名称", "行数", "月数", "自", "至", "MB"], *rows], right=[2, 3, 6])
    sys.stdout.write("\n")
    shown = [[load.name, load.made, load.note or "、".join(origin.file for origin in load.origins[:3])] for load in loads[-_LOADS_SHOWN:]]
    print_table([["导入", "时间（UTC）", "内容"], *shown])
    return 0
