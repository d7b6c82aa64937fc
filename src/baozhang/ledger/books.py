"""Books: one budget year of one department, and what is true of it as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import desc, insert, select
from sqlalchemy.exc import IntegrityError

from baozhang.errors import LedgerError, UsageError
from baozhang.ledger.registers import Register, registers
from baozhang.ledger.tables import BOOKS, EVENTS, TABLES
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from baozhang.ledger.store import Store

    Value = str | int | bool | date | None
    Row = Mapping[str, Value]

POSTED: Final = "已记账"
"""The status of vouchers that count; one without a status counts too."""


@dataclass(frozen=True, slots=True)
class Book:
    """One budget year: `stage` is `budget` or `final`, which its layout decides; `region` is printed, not computed with."""

    id: int
    department: str
    fiscal_year: int
    layout: str
    stage: str
    region: str


def create_book(store: Store, department: str, fiscal_year: int, layout: str, region: str = "") -> Book:
    """A new, empty book; LedgerError when the department already has one for this year and stage, UsageError for an unknown layout."""
    known = layouts().get(layout)
    if known is None:
        raise UsageError(f"没有版式 {layout}。请用 baozhang layouts list 查看全部版式。")
    values = {"department": department, "fiscal_year": fiscal_year, "layout": layout, "stage": known.stage, "region": region}
    try:
        with store.write() as connection:
            done = connection.execute(insert(BOOKS).values(**values).returning(BOOKS.c.id))
            return Book(done.scalar_one(), department, fiscal_year, layout, known.stage, region)
    except IntegrityError as error:
        word = {"budget": "预算", "final": "决算"}[known.stage]
        raise LedgerError(f"{department} {fiscal_year} 年{word}的账已经建过，不能重复建账。") from error


def books(store: Store) -> list[Book]:
    """Every book of the store, the newest first."""
    with store.read() as connection:
        rows = connection.execute(select(BOOKS).order_by(desc(BOOKS.c.id)))
        return [Book(row.id, row.department, row.fiscal_year, row.layout, row.stage, row.region) for row in rows]


def find_book(store: Store, department: str = "", fiscal_year: int | None = None, stage: str = "") -> Book:
    """The one book that fits; UsageError when none or several do."""
    found = [
        book
        for book in books(store)
        if (not department or book.department == department)
        and (fiscal_year is None or book.fiscal_year == fiscal_year)
        and (not stage or book.stage == stage)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError("账套里没有符合条件的年度账。请用 baozhang year init 建账，或核对部门和年度。")
    listed = "、".join(f"{book.department} {book.fiscal_year} {book.stage}" for book in found)
    raise UsageError(f"账套里有多本年度账（{listed}），请用 --department、--year、--stage 指明一本。")


def budget_of(connection: Connection, book: Book) -> Book | None:
    """The budget of the same department and year, where the store has its book; None for a budget itself."""
    same = (BOOKS.c.department == book.department, BOOKS.c.fiscal_year == book.fiscal_year, BOOKS.c.stage == "budget")
    row = connection.execute(select(BOOKS).where(*same)).first() if book.stage == "final" else None
    return None if row is None else Book(row.id, row.department, row.fiscal_year, row.layout, row.stage, row.region)


def state_of(connection: Connection, book: Book) -> str:
    """`open` or `closed`: what the last closing or reopening said."""
    query = select(EVENTS.c.kind).where(EVENTS.c.book_id == book.id, EVENTS.c.kind.in_(("close", "reopen")))
    last = connection.execute(query.order_by(desc(EVENTS.c.number)).limit(1)).scalar_one_or_none()
    return "closed" if last == "close" else "open"


def entries(connection: Connection, book: Book, register: Register) -> Iterator[dict[str, Value]]:
    """Every row of a register in the order it was entered, reversing rows included."""
    table = TABLES[register.id]
    for row in connection.execute(select(table).where(table.c.book_id == book.id).order_by(table.c.id)).mappings():
        yield dict(row)


def records(connection: Connection, book: Book, register: Register) -> dict[tuple[Value, ...], dict[str, Value]]:
    """What a register of records holds now, by key: the latest version of each, without what was withdrawn."""
    table = TABLES[register.id]
    latest: dict[tuple[Value, ...], dict[str, Value]] = {}
    for row in connection.execute(select(table).where(table.c.book_id == book.id).order_by(table.c.version)).mappings():
        latest[tuple(row[name] for name in register.key)] = dict(row)
    return {key: row for key, row in latest.items() if not row["withdrawn"]}


def records_of(connection: Connection, book: Book, register_id: str) -> list[dict[str, Value]]:
    """The current records of the register with this id, in the order of their keys."""
    found = records(connection, book, registers()[register_id])
    return [found[key] for key in sorted(found, key=str)]


def standing(connection: Connection, book: Book, register_id: str) -> list[dict[str, Value]]:
    """The entries of the register with this id that stand, in order: an entry and its reversal are both left out."""
    rows = list(entries(connection, book, registers()[register_id]))
    reversed_ = {row["reverses"] for row in rows if row["reverses"] is not None}
    return [row for row in rows if row["reverses"] is None and row["id"] not in reversed_]
