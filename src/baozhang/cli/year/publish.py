"""`baozhang year publish`: an approved version becomes the published one and never changes again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, opened
from baozhang.cli.year.shelves import add_number, add_shelf, now, number_of, person, shelf_of

if TYPE_CHECKING:
    import argparse

NAME: Final = "publish"
HELP: Final = "公开：把已审签的一版定为公开版本，不再改变；用 --output 取出文件"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--output", type=Path, metavar="DIR", help="把公开的文件连同清单（manifest.json）写到这个文件夹")
    add_number(parser)
    add_shelf(parser)
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish the version, or fetch the files of one that is published."""
    from baozhang.publishing.handing_out import hand_out  # noqa: PLC0415  # loads only when it is needed
    from baozhang.publishing.shelf import State  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
    shelf = shelf_of(arguments, book)
    version = shelf.version(number_of(arguments, shelf))
    if version.state is not State.PUBLISHED:
        version = shelf.take(version.number, State.PUBLISHED, person(arguments), now())
    sys.stdout.write(f"{version.title} 第 {version.number} 版已公开，校验值 {version.digest[:16]}\n")
    if arguments.output:
        names = hand_out(shelf, version, arguments.output)
        sys.stdout.write(f"已写入 {arguments.output}：{'、'.join(names)}\n")
    return 0
