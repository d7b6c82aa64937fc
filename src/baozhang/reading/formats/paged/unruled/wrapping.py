"""The rows of a table with wrapped words in every column: the parting of its lines that fits best.

A row holds lines that follow each other. Its cells stand level: with their middles, their first or their last lines, the same way in a
whole table. Words that fill their line go on in the next; words that leave room for the next word end there. Of all ways to part the
lines into rows the one is taken that goes against the least of this.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.names import labels_form, names_part_of_form
from baozhang.reading.forms.values import starts_with_operator
from baozhang.reading.paragraphs import starts_item
from baozhang.reading.text import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.formats.paged.unruled.fragments import CutLine, Fragment

_LEADING: Final = 2.2
"""Widest distance of two lines of one cell, in type sizes."""
_LOOSE: Final = 1.25
"""Distance of two lines, as a part of the usual one in cells, from which on they are hardly of one cell."""
_ROOM: Final = 0.6
"""Room that is left in a full line, in type sizes."""
_FLUSH: Final = 2.0
"""How far the edges (or middles) of two lines of one column may differ, in points."""
_OVER: Final = 0.2
"""Part of a fragment that must stand over another for the two to be in one column."""
_ASLANT: Final = 0.35
"""How far from level the cells of a row may be, in type sizes."""
_MOST_LINES: Final = 30
"""Most lines of one row."""
_FORBIDDEN: Final = 20.0
"""What no row may do: hold two figures in a cell, or reach over a ruling line."""
_UNLIKELY: Final = 2.0
"""What goes against a row: a cell that is not level, words that go on although there was room, a column left empty that rows fill."""
_TORN: Final = 1.0
"""What goes against the end of a row behind a full line with another right below it."""
_WORST: Final = 1.5
"""Most that goes against a row on average; more shows that the rows cannot be told."""
_CLEAR: Final = 0.9
"""How much more must go against every other parting for one to be the only one."""

Row = range
"""The numbers of the lines of a row."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a table to be parted into rows.

    `floating`: the fragments (line, left edge) of labels that stand beside several rows and are level with none. `ruled`: the lines with
    a ruling line above. `filled`: the columns, by their edges, that every row behind the line `header` fills.
    """

    lines: Sequence[CutLine]
    size: float
    floating: frozenset[tuple[int, float]] = frozenset()
    ruled: frozenset[int] = frozenset()
    header: int = -1
    filled: tuple[tuple[float, float], ...] = ()


class Level:
    """Where the cells of a row are level."""

    MIDDLE: Final = 0
    TOP: Final = 1
    FOOT: Final = 2


@dataclass(frozen=True, slots=True)
class Parted:
    """The rows; where their cells are level, in every way that fits as well; `sure` where those below the header part in one way only."""

    rows: tuple[Row, ...]
    levels: tuple[int, ...]
    sure: bool


def parted(lines: Lines) -> Parted | None:
    """The rows of some lines; None where no parting fits."""
    return _Parting(lines).best()


class _Piece(NamedTuple):
    """A fragment that is level with its row, the fragment above it in its column, and what goes against one or two cells."""

    line: int
    fragment: Fragment
    above: int = -1
    as_one: float = 0.0
    as_two: float = 0.0


@dataclass(slots=True)
class _Cell:
    """The first and the last baseline of a cell of a row."""

    first: float
    last: float


class _Parting:
    """Lines that hold nothing but labels beside several rows are passed over: they belong to no row."""

    def __init__(self, given: Lines) -> None:
        steady = [
            (at, [_Piece(at, one) for one in line.fragments if (at, one.left) not in given.floating]) for at, line in enumerate(given.lines)
        ]
        self._given, self._size = given, given.size
        self._number = [at for at, pieces in steady if pieces]
        self._pieces = [piece._replace(line=line) for line, at in enumerate(self._number) for piece in steady[at][1]]
        self._heads = [any(labels_form(one, unspaced(line.fragments[0].text)) for one in _HEAD_OF_FORM) for line in given.lines]
        self._ruled = {line for line, at in enumerate(self._number) if line and self._is_ruled(line, at)}
        self._of_line: defaultdict[int, list[int]] = defaultdict(list)
        for number, piece in enumerate(self._pieces):
            self._of_line[piece.line].append(number)
        self._beside = [self._neighbours(number) for number in range(len(self._pieces))]
        above = [self._above(number) for number in range(len(self._pieces))]
        self._leading = self._usual_leading(above)
        self._judge(above)
        self._torn = [0.0] * (len(self._number) + 1)
        for piece in self._pieces:
            if piece.above >= 0:
                for at in range(self._pieces[piece.above].line + 1, piece.line + 1):
                    self._torn[at] += piece.as_two

    def _is_ruled(self, line: int, at: int) -> bool:
        return not self._given.ruled.isdisjoint(range(self._number[line - 1] + 1, at + 1))

    def best(self) -> Parted | None:
        """The parting with the least against it."""
        count = len(self._number)
        spans = [
            (start, end, [cost + (self._torn[end] if end < count else 0.0) for cost in costs])
            for start in range(count)
            for end, costs in self._rows_from(start)
        ]
        least = [_least(spans, count, level) for level in range(3)]
        level = min(range(3), key=lambda one: least[one].costs[count])
        best = least[level].costs[count]
        rows = least[level].rows()
        if not rows or best > _WORST * len(rows) + _UNLIKELY:
            return None
        levels = tuple(one for one in range(3) if least[one].costs[count] <= best and least[one].rows() == rows)
        whole = tuple(range(self._number[start], self._number[end - 1] + 1) for start, end in rows)
        return Parted(whole, levels, self._is_only(spans, least[level], level))

    def _is_only(self, spans: Sequence[_Span], least: _Least, level: int) -> bool:
        """Whether much more goes against any parting that has another row below the header."""
        count = len(self._number)
        behind = [_FAR] * count + [0.0]
        for start, end, costs in reversed(spans):
            behind[start] = min(behind[start], costs[level] + behind[end])
        rows, most = set(least.rows()), least.costs[count] + _CLEAR
        return all(
            (start, end) in rows or least.costs[start] + costs[level] + behind[end] >= most
            for start, end, costs in spans
            if self._number[start] > self._given.header
        )

    # --- pairs of lines ---

    def _above(self, number: int) -> int:
        """The nearest fragment above that a fragment stands under; -1 where there is none."""
        line, one = self._pieces[number][:2]
        for upper in range(line - 1, -1, -1):
            for other in self._of_line[upper]:
                fragment = self._pieces[other].fragment
                width = min(one.right - one.left, fragment.right - fragment.left)
                if min(one.right, fragment.right) - max(one.left, fragment.left) > _OVER * width:
                    return other
        return -1

    def _usual_leading(self, above: Sequence[int]) -> float:
        """The distance of lines in cells: about the smallest there is."""
        apart = sorted(
            distance
            for piece, upper in zip(self._pieces, above, strict=True)
            if upper >= 0 and (distance := piece.fragment.base - self._pieces[upper].fragment.base) > _LEAST_LEADING * self._size
        )
        return apart[len(apart) // 10] if apart else self._size

    def _judge(self, above: Sequence[int]) -> None:
        """Enter what goes against every fragment going on the one above it, and against its not doing so."""
        below: defaultdict[tuple[int, int], int] = defaultdict(int)
        for number, upper in enumerate(above):
            below[upper, self._pieces[number].line] += 1
        for number, upper in enumerate(above):
            if upper >= 0:
                beside = below[upper, self._pieces[number].line] > 1
                as_one, as_two = (_FORBIDDEN, 0.0) if beside else self._costs(upper, self._pieces[number])
                self._pieces[number] = self._pieces[number]._replace(above=upper, as_one=as_one, as_two=as_two)

    def _costs(self, number: int, lower: _Piece) -> tuple[float, float]:
        """What goes against two fragments being one cell, and against their being two."""
        upper = self._pieces[number]
        one, other = upper.fragment, lower.fragment
        distance = other.base - one.base
        above, below = unspaced(one.text), unspaced(other.text)
        if distance > _LEADING * self._size or (one.figure and other.figure) or starts_with_operator(below):
            return _FORBIDDEN, 0.0
        loose = _UNLIKELY if distance > _LOOSE * self._leading else 0.0
        if one.figure or other.figure:
            return _UNLIKELY + loose, 0.0
        known = _labels_foot if self._in_body(upper) else names_part_of_form
        if (known(above) or known(below)) and not known(above + below):
            return 2 * _UNLIKELY + loose, 0.0
        if starts_item(below):
            return loose, _TORN / 2
        if not self._is_full(number, other):
            return _UNLIKELY + loose, 0.0
        return loose, 0.0 if loose else _TORN

    def _in_body(self, piece: _Piece) -> bool:
        """Whether a fragment stands among indicators, whose names and targets may go on with any word."""
        return bool(self._given.filled) and self._number[piece.line] > self._given.header

    def _is_full(self, number: int, following: Fragment) -> bool:
        """Whether the next word would have found no room: no line of the same column is so much wider.

        A line of a wider cell, merged over more columns, has another column at its right.
        """
        one = self._pieces[number].fragment
        left, beyond = self._beside[number]
        right = beyond.left if beyond else _FAR
        widest = max(
            (
                other.right - other.left
                for (_, other, *_), (_, behind) in zip(self._pieces, self._beside, strict=True)
                if left <= other.left and other.right <= right and _flush(one, other) and _overlap(beyond, behind)
            ),
            default=0.0,
        )
        return one.right - one.left + _first_word(following, self._size) > widest - _ROOM * self._size

    def _neighbours(self, number: int) -> tuple[float, Fragment | None]:
        """Where what stands at the left of a fragment ends, and what stands next at its right, in the lines around it."""
        line, one = self._pieces[number][:2]
        near = [self._pieces[other].fragment for at in range(line - 2, line + 3) for other in self._of_line.get(at, ())]
        left = max((other.right for other in near if other.right <= one.left), default=-_FAR)
        return left, min((other for other in near if other.left >= one.right), key=lambda other: other.left, default=None)

    # --- rows ---

    def _rows_from(self, start: int) -> Iterator[tuple[int, tuple[float, float, float]]]:
        """The ends of the rows that may begin with a line, and what goes against each when its cells are level in one way or another."""
        cells: list[_Cell] = []
        of_piece: dict[int, _Cell] = {}
        against = 0.0
        for line in range(start, min(start + _MOST_LINES, len(self._number))):
            for number in self._of_line[line]:
                piece = self._pieces[number]
                cell = of_piece.get(piece.above)
                if cell is None:
                    cell = _Cell(piece.fragment.base, piece.fragment.base)
                    cells.append(cell)
                else:
                    against += piece.as_one
                    cell.last = piece.fragment.base
                of_piece[number] = cell
            if sum(self._heads[self._number[start] : self._number[line] + 1]) > 1:
                return
            if against >= _FORBIDDEN or (line > start and line in self._ruled):
                return
            yield line + 1, self._row_costs(cells, against + self._unfilled(start, of_piece))

    def _row_costs(self, cells: Sequence[_Cell], against: float) -> tuple[float, float, float]:
        if not cells:
            return (2 * _UNLIKELY,) * 3
        tallest = max(cells, key=lambda cell: cell.last - cell.first)
        middle, top, foot = tallest.first + tallest.last, min(cell.first for cell in cells), max(cell.last for cell in cells)
        aslant = _ASLANT * self._size
        return (
            against + _UNLIKELY * sum(abs(cell.first + cell.last - middle) > 2 * aslant for cell in cells),
            against + _UNLIKELY * sum(cell.first - top > aslant for cell in cells),
            against + _UNLIKELY * sum(foot - cell.last > aslant for cell in cells),
        )

    def _unfilled(self, start: int, held: dict[int, _Cell]) -> float:
        """What goes against a row for the columns it leaves empty."""
        if self._number[start] <= self._given.header:
            return 0.0
        opening = unspaced(self._given.lines[self._number[start]].fragments[0].text)
        if _labels_foot(opening):
            return 0.0
        fragments = [self._pieces[number].fragment for number in held]
        return _UNLIKELY * sum(not any(one.left < right and left < one.right for one in fragments) for left, right in self._given.filled)


def _labels_foot(words: str) -> bool:
    return any(labels_form(label, words) for label in FOOT_OF_FORM)


_HEAD_OF_FORM: Final = ("project", "supervisor", "department", "unit")
"""Labels of the first rows, each of a row of its own."""
FOOT_OF_FORM: Final = ("total", "grade", "problems")
"""Labels of the rows behind the indicators."""
_LEAST_LEADING: Final = 0.9
_FAR: Final = 1e9

_Span = tuple[int, int, "list[float]"]
"""The first line of a row, the line behind it, and what goes against it when its cells are level in one way or another."""


class _Least(NamedTuple):
    """The least that goes against the rows of so many lines, and where the last of these rows begins."""

    costs: list[float]
    back: list[int]

    def rows(self) -> list[tuple[int, int]]:
        """The rows with the least against them, each its first line and the line behind it; empty where there are none."""
        end = len(self.back) - 1
        rows: list[tuple[int, int]] = []
        while end and self.costs[end] < _FAR:
            rows.append((self.back[end], end))
            end = self.back[end]
        return rows[::-1]


def _least(spans: Sequence[_Span], count: int, level: int) -> _Least:
    costs, back = [0.0] + [_FAR] * count, [0] * (count + 1)
    for start, end, against in spans:
        total = costs[start] + against[level]
        if total < costs[end]:
            costs[end], back[end] = total, start
    return _Least(costs, back)


def _overlap(one: Fragment | None, other: Fragment | None) -> bool:
    """Whether two fragments stand in one column; two missing ones do, at the right edge."""
    if one is None or other is None:
        return one is other
    return one.left < other.right and other.left < one.right


def _flush(one: Fragment, other: Fragment) -> bool:
    return abs(one.left - other.left) < _FLUSH or abs(one.right - other.right) < _FLUSH or abs(one.middle - other.middle) < _FLUSH


def _first_word(following: Fragment, size: float) -> float:
    """About the width of the first word of a fragment: letters and figures are not parted."""
    text = following.text
    run = next((at for at, char in enumerate(text) if not char.isascii() or char == " "), len(text))
    return max(run * size / 2, size)
