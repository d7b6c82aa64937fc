"""Which layout a document follows, judged by titles, numbers and columns of the statements it holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.captions import statement_of_title
from baozhang.taxonomy.layouts import Layout, layouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import FactRow, StatementRow

_ENOUGH: Final = 0.72
_WEIGHTS: Final = {"title": 0.4, "number": 0.3, "columns": 0.3}


@dataclass(frozen=True, slots=True)
class LayoutMatch:
    """The layout (empty when no statement was read) and, for a national fallback, which layout came nearest and why it did not fit."""

    layout: str
    distance: str


def recognise_layout(found: Sequence[StatementRow], facts: Sequence[FactRow], stage: str) -> LayoutMatch:
    """The layout whose statements fit best; below the threshold, or where it fits better than any province's, the national one."""
    candidates = [layout for layout in layouts().values() if layout.stage == stage and not layout.fallback]
    fallback = next((layout.id for layout in layouts().values() if layout.stage == stage and layout.fallback), "")
    if not found or not candidates:
        return LayoutMatch(fallback if found else "", "")
    columns: dict[str, set[str]] = {}
    for statement, column in set(map(attrgetter("statement", "column"), facts)):
        columns.setdefault(statement, set()).add(column)
    scored = [(_fit(layout, found, columns), layout) for layout in candidates]
    best, layout = max(scored, key=lambda pair: pair[0])
    if best >= _ENOUGH:
        national = bool(fallback) and _fit(layouts()[fallback], found, columns) > best
        return LayoutMatch(fallback if national else layout.id, "")
    why = _difference(layout, found, columns)
    return LayoutMatch(fallback, f"最接近“{layout.title}”（相符{best:.0%}），但{why}")


def _fit(layout: Layout, found: Sequence[StatementRow], columns: dict[str, set[str]]) -> float:
    """How well a layout fits, 0 to 1: the mean over its statements and the document's of what agrees."""
    by_id = {statement.statement: statement for statement in found}
    ids = {printed.id for printed in layout.statements} | set(by_id)
    numbered = sum(1 for statement in found if statement.number) * 2 > len(found)
    score = 0.0
    for printed in layout.statements:
        statement = by_id.get(printed.id)
        if statement is None:
            continue
        score += _WEIGHTS["title"] * _same_title(printed.title, statement.title)
        score += _WEIGHTS["number"] * _same_number(printed.number, statement.number, numbered=numbered)
        score += _WEIGHTS["columns"] * (not columns.get(printed.id) or columns[printed.id] <= set(printed.columns))
    return score / len(ids)


def _same_number(printed: str, number: str, *, numbered: bool) -> bool:
    """Whether table numbers agree; in a document that numbers its tables, a layout without numbers does not."""
    if printed and number:
        return _digits(printed) == _digits(number)
    return not numbered or not number


def _same_title(printed: str, title: str) -> bool:
    return bool(statement_of_title(title)) and title.replace('"', "").endswith(printed)


@lru_cache(maxsize=1024)
def _digits(number: str) -> str:
    return "".join(ch for ch in number if ch.isdigit()).lstrip("0") or number


def _difference(layout: Layout, found: Sequence[StatementRow], columns: dict[str, set[str]]) -> str:
    by_id = {statement.statement: statement for statement in found}
    missing = [printed.title for printed in layout.statements if printed.id not in by_id]
    if missing:
        return f"没有读到其中的“{missing[0]}”等{len(missing)}张表"
    other = [
        printed.title
        for printed in layout.statements
        if not _same_title(printed.title, by_id[printed.id].title) or not columns.get(printed.id, set()) <= set(printed.columns)
    ]
    return f"“{other[0]}”等{len(other)}张表的标题或栏目不同" if other else "表号不同"
