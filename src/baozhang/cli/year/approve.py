"""`baozhang year approve`: somebody who may answers for a checked version."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, opened
from baozhang.cli.year.shelves import add_number, add_shelf, now, number_of, person, shelf_of

if TYPE_CHECKING:
    import argparse

NAME: Final = "approve"
HELP: Final = "审签：负责人确认已核对的一版可以公开"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--note", metavar="TEXT", default="", help="审签意见、文号等")
    add_number(parser)
    add_shelf(parser)
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Approve the version."""
    from baozhang.publishing.shelf import State  # noqa: PLC0415  # loads only when it is needed

    with opened(arguments) as store:
        book = book_of(store, arguments)
    shelf = shelf_of(arguments, book)
    version = shelf.take(number_of(arguments, shelf), State.APPROVED, person(arguments), now(), arguments.note)
    sys.stdout.write(f"{version.title} 第 {version.number} 版已审签。下一步：baozhang year publish\n")
    return 0
