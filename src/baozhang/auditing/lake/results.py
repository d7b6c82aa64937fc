"""What audits found, as rows of the lake and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from baozhang.auditing.across import bare_document
from baozhang.auditing.findings import DocumentAudit, Evidence, Finding, NotEvaluated, RuleCount, Severity
from baozhang.facts.lake.snapshot import Snapshot, quoted
from baozhang.facts.lake.tables import (
    AUDIT_TABLES,
    READ_TABLES,
    EvidenceRow,
    FindingRow,
    documents_of,
    lake_schema,
    records_of,
)
from baozhang.facts.opening import open_engine
from baozhang.facts.schemas import rows_to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

    from baozhang.facts.document import Document

_LIGHT: Final = ("documents", "statements", "evaluations", "unrecognised", "readings")
"""What reports need of a document that do not show the document itself."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an audit says of one document. `counts` are (rule, passed, failed, not evaluated), `reasons` (rule, why, count)."""

    document_id: str
    findings: Sequence[Finding]
    counts: Sequence[tuple[str, int, int, int]]
    reasons: Sequence[tuple[str, str, int]]


def result_of(audit: DocumentAudit) -> Result:
    """An audit without its document."""
    counts = [(one.rule, one.passed, one.failed, one.not_evaluated) for one in audit.counts]
    reasons = [(one.rule, one.why, one.count) for one in audit.not_evaluated]
    return Result(audit.document.about.document_id, audit.findings, counts, reasons)


def rows_of(results: Sequence[Result], first: int = 1) -> dict[str, pa.Table]:
    """Results as rows of the tables of a shelf of findings; the findings of a document have keys from `first`."""
    found = [(one.document_id, number, finding) for one in results for number, finding in enumerate(one.findings, first)]
    evidence = (
        EvidenceRow(key, number, at, place.line, place.text, place.ref, place.side, place.file)
        for key, number, finding in found
        for at, place in enumerate(finding.evidence)
    )
    return {
        "findings": rows_to_arrow(lake_schema("findings"), (_finding_row(*one) for one in found)),
        "evidence": rows_to_arrow(lake_schema("evidence"), evidence),
        "checks": _columns("checks", [(one.document_id, *count) for one in results for count in one.counts]),
        "reasons": _columns("reasons", [(one.document_id, *reason) for one in results for reason in one.reasons]),
    }


def _columns(table: str, rows: Sequence[tuple[str | int, ...]]) -> pa.Table:
    """Plain rows as a table: a hundred counts a document need no record each."""
    schema = lake_schema(table)
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def _finding_row(document_id: str, number: int, one: Finding) -> FindingRow:
    return FindingRow(
        document_id, number, one.rule, one.title, one.severity.value, one.message, one.expected, one.actual, one.difference, one.basis,
        one.suggestion, one.section, one.line,
    )  # fmt: skip


def kept_audits(read: Snapshot, found: Snapshot, *, whole: bool, across: bool = False) -> Iterator[DocumentAudit]:
    """The audits in `found` with their documents from `read`, by year and file; `whole` for reports that show the documents.

    With `across` they are comparisons with other documents, which have no document of their own to show.

    One segment of documents is in memory at a time.
    """
    examined = {key for part in found.parts for key in part.documents}
    with open_engine(files=True) as connection:
        for part in read.parts:
            keys = [key for key in part.documents if key in examined]
            if keys:
                for audit in _of_part(connection, read, found, keys, whole=whole):
                    yield replace(audit, document=bare_document(audit.document.about), across=True) if across else audit


def _of_part(
    connection: duckdb.DuckDBPyConnection, read: Snapshot, found: Snapshot, keys: Sequence[str], *, whole: bool
) -> Iterator[DocumentAudit]:
    among = f"where document_id in ({', '.join(map(quoted, keys))})"

    def fetch(snapshot: Snapshot, table: str) -> pa.Table:
        return connection.sql(f"select * from ({snapshot.select(table)}) {among}").to_arrow_table()  # noqa: S608

    held, told = _holding(read, keys), _holding(found, keys)
    documents = documents_of({name: fetch(held, name) for name in (READ_TABLES if whole else _LIGHT)})
    rows = {name: _by_document(name, fetch(told, name)) for name in AUDIT_TABLES}
    for document in sorted(documents, key=attrgetter("about.file")):
        yield _audit(document, {name: of.get(document.about.document_id, []) for name, of in rows.items()})


def _holding(snapshot: Snapshot, keys: Sequence[str]) -> Snapshot:
    """The parts that hold any of the documents: the others need not be read."""
    wanted = frozenset(keys)
    return Snapshot(snapshot.shelf, tuple(part for part in snapshot.parts if not wanted.isdisjoint(part.documents)))


def _by_document(name: str, table: pa.Table) -> dict[str, list[Any]]:
    of: dict[str, list[Any]] = defaultdict(list)
    for row in records_of(AUDIT_TABLES[name], table):
        of[row.document_id].append(row)  # type: ignore[attr-defined]  # the first field of every record
    return of


def _audit(document: Document, rows: Mapping[str, list[Any]]) -> DocumentAudit:
    evidence: dict[int, list[EvidenceRow]] = defaultdict(list)
    for row in rows["evidence"]:
        evidence[row.finding].append(row)
    return DocumentAudit(
        document=document,
        findings=tuple(_finding(row, evidence[row.finding]) for row in sorted(rows["findings"], key=attrgetter("finding"))),
        counts=tuple(
            RuleCount(row.rule, row.passed, row.failed, row.not_evaluated) for row in sorted(rows["checks"], key=attrgetter("rule"))
        ),
        not_evaluated=tuple(NotEvaluated(row.rule, row.why, row.count) for row in sorted(rows["reasons"], key=attrgetter("rule", "why"))),
    )


def _finding(row: FindingRow, places: Iterable[EvidenceRow]) -> Finding:
    return Finding(
        rule=row.rule,
        title=row.title,
        severity=Severity(row.severity),
        message=row.message,
        expected=row.expected,
        actual=row.actual,
        difference=row.difference,
        basis=row.basis,
        suggestion=row.suggestion,
        evidence=tuple(Evidence(one.line, one.text, one.ref, one.side, one.file) for one in sorted(places, key=attrgetter("place"))),
        section=row.section,
    )
