"""Rows of a table with fixed places that have a blank cell too many or too few: all ways to put them straight."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from baozhang.reading.model import GridRow

_MOST: Final = 400
_FARTHEST: Final = 3
"""Cells that may have come in or gone; a row farther off is no damaged row of this table."""


def straightened(row: GridRow, width: int, allowed: Callable[[int, str], bool]) -> list[GridRow]:
    """The rows of `width` cells that differ from a row by blank cells only, each cell at a place where it is `allowed`."""
    off = len(row.cells) - width
    if not off or abs(off) > _FARTHEST:
        return []
    ways = _without(row.cells, off) if off > 0 else _with(row.cells, -off)
    fitting = dict.fromkeys(cells for cells in islice(ways, _MOST) if all(allowed(at, cell) for at, cell in enumerate(cells) if cell))
    return [replace(row, cells=cells) for cells in fitting]


def put_straight_by_sums(
    row: GridRow, width: int, allowed: Callable[[int, str], bool], adds_up: Callable[[GridRow], bool]
) -> tuple[GridRow | None, frozenset[int]]:
    """A row as wide as its table under which its sums hold, or None, and the grid columns that several such fill differently.

    A row of the right width, or one whose sums hold as it stands, stays as it is.
    """
    if len(row.cells) == width or adds_up(row):
        return row, frozenset()
    adding = [way for way in straightened(row, width, allowed) if adds_up(way)]
    if not adding:
        return None, frozenset()
    return adding[0], frozenset(at for at, cells in enumerate(zip(*(way.cells for way in adding), strict=True)) if len(set(cells)) > 1)


def _without(cells: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    blank = [at for at, cell in enumerate(cells) if not cell]
    for left_out in combinations(blank, count):
        yield tuple(cell for at, cell in enumerate(cells) if at not in left_out)


def _with(cells: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    width = len(cells) + count
    for put_in in combinations(range(width), count):
        rest = iter(cells)
        yield tuple("" if at in put_in else next(rest) for at in range(width))
