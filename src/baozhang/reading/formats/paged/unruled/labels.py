"""Labels that stand beside several rows of a table without lines: which rows each of them is merged over."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.names import names_part_of_form
from baozhang.reading.formats.paged.unruled.wrapping import Level
from baozhang.reading.text import unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.unruled.header import Placed

_LEADING: Final = 2.0
"""Widest distance of two lines of one label, in type sizes."""
_OFF_MIDDLE: Final = 1.0
"""How far a label may be from the middle of the rows it is merged over, in type sizes; half of it on average."""
_LEVEL: Final = 0.5
"""How far from level a label may be with a row, in type sizes."""


class Extent(NamedTuple):
    """The first and the last baseline of a row."""

    first: float
    last: float


def labels_of(words: Sequence[Placed], size: float) -> list[list[Placed]]:
    """The labels of one column from top to bottom: words close above each other are one, unless one of them is whole."""
    labels: list[list[Placed]] = []
    for one in sorted(words, key=lambda placed: (placed.base, placed.fragment.left)):
        if labels and _goes_on(labels[-1], one, size):
            labels[-1].append(one)
        else:
            labels.append([one])
    return labels


def _goes_on(label: Sequence[Placed], one: Placed, size: float) -> bool:
    distance = one.base - label[-1].base
    if distance > _LEADING * size:
        return False
    if distance == 0:
        return True
    before, after = _text(label), _text([one])
    return names_part_of_form(before + after) or not (names_part_of_form(before) or names_part_of_form(after))


def _text(words: Sequence[Placed]) -> str:
    return unspaced("".join(one.fragment.text for one in words))


def shared_out(labels: Sequence[Sequence[Placed]], rows: Sequence[Extent], level: int, size: float) -> list[int]:
    """The first row of those that each label is merged over, where labels in the middle of theirs share out all rows; else empty."""
    if level != Level.MIDDLE or not labels:
        return []
    return _in_the_middle([(label[0].base + label[-1].base) / 2 for label in labels], rows, size)


def rows_beside(labels: Sequence[Sequence[Placed]], rows: Sequence[Extent], level: int, size: float) -> list[int]:
    """The row that each label is level with; -1 where it is level with none."""
    found = []
    for label in labels:
        apart = [_apart(Extent(label[0].base, label[-1].base), row, level) for row in rows]
        nearest = min(range(len(rows)), key=apart.__getitem__, default=-1)
        found.append(nearest if nearest >= 0 and apart[nearest] < _LEVEL * size else -1)
    return found


def _in_the_middle(middles: Sequence[float], rows: Sequence[Extent], size: float) -> list[int]:
    """The first rows of labels that stand in the middle of theirs and have all rows shared out among them; empty where they do not."""
    bounds = _bounds(rows, size)
    count = len(rows)
    least = [0.0] + [_FAR] * count
    back: list[list[int]] = []
    for middle in middles:
        costs, steps = [_FAR] * (count + 1), [0] * (count + 1)
        for first in range(count):
            for end in range(first + 1, count + 1) if least[first] < _FAR else ():
                apart = abs(middle - (bounds[first] + bounds[end]) / 2) / size
                if apart < _OFF_MIDDLE and least[first] + apart < costs[end]:
                    costs[end], steps[end] = least[first] + apart, first
        least = costs
        back.append(steps)
    if least[count] > _OFF_MIDDLE / 2 * len(middles):
        return []
    found: list[int] = []
    end = count
    for steps in reversed(back):
        end = steps[end]
        found.append(end)
    return found[::-1]


def _bounds(rows: Sequence[Extent], size: float) -> list[float]:
    """Where rows begin, and where the last one ends: half way between the lines of two."""
    if not rows:
        return []
    between = [(one.last + other.first) / 2 for one, other in pairwise(rows)]
    pitch = min((other.first - one.last for one, other in pairwise(rows)), default=1.5 * size)
    return [rows[0].first - pitch / 2, *between, rows[-1].last + pitch / 2]


def lone_labels(labels: Sequence[list[Placed]], rows: Sequence[Extent], level: int, size: float) -> list[list[Placed]]:
    """The labels that have a row of their own, with nothing beside them: they are level with no row, and there is room for one."""
    pitch = min((other.first - one.last for one, other in pairwise(rows)), default=0.0)
    lone = []
    for label in labels:
        first, last = label[0].base, label[-1].base
        if any(_apart(Extent(first, last), row, level) < _LEVEL * size or (row.first <= first and last <= row.last) for row in rows):
            continue
        above = max((row.last for row in rows if row.last < first), default=None)
        below = min((row.first for row in rows if row.first > last), default=None)
        if above is not None and below is not None and below - above > _ROOM * pitch + last - first:
            lone.append(label)
    return lone


def _apart(one: Extent, other: Extent, level: int) -> float:
    """How far two cells are from being level."""
    if level == Level.MIDDLE:
        return abs(one.first + one.last - other.first - other.last) / 2
    return abs(one.first - other.first) if level == Level.TOP else abs(one.last - other.last)


_FAR: Final = 1e9
_ROOM: Final = 1.7
"""Room for a row between two others, as a part of the distance of rows."""
