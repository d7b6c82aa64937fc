"""Lines of a text as a typewriter would print them: glyphs in their places, and the cells of a table read as on a page without lines."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.geometry import Affine, Frame, Glyph
from baozhang.reading.formats.paged.printed import printed_lines
from baozhang.reading.formats.paged.tables import Table
from baozhang.reading.formats.paged.unruled.finding import unruled_tables
from baozhang.reading.model import Line
from baozhang.reading.paragraphs import heading_level
from baozhang.reading.tables import is_row
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TIGHT: Final = re.compile(r"(?<= )-?[\d,]+\.\d\d(?= [(（\u4e00-\u9fff])")
"""An amount with a single blank between it and the next name, as at the seam of a two-sided table: it is moved a place to the left."""
_NARROW: Final = 5.0
_SIZE: Final = 2.4 * _NARROW
"""Size of the type: so that one blank is none of the gaps between two cells, and two are."""
_PITCH: Final = 1.2 * _SIZE
_EDGE: Final = 8
_HEADINGS: Final = frozenset({1, 2, 3})
_NAME_AND_AMOUNT: Final = re.compile(r"[\u4e00-\u9fff)] +-?[\d,]+\.\d\d$|^-?[\d,]+\.\d\d +[(\u4e00-\u9fff]")


def in_cells(lines: Sequence[Line]) -> list[Line]:
    """Lines among which a table may stand, its rows parted by tabs, by whichever width of a Chinese character gives it more cells."""
    done: list[Line] = []
    for held, part in groupby(lines, key=lambda line: not is_row(line) and not _is_prose(line)):
        group = list(part)
        tried = [_tables(group, wide=wide) for wide in (True, False)] if held else []
        done.extend(max(tried, key=_cells) if held else group)
    return done


def _is_prose(line: Line) -> bool:
    """Whether a line is a heading or has the end of a sentence, at the left edge and without any gap: no table goes on over it."""
    edge = len(line.source) - len(line.source.lstrip())
    return edge <= _EDGE and "  " not in line.text and ("。" in line.text or heading_level(line.text) in _HEADINGS)


def _cells(lines: Iterable[Line]) -> int:
    """How many cells were found in some lines."""
    return sum(line.source.count("\t") for line in lines)


def _tables(lines: Sequence[Line], *, wide: bool) -> list[Line]:
    """Lines that follow each other, their tables put into cells; `wide` when a Chinese character is as wide as two figures."""
    glyphs = [glyph for at, line in enumerate(lines) for glyph in _glyphs(line, at, wide=wide)]
    if not glyphs:
        return list(lines)
    frame = Frame(1, max(glyph.right for glyph in glyphs), _PITCH * (len(lines) + 1), Affine())
    done: list[Line] = []
    free = 0
    for item in unruled_tables(printed_lines(glyphs), frame):
        if isinstance(item, Table) and not _runs_together(item):
            rows = _rows(item, lines)
            first, last = rows[0][0], _line_of(item.area.bottom)
            done.extend([*lines[free:first], *(row for _, row in rows)])
            free = last + 1
    return [*done, *lines[free:]]


def _runs_together(table: Table) -> bool:
    """Whether a name and an amount came to stand in one cell: the columns are not where the blanks say."""
    return any(_NAME_AND_AMOUNT.search(cell.text) for row in table.rows for cell in row.cells)


def _rows(table: Table, lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """The rows of a table, each with the line that it begins on."""
    found: list[tuple[int, Line]] = []
    for row in table.rows:
        tops = [part.box.top for cell in row.cells for part in cell.parts]
        at = _line_of(min(tops) + _SIZE) if tops else found[-1][0]
        cells = "\t".join(cell.text for cell in row.cells)
        found.append((at, Line(lines[at].number, cells, fold(cells))))
    return found


def _line_of(place: float) -> int:
    """The line that a place near its foot belongs to."""
    return round(place / _PITCH) - 1


def _glyphs(line: Line, at: int, *, wide: bool) -> list[Glyph]:
    """The characters of a line at the places where a type of one width prints them."""
    found: list[Glyph] = []
    left = 0.0
    tight = {place for amount in _TIGHT.finditer(line.source) for place in range(*amount.span())}
    for place, char in enumerate(line.source):
        plain = char if char.isascii() else fold(f"x{char}x")[1:-1]
        width = 2 * _NARROW if wide and unicodedata.east_asian_width(char) in "WFA" else _NARROW
        if char == "\f" or (not plain and char != " "):
            continue
        if plain.strip():
            start = left - _NARROW if place in tight else left
            found.append(Glyph(plain, start, start + width, _PITCH * (at + 1), _SIZE))
        left += width
    return found
