"""The header of a table without lines: words over its columns, wrapped ones put together, words over several columns above theirs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.names import heads_something, names_something
from baozhang.reading.formats.paged.printed import joined
from baozhang.reading.formats.paged.unruled.columns import Columns
from baozhang.reading.formats.paged.unruled.leaves import under
from baozhang.reading.text import compact, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.unruled.columns import Edges
    from baozhang.reading.formats.paged.unruled.fragments import CutLine, Fragment

_WRAPPED: Final = 1.7
"""Widest distance of two lines of one header cell, in type sizes."""
_BELOW: Final = 0.8
"""Distance from which on a line is below another, in type sizes."""
_LEVEL: Final = 0.5
"""How far the middles of two cells side by side may differ, in type sizes (twice: the sum of their first and last lines is compared)."""
_BIAS: Final = 0.5
"""How much better the middle of several columns must fit words than that of the column they stand over, in type sizes."""

_SUMS: Final = frozenset({"小计", "合计"})
"""Header words that need those above them."""


class Placed(NamedTuple):
    """A fragment of a header and the line it stands in."""

    line: CutLine
    fragment: Fragment

    @property
    def base(self) -> float:
        """The baseline of the line."""
        return self.line.line.base

    @property
    def level(self) -> float:
        """The baseline of the fragment itself."""
        return self.fragment.base


@dataclass(slots=True)
class _Group:
    """Words over several columns."""

    first: int
    last: int
    words: list[Placed]


HeaderRow = dict[int, list[Placed]]
"""Column to the fragments of its cell."""
_Cell = tuple[int, int, list[Placed]]
"""First and last column, and the words."""


@dataclass(slots=True)
class Header:
    """The rows of a header over columns, some of which only the header shows."""

    columns: Columns
    rows: list[HeaderRow] = field(default_factory=list)


def header_of(lines: Sequence[CutLine], columns: Columns, size: float) -> Header:
    """The header that some lines are, and the columns with those added that have no figure in the rows below.

    Raises Ambiguous where words and figures stand beside each other and nothing shows which belong together.
    """
    words = [Placed(line, one) for line in lines for one in line.fragments]
    widened = under(lines, columns, size) or _with_header_columns(words, columns, size)
    return Header(widened, _Stacks(words, widened, size).rows())


def _with_header_columns(words: Sequence[Placed], columns: Columns, size: float) -> Columns:
    """The columns, and those that words in the white between two columns head; words beside a column without a header are its own.

    What stands below or above words of one column only is that column's.
    """
    edges = list(columns.edges)
    tops: dict[int, float] = {}
    headed: list[tuple[int, Placed]] = []
    for one in words:
        over = columns.over(one.fragment)
        if len(over) == 1:
            tops.setdefault(over[0], one.base)
            headed.append((over[0], one))
    added: list[tuple[float, float]] = []
    for lone in _lone(words, columns, size):
        left, right = min(one.fragment.left for one in lone), max(one.fragment.right for one in lone)
        base = min(one.base for one in lone)
        beside = _beside(columns, left, len(edges))
        near = {at for at, other in headed if left < other.fragment.right and other.fragment.left < right}
        completed = [at for at in beside if _complete([one for place, one in headed if place == at], lone)]
        owner = near.pop() if len(near) == 1 else next((at for at in beside if at not in tops or at in completed), -1)
        if owner >= 0:
            tops[owner] = min(base, tops.get(owner, base))
            edges[owner] = min(left, edges[owner][0]), max(right, edges[owner][1])
        elif not near and (len(beside) < 2 or not all(tops[at] > base + _BELOW * size for at in beside)):
            added.append((left, right))
    return _inserted(columns, tuple(edges), added)


def _complete(headed: Sequence[Placed], lone: Sequence[Placed]) -> bool:
    """Whether words make the name of a column, or of an item, with those over a column beside them that are none by themselves."""
    if not headed or _names(headed):
        return False
    return _names(sorted([*headed, *lone], key=lambda one: (one.base, one.fragment.left)))


def _names(words: Sequence[Placed]) -> bool:
    text = _joined(words)
    return heads_something(text) or names_something(text)


def _beside(columns: Columns, left: float, width: int) -> list[int]:
    """The columns before and behind some white."""
    before = max((at for at, edge in enumerate(columns.edges) if edge[1] <= left), default=-1)
    return [at for at in (before, before + 1) if 0 <= at < width]


def _lone(words: Sequence[Placed], columns: Columns, size: float) -> list[list[Placed]]:
    """Words that stand over no column, those above each other together."""
    united: list[list[Placed]] = []
    reach = 0.0
    for one in sorted((one for one in words if not columns.over(one.fragment)), key=lambda one: one.fragment.left):
        if united and one.fragment.left < reach + 0.3 * size:
            united[-1].append(one)
            reach = max(reach, one.fragment.right)
        else:
            united.append([one])
            reach = one.fragment.right
    return united


def _inserted(columns: Columns, edges: Edges, added: Sequence[tuple[float, float]]) -> Columns:
    """The columns with others between them, in order."""
    if not added:
        return Columns(edges, columns.figures, columns.codes)
    everything = sorted([(edge, at) for at, edge in enumerate(edges)] + [(edge, -1) for edge in added])
    place = {at: number for number, (_, at) in enumerate(everything) if at >= 0}
    return Columns(
        tuple(edge for edge, _ in everything),
        frozenset(place[at] for at in columns.figures),
        frozenset(place[at] for at in columns.codes),
    )


class _Stacks:
    """The words over every column, from top to bottom."""

    def __init__(self, words: Sequence[Placed], columns: Columns, size: float) -> None:
        self._columns, self._size = columns, size
        self._groups: list[_Group] = []
        single: defaultdict[int, list[Placed]] = defaultdict(list)
        for one in words:
            over = columns.over(one.fragment)
            if len(over) > 1:
                self._group(over[0], over[-1], one)
            else:
                single[columns.of(one.fragment)].append(one)
        self._leaf_lines = frozenset(stack[0].base for stack in single.values() if len(stack) == 1)
        self._tops = {at: min(one.base for one in stack) for at, stack in single.items()}
        self._cells_over = {at: self._cells(stack) for at, stack in single.items()}
        self._outer = self._outer_edges()
        self._stacks: list[_Cell] = []
        for at, cells in self._cells_over.items():
            for number, cell in enumerate(cells):
                first, last = self._span(at, cell) if number + 1 < len(cells) else (at, at)
                self._stacks.append((first, last, cell))

    def _outer_edges(self) -> list[float]:
        """Where each column may begin, and where the last one may end: half way in the white between two."""
        reach = [list(edge) for edge in self._columns.edges]
        for at, cells in self._cells_over.items():
            for one in cells[-1]:
                reach[at] = [min(reach[at][0], one.fragment.left), max(reach[at][1], one.fragment.right)]
        return [reach[0][0], *((one[1] + other[0]) / 2 for one, other in pairwise(reach)), reach[-1][1]]

    def _span(self, at: int, cell: Sequence[Placed]) -> tuple[int, int]:
        """The columns that words above others belong to: several when all of them begin lower and their middle fits better."""
        first = last = at
        while first > 0 and self._lower(first - 1, cell[0].base):
            first -= 1
        while last + 1 < len(self._columns.edges) and self._lower(last + 1, cell[0].base):
            last += 1
        middle = (min(one.fragment.left for one in cell) + max(one.fragment.right for one in cell)) / 2
        spans = [(left, right) for left in range(first, at + 1) for right in range(at, last + 1)]
        return min(spans, key=lambda span: self._misfit(span, middle) + (_BIAS * self._size if span != (at, at) else 0))

    def _lower(self, at: int, base: float) -> bool:
        """Whether a column has words, all of them below a baseline, and none over several columns there."""
        covered = any(group.first <= at <= group.last for group in self._groups)
        return not covered and self._tops.get(at, 0) > base + _BELOW * self._size / 2

    def _misfit(self, span: tuple[int, int], middle: float) -> float:
        return abs((self._outer[span[0]] + self._outer[span[1] + 1]) / 2 - middle)

    def _group(self, first: int, last: int, one: Placed) -> None:
        above = next((group for group in self._groups if (group.first, group.last) == (first, last)), None)
        if above and one.base - above.words[-1].base <= _WRAPPED * self._size:
            above.words.append(one)
        else:
            self._groups.append(_Group(first, last, [one]))

    def rows(self) -> list[HeaderRow]:
        """The rows of the header: words over several columns stand over the first of them, one row above what is below.

        A cell that reaches over several rows stands in the first of them, unless it is level with cells further down.
        """
        cells = [(group.first, group.last, group.words) for group in self._groups]
        cells += self._stacks
        rows: list[HeaderRow] = []
        depth = [0] * len(self._columns.edges)
        for beside in self._levels(cells):
            level = max(max(depth[first : last + 1]) for first, last, _ in beside)
            for first, last, words in beside:
                _enter(rows, level, first, words)
                depth[first : last + 1] = [level + 1] * (last + 1 - first)
        return rows

    def _levels(self, cells: Sequence[_Cell]) -> list[list[_Cell]]:
        """Cells side by side: with the same middle, or with their first or last lines on one baseline."""
        levels: list[list[_Cell]] = []
        for cell in sorted(cells, key=lambda one: one[2][0].base + one[2][-1].base):
            apart = bool(levels) and not any(one[0] <= cell[1] and cell[0] <= one[1] for one in levels[-1])
            if apart and any(self._are_level(one, cell) for one in levels[-1]):
                levels[-1].append(cell)
            else:
                levels.append([cell])
        return levels

    def _are_level(self, one: _Cell, other: _Cell) -> bool:
        (first, last), (top, foot) = (one[2][0].base, one[2][-1].base), (other[2][0].base, other[2][-1].base)
        return first == top or last == foot or abs(first + last - top - foot) < _LEVEL * self._size

    def _cells(self, stack: Sequence[Placed]) -> list[list[Placed]]:
        """The words over one column, lines of one cell together."""
        cells: list[list[Placed]] = []
        for at, one in enumerate(stack):
            if cells and self._wraps(cells[-1], one, stack[at:]):
                cells[-1].append(one)
            else:
                cells.append([one])
        return cells

    def _wraps(self, above: Sequence[Placed], one: Placed, rest: Sequence[Placed]) -> bool:
        """Whether words go on those above them: they are near, and are not the header of a column by themselves.

        Where both are known headers, and so are the two together, the words that stand in line with others are a cell of their own.
        """
        if one.base - above[-1].base > _WRAPPED * self._size:
            return False
        if one.base == above[-1].base:
            return True
        words = _joined(rest)
        alone = heads_something(words)
        if alone and one.base in self._leaf_lines and (words in _SUMS or heads_something(_joined(above))):
            return False
        return heads_something(_joined([*above, *rest])) or not alone


def _joined(words: Sequence[Placed]) -> str:
    text = ""
    for one in words:
        text = joined(text, one.fragment.text) if text else one.fragment.text
    return compact(fold(text))


def _enter(rows: list[HeaderRow], row: int, at: int, words: list[Placed]) -> None:
    while len(rows) <= row:
        rows.append({})
    rows[row].setdefault(at, []).extend(words)
