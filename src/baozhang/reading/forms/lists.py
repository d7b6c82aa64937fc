"""Lists of projects: 绩效自评情况汇总表 with scores and grades, 绩效目标公开清单 with amounts. One record per line, one for their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.alignment import LIST_COSTS, LIST_MISSED, PARTS, UNKNOWN, Column, Header, place
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.draft import FormDraft, Tally, empty_evaluation
from baozhang.reading.forms.folding import words
from baozhang.reading.forms.funds import empty_funding
from baozhang.reading.forms.spans import is_list_header
from baozhang.reading.forms.titles import bare_title, is_title
from baozhang.reading.forms.values import DASHES, grade, money, money_unit, points, rate
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.facts.records import EvaluationRow, FundingRow
    from baozhang.reading.forms.spans import FormRow, Span

_AMOUNTS: Final = ("initial", "adjusted", "executed")
_MEASURED: Final = frozenset({*_AMOUNTS, "rate", "score", "grade"})
"""What the lower half of a header may name below a word for all of it (预算执行情况)."""
_TOTALS: Final = frozenset({"合计", "总计"})
_SUMS: Final = frozenset({*_TOTALS, "小计"})
_DEFAULT_UNIT: Final = "万元"
_HUNDRED: Final = 1_000_000
"""A hundred per cent in ten-thousandths."""
_HALF_CENT: Final = 50
"""Half of a hundredth of a per cent in ten-thousandths."""
_UNSUMMED: Final = frozenset({"number", "score", "grade", "note"})
_SUM_LOST: Final = "清单合计与各行之和不符，未作记录"


def read_list(span: Span, fiscal_year: int | None) -> list[FormDraft]:
    """The lines of a list and the line of their sum; sums of some of the lines are compared, not recorded."""
    return _ListReader(span).read(fiscal_year)


class _ListReader:
    """Reads the rows of one list; `sources` are the columns that hold the money of one source (中央、本级、其他资金)."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self.title, self.unit = span.context.title, span.context.money_unit
        self.columns: dict[str, Column] = {}
        self.sources: dict[str, tuple[str, str]] = {}
        self.lines: list[FormDraft] = []
        self.sums: list[FormRow] = []

    def read(self, fiscal_year: int | None) -> list[FormDraft]:
        for row in self.span.rows:
            self._row(row)
        for draft in self.lines:
            draft.evaluation = replace(draft.evaluation, title=self.title, fiscal_year=self.span.context.year or fiscal_year)
        totals = [row for row in self.sums if not _TOTALS.isdisjoint(row.keys)]
        return self.lines + [self._sum(row, self._above(row), alone=totals == [row]) for row in self.sums]

    def _row(self, row: FormRow) -> None:
        figures = any(is_figure(cell) for _, cell in row.filled)
        if self.columns and not self.lines and not figures:
            self._head(row, lower=True)
        elif is_list_header(row.keys):
            self.columns = {}
            self._head(row, lower=False)
            self.unit = next((found for _, cell in row.filled if (found := money_unit(cell))), self.unit)
        elif len(row.filled) == 1 and is_title(row.filled[0][1]):
            self.title = bare_title(row.filled[0][1])
        elif self.columns and not _SUMS.isdisjoint(row.keys):
            self.sums.append(row)
        elif self.columns and figures:
            self.lines.append(self._line(row))

    def _head(self, row: FormRow, *, lower: bool) -> None:
        """Take the columns a header names; its lower half names sources of money in the places that are left."""
        known = performance_words()
        taken = {column.at for column in self.columns.values() if column.role not in UNKNOWN}
        for (at, cell), word, named in zip(row.filled, row.keys, known.roles_of("list", row.keys), strict=True):
            role = named if not lower or (named in _MEASURED and at not in taken) else ""
            source = known.sources.get(word, "")
            if not role and source not in {"", "total"} and at not in taken:
                role = next((part for part in PARTS if part not in self.columns), "")
                self.sources[role] = (source, words(cell))
            if not role and not lower and "project" in self.columns:
                role = next((unknown for unknown in UNKNOWN if unknown not in self.columns), "")
            if role and role not in self.columns:
                self.columns = {key: column for key, column in self.columns.items() if column.at != at}
                self.columns[role] = Column(role, at)

    def _placed(self, row: FormRow, *, without: frozenset[str] = frozenset()) -> tuple[Mapping[str, str], tuple[str, ...]]:
        ordered = sorted((column for column in self.columns.values() if column.role not in without), key=lambda column: column.at)
        placed = place(row.filled, Header.of(ordered, LIST_COSTS, LIST_MISSED))
        return placed.cells, placed.left

    def _line(self, row: FormRow) -> FormDraft:
        unit = self.unit or _DEFAULT_UNIT
        draft = FormDraft(empty_evaluation("list", [row], unit))
        cells, left = self._placed(row)
        draft.tally.lose(row.line, (*left, *(cells[role] for role in UNKNOWN if role in cells)), "清单行中有数字不能归入任何一栏")
        if "project" not in cells:
            draft.tally.lose(row.line, (cell for role, cell in cells.items() if role != "number"), "清单行缺少项目名称")
            return draft
        draft.evaluation = _filled(draft.evaluation, cells, row, unit, draft.tally)
        draft.fundings = self._parts(cells, row, unit, draft.tally)
        return draft

    def _parts(self, cells: Mapping[str, str], row: FormRow, unit: str, tally: Tally) -> list[FundingRow]:
        """The money of each source that has a column of its own."""
        found: list[FundingRow] = []
        for role, (source, label) in self.sources.items():
            amount = money(cells[role], unit) if is_figure(cells.get(role, "")) else None
            if amount is not None:
                tally.bind()
                found.append(empty_funding(source, label, row, initial=amount[0], half_unit=amount[1]))
        return found

    def _above(self, row: FormRow) -> list[FormDraft]:
        """The lines that a row of sums may add up: those since the sum before it, all above it, or all when it is the first."""
        above = [line for line in self.lines if line.evaluation.line < row.line]
        before = max((other.line for other in self.sums if other.line < row.line), default=0)
        since = [line for line in above if line.evaluation.line > before]
        return (since if _TOTALS.isdisjoint(row.keys) else above) or above or self.lines

    def _sum(self, row: FormRow, above: Sequence[FormDraft], *, alone: bool) -> FormDraft:
        """The only line of sums of a list is a record; any other sum is bound where it is that of its lines, else listed."""
        unit = self.unit or _DEFAULT_UNIT
        draft = FormDraft(empty_evaluation("sums", [row], unit))
        cells, left = self._placed(row, without=_UNSUMMED)
        if alone and not any(is_figure(cell) for cell in left):
            draft.evaluation = _filled(draft.evaluation, {**cells, "project": ""}, row, unit, draft.tally)
            draft.evaluation = replace(draft.evaluation, title=self.title, block=self.span.rows[0].block, line_to=self.span.rows[-1].line)
            draft.fundings = self._parts(cells, row, unit, draft.tally)
        else:
            _compare_sums(row, unit, above, draft.tally)
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
            tally.lose(row.line, [cell], _SUM_LOST)
