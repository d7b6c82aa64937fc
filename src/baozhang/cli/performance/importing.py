"""`baozhang performance import`: goals, indicators, what was reached and its evidence into the books, all or nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.performance.evidence import add_evidence, evidence_of
from baozhang.cli.year.books import add_book, add_person, book_of, journal_of, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "import"
HELP: Final = "导入填好的绩效模板或同名的 CSV；有一处不对就一行也不导入，佐证材料按内容存放"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="XLSX、XLS、CSV 文件，或存放它们的文件夹")
    parser.add_argument("--again", action="store_true", help="同样的内容确实要再导入一次")
    add_evidence(parser)
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Import the files and say what was taken over and what was not."""
    from baozhang.performance.books.intake import import_performance  # noqa: PLC0415  # the database library loads only when it is needed

    with opened(arguments) as store:
        store.upgrade()
        journal = journal_of(store, book_of(store, arguments), arguments)
        taken = import_performance(journal, arguments.paths, evidence_of(arguments), again=arguments.again)
    for line in taken.left_out:
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"已导入 {taken.event.rows} 行（第 {taken.event.number} 号记录，{taken.event.entered_by}）\n")
    return 0
