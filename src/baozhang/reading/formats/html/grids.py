"""Tables that a page builds of other elements than `table`: marked by style, role or class, and as even as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.markup import Element

_TAGS: Final = frozenset({"div", "section", "ul", "dl"})
_ROLES: Final = frozenset({"table", "grid", "treegrid"})
_NAMES: Final = frozenset({"table", "tbl", "grid", "datagrid"})
_DISPLAYS: Final = frozenset({"display:table", "display:inline-table", "display:grid"})
_GROUPS: Final = frozenset({"thead", "tbody", "tfoot", "table-header", "table-body"})
_FEWEST_ROWS: Final = 2
_FEWEST_CELLS: Final = 2
_EVEN: Final = 0.8
"""Part of the rows that have as many cells as most have."""


def grid_of(element: Element) -> list[list[Element]] | None:
    """The cells of such a table, row by row; None for any other element."""
    if element.tag not in _TAGS or not _is_marked(element):
        return None
    rows = [row for row in map(list, _rows(element)) if row]
    widths = Counter(map(len, rows))
    if len(rows) < _FEWEST_ROWS:
        return None
    width, count = widths.most_common(1)[0]
    return rows if width >= _FEWEST_CELLS and count >= _EVEN * len(rows) else None


def _is_marked(element: Element) -> bool:
    return not _DISPLAYS.isdisjoint(_styles(element)) or element.get("role") in _ROLES or not _NAMES.isdisjoint(_classes(element))


def _rows(element: Element) -> Iterator[Element]:
    """The rows in an element, through groups of them (head and body)."""
    for child in element:
        groups = any("-group" in style for style in _styles(child)) or child.get("role") == "rowgroup"
        if groups or not _GROUPS.isdisjoint(_classes(child)):
            yield from _rows(child)
        else:
            yield child


def _styles(element: Element) -> list[str]:
    return "".join((element.get("style") or "").split()).lower().split(";")


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").lower().split()
