"""Rules over several documents on a cluster: every query is asked once, of all documents; what it finds is concluded here, group by group.

One row a document comes to the driver to find who is compared with whom; then the cases that do not hold, and the rows of the documents
they speak of.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyspark.sql import functions as sf

from baozhang.auditing.across import asked_of_all, audit_across
from baozhang.auditing.across.spool import STATEMENTS
from baozhang.facts.schemas import schema_of
from baozhang.facts.spark.translation import reading_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from baozhang.auditing.across.evaluation import Engine
    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.spark.warehouse import SparkWarehouse

_FACTS: Final = "compared_facts"
"""The facts of the statements that documents are compared by: the same as `Spool` keeps."""

_ORDER: Final = {"documents": "document_id", "statements": "block"}
"""What rows of a document are ordered by where it is not the second column, their number."""


def compare_on_cluster(
    session: SparkSession, warehouse: SparkWarehouse, files: DataFrame, rules: Sequence[Rule]
) -> Iterator[DocumentAudit]:
    """Compare the documents of `files` (see `read_on_cluster`), whose hub the warehouse holds: see `audit_across`."""
    documents = _documents(files)
    if not rules or len(documents) < 2:
        return
    know_compared_facts(session, warehouse)
    yield from audit_across(documents, partial(_load, session), rules, on_cluster(warehouse))


def know_compared_facts(session: SparkSession, warehouse: SparkWarehouse) -> None:
    """Make the facts known that documents are compared by."""
    warehouse.know(_FACTS, session.table("facts").where(sf.col("statement").isin(sorted(STATEMENTS))))


def on_cluster(warehouse: SparkWarehouse) -> Engine:
    """What asks the rules of all documents of the cluster at once."""
    return partial(asked_of_all, warehouse, lambda sql: reading_from(sql, {"facts": _FACTS}))


def _documents(files: DataFrame) -> pa.Table:
    """Rows of the hub table, one a document, in the order of the files; of equal files the last."""
    rows = files.where("document_id is not null").selectExpr("position", "inline(documents)").collect()
    latest: dict[str, dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: row.position):
        latest.pop(row.document_id, None)
        latest[row.document_id] = row.asDict()
    schema = schema_of("documents")
    return pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in latest.values()], schema=schema)


def _load(session: SparkSession, ids: Sequence[str], names: Collection[str]) -> dict[str, pa.Table]:
    return {name: _rows(session, name, ids) for name in names}


def _rows(session: SparkSession, name: str, ids: Sequence[str]) -> pa.Table:
    frame = session.table(_FACTS if name == "facts" else name).where(sf.col("document_id").isin(list(ids)))
    schema = schema_of(name)
    return frame.toArrow().cast(schema).sort_by([("document_id", "ascending"), (_ORDER.get(name, schema.names[1]), "ascending")])
