"""Raw tables in text: which lines are rows, and their cells. Pipe (Markdown), tab and inline HTML tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.model import GridRow
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from baozhang.reading.model import Line

_DASHES: Final = re.compile(r"[\s|:+-]*-{2,}[\s|:+\t-]*")
_HTML_ROW: Final = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.IGNORECASE)
_HTML_CELL: Final = re.compile(r"<t[dh]\b([^>]*)>(.*?)</t[dh]>", re.IGNORECASE)
_COLSPAN: Final = re.compile(r"colspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]{0,200}>")


def is_rule_line(text: str) -> bool:
    """Whether a line only draws the rule under a table header (`|---|---|`)."""
    return bool(_DASHES.fullmatch(text))


def is_row(line: Line) -> bool:
    """Whether a line is a row of a pipe, tab or HTML table."""
    text = line.text
    if "\t" in line.source:
        return True
    return (text.startswith("|") and text.count("|") > 1) or "<tr" in text[:400].lower()


def is_lone_indent(line: Line) -> bool:
    """Whether the only thing tabular about a line is an indent: one tab, nothing before it."""
    parts = line.source.split("\t")
    return "|" not in line.text[:1] and sum(1 for part in parts if part.strip()) == 1 and len(parts) == 2


def cells_of(line: Line) -> tuple[tuple[str, ...], ...]:
    """The rows a line holds (one, or several for an inline HTML table), each as folded cells."""
    text = line.text
    if text.startswith("|"):
        inner = text[1:-1] if text.endswith("|") and len(text) > 1 else text[1:]
        return (tuple([cell.strip(" \t") for cell in inner.replace("\\|", "¦").split("|")]),)
    if "\t" in text:
        return (tuple([cell.strip(" ") for cell in text.split("\t")]),)
    rows: list[tuple[str, ...]] = []
    for row in _HTML_ROW.findall(line.source):
        cells: list[str] = []
        for attributes, content in _HTML_CELL.findall(row):
            span = _COLSPAN.search(attributes)
            cells.append(fold(_TAG.sub("", content)))
            cells.extend([""] * (int(span[1]) - 1 if span else 0))
        rows.append(tuple(cells))
    return tuple(rows)


def grid_rows(lines: list[Line]) -> tuple[GridRow, ...]:
    """Rows of one table from its lines, blank lines between them being page breaks.

    An empty row (the header that a converter repeats without words) is dropped and counts as a page break.
    """
    rows: list[GridRow] = []
    broken = False
    for line in lines:
        if not line.text.strip("\t "):
            broken = broken or bool(rows)
            continue
        if is_rule_line(line.text):
            continue
        for cells in cells_of(line):
            if not any(cells):
                broken = broken or bool(rows)
                continue
            rows.append(GridRow(line.number, cells, broken))
            broken = False
    return tuple(rows)
