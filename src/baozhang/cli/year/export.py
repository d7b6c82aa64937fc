"""`baozhang year export`: everything the book holds, under the names it is imported by."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.cli.year.books import add_book, book_of, opened
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.ledger.books import Row
    from baozhang.ledger.registers import Register

NAME: Final = "export"
HELP: Final = "导出全部台账，列名与导入时相同；--format audit 按审计数据接口导出；--closing 导出结账后的每一个数"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--output", metavar="PATH", required=True, help=".xlsx 文件，或存放 CSV 的文件夹；结账数据为一个 .csv 文件")
    parser.add_argument(
        "--format",
        choices=["ledger", "audit"],
        default="ledger",
        help="ledger 台账（默认）；audit 审计数据接口：账簿、科目、余额、凭证、指标、支付等，文件夹里的 CSV 和格式说明，或一个 .xml 文件",
    )
    parser.add_argument("--closing", metavar="N", type=int, nargs="?", const=0, help="导出第 N 次结账的数据，不写 N 为最后一次")
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write a workbook, or a folder with one CSV file per register."""
    if arguments.closing is not None:
        return _closing(arguments)
    if arguments.format == "audit":
        return _audit(arguments)
    from baozhang.ledger.exchange.exporting import csv_text, workbook  # noqa: PLC0415
    from baozhang.ledger.exchange.holdings import holdings  # noqa: PLC0415
    from baozhang.ledger.registers import registers  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
        held = holdings(store, book)
    filled: list[Register] = [one for one in registers().values() if held.get(one.id) and not one.performance]
    target = Path(arguments.output)
    if target.suffix.lower() == ".xlsx":
        made = workbook(held, filled, book.fiscal_year)
        with whole_file(target) as out:
            out.write(made)
    else:
        _folder(target, {f"{at:02d}-{one.title}.csv": csv_text(one, held[one.id]) for at, one in enumerate(filled, 1)})
    sys.stdout.write(f"已导出 {len(filled)} 种台账、{sum(_count(held[one.id]) for one in filled)} 行到 {target}\n")
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    """Write the tables of the audit data interface."""
    from baozhang.ledger.exchange.audit_interface import audit_csv, audit_rows, audit_xml  # noqa: PLC0415
    from baozhang.ledger.exchange.holdings import holdings  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
        rows = audit_rows(book, holdings(store, book))
    target = Path(arguments.output)
    if target.suffix.lower() == ".xml":
        with whole_file(target) as out:
            out.write(audit_xml(book, rows))
    else:
        _folder(target, audit_csv(rows))
    sys.stdout.write(f"已按审计数据接口导出 {len(rows)} 张表、{sum(map(len, rows.values()))} 行到 {target}\n")
    return 0


def _closing(arguments: argparse.Namespace) -> int:
    """Write what a closing says: each figure exact and as printed."""
    from baozhang.ledger.closing import load_closing  # noqa: PLC0415
    from baozhang.ledger.exchange.exporting import figures_csv  # noqa: PLC0415

    with opened(arguments) as store:
        book = book_of(store, arguments)
        with store.read() as connection:
            closing = load_closing(connection, book, arguments.closing or None)
    with whole_file(Path(arguments.output)) as out:
        out.write(("\ufeff" + figures_csv(closing.figures)).encode())
    sys.stdout.write(f"已导出第 {closing.number} 次结账的 {len(closing.figures)} 个数到 {arguments.output}\n")
    return 0


def _count(rows: list[Row]) -> int:
    return len(rows)


def _folder(target: Path, files: dict[str, str]) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"无法使用文件夹 {target}：{error.strerror}。") from error
    for name, text in files.items():
        with whole_file(target / name) as out:
            out.write(("\ufeff" + text).encode())
