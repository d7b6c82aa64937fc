"""Rows of a named list that have a blank cell too many or too few, put straight: their own sums and those of the total choose."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import ZERO, figure, words
from baozhang.reading.statements.header import TOTAL_WORDS
from baozhang.reading.statements.straight import straightened
from baozhang.reading.statements.sums import is_sum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from baozhang.reading.model import GridRow

_MOST_TOGETHER: Final = 256
"""Readings of all the odd rows together that are tried."""
_FEWEST_PARTS: Final = 2


def put_straight(
    rows: Sequence[GridRow], width: int, columns: Mapping[int, str], allowed: Callable[[int, str], bool]
) -> list[tuple[GridRow | None, frozenset[int]]]:
    """For every row the row as wide as the header (None when no way of putting it straight adds up), and the grid columns left open.

    A row that adds up as it stands stays so where most rows are as wide, and where blank ends of rows are not printed.
    """
    trimmed = all(row.cells[-1] for row in rows if len(row.cells) < width)
    ways = _ways(rows, width, columns, allowed, trimmed=trimmed)
    holding = list(_holding(ways, columns))
    if not holding and any(len(row.cells) != width for row in rows):
        freely = _ways(rows, width, columns, allowed, trimmed=None)
        holding = list(_holding(freely, columns))
        ways = freely if holding else ways
    if all(len(found) == 1 for found in ways):
        return [(found[0], frozenset()) for found in ways]
    kept = [_differing([one[at] for one in holding], columns) if holding else found for at, found in enumerate(ways)]
    return [(found[0] if found else None, _open(found, columns)) for found in kept]


def _ways(
    rows: Sequence[GridRow], width: int, columns: Mapping[int, str], allowed: Callable[[int, str], bool], *, trimmed: bool | None
) -> list[list[GridRow]]:
    """For every row the ways to read it that add up; a `trimmed` row, its end not printed, stands where it is (None: no odd row does)."""
    widths = Counter(len(row.cells) for row in rows) if len(rows) > _FEWEST_PARTS and trimmed is not None else Counter([width])
    usual = widths.most_common(1)[0][0]
    ways: list[list[GridRow]] = []
    for row in rows:
        stands = adds_up(columns, row)
        if len(row.cells) == width or (stands and (len(row.cells) == usual or (trimmed and len(row.cells) < width))):
            ways.append([row])
            continue
        adding = [way for way in straightened(row, width, allowed) if adds_up(columns, way)]
        ways.append(_differing([*([row] if stands else []), *adding], columns))
    return ways


def _differing(ways: Sequence[GridRow], columns: Mapping[int, str]) -> list[GridRow]:
    """Of some ways to read a row one for every set of figures."""
    return list({tuple(_values(way, columns)): way for way in reversed(ways)}.values())[::-1]


def _open(ways: Sequence[GridRow], columns: Mapping[int, str]) -> frozenset[int]:
    """The grid columns that several ways to read a row fill differently."""
    values = [_values(way, columns) for way in ways]
    return frozenset(place for at, place in enumerate(columns) if len({one[at] for one in values}) > 1)


def _values(row: GridRow, columns: Mapping[int, str]) -> list[Decimal]:
    return [((at < len(row.cells) and figure(row.cells[at])) or ZERO).value for at in columns]


def _holding(ways: Sequence[Sequence[GridRow]], columns: Mapping[int, str]) -> Iterator[tuple[GridRow, ...]]:
    """The readings of all rows together under which the figures of the total row are the sums of the others."""
    read = [found for found in ways if found]
    totals = [at for at, found in enumerate(ways) if found and is_total(found[0], columns)]
    if len(totals) != 1 or len(read) != len(ways) or prod(map(len, read)) > _MOST_TOGETHER:
        return
    for rows in product(*ways):
        values = [_values(row, columns) for row in rows]
        whole = values.pop(totals[0])
        if all(is_sum(total, [part[at] for part in values]) for at, total in enumerate(whole)):
            yield rows


def is_total(row: GridRow, columns: Mapping[int, str]) -> bool:
    """Whether a row names itself the total, before the first column of amounts."""
    return any(words(cell) in TOTAL_WORDS for cell in row.cells[: min(columns)])


def adds_up(columns: Mapping[int, str], row: GridRow) -> bool:
    """Whether the total of a row is the sum of the others, or there is nothing to add up."""
    values = dict(zip(columns.values(), _values(row, columns), strict=True))
    total = values.pop("total", None)
    return total is None or len(values) < _FEWEST_PARTS or is_sum(total, values.values())
