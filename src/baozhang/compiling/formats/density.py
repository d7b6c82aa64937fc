"""How closely a statement is set so that it fits on one page where that can still be read: one judgement for PDF and Word."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.compiling.pieces import Row, Table

_WIDE: Final = 7
"""A statement of this many columns or more stands on a landscape page."""
_ROOM_ACROSS: Final = 355
_ROOM_UPRIGHT: Final = 500
"""Points of height that a statement's rows may take on one page, below its title and above its note."""
WIDTH_ACROSS: Final = 671
WIDTH_UPRIGHT: Final = 442
_SIDES: Final = 7
"""Points of width of the pages, and what the edges of a cell take of its own."""
_SIZES: Final = (Decimal("10.5"), Decimal(9), Decimal(8), Decimal("7.5"))
_LINE: Final = Decimal("0.92")
_NEXT_LINE: Final = Decimal("1.35")
_NARROW: Final = Decimal("0.56")
"""Height of a line in sizes, of a further line of the same cell in lines, and the width of a Latin letter or digit in sizes."""
_LEAST_INSET: Final = Decimal("1.15")
_MOST_INSET: Final = Decimal(4)


def is_wide(table: Table) -> bool:
    """Whether a statement needs a landscape page."""
    return table.columns >= _WIDE


def density(table: Table) -> tuple[Decimal, Decimal]:
    """Size of the words and space above and below them (points) that put a statement on one page where that can be read."""
    width, room = (WIDTH_ACROSS, _ROOM_ACROSS) if is_wide(table) else (WIDTH_UPRIGHT, _ROOM_UPRIGHT)
    rows = len(table.header) + len(table.body)
    for size in _SIZES:
        lines = sum(_lines(row, table, width, size) for row in (*table.header, *table.body))
        inset = (Decimal(room) - lines * size * _LINE) / rows / 2
        if inset >= _LEAST_INSET:
            return size, min(inset, _MOST_INSET).quantize(Decimal("0.01"))
    return _SIZES[1], Decimal("2.4")


def _lines(row: Row, table: Table, width: int, size: Decimal) -> Decimal:
    """How many lines the fullest cell of a row takes, each line after the first being a little closer than a row."""
    place, most = 0, 1
    for cell in row:
        share = Decimal(sum(table.widths[place : place + cell.columns])) / sum(table.widths)
        place += cell.columns
        room = share * width - _SIDES
        wanted = sum(size if character > "\u2e7f" else size * _NARROW for character in cell.text)
        most = max(most, -int(-wanted // max(room, size)) // cell.rows)
    return 1 + (most - 1) * _NEXT_LINE
