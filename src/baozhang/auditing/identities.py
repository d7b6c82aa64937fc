"""Evaluates every identity on every document of the batch with one query.

A figure printed to two decimals of 万元 stands for an interval; a sum holds when the interval of the total meets that of the sum
of its parts. Within it but not equal is a rounding tail (尾数). One figure printed twice must be identical.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from baozhang.facts.records import PAGE_APART
from baozhang.taxonomy.identities import Select, Term
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.auditing.warehouse import Queries
    from baozhang.taxonomy.identities import Identity

MISSING_ROWS: Final = "有科目行没有金额或重复出现，不能汇总："
"""Why a sum over rows is not evaluated when a row has no figure in the column, or two different ones."""

MISSING_CELL: Final = "缺少"
"""Why an identity is not evaluated when one of its cells is not printed."""

UNREAD_ROWS: Final = "表中有未识别的行，合计关系不能确认"
"""Why a sum that does not hold is not reported when the statement has rows that could not be read."""

SQL: Final = """
with figures as (
    select document_id, statement, item, col, parent, level, low as value, half_unit, fact, case when low = high then 1 else 0 end as sure
    from cells
),
grouped as (
    select document_id, statement, col, 'p:' || parent as key, item, value, half_unit, fact, sure from figures where parent <> ''
    union all
    select document_id, statement, col, 'l:' || cast(level as varchar) as key, item, value, half_unit, fact, sure
    from figures where level > 0
    union all
    select document_id, statement, col, 'o:' || substr(item, 1, 3) as key, item, value, half_unit, fact, sure
    from figures where level > 1 and parent = 'total'
),
keyed as (
    select document_id, statement, col, 'i:' || item as key, value * sure as value, half_unit * sure as half_unit, sure as found, 1 as seen,
           cast(fact as varchar) as facts
    from figures
    union all
    select document_id, statement, col, key, sum(value * sure), sum(half_unit * sure), sum(sure), count(*),
           string_agg(cast(fact as varchar), '+')
    from grouped
    group by document_id, statement, col, key
),
printed as (
    select document_id, statement, key, count(distinct item) as items from grouped group by document_id, statement, key
),
columns_printed as (
    select distinct document_id, statement, col from figures
),
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id
        and (u.line between s.line_from and s.line_to or u.why like '%<apart>')
    where u.why like '%<apart>' or regexp_matches(u.why, '[1-9][0-9,]*[.][0-9]|0[.]0*[1-9]') or (
        not regexp_matches(u.why, '[0-9][.][0-9]')
        and (u.why like '%结转%' or not regexp_matches(u.why, '^栏目“(上年|去年|20[0-9][0-9]年|[^”]*(增减|增长|同比|[比较]上年|[比较]20))'))
    )
),
cases as (
    select t.identity, t.relation, t.same_figure, t.must_hold, c.document_id, c.fact, c.item, c.col, c.value, c.half_unit
    from identity_totals t
    join identity_scope d on d.identity = t.identity
    join figures c
      on c.document_id = d.document_id and c.statement = t.statement and c.sure = 1
     and (t.col = '' or c.col = t.col)
     and (t.picks = 'same' or (t.picks = 'class' and c.level = 1) or (t.picks = 'exact' and c.item = t.item)
          or (t.picks = 'level' and cast(c.level as varchar) = t.item))
),
wanted as (
    select k.identity, k.document_id, k.fact, p.term, p.statement, p.weight, p.optional, p.picks, p.label, k.item,
           case when p.col = '' then k.col else p.col end as col,
           case p.picks when 'exact' then 'i:' || p.item when 'same' then 'i:' || k.item when 'children' then 'p:' || k.item
                        when 'orphans' then 'o:' || k.item else 'l:' || p.item end as key
    from cases k
    join identity_parts p on p.identity = k.identity
),
terms as (
    select w.identity, w.document_id, w.fact, w.weight * coalesce(c.value, 0) as value, coalesce(c.half_unit, 0) as half_unit,
           c.facts || ':' || cast(w.weight as varchar) as parts, coalesce(c.found, 0) as found,
           case when w.picks in ('children', 'orphans', 'level') then coalesce(r.items, 0) else 1 end as due,
           case when w.picks in ('children', 'orphans') and r.items is null then 1 else 0 end as leaf,
           case when w.optional = 1 and c.seen is null and (w.picks = 'exact' or p.col is null) then 1 else 0 end as spared,
           case when u.statement is not null then 1 else 0 end as unread,
           w.picks, w.label
    from wanted w
    left join printed r on r.document_id = w.document_id and r.statement = w.statement and r.key = w.key
    left join keyed c on c.document_id = w.document_id and c.statement = w.statement and c.col = w.col and c.key = w.key
    left join columns_printed p on p.document_id = w.document_id and p.statement = w.statement and p.col = w.col
    left join unread u on u.document_id = w.document_id and u.statement = w.statement
    where w.picks not in ('children', 'orphans') or r.items is not null
),
sums as (
    select identity, document_id, fact, sum(value) as value, sum(half_unit) as half_unit, sum(found) as found, sum(leaf) as leaf,
           max(unread) as unread, string_agg(parts, ',') as parts,
           min(case when spared = 0 and (found < due or due = 0) then label end) as missing,
           max(case when spared = 0 and (found < due or due = 0) and picks <> 'exact' then 1 else 0 end) as rows_missing
    from terms
    group by identity, document_id, fact
),
examined as (
    select k.identity, k.document_id, k.fact, k.relation, k.same_figure, k.must_hold, k.value as actual,
           cast(s.value as bigint) as expected,
           cast(case when k.same_figure = 0 then k.half_unit + s.half_unit
                     when k.half_unit = s.half_unit then 0
                     else greatest(k.half_unit, s.half_unit) end as bigint) as tolerance,
           s.unread, s.parts, s.missing, s.rows_missing
    from cases k
    join sums s on s.identity = k.identity and s.document_id = k.document_id and s.fact = k.fact
    where s.leaf = 0 and (s.found > 0 or s.missing is not null)
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
)
select o.identity, o.document_id, 1 as times, o.fact, o.parts, o.relation, o.actual, o.expected, o.tolerance, o.holds,
       o.missing, o.rows_missing
from outcomes o left join explained x on x.document_id = o.document_id
where o.holds is null or o.exact = 0 or x.document_id is not null
union all
select o.identity, o.document_id, count(*), null, null, null, null, null, null, true, null, null
from outcomes o left join explained x on x.document_id = o.document_id
where o.holds and o.exact = 1 and x.document_id is null
group by o.identity, o.document_id
""".replace("<apart>", PAGE_APART)
"""The one query. `keyed` gives the sums of the cells by every key they can be asked by (itself, its parent, its level, its class);
`unread` are statements with a row or column that could not be read, unless it says that it held zeros only, or is of another year;
where a page of a table lies apart, all of the document.

Cases that hold are only counted (`times`), tails excepted. In the documents of `explained` all come out: where a figure is wrong, every
relation speaks for or against it."""


_TOTAL: Final = 3
"""The column of the total's fact; NULL where a row only counts."""


@dataclass(frozen=True, slots=True)
class IdentityCase:
    """One case of one identity. `total` is a fact by number, `listed` the parts with their weights (`12+13:1,14:-1`); money in fen."""

    identity: str
    document_id: str
    total: int
    listed: str
    relation: str
    actual: int
    expected: int
    tolerance: int
    holds: bool | None
    why: str

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The facts of the sum with their weights."""
        terms = (term.split(":") for term in self.listed.split(",") if term)
        return tuple(sorted((int(fact), int(weight)) for facts, weight in terms for fact in facts.split("+")))

    @property
    def residual(self) -> int:
        """What the total has too much, in fen."""
        return self.actual - self.expected

    @property
    def tail(self) -> bool:
        """Holds only within rounding."""
        return bool(self.holds) and self.relation == "=" and self.residual != 0


def identity_tables(identities: Sequence[Identity]) -> dict[str, pa.Table]:
    """The identities as the two tables the query joins."""
    return {"identity_totals": _totals(identities), "identity_parts": _parts(identities)}


@dataclass(frozen=True, slots=True)
class Examined:
    """What the identities say of a batch: how many cases just hold, by (identity, document), and the others one by one."""

    holding: dict[tuple[str, str], int]
    cases: list[IdentityCase]


def examine_identities(
    queries: Queries, identities: Sequence[Identity], scope: Mapping[str, Iterable[str]], contradicted: Iterable[str]
) -> Examined:
    """Identities on the documents an engine has loaded: each on those in its `scope` (document_ids by identity).

    `contradicted` are documents whose text contradicts a cell.
    """
    for name, table in identity_tables(identities).items():
        queries.add(name, table)
    pairs = [(identity, document_id) for identity, documents in scope.items() for document_id in documents]
    queries.add(
        "identity_scope", pa.table({"identity": _strings(one for one, _ in pairs), "document_id": _strings(one for _, one in pairs)})
    )
    queries.add("contradicted", pa.table({"document_id": _strings(contradicted)}))
    rows = queries.query(SQL).rows
    holding = {(identity, document_id): times for identity, document_id, times, total, *_ in rows if total is None}
    # One order, whatever the plan of the query: a report must not depend on the other documents of the batch. Relations between
    # tables come before the sums of a table, because the first one names the finding.
    cases = sorted((_case(row) for row in rows if row[_TOTAL] is not None), key=attrgetter("document_id", "total"))
    return Examined(holding, sorted(cases, key=attrgetter("identity"), reverse=True))


def _strings(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _case(row: tuple[Any, ...]) -> IdentityCase:
    identity, document_id, _, total, parts, relation, actual, expected, tolerance, holds, missing, rows_missing = row
    why = ""
    if holds is None:
        why = UNREAD_ROWS if missing is None else f"{MISSING_ROWS if rows_missing else MISSING_CELL}{missing}"
    return IdentityCase(identity, document_id, total, parts or "", relation, actual, expected, tolerance, holds, why)


def within(residual: int, tolerance: int, relation: str) -> bool:
    """Whether a residual is zero, or of the right sign, up to the tolerance."""
    return (residual >= -tolerance or relation == "<=") and (residual <= tolerance or relation == ">=")


def label_of(term: Term) -> str:
    """A term in words, for the reason why something was not evaluated."""
    item = labels().item(term.item, term.statement) if term.select is Select.EXACT else ""
    column = labels().column(term.column, term.statement) if term.column not in {"", "amount"} else ""
    return f"《{labels().statement(term.statement)}》{'·'.join(word for word in (item, column) if word)}"


def nothing_to_examine(identity: Identity) -> str:
    """Why an identity found no case in a document that has its statements."""
    return f"表中没有列出{label_of(identity.total)}或其组成"


def _totals(identities: Sequence[Identity]) -> pa.Table:
    return pa.table(
        {
            "identity": [one.id for one in identities],
            "relation": [one.relation for one in identities],
            "same_figure": [int(one.same_figure) for one in identities],
            "must_hold": [int(one.severity != "note") for one in identities],
            "statement": [one.total.statement for one in identities],
            "picks": [str(one.total.select) for one in identities],
            "item": [one.total.item for one in identities],
            "col": [one.total.column for one in identities],
        }
    )


def _parts(identities: Sequence[Identity]) -> pa.Table:
    listed = [(one.id, at, part) for one in identities for at, part in enumerate(one.parts)]
    return pa.table(
        {
            "identity": [identity for identity, _, _ in listed],
            "term": [at for _, at, _ in listed],
            "statement": [part.statement for _, _, part in listed],
            "picks": [str(part.select) for _, _, part in listed],
            "item": [part.item for _, _, part in listed],
            "col": [part.column for _, _, part in listed],
            "weight": [part.weight for _, _, part in listed],
            "optional": [int(part.optional) for _, _, part in listed],
            "label": [label_of(part) for _, _, part in listed],
        }
    )
