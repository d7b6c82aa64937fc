"""Raw tables in text: which lines are rows, and their cells. Pipe (Markdown) and tab tables; for HTML see `html_tables`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.model import GridRow
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from baozhang.reading.model import Line

_DASHES: Final = re.compile(r"[\s|:+-]*-{2,}[\s|:+\t-]*")


def is_rule_line(text: str) -> bool:
    """Whether a line only draws the rule under a table header (`|---|---|`)."""
    return "--" in text and bool(_DASHES.fullmatch(text))


def is_row(line: Line) -> bool:
    """Whether a line is a row of a pipe or tab table."""
    if "\t" in line.source:
        return "<t" not in line.source
    if line.text.startswith("|"):
        return line.text.count("|") > 1
    return line.text.count(" | ") > 1 and "。" not in line.text


def is_lone_indent(line: Line) -> bool:
    """Whether the only thing tabular about a line is an indent: one tab, nothing before it."""
    if line.source.count("\t") != 1 or line.text.startswith("|"):
        return False
    before, _, behind = line.source.partition("\t")
    return bool(before.strip()) != bool(behind.strip())


def cells_of(line: Line, *, outer_bars: bool = True) -> tuple[str, ...]:
    """The folded cells of a row; without `outer_bars` a bar at the edge of a line parts an empty cell from the next."""
    text = line.text
    if not outer_bars and "\t" not in line.source:
        return tuple([fold(cell) for cell in line.source.split("|")])
    if text.startswith("|"):
        inner = text[1:-1] if text.endswith("|") and len(text) > 1 else text[1:]
        return tuple([cell.strip(" \t") for cell in inner.replace("\\|", "¦").split("|")])
    cells = text.split("\t")
    return tuple([cell.strip(" ") for cell in cells] if " " in text else cells)


def grid_rows(lines: list[Line]) -> tuple[GridRow, ...]:
    """Rows of one table from its lines, blank lines between them being page breaks.

    An empty row (the header that a converter repeats without words) is dropped and counts as a page break.
    """
    rows: list[GridRow] = []
    broken = False
    barred = [line for line in lines if "|" in line.text and "\t" not in line.source and not is_rule_line(line.text)]
    outer_bars = all(line.text.startswith("|") for line in barred)
    for line in lines:
        if not line.text.strip("\t "):
            broken = broken or bool(rows)
            continue
        if is_rule_line(line.text):
            continue
        cells = cells_of(line, outer_bars=outer_bars)
        if not any(cells):
            broken = broken or bool(rows)
            continue
        rows.append(GridRow(line.number, cells, broken))
        broken = False
    return tuple(rows)
