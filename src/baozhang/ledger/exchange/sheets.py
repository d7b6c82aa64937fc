"""Sheets in: XLSX, XLS and CSV as plain text cells. Numbers are exact or kept as they are, never rounded by stealth."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineError, CalamineWorkbook

from baozhang.errors import InputError
from baozhang.facts.spreadsheet import without_apostrophe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES: Final = 200 * 1024 * 1024
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
"""Beyond this a workbook is a bomb, not books."""

MAX_CELLS: Final = 30_000_000
"""More cells than this, most of them blank, come from one cell far away."""

_NOISE: Final = Decimal("0.0000001")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the file and name it goes by, and its rows of text, blank cells empty."""

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]


def bytes_of(path: Path) -> bytes:
    """The content of a file that is not too large; InputError says why it cannot be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(str(path), f"文件超过 {MAX_BYTES // 1048576} MB", "请拆分后再导入。")
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), "文件打不开", "请检查文件是否存在、是否有读取权限。") from error


def sheets_of(path: Path) -> list[Sheet]:
    """Every sheet of a workbook, or the one of a CSV file; InputError says why a file cannot be read."""
    raw = bytes_of(path)
    if path.suffix.lower() == ".csv":
        return [Sheet(str(path), path.stem, tuple(_csv_rows(raw, str(path))))]
    return list(_workbook(raw, str(path)))


def _csv_rows(raw: bytes, file: str) -> Iterator[tuple[str, ...]]:
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise InputError(file, "文字编码不是 UTF-8 或 GB18030", "请用 UTF-8 编码另存后再导入。")
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            yield tuple(_plain_text(cell) for cell in row)
    except csv.Error as error:
        raise InputError(file, f"不是完整的 CSV（{error}）", "请重新导出后再导入。") from error


def _plain_text(cell: str) -> str:
    """A cell of ours without the apostrophe that keeps spreadsheets from running it."""
    return without_apostrophe(cell.strip())


def _workbook(raw: bytes, file: str) -> Iterator[Sheet]:
    try:
        if zipfile.is_zipfile(io.BytesIO(raw)):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > MAX_UNPACKED:
                raise InputError(file, "文件解压后过大", "请确认文件正确。")
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                if sheet.total_height * sheet.total_width > MAX_CELLS:
                    raise InputError(
                        file, f"工作表“{name}”有 {sheet.total_height} 行 {sheet.total_width} 列，过大", "请删去多余的行列后再导入。"
                    )
                rows = sheet.to_python(skip_empty_area=False)
                yield Sheet(file, name, tuple(tuple(_text(cell) for cell in row) for row in rows))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError(file, "不是能读取的 Excel 工作簿", "请用 Excel 或 WPS 重新保存为 .xlsx 后再导入。") from error


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return str(cell)
    return _plain_text(str(cell))


def _number(cell: float) -> str:
    """A number as decimal text; the noise of binary fractions behind the fen is dropped, a real third decimal is not."""
    exact = Decimal(repr(cell))
    if not exact.is_finite():
        return str(cell)
    fen = exact.quantize(Decimal("0.01")) if abs(exact) < Decimal(10) ** 15 else exact
    value = fen if abs(exact - fen) < _NOISE else exact
    whole = value.to_integral_value()
    return f"{whole:f}" if value == whole else f"{value:f}"
