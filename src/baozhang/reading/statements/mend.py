"""Mending a damaged coded list: the arithmetic of the statement chooses between the possible readings.

Two kinds of damage occur in text taken from pages. Cells are lost or shifted in the rows of one page (all alike), and
the labels of a page slide one row against the figures. Every candidate is judged by how many sums it makes hold.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.rows import LOST
from baozhang.reading.statements.units import is_unit, unit_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from baozhang.reading.statements.rows import CodedRow, Slot


@dataclass(frozen=True, slots=True)
class Mended:
    """The rows with one alignment each, which of them (by grid row) were mended, and which stayed doubtful.

    A doubtful row lost cells and no reading of it adds up: nothing may be assumed about the cells it does not show.
    """

    rows: tuple[CodedRow, ...]
    repaired: frozenset[int]
    doubtful: frozenset[int]


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


def mend(rows: Sequence[CodedRow], columns: Sequence[str], sums: Sequence[tuple[str, ...]]) -> Mended:
    """Choose an alignment for every damaged row and undo a slide of labels against figures where that makes sums hold."""
    chosen = [0] * len(rows)
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if not row.sound:
            groups[row.segment, f"{row.shape}{at if row.odd else ''}"].append(at)  # an odd row is damaged by itself
    held = _Judge(columns, sums)
    for members in sorted(groups.values(), key=len, reverse=True):
        _choose(rows, members, chosen, held)
    settled, shifted = _unshift(_settled(rows, chosen), held)
    repaired = shifted | {
        row.row for row, pick in zip(rows, chosen, strict=True)
        if not row.sound and row.choices and row.shape != "none" and not (row.odd and pick == 0)
    }  # fmt: skip
    doubtful = {row.row for row in settled if row.row in repaired and row.choices and not held.row_adds_up(row.choices[0])}
    slid = _unslide(settled, held)
    if slid is not None:
        settled, moved = slid
        repaired |= moved
    return Mended(tuple(settled), frozenset(repaired), frozenset(doubtful))


def _choose(rows: Sequence[CodedRow], members: Sequence[int], chosen: list[int], held: _Judge) -> None:
    options = min((len(rows[at].choices) for at in members), default=0)
    if options < 2:
        return
    best, best_score = 0, -1
    for option in range(options):
        for at in members:
            chosen[at] = option
        score = held.score(_settled(rows, chosen))
        if score > best_score:
            best, best_score = option, score
    for at in members:
        chosen[at] = best


def _unshift(rows: list[CodedRow], held: _Judge) -> tuple[list[CodedRow], set[int]]:
    """Move rows whose figures stand one cell beside their columns: they do not add up, and moved they do, with more of the other sums."""
    moved: set[int] = set()
    for at, row in enumerate(rows):
        if not row.choices or held.row_adds_up(row.choices[0]):
            continue
        for slots in _beside(row.choices[0]):
            candidate = [*rows[:at], replace(row, choices=(slots,)), *rows[at + 1 :]]
            if held.row_adds_up(slots) and held.score(candidate) > held.score(rows):
                rows = candidate
                moved.add(row.row)
                break
    return rows, moved


def _beside(slots: tuple[Slot, ...]) -> list[tuple[Slot, ...]]:
    """The figures one cell to the left, one to the right, where that cell is blank and there are figures to compare."""
    if sum(bool(slot.text) for slot in slots) < _COMPARED:
        return []
    left = [(*slots[1:], LOST)] if not slots[0].text else []
    return left + ([(LOST, *slots[:-1])] if not slots[-1].text else [])


_COMPARED: Final = 2


def _settled(rows: Sequence[CodedRow], chosen: Sequence[int]) -> list[CodedRow]:
    """The rows, each with the chosen one of its alignments only."""
    return [replace(row, choices=(row.choices[pick],)) if len(row.choices) > 1 else row for row, pick in zip(rows, chosen, strict=True)]


@dataclass(frozen=True, slots=True)
class _Judge:
    """Counts the sums of a statement that hold under one reading of its rows."""

    columns: Sequence[str]
    sums: Sequence[tuple[str, ...]]

    def score(self, rows: Sequence[CodedRow]) -> int:
        """Row sums plus sums over the hierarchy that hold within the rounding of what was added."""
        values = {row.item: row.choices[0] for row in rows if row.item and row.choices}
        return sum(self._row_sums(slots) for slots in values.values()) + self._hierarchy(values)

    def row_adds_up(self, slots: Sequence[Slot]) -> bool:
        """Whether every sum within a row holds (also when the statement has none)."""
        return all(self._row_weights(slots))

    def _row_sums(self, slots: Sequence[Slot]) -> int:
        return sum(self._row_weights(slots))

    def _row_weights(self, slots: Sequence[Slot]) -> list[int]:
        by_column = {column: slot.number.value for column, slot in zip(self.columns, slots, strict=True)}
        weights: list[int] = []
        for total, *parts in self.sums:
            present = [by_column[part] for part in parts if part in by_column]
            if total in by_column and present:
                weights.append(_weight(by_column[total], present))
        return weights

    def _hierarchy(self, values: dict[str, tuple[Slot, ...]]) -> int:
        children: dict[str, list[str]] = defaultdict(list)
        for item, parent in parents(list(values)).items():
            children[parent].append(item)
        held = 0
        for parent, items in children.items():
            if parent in values:
                for at in range(len(self.columns)):
                    held += _weight(values[parent][at].number.value, [values[item][at].number.value for item in items])
        return held


def _weight(total: Decimal, parts: Sequence[Decimal]) -> int:
    """3 for a sum that holds exactly, 2 within the rounding of its figures, 0 for one that does not hold."""
    difference = abs(total - sum(parts))
    return 3 if not difference else 2 if difference * 200 <= len(parts) + 1 else 0


def _unslide(rows: list[CodedRow], held: _Judge) -> tuple[list[CodedRow], set[int]] | None:
    """Undo a slide: a label without figures, then rows whose figures belong one row up, then figures without a label."""
    bare_labels = [at for at, row in enumerate(rows) if row.item and not any(slot.text for slots in row.choices for slot in slots)]
    bare_figures = [at for at, row in enumerate(rows) if not row.item and row.choices]
    before = held.score(rows) if bare_labels and bare_figures else 0
    for label in bare_labels:
        for figures in bare_figures:
            candidate = _slide(rows, label, figures)
            if held.score(candidate) > before:
                low, high = sorted((label, figures))
                return candidate, {row.row for row in rows[low : high + 1]}
    return None


def _slide(rows: Sequence[CodedRow], label: int, figures: int) -> list[CodedRow]:
    """Rows with the figures between a bare label and bare figures moved by one row towards the label."""
    low, high = sorted((label, figures))
    taken: Callable[[int], int] = (lambda at: at + 1) if label < figures else (lambda at: at - 1)
    moved: list[CodedRow] = []
    for at, row in enumerate(rows):
        if at == figures:
            continue
        if low <= at <= high:
            source = rows[taken(at)]
            moved.append(replace(row, choices=source.choices, line=source.line, row=source.row))
        else:
            moved.append(row)
    return moved
