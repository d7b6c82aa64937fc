"""`baozhang year reverse`: corrections by entries with the opposite amounts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, journal_of, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "reverse"
HELP: Final = "冲销分录：按编号，或整批冲销一次导入"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--event", metavar="N", type=int, help="冲销第 N 号记录的全部分录")
    which.add_argument("--register", metavar="NAME", help="台账名称，与 --ids 一起用")
    parser.add_argument("--ids", metavar="ID", type=int, nargs="+", default=[], help="要冲销的分录编号")
    parser.add_argument("--reason", metavar="TEXT", required=True, help="冲销原因")
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Reverse the entries."""
    from baozhang.ledger.registers import register_named  # noqa: PLC0415

    with opened(arguments) as store:
        journal = journal_of(store, book_of(store, arguments), arguments)
        if arguments.event is not None:
            event = journal.reverse_event(arguments.event, arguments.reason)
        else:
            event = journal.reverse(register_named(arguments.register).id, arguments.ids, arguments.reason)
    sys.stdout.write(f"已冲销 {event.rows} 条分录（第 {event.number} 号记录）\n")
    return 0
