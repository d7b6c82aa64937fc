"""Evaluates every identity on every document of the batch with one query.

A figure printed to two decimals of 万元 stands for an interval; a sum holds when the interval of the total meets that of the sum
of its parts. Within it but not equal is a rounding tail (尾数). One figure printed twice must be identical.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from baozhang.auditing.identity_query import picks_of, query_of
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

_TOTAL: Final = 3
"""The column of the total's fact; NULL where a row only counts."""


@dataclass(frozen=True, slots=True)
class IdentityCase:
    """One case of one identity. `total` is a fact by number, `listed` the parts with their weights (`12:1,14:-1`); money in fen.

    A tail has no parts where no figure of its document is wrong: nobody asks for them.
    """

    identity: str
    document_id: str
    total: int
    listed: str
    relation: str
    actual: int
    expected: int
    tolerance: int
    holds: bool

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The facts of the sum with their weights."""
        terms = (term.split(":") for term in self.listed.split(",") if term)
        return tuple(sorted((int(fact), int(weight)) for fact, weight in terms))

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
    """What the identities say of a batch; the cases that just hold and those that could not be examined are counted.

    `holding` is by (identity, document), `unknown` by (identity, document, why).
    """

    holding: dict[tuple[str, str], int]
    unknown: dict[tuple[str, str, str], int]
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
    rows = queries.query(query_of(identities)).rows
    holding: dict[tuple[str, str], int] = {}
    unknown: dict[tuple[str, str, str], int] = {}
    for identity, document_id, times, total, *_, holds, missing, rows_missing in rows:
        if total is None and holds:
            holding[identity, document_id] = times
        elif total is None:
            unknown[identity, document_id, _why(missing, rows_missing)] = times
    # One order, whatever the plan of the query: a report must not depend on the other documents of the batch. Relations between
    # tables come before the sums of a table, because the first one names the finding.
    cases = sorted((_case(row) for row in rows if row[_TOTAL] is not None), key=attrgetter("document_id", "total"))
    return Examined(holding, unknown, sorted(cases, key=attrgetter("identity"), reverse=True))


def _strings(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _case(row: tuple[Any, ...]) -> IdentityCase:
    identity, document_id, _, total, parts, relation, actual, expected, tolerance, holds, _, _ = row
    return IdentityCase(identity, document_id, total, parts or "", relation, actual, expected, tolerance, holds)


def _why(missing: str | None, rows_missing: int) -> str:
    return UNREAD_ROWS if missing is None else f"{MISSING_ROWS if rows_missing else MISSING_CELL}{missing}"


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
            "picks": [picks_of(one) for one in identities],
            "item": [one.total.item for one in identities],
            "col": [one.total.column for one in identities],
            "terms": [len(one.parts) for one in identities],
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
