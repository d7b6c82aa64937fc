"""From lines of the transcript to the original: the boxes on its pages, or the cells of its sheets, that some words stand in."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Original, PageBox
from baozhang.auditing.spots import Spot, spot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.auditing.findings import Evidence, Finding
    from baozhang.facts.document import Document
    from baozhang.facts.records import PlaceRow

_LINE: Final = re.compile(r"(?<=与)第(\d+)行(?=的)")
"""How a message names the other of two places that say the same."""
_WIDE: Final = 0x2E80
_WIDE_MARKS: Final = frozenset("“”‘’…—·")
"""What is as wide as a Chinese character, in Chinese type, though its code is low."""


class Originals:
    """Looks up places of one document in its original."""

    def __init__(self, document: Document) -> None:
        """Index the places by line."""
        self._source = document.source
        self._lines: defaultdict[int, list[PlaceRow]] = defaultdict(list)
        for row in document.places:
            self._lines[row.line].append(row)

    def of_line(self, line: int) -> Original | None:
        """Where a line stands; None for a file without pages and sheets, and for a line without words."""
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
        if rows[0].sheet:
            return Original(sheet=rows[0].sheet, cell=rows[0].cell_name)
        narrow = spot.span if spot.cell is None else None
        boxes = [self._box(row, narrow) for row in rows]
        known = [box for box in boxes if box is not None]
        return Original(boxes=tuple(known if narrow else _around(known))) if known else None

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
    """The findings, every evidence with its place in the original; unchanged for a file that has neither pages nor sheets."""
    if not document.places:
        return list(findings)
    originals = Originals(document)
    facts = {fact.fact: fact for fact in document.facts}

    def placed(finding: Finding, evidence: Evidence) -> Evidence:
        if evidence.file or not 1 <= evidence.line <= len(document.source):
            return evidence
        return replace(evidence, original=originals.of_spot(spot_of(document, facts, finding, evidence)))

    def reworded(message: str) -> str:
        return _LINE.sub(lambda found: where_of_line(originals, int(found[1])).replace(" ", ""), message)

    return [
        replace(one, message=reworded(one.message), evidence=tuple(placed(one, evidence) for evidence in one.evidence)) for one in findings
    ]


def where_of_line(originals: Originals, line: int) -> str:
    """A line in Chinese: its page or cell in the original, else its number."""
    original = originals.of_line(line)
    return original.where if original is not None else f"第 {line} 行"
