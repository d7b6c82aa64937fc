"""Self-evaluation from the books: a programme's goals with what was reached by a day, its money from the ledger, scored by a scheme.

Money is rounded once, to the unit the form is printed in, and everything else is computed from what is printed, so that whoever
reads the form can check every figure of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from baozhang.ledger.statements import rounded
from baozhang.performance.evaluation import TOTAL, Evaluation, FundsLine, Line, Particulars, evaluation_of
from baozhang.performance.forms import Form
from baozhang.performance.scoring import score_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from baozhang.performance.books.money import Money
    from baozhang.performance.books.programme import Programme, Reached
    from baozhang.performance.schemes import Scheme
    from baozhang.performance.scoring import FormScore

PRINTED: Final = 10_000
"""The last printed digit of money: a hundredth of ten thousand yuan, in fen."""
_WORDS: Final = {"effects": "主要成效", "problems": "存在问题", "advice": "有关建议"}
_SOURCES: Final = ("fiscal", "other", "carryover")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A programme evaluated on a day: what was scored, the points with their arithmetic, and the form filled in."""

    programme: Programme
    form: Form
    scheme: Scheme
    score: FormScore
    evaluation: Evaluation


def printed_lines(lines: Sequence[FundsLine]) -> list[FundsLine]:
    """The lines of money as printed; the tail of rounding goes to the largest part, so that the total is the sum of its parts."""
    sources = [one.source for one in lines]
    parts = [source in _SOURCES for source in sources]
    finer = [source.startswith("fiscal.") for source in sources]
    fiscal = sources.index("fiscal")
    views = []
    for exact in zip(*((one.initial, one.adjusted, one.executed) for one in lines), strict=True):
        made = [0 if fen is None else rounded(fen, PRINTED) for fen in exact]
        _balance(made, parts, made[0])
        _balance(made, finer, made[fiscal])
        views.append([None if fen is None else figure for fen, figure in zip(exact, made, strict=True)])
    return [FundsLine(source, *view) for source, *view in zip(sources, *views, strict=True)]


def _balance(figures: list[int], wanted: Sequence[bool], total: int) -> None:
    parts = [at for at, is_part in enumerate(wanted) if is_part]
    if parts:
        largest = max(parts, key=lambda at: figures[at])
        figures[largest] += total - sum(figures[at] for at in parts)


def evaluated(programme: Programme, money: Money, day: date, scheme: Scheme) -> Evaluated:
    """The self-evaluation of a programme on a day; what it still lacks is listed in its evaluation."""
    total, *sources = printed_lines(money.lines_of(programme))
    form = Form(programme.name, total.adjusted, total.executed, programme.funds_weight, tuple(goal.filled(day) for goal in programme.goals))
    entries = [goal.at(day) for goal in programme.goals]
    score = score_form(form, scheme, [entry.judged if entry else None for entry in entries])
    about = Particulars(
        programme.supervisor, programme.unit, day.year, programme.goal, programme.told("实际完成情况"),
        tuple(one for one in sources if one.source in _SOURCES),
        _reasons(programme, entries),
        programme.told("低分原因"),
        tuple(one for one in sources if one.source not in _SOURCES),
    )  # fmt: skip
    made = evaluation_of(form, score, scheme, about)
    rows = {"tasks": _tasks(programme)}
    owed = (*_owed(programme, total, day), *made.missing)
    missing = tuple(f"{programme.name}：{one}" for one in owed)
    words = {name: programme.told(place) for name, place in _WORDS.items()} | {"summary": programme.summary, "method": scheme.title}
    return Evaluated(programme, form, scheme, score, replace(made, rows=rows, words=words, missing=missing))


def _tasks(programme: Programme) -> tuple[dict[str, str], ...]:
    return tuple(
        {"number": str(at), "name": one.name, "content": one.content, "expected": one.expected, "result": one.result, "reason": one.reason}
        for at, one in enumerate(programme.tasks, start=1)
    )


def _reasons(programme: Programme, entries: Sequence[Reached | None]) -> dict[int, str]:
    """Reasons by the place of the indicator; why little was spent stands with the cost, where forms have no place of its own."""
    reasons = {at: entry.explanation for at, entry in enumerate(entries) if entry and entry.explanation}
    spending = programme.told("执行偏低原因")
    if spending and programme.goals:
        cost = next((at for at, goal in enumerate(programme.goals) if "成本" in goal.indicator.level1 + goal.indicator.level2), 0)
        reasons[cost] = reasons.get(cost, "") + spending
    return reasons


def target_form(programme: Programme, money: Money, year: int) -> Evaluation:
    """The target form of a programme: its goal, the year's approved money and its indicators."""
    lines = printed_lines(money.lines_of(programme))
    return Evaluation(
        programme.name, programme.supervisor, programme.unit, year, programme.goal,
        funds=tuple(FundsLine(one.source, one.initial) for one in lines if one.source in {TOTAL, *_SOURCES}),
        lines=tuple(Line(goal.indicator) for goal in programme.goals),
        missing=tuple(f"{programme.name}：{one}" for one in _target_owed(programme, lines[0])),
    )  # fmt: skip


def _target_owed(programme: Programme, total: FundsLine) -> Iterator[str]:
    if not total.initial:
        yield "账上没有它的预算，请核对“绩效对象资金”所列项目代码。"
    if not programme.goals:
        yield "没有绩效指标。"


def _owed(programme: Programme, total: FundsLine, day: date) -> Iterator[str]:
    """What the books still lack before the form is complete."""
    if not total.adjusted:
        yield "账上没有它的全年预算，执行率无从计算，请核对“绩效对象资金”所列项目代码和预算。"
    if not programme.goals:
        yield "没有绩效指标。"
    for goal in programme.goals:
        if goal.at(day) is None:
            yield f"指标“{goal.indicator.name}”没有填写截至{day}的完成值。"
        if goal.pending:
            yield f"指标“{goal.indicator.name}”的调整还没有审批，按原指标值计分。"
    if not programme.told("实际完成情况"):
        yield "没有写明年度目标的实际完成情况（绩效文字“实际完成情况”）。"
