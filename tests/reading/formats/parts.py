"""A text cut into headings, paragraphs and tables, to be written in other formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from baozhang.reading.tables import cells_of, is_row, is_rule_line
from baozhang.reading.text import split_lines

_HEADING: Final = re.compile(r"(#{1,6}) +(.*)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a heading of a level."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    rows: tuple[tuple[str, ...], ...]


def parts_of(text: str) -> list[Paragraph | Table]:
    """The parts of an example in order; a blank line ends a table."""
    parts: list[Paragraph | Table] = []
    rows: list[tuple[str, ...]] = []
    for line in split_lines(text):
        if is_row(line):
            rows.append(cells_of(line))
            continue
        if rows and is_rule_line(line.text):
            continue
        if rows:
            parts.append(Table(tuple(rows)))
            rows = []
        heading = _HEADING.fullmatch(line.text)
        if heading:
            parts.append(Paragraph(heading[2], len(heading[1])))
        elif line.text:
            parts.append(Paragraph(line.text))
    return [*parts, Table(tuple(rows))] if rows else parts
