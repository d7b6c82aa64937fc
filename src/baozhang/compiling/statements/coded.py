"""Statements whose rows are codes of a classification, in one list: income, spending, general budget, funds, economic classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Align, Cell, Row, Table
from baozhang.compiling.statements.cells import figure_cell, grouped_headers, index_row
from baozhang.taxonomy.codes import level_of

if TYPE_CHECKING:
    from baozhang.compiling.figures import Figures
    from baozhang.taxonomy.layouts import Layout, StatementLayout


def coded_table(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    """One row for every code the figures have at the levels the layout prints, in order of codes, and the total first or last."""
    page = layout.page
    header = list(grouped_headers(shape, page.code_headers))
    if page.index_row:
        header.append(index_row(2, len(shape.columns)))
    items = figures.items(shape.id)
    codes = sorted(item for item in items if item.isdigit() and _shown(item, layout, shape))
    rows = [_row(figures, layout, shape, code) for code in codes]
    if "total" in items or (not rows and not page.total_last):
        total = _total(figures, layout, shape)
        rows = [*rows, total] if page.total_last else [total, *rows]
    return Table(shape.id, tuple(header), tuple(rows), (12, 28, *(max(11, 60 // len(shape.columns)),) * len(shape.columns)))


def _shown(code: str, layout: Layout, shape: StatementLayout) -> bool:
    """Economic codes are printed at every level they have; function codes at the levels of the layout."""
    return shape.id in {"basic", "economic"} or level_of(code) in layout.page.code_levels


def _row(figures: Figures, layout: Layout, shape: StatementLayout, code: str) -> Row:
    words = (Cell(code), Cell(figures.name(shape.id, code)))
    return (*words, *(figure_cell(figures, layout, shape.id, code, column) for column in shape.columns))


def _total(figures: Figures, layout: Layout, shape: StatementLayout) -> Row:
    return (Cell("合计", Align.CENTER, columns=2), *(figure_cell(figures, layout, shape.id, "total", column) for column in shape.columns))
