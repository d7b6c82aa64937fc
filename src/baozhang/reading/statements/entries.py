"""What reading a statutory table yields before it becomes facts: entries (item × column × figure) and what stayed unbound."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from baozhang.facts.amounts import Number, parse_number, parse_scanned
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
    apart: tuple[tuple[int, str], ...] = ()
    """Lines from which on the rows are those of another table, and how they show it."""


APART: Final = "可能是某张表脱离了表题的一页"
"""What is said of rows that stand out of their place."""


@lru_cache(maxsize=16384)
def figure(cell: str) -> Number | None:
    """The figure a cell holds, blanks inside numbers allowed; None for words and blanks. Every cell is asked for it by ten steps."""
    if not cell or not (cell[0].isdigit() or cell[0] in "+-."):
        return None
    return parse_number(cell) or parse_number(bare := cell.replace(" ", "")) or parse_scanned(bare)


def is_unreadable(cell: str) -> bool:
    """Whether a cell holds digits, but neither a figure nor words: nothing may be assumed of its figure, least of all that it is zero.

    >>> is_unreadable("11?.5"), is_unreadable("112.50"), is_unreadable("3人"), is_unreadable("")
    (True, False, False, False)
    """
    return bool(cell) and not figure(cell) and not _WORD.search(cell) and any(map(str.isdigit, cell))


_WORD: Final = re.compile(r"[\u4e00-\u9fff%]")


def is_blank(cell: str) -> bool:
    """Whether a cell is empty or only a dash."""
    return not cell or bool(_DASH.fullmatch(cell))


def words(cell: str) -> str:
    """A cell's words without any blank, for looking labels up."""
    return cell.replace(" ", "")


ZERO: Final = Number(parse_number("0").value, 0)  # type: ignore[union-attr]  # "0" is a number
