"""Chance that is the same every time, and the days of the year that the data is about."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
Row = dict[str, object]

YEAR: Final = 2024
FIRST: Final = date(YEAR, 1, 1)
LAST: Final = date(YEAR, 12, 31)
_SEED: Final = 20240101


class Dice:
    """Draws of one dataset: seeded by its name, so that a change of one dataset leaves the others alone."""

    def __init__(self, name: str) -> None:
        """The draws of a dataset."""
        self._random = Random(f"{_SEED} {name}")  # noqa: S311  # what is drawn must be repeatable, not secret

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often in a hundred times."""
        return self.whole(1, 100) <= percent

    def one_of(self, values: Sequence[T]) -> T:
        """One of equals."""
        return values[self.whole(0, len(values) - 1)]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One of several by their weights."""
        at = self.whole(1, sum(weights.values()))
        for value, weight in weights.items():
            at -= weight
            if at <= 0:
                return value
        raise AssertionError

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        """A day, both ends included."""
        return first + timedelta(days=self.whole(0, (last - first).days))

    def maybe(self, percent: int, value: T) -> T | None:
        """The value, so often in a hundred times."""
        return value if self.chance(percent) else None


def later(day: date, days: int) -> date:
    """The day so many days after another."""
    return day + timedelta(days=days)


def yuan(fen: int) -> str:
    """Fen as the CSV files of a bureau write them."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
