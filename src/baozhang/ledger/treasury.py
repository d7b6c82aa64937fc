"""What the integrated budget system (预算管理一体化) says of a year: payments, and the balances it carried into it.

The books come first: payments are the spending of units that have no vouchers and no sums of the final accounts, carried indicators are
the opening balance of units and budgets that have none. Where the books say it themselves, these tables are there to compare with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, false, func, or_, select

from baozhang.ledger.books import POSTED
from baozhang.ledger.registers import registers
from baozhang.ledger.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Subquery

    from baozhang.ledger.books import Book

APPLIED: Final = "支付申请"
CERTIFIED: Final = "支付凭证"
_CARRIED: Final = ("结转", "结余", "上年")
"""Words in the kind of an indicator (指标类型) whose money was received in an earlier year."""
_LINE: Final = ("agency_code", "exp_func_code", "dep_bgt_eco_code", "fund_type_code", "pro_code")


def _current(book: Book, register_id: str) -> Subquery:
    """The latest version of every record of a register, those withdrawn included (`nth` is 1)."""
    table = TABLES[register_id]
    key = [table.c[name] for name in registers()[register_id].key]
    nth = func.row_number().over(partition_by=key, order_by=table.c.version.desc()).label("nth")
    return select(table, nth).where(table.c.book_id == book.id).subquery()


def _live(rows: Subquery) -> ColumnElement[bool]:
    return and_(rows.c.nth == 1, rows.c.withdrawn == false())


def _once(book: Book, rows: Subquery) -> ColumnElement[bool]:
    """Every payment once: an application whose certificate is there too is left to it."""
    other = _current(book, "payments")
    paid = select(other.c.source_key).where(_live(other), other.c.pay_table == CERTIFIED)
    return and_(_live(rows), or_(rows.c.pay_table != APPLIED, rows.c.pay_cert_id.is_(None), rows.c.pay_cert_id.not_in(paid)))


def paid(connection: Connection, book: Book, units: Sequence[str], until: date | None = None, *, in_books: bool = False) -> Iterator[Any]:
    """What was paid, by line and whether its money came in before this year (`carried`).

    Without the units whose spending stands in the books, or with `in_books` only theirs.
    """
    booked = _kept_in_books(connection, book) if _any_payment(connection, book) else set(units)
    kept = booked & set(units) if in_books else set(units) - booked
    if not kept:
        return
    rows = _current(book, "payments")
    day = func.coalesce(rows.c.xpay_date, rows.c.create_date)
    carried = case((or_(*(rows.c.bgt_type_name.contains(word) for word in _CARRIED)), 1), else_=0).label("carried")
    fields = [rows.c[name] for name in _LINE]
    query = select(*fields, carried, func.sum(rows.c.xpay_amt).label("total")).where(
        _once(book, rows), rows.c.agency_code.in_(sorted(kept)), rows.c.xpay_amt.is_not(None)
    )
    if until is not None:
        query = query.where(or_(day.is_(None), day <= until))
    yield from connection.execute(query.group_by(*fields, carried))


def committed(connection: Connection, book: Book, fields: Sequence[str]) -> Iterator[Any]:
    """What was paid or applied for, by fields of the payments: what a control must keep free."""
    rows = _current(book, "payments")
    named = [rows.c[name] for name in fields]
    amount = func.sum(func.coalesce(rows.c.xpay_amt, rows.c.pay_app_amt)).label("total")
    return iter(connection.execute(select(*named, amount).where(_once(book, rows)).group_by(*named)))


def allowed(connection: Connection, book: Book, units: Sequence[str]) -> Iterator[Any]:
    """The indicators by line, less what was taken away from them."""
    rows = _current(book, "indicators")
    return _sums(connection, rows, _LINE, rows.c.amount - func.abs(func.coalesce(rows.c.dis_amt, 0)), units)


def carried(connection: Connection, book: Book, units: Sequence[str]) -> Iterator[Any]:
    """What the integrated system carried into the year by unit, function and fund, without what the finance office took back."""
    rows = _current(book, "carryovers")
    names = ("agency_code", "exp_func_code", "fund_type_code")
    return _sums(connection, rows, names, rows.c.amount - func.coalesce(rows.c.back_balance, 0), units)


def _sums(connection: Connection, rows: Subquery, names: Sequence[str], amount: ColumnElement[int], units: Sequence[str]) -> Iterator[Any]:
    """The amounts of the live records of some units, added up (`total`) by these fields."""
    fields = [rows.c[name] for name in names]
    total = func.sum(amount).label("total")
    return iter(connection.execute(select(*fields, total).where(_live(rows), rows.c.agency_code.in_(units)).group_by(*fields)))


def _any_payment(connection: Connection, book: Book) -> bool:
    table = TABLES["payments"]
    return connection.execute(select(table.c.id).where(table.c.book_id == book.id).limit(1)).first() is not None


def _kept_in_books(connection: Connection, book: Book) -> set[str]:
    """Units whose spending stands in vouchers of budgetary accounting, or in sums of the final accounts."""
    vouchers, sums = TABLES["vouchers"], TABLES["summaries"]
    counting = and_(
        vouchers.c.gov_acct_cls_code >= "6",
        vouchers.c.gov_acct_cls_code < "8",
        func.coalesce(vouchers.c.vou_status, POSTED) == POSTED,
        func.coalesce(vouchers.c.is_carry_over, false()) == false(),
    )
    told: set[str] = set()
    for table, meant in ((vouchers, counting), (sums, sums.c.flow == "支出")):
        standing = func.count() > 2 * func.count(table.c.reverses)  # not all of them reversed
        query = select(table.c.agency_code).where(table.c.book_id == book.id, meant).group_by(table.c.agency_code).having(standing)
        told.update(connection.execute(query).scalars())
    return told
