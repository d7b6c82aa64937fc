"""Whether a performance form holds together: the one gate for forms whose cells were guessed, and the sign of columns that slipped.

A page without ruling lines, and a text that blanks alone hold together, do not say where a cell ends: geometry or blanks supply the cells,
and no more. What the form says tells whether they are right, by the same bounds whoever cut them:

- its rows could be told in one way only, and every cell of an indicator stands in a column of its header;
- every indicator has a name of its own and a target that is one, and the levels are known and under each other;
- the points make a hundred (10 or 20 may be those of the funds, which many forms give without printing them), no score is missing or above
  its points, and without points the scores make the total;
- its project is named.

Any other form is named as unread, with its place: a wrong figure costs more than a missing one. Its money is read apart, from lines of its
own: where sums and rates do not hold, the money alone is left out. In a form whose cells are certain all of this may be wrong in print,
and is for the rules to say; only where three things or more are, its columns have slipped.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.facts.amounts import SCALE
from baozhang.facts.record import replace
from baozhang.reading.forms.cells import Holds, holds
from baozhang.reading.forms.draft import FormDraft, Tally, empty_evaluation
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.values import starts_with_operator
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import EvaluationRow, FundingRow, IndicatorRow
    from baozhang.reading.formats.transcript import Inferred

UNREAD: Final = "unread"
"""The kind of a form that is only named."""

_FULL: Final = 100 * SCALE
"""A hundred points, or a hundred percent."""
_UNPRINTED: Final = frozenset({0, 10 * SCALE, 20 * SCALE})
"""Points for execution that a form may give without printing them: 10, in some schemes 20 (财预〔2020〕10号)."""
_FORMS: Final = frozenset({"target", "self", "department", "framework", "scores", "monitoring", "period"})
"""Kinds with indicators; a list has a line for each project, and nothing that adds up."""
_SLIPPING: Final = frozenset({"target", "self", "department"})
"""Kinds that have points, scores and money, which cannot all be wrong."""
_SCORED: Final = frozenset({"self", "department"})
"""Kinds of forms that give every indicator its score, and a total."""
_NAMELESS: Final = frozenset({"framework"})
"""Kinds of forms that may be those of any project."""
_PART: Final = "scores"
"""The kind of a table of a report with the indicators of one first level: all of them together have a hundred points."""
_SIGNS: Final = frozenset("≥≤=<>＞＜")
_MOST_PERCENT: Final = 10 * _FULL
"""No rate is ten times what it is measured against; two cells became one."""
_RATE_ROUNDING: Final = 2
"""The rate of a form may be rounded to a percent, or cut."""
_SOURCES: Final = ("fiscal", "other", "carryover")
_MANY: Final = 3
_FAR: Final = 30 * SCALE
"""Points by which a form misses the hundred that no slip of the hand explains, where scores, money or names are wrong as well."""
_OF_INDICATORS: Final = ("指标行", "分值", "总分")
_OF_FUNDS: Final = ("资金", "表单中的这一行")
"""How the reasons begin for which figures of indicators, or of funds, found no column."""


class _Form(NamedTuple):
    """What is printed in a form."""

    about: EvaluationRow
    fundings: Sequence[FundingRow]
    indicators: Sequence[IndicatorRow]


def held(drafts: Sequence[FormDraft], inferred: Sequence[Inferred]) -> list[FormDraft]:
    """The forms, those that were inferred and do not hold without their figures and listed as unread."""
    if not inferred:
        return list(drafts)
    parts = sum(row.weight or 0 for draft in drafts if draft.evaluation.kind == _PART for row in draft.indicators)
    return [_held(draft, inferred, parts) for draft in drafts]


def is_torn(evaluation: EvaluationRow, fundings: Sequence[FundingRow], indicators: Sequence[IndicatorRow]) -> bool:
    """Whether so much in a form does not hold that its columns must have slipped; a slip of the hand breaks one thing more."""
    if evaluation.kind not in _SLIPPING:
        return False
    form = _Form(evaluation, fundings, indicators)
    points, rates = _points(form), _rates_hold(fundings)
    figures = [points == _FULL, _scores_hold(form), _sums_hold(fundings), rates].count(False)
    doubts = figures + (not all(map(_is_whole, indicators)))
    funds = not rates and (evaluation.funds_score or 0) > (evaluation.funds_weight or _FULL)
    slipped = funds or sum(map(_is_slipped, indicators)) > 1
    return figures > _MANY or (slipped and points != _FULL) or (doubts >= _MANY and abs(points - _FULL) > _FAR)


def _is_slipped(indicator: IndicatorRow) -> bool:
    """Whether the points of an indicator are those of another column: no slip of the hand, which breaks one row, makes two such rows."""
    weight, score = indicator.weight, indicator.score
    if weight is None or score is None:
        return False
    bare = not indicator.actual_text or not indicator.target_text
    return weight > _FULL or score > weight or (bare and weight != score)


def _held(draft: FormDraft, inferred: Sequence[Inferred], parts: int) -> FormDraft:
    about = draft.evaluation
    within = [part for part in inferred if about.line <= part.last and part.first <= about.line_to]
    if not within:
        return draft
    named = f"“{about.project}”" if about.project else ""
    what = f"{named}{_BY_BLANKS if within[0].aligned else _WITHOUT_LINES}"
    why = ""
    if about.kind in _FORMS:
        why = _against(draft, parts) if all(part.sure for part in within) else "各行的归属不止一种可能"
    if why:
        return _withheld(draft, f"{what}，列的归属无法确定（{why}），请对照原文")
    if draft.fundings and not _money_holds(draft):
        return _without_money(draft, f"{what}，列的归属无法确定（资金各行与合计或执行率不符），请对照原文")
    if within[0].aligned and about.kind in _FORMS:
        draft.tally.doubts.append((about.line, _GUESSED.format(about.project or about.title or "本表")))
    return draft


_WITHOUT_LINES: Final = "无框线的绩效表"
_BY_BLANKS: Final = "只靠空格对齐的绩效表"
_GUESSED: Final = "“{}”绩效表只靠空格对齐，各栏按位置推定"


def _withheld(draft: FormDraft, why: str) -> FormDraft:
    """The form with nothing but its name."""
    about = draft.evaluation
    bare = replace(
        empty_evaluation(UNREAD, [], about.money_unit),
        title=about.title,
        project=about.project,
        block=about.block,
        line=about.line,
        line_to=about.line_to,
    )
    return FormDraft(bare, tally=Tally(draft.tally.figures, 0, doubts=[(about.line, why)]))


def _without_money(draft: FormDraft, why: str) -> FormDraft:
    bare = replace(draft.evaluation, initial=None, adjusted=None, executed=None, rate=None)
    draft.tally.doubts.append((draft.fundings[0].line, why))
    return FormDraft(bare, [], draft.indicators, draft.tally)


def _against(draft: FormDraft, parts: int) -> str:
    """What in a form does not agree, in Chinese; empty where everything does. `parts`: the points of all tables of the report."""
    indicators = draft.indicators
    if not indicators:
        return ""
    if not (draft.evaluation.project or draft.evaluation.title) and draft.evaluation.kind not in _NAMELESS:
        return "项目名称和表题都没有读出"
    scored = any(row.weight is not None for row in indicators)
    astray = draft.tally.adrift > 0 or any(why.startswith(_OF_INDICATORS) for _, why in draft.tally.unplaced)
    if astray or (not scored and any(row.repaired for row in indicators)):
        return "有单元格不在表头所指的栏"
    if not all(map(_is_whole, indicators)):
        return "有指标的名称或指标值不完整"
    if not _levels_hold(indicators):
        return "有指标的级别无法确定"
    return _points_against(_Form(draft.evaluation, draft.fundings, indicators), parts, scored=scored)


# --- names, targets, levels ---


def _is_whole(row: IndicatorRow) -> bool:
    """Whether an indicator has a name of its own and a target that is one: not a part of one, nor the words of two cells."""
    if not _is_name(row.name) or not _SIGNS.isdisjoint(row.name):
        return False
    if row.target_unit == "%" and (row.actual or 0) > _MOST_PERCENT:
        return False
    signs = sum(char in _SIGNS for char in row.target_text)
    return signs < 2 and not (starts_with_operator(row.target_text) and row.target is None and any(map(str.isdigit, row.target_text)))


def _is_name(name: str) -> bool:
    """Whether an indicator may be called so. Levels are none, but for 满意度, which its only indicator is often called as well."""
    kind = holds(name) if name else Holds.DASH
    if kind in _LEVELS:
        return _SATISFACTION in name
    return kind in _NAMES and not (is_in_level(name) and kind is Holds.TEXT) and not holds_level(name)


_LEVELS: Final = frozenset({Holds.LEVEL1, Holds.LEVEL2, Holds.LEVEL})
_NAMES: Final = frozenset({Holds.TEXT, Holds.QUANTITY})
_SATISFACTION: Final = "满意"


@lru_cache(maxsize=4096)
def is_in_level(words: str) -> bool:
    """Whether words are a part of the name of a level, as a line of it is.

    >>> is_in_level("度指标"), is_in_level("参保人数")
    (True, False)
    """
    known = performance_words()
    return any(key(words) in level for level in (*known.level1, *known.level2))


@lru_cache(maxsize=4096)
def holds_level(words: str) -> bool:
    """Whether the whole name of a level is among some words: those of two cells that stand over each other."""
    known = performance_words()
    return any(level in words for level in (*known.level1, *known.level2) if level.endswith("指标"))


def _levels_hold(indicators: Sequence[IndicatorRow]) -> bool:
    """Whether all indicators have the levels that any of them has, known ones, the second under its own first."""
    known = performance_words()
    for row in indicators:
        first, second = key(row.level1), key(row.level2)
        if not first and not second:
            continue
        if first not in known.level1 or (second and second not in known.level2):
            return False
        if known.decides.get(known.level2.get(second, ""), row.level1) != row.level1:
            return False
    seconds = {bool(row.level2) for row in indicators}
    return len({bool(row.level1) for row in indicators}) == 1 and len(seconds) == 1


# --- points and scores ---


def _points_against(form: _Form, parts: int, *, scored: bool) -> str:
    """What in the points and scores of a form that is guessed does not agree, in Chinese."""
    if scored and form.about.kind in _SCORED and form.about.total is None:
        return "总分没有读出"
    if scored and any(row.weight is None for row in form.indicators):
        return "有指标的分值没有读出"
    if scored and not _points_hold(form, parts):
        return "各指标分值合计不是100分"
    given = sum(row.score is not None for row in form.indicators)
    if scored and (given or form.about.kind in _SCORED) and given < len(form.indicators):
        return "有指标的得分没有读出"
    return "" if _scores_hold(form) else "有指标的得分与分值或总分不符"


def _points(form: _Form) -> int:
    """All points together; a hundred where the indicators have none."""
    if all(one.weight is None for one in form.indicators):
        return _FULL
    return sum(one.weight or 0 for one in form.indicators) + (form.about.funds_weight or 0)


def _points_hold(form: _Form, parts: int) -> bool:
    """Whether all points are a hundred, with those of the funds, printed or not, or without them."""
    if form.about.kind == _PART:
        return parts == _FULL
    funds = form.about.funds_weight
    return _points(form) == _FULL or (_FULL - _points(form) in _UNPRINTED if funds is None else _points(form) - funds == _FULL)


def _scores_hold(form: _Form) -> bool:
    """Whether no score is above its points; where no points are given, whether the scores make the total."""
    about = form.about
    if all(one.weight is None for one in form.indicators):
        scores = sum(one.score or 0 for one in form.indicators) + (about.funds_score or 0)
        return about.total is None or abs(about.total - scores) <= SCALE // 100
    within = all(one.weight is not None and 0 <= (one.score or 0) <= one.weight for one in form.indicators)
    return within and (about.funds_score or 0) <= (about.funds_weight or 0)


# --- money ---


def _money_holds(draft: FormDraft) -> bool:
    """Whether every figure of the money has its column, the lines add up and the rates are theirs."""
    placed = not any(why.startswith(_OF_FUNDS) for _, why in draft.tally.unplaced)
    return placed and _sums_hold(draft.fundings) and all(map(_rate_holds, draft.fundings))


def _sums_hold(fundings: Sequence[FundingRow]) -> bool:
    return all(_sum_holds(row, fundings) for row in fundings if row.source == "total")


def _rates_hold(fundings: Sequence[FundingRow]) -> bool:
    return all(_rate_holds(row) for row in fundings if row.source == "total")


def _sum_holds(whole: FundingRow, fundings: Sequence[FundingRow]) -> bool:
    """Whether the money is the sum of its sources, where any are printed."""
    levels = () if any(row.source == "fiscal" for row in fundings) else tuple(row for row in fundings if row.source.startswith("fiscal."))
    parts = [*(row for row in fundings if row.source in _SOURCES), *levels]
    printed = [kind for kind in ("initial", "adjusted", "executed") if any(getattr(part, kind) is not None for part in parts)]
    pairs = [(getattr(whole, kind) or 0, sum(getattr(part, kind) or 0 for part in parts)) for kind in printed]
    return not parts or all(abs(one - other) <= whole.half_unit * (len(parts) + 1) for one, other in pairs)


def _rate_holds(row: FundingRow) -> bool:
    budget = row.adjusted or row.initial
    if row.rate is None or not budget or row.executed is None:
        return True
    return abs(row.executed * _FULL // budget - row.rate) <= _RATE_ROUNDING * SCALE
