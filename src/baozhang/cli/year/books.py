"""Which books an action means, and who is asking: arguments that all actions share."""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.ledger.books import Book
    from baozhang.ledger.journal import Journal
    from baozhang.ledger.store import Store

_PLACE: Final = "账套.db"
_VARIABLE: Final = "BAOZHANG_BOOKS"


def add_place(parser: argparse.ArgumentParser) -> None:
    """Declare where the books lie."""
    parser.add_argument(
        "--books", metavar="PLACE", help=f"账套：SQLite 文件或 postgresql:// 连接串，默认取环境变量 {_VARIABLE}，再默认 {_PLACE}"
    )


def add_book(parser: argparse.ArgumentParser) -> None:
    """Declare which book of the store is meant; needed only where there are several."""
    add_place(parser)
    parser.add_argument("--department", metavar="NAME", default="", help="部门名称；账套里只有一本年度账时可以不写")
    parser.add_argument("--year", metavar="YEAR", type=int, help="年度；账套里只有一本年度账时可以不写")
    parser.add_argument("--stage", choices=["budget", "final"], default="", help="budget 预算，final 决算；只有一本时可以不写")


def add_person(parser: argparse.ArgumentParser) -> None:
    """Declare who enters."""
    parser.add_argument("--by", metavar="NAME", help="记账人，默认为当前登录用户")


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Store]:
    """The store that is meant."""
    from baozhang.ledger.store import Store  # noqa: PLC0415  # the database library loads only when it is needed

    place = arguments.books or os.environ.get(_VARIABLE) or _PLACE
    with Store(place) as store:
        yield store


def book_of(store: Store, arguments: argparse.Namespace) -> Book:
    """The one book that is meant."""
    from baozhang.ledger.books import find_book  # noqa: PLC0415

    return find_book(store, arguments.department, arguments.year, arguments.stage)


def journal_of(store: Store, book: Book, arguments: argparse.Namespace) -> Journal:
    """The journal of the book, written by whoever asks."""
    from baozhang.ledger.journal import Journal  # noqa: PLC0415

    return Journal(store, book, _person(arguments.by))


def _person(named: str | None) -> str:
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("不知道记账人是谁，请用 --by 写明。") from error
