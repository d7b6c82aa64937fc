"""Aligning the cells of a damaged row with the columns of its header.

Converters shift cells to the left or right, drop empty ones, and merge. What they keep is the order. So the filled cells
of a row are assigned to columns in order, at least cost: a cell in a column that cannot hold it costs much, a column left
empty costs what it is missed, a cell away from the place of its header costs a little. A row that stands where its
header says is read directly; any other reading is a repair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import record
from baozhang.reading.forms.cells import Holds, holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Costs = dict[str, dict[Holds, float]]


@record(frozen=True, slots=True)
class Column:
    """A column of a header: its role and the position of its cell."""

    role: str
    at: int


@record(frozen=True, slots=True)
class Placement:
    """Which cell serves each role (text by role), what found no column, and whether anything had to be moved."""

    cells: Mapping[str, str]
    left: tuple[str, ...]
    moved: bool


_UNFIT: Final = 20.0
_UNPLACED: Final = 12.0
_STEP: Final = 0.2
_FARTHEST: Final = 0.8
_DIRECT: Final = 3.0
_ANYWHERE: Final = "group"

_NUMERIC: Final[dict[Holds, float]] = {Holds.NUMBER: 0, Holds.DASH: 0.5, Holds.POINTS: 0.5, Holds.QUANTITY: 1.5}
_LEVELS_UNFIT: Final[dict[Holds, float]] = {Holds.LEVEL1: 4, Holds.LEVEL2: 4, Holds.LEVEL: 4, Holds.GROUP: 6}

_RATE: Final[dict[Holds, float]] = {**_NUMERIC, Holds.QUANTITY: 0, Holds.TEXT: 0.5}
_NOTE: Final[dict[Holds, float]] = {
    Holds.TEXT: 0.3,
    Holds.DASH: 0,
    Holds.NUMBER: 1,
    Holds.QUANTITY: 1,
    Holds.POINTS: 1,
    Holds.BOUND: 3,
    **_LEVELS_UNFIT,
}

NOTES: Final = ("note", *(f"note{at}" for at in range(2, 9)))
"""Roles of columns of an indicator table that may hold anything and have no record."""

INDICATOR_COSTS: Final[Costs] = {
    "group": {Holds.GROUP: 0},
    "number": {Holds.NUMBER: 0},
    "level1": {Holds.LEVEL1: 0, Holds.LEVEL: 0, Holds.LEVEL2: 2, Holds.TEXT: 3.5, Holds.GROUP: 4},
    "level2": {Holds.LEVEL2: 0, Holds.LEVEL: 0, Holds.LEVEL1: 2.5, Holds.TEXT: 2.5, Holds.GROUP: 5},
    "name": {
        Holds.TEXT: 0,
        Holds.QUANTITY: 3,
        Holds.LEVEL1: 3.5,
        Holds.LEVEL2: 3.5,
        Holds.LEVEL: 3.5,
        Holds.NUMBER: 6,
        Holds.BOUND: 6,
        Holds.GROUP: 5,
    },
    "sign": {Holds.BOUND: 0, Holds.TEXT: 0.3},
    "unit": {Holds.TEXT: 0.5, Holds.QUANTITY: 3},
    "target": {Holds.BOUND: 0, Holds.QUANTITY: 0.3, Holds.NUMBER: 0.5, Holds.TEXT: 1, Holds.DASH: 1, Holds.POINTS: 1, **_LEVELS_UNFIT},
    "adjusted_target": {
        Holds.BOUND: 0,
        Holds.QUANTITY: 0.3,
        Holds.NUMBER: 0.5,
        Holds.TEXT: 1,
        Holds.DASH: 0,
        Holds.POINTS: 1,
        **_LEVELS_UNFIT,
    },
    "actual": {Holds.NUMBER: 0, Holds.QUANTITY: 0, Holds.TEXT: 0.5, Holds.DASH: 0.5, Holds.POINTS: 0.5, Holds.BOUND: 3, **_LEVELS_UNFIT},
    "weight": {**_NUMERIC, Holds.QUANTITY: 2.5},
    "score": {**_NUMERIC, Holds.QUANTITY: 4, Holds.POINTS: 0},
    "weight1": {**_NUMERIC, Holds.QUANTITY: 2.5},
    "weight2": {**_NUMERIC, Holds.QUANTITY: 2.5},
    "reason": {Holds.TEXT: 0, Holds.DASH: 0, Holds.NUMBER: 5, Holds.QUANTITY: 4, Holds.POINTS: 5, Holds.BOUND: 6, **_LEVELS_UNFIT},
    **dict.fromkeys(("completion", "score_rate"), _RATE),
    **dict.fromkeys((*NOTES, "rule", "rule2", "rule3"), _NOTE),
}
"""Cost of each kind of cell in each column of an indicator table; what is not named cannot stand there."""

INDICATOR_MISSED: Final = {"name": 6.0, "target": 3.5, "actual": 2.5, "weight": 4.0, "score": 3.5, "sign": 0.5, "unit": 0.5}
"""What it costs to leave a column empty; other columns may be empty."""

UNKNOWN: Final = tuple(f"unknown{at}" for at in range(8))
"""Roles of columns of money and lists under words that are not known: what stands there must not come to stand elsewhere."""

_FIGURE: Final[dict[Holds, float]] = {**_NUMERIC, Holds.BOUND: 6}
FUNDS_COSTS: Final[Costs] = {
    "label": dict.fromkeys((Holds.TEXT, Holds.GROUP, Holds.LEVEL, Holds.LEVEL1, Holds.LEVEL2), 0.0),
    **dict.fromkeys(
        ("initial", "adjustment", "adjusted", "received", "executed", "projected", "past", "weight", "score", "balance"), _FIGURE
    ),
    "rate": {**_NUMERIC, Holds.QUANTITY: 0},
    "balance_rate": {**_NUMERIC, Holds.QUANTITY: 0},
    "note": {Holds.TEXT: 0, Holds.DASH: 0, Holds.NUMBER: 5, Holds.QUANTITY: 5},
    **dict.fromkeys(UNKNOWN, _NOTE),
}
FUNDS_MISSED: Final = {"label": 4.0, "initial": 1.5, "adjusted": 1.5, "executed": 1.5}

_WORDS: Final[dict[Holds, float]] = {
    Holds.TEXT: 0,
    Holds.LEVEL1: 1,
    Holds.LEVEL2: 1,
    Holds.LEVEL: 1,
    Holds.GROUP: 1,
    Holds.DASH: 0.5,
    Holds.QUANTITY: 3,
}
PARTS: Final = tuple(f"part{at}" for at in range(8))
"""Roles of columns of a list that hold the money of one source."""
LIST_COSTS: Final[Costs] = {
    "number": {Holds.NUMBER: 0, Holds.TEXT: 2},
    "project": _WORDS,
    "supervisor": _WORDS,
    "unit_name": _WORDS,
    **dict.fromkeys(("initial", "adjusted", "executed", "score", *PARTS), _FIGURE),
    "rate": {**_NUMERIC, Holds.QUANTITY: 0},
    "grade": {Holds.TEXT: 0, Holds.DASH: 0},
    "note": {Holds.TEXT: 0.3, Holds.DASH: 0, Holds.NUMBER: 3, Holds.QUANTITY: 2},
    **dict.fromkeys(UNKNOWN, _NOTE),
}
LIST_MISSED: Final = {"project": 6.0, "number": 0.5, "initial": 2.0, "score": 2.0, "adjusted": 2.0, "executed": 2.0}


@record(frozen=True, slots=True)
class Header:
    """The columns under which rows are placed, worked out once for all rows of a table."""

    columns: tuple[Column, ...]
    by_position: Mapping[int, tuple[str, dict[Holds, float], float]]
    """Position → role of its column, what each kind of cell costs there, and what it costs to leave it empty."""
    missing: float
    """What a row costs that leaves every column empty."""
    costs: Costs
    missed: Mapping[str, float]
    most: float
    """What a row read in its place may cost: more where it has several notes, each of which holds anything at a cost."""

    @classmethod
    def of(cls, columns: Sequence[Column], costs: Costs, missed: Mapping[str, float]) -> Header:
        """The header of some columns: costs by role and kind of cell, and costs of leaving a role empty."""
        by_position = {column.at: (column.role, costs[column.role], missed.get(column.role, 0.0)) for column in columns}
        missing = sum({role: skip for role, _, skip in by_position.values()}.values())
        notes = sum(column.role.startswith(("note", "rule")) for column in columns)
        return cls(tuple(columns), by_position, missing, costs, missed, _DIRECT + max(0, notes - 1))


def place(filled: Sequence[tuple[int, str]], header: Header) -> Placement:
    """Assign the filled cells (position, text) of a row to the columns of its header."""
    kinds = [holds(cell) for _, cell in filled]
    return _direct(filled, kinds, header) or _aligned(filled, kinds, header)


def _direct(filled: Sequence[tuple[int, str]], kinds: Sequence[Holds], header: Header) -> Placement | None:
    """The row read where its header says, or else shifted as a whole by one cell, when every cell then fits well."""
    by_position = header.by_position
    for shift, limit in _SHIFTS:
        most = limit or header.most
        found: dict[str, str] = {}
        cost = header.missing
        for (at, cell), kind in zip(filled, kinds, strict=True):
            column = by_position.get(at + shift)
            if column is None:
                if kind is Holds.GROUP:
                    continue
                cost = _UNFIT
                break
            role, fits, skip = column
            cost += fits.get(kind, _UNFIT)
            if role not in found:
                cost -= skip
            found[role] = cell
        if cost <= most or (not shift and cost < _UNFIT and _fits_but_for_name(found, header)):
            return Placement(found, (), moved=shift != 0)
    return None


def _fits_but_for_name(found: Mapping[str, str], header: Header) -> bool:
    """Whether a row in its place fits but for the name of its indicator, which is a word for a level (项目成本), and leaves nothing out."""
    if holds(found.get("name") or "-") not in _LEVELS_UNFIT:
        return False
    fits = all(header.costs[role].get(holds(cell), _UNFIT) <= _SELDOM for role, cell in found.items() if role != "name")
    return fits and all(role in found for role, _, skip in header.by_position.values() if skip > _SELDOM)


_SELDOM: Final = 0.5
"""What a cell costs at most that is what a column holds, and what it costs to leave a column empty that often is."""
_SHIFTS: Final = ((0, 0.0), (-1, 1.0), (1, 1.0))
"""Shift of a row, and what reading it so may cost; in its place as much as the header says."""


def _aligned(filled: Sequence[tuple[int, str]], kinds: Sequence[Holds], header: Header) -> Placement:
    """Least-cost alignment in order: best[i][j] is the cost of the first i cells in the first j columns."""
    columns, costs, missed = header.columns, header.costs, header.missed
    targets = (
        columns if any(column.role == _ANYWHERE for column in columns) or _ANYWHERE not in costs else (Column(_ANYWHERE, -1), *columns)
    )
    known = [(column.at, costs[column.role], missed.get(column.role, 0.0), column.role == _ANYWHERE) for column in targets]
    above = [0.0]
    for _, _, skip, _ in known:
        above.append(above[-1] + skip)
    back: list[list[int]] = [[_COLUMN] * len(above)]
    for (at, _), kind in zip(filled, kinds, strict=True):
        cost = above[0] + _UNPLACED
        row, steps = [cost], [_CELL]
        for j, (place_at, fits, skip, anywhere) in enumerate(known):
            both = above[j] + fits.get(kind, _UNFIT)
            if not anywhere:
                away = abs(place_at - at) * _STEP
                both += min(_FARTHEST, away)
            skipped, unplaced = cost + skip, above[j + 1] + _UNPLACED
            cost, step = (both, _BOTH) if both <= skipped else (skipped, _COLUMN)
            if unplaced < cost:
                cost, step = unplaced, _CELL
            row.append(cost)
            steps.append(step)
        above = row
        back.append(steps)
    return _traced(filled, targets, back)


_BOTH, _COLUMN, _CELL = 0, 1, 2


def _traced(filled: Sequence[tuple[int, str]], targets: Sequence[Column], back: Sequence[Sequence[int]]) -> Placement:
    found: dict[str, str] = {}
    left: list[str] = []
    moved = False
    i, j = len(filled), len(targets)
    while i or j:
        step = back[i][j]
        if step == _BOTH:
            column, (at, cell) = targets[j - 1], filled[i - 1]
            found[column.role] = cell
            moved = moved or (column.at != at and column.role != _ANYWHERE)
            i, j = i - 1, j - 1
        elif step == _COLUMN:
            j -= 1
        else:
            left.append(filled[i - 1][1])
            i -= 1
    return Placement(found, tuple(reversed(left)), moved=moved or bool(left))
