"""One read-only SELECT of a user, with an end: of time and of rows, and a Chinese message when it cannot be run."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may take and how many rows it may return; None for no end."""

    seconds: int | None = 60
    rows: int | None = 1000


@dataclass(frozen=True, slots=True)
class Realm:
    """What a query runs on: its Chinese name, the relations there are, the memory it may use.

    `personal`: the data are about persons, so that no message may repeat a value.
    """

    name: str
    relations: Sequence[str]
    memory: str
    personal: bool = False


def one_select(sql: str, realm: Realm) -> str:
    """The query, when it is a single SELECT; UsageError otherwise."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise _explained(error, None, realm) from error
    if len(statements) != 1 or statements[0].type is not duckdb.StatementType.SELECT:
        msg = "这里只能查询：请写一条 SELECT 语句（不能建表、写文件、改设置，也不能一次写几条）。"
        raise UsageError(msg)
    return str(statements[0].query)


def run_query(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits, realm: Realm) -> Iterator[pa.RecordBatch]:
    """The rows of one SELECT, batch by batch (the first may be empty and tells the columns); UsageError, in Chinese, when it cannot be run.

    With a limit of rows one more than that may come, so that the reader can say that there are more.
    """
    query = one_select(sql, realm)
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
        raise _explained(error, limits.seconds, realm) from error
    finally:
        if timer is not None:
            timer.cancel()


_REASONS: Final[dict[type[Exception], str]] = {
    duckdb.ParserException: "语句有语法错误",
    duckdb.CatalogException: "没有这张表或这个函数（可用的表：{relations}）",
    duckdb.BinderException: "没有这一列，或列的用法不对",
    duckdb.PermissionException: "不允许访问{name}以外的文件、网络和设置",
    duckdb.OutOfMemoryException: "占用内存超过 {memory}，请加条件或减少列",
    duckdb.ConversionException: "有数据不能按要求转换",
    duckdb.OutOfRangeException: "有数额超出可计算的范围",
}
_ABOUT_THE_QUERY: Final = (duckdb.ParserException, duckdb.CatalogException, duckdb.BinderException, duckdb.PermissionException)
"""Errors whose text repeats the query, never the data."""


def _explained(error: Exception, seconds: int | None, realm: Realm) -> UsageError:
    if isinstance(error, duckdb.InterruptException) or "INTERRUPT" in str(error):
        return UsageError(f"查询超过 {seconds} 秒，已停止。请加条件，或用 --timeout 放宽。")
    reason = next((text for kind, text in _REASONS.items() if isinstance(error, kind)), "查询不能执行")
    told = reason.format(relations="、".join(realm.relations), name=realm.name, memory=realm.memory)
    silent = realm.personal and not isinstance(error, _ABOUT_THE_QUERY)
    return UsageError(f"{told}。" if silent else f"{told}：{error}")
