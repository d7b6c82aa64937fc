"""Workbooks of Excel 97 to 2003 (XLS): the records of the Workbook stream (MS-XLS), as far as a sheet shows them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.compound import CompoundFile
from baozhang.reading.formats.kinds import AS_XLSX
from baozhang.reading.formats.workbooks.biff import Records, strings_of, unicode_text
from baozhang.reading.formats.workbooks.number_formats import BUILT_IN, show
from baozhang.reading.formats.workbooks.sheets import CellBudget, Sheet, address, write_sheet
from baozhang.reading.formats.writing import TranscriptWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.reading.formats.transcript import Transcript

_BOF, _EOF, _FILE_PASS, _BOUND_SHEET, _SST, _FORMAT, _XF, _DATE_MODE = 0x809, 0x0A, 0x2F, 0x85, 0xFC, 0x41E, 0xE0, 0x22
_BIFF8: Final = 0x600
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST_MERGED: Final = 100_000


@dataclass(slots=True)
class _Globals:
    """What the sheets of a workbook refer to."""

    sheets: list[tuple[str, int, bool]] = field(default_factory=list)
    """Name, offset of its records, whether it is shown."""
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    since_1904: bool = False

    def code(self, style: int) -> str:
        """The number format of a cell style."""
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number, BUILT_IN.get(number, ""))


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a workbook; raises InputError when it is damaged, has a password or is too large."""
    stream = CompoundFile(raw, file, AS_XLSX).stream("Workbook")
    writer = TranscriptWriter("Excel 97—2003 工作簿", file)
    budget = CellBudget(file)
    try:
        book = _globals(stream, file)
        for name, offset, shown in book.sheets:
            if shown:
                write_sheet(_SheetReader(Sheet(name), book, budget).read(Records(stream, offset)), writer)
            else:
                writer.unread(f"工作表“{name}”是隐藏的，没有读取")
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise InputError(file, "文件已损坏，工作簿的记录不完整", AS_XLSX) from error
    return writer.done()


def _globals(stream: bytes, file: str) -> _Globals:
    book = _Globals()
    for kind, data in Records(stream, 0):
        if kind == _BOF and struct.unpack_from("<H", data)[0] != _BIFF8:
            raise InputError(file, "这是 Excel 95 或更早的工作簿，不能读取", AS_XLSX)
        if kind == _FILE_PASS:
            raise InputError(file, "工作簿设有打开密码，不能读取", "请去掉密码，重新保存后再检查。")
        if kind == _EOF:
            break
        _take_global(book, kind, data)
    return book


def _take_global(book: _Globals, kind: int, data: bytes) -> None:
    if kind == _BOUND_SHEET:
        offset, shown, what = struct.unpack_from("<LBB", data)
        if what == 0:
            book.sheets.append((unicode_text(data, 6, wide=False), offset, shown & 3 == 0))
    elif kind == _SST:
        book.strings = strings_of(data)
    elif kind == _FORMAT:
        book.formats[struct.unpack_from("<H", data)[0]] = unicode_text(data, 2)
    elif kind == _XF:
        book.styles.append(struct.unpack_from("<H", data, 2)[0])
    elif kind == _DATE_MODE:
        book.since_1904 = data[:1] == b"\x01"


class _SheetReader:
    """Reads one sheet from its records."""

    def __init__(self, sheet: Sheet, book: _Globals, budget: CellBudget) -> None:
        self._sheet, self._book, self._budget = sheet, book, budget
        self._zeros: list[tuple[int, int]] = []
        self._waiting: tuple[int, int] | None = None

    def read(self, records: Records) -> Sheet:
        """The sheet with its filled cells; records of charts inside it are passed over."""
        takers: dict[int, Callable[[bytes], None]] = {
            0x06: self._formula, 0x207: self._result, 0x208: self._row, 0x7D: self._columns, 0xE5: self._merged, 0x23E: self._view,
            0xFD: self._shared, 0x204: self._label, 0xD6: self._label, 0x203: self._number, 0x27E: self._packed, 0xBD: self._packed_run,
            0x205: self._truth,
        }  # fmt: skip
        depth = 0
        for kind, data in records:
            self._budget.step()
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 0:
                break
            if depth == 1 and kind in takers:
                takers[kind](data)
        return self._sheet

    def _put(self, row: int, column: int, text: str) -> None:
        if text.strip():
            self._budget.put(self._sheet, row, column, text)

    def _put_number(self, place: tuple[int, int, int], number: Decimal) -> None:
        row, column, style = place
        if not number.is_finite() or abs(number.adjusted()) > 30:
            return
        if not number:
            self._zeros.append((row, column))
        self._put(row, column, show(number, self._book.code(style), since_1904=self._book.since_1904))

    def _row(self, data: bytes) -> None:
        if struct.unpack_from("<L", data, 12)[0] & 0x20:
            self._sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])

    def _columns(self, data: bytes) -> None:
        first, last, _, _, options = struct.unpack_from("<HHHHH", data)
        if options & 1:
            self._sheet.hidden_columns.append((first, last))

    def _view(self, data: bytes) -> None:
        """How the sheet is shown stands behind its cells; perhaps zeros are not."""
        if not struct.unpack_from("<H", data)[0] & 0x10:
            for row, column in self._zeros:
                self._sheet.rows.get(row, {}).pop(column, None)

    def _merged(self, data: bytes) -> None:
        for at in range(struct.unpack_from("<H", data)[0]):
            top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * at)
            if len(self._sheet.merged) < _MOST_MERGED:
                self._sheet.merged.append((top, left, bottom, right))

    def _shared(self, data: bytes) -> None:
        row, column, _, at = struct.unpack_from("<HHHL", data)
        self._put(row, column, self._book.strings[at] if at < len(self._book.strings) else "")

    def _label(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self._put(row, column, unicode_text(data, 6))

    def _number(self, data: bytes) -> None:
        row, column, style, number = struct.unpack_from("<HHHd", data)
        self._put_number((row, column, style), Decimal(repr(number)))

    def _packed(self, data: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHL", data)
        self._put_number((row, column, style), unpacked(packed))

    def _packed_run(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for at in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HL", data, 4 + 6 * at)
            self._put_number((row, first + at, style), unpacked(packed))

    def _truth(self, data: bytes) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
        self._put_truth(row, column, value, is_error=bool(is_error))

    def _put_truth(self, row: int, column: int, value: int, *, is_error: bool) -> None:
        text = _ERRORS.get(value, "#?") if is_error else ("TRUE" if value else "FALSE")
        if is_error:
            self._sheet.errors.append(f"{address(row, column)}（{text}）")
        self._put(row, column, text)

    def _formula(self, data: bytes) -> None:
        """A number, or a mark in its last two bytes: a text that follows, a truth, an error, an empty text."""
        row, column, style, number = struct.unpack_from("<HHHd", data)
        kind, value = data[6], data[8]
        if data[12:14] != b"\xff\xff":
            self._put_number((row, column, style), Decimal(repr(number)))
        elif kind == 0:
            self._waiting = (row, column)
        elif kind in {1, 2}:
            self._put_truth(row, column, value, is_error=kind == 2)

    def _result(self, data: bytes) -> None:
        if self._waiting is not None:
            self._put(*self._waiting, unicode_text(data, 0))
            self._waiting = None


def unpacked(packed: int) -> Decimal:
    """A number packed in four bytes: a whole number or the first half of a float, either perhaps a hundredfold.

    >>> unpacked(123456 << 2 | 3), unpacked(0x3FF00000)
    (Decimal('1234.56'), Decimal('1.0'))
    """
    if packed & 2:
        number = Decimal(struct.unpack("<l", struct.pack("<L", packed))[0] >> 2)
    else:
        number = Decimal(repr(struct.unpack("<d", struct.pack("<LL", 0, packed & 0xFFFFFFFC))[0]))
    return number / 100 if packed & 1 and number.is_finite() else number
