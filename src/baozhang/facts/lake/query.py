"""SQL over the lake, read-only: views on the current versions, nothing else within reach.

Two walls, each enough: only a single SELECT is run, and the engine may open no file but those of the snapshot, with its
settings locked.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.facts.lake.manifest import reading
from baozhang.facts.lake.snapshot import READ, Snapshot, quoted, take_snapshot
from baozhang.facts.lake.tables import AUDIT_TABLES, READ_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.facts.lake.lake import Lake

_MEMORY: Final = "1500MB"
_SOURCES: Final = pa.schema(
    {"path": pa.string(), "version": pa.int64(), "document_id": pa.string(), "latest": pa.int64(), "gone": pa.int64(), "seen": pa.string()}
)
_BATCH: Final = 10_000

VIEWS: Final = (*TABLES, "sources")
"""What a query can read: every table of the lake, and `sources`, the versions of every file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may take and how many rows it may return; None for no end."""

    seconds: int | None = 60
    rows: int | None = 1000


@contextmanager
def queryable(lake: Lake, *, every_version: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that has the lake as views and can reach nothing else."""
    with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "python_enable_replacements": False}) as connection:
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


def one_select(sql: str) -> str:
    """The query, when it is a single SELECT; UsageError otherwise."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise _explained(error, None) from error
    if len(statements) != 1 or statements[0].type is not duckdb.StatementType.SELECT:
        msg = "这里只能查询：请写一条 SELECT 语句（不能建表、写文件、改设置，也不能一次写几条）。"
        raise UsageError(msg)
    return str(statements[0].query)


def run_query(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits) -> Iterator[pa.RecordBatch]:
    """The rows of one SELECT, batch by batch (the first may be empty and tells the columns); UsageError, in Chinese, when it cannot be run.

    With a limit of rows one more than that may come, so that the reader can say that there are more.
    """
    query = one_select(sql)
    timer = Timer(limits.seconds, connection.interrupt) if limits.seconds is not None else None
    if timer is not None:
        timer.daemon = True
        timer.start()
    try:
        relation = connection.sql(query)
        if limits.rows is not None:
            relation = relation.limit(limits.rows + 1)
        reader = relation.to_arrow_reader(_BATCH)
        yield pa.RecordBatch.from_pylist([], schema=reader.schema)
        yield from reader
    except (duckdb.Error, pa.ArrowException) as error:
        raise _explained(error, limits.seconds) from error
    finally:
        if timer is not None:
            timer.cancel()


_REASONS: Final[dict[type[Exception], str]] = {
    duckdb.ParserException: "语句有语法错误",
    duckdb.CatalogException: f"没有这张表或这个函数（可用的表：{'、'.join(VIEWS)}）",
    duckdb.BinderException: "没有这一列，或列的用法不对",
    duckdb.PermissionException: "不允许访问数据湖以外的文件、网络和设置",
    duckdb.OutOfMemoryException: f"占用内存超过 {_MEMORY}，请加条件或减少列",
    duckdb.ConversionException: "有数据不能按要求转换",
    duckdb.OutOfRangeException: "有数额超出可计算的范围",
}


def _explained(error: Exception, seconds: int | None) -> UsageError:
    if isinstance(error, duckdb.InterruptException) or "INTERRUPT" in str(error):
        return UsageError(f"查询超过 {seconds} 秒，已停止。请加条件，或用 --timeout 放宽。")
    reason = next((text for kind, text in _REASONS.items() if isinstance(error, kind)), "查询不能执行")
    return UsageError(f"{reason}：{error}")
