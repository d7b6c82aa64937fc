"""What is said: sign words, bases, shares and completion set the meaning of the next figure; the figure then asserts it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.claims import bases
from baozhang.reading.claims.addressing import find_subject
from baozhang.reading.claims.claiming import as_mention, emit, leave_unbound, named_whole
from baozhang.reading.claims.clauses import close_by, is_share_filler, name_in, rest_of_sentence, unknown_words
from baozhang.reading.claims.drafts import Assertion
from baozhang.reading.claims.figures import FigureKind

if TYPE_CHECKING:
    from baozhang.reading.claims.figures import Figure
    from baozhang.reading.claims.state import State
    from baozhang.reading.claims.subjects import Subject
    from baozhang.reading.claims.tokens import Token

_LOOSE: Final = frozenset({"performance", "projects", "other", "services", "assets", ""})
"""Sections whose sentences also describe: an unknown word there is a description, not a lost subject."""
_ADJUSTS: Final = re.compile(r"(?:年度?中|(?:预算)?执行中|期间)?(?:追加|追减|调增|调减|核减|核增)(?:指标|预算|安排|了)*")
"""Words before what the budget of a subject was changed by in the year: no table prints it, and the next amount is the subject's again."""

_COMPARING: Final = {"greater": 1, "less": -1, "equal": 0}


def set_sign(state: State, at: int) -> None:
    """增加, 下降: the next figure is a change."""
    token = state.tokens[at]
    state.clause.relate("change", token, 1 if token.role == "up" else -1)


def set_share(state: State, at: int) -> None:
    """占: the next rate is a share."""
    state.clause.relate("share", state.tokens[at])


def set_variance(state: State, at: int) -> None:
    """预决算差异率: the next rate is the change against the budget, with a sign of its own."""
    state.clause.relate("variance", state.tokens[at])


def set_completion(state: State, at: int) -> None:
    """完成, 执行率: the next rate is a completion."""
    token = state.tokens[at]
    state.clause.relate("completion", token)
    if "年初" in token.text:
        state.clause.relation_base = state.budget_base = bases.INITIAL
    elif "全年" in token.text:
        state.clause.relation_base = state.budget_base = bases.ADJUSTED


def set_base(state: State, at: int) -> None:
    """上年决算数, 年初预算 …: compared with, completed, or the year of the next amount, by what stands before."""
    token, clause = state.tokens[at], state.clause
    base = bases.base_of(token, state.context.stage, state.context.fiscal_year)
    base = unnamed_budget(state) if base == bases.BUDGET else base
    before = state.tokens[at - 1] if at else None
    if before and before.role in _COMPARING and token.start - before.end <= 2:
        clause.compared = (_COMPARING[before.role], base, before.start, token.end)
    elif base in bases.BUDGET_BASES and (clause.relation == "completion" or _shares_budget(state, token)):
        clause.relation, clause.relation_base = "completion", base
        state.budget_base = base
    elif bases.is_linked(state.text, token.start) or bases.compares(state.text, token.end) or token.role == "same_period":
        state.base, clause.linked_end = base or state.base, token.end
    elif token.role == "year" and _is_next_budget(state, token):
        state.past = state.trail.later = True
    elif token.role != "year" or (token.figure and token.figure.unit) or is_past(state, token):
        expect_budget(state, base)


def _shares_budget(state: State, token: Token) -> bool:
    """“占年初预算的”: an account's share of its own budget is its completion; “占基本支出预算” is a share of something else."""
    clause = state.clause
    return clause.relation == "share" and state.context.stage != "budget" and is_share_filler(state.text[clause.mark_end : token.start])


def _is_next_budget(state: State, token: Token) -> bool:
    """Whether a sentence of an account tells of the budget of a later year: it says nothing of this one's tables."""
    year = state.context.fiscal_year
    later = token.figure is not None and year is not None and token.figure.value > year and state.context.stage == "final"
    begins = state.text[token.start - 1 : token.start] in {"", "。"} if token.start else True
    return later and begins and "预算" in rest_of_sentence(state.text, token.end)


def is_past(state: State, token: Token) -> bool:
    """Whether a bare year (“2022 年收入 …”) lies before the document's: its amount is not this year's."""
    year = state.context.fiscal_year
    return token.figure is not None and year is not None and token.figure.value < year


def expect_budget(state: State, base: str) -> None:
    """“年初预算为 …”: the next amount of the clause is not this year's account."""
    if base in {bases.INITIAL, bases.ADJUSTED}:
        state.budget_base = base
    state.clause.amount_base = "" if state.context.stage == "budget" and base in bases.BUDGET_BASES else base


def unnamed_budget(state: State) -> str:
    """A budget that is not named: the one named before in the paragraph; the three public table knows the adjusted one only."""
    return state.budget_base or (bases.ADJUSTED if state.block.section == "three_public" else bases.BUDGET)


def set_actual(state: State, _at: int) -> None:
    """支出决算为: the next amount is this year's account."""
    state.clause.amount_base = state.trail.planned = ""


def set_vague(state: State, _at: int) -> None:
    """差值为: the next figure is a difference whose direction the text does not give."""
    state.clause.vague = state.clause.named = True


def set_aside(state: State, _at: int) -> None:
    """剔除这一因素: what the sentence goes on to say is reckoned otherwise than the tables."""
    state.past = state.parted = True


def assert_figure(state: State, at: int) -> None:
    """Find whom and what a figure is about and make its claims."""
    token = state.tokens[at]
    figure = token.figure
    if figure is None:
        return
    if figure.kind is FigureKind.BARE or figure.damaged:
        leave_unbound(state, token, "数字没有计量单位" if figure.kind is FigureKind.BARE else "数字比计量单位还细")
    elif state.clause.relation == "share" and figure.kind is FigureKind.MONEY and state.subjects:
        tell_whole(state, token, figure)
        return
    elif state.queue:
        one_by_one(state, token, figure)
    else:
        say(state, at, figure)
    if figure.kind is FigureKind.MONEY and state.clause.amount_base:
        state.based = token.end, state.clause.amount_base
    completed = state.clause.relation_base if _is_completed(state, token) else ""
    state.clause.spend(token.end)
    if completed:  # “完成预算 8.00 万元的 82.88%”: the rate is still to come
        state.clause.relate("completion", token)
        state.clause.relation_base = completed


def say(state: State, at: int, figure: Figure) -> None:
    """Make the claims of a figure that stands in no row of others."""
    token = state.tokens[at]
    lost = find_subject(state, at, figure)
    assertion = what_is_said(state, at, figure)
    if assertion.kind == "change_pct" and start_of(state, token) - state.trail.lost[0] == 1:
        lost = lost or state.trail.lost[1]
    if not lost and figure.kind is FigureKind.MONEY and state.clause.borrowed_end >= 0 and _says_more(state, token):
        emit(state, token, as_mention(assertion), addressed(state, figure), start_of(state, token))
        name = name_in(state.text, state.clause.begin, token.start)
        state.subjects, state.why = (), f"“{name}”不是已知的科目或项目"  # nor is its change that of the subject before
        return
    if not lost and _is_of_all(state):
        if not figure.value and assertion.kind in {"amount", "share"}:
            state.subjects = tuple(state.chain)  # the sum of nothing
        else:
            lost = "、".join(subject.words for subject in state.chain)
    if lost:
        describe_or_lose(state, token, assertion, lost)
    else:
        emit(state, token, assertion, addressed(state, figure), start_of(state, token))
    if assertion.kind == "change":
        state.trail.changed = token.end, assertion.direction, assertion.base
        state.trail.lost = (token.end, lost) if lost else state.trail.lost


def _is_of_all(state: State) -> bool:
    """Whether the subject in force is the last of a row of items, whose sum is spoken of: “公务接待费、会议费共 5.00 万元”."""
    row = state.chain
    if state.trail.summed != state.chain_end or len(state.subjects) != 1 or not row or row[-1] is not state.subjects[0]:
        return False
    return not all(target.item in _TOTALS for subject in row for target in subject.money)


_TOTALS: Final = frozenset({"income.total", "spending.total", "income.year", "spending.year"})
"""Income and spending are equal: what is said of the two in a row is said of each."""


def tell_whole(state: State, token: Token, figure: Figure) -> None:
    """“占本年支出合计 8.00 万元的 …”: the amount of the whole; the share is still to come."""
    whole = named_whole(state, token)
    told = Assertion("amount" if whole else "mention", figure.value, figure.half_unit, figure.unit)
    emit(state, token, told, (whole,) if whole else state.subjects[:1], token.start)


def _says_more(state: State, token: Token) -> bool:
    """Whether words that are not understood stand between a phrase without money of its own and the figure: it is of something else."""
    return bool(unknown_words(state.text, state.clause.borrowed_end, token.start, state.tokens))


def _is_completed(state: State, token: Token) -> bool:
    """Whether an amount is the budget that is completed: “完成年初预算 55.00 万元的 …”."""
    clause, figure = state.clause, token.figure
    if figure is None or figure.kind is not FigureKind.MONEY or clause.relation != "completion" or not clause.relation_base:
        return False
    between = state.text[clause.mark_end : token.start]
    return len(between) <= _BUDGET_WORD and "预算" in between and state.text.startswith(("的", ")的"), token.end)


_BUDGET_WORD: Final = 8


def one_by_one(state: State, token: Token, figure: Figure) -> None:
    """The next of the figures that 分别 deals out."""
    subject, start = state.queue.pop(0), start_of(state, token)
    percent = figure.kind is FigureKind.PERCENT
    if state.queue_sign:
        kind, base = "change_pct" if percent else "change", comparison_base(state)
        assertion = Assertion(kind, _size(figure, state.queue_sign), figure.half_unit, figure.unit, state.queue_sign, base)
    else:
        kind = {FigureKind.MONEY: "amount", FigureKind.COUNT: "count"}.get(figure.kind, "rate")
        assertion = Assertion(kind, figure.value, figure.half_unit, figure.unit)
    emit(state, token, assertion, (subject,), start)


def comparison_base(state: State) -> str:
    """The base of this sentence, else that of the amount right before (比……年初预算 8.00 万元减少 …), else the last year named before."""
    end, base = state.based
    return state.base or (base if end == state.clause.mark else "") or state.trail.base


def what_is_said(state: State, at: int, figure: Figure) -> Assertion:
    """The meaning of figure `at` by the words of its clause."""
    token = state.tokens[at]
    clause = state.clause
    near = not clause.vague and close_by(state.text, clause.mark_end, token.start)
    if figure.kind is FigureKind.PERCENT:
        kind, direction, base = said_in_percent(state, figure, token.start, near=near)
    elif clause.relation == "change" and near:
        kind, direction, base = "change", clause.direction, comparison_base(state)
    elif clause.compared and close_by(state.text, clause.compared[3], token.start):
        kind, direction, base = "change", clause.compared[0], clause.compared[1]
    elif figure.kind is FigureKind.MONEY and not clause.vague and not _is_changed_by(state, at):
        kind, direction, base = "amount", 0, clause.relation_base if _is_completed(state, token) else amount_base(state, token)
    else:
        kind, direction, base = plain_kind(figure), 0, ""
    value = abs(figure.value) if clause.relation == "variance" else _size(figure, direction)
    return Assertion(kind, value, figure.half_unit, figure.unit, direction, base)


def _is_changed_by(state: State, at: int) -> bool:
    """Whether words that are not understood make of money something other than the subject's amount.

    They stand between a sign word and the money, or right before it in a sentence that compares (与上年相比,…各变动 8.00 万元).
    """
    token = state.tokens[at]
    clause = state.clause
    if clause.relation != "change":
        begin = max(state.tokens[at - 1].end, clause.named_end) if at and state.base else token.start
        return begin < token.start and bool(unknown_words(state.text, begin, token.start, ()))
    if _RESULT.match(state.text, clause.mark_end):
        return False
    return bool(unknown_words(state.text, clause.mark_end, token.start, state.tokens))


_RESULT: Final = re.compile(r"[至到为]")
"""What leads to where something increased or decreased to."""


def _size(figure: Figure, direction: int) -> int:
    """How much a figure says behind its sign word: 减少-8.82万元 doubles the sign, which the wording tells."""
    return abs(figure.value) if direction < 0 else figure.value


def plain_kind(figure: Figure) -> str:
    """What a figure is that neither changes nor amounts to anything: money here only stands near some other subject."""
    if figure.kind is FigureKind.COUNT:
        return "score" if figure.unit == "分" else "count"
    return "rate" if figure.kind is FigureKind.RATE else "mention"


def amount_base(state: State, token: Token) -> str:
    """The base of an amount: “年初预算为 …”, or the compared figure itself (“与全年预算的 0 万元持平”)."""
    clause = state.clause
    if clause.linked_end >= 0 and _SAID_OF_BASE.fullmatch(_between(state, token)):
        return state.base
    return clause.amount_base or (state.trail.planned if state.within else "")


_SAID_OF_BASE: Final = re.compile(r"(?:[的为数度]|同期|累计|实际|共计|合计|总额|支出|收入|决算|预算|安排|部门|单位|公开)*")
"""Words between what is compared with and its amount: “比上年累计支出 8.00 万元减少 …” tells what was spent last year."""


def _between(state: State, token: Token) -> str:
    """The words between what is compared with and a figure, without subjects (比2023年“三公”经费预算 8.5 万元)."""
    words, at = "", state.clause.linked_end
    for one in state.tokens:
        if one.role == "subject" and at <= one.start < token.start:
            words, at = words + state.text[at : one.start], one.end
    return words + state.text[at : token.start]


_IS_SHARE: Final = re.compile(r",?(?:所占)?(?:比重|比例)[为是达]?:?")
"""What a share is told by without 占: “基本支出 8.00 万元,比重为 …”."""


def said_in_percent(state: State, figure: Figure, start: int, *, near: bool) -> tuple[str, int, str]:
    """Kind, direction and base of a rate."""
    clause = state.clause
    if clause.relation == "completion":
        return "completion", 0, clause.relation_base or unnamed_budget(state)
    if clause.relation == "share":
        return "share", 0, ""
    if clause.relation == "variance":
        sign = (figure.value > 0) - (figure.value < 0)
        return "change_pct", sign, state.base if state.base in bases.BUDGET_BASES else unnamed_budget(state)
    if clause.relation == "change" and near:
        return "change_pct", clause.direction, comparison_base(state)
    return _said_without_words(state, start)


def _said_without_words(state: State, start: int) -> tuple[str, int, str]:
    """What a rate is that no sign word introduces: the rate of a change in brackets behind it, a share told by 比重, else just a rate."""
    clause = state.clause
    end, direction, base = state.trail.changed
    if end == start - 1 and state.text[end] == "(":  # “增加 8.00 万元(4.68%)”
        return "change_pct", direction, base
    if not clause.relation and _IS_SHARE.fullmatch(state.text, clause.begin, start):
        clause.mark_end = start
        return "share", 0, ""
    return "rate", 0, ""


def addressed(state: State, figure: Figure) -> tuple[Subject, ...]:
    """Whom a figure is said of; amounts are remembered for 各增加."""
    if figure.kind is FigureKind.MONEY and not state.clause.relation:
        state.told = [*(s for s in state.told if s.key not in {t.key for t in state.subjects}), *state.subjects]
        for subject in state.subjects:
            if subject.words.endswith("总计") and len(subject.money) == 1:
                state.trail.totals[subject.words[-4:-2]] = subject
    return state.subjects


def start_of(state: State, token: Token) -> int:
    """Where the words that carry a figure begin: at its sign word if it has one."""
    clause = state.clause
    if clause.relation and 0 <= clause.mark < token.start:
        return clause.mark
    if clause.compared and close_by(state.text, clause.compared[3], token.start):
        return clause.compared[2]
    return token.start


def describe_or_lose(state: State, token: Token, assertion: Assertion, lost: str) -> None:
    """A figure with unknown words before it describes, where sentences do, and is lost elsewhere."""
    subjects = state.subjects[:1]
    if subjects and (state.block.section in _LOOSE or assertion.kind in {"count", "rate"} or _ADJUSTS.fullmatch(lost)):
        emit(state, token, as_mention(assertion), subjects, token.start)
    else:
        lose_subject(state, token, f"“{_printed(state, token, lost)}”不是已知的科目或项目")


def _printed(state: State, token: Token, lost: str) -> str:
    """The words of a clause that could not be understood, as they stand there: without what is known they are hard to find again."""
    clause = state.clause
    end = clause.mark if clause.relation and clause.begin <= clause.mark < token.start else token.start
    words = name_in(state.text, clause.begin, end)
    left = iter(words)
    return words if len(words) <= _LONGEST_PRINTED and all(char in left for char in lost) else lost


_LONGEST_PRINTED: Final = 30


def lose_subject(state: State, token: Token, why: str) -> None:
    """The figure is of something unknown, and so is what follows it until a subject is named: never of the subject before."""
    leave_unbound(state, token, why)
    if token.figure is not None and token.figure.kind is FigureKind.MONEY and not state.clause.relation:
        state.subjects, state.why = (), why
