"""Lists of functions or economic items printed without codes: a name is given the code that it can only be below the names above it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import figure, words
from baozhang.reading.statements.header import ECONOMIC_CODE, FUNCTION_CODE, SUBTOTALS, TOTAL_WORDS, is_index_row, split_glued
from baozhang.reading.text import fold
from baozhang.taxonomy.codes import economic_codes, former_names, function_codes
from baozhang.taxonomy.statements import RowAxis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.model import GridRow

_NUMBER: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、]|其中[::]?)")
_FEWEST: Final = 3
_LEVELS: Final = (7, 5, 3)


def with_codes_of_names(rows: Sequence[GridRow], axis: RowAxis) -> Sequence[GridRow]:
    """The rows, each name with its code in front; the same rows where codes are printed or one name has none, or several.

    Source of names: the classification of government revenue and expenditure (政府收支分类科目), editions by year.
    """
    if any(_is_coded(cell) for row in rows for cell in row.cells[:3]):
        return rows
    known = _by_name(axis)
    found: dict[int, tuple[int, str]] = {}
    above = ""
    for at, row in enumerate(rows):
        place = next((n for n, cell in enumerate(row.cells) if cell), -1)
        name = _NUMBER.sub("", words(row.cells[place])) if place >= 0 else ""
        if not name or figure(name) or is_index_row(row) or not any(map(figure, row.cells)) or _is_total(row):
            continue
        code = _code_of(known.get(name, ()), above)
        if not code:
            return rows
        found[at], above = (place, code), code
    codes = [code for _, code in found.values()]
    if len(codes) < _FEWEST or len(set(codes)) < len(codes):
        return rows
    return [_coded(row, *found[at]) if at in found else row for at, row in enumerate(rows)]


def _is_total(row: GridRow) -> bool:
    return any((word := words(cell)) in TOTAL_WORDS or word in SUBTOTALS for cell in row.cells[:_MOST_LABELS])


_MOST_LABELS: Final = 4


def _is_coded(cell: str) -> bool:
    bare = words(cell)
    return bool(FUNCTION_CODE.fullmatch(bare) or ECONOMIC_CODE.fullmatch(bare)) or split_glued(bare) is not None


def _coded(row: GridRow, place: int, code: str) -> GridRow:
    name = _NUMBER.sub("", words(row.cells[place]))
    return replace(row, cells=(*row.cells[:place], code + name, *row.cells[place + 1 :]))


def _code_of(codes: Sequence[str], above: str) -> str:
    """Of the codes of a name the one below the code above it: of its own 款, else of its class, else a class; empty when several fit."""
    for long in _LEVELS:
        near = [code for code in codes if len(code) == long and above.startswith(code[: long - 2] if long > len("208") else "")]
        if near:
            return near[0] if len(near) == 1 else ""
    return codes[0] if len(codes) == 1 else ""


@cache
def _by_name(axis: RowAxis) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code in (*function_codes(), *former_names()) if axis is RowAxis.FUNCTION else economic_codes():
        found[words(fold(code.name))].add(code.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}
