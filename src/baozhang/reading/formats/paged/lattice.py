"""Ruling lines to tables: lines that cross make a lattice, and its cells are the areas between its lines, merged where none is drawn."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.geometry import Area, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAME: Final = 3.0
"""Lines nearer than this are one line (double rules, borders drawn cell by cell), in points."""
_GAP: Final = 3.0
"""Widest gap in a line that is drawn in pieces, and widest miss of two lines that meet."""
_SHORTEST: Final = 6.0
"""Shortest line that bounds a cell."""
_OPEN_SIDE: Final = 12.0
"""How far the lines of one direction must reach beyond the last of the other for a cell with an open side."""
MAX_RULINGS: Final = 3_000
"""Most lines of a page, in one direction, that are a table; more are a drawing."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table as it is drawn: `xs` and `ys` are its lines; `cell[row][column]` is the (row, column) that the place is merged into."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def area(self) -> Area:
        """The rectangle it fills."""
        return Area(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def at(self, x: float, y: float) -> tuple[int, int]:
        """The cell at a point inside."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self.cell[row][column]

    def area_of(self, row: int, column: int) -> Area:
        """The rectangle of a cell, with everything merged into it."""
        right = column
        while right + 1 < len(self.xs) - 1 and self.cell[row][right + 1] == (row, column):
            right += 1
        bottom = row
        while bottom + 1 < len(self.ys) - 1 and self.cell[bottom + 1][column] == (row, column):
            bottom += 1
        return Area(self.xs[column], self.ys[row], self.xs[right + 1], self.ys[bottom + 1])

    def continuing(self, before: Sequence[float]) -> Lattice:
        """The table with the column lines of the one that it continues, where it draws only some of them; else unchanged."""
        known = [next((place for place, x in enumerate(before) if abs(x - own) <= _SAME), -1) for own in self.xs]
        if len(before) <= len(self.xs) or -1 in known or known[0] != 0 or known[-1] != len(before) - 1:
            return self
        begins = [max(at for at, place in enumerate(known) if place <= column) for column in range(len(before) - 1)]
        return Lattice(tuple(before), self.ys, tuple(tuple((row[at][0], known[row[at][1]]) for at in begins) for row in self.cell))


def lattices(level: Iterable[Ruling], upright: Iterable[Ruling]) -> tuple[Lattice, ...]:
    """The tables that some ruling lines draw, from top to bottom; frames around a single cell are none."""
    across, down = _merged(level), _merged(upright)
    if not across or not down or len(across) > MAX_RULINGS or len(down) > MAX_RULINGS:
        return ()
    found = [_lattice(*group) for group in _meeting(across, down)]
    tables = [one for one in found if one is not None and len({place for row in one.cell for place in row}) > 1]
    return tuple(sorted(tables, key=lambda one: (one.ys[0], one.xs[0])))


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Lines on one line put together, short rests dropped."""
    merged: list[Ruling] = []
    for group in _clusters(sorted(rulings)):
        at = sum(one.at * (one.end - one.start) for one in group) / (sum(one.end - one.start for one in group) or 1)
        pieces = sorted((one.start, one.end) for one in group)
        start, end = pieces[0]
        for left, right in pieces[1:]:
            if left <= end + _GAP:
                end = max(end, right)
            else:
                merged.append(Ruling(at, start, end))
                start, end = left, right
        merged.append(Ruling(at, start, end))
    return [one for one in merged if one.end - one.start >= _SHORTEST]


def _clusters(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for one in rulings:
        if groups and one.at - groups[-1][0].at <= _SAME:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _meeting(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that hang together; lines that meet no other are left out."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    down_by_place = sorted(range(len(down)), key=lambda at: down[at].at)
    places = [down[at].at for at in down_by_place]
    met = set()
    for number, level in enumerate(across):
        first = bisect_right(places, level.start - _GAP)
        for at in down_by_place[first : bisect_right(places, level.end + _GAP)]:
            if down[at].start - _GAP <= level.at <= down[at].end + _GAP:
                parent[root(number)] = root(len(across) + at)
                met |= {number, len(across) + at}
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for number in sorted(met):
        group = groups.setdefault(root(number), ([], []))
        if number < len(across):
            group[0].append(across[number])
        else:
            group[1].append(down[number - len(across)])
    return list(groups.values())


def _lattice(across: Sequence[Ruling], down: Sequence[Ruling]) -> Lattice | None:
    xs = _places(down, across)
    ys = _places(across, down)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return Lattice(xs, ys, merged_cells(xs, ys, across, down))


def _places(lines: Sequence[Ruling], others: Sequence[Ruling]) -> tuple[float, ...]:
    """Where the lines of one direction stand; the ends of the others where they reach on into the open."""
    groups = _clusters(sorted(lines))
    places = [sum(one.at for one in group) / len(group) for group in groups]
    first, last = min(one.start for one in others), max(one.end for one in others)
    if places[0] - first > _OPEN_SIDE:
        places.insert(0, first)
    if last - places[-1] > _OPEN_SIDE:
        places.append(last)
    return tuple(places)


def merged_cells(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Ruling], down: Sequence[Ruling]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For every place of a grid the cell it belongs to: places without a line between them are one cell, rectangles only."""
    rows, columns = len(ys) - 1, len(xs) - 1
    left_of = _drawn(xs, ys, down)
    above = _drawn(ys, xs, across)
    cell: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if cell[row][column] is not None:
                continue
            width = 1
            while column + width < columns and not left_of[column + width][row] and cell[row][column + width] is None:
                width += 1
            height = 1
            while row + height < rows and _open_below(row + height, range(column, column + width), above, left_of):
                height += 1
            for r in range(row, row + height):
                for c in range(column, column + width):
                    cell[r][c] = (row, column)
    return tuple(tuple(place or (0, 0) for place in row) for row in cell)


def _open_below(row: int, columns: range, above: Sequence[Sequence[bool]], left_of: Sequence[Sequence[bool]]) -> bool:
    """Whether a row goes on from the one above it over some columns: no line over it, none inside."""
    return not any(above[row][column] for column in columns) and not any(left_of[column][row] for column in columns[1:])


def _drawn(places: Sequence[float], others: Sequence[float], lines: Sequence[Ruling]) -> list[list[bool]]:
    """For every line place, and every gap between the places of the other direction: whether a line is drawn there."""
    middles = [(one + other) / 2 for one, other in pairwise(others)]
    drawn = [[False] * len(middles) for _ in places]
    for line in lines:
        at = min(range(len(places)), key=lambda place: abs(places[place] - line.at))
        for gap, middle in enumerate(middles):
            if line.start - _GAP <= middle <= line.end + _GAP:
                drawn[at][gap] = True
    return drawn
