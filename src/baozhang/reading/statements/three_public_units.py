"""The three public expenses printed across with other columns beside them: units, running costs, meetings, the year before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import ZERO, Entry, TableReading, figure, words
from baozhang.reading.statements.header import PRIOR, TOTAL_WORDS, is_index_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow

_YEAR: Final = re.compile(r"20\d\d(?=年)")
_PRIOR_WORD: Final = re.compile(r"^(?:上年|去年)")
_GROUP: Final = re.compile(
    r"^(?:20\d\d年度?|上年度?|本年度?)?(?:[“\"]?三公[”\"]?经费)?(?:财政拨款)?(?:支出)?(预算|决算)(?:数|安排|安排数)?$|^20\d\d年度?$"
)
_FEWEST: Final = 4
"""Items a header must name before it is believed."""

Columns = dict[int, tuple[str, str]]
"""Grid column → item and column id; the item is empty for a column that is none of the six."""


def read_columns(rows: Sequence[GridRow], labels: dict[str, str], stage: str) -> Columns:
    """The columns a header of one to three rows names, whatever stands beside the six items; empty when too few are named."""
    start = next((n for n, row in enumerate(rows) if any(figure(cell) for cell in row.cells) and not is_index_row(row)), len(rows))
    header = [row for row in rows[:start] if not is_index_row(row)]
    newest = max((year for row in header for cell in row.filled for year in _YEAR.findall(cell)), default="")
    usual = "final" if stage == "final" else "budget"
    found: Columns = {}
    kind, vehicles = usual, False
    subtotalled = any(_is_subtotal(at, header) for at in range(max((len(row.cells) for row in header), default=0)))
    for at in range(max((len(row.cells) for row in header), default=0)):
        cells = [words(row.cells[at]) for row in header if at < len(row.cells) and row.cells[at]]
        for cell in cells:
            if group := _GROUP.match(cell):
                old = _PRIOR_WORD.match(cell) or any(year < newest for year in _YEAR.findall(cell))
                kind = (PRIOR if old else "") + ({"预算": "budget", "决算": "final"}.get(group[1], usual))
        leaf = cells[-1] if cells else ""
        vehicles = any(labels.get(cell) == "vehicles" for cell in cells) or (vehicles and len(cells) == 1 and leaf != "小计")
        item = labels.get(leaf, "") if leaf != "小计" else "vehicles" if vehicles else "total"
        item = "" if subtotalled and leaf in TOTAL_WORDS else item  # 合计 adds meetings and training to the 小计 of the three
        if not leaf or (item and (item, kind) in found.values()):
            return {}
        found[at] = (item, kind)
    return found if sum(1 for item, _ in found.values() if item) >= _FEWEST else {}


def _is_subtotal(at: int, header: Sequence[GridRow]) -> bool:
    """Whether the three expenses have a 小计 of their own at a place: below a group word that names them."""
    cells = [words(row.cells[at]) for row in header if at < len(row.cells)]
    return "小计" in cells and any("三公" in cell for cell in cells)


def read_units(rows: Sequence[GridRow], columns: Columns) -> TableReading:
    """The row of the department (合计, or the only row); rows of units are kept as `<item>@<unit>`."""
    data = [
        (at, row)
        for at, row in enumerate(rows)
        if not is_index_row(row) and any(figure(cell) for cell in row.cells) and _fits(row, columns)
    ]
    labels = [_label(row, columns) for _, row in data]
    kinds = _years([*labels], columns) or [_ROW_KINDS.get(label, "") for label in labels]
    if data and all(kinds):
        return _read_kinds(data, kinds, columns)
    if not any(figure(cell) for row in rows if not is_index_row(row) for cell in row.cells):
        return TableReading((), (), 0)
    whole = next((at for at, row in data if _label(row, columns) in TOTAL_WORDS), data[0][0] if len(data) == 1 else -1)
    if whole < 0:
        return TableReading((), (), 0, "三公经费表按单位列示，没有合计行" if data else "三公经费表的栏目与数据对不上")
    entries: list[Entry] = []
    for at, row in data:
        unit = "" if at == whole else f"@{_label(row, columns)}"
        for place, (item, column) in columns.items():
            cell = row.cells[place] if place < len(row.cells) else ""
            if item:
                entries.append(
                    Entry(
                        item + unit,
                        item,
                        0,
                        column,
                        figure(cell) or ZERO,
                        cell if figure(cell) else "",
                        row.line,
                        at,
                        place,
                        repaired=False,
                    )
                )
    return TableReading(tuple(entries), (), 0)


def _years(labels: Sequence[str], columns: Columns) -> list[str]:
    """The columns of rows that are one year each (2023年, 2024年): the last is the document's own; empty for any other rows."""
    found = [_ONE_YEAR.fullmatch(label) for label in labels]
    years = [match[0][:4] for match in found if match is not None]
    if len(years) < len(labels) or len(set(years)) < len(years) or not years:
        return []
    usual = next(column for item, column in columns.values() if item).removeprefix(PRIOR)
    return [usual if year == max(years) else PRIOR + usual for year in years]


_ONE_YEAR: Final = re.compile(r"20\d\d年度?(?:预算|决算)?数?")


def _read_kinds(data: Sequence[tuple[int, GridRow]], kinds: Sequence[str], columns: Columns) -> TableReading:
    """A row of budget figures and a row of final ones (or one for each year) below one and the same header."""
    entries = [
        Entry(
            item,
            item,
            0,
            kind,
            figure(cell) or ZERO,
            cell if figure(cell) else "",
            row.line,
            at,
            place,
            repaired=False,
        )
        for (at, row), kind in zip(data, kinds, strict=True)
        for place, (item, _) in columns.items()
        if item
        for cell in [row.cells[place] if place < len(row.cells) else ""]
    ]
    beside = [
        (row.line, cell)
        for _, row in data
        for place, (item, _) in columns.items()
        if not item
        for cell in row.cells[place : place + 1]
        if figure(cell)
    ]
    return TableReading(tuple(entries), tuple((line, f"“{cell}”所在的栏目不属于“三公”经费") for line, cell in beside), 0)


_ROW_KINDS: Final = {"预算数": "budget", "全年预算数": "budget", "年初预算数": "initial", "决算数": "final", "支出决算数": "final"}
"""What the first cell of a row says its figures are."""


def _fits(row: GridRow, columns: Columns) -> bool:
    return len(row.cells) > max(at for at, (item, _) in columns.items() if item) and all(
        not row.cells[at] or figure(row.cells[at]) or row.cells[at] in {"-", "/"} for at, (item, _) in columns.items() if item
    )


def _label(row: GridRow, columns: Columns) -> str:
    """The words of a row: the last of its cells that hold no figure (the name, not the code)."""
    return next(
        (
            words(cell)
            for at, cell in reversed(tuple(enumerate(row.cells)))
            if cell and not figure(cell) and not columns.get(at, ("", ""))[0]
        ),
        "",
    )
