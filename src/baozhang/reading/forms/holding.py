"""Forms whose cells were told apart by the white between them: which of them hold together, so that no cell can stand in a wrong place.

A page without ruling lines does not say where a cell ends. A form read from one is taken only where its rows could be told in one way and
what it says agrees with itself: points that add up to a hundred, no score above its points, every level known and in its place, no cell
that holds words of two. Any other is named as unread, with its place: a wrong figure costs more than a missing one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import Holds, holds
from baozhang.reading.forms.draft import FormDraft, Tally, empty_evaluation
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.values import starts_with_operator
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import FundingRow, IndicatorRow
    from baozhang.reading.formats.transcript import Inferred

_WHOLE: Final = 1_000_000
"""A hundred points, in ten-thousandths."""
_UNPRINTED: Final = frozenset({0, 100_000, 200_000})
"""Points for execution that a form may give without printing them: 10, in some schemes 20 (财预〔2020〕10号)."""
_FORMS: Final = frozenset({"target", "self", "department", "framework", "scores", "monitoring", "period"})
_SCORED: Final = frozenset({"self", "department"})
"""Kinds of forms that give every indicator its score, and a total."""
_SIGNS: Final = frozenset("≥≤=<>＞＜")
_OF_INDICATORS: Final = ("指标行", "分值", "总分")
_OF_FUNDS: Final = ("资金", "表单中的这一行")
"""How the reasons begin for which figures of indicators, or of funds, found no column."""
_RATE_SLACK: Final = 1_000
"""What a rate may differ from its amounts, which are rounded: a tenth of a percent."""
UNREAD: Final = "unread"
"""The kind of a form that is only named."""
_WHY: Final = "无框线的绩效表，列的归属无法确定"


def held(drafts: Sequence[FormDraft], inferred: Sequence[Inferred]) -> list[FormDraft]:
    """The forms, those that were inferred and do not hold without their figures and listed as unread."""
    return [_held(draft, inferred) for draft in drafts] if inferred else list(drafts)


def _held(draft: FormDraft, inferred: Sequence[Inferred]) -> FormDraft:
    about = draft.evaluation
    parts = [part for part in inferred if about.line <= part.last and part.first <= about.line_to]
    if about.kind not in _FORMS or not parts:
        return draft
    why = _against(draft) if all(part.sure for part in parts) else "各行的归属不止一种可能"
    return _withheld(draft, why) if why else _with_funds(draft)


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
    lost = Tally(draft.tally.figures, 0, [(about.line, f"{_WHY}（{why}），请对照原文")])
    return FormDraft(bare, tally=lost)


def _against(draft: FormDraft) -> str:
    """What in a form does not agree, in Chinese; empty where everything does."""
    indicators = draft.indicators
    if not indicators:
        return ""
    if not draft.evaluation.project and draft.evaluation.kind != "framework":
        return "项目名称没有读出"
    scored = any(row.weight is not None for row in indicators)
    astray = draft.tally.adrift > 0 or any(why.startswith(_OF_INDICATORS) for _, why in draft.tally.unplaced)
    if astray or (not scored and any(row.repaired for row in indicators)):
        return "有单元格不在表头所指的栏"
    if any(map(_is_torn, indicators)):
        return "有指标的名称或指标值不完整"
    if not _levels_hold(indicators):
        return "有指标的级别无法确定"
    return _points_against(draft) if scored else ""


def _is_torn(row: IndicatorRow) -> bool:
    """Whether the name or the target of an indicator is not one: missing, a part of a level, or made of the words of two cells."""
    signs = sum(char in _SIGNS for char in row.target_text)
    return (
        not _is_name(row.name)
        or signs > 1
        or (starts_with_operator(row.target_text) and row.target is None and any(map(str.isdigit, row.target_text)))
        or not _SIGNS.isdisjoint(row.name)
    )


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


def _points_against(draft: FormDraft) -> str:
    indicators = draft.indicators
    if draft.evaluation.kind in _SCORED and draft.evaluation.total is None:
        return "总分没有读出"
    if any(row.weight is None for row in indicators):
        return "有指标的分值没有读出"
    together = sum(row.weight or 0 for row in indicators)
    if draft.evaluation.funds_weight is not None:
        whole = together + draft.evaluation.funds_weight == _WHOLE or together == _WHOLE
    else:
        whole = _WHOLE - together in _UNPRINTED
    if not whole:
        return "各指标分值合计不是100分"
    scored = [row for row in indicators if row.score is not None]
    asked = scored or draft.evaluation.kind in _SCORED
    return "有指标的得分没有读出" if asked and len(scored) < len(indicators) else ""


def _with_funds(draft: FormDraft) -> FormDraft:
    """The form; without its funds where their lines do not agree."""
    if not draft.fundings or _funds_hold(draft):
        return draft
    bare = replace(draft.evaluation, initial=None, adjusted=None, executed=None, rate=None)
    tally = draft.tally
    tally.unplaced.append((draft.fundings[0].line, f"{_WHY}（资金各行与合计或执行率不符），请对照原文"))
    return FormDraft(bare, [], draft.indicators, tally)


def _funds_hold(draft: FormDraft) -> bool:
    """Whether every rate is that of its line, and the lines add up to their total."""
    fundings = draft.fundings
    if any(why.startswith(_OF_FUNDS) for _, why in draft.tally.unplaced) or not all(map(_is_rate, fundings)):
        return False
    total = next((one for one in fundings if one.source == "total"), None)
    parts = [one for one in fundings if one.source != "total" and "." not in one.source]
    if total is None or not parts:
        return True
    columns = ((total.initial, [one.initial for one in parts]), (total.adjusted, [one.adjusted for one in parts]),
               (total.executed, [one.executed for one in parts]))  # fmt: skip
    slack = total.half_unit * (len(parts) + 1)
    return all(whole is None or abs(sum(part or 0 for part in some) - whole) <= slack for whole, some in columns)


def _is_rate(line: FundingRow) -> bool:
    budget = line.adjusted if line.adjusted is not None else line.initial
    if line.rate is None or line.executed is None or not budget:
        return True
    return abs(line.executed * _WHOLE - line.rate * budget) <= _RATE_SLACK * budget
