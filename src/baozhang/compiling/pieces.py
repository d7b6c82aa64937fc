"""What a document is made of before it has a format: headings, paragraphs, tables, charts, in reading order.

Every format writes the same pieces, so that what one shows the others show.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CellKey = tuple[str, str, str]
"""Statement, item and column of a figure."""


class Align(StrEnum):
    """Where the words of a cell stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, how many columns and rows it covers, and for a figure which one and how much (fen)."""

    text: str = ""
    align: Align = Align.LEFT
    columns: int = 1
    rows: int = 1
    key: CellKey | None = None
    fen: int | None = None


Row = tuple[Cell, ...]
"""Cells from left to right; places that a merged cell covers are left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `header` rows are repeated on every page; `widths` are the parts of the width that the columns take."""

    name: str
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    widths: tuple[int, ...]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.widths)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is 第一部分, 2 一、, 3 （一）, 4 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


@dataclass(frozen=True, slots=True)
class StatementTable:
    """A statutory table with its title, number (may be empty), the words above it at the left and right, and the notes below it."""

    title: str
    number: str
    left: str
    right: str
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A table that is no statement, e.g. a performance form, with its title (may be empty)."""

    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class Slice:
    """One figure of a chart: its words and its amount (fen); `text` stands for a figure that is no money, whose size is `fen`."""

    label: str
    fen: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of amounts; `kind` is `bars` (to compare years) or `shares` (parts of a whole)."""

    title: str
    kind: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents; formats fill it from the headings down to `depth`."""

    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next piece begins on a new page."""


Piece = Heading | Paragraph | StatementTable | Form | Chart | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that staff owe the document: a text (`kind` text) or a disclosed figure, the number it is entered under, and why."""

    kind: str
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A whole document: the lines of its cover, its pieces, and what is still missing in it (Chinese, one sentence each).

    `owed` are those of the missing things that can be entered as they are: reasons, texts, disclosed figures.
    """

    title: str
    cover: tuple[str, ...]
    pieces: tuple[Piece, ...]
    missing: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()

    @property
    def statements(self) -> tuple[StatementTable, ...]:
        """The statutory tables, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, StatementTable))

    def entries(self, depth: int) -> tuple[Entry, ...]:
        """What the contents list, in order: headings down to a level, and every statutory table below the part it stands in."""
        return tuple(entry for piece in self.pieces if (entry := _entry(piece)) is not None and entry.level <= depth)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its level, its words, and the piece it leads to."""

    level: int
    text: str
    piece: Heading | StatementTable


def _entry(piece: Piece) -> Entry | None:
    match piece:
        case Heading(level, text):
            return Entry(level, text, piece)
        case StatementTable(title):
            return Entry(_BELOW_A_PART, title, piece)
        case _:
            return None


_BELOW_A_PART: Final = 2
"""The level of a statutory table in the contents."""
