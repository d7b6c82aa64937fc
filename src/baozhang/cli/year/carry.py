"""`baozhang year next`: what is left of a closed year opens the next."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, journal_of, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "next"
HELP: Final = "把已结账的决算年度结转到下一年度"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--layout", metavar="ID", help="下一年度的公开版式，默认与本年度相同")
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Create next year's book and carry over."""
    from baozhang.ledger.next_year import carry_over, next_book, ready_to_carry  # noqa: PLC0415

    with opened(arguments) as store:
        ended = book_of(store, arguments)
        ready_to_carry(store, ended)
        book = next_book(store, ended, arguments.layout or "")
        event = carry_over(store, ended, journal_of(store, book, arguments))
    sys.stdout.write(f"已结转到 {book.fiscal_year} 年度：{event.rows} 行\n")
    return 0
