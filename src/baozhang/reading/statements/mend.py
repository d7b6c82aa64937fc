"""Mending a damaged coded list: the arithmetic of the statement chooses between the possible readings.

Two kinds of damage occur in text taken from pages. Cells are lost or shifted in the rows of one page (all alike), and
the labels of a page slide one row against the figures. Every candidate is judged by how many sums it makes hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.choosing import choose
from baozhang.reading.statements.rows import LOST
from baozhang.reading.statements.sums import Judge, counted_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from baozhang.reading.statements.rows import CodedRow, Slot


@dataclass(frozen=True, slots=True)
class Mended:
    """The rows with one alignment each, which of them (by grid row) were mended, and which stayed doubtful.

    A doubtful row lost cells and no reading of it adds up: nothing may be assumed about the cells it does not show.
    `unplaced` gives by grid row the columns (by place) that readings equally good fill differently.
    """

    rows: tuple[CodedRow, ...]
    repaired: frozenset[int]
    doubtful: frozenset[int]
    unplaced: Mapping[int, frozenset[int]]


def mend(rows: Sequence[CodedRow], columns: Sequence[str], sums: Sequence[tuple[str, ...]]) -> Mended:
    """Choose an alignment for every damaged row and undo a slide of labels against figures where that makes sums hold."""
    held = Judge(columns, counted_once(sums, columns))
    choice = choose(rows, held)
    settled, shifted = _unshift(_settled(rows, choice.picks), held)
    repaired = shifted | {
        row.row for row, pick in zip(rows, choice.picks, strict=True)
        if not row.sound and row.choices and row.shape != "none" and not (row.odd and pick == 0)
    }  # fmt: skip
    doubtful = {row.row for row in settled if row.row in repaired and row.choices and not held.row_adds_up(row.choices[0])}
    unplaced = {rows[at].row: columns for at, columns in choice.open_columns.items() if rows[at].row not in shifted}
    slid = _unslide(settled, held)
    if slid is not None:
        settled, moved = slid
        repaired |= moved
    return Mended(tuple(settled), frozenset(repaired), frozenset(doubtful), unplaced)


def _unshift(rows: list[CodedRow], held: Judge) -> tuple[list[CodedRow], set[int]]:
    """Move rows whose figures stand one cell beside their columns: they do not add up, and moved they do, with more of the other sums."""
    moved: set[int] = set()
    for at, row in enumerate(rows):
        beside = _beside(row.choices[0]) if row.choices else []
        if not beside or held.row_adds_up(row.choices[0]):
            continue
        for slots in beside:
            candidate = [*rows[:at], replace(row, choices=(slots,)), *rows[at + 1 :]]
            if held.row_adds_up(slots) and held.score(candidate) > held.score(rows):
                rows = candidate
                moved.add(row.row)
                break
    return rows, moved


def _beside(slots: tuple[Slot, ...]) -> list[tuple[Slot, ...]]:
    """The figures one cell to the left, one to the right, where that cell is blank and there are figures to compare."""
    if (slots[0].text and slots[-1].text) or sum(bool(slot.text) for slot in slots) < _COMPARED:
        return []
    left = [(*slots[1:], LOST)] if not slots[0].text else []
    return left + ([(LOST, *slots[:-1])] if not slots[-1].text else [])


_COMPARED: Final = 2


def _settled(rows: Sequence[CodedRow], chosen: Sequence[int]) -> list[CodedRow]:
    """The rows, each with the chosen one of its alignments only."""
    return [replace(row, choices=(row.choices[pick],)) if len(row.choices) > 1 else row for row, pick in zip(rows, chosen, strict=True)]


def _unslide(rows: list[CodedRow], held: Judge) -> tuple[list[CodedRow], set[int]] | None:
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
