"""`baozhang layouts`: the layouts, listed or shown one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.terminal import terminal_style
from baozhang.errors import UsageError
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.layouts import layouts

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
            sys.stdout.write(f"{layout.id:<18}{_STAGES[layout.stage]}　{len(layout.statements):>2} 张表　{layout.title}\n")
        return 0
    if arguments.id not in known:
        why = f"没有版式 {arguments.id}" if arguments.id else "没有写明版式编号"
        raise UsageError(f"{why}。请用 baozhang layouts list 查看全部版式。")
    _show(known[arguments.id])
    return 0


def _show(layout: Layout) -> None:
    from baozhang.auditing.reports.shown import hanging  # noqa: PLC0415  # the list needs none of it

    width, _ = terminal_style()
    sys.stdout.write(f"{layout.title}（{layout.id}），自 {layout.valid_from} 年起，金额单位：{layout.unit}\n")
    sys.stdout.write(hanging("来源：", layout.source, width) + "\n")
    for printed in layout.statements:
        words = "、".join(labels().column(column, printed.id, layout.stage) for column in printed.columns)
        sys.stdout.write(f"\n{printed.number or '（无表号）'}　{printed.title}\n{hanging('  栏目：', words, width)}\n")
