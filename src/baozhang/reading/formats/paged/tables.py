"""The words of a table: characters to the cells they stand in, wrapped lines joined, rows as the transcript wants them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.printed import joined, printed_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.reading.formats.paged.geometry import Area, Frame, Glyph
    from baozhang.reading.formats.paged.lattice import Lattice
    from baozhang.reading.formats.paged.printed import PrintedLine
    from baozhang.reading.formats.paged.unruled.columns import Columns
    from baozhang.reading.formats.transcript import Box

_ROOM: Final = 1.2
"""A line is full when less than this many type sizes are left in its cell."""
_TOUCHING: Final = 0.12
"""Widest gap between two characters of one word, in type sizes; the room at the edges of two cells is wider."""
_FAR: Final = 1e9
_LEAST_FIGURE_COLUMNS: Final = 2
"""Columns with figures one above the other that show a row to be several."""
_AMOUNT: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")
"""A figure with its two decimals: complete, however little room is left behind it."""
_FIGURES_RUN: Final = re.compile(r"(?:[\d,]+\.\d{2})+")
_ONE_OF_RUN: Final = re.compile(r"[\d,]+\.\d{2}")
_FIGURE: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


class CellPart(NamedTuple):
    """One printed line of a cell: its place in the cell's text, and its box."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and where its printed lines stand; `full` when its last line reaches its right edge."""

    text: str = ""
    parts: tuple[CellPart, ...] = ()
    full: bool = False


EMPTY: Final = Cell()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: a cell for every column, empty ones where a cell above or to the left is merged over them."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one page; `edges` are its column lines in the reading frame, `columns` those of one without lines.

    `inferred`: whether its cells were told apart by the white between them alone; `sure`: whether there was one way only to do so.
    """

    area: Area
    rows: tuple[TableRow, ...]
    edges: tuple[float, ...] = ()
    columns: Columns | None = None
    inferred: bool = False
    sure: bool = True


def ruled_table(lattice: Lattice, glyphs: Iterable[Glyph], frame: Frame) -> Table:
    """The table of a lattice and the characters inside it. Rows without a word are left out: they say nothing."""
    held: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for run in _runs(glyphs):
        places = [lattice.at(*glyph.middle) for glyph in run]
        held[max(places, key=places.count)].extend(run)
    lines = {place: printed_lines(inside) for place, inside in held.items()}
    rows: list[TableRow] = []
    for row in range(len(lattice.ys) - 1):
        of_row = [(column, lattice.area_of(row, column), lines.get((row, column), [])) for column in range(len(lattice.xs) - 1)]
        for band in _records(of_row):
            cells = tuple(cell_of(inside, area, frame) if inside else EMPTY for (_, area, _), inside in zip(of_row, band, strict=True))
            if any(cell.text for cell in cells):
                rows.append(TableRow(cells))
    return Table(lattice.area, tuple(rows), lattice.xs)


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that touch each other, in printed order: a text that runs over the edge of its cell stays together."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        touching = last is not None and last.base == glyph.base and abs(glyph.left - last.right) < _TOUCHING * (last.size or glyph.size)
        if touching:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [part for run in runs for part in _figures_apart(run)]


def _figures_apart(run: list[Glyph]) -> list[list[Glyph]]:
    """A run cut behind every figure where it is several figures that run into each other, each with its two decimals."""
    text = "".join(glyph.char for glyph in run)
    if text.count(".") < 2 or not _FIGURES_RUN.fullmatch(text):
        return [run]
    ends = [found.end() for found in _ONE_OF_RUN.finditer(text)]
    return [run[start:end] for start, end in pairwise([0, *ends])]


def cell_of(lines: Sequence[PrintedLine], area: Area, frame: Frame) -> Cell:
    """The cell that holds some printed lines."""
    text = ""
    parts: list[CellPart] = []
    for at, line in enumerate(lines):
        if text:
            whole = joined(text, line.text)
            two = _are_two(lines[at - 1], line, area)
            text = f"{text} {line.text}" if two else whole
        else:
            text = line.text
        parts.append(CellPart(len(text) - len(line.text), len(text), frame.box(line.area)))
    return Cell(text, tuple(parts), bool(lines) and is_full(lines[-1], area))


def is_full(line: PrintedLine, area: Area) -> bool:
    """Whether another character would not have found room behind a line."""
    return (area.right - area.left) - (line.area.right - line.area.left) < _ROOM * line.size + 4


def _are_two(before: PrintedLine, line: PrintedLine, area: Area) -> bool:
    """Whether two lines of a cell are two figures and not one that was wrapped."""
    if _AMOUNT.fullmatch(before.text) and _AMOUNT.fullmatch(line.text):
        return True
    digits = before.text[-1:].isdigit() and line.text[:1].isdigit()
    return digits and not is_full(before, area)


def _records(row: Sequence[tuple[int, Area, list[PrintedLine]]]) -> list[list[list[PrintedLine]]]:
    """The records of a row between two lines: more than one where no line is drawn between rows of figures.

    Figures one above the other in two cells at least, on the same baselines, are so many rows; words that stand on a baseline
    of their own are wrapped ones and go with the record above them.
    """
    whole = [[lines for _, _, lines in row]]
    columns = [lines for _, area, lines in row if lines and all(_is_figure(line, area) for line in lines)]
    if sum(1 for lines in columns if len(lines) > 1) < _LEAST_FIGURE_COLUMNS:
        return whole
    size = columns[0][0].size
    bases: list[float] = []
    for base in sorted(line.base for lines in columns for line in lines):
        if not bases or base - bases[-1] > size / 2:
            bases.append(base)
    if any(other - one < size for one, other in pairwise(bases)):
        return whole
    tops = [-_FAR, *((one + other) / 2 for one, other in pairwise(bases)), _FAR]
    return [[[line for line in lines if top <= line.base < bottom] for _, _, lines in row] for top, bottom in pairwise(tops)]


def _is_figure(line: PrintedLine, area: Area) -> bool:
    return bool(_AMOUNT.fullmatch(line.text)) or (bool(_FIGURE.fullmatch(line.text)) and not is_full(line, area))
