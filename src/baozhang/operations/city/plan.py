"""What is to be generated: a year of a city of some size, by a seed; and where its randomness comes from.

The city is made block by block. Every block draws from streams of its own, so that its bytes depend on the seed, the size and the scheme,
not on how many processes make the blocks or in which order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np

BLOCK: Final = 25_000
"""Persons generated together: bounds the memory of a process and the size of a file."""
SMALLEST: Final = 1_000
LARGEST: Final = 7_000_000
ROWS: Final = 1_000_000_000
"""Room for the numbers of one block; a number of a visit is that of its block times this, and its rank in it."""
CITYWIDE: Final = 1 << 31
"""The block number of what is drawn once for the city."""


class Draw(IntEnum):
    """What is drawn, each from a stream of its own, so that a change in one leaves the others as they were."""

    INSTITUTIONS = 1
    CASES = 2
    PERSONS = 3
    STAYS = 4
    VISITS = 5
    PLANTED_VISITS = 6
    CHARGES = 7
    PLANTED_LINES = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """A city to generate."""

    persons: int
    year: int
    seed: int

    @property
    def blocks(self) -> int:
        """How many blocks."""
        return -(-self.persons // BLOCK)

    def size(self, block: int) -> int:
        """Persons of a block; only the last one is smaller."""
        return min(BLOCK, self.persons - block * BLOCK)

    @property
    def first(self) -> int:
        """1 January of the year, in days since 1970."""
        return (date(self.year, 1, 1) - date(1970, 1, 1)).days

    @property
    def days(self) -> int:
        """Days of the year."""
        return (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days

    @property
    def last(self) -> int:
        """31 December of the year, in days since 1970."""
        return self.first + self.days - 1

    def stream(self, block: int, draw: Draw) -> np.random.Generator:
        """Random numbers for one kind of draw in one block."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, self.year, block, draw])))
