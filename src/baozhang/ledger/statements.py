"""The statements of a layout from the cube: every figure exact in fen, and as printed, rounded once to the unit of the layout."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import half_unit_fen
from baozhang.ledger.derivations import derivations
from baozhang.taxonomy.codes import code_names, economic_codes, level_of
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.ledger.cube import Flow
    from baozhang.ledger.derivations import Derivation, Term
    from baozhang.taxonomy.layouts import Layout, StatementLayout

_FORM_CLASSES: Final = ("301", "302", "303", "307", "310", "312", "399")
"""Classes of the economic classification that the detailed form of basic spending (公开06表) prints in full."""
_BASIS: Final = {"general_public": ("general_public",), "fiscal": ("general_public", "government_fund", "state_capital")}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a closed statement, in the order of printing. `exact` and `printed` are fen."""

    statement: str
    item: str
    label: str
    parent: str
    level: int
    column: str
    exact: int
    printed: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One row to be printed: its item, its words, and which flows belong to it."""

    item: str
    label: str
    parent: str
    level: int
    flows: Sequence[Flow]


def rounded(fen: int, unit: int) -> int:
    """Fen rounded once, half up (away from zero), to a whole number of `unit` fen.

    >>> rounded(5000, 10000), rounded(4999, 10000), rounded(-5000, 10000)
    (10000, 0, -10000)
    """
    size = (2 * abs(fen) + unit) // (2 * unit) * unit
    return size if fen >= 0 else -size


def close_statements(flows: Sequence[Flow], layout: Layout, names: Mapping[str, str]) -> list[Figure]:
    """Every figure of every statement of the layout; `names` are those of the projects by code."""
    return [figure for printed in layout.statements for figure in _Statement(printed, layout, flows, names).figures()]


def matches(flow: Flow, term: Term, basis: Iterable[str]) -> bool:
    """Whether a flow belongs to a term; `basis` stands for the funds the layout counts the three public expenses of."""
    if flow.flow != term.flow:
        return False
    for dimension, values in term.where:
        value = getattr(flow, dimension)
        if value not in values and not ("basis" in values and value in basis):
            return False
    return True


class _Statement:
    """One statement in the making."""

    def __init__(self, printed: StatementLayout, layout: Layout, flows: Sequence[Flow], names: Mapping[str, str]) -> None:
        self.printed, self.layout, self.flows, self.names = printed, layout, flows, names
        self.derivation: Derivation = derivations().statements[layout.stage, printed.id]
        self.unit = 2 * half_unit_fen(layout.decimals, layout.unit)
        self.basis = _BASIS.get(layout.three_public_basis, _BASIS["general_public"])
        self.axis = statements()[printed.id].axis

    def figures(self) -> Iterator[Figure]:
        if self.axis is RowAxis.TWO_SIDED:
            yield from self._sided()
        elif self.axis is RowAxis.THREE_PUBLIC:
            for item in self.printed.left:
                yield from self._fixed(item, self._columns(), self.flows)
        else:
            for row in self._rows():
                for column in self._columns():
                    yield self._figure(row, column, self.derivation.columns[column], row.flows)

    def _columns(self) -> tuple[str, ...]:
        return tuple(column for column in self.printed.columns if column in self.derivation.columns)

    def _sided(self) -> Iterator[Figure]:
        """Both sides of a two-sided statement; where the right has columns of its own, they are those behind the first."""
        right = self.printed.columns[1:] or (("total",) if "total" in self.derivation.columns else self.printed.columns)
        for item in self.printed.left:
            yield from self._fixed(item, self.printed.columns[:1], self.flows)
        by_class = _grouped(self.flows, "func", 3)
        for item in self.printed.right:
            if level_of(item):
                row = _Row(item, code_names().get(item, item), "spending.year", 1, by_class.get(item, ()))
                for column in right:
                    yield self._figure(row, column, self.derivation.cell("classes", column), row.flows)
            else:
                yield from self._fixed(item, right, self.flows)

    def _fixed(self, item: str, columns: Iterable[str], flows: Sequence[Flow]) -> Iterator[Figure]:
        row = _Row(item, labels().item(item, self.printed.id), "", 0, flows)
        for column in columns:
            yield self._figure(row, column, self.derivation.cell(item, column), flows)

    def _figure(self, row: _Row, column: str, terms: Sequence[Term], flows: Sequence[Flow]) -> Figure:
        exact = sum(term.sign * flow.amount for term in terms for flow in flows if matches(flow, term, self.basis))
        return Figure(self.printed.id, row.item, row.label, row.parent, row.level, column, exact, rounded(exact, self.unit))

    def _relevant(self) -> list[Flow]:
        """The flows that any column shows."""
        terms = [term for column in self._columns() for term in self.derivation.columns[column]]
        return [flow for flow in self.flows if any(matches(flow, term, self.basis) for term in terms)]

    def _rows(self) -> list[_Row]:
        relevant = self._relevant()
        detailed = self.axis is RowAxis.ECONOMIC and self.printed.blocks > 1
        if self.axis is RowAxis.NAMED:
            rows = _named(relevant, self.names)
        else:
            axis, levels = ("func", self.layout.page.code_levels) if self.axis is RowAxis.FUNCTION else ("eco", self.derivation.levels)
            rows = _coded(relevant, axis, levels, form=detailed)
        if detailed:
            return [*rows, *_parts(relevant)]
        total = _Row("total", labels().item("total"), "", 0, relevant)
        return [*rows, total] if self.layout.page.total_last else [total, *rows]


def _grouped(flows: Iterable[Flow], axis: str, length: int) -> dict[str, list[Flow]]:
    groups: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        if len(code := getattr(flow, axis)) >= length:
            groups[code[:length]].append(flow)
    return groups


def _coded(flows: Sequence[Flow], axis: str, levels: Sequence[int], *, form: bool) -> list[_Row]:
    """Rows by code, parents before children; with `form` every code of the printed form, whether it has money or not."""
    found: dict[str, list[Flow]] = {code.code: [] for code in economic_codes() if form and code.code[:3] in _FORM_CLASSES}
    for level in levels:
        found.update(_grouped(flows, axis, 2 * level + 1))
    top = "" if form else "total"
    return [_Row(code, code_names().get(code, code), _above(code, found, top), level_of(code), found[code]) for code in sorted(found)]


def _above(code: str, printed: Mapping[str, object], top: str) -> str:
    return next((code[:length] for length in (5, 3) if length < len(code) and code[:length] in printed), top)


def _parts(flows: Sequence[Flow]) -> list[_Row]:
    """The totals of staff and operating cost below the detailed form."""
    parts = ("staff", "operating_cost")
    return [_Row(part, labels().item(part, "basic"), "", 0, [flow for flow in flows if flow.part == part]) for part in parts]


def _named(flows: Iterable[Flow], names: Mapping[str, str]) -> list[_Row]:
    """Rows by name, numbered p1, p2 …, in the order of the project codes or of what stands before the name of a purchase."""
    by_name: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        by_name[flow.name].append(flow)
    return [
        _Row(f"p{number}", names.get(name) or name.partition(" ")[2] or name, "total", 1, by_name[name])
        for number, name in enumerate(sorted(by_name), 1)
    ]
