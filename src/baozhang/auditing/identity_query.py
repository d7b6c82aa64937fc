"""The query that evaluates identities: one for all that are asked together, with as much in it as they need.

Most of its price are groupings and joins of figures, so that it holds no grouping that none of the identities asks for, looks at no row
that none of them names, and says which figures make up a sum for those cases alone that are listed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.taxonomy.identities import Select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from baozhang.taxonomy.identities import Identity, Term

_FIGURES: Final = """
figures as (
    select document_id, statement, item, col, parent, level, low as value, half_unit, fact, case when low = high then 1 else 0 end as sure
    from cells{rows}
)"""

_KEYS: Final = {
    Select.CHILDREN: "select {columns}, concat('p:', parent) as key from figures where parent <> '' and statement in ({statements})",
    Select.LEVEL: """select {columns}, concat('l:', cast(level as varchar)) as key from figures
    where level > 0 and statement in ({statements})""",
    Select.ORPHANS: """select {columns}, concat('o:', substr(item, 1, 3)) as key from figures
    where level > 1 and parent = 'total' and statement in ({statements})""",
}
"""The groups of rows that a term can ask for, by the key that `_KEY` makes of it."""

_COLUMNS: Final = "document_id, statement, col, item, value, half_unit, fact, sure"

_GROUPS: Final = """
grouped as (
    {keys}
),
summed as (
    select document_id, statement, col, key, sum(value * sure) as value, sum(half_unit * sure) as half_unit, sum(sure) as found
    from grouped
    group by document_id, statement, col, key
),
printed as (
    select document_id, statement, key, count(distinct item) as items from grouped group by document_id, statement, key
)"""
"""`found` of the `items` of a group have one figure in a column."""

_COLUMNS_PRINTED: Final = """
columns_printed as (
    select distinct document_id, statement, "column" as col from facts where statement in ({statements})
)"""

_UNREAD: Final = """
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id
        and (u.line between s.line_from and s.line_to or u.kind = 'page_apart')
    where u.kind = 'page_apart' or regexp_matches(u.why, '[1-9][0-9,]*[.][0-9]|0[.]0*[1-9]') or (
        not regexp_matches(u.why, '[0-9][.][0-9]')
        and (u.why like '%结转%' or not regexp_matches(u.why, '^栏目“(上年|去年|20[0-9][0-9]年|[^”]*(增减|增长|同比|[比较]上年|[比较]20))'))
    )
)"""
"""Statements with a row or column that could not be read, unless it says that it held zeros only, or is of another year; where a page of
a table lies apart, all of the document."""

_CASES: Final = """
    select t.identity, t.terms, c.document_id, c.fact, c.item, c.col, c.value, c.half_unit
    from figures c
    join identity_totals t on t.picks = '{picks}' and t.statement = c.statement{item} and (t.col = '' or t.col = c.col)
    join identity_scope d on d.identity = t.identity and d.document_id = c.document_id
    where c.sure = 1{level}"""

_ITEM_OF_CASE: Final = {Select.EXACT: " and t.item = c.item"}
_LEVEL_OF_CASE: Final = {Select.CLASS: " and c.level = 1", Select.LEVEL: " and cast(c.level as varchar) = t.item"}

_WANTED: Final = """
{kind}_wanted as (
    select k.identity, k.terms, k.document_id, k.fact, k.value as actual, k.half_unit as own, p.term, p.weight, p.optional, p.picks,
           p.label, p.statement, case when p.col = '' then k.col else p.col end as col, {key} as key
    from cases k
    join identity_parts p on p.identity = k.identity and p.picks in ({picks})
)"""
_GROUP: Final = """case p.picks when 'children' then concat('p:', k.item) when 'orphans' then concat('o:', k.item)
           else concat('l:', p.item) end"""

_CELL_TERMS: Final = """
    select w.identity, w.terms, w.document_id, w.fact, w.actual, w.own, w.weight * coalesce(f.value * f.sure, 0) as value,
           coalesce(f.half_unit * f.sure, 0) as half_unit, coalesce(f.sure, 0) as found,
           case when coalesce(f.sure, 0) < 1 and not {spared} then w.label end as missing, {of_rows} as of_rows, w.statement,
           case when f.fact is not null then concat(cast(f.fact as varchar), ':', cast(w.weight as varchar)) end as part
    from {kind}_wanted w
    left join figures f on f.document_id = w.document_id and f.statement = w.statement and f.col = w.col and f.item = w.key"""

_ROW_TERMS: Final = """
    select w.identity, w.terms, w.document_id, w.fact, w.actual, w.own, w.weight * coalesce(f.value, 0) as value,
           coalesce(f.half_unit, 0) as half_unit, coalesce(f.found, 0) as found,
           case when (coalesce(f.found, 0) < coalesce(r.items, 0) or r.items is null) and not {spared} then w.label end as missing,
           {of_rows} as of_rows, w.statement, cast(null as varchar) as part
    from {kind}_wanted w
    left join printed r on r.document_id = w.document_id and r.statement = w.statement and r.key = w.key
    left join summed f on f.document_id = w.document_id and f.statement = w.statement and f.col = w.col and f.key = w.key"""

_BELOW_TERMS: Final = """
    select t.identity, t.terms, k.document_id, k.fact, k.value as actual, k.half_unit as own, p.weight * (k.value - k.excess) as value,
           k.sum_half_unit as half_unit, k.found, case when k.found < k.items then p.label end as missing, 1 as of_rows, k.statement,
           cast(null as varchar) as part
    from summed_cells k
    join identity_totals t on t.picks = 'below' and t.statement = k.statement and (t.col = '' or t.col = k.col)
    join identity_scope d on d.identity = t.identity and d.document_id = k.document_id
    join identity_parts p on p.identity = t.identity
    where k.statement in ({statements})"""
"""Cells against the rows below them: the sums stand beside them."""

_BELOW: Final = "below"
"""What the cases of an identity are called that stand in `summed_cells`."""

_PRINTED: Final = """
    left join columns_printed o on o.document_id = w.document_id and o.statement = w.statement and o.col = w.col"""
_WITH_ROWS: Final = "\n    where w.picks = 'level' or r.items is not null"

_OUTCOMES: Final = """
sums as (
    select t.identity, t.document_id, t.fact, t.actual, t.own, t.value, t.half_unit, t.found, t.missing,
           case when t.missing is not null then t.of_rows else 0 end as rows_missing,
           case when u.statement is not null then 1 else 0 end as unread, t.part as parts
    from terms t left join unread u on u.document_id = t.document_id and u.statement = t.statement
    where t.terms = 1
    union all
    select t.identity, t.document_id, t.fact, min(t.actual), min(t.own), sum(t.value), sum(t.half_unit), sum(t.found), min(t.missing),
           max(case when t.missing is not null then t.of_rows else 0 end), max(case when u.statement is not null then 1 else 0 end),
           string_agg(t.part, ',')
    from terms t left join unread u on u.document_id = t.document_id and u.statement = t.statement
    where t.terms > 1
    group by t.identity, t.document_id, t.fact
),
examined as (
    select s.identity, s.document_id, s.fact, t.relation, t.same_figure, t.must_hold, s.actual, cast(s.value as bigint) as expected,
           cast(case when t.same_figure = 0 then s.own + s.half_unit
                     when s.own = s.half_unit then 0
                     else greatest(s.own, s.half_unit) end as bigint) as tolerance,
           s.unread, s.missing, s.rows_missing, s.parts
    from sums s join identity_totals t on t.identity = s.identity
    where s.found > 0 or s.missing is not null
),
outcomes as (
    select e.*,
           case when missing is not null then null
                when (actual - expected >= -tolerance or relation = '<=') and (actual - expected <= tolerance or relation = '>=') then true
                when unread = 1 and same_figure = 0 then null
                else false end as holds,
           case when missing is null and (relation <> '=' or actual = expected) then 1 else 0 end as exact
    from examined e
),
explained as (
    select document_id from outcomes where holds = false and must_hold = 1
    union
    select document_id from contradicted
),
listed as (
    select o.*, case when o.holds = false or x.document_id is not null then 1 else 0 end as weighed
    from outcomes o left join explained x on x.document_id = o.document_id
    where o.holds is not null and (o.exact = 0 or x.document_id is not null)
){members}
select l.identity, l.document_id, 1 as times, l.fact, case when l.weighed = 1 then {parts} end as parts,
    l.relation, l.actual, l.expected, l.tolerance, l.holds, null as missing, null as rows_missing
from listed l{told}
union all
select o.identity, o.document_id, count(*), null, null, null, null, null, null, o.holds, o.missing, o.rows_missing
from outcomes o left join explained x on x.document_id = o.document_id
where o.holds is null or (o.exact = 1 and x.document_id is null)
group by o.identity, o.document_id, o.holds, o.missing, o.rows_missing
"""
"""Cases that hold, tails excepted, and those that could not be examined are only counted (`times`). In the documents of
`explained` all come out: where a figure is wrong, every relation speaks for or against it; elsewhere nobody asks for the parts of a sum
that holds within rounding."""

_MEMBERS: Final = """{sought},
told as (
    select identity, document_id, fact, string_agg(concat(cast(part as varchar), ':', cast(weight as varchar)), ',') as parts
    from ({figures}
    ) members
    group by identity, document_id, fact
)"""
"""The figures of sums over rows, of the listed cases alone: to write them down for every case costs more than to add them up."""

_SOUGHT: Final = """
sought as (
    select distinct w.identity, w.document_id, w.fact, w.term, w.weight, w.statement, w.col, w.key
    from rows_wanted w join listed l on l.weighed = 1 and l.identity = w.identity and l.document_id = w.document_id and l.fact = w.fact
)"""
_SOUGHT_FIGURES: Final = """
    select w.identity, w.document_id, w.fact, w.weight, f.fact as part
    from sought w join grouped f on f.document_id = w.document_id and f.statement = w.statement and f.col = w.col and f.key = w.key"""

_SOUGHT_BELOW: Final = """
sought_below as (
    select l.identity, l.document_id, l.fact, p.weight, p.statement, k.item, k.col
    from listed l
    join identity_totals t on t.identity = l.identity and t.picks = 'below'
    join identity_parts p on p.identity = l.identity
    join summed_cells k on k.document_id = l.document_id and k.fact = l.fact and k.statement = t.statement
    where l.weighed = 1 and k.statement in ({statements})
)"""
_FIGURES_BELOW: Final = """
    select w.identity, w.document_id, w.fact, w.weight, f.fact as part
    from sought_below w
    join figures f on f.document_id = w.document_id and f.statement = w.statement and f.col = w.col and f.parent = w.item"""

_TOLD: Final = {
    "told": " left join told t on t.identity = l.identity and t.document_id = l.document_id and t.fact = l.fact",
    "parts": "case when l.parts is null then t.parts when t.parts is null then l.parts else concat(l.parts, ',', t.parts) end",
}
_TOLD_ALREADY: Final = {"members": "", "told": "", "parts": "l.parts"}


class _Kind(NamedTuple):
    """Terms that ask for one cell, for the cell of the same item, or for a group of rows."""

    name: str
    picks: frozenset[Select]
    wanted: str
    terms: str
    condition: str = ""

    def asked(self, terms: Iterable[Term]) -> str:
        """The query for terms of this kind among `terms`. A part that is optional may be missing: a cell, or a column of rows."""
        optional = any(term.optional for term in terms if term.select in self.picks)
        printed = optional and self.name != "exact"
        spared = f"(w.optional = 1 and f.document_id is null{' and o.col is null' if printed else ''})" if optional else "false"
        sql = self.terms.format(kind=self.name, spared=spared, of_rows=int(self.name != "exact"))
        return sql + (_PRINTED if printed else "") + self.condition


_KINDS: Final = (
    _Kind("exact", frozenset({Select.EXACT}), "p.item", _CELL_TERMS),
    _Kind("same", frozenset({Select.SAME}), "k.item", _CELL_TERMS),
    _Kind("rows", frozenset(_KEYS), _GROUP, _ROW_TERMS, _WITH_ROWS),
)


def query_of(identities: Sequence[Identity]) -> str:
    """The query for some identities, in DuckDB's dialect. It reads the tables of `examine_identities`.

    A row is (identity, document_id, times, fact of the total, parts as `12:1,14:-1`, relation, actual, expected, tolerance, holds,
    label of what is missing, whether that is a sum over rows): a case, or so many cases that hold or could not be examined, without a fact.
    """
    below = {one.total.statement for one in identities if sums_below(one)}
    others = [one for one in identities if not sums_below(one)]
    parts = [term for one in others for term in one.parts]
    asked = {term.select for term in parts}
    kinds = [kind for kind in _KINDS if asked & kind.picks]
    clauses = [_FIGURES.format(rows=_rows_named(identities))]
    if groups := [*_groups(parts)]:
        clauses.append(_GROUPS.format(keys="\n    union all\n    ".join(groups)))
    if rows_optional := [term.statement for term in parts if term.optional and term.select is not Select.EXACT]:
        clauses.append(_COLUMNS_PRINTED.format(statements=_listed(rows_optional)))
    clauses.append(_UNREAD)
    if others:
        clauses.append(f"\ncases as ({_joined(_cases(others))}\n)")
    clauses += [_WANTED.format(kind=kind.name, key=kind.wanted, picks=_listed(kind.picks)) for kind in kinds]
    terms = [kind.asked(parts) for kind in kinds] + ([_BELOW_TERMS.format(statements=_listed(below))] if below else [])
    clauses.append(f"\nterms as ({_joined(terms)}\n)")
    clauses.append(_OUTCOMES.format(**_told(rows=bool(groups), below=below)))
    return "\nwith" + ",".join(clauses)


def _groups(parts: Iterable[Term]) -> Iterator[str]:
    """The groups of rows that terms ask for, in the statements where they do."""
    statements: dict[Select, set[str]] = defaultdict(set)
    for term in parts:
        statements[term.select].add(term.statement)
    for select, key in _KEYS.items():
        if select in statements:
            yield key.format(columns=_COLUMNS, statements=_listed(statements[select]))


def picks_of(identity: Identity) -> str:
    """Which cells are cases of an identity, as the query calls it."""
    return _BELOW if sums_below(identity) else str(identity.total.select)


def sums_below(identity: Identity) -> bool:
    """Whether every row of a statement is to be the sum of the rows below it: these sums stand in `summed_cells`."""
    total, part = identity.total, identity.parts[0]
    return (
        len(identity.parts) == 1
        and total.select is Select.SAME
        and part.select is Select.CHILDREN
        and part.statement == total.statement
        and part.column in {"", total.column}
        and not part.optional
    )


def _told(*, rows: bool, below: Iterable[str]) -> dict[str, str]:
    """What the query says of the figures that make up sums over groups of `rows` and over the rows `below` cells of some statements."""
    sought = [*([_SOUGHT] if rows else []), *([_SOUGHT_BELOW.format(statements=_listed(below))] if below else [])]
    figures = [*([_SOUGHT_FIGURES] if rows else []), *([_FIGURES_BELOW] if below else [])]
    if not sought:
        return _TOLD_ALREADY
    return {**_TOLD, "members": "," + _MEMBERS.format(sought=",".join(sought), figures=_joined(figures))}


def _joined(queries: Iterable[str]) -> str:
    return "\n    union all".join(queries)


def _cases(identities: Sequence[Identity]) -> Iterator[str]:
    for picks in sorted({one.total.select for one in identities}):
        yield _CASES.format(picks=picks, item=_ITEM_OF_CASE.get(picks, ""), level=_LEVEL_OF_CASE.get(picks, ""))


def _rows_named(identities: Sequence[Identity]) -> str:
    """The condition that leaves only cells some identity names: of a statement all, or those of some items, of some columns.

    Where rows are counted that have no figure in a column, every column counts.
    """
    items: dict[str, set[str]] = defaultdict(set)
    columns: dict[str, set[str]] = defaultdict(set)
    for one in identities:
        for term in (one.total, *one.parts):
            items[term.statement].add(term.item if term.select is Select.EXACT else "")
            counted = term.summed and not sums_below(one)
            columns[term.statement].add("" if counted else term.column or one.total.column)
    some = [_named(name, item=items[name], col=columns[name]) for name in sorted(items)]
    return "\n    where " + "\n        or ".join(some)


def _named(statement: str, **among: set[str]) -> str:
    """The condition for the cells of a statement; a set with an empty word leaves out none."""
    named = [f" and {column} in ({_listed(words)})" for column, words in among.items() if "" not in words]
    return f"statement = '{statement}'{''.join(named)}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(set(words)))
