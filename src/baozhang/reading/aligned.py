"""Tables of a text that are held together by blanks alone: put into cells by where their words stand, as on a page without lines.

Converters that keep the look of a page (`pdftotext -layout`) count every character as one column; a person counts a Chinese one as two.
Which of both it was shows in what lies under each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.tables import is_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Line

_FIGURE_APART: Final = re.compile(r"\S {2,}-?\d[\d,]*(?:\.\d+)?%?(?= {2}|$)")
"""A figure with blanks before it: what a row has whose cells are parted by blanks."""
_LEAST_ROWS: Final = 3
"""Fewest such lines near each other that may be a table."""
_REACH: Final = 12
"""Lines around a row among which the other rows, the header and the captions of its table stand."""


def with_aligned_tables(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the rows of such tables parted by tabs; a row printed over several lines is one, at the first of them."""
    rows = [at for at, line in enumerate(lines) if "  " in line.text and not is_row(line) and _FIGURE_APART.search(line.text)]
    if len(rows) < _LEAST_ROWS:
        return tuple(lines)
    from baozhang.reading.typed import in_cells  # noqa: PLC0415  # the reading of pages takes its time to load, and few texts need it

    put = list(lines)
    for start, end in reversed(_stretches(rows, len(lines))):
        if sum(start <= at < end for at in rows) >= _LEAST_ROWS:
            put[start:end] = in_cells(lines[start:end])
    return tuple(put)


def _stretches(rows: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Where such tables may stand: around their rows, near ones together."""
    found: list[tuple[int, int]] = []
    for at in rows:
        start, end = max(0, at - _REACH), min(count, at + _REACH + 1)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found
