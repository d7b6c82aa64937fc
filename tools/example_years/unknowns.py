"""The flows a published document is made of: which ledger sums there must be, with the printed figures as first guesses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.ledger.cube import Flow
from baozhang.ledger.derivations import derivations
from baozhang.taxonomy.codes import code_names, economic_codes, level_of
from tools.example_years.units import CENTRE, OFFICE, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.facts.document import Document

FISCAL: Final = ("general_public", "government_fund", "state_capital")
_NATURES: Final = ("basic", "project", "operating", "to_superior", "to_affiliate")
_SOURCES: Final = ("superior", "institution", "operating", "affiliate", "other", "special_account")
_USUAL: Final = {"301": "30199", "302": "30299", "303": "30399", "310": "31099", "313": "31302"}
"""The 款 that spending on a project is booked under when only its 类 is known."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The figures of a document by statement, item and column, in fen; of a cell printed twice the first."""

    cells: Mapping[tuple[str, str, str], int]
    labels: Mapping[tuple[str, str], str]

    def get(self, statement: str, item: str, column: str) -> int:
        """The figure in a cell, zero where there is none."""
        return self.cells.get((statement, item, column), 0)

    def codes(self, statement: str) -> list[str]:
        """The lowest codes a statement prints: those without a printed part, in order."""
        found = {item for one, item, _ in self.cells if one == statement and level_of(item)}
        return sorted(code for code in found if not any(other != code and other.startswith(code) for other in found))

    def has(self, statement: str) -> bool:
        """Whether the statement has any row of codes."""
        return bool(self.codes(statement))


def printed_of(document: Document) -> Printed:
    """What a document that was read prints."""
    cells: dict[tuple[str, str, str], int] = {}
    for fact in document.facts:
        cells.setdefault((fact.statement, fact.item, fact.column), fact.value)
    return Printed(cells, {(fact.statement, fact.item): fact.item_label for fact in document.facts})


def matched(rows: Mapping[str, int], columns: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Pairs of rows and columns whose amounts add up to both: equal amounts first, then along the north-west corner."""
    left, over = dict(rows), dict(columns)
    pairs: dict[tuple[str, str], int] = {}
    for row, amount in rows.items():
        equal = next((column for column, other in over.items() if other == amount and amount > 0), None)
        if equal is not None:
            pairs[row, equal] = amount
            left.pop(row)
            over.pop(equal)
    queue, heads = list(left.items()), list(over.items())
    while queue and heads:
        (row, need), (column, room) = queue[0], heads[0]
        amount = min(need, room)
        pairs[row, column] = amount
        queue[0], heads[0] = (row, need - amount), (column, room - amount)
        if (need <= room and len(queue) > 1) or len(heads) == 1:
            queue.pop(0)
        else:
            heads.pop(0)
    return pairs


def unknowns(printed: Printed, stage: str) -> list[Flow]:
    """Every flow there must be, with a first guess of its amount."""
    maker = _Unknowns(printed, stage)
    return [*maker.income(), *maker.openings(), *maker.basic(), *maker.projects(), *maker.others(), *maker.controls(), *maker.purchases()]


class _Unknowns:
    """Guesses flows from the printed statements of one document."""

    def __init__(self, printed: Printed, stage: str) -> None:
        self.printed, self.stage = printed, stage
        self.staff = {one.code for one in economic_codes() if one.staff}
        self.expenses = derivations().expenses

    def income(self) -> Iterator[Flow]:
        """Income by function and kind; without a statement of income it follows the spending."""
        printed = self.printed
        if not printed.has("income"):
            for code in printed.codes("spending"):
                yield Flow("income", printed.get("spending", code, "total"), func=code, fund="general_public")
            return
        funds = [fund for fund in FISCAL if printed.get("overview", f"income.{fund}", "amount")] or ["general_public"]
        columns = [(fund, "fiscal" if self.stage == "final" else fund) for fund in funds] + [(source, source) for source in _SOURCES]
        for code in printed.codes("income"):
            for fund, column in columns:
                if amount := printed.get("income", code, column):
                    yield Flow("income", amount, func=code, fund=fund)
            if amount := printed.get("income", code, "carryover"):
                yield Flow("opening", amount, func=code, fund="general_public")

    def openings(self) -> Iterator[Flow]:
        """What was left of earlier years: the three budgets, and the rest."""
        if self.stage == "budget":
            return
        code = self._largest("project")
        fiscal = 0
        for fund in FISCAL:
            if amount := self.printed.get("fiscal", f"opening.{fund}", "amount"):
                fiscal += amount
                yield Flow("opening", amount, func=code, fund=fund)
        if (rest := self.printed.get("overview", "opening", "amount") - fiscal) > 0:
            yield Flow("opening", rest, func=code, fund="other")

    def _largest(self, column: str) -> str:
        codes = self.printed.codes("spending")
        return max(codes, key=lambda code: self.printed.get("spending", code, column))

    def basic(self) -> Iterator[Flow]:
        """Basic spending of the general public budget: function by economic code; where staff is printed apart, within each part."""
        column = "amount" if self.printed.get("basic", "301", "amount") else "total"
        ecos = {code: self.printed.get("basic", code, column) for code in self.printed.codes("basic")}
        ecos = {code: amount for code, amount in ecos.items() if amount}
        apart = self.printed.get("general", "total", "staff") > 0
        for part, chosen in (("staff", True), ("operating_cost", False)) if apart else (("basic", None),):
            rows = {code: amount for code in self.printed.codes("general") if (amount := self.printed.get("general", code, part))}
            heads = {code: amount for code, amount in ecos.items() if chosen is None or (code in self.staff) is chosen}
            pairs = matched(rows, heads)
            for func, eco in (*pairs, *(pair for pair in self._between_units(rows, heads) if pair not in pairs)):
                yield self._spending(pairs.get((func, eco), 0), func, eco, "basic")

    def _between_units(self, rows: Mapping[str, int], heads: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Pairs by which cost can move from one unit to the other, as the stated 机关运行经费 may ask: the largest function of each."""
        for unit in (OFFICE, CENTRE):
            funcs = [code for code in rows if unit_of(code) == unit]
            if funcs:
                func = max(funcs, key=lambda code: rows[code])
                yield from ((func, eco) for eco in heads)

    def _spending(self, amount: int, func: str, eco: str, nature: str, fund: str = "general_public", name: str = "") -> Flow:
        part = "staff" if eco in self.staff else "operating_cost"
        return Flow(
            "spending", amount, func=func, eco=eco, fund=fund, nature=nature, part=part, expense=self.expenses.get(eco, ""),
            origin="current" if self.stage == "budget" else "", name=name,
        )  # fmt: skip

    def projects(self) -> Iterator[Flow]:
        """Spending on projects of the general public budget, by economic class and by project where these are printed."""
        rows = {code: amount for code in self.printed.codes("general") if (amount := self.printed.get("general", code, "project"))}
        named = self._named("projects")
        pairs = matched(rows, named) if named else {(code, ""): amount for code, amount in rows.items()}
        classes = self._classes()
        for (func, name), amount in pairs.items():
            if not classes:
                eco = "31013" if "公务用车" in self.printed.labels.get(("projects", name), "") else "30299"
                yield self._spending(amount, func, eco, "project", name=name)
        if classes:
            for (func, head), amount in matched(rows, classes).items():
                yield self._spending(amount, func, _USUAL[head], "project")
        if rows:
            yield from self._expenses(max(rows, key=lambda code: rows[code]))

    def _named(self, statement: str) -> dict[str, int]:
        items = dict.fromkeys(item for one, item, _ in self.printed.cells if one == statement and item.startswith("p"))
        return {item: self.printed.get(statement, item, "total") for item in items}

    def _classes(self) -> dict[str, int]:
        """By economic class, what of all spending is not basic."""
        found = {code: self.printed.get("economic", code, "amount") for code in self.printed.codes("economic")}
        over = {code: amount - self.printed.get("basic", code, "amount") for code, amount in found.items()}
        return {code: amount for code, amount in over.items() if amount > 0}

    def _expenses(self, func: str) -> Iterator[Flow]:
        """What of the three public expenses was spent on projects."""
        column = "final" if self.stage == "final" else "budget"
        for item, eco in (("abroad", "30212"), ("reception", "30217"), ("vehicles.running", "30231"), ("vehicles.purchase", "31013")):
            amount = self.printed.get("three_public", item, column) - self.printed.get("basic", eco, "amount")
            if amount > 0:
                yield self._spending(amount, func, eco, "project")

    def others(self) -> Iterator[Flow]:
        """Spending beyond the general public budget: by nature and function what the statement of all spending prints more."""
        for code in self.printed.codes("spending"):
            for nature in _NATURES:
                whole = self.printed.get("spending", code, nature)
                general = self.printed.get("general", code, nature) if nature in {"basic", "project"} else 0
                if whole > general:
                    yield self._spending(whole - general, code, "30299", nature, "other")

    def controls(self) -> Iterator[Flow]:
        """What was approved for the three public expenses."""
        for item in ("abroad", "reception", "vehicles.running", "vehicles.purchase"):
            amount = self.printed.get("three_public", item, "budget")
            if amount and self.stage == "final":
                yield Flow("control", amount, expense=item)

    def purchases(self) -> Iterator[Flow]:
        """Purchases as they are listed."""
        for item, amount in self._named("procurement").items():
            yield Flow("procurement", amount, fund="general_public", name=item)


def project_name(func: str) -> str:
    """A neutral name for a project known by its function only."""
    return f"{code_names().get(func, func).removesuffix('支出')}项目"


def purchases_in_order(flows: Sequence[Flow]) -> list[Flow]:
    """Purchases in the order they were printed."""
    return sorted((flow for flow in flows if flow.flow == "procurement"), key=lambda flow: int(flow.name[1:]))
