"""Rows of a coded list (功能 or 经济分类): label and figures apart, every possible alignment of the figures kept for `mend`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations, islice, takewhile
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import record, replace
from baozhang.reading.statements.entries import ZERO, figure, is_blank, is_unreadable, words
from baozhang.reading.statements.header import (
    SUBTOTALS,
    TOTAL_WORDS,
    UNKNOWN,
    code_pattern,
    is_header_row,
    is_index_row,
    lists_units,
    split_glued,
)
from baozhang.reading.statements.units import UNIT_CODE, unit_item

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from baozhang.facts.amounts import Number
    from baozhang.reading.model import GridRow
    from baozhang.taxonomy.statements import Statement

_MOST_CHOICES: Final = 60


@record(frozen=True, slots=True)
class Slot:
    """One figure in a row: value, printed text (empty for a blank) and the grid column it stood in (-1 if none)."""

    number: Number
    text: str
    col: int


@record(frozen=True, slots=True)
class CodedRow:
    """One row of a coded list.

    `item` is the code, `total`, or empty when the row has figures but no label. `choices` are the possible alignments of its
    figures with the columns, best guess first; one choice only when the row is sound. `shape` groups rows damaged alike. A row is `odd`
    that stands where the header says although it has more or fewer cells than the rows around it: another reading must add up better.
    It is read `from_left` unless sums forbid where no row of the table ends in a blank cell, or all rows of a page are alike.
    """

    item: str
    label: str
    line: int
    row: int
    segment: int
    choices: tuple[tuple[Slot, ...], ...]
    shape: str
    sound: bool
    odd: bool = False
    from_left: bool = False


def read_rows(
    rows: Sequence[GridRow], statement: Statement, columns: dict[int, str], start: int
) -> tuple[list[CodedRow], list[tuple[int, str]]]:
    """The data rows from grid row `start` on, with the figures that belong nowhere as (line, why)."""
    units = lists_units(rows[:start], min(columns, default=0))
    pattern = UNIT_CODE if units else code_pattern(statement)
    grid = _Grid.of(columns)
    usual = _usual_widths(rows, start)
    width = max((len(row.cells) for row in rows[:start]), default=0) or max(usual[0], default=0)
    from_left = _read_from_left(rows, start)
    read: list[CodedRow] = []
    unbound: list[tuple[int, str]] = []
    segment = 0
    bare: set[tuple[str, ...]] = set()
    for at in range(start, len(rows)):
        row = rows[at]
        segment += row.after_break
        if is_index_row(row) or (is_header_row(row, pattern) and _repeats_header(row, rows[:start])):
            continue
        item, label, behind = _label_of(row, pattern, min(columns, default=2))
        slots = [slot_of(cell, place) for place, cell in enumerate(row.cells)]
        figures = sum(1 for slot in slots[behind:] if slot.text)
        if not figures and (row.cells in bare or not item):
            _continue_label(read, "" if row.cells in bare else label)  # unless it is a row below the header, printed again on the next page
            continue
        if unreadable := next((row.cells[slot.col] for slot in slots[behind:] if not slot.text and is_unreadable(row.cells[slot.col])), ""):
            unbound.append((row.line, f"这一行的数“{unreadable}”无法辨认"))
            continue
        odd = len(row.cells) not in usual[segment]
        bare |= set() if figures else {row.cells}
        choices, shape = _alignments(row.cells, slots, behind, grid, off=len(row.cells) - width if odd else 0)
        if figures and not choices:
            unbound.append((row.line, f"这一行有{figures}个数，与表头的{len(columns)}栏对不上"))
            continue
        if units and item != "total":
            item = unit_item(item, label)
        odd = odd and shape == _ODD
        read.append(CodedRow(item, label, row.line, at, segment, choices, shape, shape == "", odd, from_left[segment]))
    return read, unbound


def _usual_widths(rows: Sequence[GridRow], start: int) -> list[frozenset[int]]:
    """How many cells a row of each segment has: as many as most of its rows, two alone not being enough to tell, or as the header."""
    header = {len(row.cells) for row in rows[:start]}
    counts: list[Counter[int]] = [Counter()]
    for row in rows[start:]:
        if row.after_break:
            counts.append(Counter())
        counts[-1][len(row.cells)] += 1
    return [frozenset(header | {width for width, times in count.most_common(1) if times != _PAIR or not header}) for count in counts]


_PAIR: Final = 2


def _read_from_left(rows: Sequence[GridRow], start: int) -> list[bool]:
    """By segment: whether no row of the table has a blank cell at its end, or all rows of the segment are as long."""
    widths: list[list[int]] = [[]]
    for row in rows[start:]:
        if row.after_break:
            widths.append([])
        widths[-1].append(len(row.cells))
    trimmed = all(row.cells[-1] for row in rows[start:])
    return [trimmed or (len(page) > 1 and len(set(page)) == 1) for page in widths]


_ODD: Final = "odd"
"""The shape of rows that stand in their place although their width is odd."""


def _repeats_header(row: GridRow, header: Sequence[GridRow]) -> bool:
    mine = {words(cell) for cell in row.filled}
    known = {words(cell) for other in header for cell in other.filled}
    return bool(mine) and len(mine & known) >= (len(mine) + 1) // 2 and not (mine <= TOTAL_WORDS)


def _continue_label(read: list[CodedRow], label: str) -> None:
    """A row with words only is the rest of the name that was cut on the row before."""
    if label and read and read[-1].item and read[-1].item != "total":
        read[-1] = replace(read[-1], label=read[-1].label + label)


def _label_of(row: GridRow, pattern: re.Pattern[str], first_figure: int) -> tuple[str, str, int]:
    """Item id, label and the grid column behind the label cells of a row."""
    cells = row.cells
    joined, after = _joined_code(cells, pattern)
    if joined:
        name = next(((at, cell) for at, cell in enumerate(cells[2:], start=2) if cell and not figure(cell)), (2, ""))
        return joined, words(name[1]), max(name[0] + 1, after, 3)
    for at, cell in enumerate(cells[: max(first_figure, 1) + 2]):
        bare = words(cell).strip("()[]")
        if pattern.fullmatch(bare) and at < max(first_figure, 1):
            return _with_name(cells, at, bare)
        glued = split_glued(bare)
        if glued and pattern.fullmatch(glued[0]):
            return glued[0], glued[1], at + 1
        if bare in TOTAL_WORDS or bare in SUBTOTALS:
            behind = at + 1
            while behind < min(first_figure, len(cells)) and not cells[behind]:
                behind += 1  # the name cell of a total row is empty
            return SUBTOTALS.get(bare, "total"), bare, behind
    label = next((words(cell) for cell in cells if cell and not figure(cell)), "")
    behind = next((at for at, cell in enumerate(cells) if figure(cell)), len(cells))
    return "", label, behind


def _joined_code(cells: Sequence[str], pattern: re.Pattern[str]) -> tuple[str, int]:
    """A code printed over the three cells 类, 款, 项 (208 | 05 | 01), or over the two cells 类, 款 (301 | 01), and the cell behind it.

    A blank cell may have come in between, where a name follows.
    """
    if len(cells) <= 3 or len(cells[0]) != 3 or not cells[0].isdigit():
        return "", 0
    parts = [(at, cell) for at, cell in enumerate(cells[1:_CODE_REACH], start=1) if cell]
    digits = list(takewhile(lambda part: len(part[1]) == 2 and part[1].isdigit(), parts[:2]))
    if not digits:
        return "", 0
    behind = digits[-1][0] + 1
    named = len(digits) < len(parts) and not figure(parts[len(digits)][1])
    apart = behind > len(digits) + 1
    if (apart and not named) or (len(digits) == 1 and cells[behind] and not named):
        return "", 0
    code = cells[0] + "".join(cell for _, cell in digits)
    return (code, behind) if pattern.fullmatch(code) else ("", 0)


_CODE_REACH: Final = 6
"""Cells at the beginning of a row in which its code and its name stand, a blank or two among them."""


def _with_name(cells: Sequence[str], at: int, code: str) -> tuple[str, str, int]:
    behind = at + 1
    while behind < len(cells) and not cells[behind] and behind < at + 4:
        behind += 1
    if behind < len(cells) and cells[behind] and not figure(cells[behind]) and not is_blank(cells[behind]):
        return code, words(cells[behind]), behind + 1
    return code, "", at + 1


def slot_of(cell: str, at: int) -> Slot:
    """The figure of a cell in a grid column, zero where it holds none; 01 and the like are codes."""
    number = figure(cell)
    return Slot(number, cell, at) if number and not (cell[0] == "0" and len(cell) > 1 and cell.isdigit()) else Slot(ZERO, "", at)


LOST: Final = Slot(ZERO, "", -1)
"""A cell that is not there."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a table: their places in order, those of known columns, and the last of these."""

    places: tuple[int, ...]
    known: tuple[int, ...]
    last: int

    @classmethod
    def of(cls, columns: dict[int, str]) -> _Grid:
        places = tuple(sorted(columns))
        known = tuple(at for at in places if not columns[at].startswith(UNKNOWN))
        return cls(places, known, max(known, default=places[-1] if places else -1))


def _alignments(
    cells: Sequence[str], slots: Sequence[Slot], behind: int, grid: _Grid, *, off: int
) -> tuple[tuple[tuple[Slot, ...], ...], str]:
    """Possible alignments of a row's figures with the columns, and the shape of the damage (empty when sound).

    `off` is how many cells more than the header an odd row has, 0 where rows of its width are usual.
    """
    in_place = _in_place(cells, slots, behind, grid)
    if in_place and (len(cells) > grid.last or not any(slot.text for slot in in_place)):
        others = _others(slots, behind, grid, off) if off else ()
        return (in_place, *others), _ODD if others else ""
    tail = slots[behind:]
    wide = len(grid.places)
    if len(tail) == wide and all(slot.text or is_blank(cells[slot.col]) for slot in tail):
        return (tuple(tail),), ""  # the whole page is laid out without the header's empty columns
    figures = [slot.col for slot in tail if slot.text]
    if not figures or len(figures) > wide:
        return (), "none"
    # a row shorter than the header may have a blank end (in place) or have lost a cell anywhere (the others)
    choices = [*([in_place] if in_place else []), *_others(slots, behind, grid, off)]
    return tuple(dict.fromkeys(choices)), f"{len(cells)}/{behind}/{len(figures)}"


def _others(slots: Sequence[Slot], behind: int, grid: _Grid, off: int) -> tuple[tuple[Slot, ...], ...]:
    """The alignments of a row beside the one in its place, the least damaged first."""
    figures = [slot.col for slot in slots[behind:] if slot.text]
    wide = len(grid.places)
    if not figures or len(figures) > wide:
        return ()
    aside = [*_windows(slots, behind, figures, wide), *_gaps(slots, figures, wide)]
    return tuple(dict.fromkeys([*_straight(slots, behind, grid, off), *aside]))


def _straight(slots: Sequence[Slot], behind: int, grid: _Grid, off: int) -> Iterator[tuple[Slot, ...]]:
    """The figures where the header says they stand once a blank cell or two are taken out of the row or put into it."""
    if not off or abs(off) > _FARTHEST:
        return
    blank = [at for at in range(behind, len(slots)) if not slots[at].text]
    for places in combinations(blank, off) if off > 0 else combinations(range(behind, len(slots) - off), -off):
        if off > 0:
            straight = [slot for at, slot in enumerate(slots) if at not in places]
        else:
            rest = iter(slots)
            straight = [LOST if at in places else next(rest) for at in range(len(slots) - off)]
        if all(at in grid.places for at, slot in enumerate(straight) if slot.text and at >= behind):
            yield tuple(straight[at] if at < len(straight) else LOST for at in grid.places)


_FARTHEST: Final = 2
"""Blank cells that may have come in or gone where nothing else of a row is damaged."""


def _in_place(cells: Sequence[str], slots: Sequence[Slot], behind: int, grid: _Grid) -> tuple[Slot, ...]:
    """The figures where the header says they stand; empty when a figure or a word stands elsewhere."""
    width = len(cells)
    if behind > grid.places[0] or any(slot.text and slot.col not in grid.places for slot in slots[behind:]):
        return ()
    if any(not slots[at].text and not is_blank(cells[at]) for at in grid.known if at < width):
        return ()
    return tuple([slots[at] if at < width else LOST for at in grid.places])


def _windows(slots: Sequence[Slot], behind: int, figures: Sequence[int], wide: int) -> list[tuple[Slot, ...]]:
    """Runs of printed cells, as wide as the columns, that hold every figure: the row as a whole is shifted."""
    lefts = range(max(behind, figures[-1] - wide + 1), min(figures[0], len(slots) - wide) + 1)
    return [tuple(slots[left : left + wide]) for left in lefts]


def _gaps(slots: Sequence[Slot], figures: Sequence[int], wide: int) -> list[tuple[Slot, ...]]:
    """The figures in order with lost cells anywhere between them."""
    choices: list[tuple[Slot, ...]] = []
    for kept in islice(combinations(range(wide), len(figures)), _MOST_CHOICES):
        at_column = dict(zip(kept, figures, strict=True))
        choices.append(tuple(slots[at_column[n]] if n in at_column else LOST for n in range(wide)))
    return choices
