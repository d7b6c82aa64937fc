"""From lines of the transcript to the original: the boxes on its pages, its cells, table rows or paragraphs that some words stand in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Flow, Original, PageBox
from baozhang.auditing.spots import Spot, spot_of
from baozhang.reading.formats.transcript import FlowKind, FlowPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.auditing.findings import Evidence, Finding
    from baozhang.facts.document import Document
    from baozhang.facts.records import PlaceRow

_LINE: Final = re.compile(r"(?<=[与在])第(\d+)行(?=的|已)")
"""How a message names the other of two places that say the same."""
_WIDE: Final = 0x2E80
_WIDE_MARKS: Final = frozenset("“”‘’…—·")
"""What is as wide as a Chinese character, in Chinese type, though its code is low."""


class Originals:
    """Looks up places of one document in its original."""

    def __init__(self, document: Document) -> None:
        """Index the places by line."""
        self._source, self._document = document.source, document
        self._lines: defaultdict[int, list[PlaceRow]] = defaultdict(list)
        for row in document.places:
            self._lines[row.line].append(row)

    def of_line(self, line: int) -> Original | None:
        """Where a line stands; None for a text file, and for a line without words."""
        return self.of_spot(Spot(line))

    def of_spot(self, spot: Spot) -> Original | None:
        """Where a cell or some words of a line stand; the whole line where they have no place of their own."""
        on_line = self._lines.get(spot.line, [])
        rows = [row for row in on_line if spot.cell is None or row.cell == spot.cell] or on_line
        if spot.span is not None:
            start, end = spot.span
            rows = [row for row in rows if row.start < end and start < row.end] or rows
        if not rows:
            return None
        if rows[0].cell_name:
            return self._named(rows[0])
        narrow = spot.span if spot.cell is None else None
        boxes = [self._box(row, narrow) for row in rows]
        known = [box for box in boxes if box is not None]
        return Original(boxes=tuple(known if narrow else _around(known))) if known else None

    def _named(self, row: PlaceRow) -> Original | None:
        """The cell of a sheet, the row of a table by its title, or a paragraph by its heading."""
        original = original_of(row.sheet, row.cell_name, _title_at(row.line, self._titles) or self._title_below(row))
        flow = original.flow if original is not None else None
        heading = self._heading(row.line) if flow is not None and flow.kind is FlowKind.PARAGRAPH else None
        if flow is None or heading is None:
            return original
        return Original(flow=replace(flow, number=flow.number - heading[0], title=heading[1]))

    def _title_below(self, row: PlaceRow) -> str:
        """The title of the statement that begins below a row in the same table: its own title and unit may stand in the first rows."""
        begun = next(((first, title) for first, _, title in self._titles if first > row.line), None)
        below = self._lines.get(begun[0], ()) if begun else ()
        same = begun and below and below[0].cell_name.partition("R")[0] == row.cell_name.partition("R")[0]
        return begun[1] if begun and same else ""

    def _heading(self, line: int) -> tuple[int, str] | None:
        """Number and words of the heading a paragraph stands under; None where there is none."""
        at = bisect_right(self._headings, line, key=itemgetter(0))
        return self._headings[at - 1][1:] if at else None

    @cached_property
    def _headings(self) -> list[tuple[int, int, str]]:
        """First line, number among the paragraphs, and words of every heading that stands outside tables."""
        found = []
        for block in self._document.blocks:
            rows = self._lines.get(block.line_to, ()) if block.kind == "heading" else ()
            place = FlowPlace.at(rows[0].cell_name) if rows else None
            if place is not None and place.kind is FlowKind.PARAGRAPH:
                found.append((block.line_from, place.number, block.text))
        return found

    @cached_property
    def _titles(self) -> list[tuple[int, int, str]]:
        """First line, last line and title of every statement and form."""
        forms = [(one.line, one.line_to, one.title or one.project) for one in self._document.evaluations if one.kind != "list"]
        return sorted([*((one.line_from, one.line_to, one.title) for one in self._document.statements), *forms])

    def _box(self, row: PlaceRow, span: tuple[int, int] | None) -> PageBox | None:
        """The box of a printed line, or of some of its characters, supposing all Chinese characters of it are equally wide."""
        if row.page is None or row.left is None or row.top is None or row.right is None or row.bottom is None:
            return None
        left, right = row.left, row.right
        if span is not None and row.line <= len(self._source):
            source = self._source[row.line - 1]
            start, end = max(span[0], row.start), min(span[1], row.end)
            whole, width = _width(source[row.start : row.end]), row.right - row.left
            if whole and start < end:
                left = row.left + width * _width(source[row.start : start]) // whole
                right = row.left + width * _width(source[row.start : end]) // whole
        return PageBox(row.page, left, row.top, right, row.bottom)


def _width(text: str) -> int:
    return sum(2 if ord(ch) >= _WIDE or ch in _WIDE_MARKS else 1 for ch in text)


def _around(boxes: Iterable[PageBox]) -> list[PageBox]:
    """One box around those of each page."""
    pages: dict[int, PageBox] = {}
    for box in boxes:
        known = pages.get(box.page, box)
        pages[box.page] = PageBox(
            box.page, min(known.left, box.left), min(known.top, box.top), max(known.right, box.right), max(known.bottom, box.bottom)
        )
    return list(pages.values())


def located(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """The findings, every evidence with its place in the original; unchanged for a text file."""
    if not document.places:
        return list(findings)
    originals = Originals(document)
    facts = {fact.fact: fact for fact in document.facts}

    def placed(finding: Finding, evidence: Evidence) -> Evidence:
        if evidence.file or not 1 <= evidence.line <= len(document.source):
            return evidence
        return replace(evidence, original=originals.of_spot(spot_of(document, facts, finding, evidence)))

    return [
        replace(one, message=reworded(one.message, originals), evidence=tuple(placed(one, evidence) for evidence in one.evidence))
        for one in findings
    ]


def original_of(sheet: str, cell_name: str, title: str = "") -> Original | None:
    """What a named place is: the cell of a sheet, a row of the table of that title, or a paragraph as counted from the beginning."""
    if sheet:
        return Original(sheet=sheet, cell=cell_name)
    place = FlowPlace.at(cell_name)
    if place is None:
        return None
    return Original(flow=Flow(place.kind, place.number, place.row, title if place.kind is FlowKind.TABLE else ""))


def named_place(sheet: str, cell_name: str) -> str:
    """A named place in Chinese; empty when there is none."""
    original = original_of(sheet, cell_name)
    return original.where if original is not None else ""


def reworded(message: str, originals: Originals) -> str:
    """A message that names a line of the transcript, with the place in the original instead."""
    return _LINE.sub(lambda found: where_of_line(originals, int(found[1])).replace(" ", ""), message)


def _title_at(line: int, titles: Sequence[tuple[int, int, str]]) -> str:
    """The title of the innermost of some stretches of lines that a line lies in; empty where it lies in none."""
    return next((title for first, last, title in reversed(titles) if first <= line <= last), "")


def where_of_line(originals: Originals, line: int) -> str:
    """A line in Chinese: its place in the original, else its number."""
    original = originals.of_line(line)
    return original.where if original is not None else f"第 {line} 行"
