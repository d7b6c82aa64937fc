"""Targets of several projects in one table: the project stands in a column of the indicator table, one form per project is cut out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.spans import FormRow, Span, is_indicator_header
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS: Final = ("project", "goal", "unit", "department")
"""Labels that are columns of such a table, in the order of their weight."""


def unfold(spans: Sequence[Span]) -> list[Span]:
    """The spans, those with a column of projects cut into one form for each project."""
    unfolded: list[Span] = []
    for span in spans:
        head = next((at for at, row in enumerate(span.rows) if is_indicator_header(row.keys)), -1)
        columns = _columns(span.rows[head]) if head >= 0 else {}
        unfolded.extend(_cut(span, head, columns) if "project" in columns.values() else [span])
    return unfolded


def _columns(header: FormRow) -> dict[int, str]:
    """Position → label of the columns left of the levels that tell about the project."""
    known = performance_words()
    found: dict[int, str] = {}
    for (at, _), word in zip(header.filled, header.keys, strict=True):
        if known.role_of("indicator", word) in {"level1", "level2", "name"}:
            break
        parts = word.split("、")
        label = next((name for name in _COLUMNS if any(known.is_label(name, part) for part in parts)), "")
        if label:
            found[at] = label
    return found


def _cut(span: Span, head: int, columns: dict[int, str]) -> list[Span]:
    header = _only(span.rows[head], columns, inside=False)
    forms: list[Span] = []
    projects: list[str] = []
    for row in span.rows[head + 1 :]:
        about = {columns[at]: cell for at, cell in row.filled if at in columns}
        rest = _only(row, columns, inside=False)
        name = about.get("project", "")
        if not rest.filled:  # a line of the department above its projects
            continue
        if not forms or (name and name != projects[-1]):
            projects.append(name)
            lead = [_pair(row, label, about[label]) for label in ("project", "unit", "goal") if about.get(label)]
            forms.append(Span("form", span.context, [*span.rows[:head], *lead, header], named=True, headed=True))
        forms[-1].rows.append(rest)
    return forms


def _only(row: FormRow, columns: dict[int, str], *, inside: bool) -> FormRow:
    kept = tuple(cell for cell in row.filled if (cell[0] in columns) is inside)
    return replace(row, filled=kept, keys=tuple(key(cell) for _, cell in kept))


_WORDS: Final = {"project": "项目名称", "unit": "实施单位", "goal": "年度目标"}


def _pair(row: FormRow, label: str, value: str) -> FormRow:
    filled = ((0, _WORDS[label]), (1, value))
    return replace(row, filled=filled, keys=tuple(key(cell) for _, cell in filled))
