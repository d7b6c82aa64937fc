"""Tables in Word: merged cells, header rows repeated on every page, columns of the widths the table asks for, rows that do not split."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from baozhang.compiling.formats.word.markup import Element, element, run

if TYPE_CHECKING:
    from baozhang.compiling.pieces import Cell, Row, Table

_TWIPS: Final = 20
"""Twentieths of a point."""
_INSET: Final = Decimal("0.35")
_LINE: Final = Decimal("1.06")
"""Share of the inset that is left as a margin, and height of a line in sizes: exact, so that every system's fonts take the same room."""
_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_element(table: Table, width: int, size: Decimal, inset: Decimal) -> Element:
    """The table over `width` points, its words in `size` points with `inset` points above and below them."""
    above = int(inset * _INSET * _TWIPS)
    columns = _columns(table, width)
    properties = element(
        "w:tblPr",
        element("w:tblW", w=sum(columns), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblBorders", *(element(f"w:{edge}", val="single", sz=4, space=0, color="000000") for edge in _EDGES)),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *(element(f"w:{side}", w=w, type="dxa") for side, w in _margins(above))),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=one) for one in columns))
    writer = _Rows(columns, size)
    rows = [*(writer.row(row, header=True) for row in table.header), *(writer.row(row, header=False) for row in table.body)]
    return element("w:tbl", properties, grid, *rows)


def _margins(above: int) -> tuple[tuple[str, int], ...]:
    return ("top", above), ("left", 60), ("bottom", above), ("right", 60)


def _columns(table: Table, width: int) -> list[int]:
    whole = sum(table.widths)
    return [width * _TWIPS * part // whole for part in table.widths]


class _Rows:
    """Writes the rows in order, remembering which places a cell of a row above reaches down to."""

    def __init__(self, columns: list[int], size: Decimal) -> None:
        self._columns = columns
        self._size = int(size * 2)
        self._line = element("w:spacing", line=int(size * _LINE * _TWIPS), lineRule="exact")
        self._below: dict[int, tuple[int, int]] = {}  # place of a merged cell: rows still to come, columns it covers

    def row(self, row: Row, *, header: bool) -> Element:
        """One `w:tr`."""
        above, self._below = self._below, {}
        cells: list[Element] = []
        place = self._continue(0, above, cells)
        for cell in row:
            cells.append(self._cell(cell, place, header=header))
            if cell.rows > 1:
                self._below[place] = (cell.rows - 1, cell.columns)
            place = self._continue(place + cell.columns, above, cells)
        properties = element("w:trPr", element("w:cantSplit"), element("w:tblHeader") if header else None)
        return element("w:tr", properties, *cells)

    def _continue(self, place: int, above: dict[int, tuple[int, int]], cells: list[Element]) -> int:
        """Empty cells below those of rows above that reach down; the first place behind them."""
        while place in above:
            rows, wide = above[place]
            cells.append(self._shell(place, wide, element("w:vMerge"), self._words(), shaded=True))
            if rows > 1:
                self._below[place] = (rows - 1, wide)
            place += wide
        return place

    def _cell(self, cell: Cell, place: int, *, header: bool) -> Element:
        merge = element("w:vMerge", val="restart") if cell.rows > 1 else None
        return self._shell(place, cell.columns, merge, self._words(cell.text, cell.align.value), shaded=header)

    def _words(self, text: str = "", side: str = "left") -> Element:
        properties = element("w:pPr", element("w:pStyle", val="Cell"), deepcopy(self._line), element("w:jc", val=side))
        return element("w:p", properties, run(text, element("w:sz", val=self._size)) if text else None)

    def _shell(self, place: int, wide: int, merge: Element, words: Element, *, shaded: bool = False) -> Element:
        properties = element(
            "w:tcPr",
            element("w:tcW", w=sum(self._columns[place : place + wide]), type="dxa"),
            element("w:gridSpan", val=wide) if wide > 1 else None,
            merge,
            element("w:shd", val="clear", color="auto", fill="EEEEEE") if shaded else None,
            element("w:vAlign", val="center"),
        )
        return element("w:tc", properties, words)
