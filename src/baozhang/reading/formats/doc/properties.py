"""Properties of paragraphs and characters: lists of changes (SPRMs) in pages of 512 bytes, by where the text lies (MS-DOC 2.6, 2.9)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.doc.file import WordFile

_PAGE: Final = 512
_PAGE_NUMBER: Final = 0x3F_FFFF
_PLACE_AND_HEIGHT: Final = 13
"""Bytes for every paragraph of a page: where its properties lie, and its height."""
_SIZES: Final = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of a change by the three highest bits of its code; 0 for one that tells its length."""
_DEFINE_TABLE: Final = frozenset({0xD606, 0xD608})
_TABS: Final = 0xC615
_LONG_TABS: Final = 255

IN_TABLE, ROW_END, DEPTH, PAGE_BEFORE, OUTLINE, LIST_LEVEL, LIST = 0x2416, 0x2417, 0x6649, 0x2407, 0x2640, 0x260A, 0x460B
_STYLE: Final = 0x4600
_ELSEWHERE: Final = frozenset({0x6645, 0x6646, 0x646B})
"""The changes stand in the data stream: those of large tables."""
_DEFINED, _MERGED, _MERGED_DOWN = 0xD608, 0x5624, 0xD62B
HIDDEN, DELETED, SYMBOL, PICTURE = 0x083C, 0x0800, 0x6A09, 0x6A03
FONTS: Final = (0x4A4F, 0x4A51, 0x4A50)
"""The fonts of a run, by number: for Latin, for other, for Chinese characters."""
_CELL: Final = 20
"""Bytes of the description of a cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its left and right edge in twips, whether it only goes on with the cell beside or above it."""

    left: int
    right: int
    continued: bool


@dataclass(slots=True)
class Paragraph:
    """What is known of a paragraph: its style, its place in a table and in a list, its level as a heading (0 none, from 1)."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    depth: int = 0
    page_before: bool = False
    outline: int | None = None
    list_number: int | None = None
    list_level: int = 0
    cells: list[Cell] = field(default_factory=list)


def changes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and operand of every change in a list; a cut off one ends it."""
    at = 0
    while at + 2 <= len(raw):
        code = raw[at] | raw[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13] or _told_size(code, raw, at)
        if at + size > len(raw):
            return
        yield code, raw[at : at + size]
        at += size


def _told_size(code: int, raw: bytes, at: int) -> int:
    """The length of an operand that tells it itself, the bytes that tell it included."""
    told = raw[at] if at < len(raw) else 0
    if code in _DEFINE_TABLE:
        return (told | (raw[at + 1] if at + 1 < len(raw) else 0) << 8) + 1
    if code == _TABS and told == _LONG_TABS and at + 1 < len(raw):
        removed = 2 + 4 * raw[at + 1]
        return removed + 1 + 3 * (raw[at + removed] if at + removed < len(raw) else 0)
    return told + 1


class Runs:
    """The property lists of one kind, by where the text they belong to begins in the main stream."""

    def __init__(self, word: WordFile, kind: str) -> None:
        """`kind` is `paragraphs` or `characters`."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._lists: list[bytes] = []
        table = word.blob(kind)
        count = (len(table) - 4) // 8
        pages = struct.unpack_from(f"<{count}L", table, 4 * (count + 1)) if count > 0 else ()
        listed = _of_paragraphs if kind == "paragraphs" else _of_characters
        runs: dict[int, tuple[int, bytes]] = {}
        for number in dict.fromkeys(page & _PAGE_NUMBER for page in pages):
            page = word.stream[number * _PAGE : (number + 1) * _PAGE]
            if len(page) == _PAGE:
                runs |= {start: (end, raw) for start, end, raw in listed(page)}
        for start in sorted(runs):
            self._starts.append(start)
            self._ends.append(runs[start][0])
            self._lists.append(runs[start][1])

    def at(self, offset: int) -> tuple[int, bytes]:
        """Where the run at an offset begins, and its property list; the offset itself and an empty list when there is none."""
        found = bisect_right(self._starts, offset) - 1
        return (self._starts[found], self._lists[found]) if found >= 0 and offset < self._ends[found] else (offset, b"")

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Every run: first offset, end, property list."""
        return zip(self._starts, self._ends, self._lists, strict=True)


def _of_paragraphs(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = page[-1]
    places = struct.unpack_from(f"<{count + 1}l", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + _PLACE_AND_HEIGHT * number]
        size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
        begin = at + 1 if page[at] else at + 2
        yield places[number], places[number + 1], page[begin : begin + size] if at else b""


def _of_characters(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = page[-1]
    places = struct.unpack_from(f"<{count + 1}l", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + number]
        yield places[number], places[number + 1], page[at + 1 : at + 1 + page[at]] if at else b""


def paragraph_of(raw: bytes, data: bytes) -> Paragraph:
    """What a property list says of a paragraph: its style, then changes; `data` is the data stream."""
    found = Paragraph(style=raw[0] | raw[1] << 8 if len(raw) > 1 else 0)
    _take(found, raw[2:], data, 0)
    return found


def _take(found: Paragraph, raw: bytes, data: bytes, depth: int) -> None:
    for code, operand in changes(raw):
        if code in _ELSEWHERE and depth == 0:
            at = struct.unpack("<L", operand)[0]
            size = struct.unpack_from("<H", data, at)[0] if at + 2 <= len(data) else 0
            _take(found, data[at + 2 : at + 2 + size], data, 1)
        elif code == IN_TABLE:
            found.in_table = bool(operand[0])
        elif code == ROW_END:
            found.ends_row = bool(operand[0])
        elif code == DEPTH:
            found.depth = struct.unpack("<l", operand)[0]
        elif code in _FOR_TABLES:
            found.cells = _cells(found.cells, code, operand)
        else:
            _take_text(found, code, operand)


_FOR_TABLES: Final = frozenset({_DEFINED, _MERGED, _MERGED_DOWN})


def _take_text(found: Paragraph, code: int, operand: bytes) -> None:
    if code == PAGE_BEFORE:
        found.page_before = bool(operand[0])
    elif code == OUTLINE:
        found.outline = operand[0]
    elif code == LIST:
        found.list_number = struct.unpack("<h", operand)[0]
    elif code == LIST_LEVEL:
        found.list_level = operand[0]
    elif code == _STYLE:
        found.style = operand[0] | operand[1] << 8


def _cells(cells: list[Cell], code: int, operand: bytes) -> list[Cell]:
    """The cells of a row as a change leaves them."""
    if code == _DEFINED:
        return _defined(operand)
    if code == _MERGED:  # from the first cell to before the last, the first keeps the words
        first, end = operand[0], operand[1]
        return [Cell(one.left, one.right, one.continued or first < at < end) for at, one in enumerate(cells)]
    at, flags = operand[1], operand[2]
    return [Cell(one.left, one.right, flags == 1) if number == at else one for number, one in enumerate(cells)]


def _defined(operand: bytes) -> list[Cell]:
    count = operand[2]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    described = 3 + 2 * (count + 1)
    cells = []
    for number in range(count):
        at = described + _CELL * number
        flags = operand[at] | operand[at + 1] << 8 if at + 1 < len(operand) else 0
        beside, down = flags & 3, flags >> 5 & 3
        cells.append(Cell(edges[number], edges[number + 1], beside == 2 or down == 1))  # the bits of MS-DOC 2.9.311
    return cells
