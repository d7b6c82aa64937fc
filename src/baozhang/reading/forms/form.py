"""One form: its head, funds block, goals, indicators and foot, read row by row."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.draft import FormDraft, empty_evaluation
from baozhang.reading.forms.folding import words
from baozhang.reading.forms.funds import (
    FundsLine,
    funds_columns,
    is_funds_row,
    is_paired_funds,
    is_unnamed_source,
    joined,
    may_speak_of_funds,
    read_funds_row,
    read_paired_funds,
    read_stated_funds,
    stated_funds,
)
from baozhang.reading.forms.indicators import indicator_columns, joined_columns, joined_header, read_indicators
from baozhang.reading.forms.levels import Levels
from baozhang.reading.forms.row_kinds import (
    has_source,
    is_blank_source,
    is_remark,
    is_unlabelled,
    names_columns_only,
    names_unit_only,
    opens_funds,
    opens_tasks,
    without_first,
)
from baozhang.reading.forms.spans import (
    TOTALS_IN_HEAD,
    is_framework_header,
    is_funds_start,
    is_indicator_header,
    is_score_header,
    is_total_row,
)
from baozhang.reading.forms.tasks import TaskTable, as_budget, is_task
from baozhang.reading.forms.titles import bare_title, is_title, names_whole_department, project_in
from baozhang.reading.forms.transposed import with_sources_below
from baozhang.reading.forms.values import grade, money_unit, points
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.forms.alignment import Column
    from baozhang.reading.forms.spans import FormRow, Span

_YEAR: Final = re.compile(r"\(?(20\d\d)年度?\)?")
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]、")
"""A cell that numbers a block of the form (一、基本情况); the labels begin behind it."""
_LOW: Final = re.compile(r"(?:低于|不足|在)?80分以下|80分(?:\(不含\))?以下")
_HEAD_LABELS: Final = ("project", "supervisor", "unit", "department", "other", "goal_group")
_FIXED_KINDS: Final = frozenset({"framework", "scores", "period"})
_DEFAULT_UNIT: Final = "万元"
_NEXT_GOAL: Final = re.compile(r"(?:年度|本年度?)?(?:绩效)?目标\d{1,2}")
_POINTS_BEHIND: Final = re.compile(r"\((\d{1,3}(?:\.\d{1,2})?)分\)")
"""Points for execution in brackets behind the name of the funds block."""
_MOST_POINTS: Final = 2_000_000
"""Two hundred points: no form gives more."""
_HUNDRED: Final = 1_000_000
"""A hundred per cent in ten-thousandths."""
_CENT: Final = 100
_BOTH: Final = 2
"""What the indicators are out of, and what they were given."""
_LONGEST_NUMBERING: Final = 3


class _FormReader:
    """Reads the rows of one span; `section` says which block of the form the next row is expected to belong to."""

    def __init__(self, span: Span, fiscal_year: int | None) -> None:
        context = span.context
        self.rows = with_sources_below(span.rows)
        self.draft = FormDraft(empty_evaluation("self", span.rows, context.money_unit or _unit_in(span.rows) or _DEFAULT_UNIT))
        self.values: dict[str, str] = {"title": context.title, "department": context.department}
        self.captioned = context.project
        self.year = context.year
        self.default_year = fiscal_year
        self.section = "head"
        self.columns: tuple[Column, ...] = ()
        self.header: FormRow | None = None
        self.levels = Levels()
        self.goals: dict[int, str] = {}
        self.lines: list[FundsLine] = []
        self.stated: list[FormRow] = []
        self.tasks = TaskTable()
        self.pending: list[FormRow] = []
        self.total: tuple[int | None, int | None] = (None, None)
        self.weight_total: int | None = None
        self.funds_points: int | None = None
        self.grade = ""
        self.kind = span.kind

    def read(self) -> FormDraft:
        for at, row in enumerate(self.rows):
            self._row(row, self.rows[at - 1] if at else None)
        self._flush()
        return self._finish()

    # --- which block a row belongs to ---

    def _row(self, row: FormRow, before: FormRow | None) -> None:
        if is_indicator_header(row.keys) or is_score_header(row.keys):
            self._indicator_header(row, before)
        elif self.section == "indicators" and names_unit_only(row):
            return
        elif self.section == "funds" and all(is_task(line) for line in self.lines) and is_unlabelled(row):
            self._unlabelled(row)
        elif self.section in {"indicators", "foot"}:
            self._below_header(row)
        elif opens_tasks(row) or (self.section == "tasks" and not opens_funds(row) and not self._goal_header(row)):
            self._task(row)
        elif not (self._funds(row) or self._goal_header(row) or self._title(row) or self._labels(row) or self._goal_values(row)):
            self.draft.tally.lose(row.line, (cell for _, cell in row.filled), "表单中的这一行无法识别")

    def _indicator_header(self, row: FormRow, before: FormRow | None) -> None:
        """The header of indicators; a row of nothing but header words above it is its upper half."""
        self._flush()
        if self.header is None or self.header.keys != row.keys:  # the header printed again on another page: its levels go on
            self.levels = Levels()
        self.section, self.columns, self.header = "indicators", indicator_columns(row), row
        if before is not None and names_columns_only(before):
            self.columns = joined_columns(indicator_columns(before), self.columns)
        if self.kind == "form" and (is_framework_header(row.keys) or is_score_header(row.keys)):
            self.kind = "scores" if is_score_header(row.keys) else "framework"

    def _completes_header(self, row: FormRow) -> bool:
        """Whether a row is the lower half of the header: columns parted further, or the ends of its words (年度 | 指标值 on two lines)."""
        if names_columns_only(row):
            self.columns = joined_columns(self.columns, indicator_columns(row))
            return True
        whole = joined_header(self.header, row) if self.header else None
        if whole is not None:
            self.columns, self.header = indicator_columns(whole), whole
        return whole is not None

    def _unlabelled(self, row: FormRow) -> None:
        """Figures right below the header of the funds block, whose label is merged into the block's own."""
        line = read_funds_row(row, self.columns, self.draft.evaluation.money_unit, self.draft.tally)
        if line is not None:
            self.lines.append(replace(line, funding=replace(line.funding, source="total")))

    def _below_header(self, row: FormRow) -> None:
        if is_total_row(row.keys):
            self._flush()
            self._total(row)
        elif "80分" in (first := words(row.filled[0][1])) and _LOW.search(first):
            self._flush()
            self.values["low_reason"] = words("".join(cell for _, cell in row.filled[1:]))
        elif performance_words().is_label("grade", row.keys[0]):
            self._flush()
            self.grade = grade(" ".join(cell for _, cell in row.filled[1:])) or self.grade
            self._grade_points(row)
        elif is_remark(row):
            self._flush()
        elif _NEXT_GOAL.fullmatch(row.keys[0]):  # 年度绩效目标2(40分): the indicators of another goal follow under a header of their own
            self._flush()
            self.values["goal"] = self.values.get("goal", "") + words("".join(cell for _, cell in row.filled[1:]))
        elif self.section == "indicators" and not self.pending and self._completes_header(row):
            return
        elif self.section == "indicators":
            self.pending.append(row)
        else:
            self.draft.tally.lose(row.line, (cell for _, cell in row.filled), "总分之后的数字没有归属")

    def _flush(self) -> None:
        """Read the indicator rows gathered so far; after the total there are none."""
        if self.pending:
            self.draft.indicators.extend(read_indicators(self.pending, self.columns, self.draft.tally, self.levels))
            self.pending = []
        if self.section == "indicators":
            self.section = "foot"

    # --- the blocks ---

    def _title(self, row: FormRow) -> bool:
        if len(set(row.keys)) != 1:
            return False
        text = words(row.filled[0][1])
        if is_title(text):
            self.values["title"] = bare_title(text)
        found = _YEAR.fullmatch(text)
        if found:
            self.year = int(found[1])
        return bool(found) or is_title(text) or bool(money_unit(text))

    def _labels(self, row: FormRow) -> bool:
        """Label and value pairs of the head: each label cell takes the next cell."""
        taken = False
        for at, word in enumerate(row.keys):
            label = _head_labels().get(word, "") or ("total" if word in TOTALS_IN_HEAD else "")
            first = at == 0 or (at == 1 and bool(_NUMBERED.match(row.filled[0][1])))
            if not label or not (first or taken):
                continue
            taken = True
            value = _value_behind(row, at)
            if label == "total":
                self._total_in_head(row, value)
                continue
            if label == "project" and not first:
                continue
            if label == "goal_group":
                self.values["goal"] = self.values.get("goal", "") + value
            elif not self.values.get(label):
                self.values[label] = value
        return taken

    def _total_in_head(self, row: FormRow, value: str) -> None:
        """The total score beside the name of the project."""
        if (score := points(value)) is not None:
            self.total = (score, row.line)
            self.draft.tally.bind()

    def _funds(self, row: FormRow) -> bool:
        """The funds block: a line of pairs, its header, or a line under the header; labels may hold their figures."""
        if not may_speak_of_funds(row) and not (self.section == "funds" and is_unnamed_source(row, self.columns)):
            return False
        if stated_funds(row):
            self.section = "funds"
            self.stated.append(row)
            return True
        behind = _POINTS_BEHIND.search(row.filled[0][1])
        self.funds_points = points(behind[1]) if behind else self.funds_points
        line: FundsLine | None = None
        unit, tally = self.draft.evaluation.money_unit, self.draft.tally
        if is_paired_funds(row):
            line = read_paired_funds(row, unit, tally)
            whole = joined(self.lines[-1], line) if self.lines and self.section == "funds" else None
            if whole is not None:
                self.lines[-1], line = whole, None
        elif is_funds_start(row.keys) and not is_funds_row(row) and not (self.section == "funds" and is_blank_source(row)):
            self.columns = funds_columns(row)
        elif is_funds_row(row) or (self.section == "funds" and (has_source(row) or is_unnamed_source(row, self.columns))):
            line = read_funds_row(row, self.columns, unit, tally)
        else:
            return False
        self.section = "funds"
        self.lines.extend([line] if line else [])
        return True

    def _task(self, row: FormRow) -> None:
        """A yearly task with the money set against it; a row without figures belongs to the header, or is words alone."""
        self.section = "tasks"
        if any(is_figure(cell) for _, cell in row.filled):
            self.lines.extend(self.tasks.read(row, self.draft.evaluation.money_unit, self.draft.tally))
        else:
            self.tasks.head(row)

    def _goal_header(self, row: FormRow) -> bool:
        """A header 预期目标 | 实际完成情况, or a goal printed beside its label."""
        known = performance_words()
        if known.labels["goal"].isdisjoint(row.keys) and known.labels["result"].isdisjoint(row.keys):
            return False
        marks = {
            at: label
            for (at, _), word in zip(row.filled, row.keys, strict=True)
            for label in ("goal", "result")
            if known.is_label(label, word)
        }
        labels = set(marks.values())
        if labels == {"goal", "result"} or (labels and len(row.filled) <= len(marks) + 1 and row.filled[-1][0] in marks):
            self.section, self.goals = "goals", marks
            return True
        if labels == {"goal"} and row.filled[0][0] in marks and len(row.filled) > 1:
            if self.section == "goals" and set(self.goals.values()) == {"goal", "result"}:  # the label of the block printed again
                return self._goal_values(without_first(row))
            self.section, self.goals = "goals", {row.filled[-1][0]: "goal"}
            self.values["goal"] = words(row.filled[-1][1])
            return True
        return False

    def _goal_values(self, row: FormRow) -> bool:
        """Texts of goals and results; each goes to the nearest header, two of them in order."""
        if self.section != "goals":
            return False
        self.draft.tally.lose(row.line, (cell for _, cell in row.filled if not _numbers(cell)), "目标栏中有单独的数字")
        texts = [(at, cell) for at, cell in row.filled if not is_figure(cell)]
        order = [label for _, label in sorted(self.goals.items())]
        for position, (at, cell) in enumerate(texts):
            nearest = min(self.goals, key=lambda header: abs(header - at))
            label = order[position] if len(texts) == len(order) else self.goals[nearest]
            self.values[label] = self.values.get(label, "") + words(cell)
        return True

    def _total(self, row: FormRow) -> None:
        """The total; a weight sum printed before it must be the sum of the weights that were read."""
        self.section = "foot"
        rated = next((column.at for column in self.columns if column.role == "score_rate"), None)
        places = {column.role: column.at for column in self.columns}
        printed = [(at, cell, value) for at, cell in row.filled[1:] if (value := points(cell)) is not None]
        if places.keys() >= {"score", "weight"} and places["score"] < places["weight"] and len(printed) == _BOTH:  # 得分 | 分值
            printed.sort(key=lambda figure: figure[0] == places["score"])
            printed = printed if printed[1][0] == places["score"] else printed[::-1]
        rates = [(cell, value) for at, cell, value in printed if rated is not None and at >= rated and cell.endswith("%")]
        figures = [(cell, value) for at, cell, value in printed if rated is None or at < rated or not cell.endswith("%")]
        self.grade = next((found for _, cell in row.filled[1:] if points(cell) is None and (found := grade(cell))), self.grade)
        spoilt = [cell for _, cell in row.filled[1:] if points(cell) is None and is_figure(cell)]
        self.draft.tally.lose(row.line, spoilt, "总分行的数无法辨认")
        if not figures or spoilt:
            return
        self.total = (figures[-1][1], row.line)
        self.draft.tally.bind()
        weights = sum(indicator.weight or 0 for indicator in self.draft.indicators)
        with_funds = weights + sum(line.weight or 0 for line in self.lines)
        for cell, value in figures[:-1]:
            if value in {weights, with_funds} or (cell == figures[0][0] and self.weight_total is None and value <= _MOST_POINTS):
                self.weight_total = value if self.weight_total is None else self.weight_total
                self.draft.tally.bind()
            else:
                self.draft.tally.lose(row.line, [cell], "总分行的分值合计与各项分值之和不符，未作记录")
        for cell, value in rates:
            self._total_rate(row, cell, value)

    def _total_rate(self, row: FormRow, cell: str, value: int) -> None:
        """The rate of points of the total, which has no record of its own: it must be that of the points beside it."""
        total, weights = self.total[0], self.weight_total
        if total is not None and weights and abs(value - total * _HUNDRED / Fraction(weights)) <= _CENT:
            self.draft.tally.bind()
        else:
            self.draft.tally.lose(row.line, [cell], "总分行的得分率与得分、分值不符，未作记录")

    def _grade_points(self, row: FormRow) -> None:
        figures = [value for _, cell in row.filled[1:] if (value := points(cell)) is not None]
        if figures and self.total[0] is None:
            self.total = (figures[-1], row.line)
            self.draft.tally.bind()

    # --- the record ---

    def _finish(self) -> FormDraft:
        values = self.values
        self._stated(values.get("title", ""))
        title = values.get("title", "")
        project = values.get("project", "") or self.captioned or project_in(title)
        kind = self._kind(title, project)
        if kind == "target":
            self.lines = [as_budget(line) for line in self.lines]
        main = next((line for source in ("total", "tasks") for line in self.lines if line.funding.source == source), None)
        self.draft.fundings = [line.funding for line in self.lines]
        self.draft.evaluation = replace(
            self.draft.evaluation,
            kind=kind,
            title=title,
            project=project,
            supervisor=values.get("supervisor", ""),
            unit_name=values.get("unit", "") or values.get("department", ""),
            fiscal_year=self.year or self.default_year,
            initial=main.funding.initial if main else None,
            adjusted=main.funding.adjusted if main else None,
            executed=main.funding.executed if main else None,
            rate=main.funding.rate if main else None,
            funds_weight=next((line.weight for line in self.lines if line.weight is not None), self.funds_points),
            funds_score=next((line.score for line in self.lines if line.score is not None), None),
            total=self.total[0],
            grade=self.grade,
            goal=values.get("goal", ""),
            result=values.get("result", ""),
            low_reason=values.get("low_reason", ""),
            total_line=self.total[1],
            weight_total=self.weight_total,
        )
        return self.draft

    def _stated(self, title: str) -> None:
        """Amounts printed in the cell of their label: the budget of a target; beside spending it is not said which amount they are."""
        target = self._kind(title, self.values.get("project", "")) in {"target", "period"}
        for row in self.stated:
            if target:
                self.lines.extend(read_stated_funds(row, self.draft.evaluation.money_unit, self.draft.tally))
            else:
                self.draft.tally.lose(row.line, (cell for _, cell in stated_funds(row)), "与项目写在同一格的金额没有说明是年初还是全年预算")

    def _kind(self, title: str, project: str) -> str:
        if self.kind in _FIXED_KINDS:
            return self.kind
        if any(word in title for word in performance_words().monitoring_titles):
            return "monitoring"
        roles = {column.role for column in self.columns}
        if not roles & {"actual", "score"} and self.total[0] is None:
            return "target"
        return "department" if names_whole_department(title) or "部门整体" in project else "self"


@cache
def _head_labels() -> Mapping[str, str]:
    """Every word of the head of a form with its label, the first in order where a word has several."""
    known = performance_words()
    return {word: label for label in reversed(_HEAD_LABELS) for word in known.labels[label]}


def _value_behind(row: FormRow, at: int) -> str:
    """The value of the label at a place: the next cell, unless that is a label itself, because the value was left blank."""
    if at + 1 >= len(row.filled) or row.keys[at + 1] in _head_labels():
        return ""
    return words(row.filled[at + 1][1])


def _unit_in(rows: Sequence[FormRow]) -> str:
    """The unit of money in the label of the funds block, e.g. 项目资金(万元)."""
    known = performance_words()
    for row in rows:
        if is_indicator_header(row.keys):
            return ""
        for (_, cell), word in zip(row.filled, row.keys, strict=True):
            speaks = word in known.fund_groups or word in known.sources or word in known.columns["funds"] or len(row.filled) == 1
            unit = money_unit(cell) if speaks else ""
            if unit:
                return unit
    return ""


def _numbers(cell: str) -> bool:
    """Whether a cell is a running number."""
    return cell.isdigit() and len(cell) < _LONGEST_NUMBERING


def read_form(span: Span, fiscal_year: int | None) -> FormDraft:
    """Read the rows of one form or indicator system."""
    return _FormReader(span, fiscal_year).read()
