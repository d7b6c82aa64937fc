"""`baozhang performance review`: the target forms of budgets, looked through before they are approved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.documents import documents_of
from baozhang.cli.performance.own import add_own, held, last_year

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.errors import InputError
    from baozhang.performance.evaluation import Evaluation

NAME: Final = "review"
HELP: Final = "审核绩效目标表：能否衡量、方向、归类、成本与资金、分值、与上年完成值相比"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_own(parser)
    parser.add_argument("--prior", metavar="FILE", help="上年决算，其自评表的完成值用来比较；绩效账默认与账套里的上年决算账比较")


def run(arguments: argparse.Namespace) -> int:
    """Print the remarks; exit status 1 when there are any, 3 when a file could not be read."""
    from baozhang.performance.evaluation import evaluations_of  # noqa: PLC0415
    from baozhang.performance.review import review  # noqa: PLC0415
    from baozhang.reading import read_file  # noqa: PLC0415

    before = evaluations_of(read_file(arguments.prior), "self") if arguments.prior else []
    prior = {(one.project, line.indicator.name): line.indicator for one in before for line in one.lines}
    prior = prior or ({} if arguments.paths else last_year(arguments))
    unreadable: list[InputError] = []
    remarks = 0
    for title, targets in _targets(arguments, unreadable):
        sys.stdout.write(f"{title}\n" + ("" if targets else "  没有绩效目标表\n"))
        for target in targets:
            found = review(target, prior)
            remarks += len(found)
            sys.stdout.write(f"  {target.project}：{len(found)} 条意见\n")
            sys.stdout.writelines(f"      {one.indicator or '整张表'}：{one.reason}\n" for one in found)
    return 3 if unreadable else 1 if remarks else 0


def _targets(arguments: argparse.Namespace, unreadable: list[InputError]) -> Iterator[tuple[str, list[Evaluation]]]:
    """Titles with the goals to be reviewed: of documents, or of the books."""
    from baozhang.performance.books.evaluating import target_form  # noqa: PLC0415
    from baozhang.performance.evaluation import evaluations_of  # noqa: PLC0415

    if not arguments.paths:
        own = held(arguments)
        yield (
            f"{own.book.department} {own.book.fiscal_year} 年度绩效目标",
            [target_form(one, own.money, own.book.fiscal_year) for one in own.programmes],
        )
    for document in documents_of(arguments.paths, unreadable) if arguments.paths else ():
        yield document.about.title or document.about.file, evaluations_of(document, "target")
