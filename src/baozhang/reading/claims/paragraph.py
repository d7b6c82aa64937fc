"""One paragraph, word by word: each token does what its role says, unless it stands in a reason or a description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import addressing, asserting, bases, modes, reasons
from baozhang.reading.claims.claiming import assert_equal, end_clause
from baozhang.reading.claims.clauses import Clause
from baozhang.reading.claims.state import State
from baozhang.reading.claims.tokens import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baozhang.reading.claims.context import Context
    from baozhang.reading.claims.drafts import Groups
    from baozhang.reading.claims.subjects import Subject
    from baozhang.reading.claims.tokens import Token
    from baozhang.reading.model import Block


def read_paragraph(block: Block, tokens: Sequence[Token], context: Context, groups: Groups) -> State:
    """Go through the tokens of a block once; the state at the end holds its drafts and counts."""
    state = State(block, tokens, context, groups)
    for at, token in enumerate(tokens):
        if token.role == "close" and state.mode and len(state.outer) == state.mode_depth and state.mode_depth:
            modes.leave_mode(state, token.start)
        if state.mode and not modes.mode_ends(state, at):
            modes.inside_mode(state, token)
            continue
        handler = _HANDLERS.get(token.role)
        if handler is not None and token.start >= state.name_end:
            handler(state, at)
    end_clause(state)
    state.resting = state.mode == reasons.REST
    modes.leave_mode(state, len(state.text))
    modes.explain_by_cause(state)
    return state


def separate(state: State, at: int) -> None:
    """A comma ends the clause, a full stop the sentence."""
    token = state.tokens[at]
    if token.role == "colon" and _leads_to_figure(state, at):
        return
    if token.role in {"stop", "colon"} and not state.trail.titled:
        addressing.name_title(state, at)
        state.trail.titled = True
    end_clause(state)
    state.clause = Clause(token.end)
    if token.role == "semicolon" and _compares_the_whole(state, at):
        state.subjects = (state.context.whole,) if state.context.whole else state.subjects
        state.within = state.parted = False
    if token.role in {"stop", "semicolon"}:
        state.sticky = False
        if state.divided is not None and state.trail.depth == 0:  # the parts of a part end here, and the whole is divided further
            state.context.whole, state.divided = state.divided, None
    if token.role == "stop":
        if state.listed and not state.text.startswith("其中", token.end):
            state.item, state.listed = "total", False
        end_sentence(state, parts_follow=state.text.startswith("其中", token.end))


def _compares_the_whole(state: State, at: int) -> bool:
    """Whether behind a row of parts a comparison begins that names none: “其中:货物 8 万元、服务 2 万元;比上年增加 …” is of the whole.

    Parts that are parted by semicolons themselves, or compared one by one, leave the comparison with the last of them.
    """
    if not state.within or state.trail.depth or state.context.whole is None or not _COMPARISON.match(state.text, state.tokens[at].end):
        return False
    named = 0
    for token in reversed(state.tokens[:at]):
        if token.role == "within":
            return named > 1
        if token.role in {"semicolon", "stop", "up", "down", "flat"}:
            return False
        named += token.role == "figure"
    return False


_COMPARISON: Final = re.compile(r"(?:[与较比同和]|较之)(?:上年|去年|上一年|20\d\d年)|同比")


def _leads_to_figure(state: State, at: int) -> bool:
    """Whether a colon stands between a name and its figure (基本支出:3 万元), and parts nothing."""
    token = state.tokens[at]
    behind = state.tokens[at + 1] if at + 1 < len(state.tokens) else None
    return behind is not None and behind.role == "figure" and behind.start == token.end


def end_sentence(state: State, *, parts_follow: bool) -> None:
    """Forget what held for the sentence; behind its parts (其中 …) the whole is spoken of again. With `parts_follow` 其中 comes next."""
    # a change in a later sentence without a base of its own goes on with the last year named
    state.trail.base = state.base if state.base in {bases.PRIOR_FINAL, bases.PRIOR_BUDGET} else state.trail.base
    state.base, state.past, state.trail.planned = "", state.trail.later, ""
    state.queue = []
    modes.explain_by_cause(state)
    state.trail.told, state.told = state.told or state.trail.told, []
    if not parts_follow:
        state.inventory.end_sentence()
    if state.spoken:
        state.spoken_before, state.spoken = state.spoken, set()
    if state.within and state.context.whole:
        state.subjects = (state.context.whole,)
        state.within = state.parted = False


def open_bracket(state: State, at: int) -> None:
    """Words in brackets are a remark: what holds outside is kept."""
    state.outer.append((state.subjects, state.clause, state.parted))
    if not _holds_figure(state, at):
        state.clause = Clause(state.tokens[at].end)


def _holds_figure(state: State, at: int) -> bool:
    """Whether a bracket holds nothing but the figure that the words before it wait for: “完成年初预算(8.00 万元)的 …”."""
    following = state.tokens[at + 1 : at + 3]
    roles = [token.role for token in following] == ["figure", "close"]
    close = roles and following[0].start == state.tokens[at].end and following[1].start == following[0].end
    return close and bool(state.clause.amount_base or state.clause.relation)


def close_bracket(state: State, at: int) -> None:
    """Behind the bracket the subject before it is in force again, unless the bracket holds its code: “…支出(2080501)”."""
    named = state.subjects
    end_clause(state)
    if state.outer:
        if state.divided is not None and state.trail.depth == len(state.outer):
            state.context.whole, state.divided = state.divided, None
        state.subjects, state.clause, state.parted = state.outer.pop()
    before, token = state.tokens[at - 1], state.tokens[at]
    if before.role in reasons.SIGNS and [one.role for one in state.tokens[max(0, at - 3) : at - 1]] in _UNDECIDED:
        state.clause.vague = True
    named_all = at > 1 and before.role == "subject" and state.tokens[at - 2].role == "open" and _is_all_three(named)
    if named_all:
        state.subjects, state.why, state.clause.begin, state.clause.named = named, "", token.end, True
    if at and before.role == "code" and before.end == token.start:
        state.subjects, state.why = named, ""
        state.clause.begin, state.clause.named, state.clause.locked = token.end, True, True


_UNDECIDED: Final = (["up", "open"], ["down", "open"])
"""What stands before the second sign of “增加(减少) 0 万元”, a template that nobody filled in."""


def _is_all_three(subjects: Sequence[Subject]) -> bool:
    """Whether a bracket holds the name of all that was listed before it: “公务接待费、……、公务用车运行费(“三公”经费)总额 …”."""
    return [(target.statement, target.item) for subject in subjects for target in subject.money] == [("three_public", "total")]


_HANDLERS: Final[dict[str, Callable[[State, int], None]]] = {
    **dict.fromkeys(SEPARATORS, separate),
    "open": open_bracket,
    "close": close_bracket,
    "subject": addressing.name_subject,
    "code": addressing.name_code,
    "path": addressing.name_path,
    "threshold": addressing.name_threshold,
    "purchase": addressing.start_purchase,
    "within": addressing.enter_parts,
    "each": addressing.address_each,
    "respectively": addressing.address_in_turn,
    "up": asserting.set_sign,
    "down": asserting.set_sign,
    "share": asserting.set_share,
    "variance": asserting.set_variance,
    "completion": asserting.set_completion,
    **dict.fromkeys(bases.BASE_ROLES, asserting.set_base),
    "actual": asserting.set_actual,
    "vague": asserting.set_vague,
    "aside": asserting.set_aside,
    "flat": assert_equal,
    "near_flat": assert_equal,
    "figure": asserting.assert_figure,
    **dict.fromkeys((reasons.REASON, reasons.DESCRIPTION, reasons.CAUSE, reasons.REST), modes.enter_mode),
}
"""What each kind of token does, outside reasons and descriptions."""
