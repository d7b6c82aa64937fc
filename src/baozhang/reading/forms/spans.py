"""Cutting a document into forms: which rows of which tables belong to one form, list or indicator system.

A form starts at its title row, at its row 项目名称, or at a header or funds row behind a caption that is a title.
Where a table ends does not matter: one table may hold two forms, and a form may go on in the next table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import record
from baozhang.reading.forms.folding import key, words
from baozhang.reading.forms.merged import without_copies
from baozhang.reading.forms.titles import Context, context_of, is_title
from baozhang.reading.forms.values import starts_with_operator
from baozhang.reading.statements.broken_rows import with_whole_figures
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block, GridRow


@record(frozen=True, slots=True)
class FormRow:
    """One row of a form: its filled cells with their positions, and the keys of these cells."""

    line: int
    filled: tuple[tuple[int, str], ...]
    keys: tuple[str, ...]
    after_break: bool
    block: int
    row: int


@dataclass(slots=True)
class Span:
    """The rows of one form (or list, or indicator system) with what stands before it."""

    kind: str
    """`form`, `list` or `framework`."""
    context: Context
    rows: list[FormRow] = field(default_factory=list)
    named: bool = False
    owned: bool = False
    """Whether the department whose form it is was named."""
    headed: bool = False
    """Whether the header of an indicator table (or list) was met."""
    funded: bool = False
    ended: bool = False
    """Whether the total was met."""

    @property
    def fresh(self) -> bool:
        """Nothing but titles so far."""
        return not (self.named or self.owned or self.headed or self.funded)


def read_rows(block: Block) -> tuple[FormRow, ...]:
    """The rows of a table as form rows."""
    rows = (_form_row(row, block.index, at) for at, row in enumerate(with_whole_figures(without_copies(block.rows))) if any(row.cells))
    return tuple(row for row in rows if not _numbers_columns(row.keys))


def _numbers_columns(keys: tuple[str, ...]) -> bool:
    """Whether a row numbers the columns (1 | 2 | 3 …)."""
    return len(keys) > _FEWEST_COLUMNS and keys[0] == "1" and keys == tuple(str(at) for at in range(1, len(keys) + 1))


def _form_row(row: GridRow, block: int, at: int) -> FormRow:
    filled = tuple([(col, cell) for col, cell in enumerate(row.cells) if cell])
    return FormRow(row.line, filled, tuple([key(cell) for _, cell in filled]), row.after_break, block, at)


def is_indicator_header(keys: tuple[str, ...]) -> bool:
    """Whether a row is the header of an indicator table: it names the indicator and at least two other columns."""
    marked = not _INDICATOR_MARKS.isdisjoint(keys) or (_BARE_MARK in keys and _sets_values(keys))
    return len(keys) >= _FEWEST_COLUMNS and marked and _names_indicators(keys)


@lru_cache(maxsize=1024)
def _sets_values(keys: tuple[str, ...]) -> bool:
    """Whether a header gives indicators their targets and points: then a bare 指标 is the name of one."""
    roles = {performance_words().role_of("indicator", word) for word in keys}
    return {"target", "weight", "score"} <= roles


@lru_cache(maxsize=1024)
def _names_indicators(keys: tuple[str, ...]) -> bool:
    known = performance_words()
    roles = {known.role_of("indicator", word) for word in keys} - {""}
    return "name" in roles and len(roles) >= _FEWEST_COLUMNS


_FEWEST_COLUMNS: Final = 3
_BARE_MARK: Final = "指标"
_INDICATOR_MARKS: Final = frozenset({"一级指标", "二级指标", "三级指标", "指标名称", "指标类型", "具体指标", "绩效指标名称", "指标内容"})


@lru_cache(maxsize=1024)
def is_framework_header(keys: tuple[str, ...]) -> bool:
    """Whether an indicator header explains indicators (指标解释, 评分标准) and sets no targets."""
    roles = {performance_words().role_of("indicator", word) for word in keys}
    explained = not roles.isdisjoint({"note", "rule"}) or ({"weight", "score"} <= roles and "" not in roles)
    return explained and not roles & {"target", "actual"}


@lru_cache(maxsize=1024)
def is_score_header(keys: tuple[str, ...]) -> bool:
    """Whether a row heads points by levels (一级指标 | 分值 | 得分 | 得分率): no single indicators, no targets, nothing unknown."""
    known = performance_words()
    if len(keys) < _FEWEST_COLUMNS or keys[0] not in known.score_heads:
        return False
    roles = {known.role_of("indicator", word) for word in keys[1:]}
    return {"weight", "score"} <= roles <= _SCORES


_SCORES: Final = frozenset({"weight", "score", "score_rate", "level2", "reason", "note", "rule"})


def is_list_header(keys: tuple[str, ...]) -> bool:
    """Whether a row is the header of a list of projects with amounts, scores or grades."""
    known = performance_words().columns["list"]
    if len(keys) < _FEWEST_COLUMNS or not any(known.get(word) == "project" for word in keys):
        return False
    roles = {known[word] for word in keys if word in known}
    if len(roles) < _FEWEST_COLUMNS and len(roles) > 1:  # words that are not listed count where two are
        roles = set(performance_words().roles_of("list", keys)) - {""}
    return len(roles) >= _FEWEST_COLUMNS and not _LIST_FIGURES.isdisjoint(roles)


_LIST_FIGURES: Final = frozenset({"initial", "adjusted", "executed", "score", "grade"})


def is_funds_start(keys: tuple[str, ...]) -> bool:
    """Whether a row opens the funds block: its group label, or two of its column words."""
    known = performance_words()
    funds = known.columns["funds"]
    roles = {role for word in keys if (role := funds.get(word, "note")) not in {"label", "note"}}
    if len(roles) > 1 or not keys or keys[0] not in known.fund_groups:
        return len(roles) > 1
    named = {known.role_of("funds", word) for word in keys[1:]} - {"", "label", "note"}
    return len(named) > 1 or (len(keys) > 1 and keys[1] in known.sources)


def is_project_row(keys: tuple[str, ...]) -> bool:
    """Whether a row gives the name of the form's project: label and value, in pairs, not the header of a table."""
    known = performance_words()
    if not keys or not known.is_label("project", keys[0]) or len(keys) > _MOST_PAIRED:
        return False
    return len(keys) == 1 or (keys[1] not in known.columns["list"] and (len(keys) < _PAIRED or _is_head_label(keys[2])))


_PAIRED: Final = 3
_MOST_PAIRED: Final = 6
_HEAD: Final = ("supervisor", "unit", "other", "department", "project")


def _is_head_label(word: str) -> bool:
    known = performance_words()
    return word in TOTALS_IN_HEAD or any(known.is_label(label, word) for label in _HEAD)


TOTALS_IN_HEAD: Final = frozenset({"自评总分", "自评得分", "评价得分"})
"""Labels of the total score that may stand beside the name of the project."""


def is_total_row(keys: Sequence[str]) -> bool:
    """Whether a row behind the indicators gives the total score."""
    return bool(keys) and performance_words().is_label("total", keys[0])


def may_open_form(rows: Sequence[GridRow]) -> bool:
    """Whether a table under no title has any word with which a form begins; most tables of a document are statements and have none."""
    cells: set[str] = set().union(*[row.cells for row in rows])
    return "绩效" in "|".join(cells) or not opening_words().isdisjoint(map(key, cells))


@cache
def opening_words() -> frozenset[str]:
    """The words without which no row is the header of indicators, that of a scored list, or the name of a project."""
    known = performance_words()
    scores = {word for word, role in known.columns["list"].items() if role in {"score", "grade"}}
    return _INDICATOR_MARKS | {_BARE_MARK} | known.labels["project"] | scores | known.score_heads


@cache
def _frame_words() -> frozenset[str]:
    """The words without which no row begins a form (but for its title), names what it is about, or ends it: most rows have none."""
    known = performance_words()
    labels = known.labels["project"] | known.labels["department"] | known.labels["total"]
    return _INDICATOR_MARKS.union({_BARE_MARK}, known.columns["list"], known.columns["funds"], known.fund_groups, known.score_heads, labels)


class Splitter:
    """Reads blocks in order and cuts forms; prose between tables closes a form unless rows of it follow."""

    def __init__(self) -> None:
        """Start with no form open."""
        self.spans: list[Span] = []
        self._open: Span | None = None
        self._prose: list[Block] = []

    def split(self, blocks: Sequence[Block]) -> list[Span]:
        """The forms, lists and indicator systems of a document, in reading order."""
        for block in blocks:
            if block.kind == "table":
                self._table(block)
            elif block.kind != "contents" and not _SEAM.fullmatch(block.text):
                self._prose.append(block)
        return [span for span in self.spans if span.headed or (span.funded and (span.named or span.owned))]

    def _table(self, block: Block) -> None:
        context = context_of(self._prose)
        continued = self._continues(block)
        if not continued:
            self._open = Span("form", context) if context.title else None
            self.spans.extend([self._open] if self._open else [])
        rows = read_rows(block) if self._open is not None or may_open_form(block.rows) else ()
        behind = 0
        for at, row in enumerate(rows):
            frames = not _frame_words().isdisjoint(row.keys)
            tells = frames or len(set(row.keys)) == 1
            behind = max(behind, at + self._repeated_head(rows[at:])) if tells else behind
            if at < behind:
                continue
            kind = self._starts(row, context) if tells else ""
            if kind:
                self._open = Span(kind, context)
                self.spans.append(self._open)
                context = Context(money_unit=context.money_unit, title=context.title if not context.blocks else "")
            if self._open is not None:
                self._open.rows.append(row)
                if frames:
                    self._note(self._open, row)
        self._prose = []

    def _repeated_head(self, rows: Sequence[FormRow]) -> int:
        """How many rows only repeat the head of the open form, as a page prints it again above the rows that go on."""
        span = self._open
        if span is None or span.ended or span.kind != "form" or span.fresh or not _opens(rows[0]):
            return 0
        start = next((at for at, row in enumerate(span.rows[:_HEAD_ROWS]) if row.keys == rows[0].keys), -1)
        if start < 0:
            return 0
        pairs = zip(rows, span.rows[start:], strict=False)
        count = next((at for at, (row, own) in enumerate(pairs) if row.keys != own.keys), min(len(rows), len(span.rows) - start))
        behind = rows[count].keys if count < len(rows) else ()
        return count if not span.headed or _goes_on(behind) else 0

    def _continues(self, block: Block) -> bool:
        """Whether the rows of a new table go on with the open form: nothing but scraps of text lies between."""
        if self._open is None or any(len(prose.text) > _SCRAP or is_title(prose.text) for prose in self._prose):
            return False
        if not self._prose:
            return True
        first = next(iter(read_rows(block)), None)
        if first is None:
            return True
        if is_score_header(first.keys):
            return False
        if is_indicator_header(first.keys):
            return not self._open.headed
        known = performance_words()
        follows = not self._open.headed and not self._open.ended and _follows_head(first.keys)
        levels = any(word in known.level1 or word in known.level2 or word in known.groups for word in first.keys[:3])
        return follows or is_total_row(first.keys) or levels or any(starts_with_operator(cell) for _, cell in first.filled)

    def _starts(self, row: FormRow, context: Context) -> str:
        span = self._open
        if len(set(row.keys)) == 1 and is_title(row.filled[0][1]):
            return "" if span is not None and span.fresh else "form"
        titled = bool(context.title) or (span is not None and bool(_title_in(span)))
        if is_list_header(row.keys):
            scored = bool({"score", "grade"} & {performance_words().columns["list"].get(word) for word in row.keys})
            return self._fresh_or("list") if titled or scored else ""
        if is_project_row(row.keys):
            return self._fresh_or("form", unless=span is not None and not span.named and not span.headed)
        if is_indicator_header(row.keys) or is_score_header(row.keys):
            return self._header_start(row)
        if titled and (is_funds_start(row.keys) or _names_department(row.keys)) and (span is None or span.ended):
            return "form"
        return ""

    def _header_start(self, row: FormRow) -> str:
        span = self._open
        kind = "scores" if is_score_header(row.keys) else "framework" if is_framework_header(row.keys) else "form"
        if span is None or (span.kind == "list"):
            return kind
        if span.ended and not span.fresh:
            return kind
        if span.fresh and kind != "form":
            span.kind = kind
        return kind if span.headed and kind != "form" and span.kind not in {kind, "framework"} else ""

    def _fresh_or(self, kind: str, *, unless: bool = False) -> str:
        """Start a span of `kind`, or turn the open one, of which only the title was met, into it."""
        span = self._open
        if span is not None and (span.fresh or unless):
            span.kind = kind
            return ""
        return kind

    @staticmethod
    def _note(span: Span, row: FormRow) -> None:
        """Note what a row says of the span it belongs to."""
        if span.kind == "list":
            span.headed = span.headed or is_list_header(row.keys)
            return
        if is_indicator_header(row.keys) or is_score_header(row.keys):
            span.headed = True
        elif span.headed:
            span.ended = span.ended or is_total_row(row.keys)
        elif is_project_row(row.keys):
            span.named = True
        elif _names_department(row.keys):
            span.owned = True
        elif is_funds_start(row.keys):
            span.funded = True


def _opens(row: FormRow) -> bool:
    return is_project_row(row.keys) or (len(set(row.keys)) == 1 and is_title(row.filled[0][1]))


def _follows_head(keys: tuple[str, ...]) -> bool:
    """Whether a row is money by its source or a goal: behind the head of a form and before its indicators."""
    known = performance_words()
    return any(word in known.sources for word in keys[:2]) or any(known.is_label(label, keys[0]) for label in _GOALS)


_GOALS: Final = ("goal", "goal_group", "result")


def _goes_on(keys: tuple[str, ...]) -> bool:
    """Whether a row is one that a form goes on with behind its head: no label of the head, no money."""
    known = performance_words()
    sources = any(word in known.sources or word in known.fund_groups for word in keys[:2])
    return bool(keys) and not sources and not is_funds_start(keys) and not any(known.is_label(label, keys[0]) for label in _HEAD)


_HEAD_ROWS: Final = 12
_SCRAP: Final = 40
_SEAM: Final = re.compile(r"[-—·\s]*\d{1,4}[-—·\s]*|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\(?(?:续上?表|接上[表页]|续)\d{0,2}\)?")
"""What stands between two parts of a table and says nothing: the number of the page, or that the table goes on (续表)."""


def _names_department(keys: tuple[str, ...]) -> bool:
    return 1 < len(keys) <= _MOST_PAIRED and performance_words().is_label("department", keys[0])


def _title_in(span: Span) -> str:
    return next((words(row.filled[0][1]) for row in span.rows[:2] if len(set(row.keys)) == 1 and is_title(row.filled[0][1])), "")


def split_forms(blocks: Sequence[Block]) -> list[Span]:
    """The forms, lists and indicator systems in the tables of a document."""
    return Splitter().split(blocks)


def form_tables(blocks: Sequence[Block]) -> frozenset[int]:
    """Indexes of the table blocks that hold a form, list or indicator system: no statement is to be read from them."""
    return frozenset(row.block for span in split_forms(blocks) for row in span.rows)
