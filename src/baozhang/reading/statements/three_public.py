"""The three public expenses: six items printed down (one or two amount columns) or across (one data row)."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import ZERO, Entry, TableReading, figure, is_blank, is_unreadable, words
from baozhang.reading.statements.header import TOTAL_WORDS, index_columns, is_index_row, map_columns
from baozhang.reading.statements.straight import put_straight_by_sums
from baozhang.reading.statements.sums import THREE_PUBLIC, is_sum
from baozhang.reading.statements.three_public_units import read_columns, read_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.model import GridRow
    from baozhang.taxonomy.statements import Statement

_NUMBERING: Final = re.compile(r"^(?:其中:)?(?:\(?[一二三四五六七八九十\d]{1,2}[.、)])?(?:其中:)?(?:\(\d\)|[①-⑩])?")
_SOURCE: Final = re.compile(r"一般公共预算|政府性?基金|国有资本经营|财政专户|单位资金")
"""Header words of the money that pays, beside the sum of all."""
_ITEMS: Final = ("total", "abroad", "vehicles", "vehicles.purchase", "vehicles.running", "reception")


def read_three_public(rows: Sequence[GridRow], statement: Statement, stage: str) -> TableReading:
    """Entries of the three public expenses; `stage` decides what a single amount column is."""
    labels = {label: item.id for item in statement.left for label in item.labels}
    down = [row for row in rows if _item_of(row, labels)]
    if len(down) >= 4:
        return _read_down(rows, statement, labels, stage)
    straight, unsettled = _straight(rows, labels, stage)
    return _settled(_read_across(straight, labels, stage), unsettled)


def _item_of(row: GridRow, labels: dict[str, str]) -> str:
    for cell in row.cells[:2]:
        bare = _NUMBERING.sub("", words(cell))
        if bare in labels:
            return labels[bare]
    return ""


def _read_down(rows: Sequence[GridRow], statement: Statement, labels: dict[str, str], stage: str) -> TableReading:
    header = [row for row in rows if not _item_of(row, labels) and not is_index_row(row)][:3]
    numbered = index_columns(header) | _counting_columns([row for row in rows if _item_of(row, labels)])
    sources = {at: words(cell) for row in header for at, cell in enumerate(row.cells) if _SOURCE.match(words(cell))}
    usual = "final" if stage == "final" else "budget"
    whole = next((at for row in header for at, cell in enumerate(row.cells) if sources and words(cell) in TOTAL_WORDS), -1)
    last = max((at for at in range(1, max(len(row.cells) for row in rows)) if at not in numbered), default=0)
    columns = map_columns(header, statement) or {whole if whole > 0 else last: usual}
    if whole > 0:
        numbered |= sources.keys()
    entries: list[Entry] = []
    unbound: list[tuple[int, str]] = []
    for at, row in enumerate(rows):
        item = _item_of(row, labels)
        if not item:
            continue
        label = next(words(cell) for cell in row.cells if cell)
        figures = [n for n, cell in enumerate(row.cells) if figure(cell) and n not in numbered]
        by_place = all(n in columns for n in figures)
        for number, column in enumerate(sorted(columns)):
            place = column if by_place else (figures[number] if number < len(figures) else -1)
            cell = row.cells[place] if 0 <= place < len(row.cells) else ""
            if is_unreadable(cell):
                unbound.append((row.line, f"“{label}”的数“{cell}”无法辨认"))
                continue
            entries.append(
                Entry(
                    item, label, 0, columns[column], figure(cell) or ZERO, cell if figure(cell) else "", row.line, at, place, not by_place
                )
            )
        unbound.extend((row.line, f"“{row.cells[n]}”没有对应的栏目") for n in figures[len(columns) :] if not by_place)
    if whole > 0 and (beside := sum(bool(figure(row.cells[at])) for row in rows for at in sources if at < len(row.cells))):
        unbound.append((rows[0].line, f"栏目“{'、'.join(sources.values())}”未纳入核对（{beside}个数）"))
    others = [row for row in rows if not _item_of(row, labels) and not is_index_row(row) and any(_in_columns(row, columns))]
    if others:
        unbound.append((others[0].line, f"“{words(others[0].filled[0])}”等{len(others)}行不是“三公”经费的项目，未纳入核对"))
    return TableReading(tuple(entries), tuple(unbound), sum(1 for entry in entries if entry.repaired))


def _counting_columns(rows: Sequence[GridRow]) -> frozenset[int]:
    """Columns that only count the rows: 1, 2, 3 …, whatever their header was."""
    width = min((len(row.cells) for row in rows), default=0)
    counted = [str(number) for number in range(1, len(rows) + 1)]
    return frozenset(at for at in range(1, width) if [row.cells[at] for row in rows] == counted)


def _in_columns(row: GridRow, columns: dict[int, str]) -> list[bool]:
    return [bool(figure(row.cells[at])) for at in columns if at < len(row.cells)]


def _read_across(rows: Sequence[GridRow], labels: dict[str, str], stage: str) -> TableReading:
    """One data row of six or twelve figures below a header of two or three rows, or a row for the department and each unit."""
    start = next((n for n, row in enumerate(rows) if not is_index_row(row) and _is_data(row)), None)
    header = [row for row in rows[: start if start is not None else len(rows)] if not is_index_row(row)]
    order = _order(header, labels, stage)
    columns = read_columns(rows, labels, stage)
    if columns and (start is None or len(order) != len(rows[start].cells)):
        return read_units(rows, columns)
    if start is None:
        empty = not any(figure(cell) for row in rows for cell in row.cells if not is_index_row(row))
        return TableReading((), (), 0, "" if empty and order else "三公经费表的栏目无法识别")
    row, places = rows[start], list(range(len(rows[start].cells)))
    if len(order) != len(row.cells):
        row, places = _numbered_cells(row, rows[:start])
        order = _usual_order(len(row.cells), order)
    if len(order) != len(row.cells):
        return TableReading((), (), 0, f"三公经费表有{len(row.cells)}栏，与表头对不上")
    entries = [
        Entry(item, item, 0, column, figure(cell) or ZERO, cell if figure(cell) else "", row.line, start, at, repaired=False)
        for at, (item, column), cell in zip(places, order, row.cells, strict=True)
    ]
    return TableReading(tuple(entries), (), 0)


def _numbered_cells(row: GridRow, above: Sequence[GridRow]) -> tuple[GridRow, list[int]]:
    """A row with only the cells below the numbers of the columns, where those count the statutory twelve and the row then adds up.

    With the grid columns of its cells.
    """
    as_it_is = row, list(range(len(row.cells)))
    numbers = next((one for one in above if [*one.filled] == [str(number) for number in range(1, 2 * len(_ITEMS) + 1)]), None)
    if numbers is None:
        return as_it_is
    places = [at for at, cell in enumerate(numbers.cells) if cell]
    if any(cell and at not in places for at, cell in enumerate(row.cells)):
        return as_it_is
    found = replace(row, cells=tuple(row.cells[at] if at < len(row.cells) else "" for at in places))
    return (found, places) if _adds_up(dict(enumerate(_usual_order(len(places), []))), found) else as_it_is


def _straight(rows: Sequence[GridRow], labels: dict[str, str], stage: str) -> tuple[list[GridRow], dict[int, frozenset[int]]]:
    """The rows, those put straight that have a blank cell too many or too few, and by line what stays open in these.

    A row that cannot be put straight is left out.
    """
    data = [at for at, row in enumerate(rows) if not is_index_row(row) and any(figure(cell) for cell in row.cells)]
    header = [row for row in rows[: min(data, default=0)] if not is_index_row(row)]
    columns = dict(enumerate(_order(header, labels, stage))) or read_columns(rows, labels, stage)
    width = max((len(row.cells) for row in header), default=0)
    unsettled: dict[int, frozenset[int]] = {}
    put: list[GridRow] = []
    for at, row in enumerate(rows):
        way: GridRow | None = row
        if at in data and columns:
            way, open_columns = put_straight_by_sums(row, width, partial(_allowed, columns), partial(_adds_up, columns))
            if way is not row:
                unsettled[row.line] = open_columns
        if way is not None:
            put.append(way)
    return put, unsettled


def _allowed(columns: Mapping[int, tuple[str, str]], at: int, cell: str) -> bool:
    """Whether a cell may stand in a grid column: figures and blanks in those of the items, anything elsewhere."""
    return not columns.get(at, ("", ""))[0] or bool(figure(cell)) or is_blank(cell)


def _settled(reading: TableReading, unsettled: Mapping[int, frozenset[int]]) -> TableReading:
    """A reading with the entries marked of rows that were put straight, those in open columns listed."""
    if not unsettled:
        return reading
    entries = [replace(entry, repaired=True) if entry.line in unsettled else entry for entry in reading.entries]
    kept = tuple(entry for entry in entries if entry.col not in unsettled.get(entry.line, frozenset()))
    left_out = [line for line in unsettled if all(entry.line != line for entry in entries)]
    lost = [(line, _OFF) for line in left_out]
    lost += [(entry.line, f"“{entry.text}”属于哪一栏不能确定") for entry in entries if entry not in kept and entry.text]
    problem = reading.problem or (_OFF if left_out and not entries else "")
    mended = len(unsettled) - len(left_out)
    return replace(reading, entries=kept, unbound=(*reading.unbound, *lost), mended_rows=mended, problem=problem)


_OFF: Final = "“三公”经费表的这一行多出或缺少单元格，与表头对不上"


def _adds_up(columns: Mapping[int, tuple[str, str]], row: GridRow) -> bool:
    """Whether the sum of the three and that of the two kinds of vehicle money hold in every column of a row."""
    found = {place: ((at < len(row.cells) and figure(row.cells[at])) or ZERO).value for at, place in columns.items()}
    return all(
        is_sum(found[whole, kind], [found[part, kind] for part in parts])
        for kind in {kind for item, kind in found if item}
        for whole, *parts in THREE_PUBLIC
        if all((item, kind) in found for item in (whole, *parts))
    )


def _is_data(row: GridRow) -> bool:
    return any(figure(cell) for cell in row.cells) and all(figure(cell) or is_blank(cell) for cell in row.cells)


def _order(header: Sequence[GridRow], labels: dict[str, str], stage: str) -> list[tuple[str, str]]:
    """(item, column) of every grid column, from the group words above it."""
    width = max((len(row.cells) for row in header), default=0)
    kind, item = "", ""
    order: list[tuple[str, str]] = []
    for at in range(width):
        for row in header:
            cell = words(row.cells[at]) if at < len(row.cells) else ""
            if cell in {"预算数", "决算数", "全年预算数", "支出决算数"}:
                kind = "budget" if "预算" in cell else "final"
            elif cell == "小计":
                item = "vehicles"
            elif cell in labels:
                item = labels[cell]
        order.append((item, kind or ("final" if stage == "final" else "budget")))
    return order if len(set(order)) == len(order) and all(item for item, _ in order) else []


def _usual_order(width: int, order: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The statutory order when the header was damaged: six budget figures, then six final ones."""
    if width == 2 * len(_ITEMS):
        return [(item, column) for column in ("budget", "final") for item in _ITEMS]
    return order
