"""The columns of a table without lines: what its fragments overlap when all rows are seen from above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.reading.formats.paged.unruled.fragments import Fragment

_ALIGNED: Final = 2.5
"""How far the right edges (or middles, or left edges) of the figures of one column may differ, in points."""
_IN_LINE: Final = 0.8
"""Part of the figures of a column that must be aligned."""
_CORRIDOR: Final = 0.3
"""Narrowest white between two columns, in type sizes."""
_BRIDGING: Final = 8
"""One row in so many may hold words that reach over several columns."""
_AMOUNT_INSIDE: Final = re.compile(r"\d\.\d\d(?!\d)")
TOTALS: Final = frozenset({"合计", "总计", "本年合计"})
"""What the row of totals is called."""
_ROW_NAMES: Final = TOTALS | {"栏次", "行次"}
"""What stands in the column of codes in rows without a code."""
_CODE_DIGITS: Final = range(3, 8)

Edges = tuple[tuple[float, float], ...]
"""Left and right edge of what stands in every column, in points."""


class Side(Enum):
    """Where what stands in a column is even."""

    LEFT = -1
    MIDDLE = 0
    RIGHT = 1
    ANY = 2
    """It is all of one width, or nowhere even."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns from left to right: their edges, which hold figures, which of those hold codes, and the side where each is even."""

    edges: Edges
    figures: frozenset[int]
    codes: frozenset[int]
    sides: tuple[Side, ...] = ()

    def over(self, fragment: Fragment) -> list[int]:
        """The columns that a fragment stands in or reaches over."""
        return [at for at, (left, right) in enumerate(self.edges) if fragment.left < right and left < fragment.right]

    def of(self, fragment: Fragment) -> int:
        """The column of a fragment: the one it covers most of; the first, if it reaches over several; the nearest, if none."""
        over = self.over(fragment)
        if len(over) == 1:
            return over[0]
        if not over:
            return min(range(len(self.edges)), key=lambda at: abs(sum(self.edges[at]) / 2 - fragment.middle))
        shares = {at: min(fragment.right, self.edges[at][1]) - max(fragment.left, self.edges[at][0]) for at in over}
        most = max(shares.values())
        return next(at for at in over if shares[at] * 3 >= most)

    def figured(self, left: float, right: float) -> bool:
        """Whether a column of figures stands somewhere between two places."""
        return any(self.edges[at][0] < right and left < self.edges[at][1] for at in self.figures)


def columns_of(
    rows: Sequence[Sequence[Fragment]], size: float, known: Columns | None = None, separators: Sequence[float] = ()
) -> Columns | None:
    """The columns of some rows; None where the figures of a row or of a column do not come out even.

    `known`: columns of the page before, which the table goes on with. `separators`: upright ruling lines between columns.
    """
    edges = _with_totals(rows, _edges(rows, size, separators))
    if known:
        edges = matched(edges, known)
    columns = Columns(edges, frozenset(), frozenset())
    held: list[list[Fragment]] = [[] for _ in edges]
    for row in rows if edges else ():
        places = [columns.of(one) for one in row]
        for place, one in zip(places, row, strict=True):
            held[place].append(one)
        if _uneven(row, places, columns):
            return None
    figures = frozenset(at for at, inside in enumerate(held) if 2 * sum(one.figure for one in inside) > len(inside))
    if known:
        figures |= {at for at, (left, right) in enumerate(edges) if not held[at] and known.figured(left, right)}
    codes = frozenset(at for at in figures if at + 1 < len(edges) and at + 1 not in figures and _are_codes(held[at]))
    even = bool(edges) and all(_aligned(held[at]) for at in figures - codes)
    return Columns(edges, figures, codes, tuple(map(_side, held))) if even else None


def _edges(rows: Sequence[Sequence[Fragment]], size: float, separators: Sequence[float]) -> Edges:
    if separators:
        return tuple(pairwise(separators))
    whole = united([(one.left, one.right) for row in rows for one in row], size)
    return tuple(part for edge in whole for part in _bridged(rows, edge, size))


def _with_totals(rows: Sequence[Sequence[Fragment]], edges: Edges) -> Edges:
    """The columns, those of nothing but names of rows (合计, 栏次) made one with the column of codes whose other side they stand at."""
    found = list(edges)
    for at in range(len(edges) - 2, -1, -1):
        held = [
            [one for one in row if found[place][0] < one.right and one.left < found[place][1]] for place in (at, at + 1) for row in rows
        ]
        totals, behind = held[: len(rows)], held[len(rows) :]
        if any(one and other for one, other in zip(totals, behind, strict=True)):
            continue
        words = [fold(one.text).replace(" ", "") for row in totals for one in row]
        if words and _ROW_NAMES.issuperset(words) and _are_codes([one for row in behind for one in row]):
            found[at : at + 2] = [(found[at][0], found[at + 1][1])]
    return tuple(found)


def _uneven(row: Sequence[Fragment], places: Sequence[int], columns: Columns) -> bool:
    """Whether a row has two figures in one column, or words and an amount that run into each other."""
    figures = [place for place, one in zip(places, row, strict=True) if one.figure]
    if len(set(figures)) < len(figures):
        return True
    return any(not one.figure and len(columns.over(one)) > 1 and _AMOUNT_INSIDE.search(one.text) for one in row)


def united(spans: Iterable[tuple[float, float]], size: float) -> Edges:
    """What some fragments cover together when they are seen from above: parted by white that is wide enough for a column's edge."""
    covered: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if covered and left < covered[-1][1] + _CORRIDOR * size:
            covered[-1] = (covered[-1][0], max(covered[-1][1], right))
        else:
            covered.append((left, right))
    return tuple(covered)


def matched(own: Edges, known: Columns) -> Edges:
    """The columns of the page before with what stands in them on this one; empty when a column of this page is none of them.

    As many columns are the same ones. A column that stands in the white between two is the one of them that was empty so far.
    """
    edges = list(known.edges)
    places = list(range(len(own))) if len(own) == len(edges) else [_place(edge, own, known) for edge in own]
    if -1 in places or places != sorted(places):
        return ()
    for at, (left, right) in zip(places, own, strict=True):
        edges[at] = min(left, edges[at][0]), max(right, edges[at][1])
    apart = all(one[1] <= other[0] for one, other in pairwise(edges))
    return tuple(edges) if apart else ()


def _place(edge: tuple[float, float], own: Edges, known: Columns) -> int:
    over = [at for at, other in enumerate(known.edges) if edge[0] < other[1] and other[0] < edge[1]]
    if over:
        return over[0] if len(over) == 1 else -1
    before = max((at for at, other in enumerate(known.edges) if other[1] <= edge[0]), default=-1)
    free = [
        at
        for at in (before, before + 1)
        if 0 <= at < len(known.edges)
        and at not in known.figures
        and not any(one[0] < known.edges[at][1] and known.edges[at][0] < one[1] for one in own)
    ]
    return free[0] if len(free) == 1 else -1


def _bridged(rows: Sequence[Sequence[Fragment]], edge: tuple[float, float], size: float) -> Edges:
    """The columns inside a column that only words of a few rows (a total, a group) reach over; else the column itself."""
    inside = [one for row in rows for one in row if edge[0] <= one.left and one.right <= edge[1]]
    allowed = max(1, len(rows) // _BRIDGING)
    if len(inside) <= 2 * allowed:
        return (edge,)
    cores = _cores([(one.left, one.right) for one in inside], allowed)
    if len(cores) < 2:
        return (edge,)
    over = [one for one in inside if not one.figure and sum(one.left < right and left < one.right for left, right in cores) > 1]
    if not over or len(over) > allowed:
        return (edge,)
    return united([(one.left, one.right) for one in inside if one not in over], size)


def _cores(spans: Sequence[tuple[float, float]], allowed: int) -> Edges:
    """Where more than twice as many fragments stand above each other as are allowed to reach over."""
    steps = sorted([(left, 1) for left, _ in spans] + [(right, -1) for _, right in spans])
    cores: list[tuple[float, float]] = []
    depth, begun, low = 0, 0.0, True
    for place, step in steps:
        depth += step
        if low and depth > 2 * allowed:
            begun, low = place, False
            cores.append((begun, place))
        if not low:
            cores[-1] = (begun, place)
            low = depth <= allowed
    return tuple(cores)


def _are_codes(inside: Sequence[Fragment]) -> bool:
    codes = [one for one in inside if one.figure]
    return bool(codes) and all(one.text.isdigit() and len(one.text) in _CODE_DIGITS for one in codes)


def _side(inside: Sequence[Fragment]) -> Side:
    """Where the fragments of a column are even."""
    widths = [one.right - one.left for one in inside]
    if not widths or max(widths) - min(widths) < 2 * _ALIGNED:
        return Side.ANY
    ways = {
        Side.LEFT: [one.left for one in inside],
        Side.RIGHT: [one.right for one in inside],
        Side.MIDDLE: [one.middle for one in inside],
    }
    near = {side: _most_near(places) for side, places in ways.items()}
    best = max(near, key=near.__getitem__)
    clear = near[best] >= _IN_LINE * len(inside) and sum(count == near[best] for count in near.values()) == 1
    return best if clear else Side.ANY


def _aligned(inside: Sequence[Fragment]) -> bool:
    """Whether the figures of a column share their right edges, their middles or their left edges."""
    figures = [one for one in inside if one.figure and any(ch.isdigit() for ch in fold(one.text))]
    if len(figures) < 2:
        return True
    edges = ([one.right for one in figures], [one.middle for one in figures], [one.left for one in figures])
    return any(_most_near(places) >= _IN_LINE * len(figures) for places in edges)


def _most_near(places: list[float]) -> int:
    """How many places lie within the tolerance of one of them at most."""
    places.sort()
    most = first = 0
    for last, place in enumerate(places):
        while place - places[first] > 2 * _ALIGNED:
            first += 1
        most = max(most, last - first + 1)
    return most
