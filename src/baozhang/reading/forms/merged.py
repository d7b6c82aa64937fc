"""Merged cells whose text a converter printed into every cell they cover: the copies are blanked, so that a row says a thing once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.values import DASHES
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow

_LABELS: Final = ("project", "department", "supervisor", "unit", "goal", "result", "total", "tasks")
_FEWEST_HEADS: Final = 3
_FEWEST_SOURCES: Final = 2


def without_copies(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The rows with the copies of merged cells blanked; unchanged when no label stands twice side by side.

    Equal neighbours are copies where they are words. Equal figures (指标值 100% | 完成值 100%, 分值 10 | 得分 10) are copies only
    below a header that is itself printed twice.
    """
    if not any(_has_copies(row.cells) for row in rows):
        return tuple(rows)
    cleaned: list[GridRow] = []
    copied: frozenset[int] = frozenset()
    borders: frozenset[int] = frozenset()
    listed = headed = False
    for row in rows:
        heads = _heads(row)
        borders = frozenset() if heads else _borders(row) or borders
        if heads:
            copied = frozenset(at for at in range(1, len(row.cells)) if row.cells[at] and row.cells[at] == row.cells[at - 1])
            listed, headed = "name" in heads, True
        labelled = _is_label(key(next(filter(None, row.cells), "")))
        free = not listed or labelled
        money = not headed and labelled  # 年度资金总额 | 40.00 | 40.00 under no header: one amount
        cells = tuple(
            ""
            if at
            and cell
            and at not in borders
            and cell == row.cells[at - 1]
            and (at in copied or (free and (money or not _may_repeat(cell))))
            else cell
            for at, cell in enumerate(row.cells)
        )
        cleaned.append(replace(row, cells=cells))
    return tuple(cleaned)


def _has_copies(cells: Sequence[str]) -> bool:
    """Whether a label stands twice side by side, or what stands behind a label thrice and is no figure."""
    before = ""
    for cell in cells:
        if cell and cell == before and _is_label(key(cell)):
            return True
        before = cell
    value = cells[1] if len(cells) > _THRICE else ""
    return value != "" and value == cells[2] == cells[3] and _is_label(key(cells[0])) and not is_figure(value)


def _borders(row: GridRow) -> frozenset[int]:
    """Where the columns of goals and results begin that a row names: the same words in both are no copies."""
    known = performance_words()
    keys = [key(cell) for cell in row.cells]
    named = {at for at, word in enumerate(keys) if known.is_label("goal", word) or known.is_label("result", word)}
    if not any(known.is_label("result", keys[at]) for at in named):
        return frozenset()
    return frozenset(at for at in named if keys[at] != keys[at - 1])


def _may_repeat(cell: str) -> bool:
    """Whether a cell may say the same as its neighbour and yet be another: a figure, or the dash for one."""
    return is_figure(cell) or cell in DASHES


_THRICE: Final = 3


@lru_cache(maxsize=4096)
def _is_label(word: str) -> bool:
    known = performance_words()
    return word in known.fund_groups or any(known.is_label(label, word) for label in _LABELS)


def _heads(row: GridRow) -> frozenset[str]:
    """The roles of a header of funds or indicators, or nothing."""
    known = performance_words()
    words = {key(cell) for cell in row.cells if cell}
    indicator = {known.role_of("indicator", word) for word in words if word not in known.groups} - {""}
    if "name" in indicator and len(indicator) >= _FEWEST_HEADS:
        return frozenset(indicator)
    first = key(next(filter(None, row.cells), ""))
    grouped = first in known.fund_groups and not any(map(is_figure, row.cells))  # in the block's header words not listed count as well
    roles = {known.role_of("funds", word) if grouped else known.columns["funds"].get(word, "") for word in words}
    funds = roles - {"", "label", "note"}
    if len(funds) > 1:
        return frozenset(funds)
    sources = {known.sources[word] for word in words if word in known.sources and word not in known.fund_groups}
    return frozenset() if len(sources) < _FEWEST_SOURCES or any(map(is_figure, row.cells)) else frozenset(sources)
