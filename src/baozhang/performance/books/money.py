"""The money of a programme, from the ledger: approved at the beginning, after adjustments, and spent. It is never entered twice.

Money carried over from last year (budget lines so marked, and adjustments of the kind 结转) is taken to be spent first, which is how
appropriations are drawn; the vouchers do not say which money was spent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from baozhang.ledger.cube import cube, planned, scope_of
from baozhang.performance.books.programme import DEPARTMENT
from baozhang.performance.evaluation import TOTAL, FundsLine, rated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book
    from baozhang.ledger.cube import Flow
    from baozhang.performance.books.programme import Programme

_FISCAL: Final = frozenset({"general_public", "government_fund", "state_capital"})
_LEVELS: Final = {"中央": "fiscal.central", "省级": "fiscal.province"}
LOCAL: Final = "fiscal.local"


@dataclass(frozen=True, slots=True)
class Money:
    """Spending of a book in three views, by project, fund and origin; `levels` says of a project whose money it is.

    A year that has only its budget is not `settled`: its lines have what was approved and nothing else.
    """

    initial: Sequence[Flow]
    adjusted: Sequence[Flow]
    executed: Sequence[Flow]
    settled: bool
    levels: Mapping[str, str] = field(default_factory=dict)

    def lines_of(self, programme: Programme, *, by_giver: bool = False) -> tuple[FundsLine, ...]:
        """The total and its sources, as a form lists them: of projects by kind of money, of a department (or if asked) by who gave it."""
        mine = None if programme.kind == DEPARTMENT else frozenset(programme.levels)
        views = _Views(
            *([one for one in flows if mine is None or one.name in mine] for flows in (self.initial, self.adjusted, self.executed))
        )
        total = views.line(TOTAL, lambda _: True)
        lines = (total, *(self._by_giver(views) if by_giver or mine is None else _by_kind(views)))
        return tuple(map(rated, lines)) if self.settled else tuple(FundsLine(one.source, one.initial) for one in lines)

    def _by_giver(self, views: _Views) -> list[FundsLine]:
        def giver(one: Flow) -> str:
            return _LEVELS.get(self.levels.get(one.name, ""), LOCAL) if one.fund in _FISCAL else "other"

        def given(source: str) -> FundsLine:
            return views.line(source, lambda one: giver(one) == source)

        fiscal = views.line("fiscal", lambda one: giver(one) != "other")
        return [fiscal, *map(given, _LEVELS.values()), given(LOCAL), given("other")]


@dataclass(frozen=True, slots=True)
class _Views:
    """The flows of one programme, in the three views."""

    initial: Sequence[Flow]
    adjusted: Sequence[Flow]
    executed: Sequence[Flow]

    def line(self, source: str, wanted: Callable[[Flow], bool]) -> FundsLine:
        """What the flows that are wanted come to."""
        initial, adjusted, executed = (
            sum(one.amount for one in flows if wanted(one)) for flows in (self.initial, self.adjusted, self.executed)
        )
        return FundsLine(source, initial, adjusted, executed)


def _carried(one: Flow) -> bool:
    return one.origin == "carried"


def _by_kind(views: _Views) -> list[FundsLine]:
    fiscal = views.line("fiscal", lambda one: not _carried(one) and one.fund in _FISCAL)
    other = views.line("other", lambda one: not _carried(one) and one.fund not in _FISCAL)
    carried = views.line("carryover", _carried)
    of_fiscal = views.line("", lambda one: _carried(one) and one.fund in _FISCAL).adjusted or 0
    from_fiscal, from_other = _first(fiscal, of_fiscal), _first(other, (carried.adjusted or 0) - of_fiscal)
    return [
        replace(fiscal, executed=(fiscal.executed or 0) - from_fiscal),
        replace(other, executed=(other.executed or 0) - from_other),
        replace(carried, executed=from_fiscal + from_other),
    ]


def _first(line: FundsLine, carried: int) -> int:
    """How much of what was spent came out of the money carried over."""
    return max(0, min(line.executed or 0, carried))


def money_of(connection: Connection, book: Book, programmes: Iterable[Programme], until: date | None = None) -> Money:
    """The money of a book as it stood at the end of a day (of the year, without one)."""
    scope = scope_of(connection, book)
    settled = book.stage == "final"
    initial, adjusted = (planned(connection, book, scope, adjusted=after, until=until) for after in (False, True))
    spent = [flow for flow in cube(connection, book, scope, until) if flow.flow == "spending"] if settled else []
    levels = {code: level for one in programmes for code, level in one.levels.items() if level}
    return Money(initial, adjusted, spent, settled, levels)
