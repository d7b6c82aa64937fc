"""What every format becomes: a transcript, lines of text that know where on the page or sheet each of their words stood.

A transcript is written in the text form that the rest of the reading understands, and nothing else: one line for a heading or a
paragraph (`#` before a heading that the format marks as one), one line of cells parted by tabs for a row of a table, an empty line for a
page break and between tables. So the same content gives the same facts whatever file it came in, and a place is looked up, never computed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from baozhang.facts.record import record


@record(frozen=True, slots=True)
class Box:
    """A rectangle on a page: points (1/72 inch) from the top left corner of the page as it is shown, x to the right, y down."""

    page: int
    """From 1."""
    left: float
    top: float
    right: float
    bottom: float


@record(frozen=True, slots=True)
class SheetCell:
    """A cell of a workbook."""

    sheet: str
    cell: str
    """As the user sees it, e.g. `C5`."""


@record(frozen=True, slots=True)
class FlowPlace:
    """A place in a document that flows, without pages or sheets of its own (Word, web page): what a reader can count to in it."""

    kind: FlowKind
    number: int
    """Of the table, paragraph or note, from 1; paragraphs are counted outside tables, those with words only."""
    row: int = 0
    """Of the table, from 1."""

    @property
    def address(self) -> str:
        """The place in one word, as a cell of a sheet has one: `T3R5`, `P12`, `N2`."""
        return f"{self.kind}{self.number}" + (f"R{self.row}" if self.row else "")

    @staticmethod
    def at(address: str) -> FlowPlace | None:
        """The place of an address; None for anything else.

        >>> FlowPlace.at("T3R5").row
        5
        """
        found = _ADDRESS.fullmatch(address)
        return FlowPlace(FlowKind(found[1]), int(found[2]), int(found[3] or 0)) if found else None


class FlowKind(StrEnum):
    """What a place in a document that flows is."""

    TABLE = "T"
    PARAGRAPH = "P"
    NOTE = "N"


_ADDRESS: Final = re.compile(r"([TPN])([0-9]+)(?:R([0-9]+))?")


@record(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of one transcript line and where they stand: a cell, or a printed or whole line of a paragraph."""

    start: int
    end: int
    place: Box | SheetCell | FlowPlace


@record(frozen=True, slots=True)
class TranscriptLine:
    """One line: its text, and the places of its pieces in order (none for a text file)."""

    text: str
    pieces: tuple[Piece, ...] = ()
    page: int | None = None


@record(frozen=True, slots=True)
class Page:
    """A page of the original: its size in points as it is shown."""

    number: int
    width: float
    height: float


@record(frozen=True, slots=True)
class Unread:
    """A part of the file that cannot be read, e.g. a page that is a picture: the transcript line it stands before, and why (Chinese)."""

    line: int
    why: str


@record(frozen=True, slots=True)
class Inferred:
    """Lines `first` to `last` of a form whose cells were told apart by the white between them; `sure` where there was one way only.

    `aligned`: it is text, and blanks alone show the columns.
    """

    first: int
    last: int
    sure: bool
    aligned: bool = False


@record(frozen=True, slots=True)
class Transcript:
    """A whole file. `form` names the format in Chinese for messages (PDF 文件, Word 文档 …); a format without pages has no `pages`."""

    form: str
    lines: tuple[TranscriptLine, ...]
    pages: tuple[Page, ...] = ()
    unread: tuple[Unread, ...] = ()
    inferred: tuple[Inferred, ...] = ()
