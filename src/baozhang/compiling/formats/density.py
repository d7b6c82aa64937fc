"""How a statement is set so that it fits on one page where that can still be read: one judgement for PDF and Word.

A figure is never broken and never reaches out of its column; words may be broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import product
from typing import TYPE_CHECKING, Final

from baozhang.compiling.pieces import Align

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.compiling.pieces import Cell, Row, StatementTable, Table

_WIDE: Final = 7
"""A statement of this many columns or more stands on a landscape page."""
_ROOM_ACROSS: Final = 350
_ROOM_UPRIGHT: Final = 515
"""Points of height that a statement's rows may take on one page, below its title and above a note of one line."""
WIDTH_ACROSS: Final = 671
WIDTH_UPRIGHT: Final = 442
_SIDES: Final = 7
"""Points of width of the pages, and what the edges of a cell take of its own."""
_SIZES: Final = (Decimal("10.5"), Decimal(9), Decimal(8), Decimal("7.5"), Decimal(7), Decimal("6.5"), Decimal(6))
_LINE: Final = Decimal("0.92")
_NEXT_LINE: Final = Decimal("1.35")
_NARROW: Final = Decimal("0.56")
"""Height of a line in sizes, of a further line of the same cell in lines, and the width of a Latin letter or digit in sizes."""
_LEAST_INSETS: Final = (Decimal(2), Decimal("1.15"), Decimal("0.8"), Decimal("0.6"))
"""Space above and below the words that is asked for, the first that some size of words leaves: smaller words in open rows read better
than larger ones between close rules."""
_MOST_INSET: Final = Decimal(4)
_LONG_INSET: Final = Decimal("2.4")
_SMALLEST: Final = Decimal("7.5")
"""A statement that would need smaller words to stand on one page goes on to the next."""
_NOTE_SIZE: Final = Decimal("10.5")
_NOTE_LINE: Final = 16
_NONE: Final = Decimal(0)
_FEW: Final = 4
"""Characters that a column has room for at least."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a statement is set, all in points: size of its words, space above and below them, widths of the columns."""

    size: Decimal
    inset: Decimal
    widths: tuple[int, ...]


def is_wide(table: Table) -> bool:
    """Whether a statement needs a landscape page."""
    return table.columns >= _WIDE


def setting(statement: StatementTable) -> Setting:
    """The largest words that put a statement on one page with every figure in its column; a longer one takes several pages."""
    table = statement.table
    width, room = (WIDTH_ACROSS, _ROOM_ACROSS) if is_wide(table) else (WIDTH_UPRIGHT, _ROOM_UPRIGHT)
    room -= _NOTE_LINE * max(sum(_note_lines(note, width) for note in statement.notes) - 1, 0)
    fitting = [(size, widths) for size in _SIZES if (widths := _widths(table, width, size))]
    for least, (size, widths) in product(_LEAST_INSETS, fitting):
        inset = _inset(table, room, size, widths)
        if size >= _SMALLEST and inset >= least:
            return Setting(size, min(inset, _MOST_INSET).quantize(Decimal("0.01")), widths)
    size, widths = next(((size, widths) for size, widths in fitting if size <= _SIZES[1]), (_SIZES[-1], _given(table, width)))
    return Setting(size, _LONG_INSET, widths)


def _note_lines(note: str, width: int) -> int:
    return _ceiling(len(note) * _NOTE_SIZE / width)


def _inset(table: Table, room: int, size: Decimal, widths: Sequence[int]) -> Decimal:
    rows = (*table.header, *table.body)
    lines = sum(_lines(row, widths, size) for row in rows)
    return (Decimal(room) - lines * size * _LINE) / len(rows) / 2


def _given(table: Table, width: int) -> tuple[int, ...]:
    """The widths in the proportions the table asks for."""
    whole = sum(table.widths)
    return tuple(width * part // whole for part in table.widths)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column at a size: the width the table asks for, the least it can do with, the most it has use for; all in points."""

    given: Decimal
    least: Decimal
    most: Decimal
    words: bool


def _widths(table: Table, width: int, size: Decimal) -> tuple[int, ...] | None:
    """The widths that the table asks for, changed so that no figure and no code is broken; None when they do not fit.

    Columns of figures have no more than they need where words beside them would be broken.
    """
    columns = _columns(table, width, size)
    wanted = [one.given if one.words else max(min(one.given, one.most), one.least) for one in columns]
    for words in (True, False):
        give = [max(want - one.least, _NONE) if one.words is words else _NONE for want, one in zip(wanted, columns, strict=True)]
        wanted = _shared(wanted, give, min(width - sum(wanted, _NONE), _NONE))
    spare = width - sum(wanted, _NONE)
    if spare < -1:
        return None
    take = [max(one.most - want, _NONE) if one.words else _NONE for want, one in zip(wanted, columns, strict=True)]
    wanted = _shared(wanted, take, spare)
    whole = sum(wanted, _NONE)
    return tuple(int(want * width / whole) for want in wanted)


def _shared(wanted: Sequence[Decimal], parts: Sequence[Decimal], amount: Decimal) -> list[Decimal]:
    """Widths with an amount added to them (taken from them below zero) in proportion to `parts`, and no more than these."""
    whole = sum(parts, _NONE)
    share = max(min(amount / whole, Decimal(1)), Decimal(-1)) if whole else _NONE
    return [want + share * part for want, part in zip(wanted, parts, strict=True)]


def _columns(table: Table, width: int, size: Decimal) -> list[_Column]:
    """What the single cells of the body ask of each column; figures have the room of the longest figure of the whole table."""
    needs = [dict.fromkeys(Align, _NONE) for _ in range(table.columns)]
    codes = [2 * size + _SIDES] * table.columns
    right = {place for row in table.body for place, cell in _placed(row) if cell.columns == 1 and cell.align is Align.RIGHT}
    for place, cell in (one for row in table.body for one in _placed(row)):
        if cell.columns == 1 and cell.text:
            length = _length(cell.text, size) + _SIDES
            needs[place][cell.align] = max(needs[place][cell.align], length)
            codes[place] = max(codes[place], length if cell.text.isascii() else _FEW * size + _SIDES)
    even = max(*(need[Align.RIGHT] for need in needs), _SIDES + max(_FEW, _in_two_lines(table)) * size)
    return [
        _Column(Decimal(given), code, even if place in right else max(need.values()), words=place not in right)
        for place, (given, need, code) in enumerate(zip(_given(table, width), needs, codes, strict=True))
    ]


def _in_two_lines(table: Table) -> int:
    """How many characters a line must take for the headers of single columns to stand in two lines; long headers take more."""
    lengths = [(len(cell.text) + 1) // 2 for row in table.header for cell in row if cell.columns == 1]
    return min(max(lengths, default=0), 2 * _FEW - 1)


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    place = 0
    for cell in row:
        yield place, cell
        place += cell.columns


def _length(text: str, size: Decimal) -> Decimal:
    return sum((size if character > "\u2e7f" else size * _NARROW for character in text), _NONE)


def _lines(row: Row, widths: Sequence[int], size: Decimal) -> Decimal:
    """How many lines the fullest cell of a row takes, each line after the first being a little closer than a row."""
    most = 1
    for place, cell in _placed(row):
        room = max(Decimal(sum(widths[place : place + cell.columns]) - _SIDES), size)
        most = max(most, _ceiling(_length(cell.text, size) / room) // cell.rows)
    return 1 + (most - 1) * _NEXT_LINE


def _ceiling(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
