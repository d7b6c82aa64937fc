"""`baozhang year log`: who entered what and when, and whether it is still as it was written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_book, book_of, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "log"
HELP: Final = "列出记账记录；--verify 校验账目和记录链未被改动"

_KINDS: Final = {
    "import": "导入", "entry": "录入", "reversal": "冲销", "close": "结账", "reopen": "重新打开", "carry_over": "上年结转",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--verify", action="store_true", help="逐条校验；有不符的退出状态为 1")
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """List the events; with --verify check them."""
    from baozhang.ledger.journal import Journal  # noqa: PLC0415

    with opened(arguments) as store:
        journal = Journal(store, book_of(store, arguments), "")
        for event in journal.events():
            words = (f"{event.number:>5}", event.entered_at, event.entered_by, _KINDS.get(event.kind, event.kind), f"{event.rows} 行")
            sys.stdout.write(f"{'　'.join(words)}　{event.source.partition(' #')[0]}{'　' + event.reason if event.reason else ''}\n")
        if not arguments.verify:
            return 0
        wrong = journal.verify()
    sys.stdout.writelines(f"不符 {line}\n" for line in wrong)
    sys.stdout.write("" if wrong else "校验通过：账目与记录时一致\n")
    return 1 if wrong else 0
