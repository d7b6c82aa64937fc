"""The arithmetic that holds between the figures of an account, cell by cell: the identities of the taxonomy written out.

The audit evaluates the same identities for thousands of documents in one query; here they are spelled out for one, so that a workbook can
carry them as formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.taxonomy.codes import level_of
from baozhang.taxonomy.identities import Identity, Select, Term, load_identities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.compiling.figures import Figures
    from baozhang.compiling.pieces import CellKey


@dataclass(frozen=True, slots=True)
class Relation:
    """One case of an identity: a cell and the weighted cells it is made of."""

    identity: Identity
    total: CellKey
    parts: tuple[tuple[int, CellKey], ...]


def relations_of(figures: Figures, stage: str) -> Iterator[Relation]:
    """Every case of every equality that the figures have all cells for (missing optional parts count as nothing)."""
    cells = set(figures.cells)
    for identity in load_identities():
        if identity.relation == "=" and identity.applies in {"both", stage} and identity.meant_for(cells):
            yield from _cases(identity, figures, cells)


def _cases(identity: Identity, figures: Figures, cells: set[CellKey]) -> Iterator[Relation]:
    total = identity.total
    items = [item for item in figures.items(total.statement) if _chosen(total, item)]
    columns = [total.column] if total.column else sorted({column for name, _, column in cells if name == total.statement})
    for item in items:
        for column in columns:
            parts = _parts(identity, item, column, figures, cells)
            if (total.statement, item, column) in cells and parts:
                yield Relation(identity, (total.statement, item, column), tuple(parts))


def _chosen(total: Term, item: str) -> bool:
    if total.select is Select.CLASS:
        return level_of(item) == 1
    return total.select is Select.SAME or total.item == item


def _parts(identity: Identity, item: str, column: str, figures: Figures, cells: set[CellKey]) -> list[tuple[int, CellKey]]:
    """The parts of a case; none when one that must be there is not."""
    found: list[tuple[int, CellKey]] = []
    for term in identity.parts:
        keys = [(term.statement, one, term.column or column) for one in _items(term, item, figures)]
        known = [key for key in keys if key in cells]
        if len(known) < len(keys) and not term.optional:
            return []
        if not keys and term.select in {Select.CHILDREN, Select.ORPHANS}:
            return []
        found += [(term.weight, key) for key in known]
    return found


def _items(term: Term, item: str, figures: Figures) -> list[str]:
    codes = [one for one in figures.items(term.statement) if one.isdigit()]
    match term.select:
        case Select.SAME:
            return [item]
        case Select.LEVEL:
            return [one for one in codes if level_of(one) == int(term.item)]
        case Select.CHILDREN:
            return [one for one in codes if parent_of(one, codes) == item]
        case Select.ORPHANS:
            return [one for one in codes if level_of(one) > 1 and one.startswith(item) and parent_of(one, codes) == "total"]
        case _:
            return [term.item]


def parent_of(code: str, codes: list[str]) -> str:
    """The nearest code above that is printed too, else the total.

    >>> parent_of("2101501", ["210", "2101501"]), parent_of("210", ["210"])
    ('210', 'total')
    """
    above = (code[:length] for length in (5, 3) if length < len(code))
    return next((one for one in above if one in codes), "total")
