"""Tables over a page break: a row that the break cut in two is put together again.

What follows a break is the rest of the row above only on strong evidence: it holds nothing but words, each of them behind words that
had filled their cell, and none of them says something on its own (a known name, the start of an item).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.names import names_something
from baozhang.reading.formats.paged.printed import joined
from baozhang.reading.formats.paged.tables import Cell, CellPart, TableRow
from baozhang.reading.paragraphs import starts_item
from baozhang.reading.text import compact, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIGURES_ONLY: Final = re.compile(r"[\d.,%\-—]+")
_ENDS: Final = ("。", "；", ";", "！")


def without_header(rows: Sequence[TableRow], table: Sequence[TableRow]) -> int:
    """How many rows at the top of a page repeat those at the top of its table."""
    count = 0
    for row, header in zip(rows, table, strict=False):
        if [cell.text for cell in row.cells] != [cell.text for cell in header.cells]:
            break
        count += 1
    return count


def rejoined(last: TableRow, first: TableRow) -> TableRow | None:
    """The row that a page break cut into the last row of one page and the first of the next; None where it cut none."""
    if len(last.cells) != len(first.cells) or not all(map(_may_go_on, last.cells, first.cells)):
        return None
    return TableRow(tuple(map(_together, last.cells, first.cells)))


def _may_go_on(before: Cell, rest: Cell) -> bool:
    if not rest.text:
        return True
    words = compact(fold(rest.text))
    if _FIGURES_ONLY.fullmatch(words) or starts_item(words) or names_something(words):
        return False
    cut = before.full and not before.text.endswith(_ENDS) and not _FIGURES_ONLY.fullmatch(compact(fold(before.text)))
    return cut and (len(before.parts) > 1 or names_something(compact(fold(joined(before.text, rest.text)))))


def _together(before: Cell, rest: Cell) -> Cell:
    if not rest.text:
        return before
    text = joined(before.text, rest.text)
    shift = len(text) - len(rest.text)
    return Cell(text, (*before.parts, *(CellPart(part.start + shift, part.end + shift, part.box) for part in rest.parts)), rest.full)
