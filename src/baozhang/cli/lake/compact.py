"""`baozhang lake compact`: small files become large ones, and rows that no longer count go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.lake.add import add_no_wait, say_waiting

if TYPE_CHECKING:
    import argparse

NAME: Final = "compact"
HELP: Final = "整理数据湖：合并小文件，去掉失效的行；不影响正在读的进程"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--drop-superseded", action="store_true", help="删除已被新版本取代的文档")
    add_no_wait(parser)


def run(arguments: argparse.Namespace) -> int:
    """Merge what is small and leave out what no longer counts."""
    from baozhang.facts.lake import Lake  # noqa: PLC0415
    from baozhang.facts.lake.compact import compact  # noqa: PLC0415

    lake = Lake(arguments.lake)
    before = after = 0
    with lake.writer(None if arguments.no_wait else say_waiting) as writer:
        for merged, into in compact(lake, writer, drop_superseded=arguments.drop_superseded):
            before, after = before + merged, after + into
            sys.stderr.write(f"已合并 {before} 段为 {after} 段\n")
    told = f"{before} 段合并为 {after} 段；旧文件一小时后在下次写入时删除。" if before else "没有需要合并的段。"
    sys.stdout.write(f"{told}\n")
    return 0
