"""Whether a table whose cells are guessed holds together: its own sums say whether every figure came into its column."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.sums import THREE_PUBLIC, families_of
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
    for total, *addends in (*statements()[statement].sums, *_ACROSS.get(statement, ())):
        present = [part for part in addends if part in columns]
        if len(present) > 1:
            yield from (((item, total), [(item, part) for part in present]) for item in items if (item, total) in cells)
    for whole, parts in _families(statement, items).items():
        yield from (((whole, column), [(part, column) for part in parts]) for column in columns if (whole, column) in cells)


def _families(statement: str, items: Sequence[str]) -> Mapping[str, Sequence[str]]:
    families: dict[str, Sequence[str]] = defaultdict(list)
    if statements()[statement].axis is RowAxis.TWO_SIDED:
        families["spending.year"] = [item for item in items if item.isdigit()]
    elif statements()[statement].axis in {RowAxis.FUNCTION, RowAxis.ECONOMIC}:
        families |= families_of(items)
    for whole, *parts in _DOWN.get(statement, ()):
        families[whole] = parts
    return {whole: parts for whole, parts in families.items() if parts}
