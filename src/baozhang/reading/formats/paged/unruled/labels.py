"""Labels that stand beside several rows of a table without lines: which rows each of them is merged over."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.names import belongs_to, level_of, names_level, names_part_of_form, stands_under
from baozhang.reading.formats.paged.unruled.wrapping import Level
from baozhang.reading.text import unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.unruled.header import Placed

    Labels = Sequence[Sequence[Placed]]

_LEADING: Final = 2.0
"""Widest distance of two lines of one label, in type sizes."""
_EXACT: Final = 0.3
"""How far a label may be from the middle of the rows it is merged over, in type sizes."""
_EVEN: Final = 0.15
"""How far from even the room above and below the lines of a row may be, in type sizes."""
_MOST_LINES: Final = 5
"""Most lines of one label."""
_MOST_WAYS: Final = 16
_SLACKS: Final = (1, 2, 3)
_TWO: Final = 2
_LEVEL: Final = 0.5
"""How far from level a label may be with a row, in type sizes."""


class Extent(NamedTuple):
    """The first and the last baseline of a row."""

    first: float
    last: float


def labels_of(words: Sequence[Placed], size: float) -> list[list[Placed]]:
    """The labels of one column from top to bottom: the most lines that together are a known one; unknown ones close above each other."""
    lines = sorted(words, key=lambda placed: (placed.level, placed.fragment.left))
    labels: list[list[Placed]] = []
    unknown: list[Placed] = []
    at = 0
    while at < len(lines):
        end = _known_end(lines, at, size)
        if end:
            labels.extend([unknown] if unknown else [])
            labels.append(lines[at:end])
            unknown, at = [], end
            continue
        if unknown and lines[at].level - unknown[-1].level > _LEADING * size:
            labels.append(unknown)
            unknown = []
        unknown = [*unknown, lines[at]]
        at += 1
    return [*labels, unknown] if unknown else labels


def _known_end(lines: Sequence[Placed], at: int, size: float) -> int:
    """Behind the last line of the longest known label that begins with a line; 0 where none does."""
    last = at
    while last + 1 < len(lines) and lines[last + 1].level - lines[last].level <= _LEADING * size and last - at < _MOST_LINES:
        last += 1
    return next((end for end in range(last + 1, at, -1) if _is_known(text_of(lines[at:end]))), 0)


def _is_known(words: str) -> bool:
    return names_part_of_form(words) or names_level(words)


def text_of(words: Sequence[Placed]) -> str:
    """The words of a label, put together."""
    return unspaced("".join(one.fragment.text for one in words))


class Stretch(NamedTuple):
    """The rows of indicators of a page, from top to bottom: what stands right above and below them, where their cells are level.

    `begun`: whether the first rows may go on with the labels of the page before. `middle`: whether labels of the form are known to stand in
    the middle of the rows they are merged over.
    """

    rows: Sequence[Extent]
    above: Extent | None
    below: Extent | None
    levels: Sequence[int]
    begun: bool
    middle: bool


def shared_out(columns: Sequence[Labels], stretch: Stretch, size: float) -> list[list[int]]:
    """For every column of labels the first row of those that each label stands for; empty where that can be told in no way, or in several.

    Labels stand in the first of their rows, in the middle of all of them, or in the last: in the same way in the whole form. A second level
    that belongs to another first one shows a way to be wrong.
    """
    found: list[list[list[int]]] = []
    for way in (_in_the_middle,) if stretch.middle else (_in_the_first, _in_the_middle, _in_the_last):
        shared = [way(labels, stretch, size) for labels in columns]
        starts = [one for one in shared if one is not None]
        if len(starts) == len(columns) and starts not in found and _agree(columns, starts, len(stretch.rows), begun=stretch.begun):
            found.append(starts)
    return found[0] if len(found) == 1 else []


def _agree(columns: Sequence[Labels], starts: Sequence[Sequence[int]], count: int, *, begun: bool) -> bool:
    """Whether the rows have levels from the first on, and every second level stands under its first, which begins with a second one.

    What level a label is its word says; where it may be either, its column does.
    """
    at: list[dict[int, str]] = [{}, {}]
    for column, (labels, firsts) in enumerate(zip(columns, starts, strict=True)):
        for label, row in zip(labels, firsts, strict=True):
            words = text_of(label)
            level = level_of(words) or min(column + 1, _TWO)
            if row in at[level - 1]:
                return False
            at[level - 1][row] = words
    first, second = at
    if second and not first.keys() <= second.keys():
        return False
    above = below = ""
    next_first = first[min(first)] if first else ""
    for row in range(count):
        above, below = first.get(row, above), second.get(row, below)
        if begun and not above and belongs_to(below, next_first):
            return False  # its first level would be printed twice
        if not (stands_under(below, above) and (begun or ((above or not first) and (below or not second)))):
            return False
    return True


def _in_the_first(labels: Labels, stretch: Stretch, size: float) -> list[int] | None:
    """The rows that labels are level with, each the first of its own."""
    for level in stretch.levels:
        found = rows_beside(labels, stretch.rows, level, size)
        if _ascend(found):
            return found
    return None


def _in_the_last(labels: Labels, stretch: Stretch, size: float) -> list[int] | None:
    """The rows behind those that labels are level with, each the last of its own."""
    found = rows_beside(labels, stretch.rows, Level.FOOT, size) if Level.FOOT in stretch.levels else []
    if not found or not _ascend(found) or found[-1] != len(stretch.rows) - 1:
        return None
    return [0, *(row + 1 for row in found[:-1])]


def _ascend(rows: Sequence[int]) -> bool:
    return -1 not in rows and all(one < other for one, other in pairwise(rows))


def merged_over(labels: Labels, rows: Sequence[Extent], size: float) -> list[int]:
    """The first rows of labels in the middle of theirs, or as near to it as shares out all rows in one way; empty where none does."""
    stretch = Stretch(rows, None, None, (), begun=False, middle=True)
    tried = (_in_the_middle(labels, stretch, slack * size) for slack in _SLACKS)
    return next((found for found in tried if found), [])


def _in_the_middle(labels: Labels, stretch: Stretch, size: float) -> list[int] | None:
    """The first rows of labels that stand in the middle of theirs and have all rows shared out among them, if in one way only."""
    rows, bounds = stretch.rows, _bounds(stretch, size)
    middles = [(label[0].level + label[-1].level) / 2 for label in labels]
    ends = list(range(len(rows))) if stretch.begun else [0]
    ways: list[list[int]] = [[] for _ in ends]
    for middle in middles:
        going = [
            ([*way, first], end)
            for way, first in zip(ways, ends, strict=True)
            for end in range(first + 1, len(rows) + 1)
            if _is_middle(middle, rows, bounds, first, end, size)
        ]
        ways, ends = [way for way, _ in going[:_MOST_WAYS]], [end for _, end in going[:_MOST_WAYS]]
    whole = [way for way, end in zip(ways, ends, strict=True) if end == len(rows)]
    return whole[0] if len(whole) == 1 else None


def _is_middle(middle: float, rows: Sequence[Extent], bounds: Sequence[Extent], first: int, end: int, size: float) -> bool:
    if end == first + 1:
        return abs(sum(rows[first]) / 2 - middle) < _EXACT * size
    top, foot = bounds[first], bounds[end]
    return (top.first + foot.first) / 2 - _EXACT * size < middle < (top.last + foot.last) / 2 + _EXACT * size


def _bounds(stretch: Stretch, size: float) -> list[Extent]:
    """Where rows begin, and where the last one ends: half way between the lines of two, or anywhere in what more room there is.

    A label with more lines than the other cells of its row widens it.
    """
    rows = stretch.rows
    if not rows:
        return []
    whole = [*([stretch.above] if stretch.above else []), *rows, *([stretch.below] if stretch.below else [])]
    half = min((other.first - one.last for one, other in pairwise(whole)), default=0.0) / 2
    bounds = [Extent(one.last + half, other.first - half) for one, other in pairwise(whole)]
    if not stretch.above:
        bounds.insert(0, Extent(rows[0].first - half, rows[0].first - half))
    if not stretch.below:
        bounds.append(Extent(rows[-1].last + half, rows[-1].last + half))
    return _evened(bounds, rows, size) if Level.MIDDLE in stretch.levels else bounds


def _evened(bounds: list[Extent], rows: Sequence[Extent], size: float) -> list[Extent]:
    """The bounds as narrow as they must be for every row to have as much room above its lines as below them; as given where none do."""
    narrow = list(bounds)
    steps = [(at, at + 1) for at in range(len(rows))]
    for one, other in [*steps, *((other, one) for one, other in reversed(steps))]:
        middle = sum(rows[min(one, other)])
        narrow[other] = Extent(
            max(narrow[other].first, middle - narrow[one].last - _EVEN * size),
            min(narrow[other].last, middle - narrow[one].first + _EVEN * size),
        )
        if narrow[other].first > narrow[other].last:
            return bounds
    return narrow


def rows_beside(labels: Sequence[Sequence[Placed]], rows: Sequence[Extent], level: int, size: float) -> list[int]:
    """The row that each label is level with; -1 where it is level with none."""
    found = []
    for label in labels:
        apart = [_apart(Extent(label[0].level, label[-1].level), row, level) for row in rows]
        nearest = min(range(len(rows)), key=apart.__getitem__, default=-1)
        found.append(nearest if nearest >= 0 and apart[nearest] < _LEVEL * size else -1)
    return found


def lone_labels(labels: Sequence[list[Placed]], rows: Sequence[Extent], level: int, size: float) -> list[list[Placed]]:
    """The labels that have a row of their own, with nothing beside them: they are level with no row, and there is room for one."""
    pitch = min((other.first - one.last for one, other in pairwise(rows)), default=0.0)
    lone = []
    for label in labels:
        first, last = label[0].level, label[-1].level
        if any(_apart(Extent(first, last), row, level) < _LEVEL * size or (row.first <= first and last <= row.last) for row in rows):
            continue
        above = first - max((row.last for row in rows if row.last < first), default=-_FAR)
        below = min((row.first for row in rows if row.first > last), default=_FAR) - last
        if above + below > _ROOM * pitch and min(above, below) > _LEAST_ROOM * pitch:
            lone.append(label)
    return lone


def _apart(one: Extent, other: Extent, level: int) -> float:
    """How far two cells are from being level."""
    if level == Level.MIDDLE:
        return abs(one.first + one.last - other.first - other.last) / 2
    return abs(one.first - other.first) if level == Level.TOP else abs(one.last - other.last)


_FAR: Final = 1e9
_LEAST_ROOM: Final = 0.8
"""Room on either side of such a label, as a part of the distance of rows."""
_ROOM: Final = 1.7
"""Room for a row between two others, as a part of the distance of rows."""
