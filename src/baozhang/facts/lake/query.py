"""SQL over the lake, read-only: views on the current versions, nothing else within reach.

Two walls, each enough: only a single SELECT is run, and the engine may open no file but those of the snapshot, with its
settings locked.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.facts import querying
from baozhang.facts.lake.manifest import reading
from baozhang.facts.lake.snapshot import READ, Snapshot, quoted, take_snapshot
from baozhang.facts.lake.tables import AUDIT_TABLES, READ_TABLES, TABLES
from baozhang.facts.opening import open_engine
from baozhang.facts.querying import Realm

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from baozhang.facts.lake.lake import Lake
    from baozhang.facts.querying import Limits

_MEMORY: Final = "1500MB"
_SOURCES: Final = pa.schema(
    {"path": pa.string(), "version": pa.int64(), "document_id": pa.string(), "latest": pa.int64(), "gone": pa.int64(), "seen": pa.string()}
)

VIEWS: Final = (*TABLES, "sources")
"""What a query can read: every table of the lake, and `sources`, the versions of every file."""


_REALM: Final = Realm("数据湖", VIEWS, _MEMORY)


@contextmanager
def queryable(lake: Lake, *, every_version: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that has the lake as views and can reach nothing else."""
    with open_engine(files=True, memory=_MEMORY) as connection:
        _make_views(connection, lake, every_version=every_version)
        connection.execute("set temp_directory = ''")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def _make_views(connection: duckdb.DuckDBPyConnection, lake: Lake, *, every_version: bool) -> None:
    with reading(lake.root) as db:
        read = take_snapshot(db, lake.root, READ, every_version=every_version)
        shelves = [row[0] for row in db.execute("select shelf from rule_sets where chosen = ''")]
        parts = [part for shelf in shelves for part in take_snapshot(db, lake.root, shelf, every_version=every_version).parts]
        found = Snapshot("", tuple(parts))
        sources = [dict(row) for row in db.execute(f"select {', '.join(_SOURCES.names)} from sources order by path, version")]  # noqa: S608
    files = []
    for snapshot, tables in ((read, READ_TABLES), (found, AUDIT_TABLES)):
        for table in tables:
            connection.execute(f'create view "{table}" as {snapshot.select(table)}')
            files += snapshot.files(table)
    connection.execute(f"set allowed_paths = [{', '.join(quoted(path.as_posix()) for path in files)}]")
    connection.register("incoming", pa.Table.from_pylist(sources, schema=_SOURCES))
    connection.execute("create table sources as select * replace (latest = 1 as latest, gone = 1 as gone) from incoming")
    connection.unregister("incoming")


def run_query(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits) -> Iterator[pa.RecordBatch]:
    """The rows of one SELECT over the lake, see `querying.run_query`."""
    return querying.run_query(connection, sql, limits, _REALM)
