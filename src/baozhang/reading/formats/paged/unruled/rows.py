"""The rows of a table without lines: every row has one line with its figures; other lines are wrapped from it, or rows of words alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.names import names_something
from baozhang.reading.formats.paged.printed import joined
from baozhang.reading.paragraphs import starts_item
from baozhang.reading.text import compact, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baozhang.reading.formats.paged.unruled.columns import Columns
    from baozhang.reading.formats.paged.unruled.fragments import CutLine, Fragment

_LEADING: Final = 2.2
"""Widest distance of two lines of one cell, in type sizes."""
_ROOM: Final = 1.4
"""A line is full when less than this many type sizes are left in its cell."""
_MIRRORED: Final = 0.3
"""How far lines above and below the middle of a cell may differ in their distance from it, in type sizes."""
_MOST_WRAPPED: Final = 8
_RULED: Final = 0.7
"""A table is ruled level when lines are drawn between so many of its rows."""

Group = list[int]


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a table below its header: where every fragment stands, and the level lines drawn between them.

    `ruled` are the numbers of the lines that have a ruling line above them.
    """

    lines: tuple[CutLine, ...]
    columns: Columns
    ruled: frozenset[int] = frozenset()

    def cells(self, at: int) -> dict[int, list[Fragment]]:
        """The fragments of a line by column."""
        cells: dict[int, list[Fragment]] = {}
        for one in self.lines[at].fragments:
            cells.setdefault(self.columns.of(one), []).append(one)
        return cells


def rows_of(body: Body) -> list[Group]:
    """The lines of every row, by the numbers of the lines: the grouping that leaves the fewest lines alone."""
    return _Grouping(body).best()


class _Grouping:
    """Tries where the figures of a cell may stand: in its middle, at its top or at its foot, the same way in a whole table."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._base = [one.line.base for one in body.lines]
        self._size = [one.line.size for one in body.lines]
        self._cells = [body.cells(at) for at in range(len(body.lines))]
        self._words = [{column: " ".join(one.text for one in inside) for column, inside in cells.items()} for cells in self._cells]
        self._counted = [any(column in body.columns.figures for column in cells) for cells in self._cells]
        widths: dict[int, float] = {}
        for cells in self._cells:
            for column, inside in cells.items():
                widths[column] = max(widths.get(column, 0), inside[-1].right - inside[0].left)
        self._width = widths

    def best(self) -> list[Group]:
        if all(self._counted):
            return [[at] for at in range(len(self._counted))]
        if self._is_ruled():
            return self._by_ruling()
        ways: list[Callable[[], list[Group]]] = [self._middle, self._top, self._foot]
        return min((way() for way in ways), key=self._alone)

    def _alone(self, groups: Sequence[Group]) -> int:
        """Lines of words that no row with figures has taken in."""
        return sum(len(group) for group in groups if not any(self._counted[at] for at in group))

    def _is_ruled(self) -> bool:
        rows = sum(self._counted)
        return rows > 2 and len(self._body.ruled) >= _RULED * (rows - 1)

    def _by_ruling(self) -> list[Group]:
        groups: list[Group] = []
        for at in range(len(self._counted)):
            if not groups or at in self._body.ruled:
                groups.append([at])
            else:
                groups[-1].append(at)
        return groups

    def _goes_on(self, upper: int, lower: int, column: int) -> bool:
        """Whether the words of a column in one line go on in those of another below it."""
        if any(at in self._body.ruled for at in range(upper + 1, lower + 1)):
            return False
        size = min(self._size[upper], self._size[lower])
        if self._base[lower] - self._base[upper] > _LEADING * size:
            return False
        inside = self._cells[upper][column]
        if inside[-1].right - inside[0].left < self._width[column] - _ROOM * size:
            return False
        words = compact(fold(self._words[lower][column]))
        if starts_item(words) or words.startswith("其中"):
            return False
        return not names_something(words) or names_something(compact(fold(joined(self._words[upper][column], words))))

    def _joins(self, group: Group, at: int) -> bool:
        """Whether all words of a line go on those above it, or are gone on with by those below it, in the rows of a group."""
        for column in self._cells[at]:
            if column in self._body.columns.figures:
                return False
            near = [one for one in group if column in self._cells[one]]
            if not near:
                return False
            if at > near[-1] and not self._goes_on(near[-1], at, column):
                return False
            if at < near[0] and not self._goes_on(at, near[0], column):
                return False
        return True

    def _top(self) -> list[Group]:
        groups: list[Group] = []
        for at, counted in enumerate(self._counted):
            if not counted and groups and self._joins(groups[-1], at):
                groups[-1].append(at)
            else:
                groups.append([at])
        return groups

    def _foot(self) -> list[Group]:
        groups: list[Group] = []
        for at in reversed(range(len(self._counted))):
            if not self._counted[at] and groups and self._joins(groups[-1], at):
                groups[-1].insert(0, at)
            else:
                groups.append([at])
        return groups[::-1]

    def _middle(self) -> list[Group]:
        groups: list[Group] = []
        taken = -1
        for at, counted in enumerate(self._counted):
            if not counted:
                continue
            reach = self._reach(at, taken)
            groups.extend(self._words_alone(taken + 1, at - reach))
            groups.append(list(range(at - reach, at + reach + 1)))
            taken = at + reach
        groups.extend(self._words_alone(taken + 1, len(self._counted)))
        return groups

    def _reach(self, at: int, taken: int) -> int:
        """How many lines above and below a line of figures mirror each other as the lines of wrapped cells do."""
        reach = best = 0
        while reach < _MOST_WRAPPED:
            reach += 1
            above, below = at - reach, at + reach
            if above <= taken or below >= len(self._counted) or self._counted[above] or self._counted[below]:
                break
            up, down = self._base[at] - self._base[above], self._base[below] - self._base[at]
            if abs(up - down) > _MIRRORED * self._size[at] or self._cells[above].keys() != self._cells[below].keys():
                break
            if self._hangs_together(range(above, below + 1)):
                best = reach
        return best

    def _hangs_together(self, lines: range) -> bool:
        columns = {column for at in lines for column in self._cells[at]} - self._body.columns.figures
        for column in columns:
            holding = [at for at in lines if column in self._cells[at]]
            if not all(self._goes_on(one, other, column) for one, other in pairwise(holding)):
                return False
        return True

    def _words_alone(self, first: int, end: int) -> list[Group]:
        """The rows of some lines that have no figures."""
        groups: list[Group] = []
        for at in range(first, end):
            if groups and self._joins(groups[-1], at):
                groups[-1].append(at)
            else:
                groups.append([at])
        return groups
