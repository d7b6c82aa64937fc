"""Pages to a transcript: tables that go on over a page break, paragraphs, and everything with the places it was printed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.reading.formats.paged.margins import running_lines
from baozhang.reading.formats.paged.printed import joined
from baozhang.reading.formats.paged.prose import Placed, goes_on, measures, page_size
from baozhang.reading.formats.paged.seams import rejoined, without_header
from baozhang.reading.formats.paged.tables import Table
from baozhang.reading.formats.transcript import Box, Inferred, Page, Piece, Transcript, TranscriptLine, Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.content import PageContent
    from baozhang.reading.formats.paged.tables import TableRow


def transcript_of(pages: Sequence[PageContent], form: str) -> Transcript:
    """The transcript of some pages; `form` is the Chinese name of the format."""
    return _Writer(pages).written(form)


class _Writer:
    """Writes line after line; a paragraph stays open until something shows that it has ended, and has an empty line behind it."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        self._pages = pages
        self._running = running_lines(pages)
        self._measures = measures(pages)
        self._lines: list[TranscriptLine] = []
        self._unread: list[Unread] = []
        self._inferred: list[Inferred] = []
        self._open: list[Placed] = []
        self._rows: list[TableRow] = []
        self._rows_end = 0
        """The table written last, and the line behind it."""

    def written(self, form: str) -> Transcript:
        """Everything, as a transcript."""
        for page in self._pages:
            self._page(page)
        self._close()
        shown = tuple(Page(page.frame.number, page.frame.width, page.frame.height) for page in self._pages)
        return Transcript(form, tuple(self._lines), shown, tuple(self._unread), tuple(self._inferred))

    def _page(self, page: PageContent) -> None:
        begun = False
        if page.unread:
            self._close()
            whole = Box(page.frame.number, 0, 0, page.frame.width, page.frame.height)
            self._lines.append(TranscriptLine("", (Piece(0, 0, whole),), page.frame.number))
            self._unread.append(Unread(len(self._lines), page.unread))
        for item in page.items:
            if isinstance(item, Table):
                self._table(item, page.frame.number, first=not begun)
            elif id(item) not in self._running:
                self._line(Placed(item, page.frame, self._measures[page_size(page.frame)]), begun=begun)
            else:
                continue
            begun = True

    def _table(self, table: Table, page: int, *, first: bool) -> None:
        """The rows of a table; the `first` thing on a page may go on with the table and the row that ended the page before."""
        self._close()
        rows = list(table.rows)
        if not rows:
            self._inferred.append(Inferred(self._rows_end, self._rows_end, table.sure))
            return
        continues = first and bool(self._rows) and self._rows_end == len(self._lines)
        if first:
            self._break()
        if continues:
            header = without_header(rows, self._rows)
            whole = rejoined(self._rows[-1], rows[header]) if len(rows) > header else None
            if whole is not None:
                at = self._rows_end - 1
                self._lines[at] = row_line(whole, self._lines[at].page or page)
                del rows[header]
        begin = len(self._lines) + 1
        self._lines.extend(row_line(row, page) for row in rows)
        if table.inferred:
            self._inferred.append(Inferred(begin, max(begin, len(self._lines)), table.sure))
        self._rows = [*self._rows, *rows] if continues else rows
        self._rows_end = len(self._lines)

    def _line(self, line: Placed, *, begun: bool) -> None:
        if self._open and goes_on(self._open, line):
            self._open.append(line)
            return
        self._close()
        if not begun:
            self._break()
        self._open = [line]

    def _break(self) -> None:
        """A page break, or the end of a paragraph: without it the reading would look for lines broken at the page width."""
        if self._lines and self._lines[-1].text:
            self._lines.append(TranscriptLine(""))

    def _close(self) -> None:
        if self._open:
            self._lines.append(paragraph_line(self._open))
            self._open = []
            self._break()


def row_line(row: TableRow, page: int) -> TranscriptLine:
    """A row of a table as a line: cells parted by tabs, a piece for every printed line of a cell."""
    text = "\t".join(cell.text.replace("\t", " ") for cell in row.cells)
    pieces: list[Piece] = []
    start = 0
    for cell in row.cells:
        pieces.extend(Piece(start + part.start, start + part.end, part.box) for part in cell.parts)
        start += len(cell.text) + 1
    return TranscriptLine(text, tuple(pieces), page)


def paragraph_line(lines: Sequence[Placed]) -> TranscriptLine:
    """A paragraph as a line, a piece for every printed line."""
    text = ""
    pieces: list[Piece] = []
    for placed in lines:
        words = placed.line.text.replace("\t", " ")
        text = joined(text, words) if text else words
        pieces.append(Piece(len(text) - len(words), len(text), placed.frame.box(placed.line.area)))
    return TranscriptLine(text, tuple(pieces), lines[0].frame.number)
