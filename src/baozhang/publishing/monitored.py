"""Monitoring from the books: what every programme had come to by the end of a month, and the form that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.ledger.statements import rounded
from baozhang.performance.books.evaluating import PRINTED, printed_lines
from baozhang.performance.evaluation import Evaluation, rated
from baozhang.performance.forms import Form
from baozhang.performance.monitoring import monitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baozhang.performance.books.programme import Goal, Programme
    from baozhang.performance.evaluation import FundsLine
    from baozhang.performance.monitoring import Progress
    from baozhang.publishing.annex import Kept

Monitored = tuple["Programme", Form, "tuple[Progress, ...]"]
"""A programme, its form filled in as of the day, and the progress of execution and of every indicator."""
_MONTHS: Final = 12


def monitored(held: Kept, month: int) -> Iterator[Monitored]:
    """Every programme of the books as of the end of a month."""
    for one in held.programmes:
        total = printed_lines(held.money.lines_of(one))[0]
        goals = tuple(goal.filled(held.day) for goal in one.goals)
        form = Form(one.name, total.adjusted if held.money.settled else total.initial, total.executed, one.funds_weight, goals)
        yield one, form, monitor(form, month)


def monitoring_form(held: Kept, found: Monitored, month: int) -> Evaluation:
    """The monitoring form of a programme."""
    programme, _, (_, *progress) = found
    goals = zip(programme.goals, progress, strict=True)
    rows = {
        "spending": tuple(_spending(rated(line), month) for line in printed_lines(held.money.lines_of(programme))),
        "progress": tuple(_progress(goal, one, held) for goal, one in goals),
    }
    return Evaluation(
        programme.name, programme.supervisor, programme.unit, held.book.fiscal_year, programme.goal, words={"month": str(month)}, rows=rows
    )


_LABELS: Final = {
    "total": "年度资金总额", "fiscal": "其中：当年财政拨款", "other": "其他资金", "carryover": "上年结转资金",
    "fiscal.central": "①中央财政资金", "fiscal.province": "②省级财政资金", "fiscal.local": "③地方财政资金",
}  # fmt: skip


def _spending(line: FundsLine, month: int) -> Mapping[str, str]:
    forecast = None if line.executed is None else min(line.executed * _MONTHS // month, max(line.adjusted or 0, line.executed))
    figures = {"initial": line.initial, "adjusted": line.adjusted, "executed": line.executed, "forecast": forecast}
    money = {name: "" if fen is None else fen_to_text(rounded(fen, PRINTED), grouped=True) for name, fen in figures.items()}
    return {"label": _LABELS[line.source], **money, "rate": "" if line.rate is None else scaled_to_text(line.rate)}


def _progress(goal: Goal, one: Progress, held: Kept) -> Mapping[str, str]:
    entry, indicator = goal.at(held.day), goal.filled(held.day)
    adjusted = "目标已调整" if goal.changed_by(held.day) else "调整待审批" if goal.pending else ""
    return {
        "level1": indicator.level1,
        "name": indicator.name,
        "target": indicator.target_text,
        "actual": indicator.actual_text,
        "forecast": "" if one.forecast is None else scaled_to_text(one.forecast, 0) + indicator.actual_unit,
        "light": one.light,
        "kind": entry.deviation_kind if entry else "",
        "reason": entry.explanation if entry else "",
        "likelihood": entry.likelihood if entry else "",
        "note": adjusted,
    }
