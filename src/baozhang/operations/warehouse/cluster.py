"""The warehouse on Spark: the same relations and views by the same names; the files must be readable at the same path on every node."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from baozhang.errors import UsageError
from baozhang.facts.spark.session import cause_of
from baozhang.facts.spark.translation import tables_named, to_spark
from baozhang.operations.warehouse.datasets import datasets
from baozhang.operations.warehouse.relations import code_lists, dictionary_names, files_of, months_of, schema_of, shared_views
from baozhang.operations.warehouse.store import DICTIONARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from baozhang.operations.warehouse.store import Load, Warehouse

_BATCH: Final = 10_000


def know_on_spark(session: SparkSession, warehouse: Warehouse, queries: Sequence[str]) -> None:
    """Make the relations that some queries name, and those that these are made of, known to a session as temporary views."""
    loads, wanted = warehouse.loads, _named(queries)
    for name in datasets().keys() & wanted:
        _rows(session, loads, name).createOrReplaceTempView(name)
    for name in dictionary_names():
        if f"dictionary_{name}" in wanted:
            _rows(session, loads, f"{DICTIONARIES}/{name}").createOrReplaceTempView(f"dictionary_{name}")
    for name, table in (("code_lists", code_lists()), ("months", months_of(loads))):
        rows = [tuple(row.values()) for row in table.to_pylist()]
        session.createDataFrame(rows, from_arrow_schema(table.schema)).createOrReplaceTempView(name)
    for name, query in _views().items():
        if name in wanted:
            session.sql(to_spark(query)).createOrReplaceTempView(name)


def _views() -> dict[str, str]:
    """Whatever is made of other relations by a query."""
    texts = [f"select '{name}' as name, code, text from dictionary_{name}" for name in dictionary_names()]  # noqa: S608  # names are ours
    return {"dictionary": " union all ".join(texts), **shared_views()}


def _named(queries: Sequence[str]) -> set[str]:
    """The names of relations in queries, and in the views that they name."""
    found: set[str] = set()
    todo = list(queries)
    while todo:
        names = tables_named(todo.pop()) - found
        found |= names
        todo += [query for name, query in _views().items() if name in names]
    return found


def asked_on_spark(session: SparkSession, sql: str, most: int | None = None) -> Iterator[pa.RecordBatch]:
    """What a query in DuckDB's dialect answers on Spark, at most so many rows, batch by batch (the first is empty and tells the columns).

    Raises UsageError for a query that cannot be translated or run; the message repeats no data.
    """
    try:
        frame = session.sql(to_spark(sql))
        schema = to_arrow_schema(frame.schema)
        yield pa.RecordBatch.from_pylist([], schema=schema)
        rows = (row.asDict() for row in (frame if most is None else frame.limit(most)).toLocalIterator())
        while part := list(islice(rows, _BATCH)):
            yield pa.RecordBatch.from_pylist(part, schema=schema)
    except (PySparkException, Py4JError) as error:
        raise UsageError(f"查询不能在 Spark 上执行：{cause_of(error)}") from error


def _rows(session: SparkSession, loads: Sequence[Load], relation: str) -> DataFrame:
    """The files of a relation; each load is a table of its own, whose folders say the month."""
    name = relation.partition("/")[0]
    schema = from_arrow_schema(schema_of(name), prefer_timestamp_ntz=True)  # local time, whatever the zone of the cluster
    frames = []
    for load in loads:
        files = [str(path) for path in files_of([load], relation)]
        if files:
            frames.append(session.read.option("basePath", str(load.folder / name)).schema(schema).parquet(*files))
    table = frames[0] if frames else session.createDataFrame([], schema)
    for frame in frames[1:]:
        table = table.union(frame)
    return table
