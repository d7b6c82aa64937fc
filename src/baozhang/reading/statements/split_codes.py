"""Codes printed level by level – 208 for the class, then only 05 for the 款 and 01 for the 项 below it – put together again."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow

_CLASS: Final = re.compile(r"[1-6]\d\d")
_PART: Final = re.compile(r"\d\d")
_FEWEST: Final = 2
"""Rows that give only their own part, before a table is taken to print its codes so."""


def with_whole_codes(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """The rows of a coded list with whole codes; the same rows where every row has one already.

    The columns 类, 款 (and 项) stand side by side, once or several times in a row. A code takes the place of its class.
    """
    if not any(len(cell) == len("01") and cell[0] == "0" for cell in set().union(*[row.cells for row in rows])):
        return rows  # no part of a code below ten: nearly all tables
    columns = list(zip_longest(*(row.cells for row in rows), fillvalue=""))
    for at in range(len(columns) - 1):
        if wide := _levels(columns, at):
            rows = _filled_down(rows, at, wide)
    return rows


def _levels(columns: Sequence[Sequence[str]], at: int) -> int:
    """How many columns of codes begin at a column: 0 where none do, or all rows have their class."""
    if not any(map(_CLASS.fullmatch, columns[at])):
        return 0
    wide = 1
    while wide < _MOST_LEVELS and at + wide < len(columns) and _holds_parts(columns[at + wide]):
        wide += 1
    own = sum(1 for row in zip(*columns[at : at + wide], strict=True) if not row[0] and any(map(_PART.fullmatch, row[1:])))
    return wide if wide > 1 and own >= _FEWEST else 0


_MOST_LEVELS: Final = 3


def _holds_parts(column: Sequence[str]) -> bool:
    """Whether the figures of a column are parts of codes: two digits each, and some below ten (01), as no amount is printed.

    A total may stand in a column of codes where the row of totals is printed closer together.
    """
    figures = [cell for cell in column if cell[:1].isdigit()]
    parts = [cell for cell in figures if _PART.fullmatch(cell)]
    return bool(parts) and len(parts) * 10 >= len(figures) * 9 and any(cell.startswith("0") for cell in parts)


def _filled_down(rows: Sequence[GridRow], at: int, wide: int) -> list[GridRow]:
    """The rows with the parts of their codes put together from the rows above."""
    found: list[GridRow] = []
    known = [""] * wide
    for row in rows:
        parts = [cell if _CLASS.fullmatch(cell) or _PART.fullmatch(cell) else "" for cell in row.cells[at : at + wide]]
        given = [level for level, part in enumerate(parts) if part]
        if not given or len(parts) < wide:
            found.append(row)
            continue
        known = [*known[: given[0]], *parts[given[0] :]]
        last = given[-1]
        whole = "".join(known[: last + 1]) if all(known[: last + 1]) else ""
        if parts[0] or not whole:
            found.append(row)
        else:
            found.append(replace(row, cells=(*row.cells[:at], whole, *[""] * (wide - 1), *row.cells[at + wide :])))
    return found
