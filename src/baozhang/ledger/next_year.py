"""From one book to the next: a closed year's balances and the things that stay; from a budget to the final accounts of its year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.errors import LedgerError
from baozhang.ledger.books import books, budget_of, create_book, records_of, state_of
from baozhang.ledger.cube import left_over
from baozhang.ledger.journal import Journal
from baozhang.ledger.registers import registers
from baozhang.taxonomy.funds import usual_funds

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row
    from baozhang.ledger.journal import Event
    from baozhang.ledger.store import Store

_OF_ONE_DOCUMENT: Final = frozenset({"prior_figures", "disclosed_figures"})
"""Registers of figures that one document tells."""
_TOLD_ONCE: Final = frozenset({"原因", "任务", "绩效"})
"""部门文字 that explain the changes of one document and its year's work: taken on, they would stand as reasons of other changes."""


def ready_to_carry(store: Store, ended: Book) -> None:
    """LedgerError when a book cannot be carried over yet."""
    with store.read() as connection:
        if ended.stage != "final" or state_of(connection, ended) != "closed":
            raise LedgerError(f"{ended.fiscal_year} 年度决算账尚未结账，不能结转下年。")


def _records(connection: Connection, book: Book, *, same_year: bool) -> dict[str, list[Row]]:
    """The things that stay, as they are now; what one document said of its year is not among them, nor what was true of one year only."""
    kept = [
        register
        for register in registers().values()
        if register.records and register.id not in _OF_ONE_DOCUMENT and (same_year or register.carried)
    ]
    batch: dict[str, list[Row]] = {
        register.id: [{name: row[name] for name in register.names} for row in records_of(connection, book, register.id)]
        for register in kept
    }
    batch["texts"] = [row for row in batch["texts"] if str(row["text_key"]).partition(".")[0] not in _TOLD_ONCE]
    return batch


def ready_to_take_over(store: Store, department: str, fiscal_year: int) -> None:
    """LedgerError when the store has no budget of this department and year."""
    if not any((book.department, book.fiscal_year, book.stage) == (department, fiscal_year, "budget") for book in books(store)):
        raise LedgerError(f"账套里没有 {department} {fiscal_year} 年度的预算账，没有可以沿用的内容。")


def take_over(store: Store, journal: Journal) -> Event:
    """Begin a final-accounts book with the units, projects, property and lasting texts of the year's budget; LedgerError without one."""
    ready_to_take_over(store, journal.book.department, journal.book.fiscal_year)
    with store.read() as connection:
        before = budget_of(connection, journal.book) or journal.book
        batch = _records(connection, before, same_year=True)
    return journal.append(batch, f"沿用 {before.fiscal_year} 年度预算账", kind="carry_over")


def next_book(store: Store, ended: Book, layout: str) -> Book:
    """The book of the year after: a new one, or one that was made for it and is still empty (an interrupted carry-over)."""
    same = (ended.department, ended.fiscal_year + 1, ended.stage)
    for book in books(store):
        if (book.department, book.fiscal_year, book.stage) == same and not Journal(store, book, "").events():
            return book
    return create_book(store, ended.department, ended.fiscal_year + 1, layout or ended.layout, ended.region)


def carry_over(store: Store, ended: Book, journal: Journal) -> Event:
    """Enter what is left of a closed final-accounts book as the opening of the journal's book; LedgerError when it is not closed."""
    ready_to_carry(store, ended)
    with store.read() as connection:
        batch = _records(connection, ended, same_year=False)
        left = left_over(connection, ended)
    batch["opening_balances"] = [
        {"agency_code": unit, "exp_func_code": func, "fund_type_code": usual_funds()[fund].code, "balance_kind": "结转", "amount": amount}
        for (unit, func, fund), amount in sorted(left.items())
    ]
    return journal.append(batch, f"{ended.fiscal_year} 年度结转", kind="carry_over")
