"""`baozhang year close`: the statements of the year, derived and kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, add_person, book_of, journal_of, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from baozhang.ledger.closing import Closing
    from baozhang.ledger.statements import Figure

NAME: Final = "close"
HELP: Final = "结账：由账目生成全部报表并固定下来；--reopen 写明原因重新打开"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--unit", metavar="CODE", default="", help="只结这个单位（含下级），默认部门汇总，内部往来自动抵销")
    parser.add_argument("--prior", metavar="FILE", help="上年公开文本，从中读取上年数；账套里有上年账时不需要")
    parser.add_argument("--reason", metavar="TEXT", default="", help="原因：重新打开时，或账目有疑点仍要结账时必写")
    parser.add_argument("--reopen", action="store_true", help="重新打开已结账的年度，以便更正后再次结账")
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Close the year, or open it again."""
    from baozhang.ledger.closing import close, reopen  # noqa: PLC0415
    from baozhang.ledger.crosschecks import carry_over_differences, payment_differences  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
        journal = journal_of(store, book, arguments)
        if arguments.reopen:
            reopen(journal, arguments.reason)
            sys.stdout.write(f"{book.department} {book.fiscal_year} 年度已重新打开\n")
            return 0
        closing = close(journal, arguments.unit, prior=_prior(arguments.prior), reason=arguments.reason)
        with store.read() as connection:
            differences = [*carry_over_differences(connection, book), *payment_differences(connection, book)]
    sys.stderr.writelines(f"提醒 {line}\n" for line in differences)
    sys.stdout.writelines(f"{line}\n" for line in _told(closing))
    return 0


def _prior(file: str | None) -> Sequence[Figure]:
    if not file:
        return ()
    from baozhang.ledger.hub import disclosed_of, figures_of  # noqa: PLC0415
    from baozhang.reading import read_file  # noqa: PLC0415

    document = read_file(file)
    return [*figures_of(document.facts), *disclosed_of(document.claims)]


def _told(closing: Closing) -> list[str]:
    from baozhang.ledger.hub import statement_rows  # noqa: PLC0415

    book = closing.book
    head = f"{book.department} {book.fiscal_year} 年度第 {closing.number} 次结账，数字摘要 {closing.digest[:16]}"
    rows = statement_rows(closing)
    return [head, *(f"  {row.number}　{row.title}　{row.rows} 行{'（无数据）' if row.empty else ''}" for row in rows)]
