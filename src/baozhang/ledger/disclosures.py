"""What the explanation of a document states beside the tables: groups, persons, vehicles, procurement, 机关运行经费.

The figures bear the names that the claims of a document that was read have (statement `disclosure`). Amounts are fen; counts stand in
the column `count` as ten-thousandths, as everywhere in the hub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import SCALE
from baozhang.ledger.books import entries, records_of
from baozhang.ledger.cube import APPROVED
from baozhang.ledger.registers import registers
from baozhang.ledger.statements import Figure, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row
    from baozhang.ledger.cube import Flow, Scope

STATEMENT: Final = "disclosure"
OPERATING: Final = "operating_expenses"
"""机关运行经费."""
_SME: Final = frozenset({"中型", "小型", "微型"})
_SMALL: Final = frozenset({"小型", "微型"})
_KINDS: Final = {"货物": "goods", "工程": "works", "服务": "services"}
_LARGE_EQUIPMENT: Final = {"over_100": 100_000_000, "over_50": 50_000_000}
"""Values from which equipment is disclosed, in fen: one million yuan, and half a million where a province asks for it."""


def disclosures(connection: Connection, book: Book, scope: Scope, flows: Sequence[Flow], unit: int) -> list[Figure]:
    """Every figure of the explanation that the registers give; `unit` is the printed unit of money in fen."""
    reader = _Disclosed(connection, book, scope)
    counts = [*reader.travel(), *reader.vehicles(), *reader.receptions(), *reader.equipment()]
    purchases = reader.contracts() if book.stage == "final" else reader.plans()
    amounts = [*purchases, *reader.reception_amounts(), *reader.spending(flows)]
    figures = [_figure(item, "count", count * SCALE, 1) for item, count in counts]
    return figures + [_figure(item, "amount", amount, unit) for item, amount in amounts]


def planned_disclosures(connection: Connection, book: Book, scope: Scope, plan: Sequence[Flow], unit: int) -> list[Figure]:
    """What the explanation tells of a plan of spending: 机关运行经费 as it was budgeted."""
    told = dict(_Disclosed(connection, book, scope).spending(plan))
    return [_figure(OPERATING, "amount", told[OPERATING], unit)]


def _figure(item: str, column: str, exact: int, unit: int) -> Figure:
    return Figure(STATEMENT, item, item, "", 0, column, exact, rounded(exact, unit))


def _total(rows: Iterable[Row], name: str) -> int:
    return sum(value for row in rows if isinstance(value := row.get(name), int))


class _Disclosed:
    """Adds up the registers of one book within a scope."""

    def __init__(self, connection: Connection, book: Book, scope: Scope) -> None:
        self.connection, self.book, self.scope = connection, book, scope

    def rows(self, register: str) -> list[Row]:
        """The rows of a register that belong to units of the scope."""
        one = registers()[register]
        found = records_of(self.connection, self.book, register) if one.records else entries(self.connection, self.book, one)
        return [row for row in found if row.get("agency_code") in self.scope.units]

    def travel(self) -> Iterator[tuple[str, int]]:
        """Official travel abroad: groups sent, groups joined, persons."""
        rows = self.rows("trips")
        yield "abroad.groups", _total((row for row in rows if not row["is_joined"]), "groups")
        yield "abroad.groups_joined", _total((row for row in rows if row["is_joined"]), "groups")
        yield "abroad.persons", _total(rows, "persons")

    def vehicles(self) -> Iterator[tuple[str, int]]:
        """Vehicles kept at the end of the year, by kind, and those bought during it."""
        rows = self.rows("vehicles")
        year = str(self.book.fiscal_year)
        yield "vehicles.kept", len(rows)
        yield "vehicles.total", len(rows)
        yield "vehicles.bought", sum(str(row["acquired_on"] or "").startswith(year) for row in rows)
        for number, kind in enumerate(registers()["vehicles"].field("vehicle_kind").choices, 1):
            yield f"vehicles.kind.{number}", sum(row["vehicle_kind"] == kind for row in rows)

    def receptions(self) -> Iterator[tuple[str, int]]:
        """Receptions: batches and persons, those of foreign guests apart."""
        for prefix, foreign in (("reception.", False), ("reception.foreign_", True)):
            rows = [row for row in self.rows("receptions") if bool(row["is_foreign"]) is foreign]
            yield f"{prefix}batches", _total(rows, "batches")
            yield f"{prefix}persons", _total(rows, "persons")

    def reception_amounts(self) -> Iterator[tuple[str, int]]:
        """What receptions cost, domestic and foreign."""
        for item, foreign in (("reception.domestic_amount", False), ("reception.foreign_amount", True)):
            yield item, _total((row for row in self.rows("receptions") if bool(row["is_foreign"]) is foreign), "amount")

    def equipment(self) -> Iterator[tuple[str, int]]:
        """Equipment over the thresholds of disclosure."""
        rows = self.rows("equipment")
        for name, least in _LARGE_EQUIPMENT.items():
            yield f"equipment.{name}", sum(isinstance(value := row["asset_value"], int) and value >= least for row in rows)

    def contracts(self) -> Iterator[tuple[str, int]]:
        """Procurement contracts: in all, by kind, and what small and medium-sized suppliers got."""
        rows = self.rows("contracts")
        yield "procurement.total", _total(rows, "contract_amt")
        for word, kind in _KINDS.items():
            yield f"procurement.{kind}", _total((row for row in rows if row["pur_kind"] == word), "contract_amt")
        sme = [row for row in rows if row["supplier_size"] in _SME]
        yield "procurement.sme", _total(sme, "contract_amt")
        yield "procurement.small", _total((row for row in rows if row["supplier_size"] in _SMALL), "contract_amt")
        for word, kind in _KINDS.items():
            yield f"procurement.sme_{kind}", _total((row for row in sme if row["pur_kind"] == word), "contract_amt")

    def plans(self) -> Iterator[tuple[str, int]]:
        """What a budget plans to purchase: in all, and by kind."""
        rows = [row for row in self.rows("procurement") if row["bgt_stage"] == APPROVED]
        yield "procurement.total", _total(rows, "pur_amt")
        for word, kind in _KINDS.items():
            yield f"procurement.{kind}", _total((row for row in rows if row["pur_kind"] == word), "pur_amt")

    def spending(self, flows: Iterable[Flow]) -> Iterator[tuple[str, int]]:
        """Staff and operating cost of all basic spending; 机关运行经费 by the units and codes that make it up."""
        basic = [flow for flow in flows if flow.flow == "spending" and flow.nature == "basic"]
        for part in ("staff", "operating_cost"):
            yield f"basic.{part}", sum(flow.amount for flow in basic if flow.part == part)
        counted = {(str(row["agency_code"]), str(row["eco_prefix"])) for row in self.rows("operating_costs")}
        general = [flow for flow in basic if flow.fund == "general_public"]
        yield OPERATING, sum(flow.amount for flow in general if any((flow.unit, flow.eco[:n]) in counted for n in (3, 5)))
