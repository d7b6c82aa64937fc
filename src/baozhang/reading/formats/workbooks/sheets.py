"""A sheet as it is shown: visible rows and columns, merged cells, regions parted by empty rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.transcript import SheetCell
from baozhang.reading.formats.writing import GridCell
from baozhang.reading.statements.captions import statement_of_title
from baozhang.reading.text import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.writing import TranscriptWriter

MOST_CELLS: Final = 400_000
"""Most filled cells that are read from one workbook; a department's accounts have some ten thousand."""
MOST_STEPS: Final = 1_500_000
"""Most cells, empty ones counted, and records that are looked at in one workbook."""
MOST_COLUMNS: Final = 512
"""Columns that are read; wider sheets are data, not accounts."""
MOST_EMPTY_ROWS: Final = 20_000
"""Empty rows in a row behind which a sheet is taken to have ended."""
_NAMED_ERRORS: Final = 10
_TITLE_REACH: Final = 4
_TALLEST: Final = 6
"""Rows over which a cell of a header is merged at most."""


@dataclass(slots=True)
class Sheet:
    """What was read of one sheet; rows and columns count from 0."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last column of each hidden run."""
    errors: list[str] = field(default_factory=list)
    """Addresses of cells that show an error value."""
    uncomputed: int = 0
    """Formulas whose result is not stored."""
    cut: bool = False
    """Whether reading stopped before the end: too many empty rows or columns."""


class CellBudget:
    """Counts the filled cells of a workbook; raises InputError beyond the limit."""

    def __init__(self, file: str) -> None:
        """`file` is the workbook as the user named it."""
        self._file = file
        self._left = MOST_CELLS
        self._steps = MOST_STEPS

    def step(self) -> None:
        """Count a cell or record that is looked at, filled or not."""
        self._steps -= 1
        if self._steps < 0:
            raise InputError(
                self._file, f"工作簿里的单元格（包括空的）超过 {MOST_STEPS // 10_000} 万个的上限", "请删去多余的行、列和工作表后再检查。"
            )

    def put(self, sheet: Sheet, row: int, column: int, text: str) -> None:
        """Keep a filled cell."""
        if column >= MOST_COLUMNS:
            sheet.cut = True
            return
        self._left -= 1
        if self._left < 0:
            raise InputError(self._file, f"工作簿里有内容的单元格超过 {MOST_CELLS // 10_000} 万个的上限", "请拆分后再检查。")
        sheet.rows.setdefault(row, {})[column] = text


def address(row: int, column: int) -> str:
    """A cell's address as the user sees it.

    >>> address(4, 2), address(0, 27)
    ('C5', 'AB1')
    """
    return f"{_letters(column)}{row + 1}"


@cache
def _letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def position(text: str) -> tuple[int, int] | None:
    """Row and column (from 0) of an address, or None when it is none.

    >>> position("AB12"), position("12")
    ((11, 27), None)
    """
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    column = _column(letters)
    return (int(digits) - 1, column) if column >= 0 and 0 < len(digits) <= 7 and digits != "0" else None


@lru_cache(maxsize=MOST_COLUMNS)
def _column(letters: str) -> int:
    """The column that letters name, -1 for none."""
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        return -1
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def write_sheet(sheet: Sheet, writer: TranscriptWriter) -> None:
    """Write what a sheet shows, and name what it does not."""
    covered = _merge(sheet)
    hidden = _hidden_columns(sheet)
    rows = [row for row in sorted(sheet.rows) if row not in sheet.hidden_rows]
    shown = {row: {at: text for at, text in sheet.rows[row].items() if at not in hidden} for row in rows}
    _name_unread(sheet, hidden, writer)
    _title(sheet, [list(shown[row].values()) for row in rows[:_TITLE_REACH]], writer)
    first = last = -1
    for region in _regions(sheet, [row for row in rows if shown[row]]):
        begins = first < 0 or len(shown[region[0]]) == 1  # with a title of its own; other rows may go on, and keep their blank columns
        last = max(-1 if begins else last, *(max(shown[row]) for row in region))
        first = min(MOST_COLUMNS if begins else first, *(min(shown[row]) for row in region))
        columns = [at for at in range(first, last + 1) if at not in hidden]
        writer.table([[_cell(sheet.name, row, at, shown[row], covered) for at in columns] for row in region])


def _cell(name: str, row: int, column: int, texts: dict[int, str], covered: set[tuple[int, int]]) -> GridCell | None:
    if column in texts:
        return GridCell(texts[column], SheetCell(name, address(row, column)))
    return None if (row, column) in covered else GridCell("")


def _merge(sheet: Sheet) -> set[tuple[int, int]]:
    """The places merged cells cover, among the filled rows; words go to the first place that is shown."""
    hidden = _hidden_columns(sheet)
    covered: set[tuple[int, int]] = set()
    filled = sorted(sheet.rows)
    places = 0
    for top, left, bottom, right in sheet.merged:
        rows = filled[bisect_left(filled, top) : bisect_right(filled, bottom)]
        columns = range(left, min(right, MOST_COLUMNS) + 1)
        places += len(rows) * len(columns)
        if places > MOST_CELLS:
            break
        _uncover(sheet, (top, left), rows, [column for column in columns if column not in hidden])
        covered.update((row, column) for row in rows for column in columns)
    return covered


def _hidden_columns(sheet: Sheet) -> set[int]:
    return {column for first, last in sheet.hidden_columns for column in range(first, min(last, MOST_COLUMNS) + 1)}


def _uncover(sheet: Sheet, corner: tuple[int, int], rows: list[int], columns: list[int]) -> None:
    """Move the words of a merged cell out of a hidden row or column to the first place of it that is shown."""
    text = sheet.rows.get(corner[0], {}).get(corner[1])
    shown = [row for row in rows if row not in sheet.hidden_rows]
    if text and shown and columns and (corner[0] in sheet.hidden_rows or columns[0] != corner[1]):
        sheet.rows[shown[0]].setdefault(columns[0], text)


def _regions(sheet: Sheet, rows: list[int]) -> Iterator[list[int]]:
    """Runs of filled rows; a hidden row parts none, nor does an empty one that cells merged over several rows cover."""
    ends = _merged_ends(sheet)
    region: list[int] = []
    for row in rows:
        begin = max(ends.get(above, above) for above in region[-_TALLEST:]) + 1 if region else 0
        if region and any(between not in sheet.hidden_rows for between in range(begin, min(row, begin + MOST_EMPTY_ROWS))):
            yield region
            region = []
        region.append(row)
    if region:
        yield region


def _merged_ends(sheet: Sheet) -> dict[int, int]:
    """The last row that cells merged over several rows cover, by their first row; taller ones are a frame, not a header."""
    ends: dict[int, int] = {}
    for top, _, bottom, _ in sheet.merged:
        if top < bottom < top + _TALLEST:
            ends[top] = max(ends.get(top, 0), bottom)
    return ends


def _title(sheet: Sheet, first: list[list[str]], writer: TranscriptWriter) -> None:
    """The name of a sheet is its title where it names a statement and the first rows do not."""
    if first and statement_of_title(unspaced(sheet.name)) and not any(statement_of_title(unspaced(text)) for row in first for text in row):
        writer.paragraph(sheet.name)


def _name_unread(sheet: Sheet, hidden: set[int], writer: TranscriptWriter) -> None:
    rows = sum(1 for row in sheet.hidden_rows if row in sheet.rows)
    columns = len({at for row in sheet.rows.values() for at in row} & hidden) if hidden else 0
    if rows or columns:
        parts = "、".join(part for part in (f"{rows} 行" if rows else "", f"{columns} 列" if columns else "") if part)
        writer.unread(f"工作表“{sheet.name}”隐藏的 {parts}没有读取")
    for place in sheet.errors[:_NAMED_ERRORS]:
        writer.unread(f"工作表“{sheet.name}”的单元格 {place} 是错误值")
    if sheet.uncomputed:
        writer.unread(f"工作表“{sheet.name}”有 {sheet.uncomputed} 个公式没有保存结果，请用 Excel 打开并保存后再检查")
    if sheet.cut:
        writer.unread(f"工作表“{sheet.name}”太大，没有读完：{MOST_EMPTY_ROWS} 个连续空行以后和第 {MOST_COLUMNS} 列以后不读")
