"""`baozhang performance init`: the workbook of the performance books, with the projects of the ledger in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.cli.year.books import add_book, book_of, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "init"
HELP: Final = "生成绩效账的 Excel 模板：账上的项目已列好，填绩效目标、指标、完成值等，再用 import 导入"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--output", metavar="FILE", required=True, help="模板写到这个 .xlsx 文件")
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook; the tables of the performance books are made where the store does not have them yet."""
    from baozhang.performance.books.template import template  # noqa: PLC0415  # the database library loads only when it is needed

    with opened(arguments) as store:
        book = book_of(store, arguments)
        store.upgrade()
        with store.read() as connection:
            made = template(connection, book)
    with whole_file(Path(arguments.output)) as out:
        out.write(made)
    sys.stdout.write(f"绩效模板已写入 {arguments.output}。金额不必填，取自账上；橙色标题的列必填。\n")
    return 0
