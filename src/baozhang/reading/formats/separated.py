"""Whether a text is a sheet whose cells are parted by commas or tabs (RFC 4180), as spreadsheets save it."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_ROWS: Final = 4
_FEWEST_CELLS: Final = 3
_FIGURE: Final = re.compile("[0-9]")
"""Figures of ASCII alone: a text may come as bytes, one character each."""
_TITLES: Final = 6
"""First rows that may be lines of their own: whoever wrote the file did not fill them up to the width of the table."""


def separator_of(text: str, *, whole: bool) -> str:
    r"""What parts the cells of a text, a comma or a tab; empty when it is no such sheet. `whole`: the text does not break off.

    The first row is a title; all others have as many cells, but further titles, and the first one with words for its columns has no figure.
    A sheet without a title is data, or a table that a text parts by tabs: it is read as it stands. So is a text with tabs whose title was
    not filled up with empty cells, as spreadsheets do.

    >>> separator_of("收入决算表\n项目,金额,其中\n合计,\"1,300.50\",2\n收入,1,2\n支出,1,2\n", whole=True)
    ','
    >>> separator_of("收入 1,300.50 1,300.00\n支出 1,200.50 1,200.00\n结余 1,100.00 1,100.00\n合计 1,300.50 1,300.00\n", whole=True)
    ''
    """
    return next((mark for mark in ",\t" if mark in text and _is_sheet(text, mark, whole=whole)), "")


def rows_of(text: str, separator: str) -> list[list[str]]:
    """The rows of such a sheet, each with its cells; blank lines are rows without any."""
    return list(csv.reader(StringIO(text, newline=""), delimiter=separator))


def _is_sheet(text: str, separator: str, *, whole: bool) -> bool:
    try:
        rows = [row for row in rows_of(text, separator) if row]
    except csv.Error:  # a quote that is never closed, a field without end
        return False
    if not whole:
        rows = rows[:-1]
    titles = next((at for at, row in enumerate(rows) if len(row) > 1), len(rows))
    table = rows[titles:]
    width = len(table[0]) if table else 0
    if titles > _TITLES or len(table) < _FEWEST_ROWS or width < _FEWEST_CELLS or any(len(row) != width for row in table):
        return False
    if separator == "\t" and titles:
        return False
    return sum(map(bool, rows[0])) == 1 and _has_header(table)


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row with several words has no figure in them: the cells of a text with commas within its figures do."""
    filled = ([cell for cell in row if cell.strip()] for row in rows)
    header = next((cells for cells in filled if len(cells) >= _FEWEST_CELLS), [])
    return bool(header) and not _FIGURE.search("".join(header[:_FEWEST_CELLS]))
