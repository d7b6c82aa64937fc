"""Reads documents on the executors of a cluster: the driver sends sources, and no document passes through it.

A row of the result is one file: the document (or why it could not be read) as bytes, and its hub rows nested, one column per table.
"""

from __future__ import annotations

import pickle
import zlib
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from pyspark import StorageLevel
from pyspark.sql import functions as sf
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import ArrayType, BinaryType, LongType, StringType, StructType

from baozhang.auditing.presence import profile_of
from baozhang.auditing.spark.recorded import Unanswered
from baozhang.auditing.tallies import run_rules
from baozhang.errors import InputError
from baozhang.facts.schemas import HUB, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document
    from baozhang.reading import Source

    Reader = Callable[[Source], Document | InputError]

_PER_TASK: Final = 64
"""Files per task at most: a task that is lost is done again."""


def read_on_cluster(session: SparkSession, sources: Sequence[Source], rules: Sequence[Rule], reader: Reader) -> DataFrame:
    """One row per source (a file, or a member of an archive), read with `reader` by the executors, once.

    Columns: position, document_id (NULL when unreadable), identities in scope, outcome (packed), and the rows of every hub table.
    """
    wanted = max(session.sparkContext.defaultParallelism * 3, -(-len(sources) // _PER_TASK))
    listed = session.sparkContext.parallelize([*enumerate(sources)], max(1, min(len(sources), wanted)))
    chosen = tuple(rules)

    def read(part: Iterable[tuple[int, Source]]) -> Iterator[tuple[object, ...]]:
        for position, source in part:
            yield _row(position, reader(source), chosen)

    # Plain rows, not Arrow batches: those would make pandas a requirement of every executor.
    rows = session.createDataFrame(listed.mapPartitions(read), _schema(), verifySchema=False)
    return rows.persist(StorageLevel.MEMORY_AND_DISK)


def hub_on_cluster(files: DataFrame) -> dict[str, DataFrame]:
    """The hub tables of what was read; a document that stands in several files is in them once."""
    first = files.where("document_id is not null").groupBy("document_id").agg(sf.min("position").alias("position"))
    once = files.join(first.select("position"), "position", "left_semi")
    return {name: once.selectExpr(f"inline({name})") for name in HUB}


def pack(value: object) -> bytes:
    """A document or audit as bytes, for the way between tasks."""
    return zlib.compress(pickle.dumps(value, protocol=5), 1)


def unpack(packed: bytes) -> Any:  # noqa: ANN401  # whatever was packed
    """What was packed, by this program, in another task."""
    return pickle.loads(zlib.decompress(packed))  # noqa: S301  # Spark's own channel between our tasks


def _schema() -> StructType:
    kinds = StructType().add("position", LongType()).add("document_id", StringType()).add("identities", ArrayType(StringType()))
    kinds = kinds.add("outcome", BinaryType())
    for name in HUB:
        kinds = kinds.add(name, ArrayType(from_arrow_schema(schema_of(name))))
    return kinds


def _row(position: int, outcome: Document | InputError, rules: Sequence[Rule]) -> tuple[object, ...]:
    if isinstance(outcome, InputError):
        return position, None, None, bytearray(pack(outcome)), *(None for _ in HUB)
    values = {name: attrgetter(*schema_of(name).names) for name in HUB}
    tables = {name: outcome.rows(name) for name in HUB}
    nested = ([*map(values[name], tables[name])] for name in HUB)
    return position, outcome.about.document_id, _identities(outcome, rules), bytearray(pack(outcome)), *nested


def _identities(document: Document, rules: Sequence[Rule]) -> list[str]:
    """The identities that the engine would examine in the document."""
    asked = Unanswered()
    run_rules(asked, rules, {document.about.document_id: profile_of(document)}, lenient=True)
    scope = asked.tables.get("identity_scope")
    return [] if scope is None else scope["identity"].to_pylist()
