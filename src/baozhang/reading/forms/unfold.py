"""Targets of several projects in one table: the project stands in a column of the indicator table, one form per project is cut out."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import Holds, holds
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.spans import FormRow, Span, is_indicator_header
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLUMNS: Final = ("project", "goal", "unit", "department")
"""Labels that are columns of such a table, in the order of their weight."""
_LEVELS: Final = frozenset({"level1", "level2", "name"})
_MONEY: Final = frozenset({"initial", "adjusted"})
_UNUSED: Final = "unused"
"""Columns of codes and numbers, which say nothing that a form records."""


def unfold(spans: Sequence[Span]) -> list[Span]:
    """The spans, those with a column of projects cut into one form for each project."""
    unfolded: list[Span] = []
    for span in spans:
        head = next((at for at, row in enumerate(span.rows) if is_indicator_header(row.keys)), -1)
        columns = _columns(span.rows, head) if head >= 0 else {}
        unfolded.extend(_cut(span, head, columns) if "project" in columns.values() else [span])
    return unfolded


def _columns(rows: Sequence[FormRow], head: int) -> dict[int, str]:
    """Position → label of the columns left of the levels that tell about the project; a header of two rows names them in the upper one."""
    known = performance_words()
    header = rows[head]
    levels = [at for (at, _), word in zip(header.filled, header.keys, strict=True) if known.role_of("indicator", word) in _LEVELS]
    found: dict[int, str] = {}
    for row in [*(rows[at] for at in (head - 1,) if at >= 0 and _is_upper_half(rows[at], header, levels[0])), header]:
        for at, cell in row.filled:
            label = _label(cell) if at < levels[0] else ""
            if label and (label not in found.values() or label == _UNUSED):
                found[at] = label
    if "project" not in found.values():  # 单位(专项)名称: a column of the department and below it its projects
        named = [at for at, label in found.items() if label == "department" and any(_names_projects(row, at) for row in rows[: head + 1])]
        found.update(dict.fromkeys(named[:1], "project"))
    return found


def _is_upper_half(row: FormRow, header: FormRow, levels: int) -> bool:
    """Whether a row names columns that the header below it leaves blank, and nothing but groups over the levels."""
    groups = performance_words().groups
    named = {at for at, _ in header.filled}
    own = [cell for at, cell in row.filled if at < levels and at not in named and _label(cell)]
    over = [word for (at, _), word in zip(row.filled, row.keys, strict=True) if at >= levels]
    return len(own) > 1 and all(word in groups for word in over)


def _label(cell: str) -> str:
    known = performance_words()
    word = key(cell)
    label = next((name for name in _COLUMNS if any(known.is_label(name, part) for part in word.split("、"))), "")
    if label:
        return label
    if known.columns["funds"].get(word) in _MONEY or known.columns["list"].get(word) == "initial":
        return "money"
    return _UNUSED if known.columns["indicator"].get(word) == "number" else ""


def _names_projects(row: FormRow, at: int) -> bool:
    return any(position == at and ("项目" in cell or "专项" in cell) for position, cell in row.filled)


def _cut(span: Span, head: int, columns: Mapping[int, str]) -> list[Span]:
    header = _rest(span.rows[head], columns)
    levels = _levels_at(span.rows[head])
    upper = [row for row in span.rows[:head] if not any(columns.get(at) == "project" for at, _ in row.filled)]
    forms: list[Span] = []
    projects: list[str] = []
    printed: set[str] = set()
    owner = ""
    for row in map(partial(_straightened, levels=levels), span.rows[head + 1 :]):
        about = {columns[at]: cell for at, cell in row.filled if at in columns}
        rest = _rest(row, columns)
        name = about.get("project", "")
        if not rest.filled or is_indicator_header(row.keys):  # a line of the department above its projects, the header of another page
            continue
        unit = about.get("unit", "") or about.get("department", "")
        if not forms or (name and (name != projects[-1] or (unit and unit != owner))):
            projects.append(name)
            owner = unit
            lead = [_pair(row, label, about[label]) for label in _WORDS if about.get(label)]
            forms.append(Span("form", span.context, [*upper, *lead, header], named=True, headed=True))
            printed = {about.get("money", "")}
        elif about.get("money", "") not in {"", *printed}:  # the same project's money, told otherwise on a further row
            printed.add(about["money"])
            forms[-1].rows.insert(forms[-1].rows.index(header), _pair(row, "money", about["money"]))
        forms[-1].rows.append(rest)
    return forms


def _levels_at(header: FormRow) -> Mapping[Holds, int]:
    """Where the columns of the first and second level stand."""
    roles = {performance_words().role_of("indicator", word): at for (at, _), word in zip(header.filled, header.keys, strict=True)}
    return {kind: roles[role] for kind, role in ((Holds.LEVEL1, "level1"), (Holds.LEVEL2, "level2")) if role in roles}


def _straightened(row: FormRow, levels: Mapping[Holds, int]) -> FormRow:
    """A row whose level stands left of the columns of levels has lost the cells merged with those above it: moved to its place.

    Converters leave out what a merged cell covers and fill the row up at its end.
    """
    left = min(levels.values(), default=0)
    kinds = [(at, holds(cell)) for at, cell in row.filled]
    for (at, kind), (_, behind) in pairwise(kinds):
        if at < left and kind in _LEVEL_KINDS:
            first = kind is Holds.LEVEL1 or (kind is Holds.LEVEL and behind in {Holds.LEVEL, Holds.LEVEL2})
            by = levels.get(Holds.LEVEL1 if first else Holds.LEVEL2, at) - at
            return replace(row, filled=tuple([(place + by, cell) for place, cell in row.filled]))
    return row


_LEVEL_KINDS: Final = frozenset({Holds.LEVEL1, Holds.LEVEL2, Holds.LEVEL})


def _rest(row: FormRow, columns: Mapping[int, str]) -> FormRow:
    kept = tuple(cell for cell in row.filled if cell[0] not in columns)
    return replace(row, filled=kept, keys=tuple(key(cell) for _, cell in kept))


_WORDS: Final = {"project": "项目名称", "unit": "实施单位", "money": "年度资金总额", "goal": "年度目标"}


def _pair(row: FormRow, label: str, value: str) -> FormRow:
    filled = ((0, _WORDS[label]), (1, value))
    return replace(row, filled=filled, keys=tuple(key(cell) for _, cell in filled))
