"""Rows of a two-sided table that have a blank cell too many or too few, put straight: labels under labels, figures under figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.choosing import choose
from baozhang.reading.statements.entries import figure, is_blank
from baozhang.reading.statements.rows import LOST, CodedRow, slot_of
from baozhang.reading.statements.straight import straightened
from baozhang.reading.statements.sums import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from baozhang.reading.model import GridRow
    from baozhang.reading.statements.rows import Slot

_ROW_SUM: Final = ("total", "general_public", "government_fund", "state_capital")
_WHOLE: Final = "spending.year"


@dataclass(frozen=True, slots=True)
class Straight:
    """The rows, which of them (by place) were put straight, and the grid columns in them that no sum decides about."""

    rows: tuple[GridRow, ...]
    mended: frozenset[int]
    open_columns: Mapping[int, frozenset[int]]


def put_straight(
    rows: Sequence[GridRow], start: int, labels: frozenset[int], right: Mapping[int, str], item_of: Callable[[GridRow], str]
) -> Straight:
    """Put odd rows from `start` on straight; `labels` are the grid columns of labels, `right` those of the amounts on the right.

    Of several ways the sums of the right side choose: the total of a row, and 本年支出 by its classes (`item_of` tells the class of a row).
    """
    usual, times = Counter(len(row.cells) for row in rows[start:]).most_common(1)[0] if rows[start:] else (0, 0)
    ways = {at: straightened(rows[at], usual, _allowed(labels)) for at in range(start, len(rows)) if times * 2 > len(rows) - start}
    ways = {at: found for at, found in ways.items() if found}
    if not ways:
        return Straight(tuple(rows), frozenset(), {})
    places = sorted(right)
    listed = [
        CodedRow(item_of(row), "", row.line, at, 0, tuple(_slots(way, places) for way in ways.get(at, [row])), "", at not in ways)
        for at, row in enumerate(rows[start:], start=start)
    ]
    classes = [row.item for row in listed if row.item.isdigit()]
    families = {_WHOLE: classes} if classes and any(row.item == _WHOLE for row in listed) else {}
    choice = choose(listed, Judge([right[at] for at in places], (_ROW_SUM,)), families)
    straight = [ways[row.row][pick] if row.row in ways else rows[row.row] for row, pick in zip(listed, choice.picks, strict=True)]
    unsettled = {listed[at].row: frozenset(places[n] for n in columns) for at, columns in choice.open_columns.items()}
    return Straight((*rows[:start], *straight), frozenset(ways), unsettled)


def _allowed(labels: frozenset[int]) -> Callable[[int, str], bool]:
    return lambda at, cell: (not figure(cell)) if at in labels else bool(figure(cell)) or is_blank(cell)


def _slots(row: GridRow, places: Sequence[int]) -> tuple[Slot, ...]:
    return tuple(slot_of(row.cells[at], at) if at < len(row.cells) else LOST for at in places)
