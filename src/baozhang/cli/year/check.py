"""`baozhang year check`: the audit of a compiled version; only one without errors and gaps becomes 已核对."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, opened
from baozhang.cli.year.shelves import add_number, add_shelf, now, number_of, person, shelf_of

if TYPE_CHECKING:
    import argparse

NAME: Final = "check"
HELP: Final = "核对：用全部规则核对编制的文本，没有错误和缺项的成为“已核对”"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_number(parser)
    add_shelf(parser)
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Audit the version; exit status 1 when it has errors or gaps, and then it stays a draft."""
    from baozhang.publishing.checking import examine  # noqa: PLC0415  # the engine loads only when it is needed
    from baozhang.publishing.shelf import State  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
    shelf = shelf_of(arguments, book)
    number = number_of(arguments, shelf)
    result = examine(shelf, number)
    sys.stdout.write(f"第 {number} 版：{result.summary}\n")
    sys.stdout.writelines(f"  缺项 {one}\n" for one in result.missing)
    sys.stdout.writelines(f"  错误 {one.rule} {one.message}\n" for one in result.errors)
    sys.stdout.writelines(f"  提示 {one.rule} {one.message}\n" for one in result.warnings)
    if not result.clean:
        return 1
    shelf.take(number, State.CHECKED, person(arguments), now(), result.summary)
    sys.stdout.write("已核对。下一步：baozhang year approve\n")
    return 0
