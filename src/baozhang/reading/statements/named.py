"""Statements whose rows are named: project spending, government procurement, purchased services."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import ZERO, Entry, TableReading, figure, is_blank, words
from baozhang.reading.statements.header import is_index_row, map_columns
from baozhang.reading.statements.named_rows import is_total, put_straight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.model import GridRow
    from baozhang.taxonomy.statements import Statement


_COUNTED: Final = re.compile(r"(?:采购|购置)?(?:品目)?(?:数量|个数|台数|单价)(?:\(.*\))?")
"""Header words of columns that count things or price one of them: they are none of the statement, and speak for no shifted row."""


def read_named(rows: Sequence[GridRow], statement: Statement) -> TableReading:
    """Entries of a named list: items p1, p2 … in printed order (label: the name), and `total`."""
    start = next((n for n, row in enumerate(rows) if any(figure(cell) for cell in row.cells) and not is_index_row(row)), len(rows))
    header = [row for row in rows[:start] if not is_index_row(row)]
    columns = map_columns(header, statement)
    if not columns:
        return TableReading((), (), 0, "表头的栏目名称无法识别")
    named = _label_column(header, statement)
    beside = set(columns) | {at for row in header for at, cell in enumerate(row.cells) if _COUNTED.fullmatch(words(cell))}
    others = {at: words(cell) for row in header for at, cell in enumerate(row.cells) if cell and at not in beside and at > named}
    width = max(len(row.cells) for row in header)
    passed: Counter[int] = Counter()
    entries: list[Entry] = []
    unbound: list[tuple[int, str]] = []
    count = 0
    places = [at for at in range(start, len(rows)) if any(figure(cell) for cell in rows[at].cells) and not is_index_row(rows[at])]
    straight = put_straight([rows[at] for at in places], width, columns, partial(_allowed, columns))
    for at, (row, unsettled) in zip(places, straight, strict=True):
        printed = rows[at]
        if row is None:
            unbound.append((printed.line, "这一行多出或缺少单元格，与表头的栏目对不上"))
            continue
        total = is_total(row, columns)
        count += not total
        label = "合计" if total else words(row.cells[named]) if named < len(row.cells) else ""
        outside = [n for n, cell in enumerate(row.cells) if n not in beside and figure(cell) and n > named]
        if len(row.cells) == width and others.keys() >= set(outside):  # columns of their own that are none of the statement
            passed.update(outside)
            outside = []
        odd = [row.cells[n] for n in columns if n < len(row.cells) and not figure(row.cells[n]) and not is_blank(row.cells[n])]
        if outside or odd:
            unbound.append((row.line, "这一行的数与表头的栏目对不上"))
            continue
        unbound += [(row.line, f"“{row.cells[n]}”属于哪一栏不能确定") for n in sorted(columns.keys() & unsettled) if figure(row.cells[n])]
        for n in sorted(columns.keys() - unsettled):
            cell = row.cells[n] if n < len(row.cells) else ""
            entries.append(
                Entry(
                    "total" if total else f"p{count}",
                    label,
                    0,
                    columns[n],
                    figure(cell) or ZERO,
                    cell if figure(cell) else "",
                    row.line,
                    at,
                    n,
                    repaired=row is not printed,
                )
            )
    unbound += [(rows[0].line, f"栏目“{others[at]}”不是已知的栏目，其中{count}个数未识别") for at, count in sorted(passed.items())]
    return TableReading(tuple(entries), tuple(unbound), 0)


def _allowed(columns: Mapping[int, str], at: int, cell: str) -> bool:
    """Whether a cell may stand in a grid column: figures and blanks in those of amounts, anything elsewhere."""
    return at not in columns or bool(figure(cell)) or is_blank(cell)


def adds_up_to_total(entries: Sequence[Entry], *, whole: bool) -> bool:
    """Whether the rows of a named list are the parts of its total row, as far as the list itself tells.

    They are not where a row sums up others (a unit above its projects, as much as the rows below it or the total), and not for certain
    where the list may go on elsewhere (not `whole`): then its total must stand last.
    """
    total = next((entry for entry in entries if entry.item == "total" and entry.column == "total" and entry.text), None)
    rows = [entry for entry in entries if entry.item != "total" and entry.column == "total"]
    if total is None or not rows or any(_UNIT.search(entry.label) for entry in rows):
        return False
    values = [entry.number.value for entry in rows]
    if any(value in accumulate(values[at + 1 :]) for at, value in enumerate(values) if value):
        return False
    if len(rows) > 1 and total.number.value in values:
        return False
    return sum(values) < 2 * total.number.value and (whole or total.row > max(entry.row for entry in rows))


_UNIT: Final = re.compile(r"(?:局|委|委员会|办公室|中心|院|校|站|所|馆|厅|本级|机关|单位|小计|合计)$")
"""How the name of a unit or of a subtotal ends."""


def _label_column(header: Sequence[GridRow], statement: Statement) -> int:
    for row in header:
        for at, cell in enumerate(row.cells):
            if words(cell) in statement.label_headers:
                return at
    return 0
