"""Amounts in fen whose sums round to the figures that were printed: interval constraints solved by relaxation, in integers at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SWEEPS: Final = 4000
_MARGINS: Final = (1500, 600, 200, 40)
"""How far inside its interval a sum is first sought, in fen: the rest absorbs the rounding to whole fen."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A weighted sum of unknowns that must lie in `low` … `high` (fen, both included); `cell` says where it was printed."""

    cell: tuple[str, str, str]
    weights: tuple[tuple[int, int], ...]
    low: int
    high: int


def solve(start: Sequence[int], constraints: Sequence[Constraint]) -> tuple[list[int], list[Constraint]]:
    """Whole amounts of at least zero near `start` that meet the constraints, and those that had to be given up, fewest first."""
    kept = list(constraints)
    given_up: list[Constraint] = []
    while True:
        worst: int | None = None
        for margin in _MARGINS:
            amounts, worst = _relaxed(np.array(start, dtype=np.float64), kept, margin)
            if worst is None:
                return amounts, given_up
        if worst is not None:
            given_up.append(kept.pop(worst))


def _relaxed(x: NDArray[np.float64], constraints: Sequence[Constraint], margin: int) -> tuple[list[int], int | None]:
    """Project onto one violated interval after another; the index of the constraint that was violated longest when it does not end."""
    rows = [(np.array([at for at, _ in one.weights]), np.array([weight for _, weight in one.weights])) for one in constraints]
    insides = [min(margin, (one.high - one.low) // 3) for one in constraints]
    trouble = np.zeros(len(constraints))
    for sweep in range(_SWEEPS):
        moves = np.array([_projected(x, *pair) for pair in zip(constraints, rows, insides, strict=True)])
        np.maximum(x, 0, out=x)
        if not moves.any():
            break
        trouble += moves if sweep > _SWEEPS // 2 else 0
    whole = [round(value) for value in x]
    for one in constraints:
        if one.low == one.high:
            _settle(whole, one, constraints)
    broken = [number for number, one in enumerate(constraints) if not _holds(whole, one)]
    return whole, max(broken, key=lambda number: (trouble[number], number)) if broken else None


def _projected(x: NDArray[np.float64], one: Constraint, row: tuple[NDArray[np.int64], NDArray[np.int64]], inside: int) -> float:
    """Move `x` onto one interval; how far it was off, zero when it held."""
    at, weight = row
    total: float = (weight @ x[at]).item()
    off = max(one.low + inside - total, 0.0) - max(total - one.high + inside, 0.0)
    if abs(off) <= 1:
        return 0.0
    x[at] += weight * off / (weight @ weight)
    return abs(off)


def _total(whole: Sequence[int], one: Constraint) -> int:
    return sum(weight * whole[at] for at, weight in one.weights)


def _holds(whole: Sequence[int], one: Constraint) -> bool:
    return one.low <= _total(whole, one) <= one.high


def _settle(whole: list[int], exact: Constraint, constraints: Sequence[Constraint]) -> None:
    """Put what rounding to fen left of an exact sum on the first amount that can bear it."""
    for at, weight in sorted(exact.weights, key=lambda pair: -whole[pair[0]]):
        rest = exact.low - _total(whole, exact)
        if rest == 0:
            return
        before = whole[at]
        whole[at] += rest // weight
        concerned = (one for one in constraints if any(index == at for index, _ in one.weights) and one.low != one.high)
        if whole[at] < 0 or not all(_holds(whole, one) for one in concerned):
            whole[at] = before
