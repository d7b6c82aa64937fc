"""Rows that a page broken too early printed on two lines: at a cell, behind the label, or within a figure. They become one again."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import figure, words
from baozhang.reading.statements.header import FUNCTION_CODE, TOTAL_WORDS, is_index_row
from baozhang.reading.text import fold
from baozhang.taxonomy.codes import code_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baozhang.reading.model import GridRow

_PIECE: Final = re.compile(r"[+-]?[\d.,]+")
_OWN_LABEL: Final = re.compile(
    r"[\[(]?\d{3}(?:\d\d){0,2}[\])]?\D|\(?[一二三四五六七八九十]{1,3}[、)]|\d{1,2}[.、]|其中|合 *计|总 *计|小 *计|本年"
)
_ROOM: Final = 2
"""Characters that may be missing at the end of a line whose words go on below: a word is not parted, and figures are narrower."""
_AMOUNT: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d")


def joined(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The rows, two that are parts of one put together; what was put together is marked."""
    usual, times = Counter(len(row.cells) for row in rows).most_common(1)[0] if rows else (0, 0)
    width = usual if times * 2 > len(rows) else 0
    as_first = len(rows[0].cells) if rows and _FEWEST_CELLS <= len(rows[0].cells) != width else 0
    exact = cache(partial(_prints_decimals, rows))  # few tables have a row that must know
    longest = cache(partial(_longest, rows))
    found: list[GridRow] = []
    for row in rows:
        halves = width if not found or len(found[-1].cells) != as_first else 0  # a row as wide as the header is whole
        whole = _whole(found[-1].cells, row.cells, halves, exact, longest) if found else None
        if whole is None or is_index_row(row) or is_index_row(found[-1]):
            found.append(row)
        else:
            found[-1] = replace(found[-1], cells=whole, mended=True)
    return tuple(found)


_FEWEST_CELLS: Final = 3


def with_whole_figures(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, those emptied that hold nothing but the rest of figures in the row above, to which it is put."""
    found = list(rows)
    for at, (one, other) in enumerate(pairwise(rows), start=1):
        if not other.cells or not all(_is_piece(cell) for cell in other.cells if cell) or is_index_row(other) or is_index_row(one):
            continue
        whole = _within_figures(one.cells, other.cells, lambda: True, tuple) if any(other.cells) else None
        if whole is not None:
            found[at - 1 : at + 1] = [replace(one, cells=whole, mended=True), replace(other, cells=("",) * len(other.cells))]
    return found


def _prints_decimals(rows: Sequence[GridRow]) -> bool:
    """Whether the amounts of a table are printed with two decimals, so that a piece without them is none."""
    amounts = [cell for row in rows for cell in row.cells if _is_amount(cell) and cell[0] != "."]
    return sum(map(bool, map(_AMOUNT.fullmatch, amounts))) * 4 >= len(amounts) * 3


def _longest(rows: Sequence[GridRow]) -> tuple[int, ...]:
    """How many characters the longest cell of each column has, headers apart."""
    begun = next((at for at, row in enumerate(rows) if any(map(_is_amount, row.cells))), 0)
    return tuple(max(map(len, column)) for column in zip_longest(*(row.cells for row in rows[begun:]), fillvalue=""))


def _whole(
    one: Sequence[str], other: Sequence[str], width: int, exact: Callable[[], bool], longest: Callable[[], tuple[int, ...]]
) -> tuple[str, ...] | None:
    """The cells of the row that two rows are the parts of, or None."""
    if not any(map(_is_piece, other)):
        return None
    behind = None if other[0] else _label_and_figures(one, other)  # nothing stands behind the label of a row that has a first cell
    return behind or _within_figures(one, other, exact, longest) or _at_a_cell(one, other, width)


def _is_piece(cell: str) -> bool:
    return bool(cell) and bool(_PIECE.fullmatch(cell))


def _label_and_figures(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...] | None:
    """A row with a label and no figure, and one whose cells stand behind that label, the first a figure without any."""
    first = next((at for at, cell in enumerate(other) if cell), 0)
    if any(one[first:]) or not any(one) or len(one) < len(other) or not figure(other[first]) or any(_is_amount(cell) for cell in one):
        return None
    return (*one[:first], *other[first:], *one[len(other) :])


def _is_amount(cell: str) -> bool:
    return bool(figure(cell)) and not cell.isdigit()


def _within_figures(
    one: Sequence[str], other: Sequence[str], exact: Callable[[], bool], longest: Callable[[], tuple[int, ...]]
) -> tuple[str, ...] | None:
    """A row and the rest of its figures and words below them: each piece makes an amount with the piece above it that was none.

    Where a table trims its decimals nobody can tell a piece from an amount: both stay in the cell, which then holds no figure. Words go on
    below only where those above fill their column.
    """
    if len(other) > len(one) or FUNCTION_CODE.fullmatch(next(filter(None, other))) or all(_is_piece(cell) for cell in one if cell):
        return None
    pairs = list(zip_longest(one, other, fillvalue=""))
    for above, below in pairs:
        if _is_piece(below):
            fits = _is_piece(above) and not _AMOUNT.fullmatch(above)
        else:
            fits = not below or (bool(above) and not _is_piece(above) and not _is_own_label(below))
        if not fits:
            return None
    parted = [at for at, (above, below) in enumerate(pairs) if below and not _is_piece(below)]
    if any(len(one[at]) + _ROOM < longest()[at] for at in parted):
        return None
    if exact():
        amounts = all(_AMOUNT.fullmatch(above + below) for above, below in pairs if _is_piece(below))
        return tuple(above + below for above, below in pairs) if amounts else None
    return None if parted else tuple(above + (f"…{below}" if below else "") for above, below in pairs)


def _is_own_label(cell: str) -> bool:
    """Whether words begin a row of their own: a code with its name, a number, or the name of an item as a whole."""
    return bool(_OWN_LABEL.match(cell)) or words(cell) in _item_names()


@cache
def _item_names() -> frozenset[str]:
    return frozenset(words(fold(name)) for name in code_names().values())


def _at_a_cell(one: Sequence[str], other: Sequence[str], width: int) -> tuple[str, ...] | None:
    """The first cells of a row and the others on a line of their own, together as many as the rows of the table have."""
    if len(one) + len(other) != width or not any(one):
        return None
    named = any(FUNCTION_CODE.fullmatch(cell) or words(cell) in TOTAL_WORDS for cell in other)
    begins = not other[0] or _is_piece(other[0]) or not any(map(_is_amount, one))
    return (*one, *other) if begins and not named else None
