"""Indicator rows: aligned with their header, joined over page breaks, put under their levels, and read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.facts.records import IndicatorRow
from baozhang.reading.forms.alignment import INDICATOR_COSTS, INDICATOR_MISSED, NOTES, Column, Header, Placement, place
from baozhang.reading.forms.cells import Holds, holds
from baozhang.reading.forms.folding import key, words
from baozhang.reading.forms.levels import completed
from baozhang.reading.forms.spans import is_score_header
from baozhang.reading.forms.values import DASHES, Quantity, composite, points, quantity, rate
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.forms.draft import Tally
    from baozhang.reading.forms.levels import Levels
    from baozhang.reading.forms.spans import FormRow


@dataclass(slots=True)
class _Draft:
    """Cells of one indicator by role, before values are read."""

    row: FormRow
    cells: dict[str, str]
    moved: bool

    def role_at(self, position: int) -> str:
        """The role of the cell that stood at a position of the row, or empty."""
        cell = next((cell for at, cell in self.row.filled if at == position), None)
        return next((role for role, value in self.cells.items() if value is cell), "")


_FIGURES: Final = frozenset({Holds.BOUND, Holds.NUMBER, Holds.QUANTITY, Holds.POINTS})
_LEVEL_WEIGHTS: Final = ("weight1", "weight2")
_REMARKS: Final = frozenset({"说明", "备注"})
_RULES: Final = ("rule", "rule2", "rule3")
_JOINABLE: Final = frozenset({"name", "target", "actual", "reason", *NOTES, *_RULES})
_ITEMS: Final = ("要点", "内容", "指标", "事项")
_RATES: Final = ("completion", "score_rate")
_FIRST: Final = frozenset({"number", "level1", "level2", "name"})
_BEHIND: Final = frozenset({"target", "actual", "score", "reason"})


def indicator_columns(row: FormRow) -> tuple[Column, ...]:
    """The columns an indicator header announces; what it announces twice is a note the second time."""
    known = performance_words()
    found: list[Column] = []
    notes = rules = levels = 0
    deepest = _deepest(row)
    heads = any(known.columns["indicator"].get(word) in _FIRST for word in row.keys if word not in known.groups)
    roles = known.roles_of("indicator", row.keys)
    weights = [at for (at, _), role in zip(row.filled, roles, strict=True) if role == "weight"]
    named = any(known.role_of("indicator", word) == "name" for word in row.keys if word not in known.groups)
    for (at, _), word, named_role in zip(row.filled, row.keys, roles, strict=True):
        levelled = any(column.role in _FIRST for column in found)
        group = word in known.groups and (named or word != "指标") and not (levelled and word in known.columns["indicator"])
        role = (
            "" if group else named_role or ("note" if levelled else "")
        )  # figures under a word not known must not come to stand elsewhere
        role = "name" if at == deepest else role
        if role == "weight" and at != weights[-1] and levels < len(_LEVEL_WEIGHTS):  # the weights of the levels stand before
            role, levels = _LEVEL_WEIGHTS[levels], levels + 1
        if role in _BEHIND and heads and not levelled:
            continue  # 目标完成情况 before the levels names the block, no column
        if word in _REMARKS and at == row.filled[-1][0] and not any(column.role == "reason" for column in found):
            role = "reason"  # where no other column asks for reasons, they stand in the remarks
        if role == "rule":
            rules += 1
            role = _RULES[min(rules, len(_RULES)) - 1]
        elif role == "note" or any(column.role == role for column in found):
            notes += 1
            role = NOTES[min(notes, len(NOTES)) - 1]
        if role:
            found.append(Column(role, at))
    return tuple(found)


def _deepest(row: FormRow) -> int | None:
    """In a table of points by levels the place of the last level, whose words are the names; None for any other table."""
    if not is_score_header(row.keys):
        return None
    known = performance_words()
    places = [(at, word, known.role_of("indicator", word)) for (at, _), word in zip(row.filled, row.keys, strict=True)]
    last = max(order for order, (_, _, role) in enumerate(places) if role == "weight")
    at, word, role = places[last - 1]
    if role == "rule" and word.endswith(_ITEMS):
        return at  # 评估内容 | 评估要点 | 分值: what is given points is the item before them
    second = [at for at, _, role in places if role == "level2"]
    return second[-1] if second else row.filled[0][0]


def joined_columns(upper: Sequence[Column], lower: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a header printed over two rows: what the lower row parts (指标值 | 度量单位 below 年度指标值) is named there."""
    parted = {column.role for column in lower} & _PARTED
    kept = [column for column in upper if column.role not in {other.role for other in lower} and not (parted and column.role == "target")]
    free = {column.at for column in lower}
    return tuple(sorted([*(column for column in kept if column.at not in free), *lower], key=lambda column: column.at))


def joined_header(header: FormRow, row: FormRow) -> FormRow | None:
    """The header with the ends of its words, which the next row holds; None when the row holds anything else."""
    heads = dict(header.filled)
    known = performance_words().columns["indicator"]
    if not all(at in heads and key(heads[at] + cell) in known for at, cell in row.filled):
        return None
    ends = dict(row.filled)
    filled = tuple((at, cell + ends.get(at, "")) for at, cell in header.filled)
    return replace(header, filled=filled, keys=tuple(key(cell) for _, cell in filled))


_PARTED: Final = frozenset({"sign", "unit", "target"})


def read_indicators(rows: Sequence[FormRow], columns: Sequence[Column], tally: Tally, levels: Levels) -> list[IndicatorRow]:
    """The indicators in the rows under one header; `levels` are those in force above it, where a page prints the header again."""
    header = Header.of(_scored_or_not(rows, columns), INDICATOR_COSTS, INDICATOR_MISSED)
    drafts: list[_Draft] = []
    for row in rows:
        _take(row, header, drafts, tally)
    return [record for draft in drafts if (record := _record(draft, levels, tally)) is not None]


def _scored_or_not(rows: Sequence[FormRow], columns: Sequence[Column]) -> Sequence[Column]:
    """Without the score column when nothing stands in it: a form not yet scored must not lend its weights as scores."""
    at = {column.role: column.at for column in columns}
    if not {"score", "weight", "target"} <= at.keys() or at["weight"] > at["score"]:
        return columns
    scored = any(position >= at["score"] and holds(cell) in _FIGURES for row in rows for position, cell in row.filled)
    shifted = any(position < at["target"] and holds(cell) is Holds.BOUND for row in rows for position, cell in row.filled)
    return columns if scored or shifted else [column for column in columns if column.role != "score"]


def _take(row: FormRow, header: Header, drafts: list[_Draft], tally: Tally) -> None:
    kinds = {holds(cell) for _, cell in row.filled}
    if kinds <= _LEVELS and not (drafts and _is_tail(row, header, drafts[-1])):
        drafts.append(_level_row(row, header.columns))
        return
    plain = kinds.isdisjoint(_FIGURES)
    if plain and drafts and _is_tail(row, header, drafts[-1]):
        _join_tail(row, header.columns, drafts[-1])
        return
    if kinds <= _BARE_FIGURES and drafts and (whole := _with_rest(drafts[-1], row, header)):
        drafts[-1] = whole
        return
    placed = place(row.filled, header)
    tally.lose(row.line, placed.left, "指标行中有数字不能归入任何一栏")
    tally.adrift += len(placed.left)
    cells = _without_guesses(placed, header, row, tally)
    if "name" not in cells and not plain and drafts and _is_bare(drafts[-1]):
        _fill(drafts[-1], cells)
        return
    drafts.append(_Draft(row, cells, placed.moved))


def _with_rest(before: _Draft, row: FormRow, header: Header) -> _Draft | None:
    """A row that a page broke off at a cell, with the figures on the line below it: together they fill each column of figures."""
    due = {column.role for column in header.columns} & _MEASURED
    if before.cells.keys() >= due or not {"weight", "score"} <= due or not before.row.filled:
        return None
    start = before.row.filled[-1][0] + 1
    filled = (*before.row.filled, *((start + at, cell) for at, (_, cell) in enumerate(row.filled)))
    placed = place(filled, header)
    if placed.left or not placed.cells.keys() >= due:
        return None
    joined = replace(before.row, filled=filled, keys=tuple(key(cell) for _, cell in filled))
    return _Draft(joined, dict(placed.cells), moved=True)


_BARE_FIGURES: Final = frozenset({Holds.NUMBER, Holds.POINTS, Holds.QUANTITY})


def _without_guesses(placed: Placement, header: Header, row: FormRow, tally: Tally) -> dict[str, str]:
    """The cells by role without two figures that differ where one of 完成值, 分值, 得分 is lost: which are there nobody can tell."""
    cells = dict(placed.cells)
    three = {column.role for column in header.columns} >= _MEASURED
    lost = not cells.get("actual") or holds(cells["actual"]) is Holds.BOUND  # a bound is a target that came to stand there
    if (
        placed.moved
        and three
        and lost
        and cells.keys() >= {"target", "weight", "score"}
        and points(cells["weight"]) != points(cells["score"])
    ):
        tally.lose(row.line, (cells.pop(role) for role in ("weight", "score")), "这一行少一个单元格，是完成值、分值还是得分不能确定")
        tally.adrift += 1
    return cells


_MEASURED: Final = frozenset({"target", "actual", "weight", "score"})


def _level_row(row: FormRow, columns: Sequence[Column]) -> _Draft:
    """A row of level words alone: the frame of an indicator that was not filled in."""
    frame = [column for column in columns if column.role in {"level1", "level2"}]
    return _Draft(row, dict(place(row.filled, Header.of(frame, INDICATOR_COSTS, {})).cells), moved=False)


def _is_bare(draft: _Draft) -> bool:
    """A name whose figures stand on the next row."""
    return bool(draft.cells.get("name")) and not any(draft.cells.get(role) for role in ("target", "actual", "weight", "score"))


def _fill(draft: _Draft, cells: dict[str, str]) -> None:
    for role, cell in cells.items():
        draft.cells.setdefault(role, cell)
    draft.moved = True


def _is_tail(row: FormRow, header: Header, before: _Draft) -> bool:
    """Whether a row without figures is the rest of cells that a page break cut: it is no indicator of its own."""
    if any(_completes(before, cell) for _, cell in row.filled):
        return True
    if not row.after_break:
        return False
    if all(holds(cell) in _LEVELS for _, cell in row.filled):
        return False
    at = {column.role: column.at for column in header.columns}
    if "target" not in at:  # an indicator system has no figures by nature: its rows begin with a name or a level
        return all(position != at["name"] and holds(cell) not in _LEVELS for position, cell in row.filled)
    placed = place(row.filled, header)
    return "weight" in at or "name" not in placed.cells or "target" not in placed.cells


_LEVELS: Final = frozenset({Holds.LEVEL1, Holds.LEVEL2, Holds.LEVEL, Holds.GROUP})


def _completes(before: _Draft, cell: str) -> str:
    """The level role of the row before that `cell` completes, or empty; a word already whole is completed by nothing."""
    for role in ("level1", "level2"):
        head = before.cells.get(role, "")
        if head and completed(head, cell) not in {"", head}:
            return role
    return ""


def _join_tail(row: FormRow, columns: Sequence[Column], before: _Draft) -> None:
    header = {column.at: column.role for column in columns}
    for at, cell in row.filled:
        role = _completes(before, cell)
        if role:
            before.cells[role] = completed(before.cells[role], cell)
            continue
        if any(completed(before.cells.get(level, ""), cell) for level in ("level1", "level2")):
            continue  # the end of a level word that is printed whole on the page before
        role = before.role_at(at)
        if role not in _JOINABLE:
            role = header.get(at, "")
        if role not in _JOINABLE:
            role = "name"
        before.cells[role] = words(before.cells.get(role, "") + cell)
    before.moved = True


def _record(draft: _Draft, levels: Levels, tally: Tally) -> IndicatorRow | None:
    cells = draft.cells
    level1, level2 = levels.enter(cells.get("level1", ""), cells.get("level2", ""))
    _adjust(draft, tally)
    if "name" not in cells and not any(cells.get(role) for role in ("target", "actual", "weight", "score")):
        return None
    target, actual_text = _target(cells), cells.get("actual", "")
    both = composite(cells.get("score", ""))
    if both:
        actual_text = actual_text or both[1]
    actual = quantity(actual_text) if actual_text else _NOTHING
    named = _WEIGHT_BEHIND.search(cells.get("name", "")) if "weight" not in cells else None
    weight = points(named[1]) if named else _points(cells, "weight", draft, tally)
    score = both[0] if both else _points(cells, "score", draft, tally)
    weight1, weight2 = _level_weight(cells, 1), _level_weight(cells, 2)
    rates = {role: None if cells.get(role, "") in DASHES else rate(cells.get(role, ""), None, None) for role in _RATES}
    tally.bind(sum(1 for value in (target.value, actual.value, weight, score, weight1, weight2, *rates.values()) if value is not None))
    tally.lose(draft.row.line, (cells[role] for role in NOTES if role in cells), "备注栏（上年值、完成率等）的数字没有对应的记录")
    reason = words(cells.get("reason", ""))
    return IndicatorRow(
        document_id="",
        indicator=0,
        form=0,
        level1=level1,
        level2=level2,
        name=words(_WEIGHT_BEHIND.sub("", cells.get("name", ""))),
        operator=target.operator,
        target_text=words(cells.get("target", "")),
        target=target.value,
        target_unit=target.unit,
        actual_text=words(actual_text),
        actual=actual.value,
        actual_unit=actual.unit,
        weight=weight,
        score=score,
        reason="" if reason in DASHES else reason,
        completion=rates["completion"],
        score_rate=rates["score_rate"],
        weight1=weight1,
        weight2=weight2,
        line=draft.row.line,
        row=draft.row.row,
        repaired=draft.moved or "name" not in cells,
    )


_WEIGHT_BEHIND: Final = re.compile(r"\((\d{1,3}(?:\.\d{1,2})?)分\)$")
"""Points printed in brackets behind the name of an indicator or a level."""


def _level_weight(cells: dict[str, str], level: int) -> int | None:
    """The points of a level on its own row: in a column of their own, or in brackets behind the level."""
    if f"weight{level}" in cells:
        return points(cells[f"weight{level}"])
    behind = _WEIGHT_BEHIND.search(cells.get(f"level{level}", ""))
    return points(behind[1]) if behind else None


def _adjust(draft: _Draft, tally: Tally) -> None:
    """A target that was adjusted in the year is the one in force; the first one has no record unless both say the same."""
    adjusted = draft.cells.get("adjusted_target", "")
    if not adjusted or adjusted in DASHES:
        return
    first = draft.cells.get("target", "")
    if words(first) == words(adjusted):
        tally.bind(1 if quantity(first).value is not None else 0)
    else:
        tally.lose(draft.row.line, [first], "调整前的指标值没有对应的记录")
    draft.cells["target"] = adjusted


_NOTHING: Final = Quantity("", None, "")


def _points(cells: dict[str, str], role: str, draft: _Draft, tally: Tally) -> int | None:
    cell = cells.get(role, "")
    if not cell or cell in DASHES:
        return None
    value = points(cell)
    if value is None:
        tally.lose(draft.row.line, [cell], "分值或得分不是一个数")
    return value


def _target(cells: dict[str, str]) -> Quantity:
    """The target with its operator and unit, which some forms print in columns of their own."""
    sign, unit = "".join(cells.get("sign", "").split()), words(cells.get("unit", ""))
    read = quantity(cells.get("target", ""))
    operator = read.operator or next((meaning for printed, meaning in performance_words().operators if sign == printed), "")
    return Quantity(operator, read.value, read.unit or (unit if read.value is not None else ""))
