"""Which sums of a coded list hold under one reading of its rows: within a row, and between a code and its parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.units import is_unit, unit_parent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from decimal import Decimal

    from baozhang.reading.statements.rows import CodedRow, Slot

THREE_PUBLIC: Final = (("total", "abroad", "vehicles", "reception"), ("vehicles", "vehicles.purchase", "vehicles.running"))
"""The sums of the three public expenses: an item and those that it is the sum of."""


def parents(items: Sequence[str]) -> dict[str, str]:
    """The nearest printed ancestor of every code, `total` where there is none but a total row is printed, else empty.

    >>> parents(["total", "208", "2080501"])
    {'total': '', '208': 'total', '2080501': '208'}
    """
    printed = set(items)
    top = "total" if "total" in printed else ""
    found: dict[str, str] = {}
    for item in items:
        if is_unit(item):
            found[item] = unit_parent(item, printed)
            continue
        if item == "total" or not item.isdigit():
            found[item] = ""
            continue
        found[item] = next((item[:length] for length in (5, 3) if length < len(item) and item[:length] in printed), top)
    return found


def families_of(items: Iterable[str]) -> dict[str, list[str]]:
    """The printed items that have parts among the printed ones, with these.

    >>> families_of(["total", "208", "2080501"])
    {'total': ['208'], '208': ['2080501']}
    """
    found: dict[str, list[str]] = defaultdict(list)
    for item, parent in parents(list(items)).items():
        if parent:
            found[parent].append(item)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Judge:
    """Counts the sums of a statement that hold under one reading of its rows."""

    columns: Sequence[str]
    sums: Sequence[tuple[str, ...]]

    def score(self, rows: Sequence[CodedRow]) -> int:
        """Row sums plus sums over the hierarchy that hold within the rounding of what was added."""
        values = {row.item: row.choices[0] for row in rows if row.item and row.choices}
        families = sum(self.family(values[parent], [values[item] for item in items]) for parent, items in families_of(values).items())
        return sum(self.row_sums(slots) for slots in values.values()) + families

    def family(self, parent: Sequence[Slot], children: Sequence[Sequence[Slot]]) -> int:
        """The sums over the hierarchy between a row and those that are part of it, likewise."""
        return sum(_weight(parent[at].number.value, [child[at].number.value for child in children]) for at in range(len(self.columns)))

    def row_adds_up(self, slots: Sequence[Slot]) -> bool:
        """Whether every sum within a row holds (also when the statement has none)."""
        return all(self._row_weights(slots))

    def row_sums(self, slots: Sequence[Slot]) -> int:
        """The sums within a row that hold, likewise."""
        return sum(self._row_weights(slots))

    def _row_weights(self, slots: Sequence[Slot]) -> list[int]:
        by_column = {column: slot.number.value for column, slot in zip(self.columns, slots, strict=True)}
        weights: list[int] = []
        for total, *parts in self.sums:
            present = [by_column[part] for part in parts if part in by_column]
            if total in by_column and len(present) > 1:  # of one part alone nothing is known: the others are not printed
                weights.append(_weight(by_column[total], present))
        return weights


def counted_once(sums: Iterable[tuple[str, ...]], columns: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The sums within a row without the three budgets where 财政拨款, which is made of them, is printed and added up as well.

    >>> counted_once([("total", "fiscal", "general_public", "other")], ["total", "fiscal", "general_public", "other"])
    (('total', 'fiscal', 'other'),)
    """
    if "fiscal" not in columns:
        return tuple(sums)
    return tuple(tuple(part for part in one if part not in _FISCAL or "fiscal" not in one) for one in sums)


_FISCAL: Final = frozenset({"general_public", "government_fund", "state_capital"})


def is_sum(total: Decimal, parts: Collection[Decimal]) -> bool:
    """Whether a figure is the sum of others, within the rounding of all of them to two decimals."""
    return abs(total - sum(parts)) * 200 <= len(parts) + 1


def _weight(total: Decimal, parts: Sequence[Decimal]) -> int:
    """3 for a sum that holds exactly, 2 within the rounding of its figures, 0 for one that does not hold."""
    return 3 if total == sum(parts) else 2 if is_sum(total, parts) else 0
