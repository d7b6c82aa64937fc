"""What a synthetic city is drawn from: dated data files in data/, each with its source or the word that it is assumed."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Shares: TypeAlias = NDArray[np.double]


@dataclass(frozen=True, slots=True)
class Steps:
    """Figures that change at certain ages: from `starts[i]` on they are `values[i]` (kinds × columns)."""

    starts: Ints
    values: Shares

    def at(self, ages: Ints) -> Shares:
        """The figures at each age (ages × columns)."""
        found: Shares = self.values[np.searchsorted(self.starts, ages, side="right") - 1]
        return found


def steps(rows: list[list[int]]) -> Steps:
    """Rows of an age and figures.

    >>> steps([[0, 5], [60, 7]]).at(np.array([0, 59, 60]))[:, 0].tolist()
    [5.0, 5.0, 7.0]
    """
    table = np.asarray(rows, dtype=np.double)
    return Steps(table[:, 0].astype(np.int64), table[:, 1:])


def cumulative(weights: Any) -> Shares:  # noqa: ANN401  # whatever numpy takes for an array
    """Shares up to and including each; drawing is `searchsorted(cumulative(w), uniform, side="right")`."""
    summed = np.cumsum(np.asarray(weights, dtype=np.double))
    found: Shares = summed / summed[-1]
    return found


def drawn(bounds: Shares, uniform: Shares) -> Ints:
    """Which of several things each uniform number stands for."""
    return np.minimum(np.searchsorted(bounds, uniform, side="right"), len(bounds) - 1)


@cache
def assumption(name: str) -> dict[str, Any]:
    """A data file of TOML."""
    return tomllib.loads((_data() / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def listed(name: str) -> tuple[dict[str, str], ...]:
    """A data file of CSV, row by row."""
    with (_data() / f"{name}.csv").open(encoding="utf-8") as stream:
        return tuple(csv.DictReader(stream))


def _data() -> Traversable:
    return resources.files(__package__) / "data"
