"""Income or spending of a department as one list (项目 | 预算数), where other forms print a column for every source or kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import Entry, TableReading, figure, words
from baozhang.reading.statements.header import TOTAL_WORDS, code_pattern, split_glued
from baozhang.reading.statements.sided import plain_label
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow
    from baozhang.taxonomy.statements import Statement

_INCOME: Final = {"income.total": "total", "income.year": "year", "opening": "carryover", "income.carryover": "carryover"}
_SPENDING: Final = {"spending.year": "total"}
"""Items of the overview → columns, where their names differ."""


@cache
def _sources(statement: str) -> dict[str, str]:
    """Row label → column of the statement of income or of spending."""
    columns = statements()[statement].columns
    found = {header: column.id for column in reversed(columns) for header in column.headers if header not in TOTAL_WORDS}
    overview, names = statements()["overview"], _INCOME if statement == "income" else _SPENDING
    ids = {column.id for column in columns}
    for item in overview.left if statement == "income" else overview.right:
        column = names.get(item.id, item.id.removeprefix("income."))
        if column in ids:
            found.update(dict.fromkeys(item.labels, column))
    return found


def read_listed(rows: Sequence[GridRow], statement: Statement) -> TableReading | None:
    """Entries of the row `total`, one for each source or kind; None for other tables and where fewer than three rows name one."""
    if statement.id not in _LISTED or _has_codes(rows, code_pattern(statement)):
        return None
    entries: list[Entry] = []
    unbound: list[tuple[int, str]] = []
    taken: set[str] = set()
    for at, row in enumerate(rows):
        figures = [n for n, cell in enumerate(row.cells) if figure(cell)]
        label = next((words(cell) for cell in row.cells if cell and not figure(cell)), "")
        column = _sources(statement.id).get(plain_label(label), "")
        if not figures:
            continue
        number = figure(row.cells[figures[0]])
        if number is None or len(figures) > 1 or not column or column in taken:
            unbound.append((row.line, f"“{label}”不是已知的项目，{row.cells[figures[0]]} 未识别"))
            continue
        taken.add(column)
        entries.append(Entry("total", "合计", 0, column, number, row.cells[figures[0]], row.line, at, figures[0], repaired=False))
    return TableReading(tuple(entries), tuple(unbound), 0) if len(entries) >= _ENOUGH else None


def _has_codes(rows: Sequence[GridRow], pattern: re.Pattern[str]) -> bool:
    """Whether any row begins with a code, alone or before its name."""
    first = [words(cell).strip("[]()") for row in rows for cell in row.cells[:2] if cell]
    return any(pattern.fullmatch(glued[0] if (glued := split_glued(cell)) else cell) for cell in first)


_LISTED: Final = frozenset({"income", "spending"})
_ENOUGH: Final = 3
