"""One page of any format with pages: from its characters and ruling lines to its tables and printed lines in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.lattice import Lattice, lattices
from baozhang.reading.formats.paged.printed import PrintedLine, printed_lines
from baozhang.reading.formats.paged.tables import Table, ruled_table
from baozhang.reading.formats.paged.unruled.finding import framed_table, is_caption, unruled_tables
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.geometry import Area, Frame, Glyph, Ruling

_PICTURE_PAGE: Final = 0.5
"""A picture of this part of a page, with hardly a word beside it, is the page."""
_LARGE_PICTURE: Final = 0.2
_HARDLY: Final = 20
_RUNNING: Final = 2
"""Running lines at the foot of a page."""
_ASIDE: Final = re.compile(r"[(\[]?(?:金额)?单位|公开\s*[\dA-Za-z]+|[(\[]?(?:万元|元)[)\]]?$|第?\d+页")
"""How the words at the right end of the line above a table begin."""
_FAR: Final = 0.25
"""Gap that parts two texts of one line, as a part of the page width."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds, from top to bottom.

    `unread` says in Chinese what of it cannot be read; empty when all can. `garbled`: its text is there, in characters that mean nothing.
    """

    frame: Frame
    items: tuple[Table | PrintedLine, ...]
    unread: str = ""
    garbled: bool = False

    @property
    def last_table(self) -> Table | None:
        """The table that may go on on the next page: the last one, with nothing but a running line or two below it."""
        return next((item for item in self.items[: -_RUNNING - 2 : -1] if isinstance(item, Table)), None)

    @property
    def announces(self) -> bool:
        """Whether the page ends with the caption of a table, with nothing but a running line or two below it."""
        return any(not isinstance(item, Table) and is_caption(item) for item in self.items[: -_RUNNING - 1 : -1])


def page_content(
    frame: Frame,
    glyphs: Sequence[Glyph],
    rulings: tuple[Sequence[Ruling], Sequence[Ruling]],
    before: PageContent | None = None,
    pictures: Sequence[Area] = (),
) -> PageContent:
    """The content of a page from its characters and its ruling lines (level, upright), all in the reading frame.

    `before`: the page before, whose last table may go on here. A large picture that no words are printed on is named as unread.
    """
    tables = lattices(*rulings)
    table_before = before.last_table if before else None
    if tables and table_before:
        tables = (tables[0].continuing(table_before.edges), *tables[1:])
    large = [area for area in pictures if area.size >= _LARGE_PICTURE * frame.width * frame.height]
    bare = any(not any(area.holds(*glyph.middle) for glyph in glyphs) for area in large)
    unread = f"第 {frame.number} 页有较大的图片，图片中的内容未核对" if bare else ""
    return PageContent(frame, _items(tables, glyphs, frame, before, rulings[0]), unread)


def picture_page(frame: Frame, characters: int, pictures: float) -> PageContent | None:
    """The content of a page that is a picture (`pictures`: square points of them) and cannot be read; None for one with text."""
    page = frame.width * frame.height
    if (characters < _HARDLY and pictures >= _PICTURE_PAGE * page) or (not characters and pictures >= _LARGE_PICTURE * page):
        return PageContent(frame, (), f"第 {frame.number} 页是图片，没有文字层，未核对")
    return None


def _items(
    tables: Sequence[Lattice], glyphs: Sequence[Glyph], frame: Frame, before: PageContent | None, level: Sequence[Ruling]
) -> tuple[Table | PrintedLine, ...]:
    held: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    areas = sorted(((table.area, at) for at, table in enumerate(tables)), key=lambda one: one[0].size)
    for glyph in glyphs:
        inside = next((at for area, at in areas if area.holds(*glyph.middle)), None)
        (outside if inside is None else held[inside]).append(glyph)
    placed: list[tuple[float, float, Table | PrintedLine]] = []
    for table, inside_glyphs in zip(tables, held, strict=True):
        if inside_glyphs:
            inside_items = framed_table(table, inside_glyphs, frame, level) or [ruled_table(table, inside_glyphs, frame)]
            placed.extend((_top(item), item.area.left, item) for item in inside_items)
    known = before.last_table.columns if before and before.last_table else None
    announced = before is not None and known is None and before.announces
    for item in unruled_tables(printed_lines(outside), frame, known, level, announced=announced):
        if isinstance(item, Table):
            placed.append((item.area.top, item.area.left, item))
        else:
            placed.extend((part.base - part.size / 2, part.area.left, part) for part in _apart(item, frame))
    return tuple(item for _, _, item in sorted(placed, key=lambda one: one[:2]))


def _top(item: Table | PrintedLine) -> float:
    return item.area.top if isinstance(item, Table) else item.base - item.size / 2


def _apart(line: PrintedLine, frame: Frame) -> list[PrintedLine]:
    """The texts of a line: one, or several where what stands far to the right is a unit, a table number or anything far off."""
    parts = line.parts(2 * line.size)
    if len(parts) == 1:
        return parts
    if any(_ASIDE.match(fold(part.text)) for part in parts[1:]):
        return parts
    return line.parts(_FAR * frame.read_size[0])
