"""A workbook with one sheet per table, named and headed in Chinese or by the names of the format."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import python_calamine

from baozhang.errors import InputError
from baozhang.operations.grouping.importing.cells import table_of
from baozhang.operations.grouping.tables import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.grouping.tables import Form, Table

ABOUT_SHEETS: Final = {"方案", "scheme"}
_ABOUT: Final = {"名称": "title", "生效日期": "valid_from", "失效日期": "valid_to", "来源": "source"}
_LARGEST: Final = 200 * 1024 * 1024
_LARGEST_UNPACKED: Final = 1024 * 1024 * 1024


def read_workbook(file: Path, forms: tuple[Form, ...]) -> tuple[dict[str, Table], dict[str, str], tuple[Problem, ...]]:
    """The tables, what the sheet 方案 says, and the unusable cells, each named as `表名 B12`."""
    if file.stat().st_size > _LARGEST or _unpacked(file) > _LARGEST_UNPACKED:
        raise InputError(str(file), "文件超过200MB，或展开后超过1GB", "请拆分后再导入，或改用 CSV 表。")
    try:
        book = python_calamine.load_workbook(str(file))
        sheets = {name.strip(): _rows(book, name) for name in book.sheet_names}
    except (OSError, ValueError, python_calamine.CalamineError) as error:
        raise InputError(str(file), "不能按工作簿打开", "请用 Excel 或 WPS 另存为 xlsx 后重试。") from error
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for form in forms:
        rows = sheets.get(form.sheet, sheets.get(form.name))
        if rows:
            tables[form.name], found = table_of(form, rows, form.sheet)
            problems += found
        elif not form.optional:
            problems.append(Problem(file.name, f"缺少工作表“{form.sheet}”"))
    about = next((rows for name, rows in sheets.items() if name in ABOUT_SHEETS), [])
    named = {_ABOUT.get(row[0], row[0]): row[1] for row in about if len(row) > 1}
    return tables, {key: value for key, value in named.items() if key in _ABOUT.values() and value}, tuple(problems)


def _unpacked(file: Path) -> int:
    """The bytes that a zipped workbook unpacks to, as it says itself; 0 for other files."""
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        return 0


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    """A cell as it was meant: whole numbers without `.0`, dates as ISO."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()
