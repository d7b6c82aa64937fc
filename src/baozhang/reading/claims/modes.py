"""Reasons and descriptions: where they begin, what their figures are, and whose claims a reason explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import reasons
from baozhang.reading.claims.claiming import emit, end_clause
from baozhang.reading.claims.clauses import Clause
from baozhang.reading.claims.drafts import Assertion, give_reason
from baozhang.reading.claims.tokens import SEPARATORS

if TYPE_CHECKING:
    from baozhang.reading.claims.state import State
    from baozhang.reading.claims.tokens import Token

_LISTS: Final = frozenset({"包括", "主要包括"})
_UNITS: Final = re.compile(r"[^,。;:\d(]{0,8}?(?:单位|部门|机关)[(、和,]")
"""Whose money a sentence tells, where it begins with it."""
_LEAD: Final = re.compile(r"[:,]*(?:在于|[是为]|系(?!统|列))?[:,]*")


def mode_ends(state: State, at: int) -> bool:
    """Whether token `at` ends the mode; if so it is left."""
    token = state.tokens[at]
    if (token.role in SEPARATORS or token.role in {"within", "open"}) and reasons.ends(state.mode, state.text, state.tokens, at):
        leave_mode(state, token.start)
        return True
    return False


def inside_mode(state: State, token: Token) -> None:
    """A figure in a reason or description asserts nothing; brackets are only counted."""
    if token.role == "figure":
        mention(state, token)
    elif token.role == "open":
        state.outer.append((state.subjects, state.clause, state.parted))
    elif token.role == "close" and state.outer:
        state.outer.pop()


def enter_mode(state: State, at: int) -> None:
    """A reason, a description or the rest of a project's summary begins."""
    token = state.tokens[at]
    if token.role == reasons.DESCRIPTION and token.text in _LISTS and reasons.names_next(state.tokens, at):
        return  # “包括人员经费支出 1045.75 万元和 …” states its parts
    if token.text in _LISTS and _UNITS.match(state.text, token.end) and not state.spoken:
        return  # “全市各部门,包括行政单位、事业单位 …” says whose money the sentence is about
    if token.role == reasons.REASON and reasons.states_next(state.tokens, at):
        return  # “增减变化的主要原因是:2024年“三公”经费预算 …” leads to what is stated
    state.mode = token.role
    state.mode_depth = len(state.outer)
    state.trail.cause_from = token.end
    if token.role != reasons.REASON:
        return
    lead = _LEAD.match(state.text, token.end)
    state.reason_from = lead.end() if lead else token.end
    state.reason_base = state.clause.compared[1] if state.clause.compared else ""
    end_clause(state)
    state.reason_groups = explained(state)


def explained(state: State) -> set[int]:
    """Groups a reason speaks of: this sentence's subject, or all that the sentence before compared."""
    own = state.groups.known(target for subject in state.subjects for target in subject.key)
    if state.spoken or not state.spoken_before or state.clause.named or state.reason_base:
        return own
    compared = {d.group for d in state.drafts if d.said.kind in {"change", "change_pct", "completion", "comparison"}}
    return (state.spoken_before & compared) or own


def leave_mode(state: State, end: int) -> None:
    """The mode ends before position `end`; a reason is given to the claims it explains."""
    if state.mode == reasons.REASON and end > state.reason_from >= 0:
        words = state.text[state.reason_from : end].strip("。;,: ")
        if words:
            give_reason(state.drafts, state.reason_groups, words, state.reason_base)
    if state.mode == reasons.CAUSE:
        state.trail.explained_from = len(state.drafts)
        state.trail.cause = state.text[state.trail.cause_from : end].strip("。;,: ")
    if state.mode:
        state.clause = Clause(end)
    state.mode, state.reason_from, state.reason_base = "", -1, ""


_NOT_TOLD: Final = "无法计算"
"""“由于预算数为 0,无法计算百分比”: why there is no rate, not why anything changed."""


def explain_by_cause(state: State) -> None:
    """Give the reason that stood before them to the changes of a sentence that ends."""
    words, state.trail.cause = state.trail.cause, ""
    for draft in state.drafts[state.trail.explained_from :] if words and _NOT_TOLD not in words else ():
        if draft.said.kind in {"change", "change_pct"} and not draft.reasons:
            draft.reasons.append(words)


def mention(state: State, token: Token) -> None:
    """Bind a figure of a reason to the subject the reason is about."""
    figure = token.figure
    if figure is not None:
        emit(state, token, Assertion("mention", figure.value, figure.half_unit, figure.unit), state.subjects[:1], token.start)
