"""The cells that all statements are made of: figures as the layout prints them, headers with their groups, index rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.figures import printed
from baozhang.compiling.pieces import Align, Cell, Row
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.compiling.figures import Figures
    from baozhang.taxonomy.layouts import Layout, StatementLayout


def figure_cell(figures: Figures, layout: Layout, statement: str, item: str, column: str) -> Cell:
    """The cell of a figure; blank where there is none, and for a zero where the layout leaves zeros blank."""
    fen = figures.cells.get((statement, item, column))
    if fen is None:
        return Cell(align=Align.RIGHT)
    text = "" if layout.blank_is_zero and fen == 0 else printed(fen, layout)
    return Cell(text, Align.RIGHT, key=(statement, item, column), fen=fen)


def header_cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
    """A cell of a header."""
    return Cell(text, Align.CENTER, columns, rows)


def header_of(shape: StatementLayout, column: str) -> str:
    """The words above a column."""
    return shape.printing.headers.get(column) or statements()[shape.id].column(column).headers[0]


def grouped_headers(shape: StatementLayout, lead: Sequence[str]) -> tuple[Row, ...]:
    """The header of `lead` columns of words and the columns of figures: two rows where some stand under a common header."""
    groups = {group[0]: (header, group) for header, group in shape.printing.groups}
    inside = {column for _, group in shape.printing.groups for column in group}
    if not groups:
        return (tuple(header_cell(word) for word in (*lead, *(header_of(shape, column) for column in shape.columns))),)
    top = [header_cell(word, rows=2) for word in lead]
    below = []
    for column in shape.columns:
        if column in groups:
            header, group = groups[column]
            top.append(header_cell(header, columns=len(group)))
        if column in inside:
            below.append(header_cell(header_of(shape, column)))
        else:
            top.append(header_cell(header_of(shape, column), rows=2))
    return tuple(top), tuple(below)


def index_row(lead: int, columns: int) -> Row:
    """The row that numbers the columns of figures."""
    return (Cell("栏次", Align.CENTER, columns=lead), *(Cell(str(n), Align.CENTER) for n in range(1, columns + 1)))
