"""A small workbook described once and written as XLSX and as XLS."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter
import xlwt

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = str | int | float


@dataclass
class Sheet:
    """A sheet: cells (row, column, value, number format), merged ranges with their words, and what is hidden."""

    name: str
    cells: list[tuple[int, int, Value, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden: bool = False
    zeros: bool = True

    def row(self, at: int, values: Sequence[Value], code: str = "") -> Sheet:
        """Write a row from the first column on; empty values stay empty cells, `code` is the format of numbers."""
        for column, value in enumerate(values):
            if value != "":
                self.cells.append((at, column, value, "" if isinstance(value, str) else code))
        return self

    def merge(self, top: int, left: int, bottom: int, right: int, words: str) -> Sheet:
        """Merge a range."""
        self.merged.append((top, left, bottom, right, words))
        return self


def xlsx(*sheets: Sheet) -> bytes:
    """The sheets as a workbook of today."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for row, column, value, code in sheet.cells:
                write = page.write_string if isinstance(value, str) else page.write_number  # “=100%” is no formula
                write(row, column, value, book.add_format({"num_format": code}) if code else None)
            for merged in sheet.merged:
                page.merge_range(*merged)
            for row in sheet.hidden_rows:
                page.set_row(row, None, None, {"hidden": True})
            for column in sheet.hidden_columns:
                page.set_column(column, column, None, None, {"hidden": True})
            if sheet.hidden:
                page.hide()
            if not sheet.zeros:
                page.hide_zero()
    return out.getvalue()


def xls(*sheets: Sheet) -> bytes:
    """The sheets as a workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        for row, column, value, code in sheet.cells:
            page.write(row, column, value, _style(code))
        for top, left, bottom, right, words in sheet.merged:
            page.write_merge(top, bottom, left, right, words)
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
        for column in sheet.hidden_columns:
            page.col(column).hidden = True
        page.visibility = int(sheet.hidden)
        page.show_zero_values = sheet.zeros
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def _style(code: str) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.num_format_str = code or "General"
    return style
