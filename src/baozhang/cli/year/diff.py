"""`baozhang year diff`: what changed between two versions, figures and words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, book_of, opened
from baozhang.cli.year.shelves import add_shelf, shelf_of
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "diff"
HELP: Final = "比较两个版本：变动的数字和文字"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("numbers", nargs="*", type=int, metavar="N", help="两个版本号，先旧后新；不写则比较最新两版")
    add_shelf(parser)
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the changes."""
    from baozhang.publishing.changes import changes_text, figure_changes, text_changes  # noqa: PLC0415  # loads only when needed
    from baozhang.publishing.compiled import figures_in, paragraphs_in  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
    shelf = shelf_of(arguments, book)
    numbers = arguments.numbers or [one.number for one in shelf][-2:]
    if len(numbers) != 2:
        raise UsageError("比较需要两个版本，例如 baozhang year diff 1 2。")
    old, new = numbers
    figures, unit = figures_in(shelf, new)
    changed = list(figure_changes(figures_in(shelf, old)[0], figures))
    sys.stdout.write(f"第 {old} 版与第 {new} 版相比：\n")
    sys.stdout.write(changes_text(changed, list(text_changes(paragraphs_in(shelf, old), paragraphs_in(shelf, new))), unit))
    return 0
