"""Merged cells: the cells of a table's rows put into the columns they stand in, one row after the other.

Markup names a merged cell once, with the number of columns and rows it covers; a cell of a later row stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_COLUMNS: Final = 60
"""Widest merged cell; statutory tables have below twenty columns, so more is damage."""

MOST_PLACES: Final = 1_000_000
"""Places in the grid of one table; beyond them merged cells cover nothing more, because only an attack has so many."""

_T = TypeVar("_T")


class Spreading(Generic[_T]):
    """Places the rows of one table; what a cell covers beside and below itself is None."""

    def __init__(self) -> None:
        """A table without rows yet."""
        self._below: dict[int, int] = {}
        self._left = MOST_PLACES

    def row(self, cells: Iterable[tuple[_T, int, int]]) -> list[_T | None]:
        """The next row: its cells, each with the number of columns and of rows it covers."""
        placed: list[_T | None] = []
        below: dict[int, int] = {}
        for cell, columns, rows in cells:
            self._skip_covered(placed, below)
            for n in range(max(1, min(columns, MOST_COLUMNS if self._left > 0 else 1))):
                if rows > 1:
                    below[len(placed)] = rows - 1
                placed.append(None if n else cell)
        self._skip_covered(placed, below)
        self._left -= len(placed)
        self._below = below if self._left > 0 else {}
        return placed

    def _skip_covered(self, placed: list[_T | None], below: dict[int, int]) -> None:
        """Leave the places free that a cell of a row above reaches down to."""
        while len(placed) in self._below:
            left = self._below[len(placed)] - 1
            if left:
                below[len(placed)] = left
            placed.append(None)
