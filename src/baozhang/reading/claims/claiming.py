"""Making claims: which target an assertion has, in which group, with which whole; and what is left unbound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import bases, reasons
from baozhang.reading.claims.clauses import is_share_filler
from baozhang.reading.claims.drafts import Assertion, Draft
from baozhang.reading.claims.figures import FigureKind
from baozhang.reading.claims.subjects import Subject, Target

if TYPE_CHECKING:
    from baozhang.reading.claims.state import State
    from baozhang.reading.claims.tokens import Token

_LOOSE_TOTALS: Final = ("总收入", "总支出")
"""Said of 本年收入合计 by some and of 收入总计 by others."""


def end_clause(state: State) -> None:
    """“决算数大于年初预算数” without a figure is a claim in words."""
    if state.clause.compared:
        direction, base, start, end = state.clause.compared
        state.clause.compared = None
        assert_words(state, Assertion("comparison", 0, 0, "", direction, base), start, end)


def assert_equal(state: State, at: int) -> None:
    """持平, 相同: a change of zero; 基本持平 asserts only that nothing is to be said."""
    token = state.tokens[at]
    if not state.base or not any(subject.money for subject in state.subjects) or not _says_equal(state, at):
        return
    kind = "change" if token.role == "flat" else "comparison"
    unit = "元" if kind == "change" else ""
    assert_words(state, Assertion(kind, 0, 0, unit, 0, state.base), token.start, token.end)


def _says_equal(state: State, at: int) -> bool:
    """Whether 一致 is said of the figure (与上年一致), not of something else that stands before it (与上年口径一致)."""
    token = state.tokens[at]
    if not token.text.endswith(_AGREEING) or at == 0:
        return True
    return state.text[state.tokens[at - 1].end : token.start] in {"", "数", "相比,", ","}


_AGREEING: Final = "一致"


def assert_words(state: State, assertion: Assertion, start: int, end: int) -> None:
    """A claim made in words, without a figure; it is not counted among the figures."""
    for subject in state.subjects:
        for target in subject.money:
            add_draft(state, assertion, (subject, target), (start, end, start))


def emit(state: State, token: Token, assertion: Assertion, subjects: tuple[Subject, ...], start: int) -> None:
    """Count the figure and make a claim for each target; a figure no target of which fits is unbound or a mention."""
    if not subjects:
        leave_unbound(state, token, state.why or "前文没有可以对应的项目")
        return
    made = 0
    for subject in subjects:
        said = said_of(state, assertion, token, subject)
        for target in targets_of(subject, said):
            add_draft(state, said, (subject, target), (start, token.end, token.start))
            made += 1
    if not made:
        fall_back(state, token, assertion, subjects[0])
        return
    state.figures += 1
    state.bound += 1


def targets_of(subject: Subject, assertion: Assertion) -> tuple[Target, ...]:
    """The cells or prose subjects an assertion is about, by its unit."""
    if assertion.kind == "mention":
        return subject.key[:1]
    return subject.targets("%" if assertion.unit == "个百分点" else assertion.unit)


def said_of(state: State, assertion: Assertion, token: Token, subject: Subject) -> Assertion:
    """The assertion as it is made of one subject: a share gets its whole, an amount of a mere part of it is a mention."""
    if state.parted or (assertion.kind == "amount" and state.base in bases.BUDGET_BASES and len(subject.money) > 1):
        # “收入支出总体与年初预算相比,年初预算数 …”: which side is meant is not said
        return as_mention(assertion)
    if assertion.kind == "share":
        return Assertion("share", assertion.value, assertion.half_unit, assertion.unit, 0, share_base(state, token, subject))
    whole = state.context.whole
    if assertion.kind == "amount" and not assertion.base and state.within and whole is not None and _is_cell_of(whole, subject):
        return as_mention(assertion)  # behind 其中 the whole is named again for a part of it (其中:当年财政拨款支出 …)
    if assertion.kind == "amount":
        part = _is_unnamed_part(state, assertion, subject)
    else:  # behind 其中 the kinds of what was counted (公务用车 8 辆,其中:一般公务用车 6 辆)
        part = assertion.kind == "count" and state.within and _counted_before(state, subject, assertion.unit)
    if part:
        return as_mention(assertion)
    again = state.within or any(state.groups.has(target, assertion) for target in subject.money)
    if assertion.kind == "amount" and state.clause.part and again:
        state.parted = True
        return as_mention(assertion)
    return assertion


def as_mention(assertion: Assertion) -> Assertion:
    """The figure without its meaning: it asserts nothing about a table."""
    return Assertion("mention", assertion.value, assertion.half_unit, assertion.unit)


def fall_back(state: State, token: Token, assertion: Assertion, subject: Subject) -> None:
    """A count in a unit the subject does not have describes it; money without a cell is lost."""
    if assertion.unit != "元" and assertion.kind in {"count", "rate", "score", "change"} and subject.key:
        emit(state, token, as_mention(assertion), (subject,), token.start)
    else:
        leave_unbound(state, token, f"“{subject.words}”没有以“{assertion.unit}”计的项目")


def share_base(state: State, token: Token, subject: Subject) -> str:
    """The whole of a share: named in “占…的”, stated before 其中, or the statement's own total."""
    begin = state.clause.mark_end
    word = _last_named(state, token)
    if word is not None and word.words is not None:
        if word.text.endswith(_LOOSE_TOTALS):
            return stated_whole(state, subject)
        around = state.text[begin : word.start] + state.text[word.end : token.start]
        if not is_share_filler(around):
            return ""
        whole = state.context.resolver.phrase(word.words, word.text, "total", "")
        return str(settle(state, whole.money[0], "")) if whole.money else ""
    if not is_share_filler(state.text[begin : token.start]):
        return ""
    target = state.context.resolver.whole(subject)
    return stated_whole(state, subject) or (str(settle(state, target, "")) if target else "")


def named_whole(state: State, token: Token) -> Subject | None:
    """The whole that “占本年支出合计 8.00 万元的 …” names before its amount, or None."""
    word = _last_named(state, token)
    return state.context.resolver.phrase(word.words, word.text, "total", "") if word is not None and word.words is not None else None


def _last_named(state: State, token: Token) -> Token | None:
    """The last phrase between 占 and a figure."""
    begin = state.clause.mark_end
    named = [t for t in state.tokens if t.words is not None and begin <= t.start and t.end <= token.start]
    return named[-1] if named else None


def stated_whole(state: State, subject: Subject) -> str:
    """The whole that stands before 其中, if it is money and not the subject itself."""
    whole = state.context.whole
    if state.within and whole and whole.money and whole.key != subject.key and not _beside(whole.money[0], subject):
        return str(settle(state, whole.money[0], ""))
    return ""


def _is_unnamed_part(state: State, assertion: Assertion, subject: Subject) -> bool:
    """Whether behind 其中 no subject is named and the whole has its amount: “…,涉及预算 8.00 万元。其中:特定目标类 5 个,涉及 6.00 万元”."""
    whole = state.context.whole
    same = state.within and whole is not None and whole.key == subject.key and not state.clause.named
    return same and any(state.groups.has(target, assertion) for target in subject.money)


def _is_cell_of(whole: Subject, subject: Subject) -> bool:
    """Whether a subject is the same cell of a statement as the whole."""
    return whole.key == subject.key and bool(subject.money) and subject.money[0].statement != "disclosure"


def _counted_before(state: State, subject: Subject, unit: str) -> bool:
    """Whether the paragraph has counted the very thing before."""
    target = subject.counts.get(unit)
    return target is not None and any(draft.target == target and draft.said.kind == "count" for draft in state.drafts)


def _beside(whole: Target, subject: Subject) -> bool:
    """Whether a subject stands beside what was last divided and is no part of it (基本支出……其中:人员经费……;项目支出……)."""
    kinds = {(target.statement, target.item) for target in subject.money if target.column in _KINDS}
    return whole.column in _KINDS and (whole.statement, whole.item) in kinds


_KINDS: Final = frozenset({"basic", "project", "operating", "to_superior", "to_affiliate"})


def settle(state: State, target: Target, base: str) -> Target:
    """Settle a column that depends on the base of the figure."""
    planned = state.context.stage == "budget" or base in bases.BUDGET_BASES
    column = {"@": "budget" if planned else "final", "@executed": "budget" if planned else "executed"}.get(target.column, target.column)
    return Target(target.statement, target.item, column)


def add_draft(state: State, assertion: Assertion, about: tuple[Subject, Target], span: tuple[int, int, int]) -> None:
    """Note a claim about a subject's target; `span` is start, end and the place of the figure."""
    subject, target = about
    group = state.groups.of(target, assertion if assertion.kind != "mention" else None)
    cell = settle(state, target, assertion.base if assertion.kind == "amount" else "")
    state.drafts.append(Draft(state.block, group, *span, cell, subject.words, assertion))
    if state.mode == reasons.REASON:
        state.reason_groups.add(group)
    elif not state.mode:
        state.spoken.add(group)


def leave_unbound(state: State, token: Token, why: str) -> None:
    """Count a figure that has no subject and note the reason."""
    figure = token.figure
    if figure is None:
        return
    state.figures += 1
    kind = {FigureKind.MONEY: "amount", FigureKind.COUNT: "count"}.get(figure.kind, "rate")
    assertion = Assertion(kind, figure.value, figure.half_unit, figure.unit)
    group = state.groups.of(None, None)
    state.drafts.append(Draft(state.block, group, token.start, token.end, token.start, None, "", assertion, why))
