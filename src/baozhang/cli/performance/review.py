"""`baozhang performance review`: the target forms of budgets, looked through before they are approved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "review"
HELP: Final = "审核绩效目标表：能否衡量、方向、归类、成本与资金、分值、与上年完成值相比"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="含有绩效目标表的预算文件，或存放它们的文件夹")
    parser.add_argument("--prior", metavar="FILE", help="上年决算，其自评表的完成值用来比较")


def run(arguments: argparse.Namespace) -> int:
    """Print the remarks; exit status 1 when there are any, 3 when a file could not be read."""
    from baozhang.cli.batches import read_outcome  # noqa: PLC0415  # reading loads only when needed
    from baozhang.cli.files import files_of  # noqa: PLC0415
    from baozhang.performance.evaluation import evaluations_of  # noqa: PLC0415
    from baozhang.performance.review import review  # noqa: PLC0415
    from baozhang.reading import read_file  # noqa: PLC0415

    before = evaluations_of(read_file(arguments.prior), "self") if arguments.prior else []
    prior = {(one.project, line.indicator.name): line.indicator for one in before for line in one.lines}
    sources = list(files_of(arguments.paths))
    if not sources:
        raise UsageError("给出的文件夹里没有文件。")
    unreadable = remarks = 0
    for source in sources:
        outcome = read_outcome(source)
        if isinstance(outcome, InputError):
            unreadable += 1
            sys.stderr.write(f"未能读取 {outcome}\n")
            continue
        targets = evaluations_of(outcome, "target")
        sys.stdout.write(f"{outcome.about.title or outcome.about.file}\n" + ("" if targets else "  没有绩效目标表\n"))
        for target in targets:
            found = review(target, prior)
            remarks += len(found)
            sys.stdout.write(f"  {target.project}：{len(found)} 条意见\n")
            sys.stdout.writelines(f"      {one.indicator or '整张表'}：{one.reason}\n" for one in found)
    return 3 if unreadable else 1 if remarks else 0
