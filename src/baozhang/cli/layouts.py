"""`baozhang layouts`: the layouts, listed or shown one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.taxonomy.layouts import layouts
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    import argparse

    from baozhang.taxonomy.layouts import Layout

NAME: Final = "layouts"
HELP: Final = "列出已知的公开版式，或显示一种版式的表号、表名和栏目"

_STAGES: Final = {"final": "决算", "budget": "预算"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("action", nargs="?", choices=["list", "show"], default="list", help="list 列出全部，show 显示一种，默认 list")
    parser.add_argument("id", nargs="?", metavar="ID", help="版式编号，例如 national-final")


def run(arguments: argparse.Namespace) -> int:
    """List the layouts or show one."""
    known = layouts()
    if arguments.action == "list":
        for layout in known.values():
            sys.stdout.write(f"{layout.id:<18}{_STAGES[layout.stage]}　{len(layout.statements):>2}张表　{layout.title}\n")
        return 0
    if arguments.id not in known:
        raise UsageError(f"没有版式 {arguments.id or '（未写编号）'}。请用 baozhang layouts list 查看全部版式。")
    _show(known[arguments.id])
    return 0


def _show(layout: Layout) -> None:
    sys.stdout.write(f"{layout.title}（{layout.id}），自{layout.valid_from}年起，金额单位{layout.unit}\n来源：{layout.source}\n")
    for printed in layout.statements:
        definition = statements()[printed.id]
        words = "、".join(definition.column(column).headers[0] for column in printed.columns)
        sys.stdout.write(f"\n{printed.number or '（无表号）'}　{printed.title}\n  栏目：{words}\n")
