"""The three public expenses: six items printed down, or across in one row of budget and final figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Align, Cell, Row, Table
from baozhang.compiling.statements.cells import figure_cell, header_cell, header_of
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from baozhang.compiling.figures import Figures
    from baozhang.taxonomy.layouts import Layout, StatementLayout

_ACROSS = ("total", "abroad", "vehicles", "vehicles.purchase", "vehicles.running", "reception")


def three_public_table(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    """The table in the direction the layout prints it."""
    return _across(figures, layout, shape) if shape.printing.across else _down(figures, layout, shape)


def _down(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    numbered = layout.stage == "final"
    number = [header_cell("行次")] if numbered else []
    header = (header_cell("项目"), *number, *(header_cell(header_of(shape, column)) for column in shape.columns))
    rows: list[Row] = []
    for n, item in enumerate(shape.left, start=1):
        label = shape.printing.labels.get(item) or labels().item(item, shape.id)
        line = [Cell(str(n), Align.CENTER)] if numbered else []
        rows.append((Cell(label), *line, *(figure_cell(figures, layout, shape.id, item, column) for column in shape.columns)))
    return Table(shape.id, (header,), tuple(rows), (40, *((8,) if numbered else ()), *(20,) * len(shape.columns)))


def _across(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    name = labels().item
    top = tuple(header_cell(header_of(shape, column), columns=6) for column in shape.columns)
    middle: list[Cell] = []
    below: list[Cell] = []
    for _ in shape.columns:
        middle += [header_cell("合计", rows=2), header_cell(name("abroad", shape.id), rows=2)]
        middle += [header_cell(name("vehicles", shape.id), columns=3), header_cell(name("reception", shape.id), rows=2)]
        below += [header_cell("小计"), header_cell(name("vehicles.purchase", shape.id)), header_cell(name("vehicles.running", shape.id))]
    count = 6 * len(shape.columns)
    index = tuple(header_cell(str(n)) for n in range(1, count + 1))
    row = tuple(figure_cell(figures, layout, shape.id, item, column) for column in shape.columns for item in _ACROSS)
    return Table(shape.id, (top, tuple(middle), tuple(below), index), (row,), (10,) * count)
