"""What every format becomes: a transcript, lines of text that know where on the page or sheet each of their words stood.

A transcript is written in the text form that the rest of the reading understands, and nothing else: one line for a heading or a
paragraph (`#` before a heading that the format marks as one), one line of cells parted by tabs for a row of a table, an empty line for a
page break and between tables. So the same content gives the same facts whatever file it came in, and a place is looked up, never computed.
"""

from __future__ import annotations

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
class Piece:
    """Characters `start` to `end` of one transcript line and where they stand: a cell, or one printed line of a paragraph."""

    start: int
    end: int
    place: Box | SheetCell


@record(frozen=True, slots=True)
class TranscriptLine:
    """One line: its text, and the places of its pieces in order (none where the format has neither pages nor sheets)."""

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
class Transcript:
    """A whole file. `form` names the format in Chinese for messages (PDF 文件, Word 文档 …); a format without pages has no `pages`."""

    form: str
    lines: tuple[TranscriptLine, ...]
    pages: tuple[Page, ...] = ()
    unread: tuple[Unread, ...] = ()
