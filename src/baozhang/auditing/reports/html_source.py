"""The document itself in the HTML report: every source line with its number, tables as tables, evidence marked and linked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.reports.shown import is_figure, one_line, printable
from baozhang.auditing.spots import cells_in, is_rule_line
from baozhang.reading.formats.transcript import FlowPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from baozhang.auditing.reports.marks import Mark, Marks
    from baozhang.facts.document import Document

CLASS_OF: Final = {Severity.ERROR: "e", Severity.WARNING: "w", Severity.NOTE: "t"}
"""Short class of a severity in the style sheet."""

_CHIPS: Final = 3
_LINE_MAX: Final = 20_000
_CODE: Final = 3
"""Digits of the shortest classification code."""

_LOOSE: Final = -1
"""Stands for the table of rows that lie in no table block."""

_HEADING_MARK: Final = re.compile(r"\s*#{1,6} +(?=\S)")
"""How a heading is marked in the text; it is shown as one."""

_TABLE_START: Final = '<div class="grid"{label}><table><tbody>\n'
_TABLE_END: Final = "</tbody></table></div>\n"


@dataclass(frozen=True, slots=True)
class SourceView:
    """What is needed to draw a document: itself, its marks, and the prefix that keeps its anchors apart from other documents'."""

    document: Document
    marks: Marks
    prefix: str

    def render(self) -> Iterator[str]:
        """HTML of all lines, piece by piece."""
        styles, tables, labels, grids = self._styles(), self._tables(), self._labels(), self._grids()
        open_table: int | None = None
        for number, source in enumerate(self.document.source, start=1):
            cells = cells_in(source)
            table = tables.get(number, _LOOSE if _tabular(source, cells) else None)
            if table != open_table:
                begun = _TABLE_START.format(label=grids.get(number, "")) if table is not None else ""
                yield (_TABLE_END if open_table is not None else "") + begun
                open_table = table
            if table is None:
                yield self._prose(number, source, styles.get(number, ""), labels(number))
            else:
                yield self._row(number, source, cells, labels(number))
        yield _TABLE_END if open_table is not None else ""

    def _labels(self) -> Callable[[int], str]:
        """What stands in front of a line: its number in a text file, else the row of its table or sheet, or its page."""
        if not self.document.places:
            return str
        labels: dict[int, str] = {}
        for row in self.document.places:
            labels.setdefault(row.line, f"{row.page} 页" if row.page is not None else _row_number(row.sheet, row.cell_name))
        return lambda line: labels.get(line, "")

    def _grids(self) -> dict[int, str]:
        """What stands above the table that begins with a line: its number in what flows, its sheet in a workbook."""
        grids: dict[int, str] = {}
        for row in self.document.places:
            flow = None if row.sheet else FlowPlace.at(row.cell_name)
            table = f"表 {flow.number}" if flow is not None and flow.row else ""
            grids.setdefault(row.line, f"工作表“{row.sheet}”" if row.sheet else table)
        return {line: f' data-t="{escape(name)}"' for line, name in grids.items() if name}

    def _tables(self) -> dict[int, int]:
        """The table block every line of a table belongs to; blank lines inside it are page breaks."""
        tables: dict[int, int] = {}
        for block in self.document.blocks:
            if block.kind == "table":
                tables.update(dict.fromkeys(range(block.line_from, block.line_to + 1), block.block))
        return tables

    def _styles(self) -> dict[int, str]:
        """Class of the lines that are more than plain text."""
        styles: dict[int, str] = {}
        for block in self.document.blocks:
            if block.kind in {"heading", "cover", "caption", "note"}:
                kind = f"h h{min(max(block.level, 1), 4)}" if block.kind == "heading" else block.kind
                styles.update(dict.fromkeys(range(block.line_from, block.line_to + 1), kind))
        return styles

    def _prose(self, number: int, source: str, style: str, label: str) -> str:
        marks = self.marks.on(number)
        begin = _HEADING_MARK.match(source)
        kind = " ".join(word for word in ("l", style if source.strip() else "b", self._line_class(marks)) if word)
        text = self._chips(marks) + self._text(source, marks, begin.end() if begin else 0)
        return f'<p class="{kind}" id="{self.prefix}L{number}" data-n="{label}">{text}</p>\n'

    def _text(self, source: str, marks: list[Mark], at: int = 0) -> str:
        """A line from a character on, its marks linked."""
        shown = []
        for mark in marks:
            if mark.spot.span is None or mark.spot.span[0] < at:
                continue
            start, end = mark.spot.span
            shown.append(_escaped(source[at:start]))
            shown.append(self._marked(mark, _escaped(source[start:end])))
            at = end
        shown.append(_escaped(source[at : at + _LINE_MAX]))
        if len(source) > at + _LINE_MAX:
            shown.append(f"……（本行余下 {len(source) - at - _LINE_MAX} 字略）")
        return "".join(shown).strip()

    def _row(self, number: int, source: str, cells: tuple[str, ...] | None, label: str) -> str:
        head = f'<tr id="{self.prefix}L{number}"'
        if is_rule_line(source) or not any(cells or (source.strip(),)):
            return f'{head} class="s"><th>{label}</th></tr>\n'
        marks = self.marks.on(number)
        hit = self._line_class(marks)
        kind = f' class="{hit}"' if hit else ""
        shown = f'<td colspan="40">{self._text(source, marks)}</td>' if cells is None else self._cells(cells, marks)
        return f"{head}{kind}><th>{label}{self._chips(marks)}</th>{shown}</tr>\n"

    def _cells(self, cells: tuple[str, ...], marks: list[Mark]) -> str:
        by_cell = {mark.spot.cell: mark for mark in marks if mark.spot.cell is not None}
        right = [is_figure(cell) and not _is_code(cell, after) for cell, after in zip(cells, (*cells[1:], ""), strict=True)]
        return "".join(self._cell(cell, by_cell.get(at), figure=right[at]) for at, cell in enumerate(cells))

    def _cell(self, cell: str, mark: Mark | None, *, figure: bool) -> str:
        text = _escaped(cell[:_LINE_MAX])
        if mark is not None:
            text = self._marked(mark, text or "（空）")
        return f'<td class="r">{text}</td>' if figure else f"<td>{text}</td>"

    def _marked(self, mark: Mark, text: str) -> str:
        """Marked text is a link to its gravest finding; further findings follow as small numbers."""
        kind = f"m {CLASS_OF[mark.severity]}" + ("" if mark.suspect else " o")
        first, *others = mark.numbers
        more = "".join(self._chip(number, "c") for number in others[:_CHIPS])
        link = f'<a class="{kind}" id="{self.prefix}{mark.anchor}" href="#{self.prefix}f{first}" data-n="{first}">{text}</a>'
        return link + more + ("<i>…</i>" if len(others) > _CHIPS else "")

    def _chips(self, marks: list[Mark]) -> str:
        """Numbers of the findings that speak of a line as a whole."""
        whole = [mark for mark in marks if mark.spot.cell is None and mark.spot.span is None]
        numbers = [(number, CLASS_OF[mark.severity]) for mark in whole for number in mark.numbers]
        return "".join(self._chip(number, f"c {kind}") for number, kind in numbers[: 2 * _CHIPS])

    def _chip(self, number: int, kind: str) -> str:
        return f'<a class="{kind}" href="#{self.prefix}f{number}" title="问题 {number}">{number}</a>'

    @staticmethod
    def _line_class(marks: list[Mark]) -> str:
        whole = [mark.severity for mark in marks if mark.spot.cell is None and mark.spot.span is None]
        return f"k {CLASS_OF[min(whole, key=list(Severity).index)]}" if whole else ""


def _row_number(sheet: str, cell_name: str) -> str:
    """The row of a cell `C5` or a place `T3R5`; none for a paragraph."""
    flow = None if sheet else FlowPlace.at(cell_name)
    row = flow.row if flow is not None else int(cell_name.lstrip(ascii_uppercase) or 0)
    return str(row or "")


def _is_code(cell: str, after: str) -> bool:
    """Whether a bare number is a classification code, with its name in the next cell, and not an amount."""
    return cell.isdecimal() and len(cell) >= _CODE and after != "" and not is_figure(after)


def _tabular(source: str, cells: tuple[str, ...] | None) -> bool:
    """Whether a line outside the known tables is a row all the same; a tab that only indents makes none."""
    return cells is not None and (source.lstrip(" 　").startswith("|") or sum(map(bool, cells)) > 1)


def line_anchor(line: int) -> str:
    """The anchor of a line."""
    return f"L{line}"


def render_contents(document: Document, prefix: str, anchor_of: Callable[[int], str] = line_anchor) -> str:
    """Links to the statements and forms of a document, for moving about in it; `anchor_of` a line, empty where it has none."""
    places = [(table.line_from, " ".join(f"{one_line(table.number)} {one_line(table.title)}".split())) for table in document.statements]
    places += [(form.line, one_line(form.title or form.project)) for form in document.evaluations if form.kind != "list"]
    named = [(anchor_of(line), name) for line, name in sorted(places) if line > 0]
    items = [f'<li><a href="#{prefix}{anchor}">{escape(name[:60] or "（无题）")}</a></li>' for anchor, name in named if anchor]
    return f'<details class="toc"><summary>目录（{len(items)}）</summary><ol>{"".join(items)}</ol></details>' if items else ""


def _escaped(text: str) -> str:
    return escape(printable(text).replace("\n", " "))
