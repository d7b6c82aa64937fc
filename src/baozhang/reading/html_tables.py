"""HTML tables in a text, on one line or over many: rows of cells, merged cells spread over the places they cover.

Converters write a table as one long line, one row to a line or one cell to a line. Only the tags count, never the lines.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from baozhang.reading.model import GridRow
from baozhang.reading.spans import Spreading
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Line

_OPEN: Final = re.compile(r"<table\b", re.IGNORECASE)
_EDGE: Final = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|html|body|div)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)(table|tr|td|th|caption)\b([^<>]{0,600})>|<[^<>]{0,600}>", re.IGNORECASE)
_SPAN: Final = re.compile(r"(col|row)span\s*=\s*[\"']?\s*(\d{1,3})", re.IGNORECASE)


def opens_html_table(line: Line) -> bool:
    """Whether an HTML table begins on a line.

    A line that only mentions the tag inside other words is prose.
    """
    return "<" in line.source and bool(_OPEN.search(line.source))


def html_table_end(lines: Sequence[Line], start: int) -> int:
    """Index behind the line on which the table that begins at `start` ends.

    A table that is never closed ends in front of the next one, or of the first line of prose outside its cells.
    """
    depth = 0
    open_cell = False
    for at in range(start, len(lines)):
        tags = [(bool(found[1]), found[2].lower()) for found in _EDGE.finditer(lines[at].source)]
        if at > start and not open_cell and ((lines[at].text and not tags) or (False, "table") in tags[:1]):
            return at
        for closing, name in tags:
            if name == "table":
                depth += -1 if closing else 1
            elif name in {"td", "th"}:
                open_cell = not closing
            else:
                open_cell = False
        if depth <= 0 and any(name == "table" for _, name in tags):
            return at + 1
    return len(lines)


def html_tables(lines: Sequence[Line]) -> tuple[tuple[GridRow, ...], ...]:
    """The tables in some lines, each as rows of folded cells; the words of a caption are a row of their own in front."""
    text = "\n".join(line.source for line in lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.source) + 1)
    builder = _Builder()
    behind = 0
    for tag in _TAG.finditer(text):
        builder.words(text[behind : tag.start()])
        builder.tag(tag, lines[bisect_right(starts, tag.start()) - 1].number)
        behind = tag.end()
    builder.words(text[behind:])
    return builder.done()


class _Builder:
    """Puts the cells of nested tags in their rows; a nested table adds its words to the cell around it."""

    def __init__(self) -> None:
        self._tables: list[tuple[GridRow, ...]] = []
        self._rows: list[GridRow] = []
        self._row: list[tuple[str, int, int]] | None = None
        self._line = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._caption = False
        self._depth = 0
        self._spreading = Spreading[str]()

    def words(self, text: str) -> None:
        """Words between two tags."""
        if self._cell is not None:
            self._cell.append(text.replace("\n", " ").strip())

    def tag(self, tag: re.Match[str], line: int) -> None:
        """One tag of the table; any other tag parts no words."""
        name, closing = (tag[2] or "").lower(), bool(tag[1])
        if name == "table":
            self._depth += -1 if closing else 1
            if self._depth <= (0 if closing else 1):
                self._end_table()
        elif self._depth > 1:
            return
        elif name == "tr":
            self._end_row()
            self._row, self._line = (None if closing else []), line
        elif name == "caption":
            self._end_cell()
            self._caption, self._cell = not closing, (None if closing else [])
        elif name:
            self._end_cell()
            if not closing:
                self._open_cell(tag[3] or "", line)

    def _open_cell(self, attributes: str, line: int) -> None:
        if self._row is None:
            self._row, self._line = [], line
        spans = {kind.lower(): int(size) for kind, size in _SPAN.findall(attributes)}
        self._spans = (spans.get("col", 1), spans.get("row", 1))
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        words = fold(html.unescape("".join(self._cell)))
        self._cell = None
        if self._caption:
            self._caption = False
            if words:
                self._rows.append(GridRow(self._line, (words,)))
        elif self._row is not None:
            self._row.append((words, *self._spans))

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        cells = tuple([words or "" for words in self._spreading.row(self._row)])
        self._row = None
        if any(cells):
            self._rows.append(GridRow(self._line, cells))

    def _end_table(self) -> None:
        self._end_row()
        if self._rows:
            self._tables.append(tuple(self._rows))
        self._rows, self._spreading, self._row, self._cell = [], Spreading(), None, None

    def done(self) -> tuple[tuple[GridRow, ...], ...]:
        """The tables read; the last one may be unclosed."""
        self._end_table()
        return tuple(self._tables)
