"""One page: its tables and printed lines in reading order, or why it cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw as pdfium

from baozhang.reading.formats.pdf.drawing import Scanner, rulings
from baozhang.reading.formats.pdf.geometry import Frame, frame_of
from baozhang.reading.formats.pdf.glyphs import Text, text_of
from baozhang.reading.formats.pdf.gutters import open_tables
from baozhang.reading.formats.pdf.lattice import Lattice, lattices
from baozhang.reading.formats.pdf.printed import PrintedLine, printed_lines
from baozhang.reading.formats.pdf.tables import Table, ruled_table
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.pdf.drawing import Drawing
    from baozhang.reading.formats.pdf.geometry import Glyph

_PICTURE_PAGE: Final = 0.5
"""A picture of this part of a page, with hardly a word beside it, is the page."""
_LARGE_PICTURE: Final = 0.2
_HARDLY: Final = 20
_UNKNOWN: Final = 0.3
"""Part of the characters without a meaning above which a page cannot be read."""
_ASIDE: Final = re.compile(r"[(\[]?(?:金额)?单位|公开\s*[\dA-Za-z]+|[(\[]?(?:万元|元)[)\]]?$|第?\d+页")
"""How the words at the right end of the line above a table begin."""
_FAR: Final = 0.25
"""Gap that parts two texts of one line, as a part of the page width."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds, from top to bottom. `unread` says in Chinese what of it cannot be read; empty when all can."""

    frame: Frame
    items: tuple[Table | PrintedLine, ...]
    unread: str = ""
    edges: tuple[float, ...] = ()
    """Column lines of the last table, for one that continues it."""


def read_page(page: Any, number: int, file: str, before: tuple[float, ...] = ()) -> PageContent:  # noqa: ANN401  # pypdfium2 ships no types
    """The content of a page (a pypdfium2 page). `before`: the column lines of the table that may go on here."""
    frame = _frame(page, number)
    drawing = Scanner(file, number).scan(page.raw)
    text_page = page.get_textpage()
    try:
        text, frame = text_of(text_page.raw, drawing, frame, file)
    finally:
        text_page.close()
    unread = _unread(text, drawing, frame)
    if unread.whole:
        return PageContent(frame, (), unread.why)
    tables = lattices(*rulings(drawing, frame.reading))
    if tables and before:
        tables = (tables[0].continuing(before), *tables[1:])
    items = _items(tables, text.glyphs, frame)
    return PageContent(frame, items, unread.why, tables[-1].xs if tables else ())


def _frame(page: Any, number: int) -> Frame:  # noqa: ANN401
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box):
        width, height = page.get_size()
        return frame_of(number, (0, 0, width, height), 0)
    return frame_of(number, (box.left, box.bottom, box.right, box.top), page.get_rotation())


@dataclass(frozen=True, slots=True)
class _Unread:
    why: str = ""
    whole: bool = False


def _unread(text: Text, drawing: Drawing, frame: Frame) -> _Unread:
    page = frame.width * frame.height
    if text.unknown > _UNKNOWN * (len(text.glyphs) + text.unknown):
        return _Unread(f"第 {frame.number} 页的字体没有注明文字编码，取不出文字，未核对", whole=True)
    if len(text.glyphs) < _HARDLY and drawing.pictures >= _PICTURE_PAGE * page:
        return _Unread(f"第 {frame.number} 页是图片，没有文字层，未核对", whole=True)
    if not text.glyphs and drawing.pictures >= _LARGE_PICTURE * page:
        return _Unread(f"第 {frame.number} 页是图片，没有文字层，未核对", whole=True)
    return _Unread()


def _items(tables: Sequence[Lattice], glyphs: Sequence[Glyph], frame: Frame) -> tuple[Table | PrintedLine, ...]:
    held: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    areas = sorted(((table.area, at) for at, table in enumerate(tables)), key=lambda one: _size(one[0]))
    for glyph in glyphs:
        inside = next((at for area, at in areas if area.holds(*glyph.middle)), None)
        (outside if inside is None else held[inside]).append(glyph)
    placed: list[tuple[float, float, Table | PrintedLine]] = []
    for table, inside_glyphs in zip(tables, held, strict=True):
        if inside_glyphs:
            placed.append((table.area.top, table.area.left, ruled_table(table, inside_glyphs, frame)))
    for item in open_tables(printed_lines(outside), frame):
        if isinstance(item, Table):
            placed.append((item.area.top, item.area.left, item))
        else:
            placed.extend((part.base - part.size / 2, part.area.left, part) for part in _apart(item, frame))
    return tuple(item for _, _, item in sorted(placed, key=lambda one: one[:2]))


def _size(area: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = area
    return (right - left) * (bottom - top)


def _apart(line: PrintedLine, frame: Frame) -> list[PrintedLine]:
    """The texts of a line: one, or several where what stands far to the right is a unit, a table number or anything far off."""
    parts = line.parts(2 * line.size)
    if len(parts) == 1:
        return parts
    if any(_ASIDE.match(fold(part.text)) for part in parts[1:]):
        return parts
    return line.parts(_FAR * frame.read_size[0])
