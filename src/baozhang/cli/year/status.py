"""`baozhang year status`: how far the budget is executed, on the screen, as a page or as a workbook with a chart."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.cli.year.books import add_book, book_of, opened
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "status"
HELP: Final = "查看年度账的状态和预算执行进度"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--per", metavar="DIM", default="功能科目", help="按什么统计：单位、功能科目、经济科目、项目、资金性质、支出性质")
    parser.add_argument("--on", metavar="DATE", help="截至哪一天，例如 2024-06-30，默认今天")
    parser.add_argument("--format", choices=["text", "html", "xlsx"], default="text", help="屏幕文字、网页或带图的工作簿，默认 text")
    parser.add_argument("--output", metavar="FILE", help="写到文件；不写则输出到屏幕")
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the state and the execution of the book."""
    from baozhang.ledger.books import state_of  # noqa: PLC0415
    from baozhang.ledger.execution import execution  # noqa: PLC0415
    from baozhang.ledger.progress import as_html, as_text  # noqa: PLC0415
    from baozhang.ledger.progress_workbook import as_workbook  # noqa: PLC0415

    if arguments.format == "xlsx" and not arguments.output:
        raise UsageError("工作簿不能输出到屏幕，请用 --output 写明文件。")
    with opened(arguments) as store:
        book = book_of(store, arguments)
        with store.read() as connection:
            state = state_of(connection, book)
            progress = execution(connection, book, arguments.per, _day(arguments.on))
    if arguments.format == "xlsx":
        shown = as_workbook(book, state, progress)
    else:
        shown = (as_html if arguments.format == "html" else as_text)(book, state, progress).encode()
    if arguments.output:
        with whole_file(Path(arguments.output)) as out:
            out.write(shown)
    else:
        sys.stdout.write(shown.decode())
    return 0


def _day(text: str | None) -> date:
    if not text:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text} 不是日期，请写成 2024-06-30 的样子。") from error
