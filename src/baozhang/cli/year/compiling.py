"""`baozhang year compile`: the document of a closed year, in every format, as the next version."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.cli.performance.evidence import add_evidence, evidence_of
from baozhang.cli.year.books import add_book, add_person, book_of, opened
from baozhang.cli.year.shelves import add_shelf, now, person, shelf_of
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from baozhang.compiling.pieces import Owed

NAME: Final = "compile"
HELP: Final = "编制：由结账结果生成公开文本（Word、PDF、Excel、网页、开放数据），存为新的一版草稿"

_SHOWN: Final = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--closing", type=int, metavar="N", help="用第几次结账的结果，默认最后一次")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="文本的日期，默认今天")
    parser.add_argument("--fill-in", metavar="FILE", help="把缺的原因、文字和披露数写成工作簿（.xlsx），填好后用 year import 导入")
    parser.add_argument("--reason", metavar="TEXT", default="", help="更正的原因：已有公开版本时必写")
    add_evidence(parser)
    add_shelf(parser)
    add_book(parser)
    add_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compile the document; what is missing in it is listed."""
    from baozhang.ledger.closing import load_closing  # noqa: PLC0415  # the database library loads only when it is needed
    from baozhang.publishing.closed_account import beside, closed_account  # noqa: PLC0415
    from baozhang.publishing.compiled import compiled_draft, missing_in, owed_in  # noqa: PLC0415

    dated = _date(arguments.date)
    with opened(arguments) as store:
        book = book_of(store, arguments)
        with store.read() as connection:
            closing = load_closing(connection, book, arguments.closing)
            told = beside(connection, book, evidence_of(arguments).content)
    account = closed_account(closing, told)
    shelf = shelf_of(arguments, book)
    draft = compiled_draft(account, dated, person(arguments), now(), reason=arguments.reason, based_on=closing.digest)
    version = shelf.put(draft)
    sys.stdout.write(f"{version.title} 第 {version.number} 版草稿，存放在 {shelf.folder / f'{version.number:04d}' / 'files'}\n")
    missing = missing_in(shelf, version.number)
    if missing:
        sys.stdout.write(f"还缺 {len(missing)} 项，补齐后才能核对通过：\n")
        sys.stdout.writelines(f"  {one}\n" for one in missing[:_SHOWN])
        if len(missing) > _SHOWN:
            sys.stdout.write(f"  …… 其余 {len(missing) - _SHOWN} 项见 figures.json\n")
    if arguments.fill_in:
        _fill_in(Path(arguments.fill_in), owed_in(shelf, version.number), book.fiscal_year)
    return 0


_REGISTERS: Final = {"text": "texts", "figure": "disclosed_figures"}


def _fill_in(file: Path, owed: Sequence[Owed], fiscal_year: int) -> None:
    """Write what is owed as a workbook with one row per thing, ready to be filled in and imported."""
    from baozhang.ledger.exchange.exporting import to_fill_in  # noqa: PLC0415  # as above
    from baozhang.ledger.registers import registers  # noqa: PLC0415

    if not owed:
        sys.stdout.write("没有需要填写的原因、文字和披露数\n")
        return
    rows = {name: [(one.number, one.why) for one in owed if one.kind == kind] for kind, name in _REGISTERS.items()}
    with whole_file(file) as out:
        out.write(to_fill_in(rows, [registers()[name] for name in _REGISTERS.values()], fiscal_year))
    sys.stdout.write(f"需要填写的 {len(owed)} 项已写入 {file}，填好后用 baozhang year import 导入，再编制\n")


def _date(text: str | None) -> date:
    if not text:
        return date.today()  # noqa: DTZ011  # the day on the wall of the office
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"日期 {text} 应写作 2025-08-15 的形式。") from error
