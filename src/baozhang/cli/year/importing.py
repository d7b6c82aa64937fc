"""`baozhang year import`: tables into the book, all or nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, journal_of, opened
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "import"
HELP: Final = "导入模板、CSV、预算一体化导出表和会计凭证；有一处不对就一行也不导入"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="XLSX、XLS、CSV、XML、JSON 文件，或存放它们的文件夹")
    parser.add_argument("--register", metavar="NAME", default="", help="台账名称；从表名和表头看不出来时才需要")
    parser.add_argument("--again", action="store_true", help="同样的内容确实要再导入一次")
    parser.add_argument(
        "--set", metavar="栏目=值", action="append", default=[], help="表里没有的栏目，全表都是这个值，例如 编报阶段=批复；可以写几次"
    )
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Import the files and say what was taken over and what was not."""
    from baozhang.ledger.exchange.intake import import_files  # noqa: PLC0415
    from baozhang.ledger.registers import register_named  # noqa: PLC0415

    register = register_named(arguments.register).id if arguments.register else ""
    with opened(arguments) as store:
        journal = journal_of(store, book_of(store, arguments), arguments)
        taken = import_files(journal, arguments.paths, register, again=arguments.again, said=_said(arguments.set))
    for line in (*taken.left_out, *taken.told, *(f"提醒 {warning}" for warning in taken.warnings)):
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"已导入 {taken.event.rows} 行（第 {taken.event.number} 号记录，{taken.event.entered_by}）\n")
    return 0


def _said(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    wrong = next((word for word, (name, _, value) in zip(words, pairs, strict=True) if not name or not value), None)
    if wrong is not None:
        raise UsageError(f"--set {wrong} 应写作 栏目=值，例如 --set 编报阶段=批复。")
    return {name: value for name, _, value in pairs}
