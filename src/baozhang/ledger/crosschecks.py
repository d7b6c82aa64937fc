"""What the integrated budget system says beside what the books say: balances carried over, payments. Differences are told, not mended."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from baozhang.ledger.books import state_of
from baozhang.ledger.control import yuan
from baozhang.ledger.cube import TREASURY, cube, left_over, opening_balances, scope_of
from baozhang.ledger.tables import BOOKS
from baozhang.ledger.treasury import carried, paid
from baozhang.taxonomy.funds import fund_types, usual_funds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book

    Place = tuple[str, str, str]
    """Unit, function code, kind of budget."""

_MOST: Final = 20
"""Differences that are told one by one."""


def carry_over_differences(connection: Connection, book: Book) -> list[str]:
    """Where carried indicators differ from what last year's closed books left, or from the opening of this year, one sentence each."""
    units = scope_of(connection, book).units
    here = _by_place(carried(connection, book, units))
    if not here:
        return []
    told = []
    opened = _by_place(opening_balances(connection, book, units))
    if any(opened.values()):
        told += _differing(here, opened, "本年登记的年初结转和结余", "年初数以登记的为准")
    before = last_year(connection, book)
    if before is not None:
        told += _differing(here, left_over(connection, before), f"{before.fiscal_year} 年度结账的年末结转和结余", "请核对差额原因")
    return told


def _by_place(rows: Iterable[Any]) -> dict[Place, int]:
    """Sums of the books by unit, function code and kind of budget, in fen."""
    found: dict[Place, int] = defaultdict(int)
    for row in rows:
        found[row.agency_code, row.exp_func_code, fund_types()[row.fund_type_code].budget] += int(row.total)
    return found


def payment_differences(connection: Connection, book: Book) -> list[str]:
    """Where units with vouchers spent more or less of the treasury's money than was paid for them, one sentence each."""
    scope = scope_of(connection, book)
    budgets = {code: fund.budget for code, fund in fund_types().items()}
    there: dict[tuple[str, str], int] = defaultdict(int)
    for row in paid(connection, book, scope.units, in_books=True):
        there[row.agency_code, budgets[row.fund_type_code]] += int(row.total)
    booked: dict[tuple[str, str], int] = defaultdict(int)
    for flow in cube(connection, book, scope) if there else ():
        if flow.flow == "spending":
            booked[flow.unit, flow.fund] += flow.amount
    return [
        f"单位 {unit}、{_fund(fund)}：账面支出 {yuan(booked[unit, fund])} 元，已支付 {yuan(there[unit, fund])} 元，"
        f"差 {yuan(booked[unit, fund] - there[unit, fund])} 元，支出以账面为准，请核对差额原因"
        for unit, fund in sorted(there)
        if fund in TREASURY and booked[unit, fund] != there[unit, fund]
    ]


def last_year(connection: Connection, book: Book) -> Book | None:
    """The closed final accounts of the same department for the year before, where the store has them."""
    same = (BOOKS.c.department == book.department, BOOKS.c.fiscal_year == book.fiscal_year - 1, BOOKS.c.stage == "final")
    row = connection.execute(select(BOOKS).where(*same)).first()
    if row is None:
        return None
    before = type(book)(row.id, row.department, row.fiscal_year, row.layout, row.stage, row.region)
    return before if state_of(connection, before) == "closed" else None


def _differing(here: Mapping[Place, int], there: Mapping[Place, int], word: str, end: str) -> list[str]:
    """Differences in the budgets that indicators were carried over in; what the other knows of other budgets is not compared."""
    budgets = {(unit, fund) for unit, _, fund in here}
    places = sorted(place for place in {*here, *there} if (place[0], place[2]) in budgets and here.get(place, 0) != there.get(place, 0))
    lines = [_difference(place, here.get(place, 0), there.get(place, 0), word, end) for place in places[:_MOST]]
    return lines + ([f"…… 另有 {len(places) - _MOST} 处与{word}不同"] if len(places) > _MOST else [])


def _difference(place: Place, here: int, there: int, word: str, end: str) -> str:
    unit, function, fund = place
    named = f"单位 {unit}、科目 {function}、{_fund(fund)}"
    return f"{named}：结转结余指标 {yuan(here)} 元，{word} {yuan(there)} 元，差 {yuan(here - there)} 元，{end}"


def _fund(budget: str) -> str:
    return usual_funds()[budget].name if budget in usual_funds() else "资金性质不明"
