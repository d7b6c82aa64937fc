"""Tables without lines: printed lines whose figures stand under each other, parted by gutters of white.

Only strong evidence makes such a table: prose with a few figures in it, an address list, or a contents page must stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.geometry import Area
from baozhang.reading.formats.paged.tables import EMPTY, Cell, CellPart, Table, TableRow
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.geometry import Frame
    from baozhang.reading.formats.paged.printed import PrintedLine

_GUTTER: Final = 0.8
"""Narrowest gap between two columns, in type sizes."""
_ALIGNED: Final = 2.5
"""How far the right edges (or middles) of the figures of one column may differ, in points."""
_LEAST_ROWS: Final = 4
"""Fewest rows with figures in the same columns."""
_LEAST_COLUMNS: Final = 2
"""Fewest columns of figures."""
_LEAST_FIGURES: Final = 3
"""Fewest figures that make a column; blank cells are usual, so that only one column need be nearly full."""
_FULL: Final = 0.6
_IN_COLUMNS: Final = 0.8
"""Part of the figures that must stand in such columns."""
_PITCH: Final = 3.2
"""Widest distance of two rows, in type sizes."""
_FIGURE: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—]{1,2}")
_HEADER_LINES: Final = 4
"""Most printed lines above the first row of figures that can be its header."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line cut at its gutters."""

    line: PrintedLine
    parts: tuple[PrintedLine, ...]

    @property
    def figures(self) -> tuple[PrintedLine, ...]:
        """The parts that are figures, behind the first part."""
        return tuple(part for part in self.parts[1:] if _FIGURE.fullmatch(fold(part.text).replace(" ", "")))


Columns = tuple[tuple[float, float], ...]
"""Left and right edge of every column, in points."""


def open_tables(lines: Sequence[PrintedLine], frame: Frame, before: Columns = ()) -> list[Table | PrintedLine]:
    """The lines of a page outside its ruled tables, with those that make a table without lines put together.

    `before`: the columns of a table without lines that ended the page before and may go on here.
    """
    rows = [_Row(line, tuple(line.parts(_GUTTER * line.size))) for line in lines]
    found: list[Table | PrintedLine] = []
    at = 0
    while at < len(rows):
        end = _run_end(rows, at)
        goes_on = bool(before) and at == 0 and _fits(rows[:end], before)
        if end > at and (goes_on or _is_table(rows[at:end])):
            start = _header_start(rows, at, len(found))
            del found[len(found) - (at - start) :]
            found.append(_table(rows[start:end], at - start, frame, before if goes_on else ()))
            at = end
        else:
            found.append(rows[at].line)
            at += 1
    return found


def _fits(rows: Sequence[_Row], columns: Columns) -> bool:
    """Whether the figures of some rows end where the columns of a table do."""
    ends = [right for _, right in columns]
    return all(any(abs(_right(figure) - end) <= _ALIGNED for end in ends) for row in rows for figure in row.figures)


def _run_end(rows: Sequence[_Row], start: int) -> int:
    """Where the rows of figures that begin at `start` end; a line of one part among them (a wrapped name, a group) does not end them."""
    if not rows[start].figures:
        return start
    end = start + 1
    for at in range(start + 1, len(rows)):
        if rows[at].line.base - rows[at - 1].line.base > _PITCH * rows[at].line.size:
            break
        if rows[at].figures:
            end = at + 1
        elif len(rows[at].parts) > 1 or at - end >= 1:
            break
    return end


def _is_table(rows: Sequence[_Row]) -> bool:
    """Whether enough rows have figures that end at the same places, or stand in the middle of the same columns."""
    with_figures = [row for row in rows if row.figures]
    if len(with_figures) < _LEAST_ROWS or len(with_figures) < len(rows) * _FULL:
        return False
    for edge in (_right, _middle):
        places = sorted(edge(figure) for row in with_figures for figure in row.figures)
        columns = [group for group in _near(places) if len(group) >= _LEAST_FIGURES]
        full = any(len(group) >= len(with_figures) * _FULL for group in columns)
        if full and len(columns) >= _LEAST_COLUMNS and sum(map(len, columns)) >= _IN_COLUMNS * len(places):
            return True
    return False


def _right(part: PrintedLine) -> float:
    return part.area.right


def _middle(part: PrintedLine) -> float:
    return (part.area.left + part.area.right) / 2


def _near(places: Sequence[float]) -> list[list[float]]:
    groups: list[list[float]] = []
    for place in places:
        if groups and place - groups[-1][-1] <= _ALIGNED:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _header_start(rows: Sequence[_Row], start: int, known: int) -> int:
    """The first of the lines above the figures that is part of their header: several parts, close above."""
    first = start
    while first > max(0, start - _HEADER_LINES, start - known):
        row, below = rows[first - 1], rows[first]
        if len(row.parts) < 2 or below.line.base - row.line.base > _PITCH * row.line.size:
            break
        first -= 1
    return first


def _table(rows: Sequence[_Row], header: int, frame: Frame, before: Columns) -> Table:
    """The table of some rows, the first `header` of which stand above the figures."""
    body = [(part.area.left, part.area.right) for row in rows[header:] if row.figures for part in row.parts]
    columns = _columns([*body, *before])
    for row in reversed(rows[:header]):  # a column without a figure shows in the header only
        alone = [(part.area.left, part.area.right) for part in row.parts if not _overlapped(part, columns)]
        columns = tuple(sorted([*columns, *alone]))
    area = Area(
        min(row.line.area.left for row in rows), rows[0].line.area.top, max(row.line.area.right for row in rows), rows[-1].line.area.bottom
    )
    return Table(area, tuple(_row(row, columns, frame) for row in rows), open_columns=columns)


def _columns(parts: Sequence[tuple[float, float]]) -> Columns:
    """What parts make columns: those that overlap when seen from above stand in one."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted(parts):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return tuple(columns)


def _overlapped(part: PrintedLine, columns: Columns) -> list[int]:
    """The columns that a part stands in or reaches over."""
    return [at for at, (left, right) in enumerate(columns) if part.area.left < right and left < part.area.right]


def _row(row: _Row, columns: Columns, frame: Frame) -> TableRow:
    """The cells of a row; a part that reaches over several columns stands in the first of them."""
    cells: list[Cell] = [EMPTY] * len(columns)
    for part in row.parts:
        over = _overlapped(part, columns)
        at = over[0] if over else min(range(len(columns)), key=lambda place: abs(sum(columns[place]) / 2 - _middle(part)))
        before = cells[at]
        text = f"{before.text} {part.text}" if before.text else part.text
        piece = CellPart(len(text) - len(part.text), len(text), frame.box(part.area))
        cells[at] = Cell(text, (*before.parts, piece))
    return TableRow(tuple(cells))
