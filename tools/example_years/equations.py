"""The printed figures of a document as constraints on its flows: closing each flow alone shows how often it counts in each cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import half_unit_fen
from baozhang.ledger.statements import close_statements
from baozhang.taxonomy.statements import RowAxis, statements
from tools.example_years.feasible import Constraint, solve
from tools.example_years.units import OFFICE, OPERATING_CODES, unit_of
from tools.example_years.unknowns import FISCAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.ledger.cube import Flow
    from baozhang.taxonomy.layouts import Layout
    from tools.example_years.unknowns import Printed

_UNBOUNDED: Final = 10**15
Cell = tuple[str, str, str]


def fitted(flows: Sequence[Flow], printed: Printed, layout: Layout, operating: tuple[int, int] | None) -> tuple[list[Flow], list[Cell]]:
    """The flows with amounts whose sums round to every printed figure, and the cells for which there are none.

    `operating` is the interval in which 机关运行经费 lies, where the document states it.
    """
    weights = _weights(flows, layout)
    half = half_unit_fen(layout.decimals, layout.unit)
    constraints = [
        Constraint(cell, tuple(weights[cell]), value - half, value + half - 1) for cell, value in printed.cells.items() if cell in weights
    ]
    constraints += _balances(flows, printed, layout.stage)
    if operating is not None:
        counted = tuple((at, 1) for at, flow in enumerate(flows) if _operates(flow))
        constraints.append(Constraint(("disclosure", "operating_expenses", "amount"), counted, *operating))
    amounts, given_up = solve([flow.amount for flow in flows], constraints)
    unreached = [cell for cell, value in printed.cells.items() if value and cell not in weights]
    found = [replace(flow, amount=amount) for flow, amount in zip(flows, amounts, strict=True)]
    return [flow for flow in found if flow.amount], [*(one.cell for one in given_up), *unreached]


def _operates(flow: Flow) -> bool:
    """Whether a flow is part of the 机关运行经费 of the office."""
    basic = (flow.flow, flow.nature, flow.fund) == ("spending", "basic", "general_public")
    return basic and unit_of(flow.func) == OFFICE and flow.eco[:3] in OPERATING_CODES


def _balances(flows: Sequence[Flow], printed: Printed, stage: str) -> list[Constraint]:
    """What a year that is closed must meet besides: no fiscal money spent that was not there, none left where none was printed."""
    signs = {"income": 1, "opening": 1, "spending": -1}
    found = []
    for fund in FISCAL:
        weights = tuple((at, signs[flow.flow]) for at, flow in enumerate(flows) if flow.fund == fund and flow.flow in signs)
        left = printed.get("fiscal", "closing", fund) if stage == "final" else 0
        if weights:
            found.append(Constraint(("fiscal", "balance", fund), weights, 0, _UNBOUNDED if left else 0))
    return found


def _weights(flows: Sequence[Flow], layout: Layout) -> dict[Cell, list[tuple[int, int]]]:
    """How often each flow counts in each cell."""
    named = {one.id for one in statements().values() if one.axis is RowAxis.NAMED}
    weights: dict[Cell, list[tuple[int, int]]] = {}
    for number, flow in enumerate(flows):
        for figure in close_statements([replace(flow, amount=1)], layout, {}):
            item = flow.name if figure.statement in named and figure.item != "total" else figure.item
            if figure.exact:
                weights.setdefault((figure.statement, item, figure.column), []).append((number, figure.exact))
    return weights
