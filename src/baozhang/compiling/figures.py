"""The figures a document is compiled from, and how a layout prints them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from baozhang.facts.amounts import FEN_PER
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baozhang.compiling.pieces import CellKey
    from baozhang.facts.records import FactRow
    from baozhang.taxonomy.layouts import Layout


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts in fen by statement, item and column; `names` are the words of items that are no codes of a classification."""

    cells: Mapping[CellKey, int]
    names: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))

    def items(self, statement: str) -> tuple[str, ...]:
        """The items of a statement in the order they were given, each once."""
        return tuple(dict.fromkeys(item for name, item, _ in self.cells if name == statement))

    def amount(self, statement: str, item: str, column: str) -> int:
        """The amount of a cell in fen, 0 for one that is not there."""
        return self.cells.get((statement, item, column), 0)

    def name(self, statement: str, item: str) -> str:
        """What an item is called: its own words, the name of its code, or the usual label."""
        return self.names.get((statement, item)) or code_names().get(item) or labels().item(item, statement)

    def is_empty(self, statement: str) -> bool:
        """Whether a statement has no figure other than zero."""
        return not any(amount for (name, _, _), amount in self.cells.items() if name == statement)


def figures_of(facts: Iterable[FactRow]) -> Figures:
    """The figures that facts state; names of items are kept where the taxonomy would say something else."""
    cells: dict[CellKey, int] = {}
    names: dict[tuple[str, str], str] = {}
    for fact in facts:
        cells[fact.statement, fact.item, fact.column] = fact.value
        if fact.item_label not in {fact.item, code_names().get(fact.item)}:
            names[fact.statement, fact.item] = fact.item_label
    return Figures(MappingProxyType(cells), MappingProxyType(names))


def rounded(fen: int, layout: Layout) -> int:
    """An amount rounded once to the last digit that a layout prints, half up away from zero, in fen (财政部决算报表编制说明)."""
    step = FEN_PER[layout.unit] // int(10**layout.decimals)
    if step <= 1:
        return fen
    whole = (2 * abs(fen) + step) // (2 * step) * step
    return whole if fen >= 0 else -whole


def printed(fen: int, layout: Layout) -> str:
    """An amount as a layout prints it in tables, without regard to blank zeros.

    >>> from baozhang.taxonomy.layouts import layouts
    >>> printed(298_480_000, layouts()["shandong-final"]), printed(5_000_000, layouts()["anhui-budget"])
    ('298.48', '5')
    """
    unit = FEN_PER[layout.unit]
    value = rounded(fen, layout)
    whole, rest = divmod(abs(value), unit)
    digits = str(rest * 10**layout.decimals // unit).zfill(layout.decimals) if layout.decimals else ""
    text = f"{whole:,}" if layout.grouped else str(whole)
    if digits:
        text = f"{text}.{digits}"
        if layout.page.trim_zeros:
            text = text.rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text
