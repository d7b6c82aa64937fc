"""The flow of a page: block elements as paragraphs, headings with their level, tables with merged cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from baozhang.reading.formats.html.grids import grid_of
from baozhang.reading.formats.markup import whole
from baozhang.reading.formats.writing import GridCell, unbroken
from baozhang.reading.spans import Spreading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.writing import TranscriptWriter

_BLOCKS: Final = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "br"}
)  # fmt: skip
"""Elements that begin and end a line."""
_HEADING: Final = re.compile(r"h([1-6])")
_BROKEN: Final = "\v"
"""Where a soft break stands among the words of a paragraph."""
_STATEMENT: Final = 3
"""Fewest rows of a table that holds an account; sites put two lines about a page into one."""
_ROWS: Final = frozenset({"thead", "tbody", "tfoot"})
_LINES: Final = re.compile(r"[ \t\r\n]+")
_SITE_LINE: Final = re.compile(
    r"[\[【(（]?\s*(?:(?:索\s*引\s*号|发布(?:机构|日期|时间)|信息来源|来源|作者|浏览(?:次数|量)|点击(?:数|量|次数)|字体|字号|责任编辑|生成日期)\s*[:：].{0,80}"
    r"|打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享到.{0,20}|扫一扫.{0,30}|(?:大\s*中\s*小))\s*[\]】)）]?"
)
"""A line of its own that sites put above or below the words of an article."""


class Flow:
    """Writes what an element shows to a transcript."""

    def __init__(self, writer: TranscriptWriter) -> None:
        """The lines go to `writer`; `tables` counts those written to it that may hold an account."""
        self.tables = 0
        self._writer = writer
        self._words: list[str] = []
        self._level = 0

    def write(self, element: Element) -> None:
        """Everything in an element, in order."""
        walk = etree.iterwalk(element, events=("start", "end"))
        for event, each in walk:
            if event == "end":
                self._end(each, inside=each is not element)
            elif each.tag == "table" and not _is_layout(each):
                self._table(list(rows_of(each)))
                walk.skip_subtree()
            elif (grid := grid_of(each)) is not None:
                self._table([[GridCell(cell_text(cell)) for cell in row] for row in grid])
                walk.skip_subtree()
            else:
                self._start(each)
        self._end_line()

    def _table(self, rows: list[list[GridCell | None]]) -> None:
        self._end_line()
        self._writer.gap()
        self._writer.table(rows)
        self.tables += len(rows) >= _STATEMENT

    def _start(self, element: Element) -> None:
        if element.tag == "br":
            self._words.append(_BROKEN)
        elif element.tag in _BLOCKS:
            self._end_line()
            heading = _HEADING.fullmatch(element.tag)
            self._level = int(heading[1]) if heading else 0
        self._add(element.text, element)

    def _end(self, element: Element, *, inside: bool) -> None:
        if element.tag in _BLOCKS and element.tag != "br":
            self._end_line()
            self._level = 0
        if inside:
            self._add(element.tail, element.getparent())

    def _add(self, text: str | None, element: Element) -> None:
        if not text:
            return
        if element.tag != "pre":
            self._words.append(text)
            return
        for line in text.split("\n"):
            self._words.append(line)
            self._end_line()

    def _end_line(self) -> None:
        lines = [_LINES.sub(" ", line).strip() for line in "".join(self._words).split(_BROKEN)]
        self._words = []
        for text in unbroken(lines):
            if not _SITE_LINE.fullmatch(text):
                self._writer.paragraph(text, self._level)


def _is_layout(table: Element) -> bool:
    """Whether a table only places other tables."""
    return next(table.iterdescendants("table"), None) is not None


def rows_of(table: Element) -> Iterator[list[GridCell | None]]:
    """The rows of a table, its caption first, merged cells spread."""
    spreading = Spreading[GridCell]()
    for part in table:
        if part.tag == "caption":
            yield [GridCell(cell_text(part))]
        for row in part if part.tag in _ROWS else (part,) if part.tag == "tr" else ():
            if row.tag == "tr":
                cells = ((GridCell(cell_text(cell)), *_spans(cell)) for cell in row if cell.tag in {"td", "th"})
                yield spreading.row(cells)


def _spans(cell: Element) -> tuple[int, int]:
    """Columns and rows of a cell, at least one of each."""
    return max(1, whole(cell.get("colspan"), 1)), max(1, whole(cell.get("rowspan"), 1))


def cell_text(cell: Element) -> str:
    """The words of a cell, its lines parted by line ends."""
    parts: list[str] = []
    for event, each in etree.iterwalk(cell, events=("start", "end")):
        if each.tag in _BLOCKS and each is not cell:
            parts.append("\n")
        text = each.text if event == "start" else each.tail if each is not cell else None
        if text:
            parts.append(_LINES.sub(" ", text))
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())
