"""What documents contain, asked of the tables of many at once: `presence.profile_of` as queries, for the terms that some rules need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.presence import Profile
from baozhang.facts.lake.snapshot import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Queries

_PRESENT: Final = "select document_id, list(term) from terms where term in ({terms}) group by document_id"

_CELLS: Final = """
    select c.document_id, c.statement, c.item, c.col from cells c
    join wanted_cells w on w.statement = c.statement and w.item = c.item and w."column" = c.col
    where c.statement in ({statements})
    union all
    select c.document_id, c.statement, min(c.item), c.col from cells c
    join (select distinct statement, "column" from wanted_cells) w on w.statement = c.statement and w."column" = c.col
    where c.statement in ({statements})
    group by c.document_id, c.statement, c.col"""
"""The cells that identities name as their conditions, and one cell of each column that these stand in."""


def profiles_of(queries: Queries, rules: Sequence[Rule]) -> dict[str, Profile]:
    """The profile of every document an engine has loaded, by document_id, as far as `rules` look at it."""
    terms = needed_terms(rules)
    present: dict[str, list[str]] = dict(queries.query(_PRESENT.format(terms=_listed(sorted(terms)))).rows) if terms else {}
    cells: dict[str, set[tuple[str, str, str]]] = {}
    conditions = sorted({term.cell for rule in rules if rule.identity for term in (*rule.identity.given, *rule.identity.unless)})
    if conditions:
        queries.add("wanted_cells", pa.table(dict(zip(("statement", "item", "column"), zip(*conditions, strict=True), strict=True))))
        for document_id, *cell in queries.query(_CELLS.format(statements=_listed(sorted({cell[0] for cell in conditions})))).rows:
            cells.setdefault(document_id, set()).add((cell[0], cell[1], cell[2]))
    return {
        document_id: Profile(stage, layout, frozenset(present.get(document_id, ())), frozenset(cells.get(document_id, ())))
        for document_id, stage, layout in queries.query("select document_id, stage, layout from documents").rows
    }


def needed_terms(rules: Iterable[Rule]) -> frozenset[str]:
    """Every term in the `needs` of some rules."""
    return frozenset(term.strip() for rule in rules for need in rule.needs for term in need.split("|"))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(quoted, words))
