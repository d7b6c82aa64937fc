"""`baozhang lake verify`: whether everything is there, and as it was written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.lake.add import add_no_wait, say_waiting
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.facts.lake import Lake
    from baozhang.facts.lake.verify import Verification

NAME: Final = "verify"
HELP: Final = "检查数据湖：每个文件的内容、行数和相互关系，以及被中断的进程留下的文件"

_SHOWN: Final = 50
_ADD: Final = "；请再次运行 lake add，重新读取它们。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--repair", action="store_true", help="删除被中断的进程留下的文件；移出损坏的数据，下次 lake add 时重新读取")
    add_no_wait(parser)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything, say what is wrong, and repair it where that is asked for."""
    from baozhang.facts.lake import Lake  # noqa: PLC0415  # Arrow loads only when needed
    from baozhang.facts.lake.verify import repair, verify  # noqa: PLC0415

    lake = Lake(arguments.lake)
    if arguments.repair:
        with lake.writer(None if arguments.no_wait else say_waiting):
            found = verify(lake, idle=True)
            _tell(found)
            forgotten = repair(lake, found)
        sys.stdout.write(f"已删除遗留文件 {len(found.leftovers or ())} 个，移出损坏的文档 {forgotten} 份{_ADD if forgotten else '。'}\n")
        return 0
    found = _look(lake)
    _tell(found)
    return 1 if found.problems else 0


def _look(lake: Lake) -> Verification:
    """Without waiting for a writer: while one is at work, its unfinished files cannot be told from leftovers."""
    from baozhang.facts.lake.verify import verify  # noqa: PLC0415

    try:
        with lake.writer():
            return verify(lake, idle=True)
    except UsageError:
        return verify(lake, idle=False)


def _tell(found: Verification) -> None:
    sys.stdout.write(f"已检查 {found.segments} 段 {found.files} 个数据文件，{found.documents} 份文档。\n")
    for problem in found.problems[:_SHOWN]:
        sys.stdout.write(f"有误　{problem.what}\n")
    if len(found.problems) > _SHOWN:
        sys.stdout.write(f"另有 {len(found.problems) - _SHOWN} 处。\n")
    if found.leftovers is None:
        sys.stdout.write("另一个进程正在写，未检查遗留文件。\n")
    elif found.leftovers:
        sys.stdout.write(f"有 {len(found.leftovers)} 个被中断的进程留下的文件，不影响数据；可用 --repair 删除。\n")
    sys.stdout.write("数据湖有损坏，请用 --repair 移出后重新读取。\n" if found.problems else "数据湖完好。\n")
