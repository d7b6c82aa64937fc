"""Monitoring from the books: what every programme had come to by the end of a month, and the form that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.performance.books.evaluating import printed_lines
from baozhang.performance.forms import Form
from baozhang.performance.monitoring import monitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.performance.books.programme import Programme
    from baozhang.performance.monitoring import Progress
    from baozhang.publishing.annex import Kept


def monitored(held: Kept, month: int) -> Iterator[tuple[Programme, Form, tuple[Progress, ...]]]:
    """Every programme with its form filled in as of the day, and the progress of execution and of every indicator."""
    for one in held.programmes:
        total = printed_lines(held.money.lines_of(one))[0]
        goals = tuple(goal.filled(held.day) for goal in one.goals)
        form = Form(one.name, total.adjusted if held.money.settled else total.initial, total.executed, one.funds_weight, goals)
        yield one, form, monitor(form, month)
