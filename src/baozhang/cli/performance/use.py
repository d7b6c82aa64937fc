"""`baozhang performance use`: results over years and units, and what they mean for next year's budget."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.cli.year.books import add_book, book_of, opened
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "use"
HELP: Final = "结果应用：各年、各单位比较，低分和连年执行不力的项目，下一年度预算安排建议和理由"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--output", metavar="FILE", nargs="+", default=[], help="写到这些文件（.xlsx .docx .pdf .html .txt），不写则显示")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="文件的日期，默认今天")
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show or write the comparison and the proposal."""
    from baozhang.compiling.formats.text import to_text  # noqa: PLC0415  # the libraries load only when they are needed
    from baozhang.publishing.handed import written  # noqa: PLC0415
    from baozhang.publishing.results import results_document, results_of  # noqa: PLC0415
    from baozhang.taxonomy.layouts import layouts  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
        found = results_of(store, book.department, book.fiscal_year)
    if not found:
        raise UsageError("账套里没有可以比较的决算绩效账。")
    made = results_document(book.department, book.fiscal_year, found)
    dated = date.fromisoformat(arguments.date) if arguments.date else date.today()  # noqa: DTZ011  # the day on the wall of the office
    for name in arguments.output:
        content = written(made, layouts()[book.layout], dated, name)
        with whole_file(Path(name)) as out:
            out.write(content)
        sys.stdout.write(f"{made.title}已写入 {name}\n")
    if not arguments.output:
        sys.stdout.write(to_text(made))
    return 0
