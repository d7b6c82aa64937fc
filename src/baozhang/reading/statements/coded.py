"""Statements whose rows are codes: income, spending, general, fund, capital, economic, and basic spending as one list."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import APART, Entry, TableReading, figure, words
from baozhang.reading.statements.header import UNKNOWN, code_pattern, header_rows, is_header_row, is_index_row, map_columns, unknown_columns
from baozhang.reading.statements.mend import mend
from baozhang.reading.statements.rows import read_rows, slot_of
from baozhang.reading.statements.sums import Judge
from baozhang.taxonomy.codes import code_names, level_of
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow
    from baozhang.reading.statements.rows import CodedRow
    from baozhang.taxonomy.statements import Statement


def data_start(rows: Sequence[GridRow], statement: Statement) -> int:
    """Grid row behind the header."""
    pattern = code_pattern(statement)
    header = {id(row) for row in header_rows(rows, pattern)}
    at = 0
    while at < len(rows) and (id(rows[at]) in header or is_index_row(rows[at])):
        at += 1
    return at


def read_coded(rows: Sequence[GridRow], statement: Statement) -> TableReading:
    """Entries of a coded list; where a later page has a header of its own with other columns, its rows are read by that."""
    starts = _other_headers(rows, statement)
    if not starts:
        return _read_part(rows, statement)
    foreign = next((at for at, columns in starts.items() if columns > 1), len(rows))
    pages = [
        (start, _read_part(rows[start:end], statement)) for start, end in pairwise((0, *(at for at in starts if at < foreign), foreign))
    ]
    entries = [replace(entry, row=entry.row + start) for start, page in pages for entry in page.entries]
    once = {(entry.item, entry.column): entry for entry in reversed(entries)}
    problem = next((page.problem for _, page in pages if page.problem), "")
    apart = ((rows[foreign].line, f"从这里起的{len(rows) - foreign}行表头与这张表的不同，{APART}"),) if foreign < len(rows) else ()
    return TableReading(
        tuple(entry for entry in entries if once[entry.item, entry.column] is entry),
        tuple(line for _, page in pages for line in page.unbound),
        sum(page.mended_rows for _, page in pages),
        "" if entries or apart else problem,
        apart,
    )


def _other_headers(rows: Sequence[GridRow], statement: Statement) -> dict[int, int]:
    """The grid rows at which another header stands, as wide as the rows below it and not as the first, and in how many columns it differs.

    One column may have been lost on a page; a header that differs in more is that of another table.
    """
    if len({len(row.cells) for row in rows}) == 1:
        return {}
    pattern = code_pattern(statement)
    start = data_start(rows, statement)
    first = max((len(row.cells) for row in rows[:start]), default=0)
    known = set(map_columns(header_rows(rows, pattern), statement).values())
    found: dict[int, int] = {}
    for at in range(start + 1, len(rows)):
        if is_header_row(rows[at], pattern) and not is_header_row(rows[at - 1], pattern) and not is_index_row(rows[at - 1]):
            behind = at + data_start(rows[at:], statement)
            width = max(len(row.cells) for row in rows[at:behind]) if behind > at else 0
            below = Counter(len(row.cells) for row in rows[behind:]).most_common(1)
            own = set(map_columns(header_rows(rows[at:], pattern), statement).values())
            if below and width == below[0][0] != first and len(own) >= _ENOUGH_COLUMNS and own != known:
                found[at] = len(own ^ known)
    return found


_ENOUGH_COLUMNS: Final = 2


def _read_part(rows: Sequence[GridRow], statement: Statement) -> TableReading:
    """Entries of the rows below one header."""
    pattern = code_pattern(statement)
    start = data_start(rows, statement)
    header = header_rows(rows, pattern)
    rows = _without_row_numbers(_without_other_codes(rows, header, start), start)
    columns = map_columns(header, statement)
    columns = {**columns, **unknown_columns(header, columns)} or _columns_by_sums(rows[start:], statement)
    if not columns:
        return TableReading((), (), 0, "表头的栏目名称无法识别")
    coded, unbound = read_rows(rows, statement, columns, start)
    wide = _missing_columns(coded, unbound, rows, statement, columns)
    if wide:
        columns = wide
        coded, unbound = read_rows(rows, statement, columns, start)
    duplicate = _duplicate(coded)
    if duplicate:
        return TableReading((), tuple(unbound), 0, f"科目 {duplicate} 在同一张表中出现多次（可能分单位列示）")
    ordered = [columns[at] for at in sorted(columns)]
    mended = mend(coded, ordered, statement.sums)
    entries: list[Entry] = []
    for row in mended.rows:
        if not row.choices:
            continue
        if not row.item:
            if any(slot.text and slot.number.value for slot in row.choices[0]):
                unbound.append((row.line, "这一行的数没有科目编码"))
            continue
        label, level = row.label or code_names().get(row.item, ""), level_of(row.item)
        repaired, doubtful = row.row in mended.repaired, row.row in mended.doubtful
        unplaced = mended.unplaced.get(row.row, frozenset())
        unbound.extend(
            (row.line, f"“{row.item}{label}”这一行多出或缺少单元格，“{slot.text}”属于哪一栏不能确定")
            for at, slot in enumerate(row.choices[0]) if at in unplaced and slot.text
        )  # fmt: skip
        entries.extend(
            [
                Entry(row.item, label, level, column, slot.number, slot.text, row.line, row.row, slot.col, repaired)
                for at, (column, slot) in enumerate(zip(ordered, row.choices[0], strict=True))
                if at not in unplaced and (slot.text or not doubtful)
            ]
        )
    unknown = frozenset(column for column in ordered if column.startswith(UNKNOWN))
    unbound.extend(_unknown(entries, unknown, rows[0].line))
    known = tuple([entry for entry in entries if entry.column not in unknown] if unknown else entries)
    return TableReading(known, tuple(unbound), len(mended.repaired))


def _without_other_codes(rows: Sequence[GridRow], header: Sequence[GridRow], start: int) -> Sequence[GridRow]:
    """The rows without codes that are no figures and name no row.

    Those are of a second classification, behind the name (科目名称 | 政府经济科目编码), or of the unit (科目编码 | 单位代码).
    """
    heads = [(at, words(cell)) for row in header for at, cell in enumerate(row.cells) if cell]
    named = min((at for at, word in heads if word.endswith("名称")), default=-1)
    codes = sorted(at for at, word in heads if word.endswith(("编码", "代码")) or word in {"类", "款", "项"})
    others = {at for at in codes if at > named >= 0 and codes[0] < named}  # codes behind the name alone are those of the rows
    if any(_ROW_CODE_HEAD.search(word) for _, word in heads):
        others |= {at for at, word in heads if _UNIT_CODE_HEAD.fullmatch(word)}
    if not others:
        return rows
    width = max(len(row.cells) for row in header)
    beside = {place + step for place in others for step in (-1, 1)}
    return [row if at < start else _emptied(row, others, beside if len(row.cells) != width else set()) for at, row in enumerate(rows)]


def _emptied(row: GridRow, others: set[int], beside: set[int]) -> GridRow:
    """A row without the cells in some places, and without the codes beside these, where a blank cell moved them."""
    gone = {at for at, cell in enumerate(row.cells) if at in others or (at in beside and _OTHER_CODE.fullmatch(cell))}
    return row.emptied(gone)


_OTHER_CODE: Final = re.compile(r"5\d{2}(?:\d{2})?")
"""A code of the government's economic classification."""


def _without_row_numbers(rows: Sequence[GridRow], start: int) -> Sequence[GridRow]:
    """The rows without the numbers that count them (行次, 序号), in whatever column these stand."""
    numbered = {at for at, column in enumerate(zip_longest(*(row.cells for row in rows[start:]), fillvalue="")) if _counts_up(column)}
    if not numbered:
        return rows
    return [
        row if number < start else row.emptied({at for at in numbered if at < len(row.cells) and row.cells[at].isdigit()})
        for number, row in enumerate(rows)
    ]


def _counts_up(column: Sequence[str]) -> bool:
    """Whether the figures of a column are whole and each is one more than the figure above it; a new page may begin again with 1."""
    cells: list[str] = []
    for cell in column:
        if cell and cell[0].isdigit():
            if len(cell) > _LONGEST_NUMBER or not cell.isdecimal():
                return False
            cells.append(cell)
    if len(cells) < _FEWEST_NUMBERS:
        return False
    pairs = [(int(above), int(below)) for above, below in pairwise(cells)]
    begins_again = sum(below != above + 1 for above, below in pairs)
    return begins_again * _FEWEST_NUMBERS <= len(pairs) and all(below in {above + 1, 1} for above, below in pairs)


_FEWEST_NUMBERS: Final = 4
_LONGEST_NUMBER: Final = 3

_ROW_CODE_HEAD: Final = re.compile(r"^[类款项]$|^(?!单位|部门).*科目")
_UNIT_CODE_HEAD: Final = re.compile(r"(?:预算)?(?:单位|部门)(?:编码|代码)")


def _unknown(entries: Sequence[Entry], unknown: frozenset[str], line: int) -> list[tuple[int, str]]:
    """One line for every column with figures that is not known."""
    figures = Counter([entry.column for entry in entries if entry.column in unknown and entry.number.value] if unknown else ())
    return [(line, f"栏目“{column.removeprefix(UNKNOWN)}”不是已知的栏目，其中{count}个数未识别") for column, count in figures.items()]


def _columns_by_sums(rows: Sequence[GridRow], statement: Statement) -> dict[int, str]:
    """Columns of a table that lost its header: those of the one known layout, as wide as the figures, under which its rows add up."""
    width = max((len(row.cells) for row in rows), default=0)
    first = min((at for row in rows for at, cell in enumerate(row.cells) if at and "." in cell and figure(cell)), default=width)
    known = {printed.columns for layout in layouts().values() for printed in layout.statements if printed.id == statement.id}
    fitting = [columns for columns in known if len(columns) == width - first and _add_up(rows, first, columns, statement)]
    return dict(enumerate(fitting[0], start=first)) if len(fitting) == 1 else {}


def _add_up(rows: Sequence[GridRow], first: int, columns: Sequence[str], statement: Statement) -> bool:
    """Whether nearly all rows with figures add up under some columns, and some of them of more than one part."""
    held = Judge(columns, statement.sums)
    slots = [tuple(slot_of(cell, at) for at, cell in enumerate(row.cells[first:], start=first)) for row in rows]
    full = [row for row in slots if len(row) == len(columns) and any(slot.text for slot in row)]
    adding = [row for row in full if held.row_adds_up(row)]
    telling = any(sum(bool(slot.number.value) for slot in row) > _TELLING for row in adding)
    alone = len(columns) == 1 and bool(full)
    return alone or (telling and bool(statement.sums) and len(adding) * 10 >= len(full) * 9)


_TELLING: Final = 2
"""Figures of a row of which one is the whole and one its only part: they say little."""


def _missing_columns(
    coded: Sequence[CodedRow], unbound: Sequence[tuple[int, str]], rows: Sequence[GridRow], statement: Statement, columns: dict[int, str]
) -> dict[int, str]:
    """The columns of a known layout when the header shows fewer than the rows have figures; empty when nothing fits."""
    if not unbound or len(unbound) < max(2, len(coded) // 2):
        return {}
    mapped = [columns[at] for at in sorted(columns)]
    for layout in layouts().values():
        for printed in layout.statements:
            fits = printed.id == statement.id and len(printed.columns) > len(mapped)
            if fits and [column for column in printed.columns if column in mapped] == mapped:
                first = min(columns)
                if any(len(row.cells) >= first + len(printed.columns) for row in rows):
                    return {first + at: column for at, column in enumerate(printed.columns)}
    return {}


def _duplicate(coded: Sequence[CodedRow]) -> str:
    """A code printed twice with figures that differ, or empty."""
    seen: dict[str, tuple[object, ...]] = {}
    for row in coded:
        if not row.item or not row.choices:
            continue
        values = tuple(slot.number.value for slot in row.choices[0])
        if row.sound and seen.get(row.item, values) != values:
            return row.item
        seen[row.item] = values
    return ""
