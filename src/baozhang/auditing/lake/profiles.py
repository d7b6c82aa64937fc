"""What documents contain, asked of the tables of many at once: `presence.profile_of` as queries, for the terms that some rules need."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.presence import Profile
from baozhang.facts.lake.snapshot import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Queries

_TERMS: Final = {
    "claims": """
        select document_id, unnest(['claims', 'claims.' || kind, 'claims.' || section, 'claims.' || section || ':' || kind]) as term
        from (select distinct document_id, kind, section from claims{among})""",
    "evaluations": """
        select document_id, unnest(['evaluations', 'evaluations.' || kind]) as term
        from (select distinct document_id, kind from evaluations)""",
    "wording": """
        select document_id, unnest(['wording', 'wording.' || kind]) as term
        from (select distinct document_id, kind from wording)""",
    "section": "select distinct document_id, 'section.' || section as term from blocks where section <> ''",
    "blocks": "select distinct document_id, 'blocks' as term from blocks",
    "fundings": "select distinct document_id, 'fundings' as term from fundings",
    "indicators": "select distinct document_id, 'indicators' as term from indicators",
    "unrecognised": "select distinct document_id, 'unrecognised' as term from unrecognised",
}
"""The terms of each kind, by their first part; `among` leaves out claims that no term is about."""

_STATEMENTS: Final = """
    select document_id, statement as term from statements where statement in ({terms})
    union all select document_id, statement as term from facts where statement in ({terms})"""
"""Any other term is a statement."""

_PRESENT: Final = "select document_id, list(distinct term) from ({sql}) where term in ({terms}) group by document_id"

_CELLS: Final = """
    select distinct f.document_id, f.statement, f.item, f."column" from facts f
    join wanted_cells w on w.statement = f.statement and w.item = f.item and w."column" = f."column"
    union all
    select f.document_id, f.statement, min(f.item), f."column" from facts f
    join (select distinct statement, "column" from wanted_cells) w on w.statement = f.statement and w."column" = f."column"
    group by f.document_id, f.statement, f."column" """
"""The cells that identities name as their conditions, and one cell of each column that these stand in."""


def profiles_of(queries: Queries, rules: Sequence[Rule]) -> dict[str, Profile]:
    """The profile of every document an engine has loaded, by document_id, as far as `rules` look at it."""
    present: dict[str, set[str]] = {}
    cells: dict[str, set[tuple[str, str, str]]] = {}
    for sql in _questions(needed_terms(rules)):
        for document_id, terms in queries.query(sql).rows:
            present.setdefault(document_id, set()).update(terms)
    conditions = sorted({term.cell for rule in rules if rule.identity for term in (*rule.identity.given, *rule.identity.unless)})
    if conditions:
        queries.add("wanted_cells", pa.table(dict(zip(("statement", "item", "column"), zip(*conditions, strict=True), strict=True))))
        for document_id, *cell in queries.query(_CELLS).rows:
            cells.setdefault(document_id, set()).add((cell[0], cell[1], cell[2]))
    return {
        document_id: Profile(stage, layout, frozenset(present.get(document_id, ())), frozenset(cells.get(document_id, ())))
        for document_id, stage, layout in queries.query("select document_id, stage, layout from documents").rows
    }


def needed_terms(rules: Iterable[Rule]) -> frozenset[str]:
    """Every term in the `needs` of some rules."""
    return frozenset(term.strip() for rule in rules for need in rule.needs for term in need.split("|"))


def _questions(terms: frozenset[str]) -> Iterator[str]:
    """Queries that give the terms of every document, of those that are needed, for each kind of term."""
    of_kind: dict[str, list[str]] = defaultdict(list)
    for term in sorted(terms):
        kind = term.split(".", 1)[0]
        of_kind[kind if kind in _TERMS else "statement"].append(term)
    for kind, needed in of_kind.items():
        listed = _listed(needed)
        sql = _TERMS.get(kind, _STATEMENTS).format(terms=listed, among=_among(needed))
        yield _PRESENT.format(sql=sql, terms=listed)


def _among(needed: Sequence[str]) -> str:
    """The claims that any term is about: `claims.amount` is a kind or a section, `claims.general:amount` both, `claims` every one."""
    if "claims" in needed:
        return ""
    words = _listed(sorted({word for term in needed for word in term.partition(".")[2].split(":")}))
    return f" where kind in ({words}) or section in ({words})"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(quoted, words))
