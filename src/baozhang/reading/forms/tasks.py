"""The yearly tasks of a whole department with the money set against them: 任务名称、主要内容、预算金额(总额、财政拨款、其他资金).

The header stands on one or two rows: above whether the money is budget or spending, below whose money it is. Each task becomes
funding records (`task`, `task.fiscal`, `task.other`), the row of sums those of all tasks (`tasks` …).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.folding import key, words
from baozhang.reading.forms.funds import FundsLine, empty_funding
from baozhang.reading.forms.values import DASHES, money, points, rate
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from baozhang.reading.forms.draft import Tally
    from baozhang.reading.forms.spans import FormRow

_SUMS: Final = frozenset({"金额合计", "合计", "总计", "小计"})
_MONEY_WORDS: Final = ("金额", "资金", "投入", "预算")
_MONEY: Final = frozenset({"adjusted", "executed"})
_PARTS: Final = {"total": "", "fiscal": ".fiscal", "other": ".other"}
_WHY: Final = "年度任务中的数字没有对应的记录"


@dataclass(slots=True)
class TaskTable:
    """The columns of the task rows as far as their header was met: what the money is, and whose."""

    above: dict[int, str] = field(default_factory=dict)
    below: dict[int, str] = field(default_factory=dict)
    named: int | None = None
    """Where the names of the tasks stand."""

    def head(self, row: FormRow) -> None:
        """Take a row without figures as part of the header."""
        known = performance_words()
        for (at, _), word in zip(row.filled, row.keys, strict=True):
            if word in known.labels["tasks"]:
                self.named = at  # 年度主要任务 | 任务名称: the names stand under the last
                continue
            role = known.role_of("funds", word)
            if role == "initial" or (not role and word not in known.sources and word.endswith(_MONEY_WORDS)):
                role = "adjusted"
            if word in known.sources and role not in _MONEY:
                self.below[at] = known.sources[word]
            elif role in {*_MONEY, "weight", "rate", "score"}:
                self.above[at] = role

    def read(self, row: FormRow, unit: str, tally: Tally) -> list[FundsLine]:
        """The funding records of one task (or of all, for the row of sums); a figure under no header of money is listed."""
        placed: dict[tuple[str, str], str] = {}
        left: list[str] = []
        for order, (at, cell) in enumerate(row.filled):
            if not is_figure(cell) or (order == 0 and cell.isdigit()):
                continue
            role, source = self._column(at)
            if role and (source, role) not in placed and (role not in _MONEY or money(cell, unit) is not None):
                placed[source, role] = cell
            else:
                left.append(cell)
        tally.lose(row.line, left, _WHY)
        names = [(at, cell) for at, cell in row.filled if not is_figure(cell) and cell not in DASHES and not self._is_label(cell)]
        label = words(min(names, key=lambda name: abs(name[0] - (self.named or 0)))[1]) if names else ""
        kind = "tasks" if not _SUMS.isdisjoint(row.keys) else "task"
        lines = [self._line(row, kind + _PARTS[source], label, _of(placed, source), unit) for source in _PARTS if _of(placed, source)]
        tally.bind(len(placed))
        return lines

    @staticmethod
    def _is_label(cell: str) -> bool:
        return key(cell) in performance_words().labels["tasks"]

    def _column(self, at: int) -> tuple[str, str]:
        """What the money in a column is and whose; a column of its own (分值、执行率) stands exactly under its header."""
        start = max((column for column in self.above if column <= at), default=None)
        role = "" if start is None else self.above[start]
        if role in _MONEY and self.below:
            source = self.below.get(at, "")
            return (role, source) if source in _PARTS else ("", "")
        return (role, "total") if start == at else ("", "")

    @staticmethod
    def _line(row: FormRow, source: str, label: str, cells: dict[str, str], unit: str) -> FundsLine:
        amounts = {role: money(cells[role], unit) for role in _MONEY if role in cells}
        values = {role: found[0] for role, found in amounts.items() if found}
        half = max((found[1] for found in amounts.values() if found), default=0)
        funding = empty_funding(source, label, row, initial=0, half_unit=half)
        share = rate(cells["rate"], values.get("adjusted"), values.get("executed")) if "rate" in cells else None
        funding = replace(funding, initial=None, adjusted=values.get("adjusted"), executed=values.get("executed"), rate=share)
        weight, score = (points(cells[role]) if role in cells else None for role in ("weight", "score"))
        return FundsLine(funding, weight, score)


def _of(placed: dict[tuple[str, str], str], source: str) -> dict[str, str]:
    return {role: cell for (whose, role), cell in placed.items() if whose == source}


def is_task(line: FundsLine) -> bool:
    """Whether a line is the money of a task, or of all tasks."""
    return line.funding.source.startswith("task")


def as_budget(line: FundsLine) -> FundsLine:
    """The money of a task in a form of targets, which has nothing but a budget."""
    funding = line.funding
    if not is_task(line):
        return line
    return replace(line, funding=replace(funding, initial=funding.adjusted, adjusted=None))
