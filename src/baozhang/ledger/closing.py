"""Closing: the statements of a year, derived from the ledger and kept for good. A correction is a new closing, never a change."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import desc, func, insert, select

from baozhang.errors import LedgerError
from baozhang.facts.amounts import half_unit_fen
from baozhang.ledger.books import records_of, state_of
from baozhang.ledger.control import yuan
from baozhang.ledger.cube import Flow, cube, internal, planned, scope_of
from baozhang.ledger.disclosures import disclosures, planned_disclosures
from baozhang.ledger.statements import Figure, close_statements
from baozhang.ledger.tables import BOOKS, CLOSINGS, FIGURES, TABLES
from baozhang.taxonomy.codes import level_of
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.layouts import layouts
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book
    from baozhang.ledger.cube import Scope
    from baozhang.ledger.journal import Journal
    from baozhang.taxonomy.layouts import Layout

COMPARED: Final = ("prior", "initial", "adjusted")
"""What a figure is compared with: last year's (上年数), the initial budget (年初预算数), the budget after adjustments (全年预算数).

Such a figure stands under its column with this word before it: `prior.total`, `initial.basic`."""

THREE_PUBLIC: Final = "three_public"
"""The statement of the three public expenses (“三公”经费)."""
_PLANNED: Final = ("spending", "general", "basic")
"""Statements whose columns have an initial and an adjusted budget."""
_FISCAL: Final = ("general_public", "government_fund", "state_capital")
_CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing of a book: its figures, and the digest that the same ledger always gives."""

    book: Book
    number: int
    scope: str
    digest: str
    figures: tuple[Figure, ...]


def derive(connection: Connection, book: Book, unit: str = "") -> tuple[list[Figure], list[str]]:
    """The figures of the book as it stands, and what speaks against closing it (one Chinese sentence each)."""
    scope = scope_of(connection, book, unit)
    if not scope.units:
        raise LedgerError(f"没有单位 {unit}。" if unit else "还没有登记单位，不能结账。请先导入“单位”。")
    layout = layouts()[book.layout]
    by_unit = cube(connection, book, scope)
    flows = _without_units(by_unit)
    figures = close_statements(flows, _with_three_public(layout), scope.names)
    figures += disclosures(connection, book, scope, by_unit, 2 * half_unit_fen(layout.decimals, layout.unit))
    if book.stage == "final":
        figures += _planned_figures(connection, book, scope)
        figures += _controlled(flows, layout)
    return figures, _problems(connection, book, scope, flows)


def _without_units(flows: Iterable[Flow]) -> list[Flow]:
    """The flows of all units together."""
    sums: dict[Flow, int] = defaultdict(int)
    for flow in flows:
        sums[replace(flow, unit="", amount=0)] += flow.amount
    return [replace(flow, amount=amount) for flow, amount in sums.items() if amount]


def _planned_figures(connection: Connection, book: Book, scope: Scope) -> list[Figure]:
    """Initial and adjusted budget under the columns of the spending statements; none where no budget was entered."""
    layout = layouts()[book.layout]
    unit = 2 * half_unit_fen(layout.decimals, layout.unit)
    shown = replace(layout, statements=tuple(one for one in layout.statements if one.id in _PLANNED))
    figures = []
    for word in ("initial", "adjusted"):
        by_unit = planned(connection, book, scope, adjusted=word == "adjusted")
        closed = close_statements(_without_units(by_unit), shown, scope.names) if by_unit else []
        told = planned_disclosures(connection, book, scope, by_unit, unit) if by_unit else []
        figures += [replace(figure, column=f"{word}.{figure.column}") for figure in (*closed, *told)]
    return figures


def _with_three_public(layout: Layout) -> Layout:
    """A layout that has no table of the three public expenses tells them all the same: as the national form has them, unprinted."""
    if any(one.id == THREE_PUBLIC for one in layout.statements):
        return layout
    national = next(one for one in layouts().values() if one.fallback and one.stage == layout.stage)
    return replace(layout, statements=(*layout.statements, *(one for one in national.statements if one.id == THREE_PUBLIC)))


def _controlled(flows: Sequence[Flow], layout: Layout) -> list[Figure]:
    """The approved budget of the three public expenses, for layouts that tell it but do not print it; none where none was entered."""
    controls = [flow for flow in flows if flow.flow == "control"]
    shown = [replace(one, columns=("budget",)) for one in layout.statements if one.id == THREE_PUBLIC and "budget" not in one.columns]
    closed = close_statements(controls, replace(layout, statements=tuple(shown)), {}) if controls else []
    return [replace(figure, column="adjusted.budget") for figure in closed]


def _problems(connection: Connection, book: Book, scope: Scope, flows: Sequence[Flow]) -> list[str]:
    """What cannot be true of a year that may be closed."""
    found = []
    if all(_any(connection, book, register) for register in ("vouchers", "summaries")):
        found.append("既有会计凭证，又有决算报表数，会重复计算，只能保留一种")
    received, paid = internal(connection, book, scope)
    if received != paid:
        found.append(f"内部往来不能抵销：所属单位相互收入合计 {yuan(received)} 元，相互支出合计 {yuan(paid)} 元")
    for fund in _FISCAL:
        left = sum(_sign(flow) * flow.amount for flow in flows if flow.fund == fund)
        if left < 0:
            found.append(f"{_WORDS[fund]}支出超过来源 {yuan(-left)} 元（年初结转加收入减支出为负数）")
    closing = {item for one in layouts()[book.layout].statements if one.id == "overview" for item in one.right}
    over = sum(_sign(flow) * flow.amount for flow in flows)
    if book.stage == "budget" and "closing" not in closing and over:
        found.append(f"收支预算不平衡：收入与上年结转比支出多 {yuan(over)} 元，而本版式没有“结转下年”")
    return found


def _any(connection: Connection, book: Book, register: str) -> bool:
    table = TABLES[register]
    rows = select(func.count(), func.count(table.c.reverses)).where(table.c.book_id == book.id)
    held, reversing = connection.execute(rows).one()
    return bool(held > 2 * reversing)


_WORDS: Final = {"general_public": "一般公共预算", "government_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}


def _sign(flow: Flow) -> int:
    return {"income": 1, "opening": 1, "surplus_used": 1, "spending": -1, "surplus_distributed": -1}.get(flow.flow, 0)


def digest_of(book: Book, scope: str, figures: Iterable[Figure]) -> str:
    """SHA-256 of everything a closing says."""
    head = json.dumps([book.department, book.fiscal_year, book.layout, scope], ensure_ascii=False)
    made = hashlib.sha256(head.encode())
    for one in figures:
        made.update(json.dumps([one.statement, one.item, one.label, one.column, one.exact, one.printed], ensure_ascii=False).encode())
    return made.hexdigest()


def close(journal: Journal, unit: str = "", *, prior: Sequence[Figure] = (), reason: str = "") -> Closing:
    """Close the book of the journal; `prior` are last year's figures where last year's book is not in the store.

    LedgerError when the year is closed already, or when something speaks against it and no `reason` says why it is closed all the same.
    """
    with journal.writing() as connection:
        if state_of(connection, journal.book) == "closed":
            raise LedgerError(f"{journal.book.fiscal_year} 年度已结账。确需更正的，请先写明原因重新打开年度账，更正后再结账。")
        figures, problems = derive(connection, journal.book, unit)
        if problems and not reason.strip():
            raise LedgerError(f"不能结账：{'；'.join(problems)}。请更正后再结账；确认无误的，请写明原因后结账。")
        figures += _prior_figures(prior or _last_year(connection, journal.book) or _entered(connection, journal.book))
        digest = digest_of(journal.book, unit, figures)
        event = journal.note(connection, "close", unit, reason, len(figures), digest)
        number = _next_number(connection, journal.book)
        values = {"event_id": event.id, "book_id": journal.book.id, "number": number, "scope": unit, "digest": digest}
        key = connection.execute(insert(CLOSINGS).values(**values).returning(CLOSINGS.c.id)).scalar_one()
        rows = [{"closing_id": key, **{name: getattr(figure, name) for name in Figure.__slots__}} for figure in figures]
        for at in range(0, len(rows), _CHUNK):
            connection.execute(insert(FIGURES), rows[at : at + _CHUNK])
    return Closing(journal.book, number, unit, digest, tuple(figures))


def reopen(journal: Journal, reason: str) -> None:
    """Open a closed year again, for corrections and a new closing; what was closed stays as it is. LedgerError without a reason."""
    if not reason.strip():
        raise LedgerError("重新打开已结账的年度必须写明原因。")
    with journal.writing() as connection:
        if state_of(connection, journal.book) != "closed":
            raise LedgerError(f"{journal.book.fiscal_year} 年度没有结账，不需要重新打开。")
        journal.note(connection, "reopen", "", reason, 0, "")


def closings(connection: Connection, book: Book) -> list[int]:
    """The numbers of the book's closings, in order."""
    query = select(CLOSINGS.c.number).where(CLOSINGS.c.book_id == book.id).order_by(CLOSINGS.c.number)
    return list(connection.execute(query).scalars())


def load_closing(connection: Connection, book: Book, number: int | None = None) -> Closing:
    """A closing of the book, by default the last; LedgerError when there is none, or its digest no longer fits its figures."""
    query = select(CLOSINGS).where(CLOSINGS.c.book_id == book.id).order_by(desc(CLOSINGS.c.number)).limit(1)
    row = connection.execute(query if number is None else query.where(CLOSINGS.c.number == number)).first()
    if row is None:
        raise LedgerError(
            f"{book.fiscal_year} 年度还没有{'结账' if number is None else f'第 {number} 次结账'}。请先用 baozhang year close 结账。"
        )
    columns = [FIGURES.c[name] for name in Figure.__slots__]
    found = connection.execute(select(*columns).where(FIGURES.c.closing_id == row.id).order_by(FIGURES.c.id))
    figures = tuple(Figure(*one) for one in found)
    if digest_of(book, row.scope, figures) != row.digest:
        raise LedgerError(f"{book.fiscal_year} 年度第 {row.number} 次结账的数据与结账时不符，可能被改动。请从备份恢复。")
    return Closing(book, row.number, row.scope, row.digest, figures)


def _next_number(connection: Connection, book: Book) -> int:
    last = connection.execute(select(func.max(CLOSINGS.c.number)).where(CLOSINGS.c.book_id == book.id)).scalar_one()
    return (last or 0) + 1


def _last_year(connection: Connection, book: Book) -> Sequence[Figure]:
    """The last closing of the same department's book of the year before, where there is one."""
    same = (BOOKS.c.department == book.department, BOOKS.c.stage == book.stage, BOOKS.c.fiscal_year == book.fiscal_year - 1)
    row = connection.execute(select(BOOKS).where(*same)).first()
    if row is None:
        return ()
    before = type(book)(row.id, row.department, row.fiscal_year, row.layout, row.stage, row.region)
    return load_closing(connection, before).figures if closings(connection, before) else ()


def _named() -> set[str]:
    """Statements whose rows are numbered anew every year, so that only their totals can be compared."""
    return {one.id for one in statements().values() if one.axis is RowAxis.NAMED}


def _entered(connection: Connection, book: Book) -> list[Figure]:
    """Last year's figures as they were typed in."""
    figures = []
    for row in records_of(connection, book, "prior_figures"):
        statement, item, column = (str(row[name]) for name in ("statement", "item", "column_id"))
        label = str(row["label"] or labels().item(item, statement))
        amount = row["amount"] if isinstance(row["amount"], int) else 0
        figures.append(Figure(statement, item, label, "", level_of(item), column, amount, amount))
    return figures


def _prior_figures(figures: Iterable[Figure]) -> list[Figure]:
    kept = [
        figure
        for figure in figures
        if not figure.column.startswith(tuple(f"{word}." for word in COMPARED))
        and (figure.item == "total" or figure.statement not in _named())
    ]
    return [replace(figure, column=f"prior.{figure.column}") for figure in kept]
