"""`baozhang year versions`: the versions of a document, and whether they are what they were."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, book_of, opened
from baozhang.cli.year.shelves import add_shelf, shelf_of

if TYPE_CHECKING:
    import argparse

NAME: Final = "versions"
HELP: Final = "列出各版本及其状态；--verify 校验所有文件与存放时一致"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--verify", action="store_true", help="逐个文件校验；有改动时退出状态为 1")
    add_shelf(parser)
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """List them; exit status 1 when something was changed."""
    from baozhang.publishing.shelf import STATE_NAMES  # noqa: PLC0415  # loads only when it is needed

    with opened(arguments) as store:
        book = book_of(store, arguments)
    shelf = shelf_of(arguments, book)
    problems = shelf.verify() if arguments.verify else []
    if problems:
        sys.stdout.writelines(f"{problem}\n" for problem in problems)
        return 1
    versions = list(shelf)
    for one in versions:
        sys.stdout.write(f"第 {one.number} 版　{STATE_NAMES[one.state]}　{one.title}{f'　更正：{one.reason}' if one.reason else ''}\n")
        sys.stdout.writelines(
            f"    {STATE_NAMES[step.state]}　{step.at}　{step.by}{f'　{step.note}' if step.note else ''}\n" for step in one.steps
        )
    if not versions:
        sys.stdout.write("还没有编制过版本。\n")
    elif arguments.verify:
        sys.stdout.write(f"{len(versions)} 个版本的全部文件与存放时一致。\n")
    return 0
