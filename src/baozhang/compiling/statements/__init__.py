"""The statutory tables of a layout from figures: the other direction of `reading.statements`, by the same layout file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.pieces import StatementTable
from baozhang.compiling.statements.coded import coded_table
from baozhang.compiling.statements.economic import side_by_side_table
from baozhang.compiling.statements.named import named_table
from baozhang.compiling.statements.three_public import three_public_table
from baozhang.compiling.statements.two_sided import two_sided_table
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from baozhang.compiling.figures import Figures
    from baozhang.compiling.pieces import Table
    from baozhang.taxonomy.layouts import Layout, StatementLayout

__all__ = ["statement_table"]


def statement_table(figures: Figures, layout: Layout, shape: StatementLayout, department: str, year: int) -> StatementTable:
    """One statutory table with its captions and notes; a table without figures says why (预算法实施条例 art. 6, disclosure practice)."""
    words = {"year": year, "department": department, "title": shape.title, "unit": layout.unit}
    left, _, right = layout.page.caption.format(**words).partition("|")
    notes = [shape.printing.note, shape.printing.empty.format(**words) if figures.is_empty(shape.id) else ""]
    return StatementTable(
        title=layout.page.title.format(**words),
        number=shape.number if layout.page.numbered else "",
        left=left,
        right=right,
        table=_table(figures, layout, shape),
        notes=tuple(note for note in notes if note),
    )


def _table(figures: Figures, layout: Layout, shape: StatementLayout) -> Table:
    match statements()[shape.id].axis:
        case RowAxis.TWO_SIDED:
            return two_sided_table(figures, layout, shape)
        case RowAxis.THREE_PUBLIC:
            return three_public_table(figures, layout, shape)
        case RowAxis.NAMED:
            return named_table(figures, layout, shape)
        case RowAxis.ECONOMIC if shape.printing.lists:
            return side_by_side_table(figures, layout, shape)
        case _:
            return coded_table(figures, layout, shape)
