"""What the shape of a table says: which statement a table without a title is, and which cells a converter printed twice."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import figure, words
from baozhang.reading.statements.header import (
    ECONOMIC_CODE,
    FUNCTION_CODE,
    TOTAL_WORDS,
    code_pattern,
    header_rows,
    map_columns,
    split_glued,
)
from baozhang.taxonomy.layouts import layouts
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow
    from baozhang.reading.statements.captions import Caption
    from baozhang.taxonomy.statements import Statement

_ENOUGH_COLUMNS: Final = 6
_ENOUGH_CODES: Final = 2
_ENOUGH_ECONOMIC: Final = 5
_CODE_CELLS: Final = 3


def once_each(row: GridRow) -> GridRow:
    """A row in which the words of a merged cell stand once; some converters repeat them in every place it covers.

    A repeated figure says nothing of the kind, but for a code printed in the three cells 类, 款 and 项.
    """
    copies = [
        at
        for at, (before, cell) in enumerate(pairwise(row.cells), start=1)
        if cell == before and len(cell) > 1 and (_is_words(cell) or (at < _CODE_CELLS and FUNCTION_CODE.fullmatch(cell)))
    ]
    return row.emptied(copies) if copies else row


def without_empty_columns(rows: Sequence[GridRow]) -> tuple[tuple[GridRow, ...], tuple[int, ...]]:
    """The rows without the grid columns in which no row holds anything, and the place each column that is kept had before.

    Spreadsheets begin a table in their second column, and converters give a joined cell as one cell and empty ones behind it.
    """
    kept = tuple(at for at, column in enumerate(zip_longest(*(row.cells for row in rows))) if any(column))
    if not kept or kept[-1] == len(kept) - 1:
        return tuple(rows), kept
    return tuple(replace(row, cells=tuple(row.cells[at] for at in kept if at < len(row.cells))) for row in rows), kept


def figures_apart(row: GridRow) -> GridRow:
    """A row in which amounts that came to stand in one cell (12.00 34.00) have a cell each."""
    if " " not in "".join(row.cells) or not any(_SEVERAL.fullmatch(cell) for cell in row.cells):
        return row
    return replace(row, cells=tuple(part for cell in row.cells for part in (cell.split() if _SEVERAL.fullmatch(cell) else [cell])))


_SEVERAL: Final = re.compile(r"[+-]?[\d,]+\.\d\d?(?: +[+-]?[\d,]+\.\d\d?)+")


def with_bare_amounts(rows: Sequence[GridRow], caption: Caption) -> tuple[tuple[GridRow, ...], Caption]:
    """The rows with the unit of money taken off their amounts (12.30万元) where all amounts of a table carry the same one."""
    cells = set().union(*[row.cells for row in rows])
    units = {found[2] for cell in cells if cell.endswith("元") and (found := _WITH_UNIT.fullmatch(cell))}
    unit = units.pop() if len(units) == 1 else ""
    if not unit or any("." in cell and figure(cell) for cell in cells):
        return tuple(rows), caption
    bare = tuple(replace(row, cells=tuple(_WITH_UNIT.sub(r"\1", cell) for cell in row.cells)) for row in rows)
    return bare, replace(caption, unit=unit)


_WITH_UNIT: Final = re.compile(r"^([+-]?\d[\d,]*(?:\.\d+)?) ?(万元|元)$")


def _is_words(cell: str) -> bool:
    return not figure(cell) and not _WITH_UNIT.match(cell) and any("\u4e00" <= ch <= "\u9fff" for ch in cell)


def by_header(rows: Sequence[GridRow]) -> str:
    """The statement whose columns a table without a known title shows, when only one fits well; else empty."""
    fits: list[str] = []
    for statement in statements().values():
        if statement.axis is not RowAxis.FUNCTION or len(statement.columns) < _ENOUGH_COLUMNS:
            continue
        mapped = map_columns(header_rows(rows, code_pattern(statement)), statement)
        if len(mapped) >= _ENOUGH_COLUMNS and _coded(rows) >= _ENOUGH_CODES:
            fits.append(statement.id)
    return fits[0] if len(fits) == 1 else ""


def by_number(caption: Caption, rows: Sequence[GridRow], stage: str) -> str:
    """The statement that every layout of the stage prints under the number of an untitled table, if its shape agrees; else empty."""
    number = _digits(caption.number)
    if not number or caption.other_title:
        return ""
    named = {
        printed.id
        for layout in layouts().values()
        if layout.stage == stage
        for printed in layout.statements
        if printed.number and _digits(printed.number) == number
    }
    fits = [statement for statement in sorted(named) if _fits(rows, statements()[statement])]
    return fits[0] if len(fits) == 1 else ""


def _digits(number: str) -> str:
    return "".join(ch for ch in number if ch.isdigit()).lstrip("0")


def _coded(rows: Sequence[GridRow]) -> int:
    """Rows that begin with a function code, alone or glued to its name."""
    first = [words(row.cells[0]) for row in rows if row.cells]
    return sum(1 for cell in first if FUNCTION_CODE.fullmatch(cell) or ((glued := split_glued(cell)) and FUNCTION_CODE.fullmatch(glued[0])))


def _fits(rows: Sequence[GridRow], statement: Statement) -> bool:
    """Whether a table has the shape of a statement: its sides, its codes, its columns."""
    said = {words(cell) for row in rows for cell in row.cells if cell}
    if statement.axis is RowAxis.TWO_SIDED:
        return "收入" in said and "支出" in said and any("本年支出合计" in cell for cell in said)
    if statement.axis is RowAxis.ECONOMIC:
        return sum(1 for cell in said if ECONOMIC_CODE.fullmatch(cell)) >= _ENOUGH_ECONOMIC
    if statement.axis is RowAxis.THREE_PUBLIC:
        return any("公务接待费" in cell for cell in said) and any("公务用车" in cell for cell in said)
    columns = set(map_columns(header_rows(rows, code_pattern(statement)), statement).values())
    coded = _coded(rows) > 0 or bool(said & TOTAL_WORDS)
    wanted = {"total", "basic", "project"} if statement.id in {"general", "spending", "fund", "capital"} else {"total", "fiscal"}
    carried = {"opening", "income"} & columns
    return coded and wanted <= columns and (statement.id != "fund" or bool(carried)) and (statement.id != "capital" or not carried)
