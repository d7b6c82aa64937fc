"""Statements with income at the left and spending at the right: the overview and the fiscal overview."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Align, Cell, Row, Table
from baozhang.compiling.statements.cells import figure_cell, header_cell, header_of
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.printing import ORDINALS
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.compiling.figures import Figures
    from baozhang.taxonomy.layouts import Layout, StatementLayout


def two_sided_table(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    """The fixed items of both sides; paired items share a row, line numbers run down the left side and then the right."""
    pairs = list(_paired(shape))
    numbered = layout.page.line_numbers
    right_columns = _right_columns(shape)
    rows = []
    for n, (left, right) in enumerate(pairs, start=1):
        row = [Cell(_label(shape, left)) if left else Cell()]
        row += [Cell(str(n), Align.CENTER)] if numbered else []
        row.append(figure_cell(figures, layout, shape.id, left, shape.columns[0]) if left else Cell())
        row.append(Cell(_label(shape, right)) if right else Cell())
        row += [Cell(str(n + len(pairs)), Align.CENTER)] if numbered else []
        row += [figure_cell(figures, layout, shape.id, right, column) if right else Cell() for column in right_columns]
        rows.append(tuple(row))
    return Table(shape.id, _header(layout, shape, right_columns), tuple(rows), _widths(len(right_columns), numbered=numbered))


def _header(layout: Layout, shape: StatementLayout, right_columns: tuple[str, ...]) -> tuple[Row, ...]:
    number = [header_cell("行次")] if layout.page.line_numbers else []
    left = [header_cell(shape.printing.item_header), *number, header_cell(header_of(shape, shape.columns[0]))]
    right = [header_cell(shape.printing.item_header), *number, *(header_cell(word) for word in _right_headers(shape))]
    rows = [(header_cell("收入", columns=len(left)), header_cell("支出", columns=len(right))), (*left, *right)]
    if layout.page.index_row:
        blank = [header_cell("")] * len(number)
        indexes = [header_cell(str(n)) for n in range(2, 2 + len(right_columns))]
        rows.append((header_cell("栏次"), *blank, header_cell("1"), header_cell("栏次"), *blank, *indexes))
    return tuple(rows)


def _right_columns(shape: StatementLayout) -> tuple[str, ...]:
    """The columns of spending: behind that of income, or the one column, which is the total where the statement knows one."""
    total = tuple(column.id for column in statements()[shape.id].columns if column.id == "total")
    return shape.columns[1:] or total or shape.columns


def _right_headers(shape: StatementLayout) -> list[str]:
    return [header_of(shape, column) for column in shape.columns[1:] or shape.columns]


def _widths(right: int, *, numbered: bool) -> tuple[int, ...]:
    number = (4,) if numbered else ()
    return (26, *number, 12, 26, *number, *(12,) * right)


def _paired(shape: StatementLayout) -> Iterator[tuple[str, str]]:
    """Left and right items row by row: those between two pairs are filled up with blanks to equal length."""
    left, right = list(shape.left), list(shape.right)
    for one, other in shape.printing.aligned:
        if one not in left or other not in right:
            continue
        at, to = left.index(one), right.index(other)
        yield from zip_longest(left[:at], right[:to], fillvalue="")
        yield one, other
        left, right = left[at + 1 :], right[to + 1 :]
    yield from zip_longest(left, right, fillvalue="")


def _label(shape: StatementLayout, item: str) -> str:
    """The printed label: the layout's own words, or the usual ones with a numeral where items are numbered."""
    own = shape.printing.labels.get(item)
    if own:
        return own
    if item.isdigit():
        classes = [code for code in shape.right if code.isdigit()]
        return shape.printing.ordinal.replace("1", ORDINALS[classes.index(item)]) + code_names()[item]
    sources = [one for one in shape.left if one.startswith("income.") and one not in {"income.year", "income.total"}]
    ordinal = f"{ORDINALS[sources.index(item)]}、" if item in sources else ""
    return ordinal + labels().item(item, shape.id)
