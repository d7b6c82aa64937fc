"""Basic spending printed as several lists side by side: code, name, amount – twice or three times in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import ZERO, Entry, TableReading, figure, is_unreadable, words
from baozhang.reading.statements.header import ECONOMIC_CODE, SUBTOTALS, is_index_row, split_glued
from baozhang.taxonomy.codes import code_names, level_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.model import GridRow

_ECONOMIC: Final = "3"
"""What every economic code begins with."""
_TOTALS: Final = {**SUBTOTALS, "合计": "total", "总计": "total"}


def is_side_by_side(rows: Sequence[GridRow]) -> bool:
    """Whether rows commonly carry more than one economic code."""
    many = sum(1 for row in rows if sum(1 for cell in row.cells if cell.startswith(_ECONOMIC) and ECONOMIC_CODE.fullmatch(words(cell))) > 1)
    return many >= max(2, len(rows) // 4)


def _code_at(row: GridRow, at: int) -> tuple[str, int]:
    """The code that begins in a cell and the grid column behind it; 类 and 款 may stand in two cells (301 | 01)."""
    bare = words(row.cells[at])
    if not ECONOMIC_CODE.fullmatch(bare):
        return "", at + 1
    rest = words(row.cells[at + 1]) if at + 1 < len(row.cells) else ""
    if len(bare) == _CLASS_DIGITS and len(rest) == _PART_DIGITS and rest.isdigit():
        return bare + rest, at + 2
    return bare, at + 1


_CLASS_DIGITS: Final = 3
_PART_DIGITS: Final = 2


def read_side_by_side(rows: Sequence[GridRow]) -> TableReading:
    """Entries of basic spending printed side by side; each code takes the words and the figure behind it."""
    exact = _prints_decimals(rows)
    entries: list[Entry] = []
    unbound: list[tuple[int, str]] = []
    seen: set[str] = set()
    lists: dict[str, int] = {}
    for at, row in enumerate(rows):
        if is_index_row(row):
            continue
        labels = _labels(row, exact=exact)
        for item, label, position, end in labels:
            lists.setdefault(item, position)
            place = next((column for column in range(position + 1, end) if figure(row.cells[column])), -1)
            number = figure(row.cells[place]) if place >= 0 else None
            if unreadable := next((cell for cell in row.cells[position + 1 : end] if is_unreadable(cell)), ""):
                seen.add(item)
                unbound.append((row.line, f"科目 {item} 的数“{unreadable}”无法辨认"))
                continue
            if item in seen:
                if number and number.value:
                    unbound.append((row.line, f"科目 {item} 在本表中重复出现"))
                continue
            seen.add(item)
            text = row.cells[place] if number else ""
            entries.append(
                Entry(
                    item,
                    label or code_names().get(item, ""),
                    level_of(item),
                    "amount",
                    number or ZERO,
                    text,
                    row.line,
                    at,
                    place,
                    repaired=False,
                )
            )
        unbound.extend(_stray(row, labels))
    kept = _printed_lists(entries, lists)
    unbound += [(rows[0].line, _NO_AMOUNTS)] if len(kept) < len(entries) else []
    return TableReading(tuple(kept), tuple(unbound), 0)


def _printed_lists(entries: Sequence[Entry], lists: Mapping[str, int]) -> list[Entry]:
    """The entries without those of a list that prints no amount at all though it has the wages or the goods: its column was lost."""
    printed = {lists[entry.item] for entry in entries if entry.text}
    lost = {lists[item] for item in _NEVER_ZERO if item in lists} - printed if printed else set()
    return [entry for entry in entries if lists[entry.item] not in lost] if lost else list(entries)


_NEVER_ZERO: Final = ("301", "302")
_NO_AMOUNTS: Final = "并列的几栏中有一栏没有印出任何金额，可能缺少一栏，未作数据读取"


def _prints_decimals(rows: Sequence[GridRow]) -> bool:
    """Whether every amount is printed with decimals, so that a code without a name is not taken for one."""
    cells = [cell for row in rows for at, cell in enumerate(row.cells) if figure(cell) and not _is_code(row, at)]
    return bool(cells) and sum("." in cell for cell in cells) * 10 >= len(cells) * 9


def _is_code(row: GridRow, at: int) -> bool:
    """Whether a cell is a code, or the 款 of the class in the cell before it."""
    return bool(ECONOMIC_CODE.fullmatch(words(row.cells[at]))) or (at > 0 and _code_at(row, at - 1)[1] == at + 1)


def _labels(row: GridRow, *, exact: bool) -> list[tuple[str, str, int, int]]:
    """(item, name, last grid column of the code, where the next label begins) of every code or total in a row."""
    found: list[tuple[str, str, int, int]] = []
    for at, cell in enumerate(row.cells):
        bare = words(cell)
        if not bare.startswith(_ECONOMIC) and bare not in _TOTALS:
            continue
        glued = split_glued(bare)
        code, behind = _code_at(row, at)
        if code and found and not exact and _is_amount(row, at, behind, found[-1]):
            continue
        if code:
            found.append((code, _name_behind(row, behind), at, behind - 1))
        elif glued and ECONOMIC_CODE.fullmatch(glued[0]):
            found.append((glued[0], glued[1], at, at))
        elif bare in _TOTALS and any(figure(other) for other in row.cells[at + 1 :]):
            found.append((_TOTALS[bare], bare, at, at))
    return [(item, name, last, found[n + 1][2] if n + 1 < len(found) else len(row.cells)) for n, (item, name, _, last) in enumerate(found)]


def _is_amount(row: GridRow, at: int, behind: int, label: tuple[str, str, int, int]) -> bool:
    """Whether a cell that looks like a code (309) is the whole amount of the label before it: that has none yet, and no name follows.

    `behind` is the grid column behind the code, and behind its 款 where that has a cell of its own.
    """
    item, _, _, last = label
    waiting = not any(figure(cell) for cell in row.cells[last + 1 : at])
    follows = words(row.cells[behind]) if behind < len(row.cells) else ""
    named = bool(follows) and follows not in _TOTALS and not figure(row.cells[behind])
    return waiting and not named and (at > last + 1 or item in _TOTALS.values())


def _name_behind(row: GridRow, behind: int) -> str:
    """The name right behind a code, or behind the empty cell of a 款 that is not printed."""
    for cell in row.cells[behind : behind + 2]:
        if cell:
            return "" if figure(cell) else words(cell)
    return ""


def _stray(row: GridRow, labels: Sequence[tuple[str, str, int, int]]) -> list[tuple[int, str]]:
    """Figures other than zero in front of the first label of a row, which belong to nothing."""
    first = labels[0][2] if labels else len(row.cells)
    stray = [cell for cell in row.cells[: max(first - 1, 0)] if (number := figure(cell)) and number.value]
    stray += [
        cell
        for _, _, position, end in labels
        for cell in [row.cells[c] for c in range(position + 1, end) if figure(row.cells[c])][1:]
        if (number := figure(cell)) and number.value
    ]
    return [(row.line, f"“{cell}”没有科目编码") for cell in stray]
