"""The rows of a Word table: cells in grid columns, merged ones told apart, deleted and hidden rows left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.docx.styles import switched_on
from baozhang.reading.formats.markup import attribute, child, local, whole
from baozhang.reading.spans import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.markup import Element

_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml"})


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its element, how many grid columns it covers, and whether it only continues the one above or beside it."""

    element: Element
    columns: int
    continued: bool


def rows_of(table: Element) -> Iterator[list[TableCell]]:
    """The rows that are shown, each with its cells from the first grid column on."""
    for row in _named(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None or switched_on(child(properties, "hidden")):
            continue
        before = min(whole(attribute(child(properties, "gridBefore"), "val")), MOST_COLUMNS)
        left = [TableCell(None, before, continued=True)] if before > 0 else []
        yield left + [_cell(cell) for cell in _named(row, "tc")]


def _named(element: Element, name: str) -> Iterator[Element]:
    """The rows or cells in an element, through content controls and the like."""
    for each in element:
        if local(each.tag) == name:
            yield each
        elif local(each.tag) in _WRAPPERS:
            yield from _named(each, name)


def _cell(element: Element) -> TableCell:
    properties = child(element, "tcPr")
    columns = whole(attribute(child(properties, "gridSpan"), "val"), 1)
    merges = [child(properties, "vMerge"), child(properties, "hMerge")]
    continued = any(merge is not None and attribute(merge, "val") != "restart" for merge in merges)
    return TableCell(element, max(1, min(columns, MOST_COLUMNS)), continued)
