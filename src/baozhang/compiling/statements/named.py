"""Statements whose rows are named: projects, procurement, purchased services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Align, Cell, Table
from baozhang.compiling.statements.cells import figure_cell, grouped_headers
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from baozhang.compiling.figures import Figures
    from baozhang.taxonomy.layouts import Layout, StatementLayout


def named_table(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    """One row for every named item in the order of the figures, the total last; the other columns of words are names of their own.

    Words beside the name come from the figures' names under `item/header`, e.g. (`projects`, `p1/项目单位`).
    """
    named = statements()[shape.id].label_headers
    headers = shape.printing.names or named[:1]
    header = grouped_headers(shape, headers)
    items = [item for item in figures.items(shape.id) if item != "total"]
    rows = []
    for item in items:
        words = [figures.name(shape.id, item) if word in named else figures.names.get((shape.id, f"{item}/{word}"), "") for word in headers]
        cells = (figure_cell(figures, layout, shape.id, item, column) for column in shape.columns)
        rows.append((*(Cell(word) for word in words), *cells))
    if "total" in figures.items(shape.id):
        total = Cell("合计", Align.CENTER, columns=len(headers))
        rows.append((total, *(figure_cell(figures, layout, shape.id, "total", column) for column in shape.columns)))
    return Table(shape.id, header, tuple(rows), (*(24 if word in named else 14 for word in headers), *(11,) * len(shape.columns)))
