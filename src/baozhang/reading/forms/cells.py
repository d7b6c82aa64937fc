"""What kind of thing a cell holds: the evidence by which a shifted row is put right."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from baozhang.facts.amounts import parse_number
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.values import DASHES, composite, quantity, starts_with_operator
from baozhang.taxonomy.performance_words import performance_words


class Holds(StrEnum):
    """The kinds of cells."""

    GROUP = "group"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL = "level"
    """A word that may stand at either level, as 满意度指标."""
    BOUND = "bound"
    """A figure or phrase behind a sign of comparison."""
    NUMBER = "number"
    POINTS = "points"
    """A number of 分, or points with the actual value behind them."""
    QUANTITY = "quantity"
    DASH = "dash"
    TEXT = "text"


_SPOILT: Final = re.compile(r"(?=.*\d)(?=.*[OoIl])[\dOoIl.,]{3,}|\d+,\d{1,2}|\d{1,3}(?:[.,]\d{3})+[.,]\d\d")
"""A number that a scanner spoilt: it keeps the place of the number it was, and has no value."""


@lru_cache(maxsize=32768)
def holds(cell: str) -> Holds:
    """What a filled cell holds, judged by its words alone."""
    if cell in DASHES:
        return Holds.DASH
    if starts_with_operator(cell):
        return Holds.BOUND
    if parse_number(cell) or _SPOILT.fullmatch(cell):
        return Holds.NUMBER
    level = _level(key(cell))
    if level:
        return level
    if composite(cell) or (cell.endswith("分") and parse_number(cell.removesuffix("分"))):
        return Holds.POINTS
    compared = cell[0].isdigit() or cell.startswith(_compared())
    return Holds.QUANTITY if compared and quantity(cell).value is not None else Holds.TEXT


@cache
def _compared() -> tuple[str, ...]:
    """Words of comparison before a figure (不低于95%)."""
    return tuple(printed for printed, _ in performance_words().operators)


def _level(word: str) -> Holds | None:
    known = performance_words()
    first, second = word in known.level1, word in known.level2
    if first or second:
        return Holds.LEVEL if first and second else Holds.LEVEL1 if first else Holds.LEVEL2
    return Holds.GROUP if word in known.groups else None


def is_figure(cell: str) -> bool:
    """Whether a cell is nothing but a figure (points and percentages included): such a cell must end up in a record."""
    if not cell:
        return False
    kind = holds(cell)
    return kind in _FIGURES and (kind is not Holds.BOUND or quantity(cell).value is not None)


_FIGURES = frozenset({Holds.NUMBER, Holds.POINTS, Holds.QUANTITY, Holds.BOUND})
