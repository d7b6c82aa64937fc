"""Income or spending of a department as one list (项目 | 预算数), where other forms print a column for every source or kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import Entry, TableReading, figure, words
from baozhang.reading.statements.header import TOTAL_WORDS
from baozhang.reading.statements.sided import plain_label
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow

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


def read_listed(rows: Sequence[GridRow], statement: str) -> TableReading:
    """Entries of the row `total`, one for each source or kind; problem where fewer than three rows name one."""
    entries: list[Entry] = []
    unbound: list[tuple[int, str]] = []
    taken: set[str] = set()
    for at, row in enumerate(rows):
        figures = [n for n, cell in enumerate(row.cells) if figure(cell)]
        label = next((words(cell) for cell in row.cells if cell and not figure(cell)), "")
        column = _sources(statement).get(plain_label(label), "")
        if not figures:
            continue
        number = figure(row.cells[figures[0]])
        if number is None or len(figures) > 1 or not column or column in taken:
            unbound.append((row.line, f"“{label}”不是已知的项目，{row.cells[figures[0]]} 未识别"))
            continue
        taken.add(column)
        entries.append(Entry("total", "合计", 0, column, number, row.cells[figures[0]], row.line, at, figures[0], repaired=False))
    if len(entries) < _ENOUGH:
        return TableReading((), (), 0, "表头的栏目名称无法识别")
    return TableReading(tuple(entries), tuple(unbound), 0)


_ENOUGH: Final = 3
