"""Datasets loaded for measuring: typed, checked, and out of reach of any file.

The engine holds copies of the declared columns, spills to a folder of its own that is deleted afterwards, and is locked once everything
is loaded: no query can open a file, a network address or an extension, or change a setting.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa

from baozhang.errors import InputError, UsageError
from baozhang.facts.opening import open_engine
from baozhang.performance.measures.measured import DatasetState
from baozhang.performance.measures.queries import one_select
from baozhang.performance.measures.register import ROW
from baozhang.performance.measures.sources import batches_of
from baozhang.performance.measures.values import cell, faults, literal, quoted, sql_type, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from baozhang.performance.measures.register import Check, Dataset, Register

MEMORY: Final = "512MB"
SECONDS: Final = 600
"""The longest a query may take."""
MOST_PROBLEMS: Final = 100
"""Problems of one kind that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a dataset from being measured. `row` is as a spreadsheet counts, the header being row 1.

    What stands in the cell is not told: it may be about a person, and messages end up in logs.
    """

    file: str
    row: int | None
    column: str
    what: str
    advice: str

    def __str__(self) -> str:
        """What a person reads: file, row, column, what is wrong, what to do."""
        place = "".join([f" 第 {self.row} 行" if self.row is not None else "", f" {self.column}列" if self.column else ""])
        return f"{self.file}{place}：{self.what}。{self.advice}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Loaded datasets: their states by name, what is wrong with them, and the locked engine."""

    connection: duckdb.DuckDBPyConnection
    states: Mapping[str, DatasetState]
    problems: tuple[Problem, ...]

    def rows(self, sql: str, parameters: Mapping[str, object]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows (at most two) of one SELECT; UsageError in Chinese when it cannot be run."""
        return _asked(self.connection, f"select * from ({sql}\n) limit 2", parameters)  # noqa: S608  # `one_select` let it through

    def values(self, dataset: str, column: str) -> list[str]:
        """The different texts of a column, in order."""
        sql = f"select distinct {quoted(column)} from {quoted(dataset)} where {quoted(column)} is not null order by 1"  # noqa: S608  # quoted
        return [row[0] for row in _asked(self.connection, sql, {})[1]]


@contextmanager
def loaded(register: Register, names: Iterable[str]) -> Iterator[Loaded]:
    """The named datasets of a register, loaded and checked, for the block.

    UsageError for a name that is not registered, InputError for a source that cannot be read; what is wrong in its rows are `problems`.
    """
    wanted = sorted(set(names))
    unknown = [name for name in wanted if name not in register.datasets]
    if unknown:
        raise UsageError(f"{register.path} 没有登记数据集 {'、'.join(unknown)}；已登记：{'、'.join(register.datasets)}。")
    with tempfile.TemporaryDirectory(prefix="baozhang-") as folder, open_engine(files=True, memory=MEMORY) as connection:
        connection.execute(f"set temp_directory = {literal(folder)}")
        datasets = [register.datasets[name] for name in wanted]
        problems = [problem for dataset in datasets for problem in _load(connection, dataset)]
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        if not problems:
            problems = [problem for dataset in datasets for problem in _broken(connection, dataset, register)]
        states = {dataset.name: _state(connection, dataset) for dataset in datasets}
        yield Loaded(connection, states, tuple(problems))


def _load(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> list[Problem]:
    """Fill the table of a dataset; the cells that are no value of their column."""
    columns = ", ".join(f"{quoted(one.name)} {sql_type(one)}" for one in dataset.columns)
    connection.execute(f"create table {quoted(dataset.name)} ({ROW} bigint, {columns})")
    values = ", ".join(f"v{at}" for at in range(len(dataset.columns)))
    problems: list[Problem] = []
    for batch in batches_of(dataset):
        connection.register("incoming", batch)
        connection.execute(_staged(dataset, batch.schema))
        connection.unregister("incoming")
        problems += _bad_cells(connection, dataset)
        connection.execute(f"insert into {quoted(dataset.name)} select {ROW}, {values} from staged")  # noqa: S608
        if len(problems) >= MOST_PROBLEMS:
            break
    connection.execute("drop table if exists staged")
    return problems


def _staged(dataset: Dataset, schema: pa.Schema) -> str:
    """The statement that makes `staged` from a batch: of every column the cell (t0, t1 …) and its value (v0, v1 …)."""
    texts = [pa.types.is_string(schema.field(one.name).type) for one in dataset.columns]
    columns = list(zip(dataset.columns, texts, strict=True))
    cells = ", ".join(f"{cell(one) if text else quoted(one.name)} as t{at}" for at, (one, text) in enumerate(columns))
    values = ", ".join(f"{typed(one, f't{at}') if text else f't{at}'} as v{at}" for at, (one, text) in enumerate(columns))
    return f"create or replace temp table staged as select *, {values} from (select {ROW}, {cells} from incoming)"  # noqa: S608  # declared names


def _bad_cells(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> list[Problem]:
    found = [(at, one, *fault) for at, one in enumerate(dataset.columns) for fault in faults(one, f"t{at}", f"v{at}")]
    counts = connection.execute(f"select {', '.join(f'count(*) filter ({one[2]})' for one in found)} from staged").fetchall()[0]  # noqa: S608
    problems = []
    for (_, column, condition, what, advice), count in zip(found, counts, strict=True):
        if count:
            sql = f"select {ROW} from staged where {condition} order by 1 limit {MOST_PROBLEMS}"  # noqa: S608
            place = f"{column.field}（{column.title}）"
            problems += [Problem(dataset.place, row, place, what, advice) for (row,) in connection.execute(sql).fetchall()]
    return problems


def _broken(connection: duckdb.DuckDBPyConnection, dataset: Dataset, register: Register) -> Iterator[Problem]:
    """Rows with the same key, and rows that a declared check returns."""
    if dataset.key:
        key = ", ".join(map(quoted, dataset.key))
        sql = (
            f"select min({ROW}), max({ROW}) from {quoted(dataset.name)} group by {key} having count(*) > 1 order by 1 limit {MOST_PROBLEMS}"  # noqa: S608
        )
        for first, last in connection.execute(sql).fetchall():
            what = f"与第 {first} 行重复（{'、'.join(dataset.key)} 相同）"
            yield Problem(dataset.place, last, "", what, "每个主键只能有一行，请查明后保留一行。")
    for check in dataset.checks:
        yield from _checked(connection, dataset, check, register)


def _checked(connection: duckdb.DuckDBPyConnection, dataset: Dataset, check: Check, register: Register) -> Iterator[Problem]:
    try:
        sql = one_select(connection, check.sql, frozenset({dataset.name})).sql
        wrapped = f"select {ROW} from ({sql}\n) order by 1 limit {MOST_PROBLEMS}"  # noqa: S608  # `one_select` let it through
        rows = _asked(connection, wrapped, {})[1]
    except UsageError as error:
        raise InputError(
            str(register.path), f"数据集 {dataset.name} 的检查“{check.title}”不能执行（{error}）", "请修改它的 sql。"
        ) from error
    yield from (Problem(dataset.place, row, "", f"不符合“{check.title}”", check.advice) for (row,) in rows)


def _state(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> DatasetState:
    """Rows and digest: the digests of the rows added up, so that their order does not matter."""
    cells = ", ".join(f"{quoted(one.name)}::varchar" for one in dataset.columns)
    sums = ", ".join(f"coalesce(sum(md5_number_{half}(r)::hugeint), 0)" for half in ("lower", "upper"))
    sql = f"select count(*), {sums} from (select json_array({cells})::varchar as r from {quoted(dataset.name)})"  # noqa: S608  # declared names
    rows, lower, upper = connection.execute(sql).fetchall()[0]
    declared = ",".join(f"{one.name}:{one.type}:{one.unit}:{one.decimals}" for one in dataset.columns)
    digest = hashlib.sha256(f"{dataset.name}\n{declared}\n{rows} {lower} {upper}".encode()).hexdigest()
    return DatasetState(dataset.name, rows, digest)


def _asked(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]) -> tuple[list[str], list[tuple[Any, ...]]]:
    timer = Timer(SECONDS, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        found = connection.execute(sql, dict(parameters))
        return [one[0] for one in found.description or ()], found.fetchall()
    except duckdb.Error as error:
        raise UsageError(_explained(error)) from error
    finally:
        timer.cancel()


_REASONS: Final[dict[type[Exception], str]] = {
    duckdb.InterruptException: f"查询超过 {SECONDS} 秒，已停止",
    duckdb.PermissionException: "查询只能用登记的数据集，不能访问文件、网络和设置",
    duckdb.OutOfMemoryException: f"占用内存超过 {MEMORY}",
    duckdb.CatalogException: "没有这个数据集或函数",
    duckdb.BinderException: "没有这一列，或列的用法不对",
    duckdb.ConversionException: "有数据不能按要求转换",
    duckdb.OutOfRangeException: "有数额超出可计算的范围",
}


_ABOUT_THE_QUERY: Final = (duckdb.PermissionException, duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException)
"""Errors whose text is about the query; that of others may quote the data."""


def _explained(error: duckdb.Error) -> str:
    reason = next((text for kind, text in _REASONS.items() if isinstance(error, kind)), "查询不能执行")
    return f"{reason}：{str(error).splitlines()[0]}" if isinstance(error, _ABOUT_THE_QUERY) else reason
