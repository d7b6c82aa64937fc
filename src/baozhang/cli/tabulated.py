"""Rows as a table on the screen: columns aligned, figures flush right, one row one line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.shown import one_line, padded, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDEST: Final = 80


def tabulated(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """The lines of a table, a rule under its header. A column whose values are all numbers stands flush right.

    Long texts are cut, except in the last column.
    """
    figures = [all(row[at] is None or _is_number(row[at]) for row in rows) and bool(rows) for at in range(len(header))]
    last = len(header) - 1
    cells = [[_shown(value, _WIDEST if at < last else None) for at, value in enumerate(row)] for row in rows]
    widths = [max(width_of(row[at]) for row in (header, *cells)) for at in range(len(header))]
    yield _line(header, widths, figures)
    yield "  ".join("─" * min(width, _WIDEST) for width in widths)
    yield from (_line(row, widths, figures) for row in cells)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _line(cells: Sequence[str], widths: Sequence[int], figures: Sequence[bool]) -> str:
    return "  ".join(padded(cell, width, right=right) for cell, width, right in zip(cells, widths, figures, strict=True)).rstrip()


def _shown(value: object, widest: int | None) -> str:
    if value is None:
        return ""
    text = one_line(str(value))
    return text if widest is None or width_of(text) <= widest else wrapped(text, widest - 1)[0] + "…"
