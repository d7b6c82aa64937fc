"""The cube: what the ledger of a year comes to, added up by every dimension that a statement asks for.

The database adds up (one set-based query per register, so that a million vouchers stay there); what the sums mean is decided here.
Rows that moved between units of one scope are left out: that is the elimination of internal transfers (内部往来抵销).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, case, false, func, select

from baozhang.facts.amounts import FEN_PER
from baozhang.ledger.books import POSTED, budget_of, records_of
from baozhang.ledger.derivations import derivations
from baozhang.ledger.tables import TABLES
from baozhang.ledger.treasury import allowed, carried, paid
from baozhang.taxonomy.codes import economic_codes
from baozhang.taxonomy.funds import fund_types
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection, Table

    from baozhang.ledger.books import Book

APPROVED: Final = "批复"
"""The stage of the budget that is published."""
CARRIED: Final = "结转"
"""The kind of adjustment that brings last year's money into the year."""
OPENING: Final = "年初结转和结余"
"""The sums of the final-accounts software that are the opening of the year."""
TREASURY: Final = ("general_public", "government_fund", "state_capital")
"""Budgets whose money a unit receives by the treasury's paying for it (国库集中支付)."""
_SIGNS: Final = {"opening": 1, "income": 1, "surplus_used": 1, "spending": -1, "surplus_distributed": -1}
"""What each flow does to what is left."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One sum of the cube, in fen, with its dimensions; a dimension that does not apply is empty."""

    flow: str
    amount: int
    unit: str = ""
    func: str = ""
    eco: str = ""
    fund: str = ""
    nature: str = ""
    part: str = ""
    expense: str = ""
    origin: str = ""
    central: str = ""
    name: str = ""
    """What it is for: the project's code, or the order and name of a purchase."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which units are closed together, with what is known of the projects. `natures` is by project code."""

    units: tuple[str, ...]
    natures: Mapping[str, str]
    names: Mapping[str, str]


def scope_of(connection: Connection, book: Book, unit: str = "") -> Scope:
    """All units of the department, or one unit and those below it."""
    above = {str(row["agency_code"]): str(row["superior_code"] or "") for row in records_of(connection, book, "units")}
    units = tuple(code for code in above if not unit or unit in _line(code, above))
    projects = records_of(connection, book, "projects")
    natures = {str(row["pro_code"]): derivations().natures[str(row["pro_cat_code"])] for row in projects}
    return Scope(units, natures, {str(row["pro_code"]): str(row["pro_name"]) for row in projects})


def _line(code: str, above: Mapping[str, str]) -> tuple[str, ...]:
    """The unit and everything above it; a circle ends where it closes."""
    line: list[str] = []
    while code and code not in line:
        line.append(code)
        code = above.get(code, "")
    return tuple(line)


def cube(connection: Connection, book: Book, scope: Scope, until: date | None = None) -> list[Flow]:
    """The cube of a book: for a budget from its approved lines, for final accounts from balances and vouchers (up to a day)."""
    reader = _Reader(connection, book, scope)
    flows = [*reader.controls(), *(reader.budget() if book.stage == "budget" else reader.final(until))]
    return [flow for flow in flows if flow.amount]


def planned(connection: Connection, book: Book, scope: Scope, *, adjusted: bool, until: date | None = None) -> list[Flow]:
    """What was approved for the year as flows of spending: the initial budget, or with `adjusted` what the adjustments made of it.

    With `until`, adjustments after that day are not seen.

    Where a final-accounts book has no lines of its own, they are those of the department's budget of that year.
    """
    reader = _Reader(connection, book, scope)
    lines, moved = list(reader.lines()), list(reader.adjustments(until))
    before = budget_of(connection, book)
    if before is not None:
        natures = {**scope_of(connection, before).natures, **scope.natures}
        approved = _Reader(connection, before, replace(scope, natures=natures))
        lines = lines or list(approved.lines())
        moved += approved.adjustments(until)
    return [flow for flow in (*lines, *(moved if adjusted else ())) if flow.amount]


def indicated(connection: Connection, book: Book, scope: Scope) -> list[Flow]:
    """What the indicators (指标) of a book allow to be spent, as flows; to be shown where no budget was entered."""
    reader = _Reader(connection, book, scope)
    return [reader.flow("spending", row.total, row) for row in allowed(connection, book, scope.units)]


def left_over(connection: Connection, book: Book) -> dict[tuple[str, str, str], int]:
    """What is left of a year by unit, function code and budget, in fen."""
    left: dict[tuple[str, str, str], int] = defaultdict(int)
    for flow in cube(connection, book, scope_of(connection, book)):
        left[flow.unit, flow.func, flow.fund] += _SIGNS.get(flow.flow, 0) * flow.amount
    return {place: amount for place, amount in left.items() if amount}


def internal(connection: Connection, book: Book, scope: Scope) -> tuple[int, int]:
    """What units of the scope received from each other and what they paid each other, in fen; equal when the books agree."""
    reader = _Reader(connection, book, scope)
    flows = [*reader.inside(), *reader.vouchers(None, inside=True)]
    received, paid = (sum(flow.amount for flow in flows if flow.flow == kind) for kind in ("income", "spending"))
    return received, paid


def opening_balances(connection: Connection, book: Book, units: Sequence[str]) -> Iterator[Any]:
    """What was entered as the opening of the year, by unit, function and fund: balances, and those of the final-accounts software."""
    names = ("agency_code", "exp_func_code", "fund_type_code")
    balances, sums = TABLES["opening_balances"], TABLES["summaries"]
    for table, where in ((balances, balances.c.book_id == book.id), (sums, and_(sums.c.book_id == book.id, sums.c.flow == OPENING))):
        fields = [table.c[name] for name in names]
        query = select(*fields, func.sum(table.c.amount).label("total")).where(where, table.c.agency_code.in_(units))
        yield from connection.execute(query.group_by(*fields))


class _Reader:
    """Reads and adds up the registers of one book within a scope."""

    def __init__(self, connection: Connection, book: Book, scope: Scope) -> None:
        self.connection, self.book, self.scope = connection, book, scope
        self.known = derivations()
        self.budgets = {code: one.budget for code, one in fund_types().items()}
        self.parts = {one.code: "staff" if one.staff else "operating_cost" for one in economic_codes()}

    def sums(self, register: str, dimensions: Sequence[str], *where: ColumnElement[bool], inside: bool = False) -> Iterator[Any]:
        """Sums of a register by these fields, over the units of the scope: without what moved `inside` it, or only that."""
        table = TABLES[register]
        fields = [table.c[name] for name in dimensions]
        wanted = [*self.meant(table, inside=inside), *where]
        total = func.sum(table.c.amount).label("total")
        return iter(self.connection.execute(select(*fields, total).where(and_(*wanted)).group_by(*fields)))

    def meant(self, table: Table, *, inside: bool) -> list[ColumnElement[bool]]:
        """Which rows of a register count: those of the scope that moved between its units, or all the others."""
        wanted = [table.c.book_id == self.book.id, table.c.agency_code.in_(self.scope.units)]
        if "counterpart_code" in table.c:
            other = table.c.counterpart_code
            wanted.append(other.in_(self.scope.units) if inside else other.is_(None) | other.not_in(self.scope.units))
        return wanted

    def inside(self) -> Iterator[Flow]:
        """What moved between units of the scope, in budgets and in sums without vouchers."""
        for register, flow in (("income_lines", "income"), ("budget_lines", "spending")):
            stage = TABLES[register].c.bgt_stage == APPROVED
            for row in self.sums(register, ("agency_code",), stage, inside=True) if self.book.stage == "budget" else ():
                yield self.flow(flow, row.total, row)
        for row in self.sums("summaries", ("flow", "agency_code"), inside=True):
            yield self.flow(self.known.flows[row.flow], row.total, row)

    def flow(self, flow: str, amount: int, row: Any, **more: str) -> Flow:  # noqa: ANN401  # a row has the fields that were asked for
        """A row of the database as a flow."""
        values = row._mapping  # noqa: SLF001  # the documented way to a row's fields
        eco = values.get("dep_bgt_eco_code") or ""
        project = values.get("pro_code") or ""
        dimensions = {
            "unit": values.get("agency_code") or "",
            "func": values.get("exp_func_code") or "",
            "eco": eco,
            "fund": self.budgets.get(values.get("fund_type_code") or "", ""),
            "nature": self.scope.natures.get(project, ""),
            "part": self.parts.get(eco, ""),
            "expense": self.known.expenses.get(eco, ""),
            "name": project,
        }
        return Flow(flow, int(amount), **{**dimensions, **{name: value for name, value in more.items() if value}})

    def final(self, until: date | None) -> Iterator[Flow]:
        """Balances, their changes, and what the vouchers come to, without the transfers of the year's end."""
        yield from self.opening()
        for row in self.sums("balance_changes", ("change_kind", "agency_code", "exp_func_code", "fund_type_code")):
            flow, sign = self.known.changes[row.change_kind]
            yield self.flow(flow, sign * row.total, row)
        yield from self.vouchers(until)
        names = ("flow", "agency_code", "exp_func_code", "dep_bgt_eco_code", "fund_type_code", "exp_kind")
        for row in self.sums("summaries", names, TABLES["summaries"].c.flow != OPENING):
            yield self.flow(self.known.flows[row.flow], row.total, row, nature=self.known.natures.get(row.exp_kind or "", ""))
        yield from self.payments(until)

    def opening(self) -> Iterator[Flow]:
        """What the year began with as it was entered; for units and budgets without an entry, as the integrated system carried it over."""
        told: set[tuple[str, str]] = set()
        for row in opening_balances(self.connection, self.book, self.scope.units):
            flow = self.flow("opening", row.total, row)
            told |= {(flow.unit, flow.fund)} if flow.amount else set()
            yield flow
        for row in carried(self.connection, self.book, self.scope.units):
            flow = self.flow("opening", row.total, row)
            if (flow.unit, flow.fund) not in told:
                yield flow

    def payments(self, until: date | None) -> Iterator[Flow]:
        """Payments as spending; what the treasury pays out of this year's budgets is received by being paid."""
        for row in paid(self.connection, self.book, self.scope.units, until):
            flow = self.flow("spending", row.total, row)
            yield flow
            if flow.fund in TREASURY and not row.carried:
                yield replace(flow, flow="income", eco="", nature="", part="", expense="", name="")

    def vouchers(self, until: date | None, *, inside: bool = False) -> Iterator[Flow]:
        """Income and spending by the accounts of budgetary accounting."""
        table = TABLES["vouchers"]
        account = func.substr(table.c.gov_acct_cls_code, 1, 4).label("account")
        signed = case((table.c.dr_cr == "借", table.c.amt), else_=-table.c.amt)
        names = ("agency_code", "exp_func_code", "dep_bgt_eco_code", "fund_type_code", "pro_code")
        fields = [table.c[name] for name in names]
        query = select(*fields, account, func.sum(signed).label("total")).where(
            *self.meant(table, inside=inside),
            func.coalesce(table.c.is_carry_over, false()) == false(),
            func.coalesce(table.c.vou_status, POSTED) == POSTED,
            table.c.gov_acct_cls_code >= "6",
            table.c.gov_acct_cls_code < "8",
        )
        if until is not None:
            query = query.where(table.c.voucher_date <= until)
        for row in self.connection.execute(query.group_by(*fields, account)):
            meaning = self.known.accounts.get(row.account)
            if meaning is not None:
                sign = -1 if meaning["flow"] == "income" else 1
                yield self.flow(meaning["flow"], sign * row.total, row, fund=meaning.get("fund", ""), nature=meaning.get("nature", ""))

    def lines(self) -> Iterator[Flow]:
        """Approved spending."""
        lines = TABLES["budget_lines"]
        names = ("agency_code", "exp_func_code", "dep_bgt_eco_code", "fund_type_code", "pro_code", "exp_kind", "is_carried")
        for row in self.sums("budget_lines", names, lines.c.bgt_stage == APPROVED):
            nature = self.known.natures.get(row.exp_kind or "", "")
            yield self.flow("spending", row.total, row, nature=nature, origin="carried" if row.is_carried else "current")

    def adjustments(self, until: date | None = None) -> Iterator[Flow]:
        """What was added to, taken from and moved between the lines during the year, up to a day."""
        day = TABLES["adjustments"].c.adj_date
        names = ("agency_code", "exp_func_code", "dep_bgt_eco_code", "fund_type_code", "pro_code", "adj_kind")
        for row in self.sums("adjustments", names, *([day <= until] if until else [])):
            yield self.flow("spending", row.total, row, origin="carried" if row.adj_kind == CARRIED else "")

    def budget(self) -> Iterator[Flow]:
        """Approved income and spending, purchases and services."""
        yield from self.lines()
        income = TABLES["income_lines"]
        sources = ("agency_code", "exp_func_code", "fund_type_code", "is_carried", "is_central")
        for row in self.sums("income_lines", sources, income.c.bgt_stage == APPROVED):
            yield self.flow("opening" if row.is_carried else "income", row.total, row, central="yes" if row.is_central else "")
        yield from self.purchases("procurement", "procurement", "pur_name", "pur_item", "pur_amt")
        yield from self.purchases("services", "services", "gov_buy_des", "gov_buy_des", "buy_amt")
        unit = FEN_PER[layouts()[self.book.layout].unit]  # a number is printed in a table of money: as many of its units
        for flow in self.purchases("services", "quantity", "gov_buy_des", "gov_buy_des", "buy_no"):
            yield replace(flow, amount=flow.amount * unit)

    def purchases(self, register: str, flow: str, name: str, item: str, amount: str) -> Iterator[Flow]:
        """Purchases by name in the order they were entered; equal names of different items stay apart."""
        table = TABLES[register]
        key = [table.c.agency_code, table.c[name], table.c[item], table.c.fund_type_code]
        first, total = func.min(table.c.id), func.coalesce(func.sum(table.c[amount]), 0)
        inside = (table.c.book_id == self.book.id, table.c.agency_code.in_(self.scope.units), table.c.bgt_stage == APPROVED)
        query = select(*key, total.label("total"), first.label("first")).where(*inside).group_by(*key).order_by(first)
        for row in self.connection.execute(query):
            values = row._mapping  # noqa: SLF001  # as above
            yield self.flow(flow, row.total, row, name=f"{row.first:012d} {values[name]}")

    def controls(self) -> Iterator[Flow]:
        """What was approved for the three public expenses."""
        for row in self.sums("three_public_controls", ("agency_code", "expense")):
            yield self.flow("control", row.total, row, expense=self.known.expenses[row.expense])
