"""What a document states beside its tables, as rows of the registers: counts, vehicles, contracts, last year's figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.compiling.account import details
from baozhang.facts.amounts import FEN_PER, SCALE, half_unit_fen
from baozhang.ledger.registers import registers
from baozhang.ledger.statements import rounded
from baozhang.taxonomy.codes import code_names, level_of
from baozhang.taxonomy.labels import labels
from tools.example_years.feasible import Constraint, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baozhang.facts.document import Document
    from baozhang.facts.records import ClaimRow
    from baozhang.ledger.books import Row

VANISHED: Final = "2080899"
"""Where last year's spending is put that a document counts in its total and names under no item."""
UNSPENT: Final = "2101299"
"""Where an initial budget is put that a document counts in its total and names under no item, for nothing was spent."""
_KINDS: Final = {"goods": "货物", "works": "工程", "services": "服务"}
_SIZES: Final = {"small": "小型", "medium": "中型", "large": "大型"}
_RENAMED: Final = {
    "purchase.vehicles": "vehicles.planned",
    "purchase.equipment_100": "equipment.planned",
    "performance.target_amount.general_public": "performance.target_amount",
}
"""Claims that the explanation of a budget tells under another name."""
_THREE: Final = ("abroad", "reception", "vehicles.running", "vehicles.purchase")
_PERCENT: Final = 1_000_000
"""A rate of one, as claims hold it."""


class Stated:
    """Reads the claims of one document."""

    def __init__(self, document: Document, office: str) -> None:
        """Counts and amounts are taken from where they are told first."""
        self.document, self.office = document, office
        self.final = document.about.stage == "final"
        self.counts: dict[str, int] = {}
        self.amounts: dict[str, ClaimRow] = {}
        for claim in document.claims:
            if claim.statement == "disclosure" and claim.kind == "count":
                self.counts.setdefault(claim.item, claim.value // SCALE)
            elif claim.statement == "disclosure" and claim.kind == "amount":
                self.amounts.setdefault(claim.item, claim)

    def registers(self) -> dict[str, list[Row]]:
        """Every register that the explanation says something about."""
        batch = {"vehicles": self._vehicles(), "prior_figures": self._prior(), "disclosed_figures": self._disclosed()}
        return batch | self._travel() | (self._contracts() if self.final else {})

    def operating(self) -> tuple[int, int] | None:
        """机关运行经费 as an interval of fen; None where the document does not state it."""
        claim = self.amounts.get("operating_expenses")
        if claim is None:
            return None
        half = max(claim.half_unit, half_unit_fen(len(re.sub(r"[^\d.]", "", claim.text).partition(".")[2]), "万元"))
        return claim.value - half, claim.value + half - 1

    def controls(self) -> dict[str, int]:
        """The approved budget of each of the three public expenses that the explanation names, or that follows from its rate."""
        spent = {fact.item: fact.value for fact in self.document.facts if fact.statement == "three_public" and fact.column == "final"}
        found: dict[str, int] = {}
        for claim in self.document.claims:
            if claim.statement == "three_public" and claim.item in _THREE and claim.base == "adjusted_budget":
                if claim.kind == "amount":
                    found[claim.item] = claim.value
                elif claim.kind == "completion" and claim.value:
                    found.setdefault(claim.item, rounded(spent.get(claim.item, 0) * _PERCENT // claim.value, FEN_PER["百元"]))
        return found

    def initial(self) -> dict[str, int]:
        """The initial budget by function item, where the explanation tells it; what only the total has was for an item never spent."""
        told = {
            claim.item: claim.value
            for claim in self.document.claims
            if (claim.statement, claim.kind, claim.base) == ("general", "amount", "initial_budget")
        }
        items = {item: amount for item, amount in told.items() if level_of(item)}
        rest = told.get("total", 0) - sum(items.values())
        return items | ({UNSPENT: rest} if items and rest > 0 else {})

    def _vehicles(self) -> list[Row]:
        kinds = registers()["vehicles"].field("vehicle_kind").choices
        kept = [kind for number, kind in enumerate(kinds, 1) for _ in range(self.counts.get(f"vehicles.kind.{number}", 0))]
        kept += [kinds[-1]] * (self.counts.get("vehicles.kept", 0) - len(kept))
        return [{"vehicle_no": f"车辆{at:02d}", "agency_code": self.office, "vehicle_kind": kind} for at, kind in enumerate(kept, 1)]

    def _travel(self) -> dict[str, list[Row]]:
        counts = self.counts
        spent = {fact.item: fact.value for fact in self.document.facts if fact.statement == "three_public" and fact.column == "final"}
        groups = counts.get("abroad.groups", 0) + counts.get("abroad.groups_joined", 0)
        trips = {"groups": groups, "persons": counts.get("abroad.persons", 0)}
        guests = {"batches": counts.get("reception.batches", 0), "persons": counts.get("reception.persons", 0)}
        batch: dict[str, list[Row]] = {}
        if any(trips.values()):
            batch["trips"] = [{"agency_code": self.office, **trips, "amount": spent.get("abroad", 0)}]
        if any(guests.values()):
            batch["receptions"] = [{"agency_code": self.office, **guests, "amount": spent.get("reception", 0)}]
        return batch

    def _disclosed(self) -> list[Row]:
        """What no register adds up: performance, planned purchases, and what 机关运行经费 is compared with."""
        found: dict[str, Row] = {}
        wanted = {name for name, one in details().items() if self.document.about.stage in one.stages}
        for item, claim in self.amounts.items():
            name = _RENAMED.get(item, item)
            if name.startswith("performance.") and name in wanted:
                found[name] = {"disclosure": name, "amount": claim.value}
        for item, count in self.counts.items():
            name = _RENAMED.get(item, item)
            if name.startswith(("performance.", "vehicles.planned", "equipment.planned")) and name in wanted:
                found[name] = {"disclosure": name, "number": count}
        for claim in self.document.claims:
            if (claim.item, claim.kind) == ("operating_expenses", "change") and "operating_expenses" in self.amounts:
                name = f"operating_expenses.{'initial' if claim.base == 'initial_budget' else 'prior'}"
                before = self.amounts["operating_expenses"].value - claim.direction * abs(claim.value)
                found.setdefault(name, {"disclosure": name, "amount": before})
        return [found[name] for name in sorted(found)]

    def _contracts(self) -> dict[str, list[Row]]:
        """Contracts by kind and size of the supplier, as few as give the sums that are told."""
        cells = [(kind, size) for kind in _KINDS for size in _SIZES]
        amounts, _ = solve([0] * len(cells), list(self._purchase_constraints(cells)))
        rows: list[Row] = [
            {
                "contract_no": f"合同{number:02d}", "agency_code": self.office, "contract_name": f"{_KINDS[kind]}采购合同{number:02d}",
                "pur_kind": _KINDS[kind], "supplier_size": _SIZES[size], "contract_amt": amount,
            }
            for number, ((kind, size), amount) in enumerate(
                ((cell, amount) for cell, amount in zip(cells, amounts, strict=True) if amount), 1
            )
        ]  # fmt: skip
        return {"contracts": rows} if rows else {}

    def _purchase_constraints(self, cells: list[tuple[str, str]]) -> Iterator[Constraint]:
        sums = {
            "procurement.total": cells,
            **{f"procurement.{kind}": [cell for cell in cells if cell[0] == kind] for kind in _KINDS},
            "procurement.sme": [cell for cell in cells if cell[1] != "large"],
            "procurement.small": [cell for cell in cells if cell[1] == "small"],
        }
        for name, added in sums.items():
            if (claim := self.amounts.get(name)) is not None:
                low, high = (0, 0) if claim.value == 0 else (claim.value - claim.half_unit, claim.value + claim.half_unit - 1)
                yield Constraint(("disclosure", name, "amount"), tuple((cells.index(cell), 1) for cell in added), low, high)
        for claim in self.document.claims:
            kind = claim.item.removeprefix("procurement.sme_")
            if claim.kind == "share" and kind in _KINDS and claim.value == _PERCENT:
                yield Constraint((claim.statement, claim.item, "share"), ((cells.index((kind, "large")), 1),), 0, 0)

    def plans(self) -> list[Row]:
        """Planned purchases by kind."""
        told = {word: self.amounts.get(f"procurement.{kind}") for kind, word in _KINDS.items()}
        amounts = {word: claim.value for word, claim in told.items() if claim is not None}
        return [
            {
                "bgt_stage": "批复", "agency_code": self.office, "pur_name": f"{word}采购", "pur_kind": word, "fund_type_code": "111",
                "pur_amt": amount,
            }
            for word, amount in amounts.items()
            if amount
        ]  # fmt: skip

    # last year ---------------------------------------------------------------------------------------------------------------

    def _prior(self) -> list[Row]:
        """Last year's figures: this year's as printed, less the change that the explanation names against last year."""
        now = {(fact.statement, fact.item, fact.column): fact.value for fact in self.document.facts}
        base = "prior_final" if self.final else "prior_budget"
        found: dict[tuple[str, str, str], int] = {}
        for claim in self.document.claims:
            cell = (claim.statement, claim.item, claim.column)
            counted = cell in now or (claim.statement == "general" and level_of(claim.item))
            if claim.kind == "change" and claim.base == base and counted and claim.unit == "元":
                before = now.get(cell, 0) - claim.direction * abs(claim.value)
                if before >= 0:
                    found.setdefault(cell, before)
        self._complete(found, now)
        return [self._row(cell, found[cell]) for cell in sorted(found)]

    def _row(self, cell: tuple[str, str, str], amount: int) -> Row:
        statement, item, column = cell
        label = code_names().get(item) or labels().item(item, statement)
        return {"statement": statement, "item": item, "column_id": column, "label": label, "amount": amount}

    def _complete(self, found: dict[tuple[str, str, str], int], now: Mapping[tuple[str, str, str], int]) -> None:
        """What follows from what was told: sums that no sentence gives, kinds of income and spending that there never were."""
        for target, source in (
            (("spending", "total", "total"), ("overview", "spending.total", "amount")),
            (("overview", "income.total", "amount"), ("overview", "income.year", "amount")),
            (("overview", "spending.total", "amount"), ("overview", "income.total", "amount")),
        ):
            if source in found and target in now:
                found.setdefault(target, found[source])
        kinds = {cell[0] for cell in found if cell[0] in {"income", "spending"} and cell[1] == "total"}
        for cell, amount in now.items():
            if cell[0] in kinds and cell[1] == "total" and not amount:
                found.setdefault(cell, 0)
        self._complete_three_public(found)
        self._even_out(found)

    def _complete_three_public(self, found: dict[tuple[str, str, str], int]) -> None:
        column = "final" if self.final else "budget"
        parts = [found.get(("three_public", item, column)) for item in _THREE]
        if any(part is not None for part in parts):
            sums = {"total": parts, "vehicles": parts[2:]}
            for item, added in sums.items():
                found.setdefault(("three_public", item, column), sum(part or 0 for part in added))

    def _even_out(self, found: dict[tuple[str, str, str], int]) -> None:
        """Items must add up to their total: what they lack was spent on one that is not named, what they have too much one had not."""
        items = {cell: amount for cell, amount in found.items() if cell[0] == "general" and level_of(cell[1])}
        if ("general", "total", "total") not in found or not items:
            return
        rest = found["general", "total", "total"] - sum(items.values())
        if abs(rest) <= len(items) * half_unit_fen(2, "万元"):
            return  # the rounding of the items
        if rest > 0:
            found["general", VANISHED, "total"] = rest
        else:
            able = [cell for cell, amount in items.items() if amount >= -rest]
            found[min(able, key=lambda cell: (items[cell], cell))] += rest
