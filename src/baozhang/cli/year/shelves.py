"""Where the versions of a book lie, and arguments that all actions on versions share."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

    from baozhang.ledger.books import Book
    from baozhang.publishing.shelf import Shelf

_VARIABLE: Final = "BAOZHANG_VERSIONS"
_PLACE: Final = "公开版本"


def add_shelf(parser: argparse.ArgumentParser) -> None:
    """Declare where the versions are kept."""
    parser.add_argument("--versions", metavar="DIR", help=f"存放各版本的文件夹，默认取环境变量 {_VARIABLE}，再默认 {_PLACE}")


def add_number(parser: argparse.ArgumentParser) -> None:
    """Declare which version is meant."""
    parser.add_argument("--number", type=int, metavar="N", help="版本号，默认为最新一版")


def shelf_of(arguments: argparse.Namespace, book: Book) -> Shelf:
    """The shelf of a book: a folder of its own below the folder of all versions."""
    from baozhang.publishing.shelf import Shelf  # noqa: PLC0415  # loads only when it is needed

    folder = Path(arguments.versions or os.environ.get(_VARIABLE) or _PLACE)
    stage = "预算" if book.stage == "budget" else "决算"
    return Shelf(folder / f"{_plain(book.department)}{book.fiscal_year}年度部门{stage}")


def number_of(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """The version that is meant: the one named, or the latest."""
    from baozhang.errors import PublishingError  # noqa: PLC0415

    if arguments.number is not None:
        return int(arguments.number)
    latest = shelf.latest()
    if latest is None:
        raise PublishingError("还没有编制过版本", "请先用 baozhang year compile 编制。")
    return latest.number


def now() -> str:
    """The time of an action, to the second, in the zone of the machine."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def person(arguments: argparse.Namespace) -> str:
    """Who acts: as named, or who is logged in."""
    import getpass  # noqa: PLC0415  # only where nobody is named

    return str(arguments.by or getpass.getuser())


def _plain(name: str) -> str:
    """A department's name as a folder's: no character that a system forbids, never a path."""
    return "".join(character for character in name if character not in '\\/:*?"<>|').strip(". ") or "部门"
