"""Lists of projects: 绩效自评情况汇总表 with scores and grades, 绩效目标公开清单 with amounts. One record per line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.alignment import LIST_COSTS, LIST_MISSED, Column, Header, place
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.draft import FormDraft, Tally, empty_evaluation
from baozhang.reading.forms.folding import words
from baozhang.reading.forms.spans import is_list_header
from baozhang.reading.forms.titles import bare_title, is_title
from baozhang.reading.forms.values import DASHES, grade, money, money_unit, points, rate
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.facts.records import EvaluationRow
    from baozhang.reading.forms.spans import FormRow, Span

_AMOUNTS: Final = ("initial", "adjusted", "executed")
_SUMS: Final = frozenset({"合计", "总计", "小计"})
_DEFAULT_UNIT: Final = "万元"
_HUNDRED: Final = 1_000_000
"""A hundred per cent in ten-thousandths."""
_HALF_CENT: Final = 50
"""Half of a hundredth of a per cent in ten-thousandths."""


def read_list(span: Span, fiscal_year: int | None) -> list[FormDraft]:
    """The lines of a list; a line of sums is compared with the lines, not recorded."""
    drafts: list[FormDraft] = []
    columns: tuple[Column, ...] = ()
    sums: list[FormRow] = []
    title, unit = span.context.title, span.context.money_unit
    for row in span.rows:
        if is_list_header(row.keys):
            columns = _columns(row)
            unit = next((found for _, cell in row.filled if (found := money_unit(cell))), unit)
        elif len(row.filled) == 1 and is_title(row.filled[0][1]):
            title = bare_title(row.filled[0][1])
        elif columns and _SUMS & set(row.keys):
            sums.append(row)
        elif columns and any(is_figure(cell) for _, cell in row.filled):
            drafts.append(_line(row, columns, unit or _DEFAULT_UNIT))
            about = drafts[-1].evaluation
            drafts[-1].evaluation = replace(about, title=title, fiscal_year=span.context.year or fiscal_year)
    return drafts + [_sums(row, unit or _DEFAULT_UNIT, drafts) for row in sums]


def _columns(row: FormRow) -> tuple[Column, ...]:
    known = performance_words()
    found: dict[str, Column] = {}
    for (at, _), word in zip(row.filled, row.keys, strict=True):
        role = known.role_of("list", word)
        if role and role not in found:
            found[role] = Column(role, at)
    return tuple(sorted(found.values(), key=lambda column: column.at))


def _sums(row: FormRow, unit: str, lines: Sequence[FormDraft]) -> FormDraft:
    """A line of sums: those of the lines above it, or of all when it is the first."""
    draft = FormDraft(empty_evaluation("list", [row], unit))
    above = [line for line in lines if line.evaluation.line < row.line]
    _compare_sums(row, unit, above or lines, draft.tally)
    return draft


def _line(row: FormRow, columns: Sequence[Column], unit: str) -> FormDraft:
    draft = FormDraft(empty_evaluation("list", [row], unit))
    placed = place(row.filled, Header.of(columns, LIST_COSTS, LIST_MISSED))
    draft.tally.lose(row.line, placed.left, "清单行中有数字不能归入任何一栏")
    if "project" not in placed.cells:
        draft.tally.lose(row.line, (cell for role, cell in placed.cells.items() if role != "number"), "清单行缺少项目名称")
        return draft
    draft.evaluation = _filled(draft.evaluation, placed.cells, row, unit, draft.tally)
    return draft


def _filled(about: EvaluationRow, cells: Mapping[str, str], row: FormRow, unit: str, tally: Tally) -> EvaluationRow:
    amounts = {role: _amount(cells.get(role, ""), unit, row, tally) for role in _AMOUNTS}
    score = None if cells.get("score", "") in DASHES else points(cells.get("score", ""))
    share = rate(cells.get("rate", ""), amounts["adjusted"] or amounts["initial"], amounts["executed"])
    tally.bind(sum(1 for value in (*amounts.values(), score, share) if value is not None))
    return replace(
        about,
        project=words(cells["project"]),
        supervisor=words(cells.get("supervisor", "")),
        unit_name=words(cells.get("unit_name", "")),
        initial=amounts["initial"],
        adjusted=amounts["adjusted"],
        executed=amounts["executed"],
        rate=share,
        total=score,
        grade=grade(cells.get("grade", "")),
        total_line=row.line if score is not None else None,
    )


def _amount(cell: str, unit: str, row: FormRow, tally: Tally) -> int | None:
    if not cell or cell in DASHES:
        return None
    found = money(cell, unit)
    if found is None:
        tally.lose(row.line, [cell], "清单中的金额不是一个数")
    return found[0] if found else None


def _compare_sums(row: FormRow, unit: str, before: Sequence[FormDraft], tally: Tally) -> None:
    """A sum equal to its lines is bound to them, and the rate of two such sums; any other is listed, for it belongs to no project."""
    sums = {role: sum(getattr(draft.evaluation, role) or 0 for draft in before) for role in _AMOUNTS}
    amounts = [value for value in sums.values() if value]
    budget, executed = sums["adjusted"] or sums["initial"], sums["executed"]
    for _, cell in row.filled:
        found = money(cell, unit) if is_figure(cell) else None
        share = rate(cell, budget, executed) if cell.endswith("%") and budget and executed else None
        if (found and found[0] in amounts) or (share is not None and abs(share * budget - executed * _HUNDRED) <= budget * _HALF_CENT):
            tally.bind()
        else:
            tally.lose(row.line, [cell], "清单合计与各行之和不符，未作记录")
