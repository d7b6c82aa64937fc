"""What reading a statutory table yields before it becomes facts: entries (item × column × figure) and what stayed unbound."""

from __future__ import annotations

import re
from typing import Final

from baozhang.facts.amounts import Number, parse_number
from baozhang.facts.record import record

_DASH: Final = re.compile(r"[-/－]{1,3}")
_PERCENT: Final = re.compile(r"%$")


@record(frozen=True, slots=True)
class Entry:
    """One figure of a statement: which item and column it is, what was printed and where.

    A blank cell standing for zero has empty `text`. `level` is 1–3 for codes, else 0.
    """

    item: str
    label: str
    level: int
    column: str
    number: Number
    text: str
    line: int
    row: int
    col: int
    repaired: bool


@record(frozen=True, slots=True)
class TableReading:
    """Entries of one table, the figures that belong to no item or column, and how many rows were mended."""

    entries: tuple[Entry, ...]
    unbound: tuple[tuple[int, str], ...]
    mended_rows: int
    problem: str = ""
    """Why the table as a whole could not be read; empty when it was."""


def figure(cell: str) -> Number | None:
    """The figure a cell holds, blanks inside numbers allowed; None for words and blanks."""
    if not cell or not (cell[0].isdigit() or cell[0] in "+-."):
        return None
    return parse_number(cell) or parse_number(cell.replace(" ", ""))


def is_blank(cell: str) -> bool:
    """Whether a cell is empty or only a dash."""
    return not cell or bool(_DASH.fullmatch(cell))


def words(cell: str) -> str:
    """A cell's words without any blank, for looking labels up."""
    return cell.replace(" ", "")


ZERO: Final = Number(parse_number("0").value, 0)  # type: ignore[union-attr]  # "0" is a number
