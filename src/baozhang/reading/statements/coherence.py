"""Whether a table holds together: its own sums say whether every figure came into its column.

Where the cells are guessed one broken sum in ten is doubt enough; where they are printed, only so many that no slip of the hand explains
them: then a column was lost, cells are shifted, or rows of another table came in.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.sums import THREE_PUBLIC, counted_once, families_of
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from baozhang.facts.records import FactRow

_MOST_BROKEN: Final = 10
"""One sum in so many may be broken: by an error of the document itself."""

_ACROSS: Final[Mapping[str, Sequence[tuple[str, ...]]]] = {
    "fiscal": [("total", "general_public", "government_fund", "state_capital")],
    "procurement": [("total", "general_public", "government_fund", "state_capital", "special_account", "unit_funds")],
}
"""Sums within a row, of statements that are not read by them."""
_DOWN: Final[Mapping[str, Sequence[tuple[str, ...]]]] = {
    "overview": [("income.total", "spending.total")],
    "three_public": THREE_PUBLIC,
}
"""Sums within a column."""

_Cells = dict[tuple[str, str], "tuple[int, int]"]


def holds_together(statement: str, facts: Sequence[FactRow]) -> bool:
    """Whether nearly all sums of a statement hold, and there is one to tell."""
    cells: _Cells = {(fact.item, fact.column): (fact.value, fact.half_unit) for fact in facts if "@" not in fact.item}
    outcomes = [_holds(cells, whole, parts) for whole, parts in _sums(statement, cells) if any(part in cells for part in parts)]
    return bool(outcomes) and outcomes.count(False) * _MOST_BROKEN <= len(outcomes)


def _holds(cells: _Cells, whole: tuple[str, str], parts: Sequence[tuple[str, str]]) -> bool:
    value, half = cells[whole]
    found = [cells[part] for part in parts if part in cells]
    return abs(value - sum(amount for amount, _ in found)) <= half + sum(more for _, more in found)


def _sums(statement: str, cells: _Cells) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """The sums that something is printed for: a cell and those that it should be the sum of."""
    columns = list(dict.fromkeys(column for _, column in cells))
    items = list(dict.fromkeys(item for item, _ in cells))
    for total, present in _row_sums(statement, columns):
        yield from (((item, total), [(item, part) for part in present]) for item in items if (item, total) in cells)
    for whole, parts in _families(statement, items).items():
        yield from (((whole, column), [(part, column) for part in parts]) for column in columns if (whole, column) in cells)


def _families(statement: str, items: Sequence[str]) -> Mapping[str, Sequence[str]]:
    families: dict[str, Sequence[str]] = defaultdict(list)
    if statements()[statement].axis is RowAxis.TWO_SIDED:
        families["spending.year"] = [item for item in items if item.isdigit()]
    elif statements()[statement].axis in {RowAxis.FUNCTION, RowAxis.ECONOMIC}:
        families |= families_of(items)
    elif statements()[statement].axis is RowAxis.NAMED and "total" in items:
        families["total"] = [item for item in items if item != "total"]
    for whole, *parts in _DOWN.get(statement, ()):
        families[whole] = parts
    return {whole: parts for whole, parts in families.items() if parts}


class Torn(StrEnum):
    """How a table is torn."""

    ACROSS = "行"
    """Most rows do not add up, but every column does: a column is not there, or is not what its header says."""
    ALL = "列"
    """Neither rows nor columns say that the figures are in their places."""


def torn(statement: str, facts: Sequence[FactRow]) -> Torn | None:
    """Whether so many sums of a statement are broken that its cells cannot be where they were printed, and how."""
    if statements()[statement].axis not in _LISTS:
        return None
    cells = {(fact.item, fact.column): fact.value for fact in facts}
    rows, broken_rows = _across(statement, facts, cells)
    across = broken_rows >= _MANY and broken_rows * 2 >= rows
    columns, broken_columns, families = _down(facts, cells)
    down = families >= _MANY and broken_columns * _THIRD >= columns
    if across and not broken_columns and columns >= _MANY:
        return Torn.ACROSS
    return Torn.ALL if across or down else None


_LISTS: Final = frozenset({RowAxis.FUNCTION, RowAxis.ECONOMIC, RowAxis.NAMED})
_MANY: Final = 3
_THIRD: Final = 3


def untold_columns(statement: str, facts: Sequence[FactRow]) -> set[str]:
    """The columns of parts in which no row prints anything, though their sum is printed: blank as they are they do not stand for zero."""
    columns = list(dict.fromkeys(fact.column for fact in facts))
    printed = {fact.column for fact in facts if fact.text}
    if len(printed) == len(columns):
        return set()
    told = {fact.column for fact in facts if fact.value}
    sums = _row_sums(statement, columns)
    return {part for total, parts in sums if total in told and printed.isdisjoint(parts) for part in parts}


def _across(statement: str, facts: Sequence[FactRow], cells: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """How many rows have a sum, and how many of these are broken."""
    sums = _row_sums(statement, list(dict.fromkeys(fact.column for fact in facts)))
    halves = {fact.item: fact.half_unit for fact in facts}
    asked: set[str] = set()
    broken: set[str] = set()
    for total, parts in sums:
        if not any(cells.get((item, part)) for item in halves for part in parts):
            continue  # columns in which nothing is printed break no sum: the account does not tell its parts
        for item, half in halves.items():
            whole = cells.get((item, total))
            values = [cells.get((item, part)) for part in parts]
            if whole and None not in values:
                asked.add(item)
                if abs(whole - sum(value or 0 for value in values)) > half * (len(values) + 1):
                    broken.add(item)
    return len(asked), len(broken)


def _row_sums(statement: str, columns: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The sums within a row that the printed columns make: a column and those that it is the sum of."""
    sums = counted_once(statements()[statement].sums, columns)
    # where 人员 and 公用 stand without 基本支出, they are parts of the total themselves
    left_out = {whole for whole, *parts in sums if whole not in columns and not set(columns).isdisjoint(parts)}
    return [
        (total, present)
        for total, *addends in (*sums, *_ACROSS.get(statement, ()), *_all_of_it(statement, columns))
        if total in columns and len(present := [part for part in addends if part in columns]) > 1 and left_out.isdisjoint(addends)
    ]


def _all_of_it(statement: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The total of a named list and the money it is made of."""
    if statements()[statement].axis is RowAxis.NAMED and statement not in _ACROSS:
        yield ("total", *(one for one in columns if one not in {"total", "quantity"} and one.partition(".")[0] not in {*columns} - {one}))


def _down(facts: Sequence[FactRow], cells: Mapping[tuple[str, str], int]) -> tuple[int, int, int]:
    """How many sums of parts stand in columns, how many of these are broken, and of how many items."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    parts: dict[tuple[str, str], int] = defaultdict(int)
    for fact in facts:
        if fact.parent:
            sums[fact.parent, fact.column] += fact.value
            parts[fact.parent, fact.column] += 1
    full: dict[str, int] = defaultdict(int)
    for (parent, _), count in parts.items():
        full[parent] = max(full[parent], count)
    half = max((fact.half_unit for fact in facts), default=0)
    asked = [place for place, value in sums.items() if place in cells and (value or cells[place]) and parts[place] == full[place[0]]]
    broken = [place for place in asked if abs(cells[place] - sums[place]) > half * (parts[place] + 1)]
    return len(asked), len(broken), len({parent for parent, _ in broken})
