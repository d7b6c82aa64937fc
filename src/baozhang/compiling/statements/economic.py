"""Basic spending by economic class in several lists side by side, with the totals of staff and operating cost below."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Cell, Row, Table
from baozhang.compiling.statements.cells import figure_cell, header_cell, header_of

if TYPE_CHECKING:
    from baozhang.compiling.figures import Figures
    from baozhang.taxonomy.layouts import Layout, StatementLayout


def side_by_side_table(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    """Codes of the layout's lists side by side (staff first), each list with code, name and amount."""
    column = shape.columns[0]
    lists = shape.printing.lists
    codes = sorted(item for item in figures.items(shape.id) if item.isdigit())
    listed = [[code for code in codes if code[:3] in classes] for classes in lists]
    left_over = [code for code in codes if all(code[:3] not in classes for classes in lists)]
    listed[-1] = sorted([*listed[-1], *left_over])
    lines = zip_longest(*listed, fillvalue="")
    rows = [tuple(cell for code in line for cell in _triple(figures, layout, shape, code)) for line in lines]
    rows.append(_totals(figures, layout, shape, len(lists)))
    triple = [header_cell("科目编码"), header_cell("科目名称"), header_cell(header_of(shape, column))]
    header = ((header_cell("人员经费", columns=3), header_cell("公用经费", columns=3 * (len(lists) - 1))), tuple(triple * len(lists)))
    return Table(shape.id, header, tuple(rows), (8, 20, 11) * len(lists))


def _triple(figures: Figures, layout: Layout, shape: StatementLayout, code: str) -> Row:
    if not code:
        return Cell(), Cell(), Cell()
    return Cell(code), Cell(figures.name(shape.id, code)), figure_cell(figures, layout, shape.id, code, shape.columns[0])


def _totals(figures: Figures, layout: Layout, shape: StatementLayout, lists: int) -> Row:
    staff = (header_cell("人员经费合计", columns=2), figure_cell(figures, layout, shape.id, "staff", shape.columns[0]))
    cost = figure_cell(figures, layout, shape.id, "operating_cost", shape.columns[0])
    return (*staff, header_cell("公用经费合计", columns=3 * (lists - 1) - 1), cost)
