"""Money of a form whose sources stand side by side: turned, so that they stand below each other as in any other form.

年度资金总额, 财政拨款, 其他资金 are the columns of such a table, 年初预算数, 全年预算数, 全年执行数 its rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.values import DASHES
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.forms.spans import FormRow

_FEWEST: Final = 2
"""Sources side by side, and amounts below each other."""
_AMOUNTS: Final = frozenset({"initial", "adjustment", "adjusted", "executed", "rate", "balance"})


def with_sources_below(rows: Sequence[FormRow]) -> list[FormRow]:
    """The rows of a form, its money turned where the sources are columns; each row of a source stands at the line of that header."""
    found: list[FormRow] = []
    at = 0
    while at < len(rows):
        sources = _sources(rows[at])
        amounts = _amounts(rows[at + 1 :], sources) if sources else []
        if len(amounts) < _FEWEST:
            found.append(rows[at])
            at += 1
            continue
        found += _turned(rows[at], sources, amounts)
        at += 1 + len(amounts)
    return found


def _sources(row: FormRow) -> tuple[tuple[int, str], ...]:
    """The sources a row names side by side, with their places; empty for a row that holds anything else."""
    known = performance_words()
    if row.keys[-1] not in known.sources:  # most rows
        return ()
    cells = row.filled[1:] if row.keys[0] in known.fund_groups or known.columns["funds"].get(row.keys[0]) == "label" else row.filled
    named = [known.sources.get(key(cell), "") for _, cell in cells]
    return cells if len(named) >= _FEWEST and all(named) and len(set(named)) == len(named) else ()


def _amounts(rows: Sequence[FormRow], sources: Sequence[tuple[int, str]]) -> list[tuple[FormRow, str]]:
    """The rows right below that give one amount of each source, and the word for it."""
    known = performance_words()
    places = {at for at, _ in sources}
    found: list[tuple[FormRow, str]] = []
    roles: set[str] = set()
    for row in rows:
        labels = [cell for at, cell in row.filled if at < sources[0][0] and key(cell) not in known.fund_groups]
        figures = [(at, cell) for at, cell in row.filled if at >= sources[0][0]]
        role = known.role_of("funds", key(labels[0])) if len(labels) == 1 else ""
        if role not in _AMOUNTS or not places.issuperset(at for at, _ in figures):
            break
        if not all(is_figure(cell) or cell in DASHES for _, cell in figures):
            break
        found.append((row, labels[0]))
        roles.add(role)
    return found if len(roles) == len(found) else []


def _turned(header: FormRow, sources: Sequence[tuple[int, str]], amounts: Sequence[tuple[FormRow, str]]) -> list[FormRow]:
    names = [(at, label) for at, (_, label) in enumerate(amounts, 1)]
    turned = [_row(header, names)]
    for place, source in sources:
        figures = [(at, dict(row.filled).get(place, "")) for at, (row, _) in enumerate(amounts, 1)]
        turned.append(_row(header, [(0, source), *((at, cell) for at, cell in figures if cell)]))
    return turned


def _row(header: FormRow, filled: Sequence[tuple[int, str]]) -> FormRow:
    return replace(header, filled=tuple(filled), keys=tuple(key(cell) for _, cell in filled))
