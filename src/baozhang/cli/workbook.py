"""A table as a workbook: header that stays in view, filters, figures as numbers flush right, everything else as text."""

from __future__ import annotations

import io
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import xlsxwriter

from baozhang.auditing.reports.shown import width_of
from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_ROWS: Final = 1_048_575
_WIDEST: Final = 60


def write_workbook(path: str, header: Sequence[str], rows: Sequence[Sequence[str]], figures: dict[int, str]) -> None:
    """Write the rows; `figures` are the columns that hold numbers, with their Excel format. Other cells never become formulas.

    Raises UsageError for more rows than a sheet holds, InputError where the file cannot be written; it is written whole or not at all.
    """
    if len(rows) > _MOST_ROWS:
        raise UsageError(f"结果有 {len(rows):,} 行，一张工作表放不下；请改写成 .csv。")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("结果")
        title = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center"})
        formats = {column: book.add_format({"num_format": form, "align": "right"}) for column, form in figures.items()}
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, title)
            widest = max((width_of(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(width_of(name), widest) + 4))
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if column in formats and cell:
                    sheet.write_number(at, column, Decimal(cell), formats[column])
                else:
                    sheet.write_string(at, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
    _replace(path, content.getvalue())


def _replace(path: str, content: bytes) -> None:
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(path, f"不能写入（{error.strerror}）", "请检查目录是否存在、是否可写，文件是否正在 Excel 中打开。") from error
