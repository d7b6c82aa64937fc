"""`baozhang year init`: a new budget year."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_person, add_place, journal_of, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "init"
HELP: Final = "建一本年度账；账套不存在时先建账套"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_place(parser)
    parser.add_argument("--department", metavar="NAME", required=True, help="部门名称")
    parser.add_argument("--year", metavar="YEAR", type=int, required=True, help="年度")
    parser.add_argument("--layout", metavar="ID", required=True, help="公开版式，例如 national-final；版式决定是预算账还是决算账")
    parser.add_argument("--region", metavar="NAME", default="", help="所在地区，印在封面上")
    parser.add_argument("--take-over", action="store_true", help="决算账沿用本年度预算账的单位、项目、资产和职责等文字")
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Create the book."""
    from baozhang.ledger.books import create_book  # noqa: PLC0415
    from baozhang.ledger.next_year import ready_to_take_over, take_over  # noqa: PLC0415

    with opened(arguments) as store:
        store.upgrade()
        if arguments.take_over:
            ready_to_take_over(store, arguments.department, arguments.year)
        book = create_book(store, arguments.department, arguments.year, arguments.layout, arguments.region)
        word = "预算" if book.stage == "budget" else "决算"
        sys.stdout.write(f"已建账：{book.department} {book.fiscal_year} 年度{word}，账套 {store.place}\n")
        if arguments.take_over:
            event = take_over(store, journal_of(store, book, arguments))
            sys.stdout.write(f"已沿用预算账的内容 {event.rows} 行\n")
    return 0
