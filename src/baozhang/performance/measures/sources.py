"""Where datasets lie: files and database tables in batches, in bounded memory. Nothing is written, no other file is opened."""

from __future__ import annotations

import csv
import os
from contextlib import closing
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import column, create_engine, select, table
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from baozhang.errors import InputError
from baozhang.facts.encodings import encoding_of
from baozhang.performance.measures.register import ROW
from baozhang.performance.measures.values import exact_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Select
    from sqlalchemy.engine import URL

    from baozhang.performance.measures.register import Dataset

BATCH: Final = 50_000
"""Rows that are held as texts at a time."""
_MAGIC: Final = b"PAR1"
_MOST_BROKEN: Final = 20
_LONGEST_HEADER: Final = 1 << 20
"""Characters of a first line that are looked at for the delimiter."""


def batches_of(dataset: Dataset) -> Iterator[pa.RecordBatch]:
    """The rows of a dataset: the row as a spreadsheet counts it, then every declared column (None: no value).

    A column is text, or, where the source has exactly the declared type, has that (`exact_type`).

    InputError for a source that cannot be read, lacks a column, or holds exact figures as binary fractions.
    """
    if dataset.location is None:
        return _from_database(dataset)
    return _from_file(dataset, dataset.location)


def _from_file(dataset: Dataset, path: Path) -> Iterator[pa.RecordBatch]:
    try:
        if path.is_dir():
            yield from _from_folder(dataset, path)
            return
        with path.open("rb") as stream:
            parquet = stream.read(4) == _MAGIC
        yield from _from_parquet(dataset, path) if parquet else _from_csv(dataset, path)
    except FileNotFoundError as error:
        raise InputError(str(path), f"没有数据集 {dataset.name} 的文件", "请检查登记文件中的 location。") from error
    except (OSError, pa.ArrowException, UnicodeError, csv.Error) as error:
        raise InputError(str(path), f"读取时出错（{str(error)[:120]}）", "请确认是完整的 CSV 或 Parquet 文件。") from error


def _batch(first: int, names: Sequence[str], columns: Sequence[pa.Array]) -> pa.RecordBatch:
    rows = pa.array(range(first, first + len(columns[0])), pa.int64())
    return pa.RecordBatch.from_arrays([rows, *columns], names=[ROW, *names])


def _places(dataset: Dataset, present: Sequence[str]) -> list[int]:
    """Where each declared column stands."""
    missing = [one for one in dataset.columns if one.field not in present]
    if missing:
        named = "、".join(f"{one.field}（{one.title}）" for one in missing)
        raise InputError(dataset.place, f"缺少列：{named}", "请补上该列，或在登记文件中用 field 写明它在数据里的名称。")
    doubled = [one.field for one in dataset.columns if list(present).count(one.field) > 1]
    if doubled:
        raise InputError(dataset.place, f"列名重复：{'、'.join(doubled)}", "请只保留一列。")
    return [list(present).index(one.field) for one in dataset.columns]


def _from_csv(dataset: Dataset, path: Path) -> Iterator[pa.RecordBatch]:
    encoding = encoding_of(path)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        delimiter = max(",\t;", key=stream.readline(_LONGEST_HEADER).count)
        stream.seek(0)
        reader = csv.reader(stream, strict=True, delimiter=delimiter)
        header = [name.strip() for name in next(reader, [])]
        places = _places(dataset, header)
        broken: list[int] = []
        row = 2
        while rows := list(islice(reader, BATCH)):
            broken += [at for at, cells in enumerate(rows, row) if len(cells) != len(header)]
            if broken:
                break
            columns = list(zip(*rows, strict=True))
            yield _batch(row, [one.name for one in dataset.columns], [pa.array(columns[at], pa.string()) for at in places])
            row += len(rows)
    if broken:
        shown = "、".join(map(str, broken[:_MOST_BROKEN]))
        raise InputError(str(path), f"第 {shown} 行的单元格数与表头不同", "请检查多余的逗号、缺少的引号和文件末尾的空行。")


def _from_folder(dataset: Dataset, folder: Path) -> Iterator[pa.RecordBatch]:
    """All Parquet files of a folder and the folders below it, as one dataset; rows are counted through."""
    files = sorted(one for one in folder.rglob("*.parquet") if not one.is_symlink())
    if not files:
        raise InputError(str(folder), f"没有数据集 {dataset.name} 的 Parquet 文件", "请检查登记文件中的 location。")
    row = 2
    for file in files:
        for batch in _from_parquet(dataset, file, row):
            yield batch
            row += batch.num_rows


def _from_parquet(dataset: Dataset, path: Path, row: int = 2) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        fields = [schema.field(at) for at in _places(dataset, schema.names)]
        for one, found in zip(dataset.columns, fields, strict=True):
            _exact(dataset, one.field, inexact=pa.types.is_floating(found.type))
        for batch in file.iter_batches(batch_size=BATCH, columns=[found.name for found in fields]):
            cells = [batch.column(found.name) for found in fields]
            texts = [
                cell if str(cell.type) == exact_type(one) else pc.cast(cell, pa.string())
                for one, cell in zip(dataset.columns, cells, strict=True)
            ]
            yield _batch(row, [one.name for one in dataset.columns], texts)
            row += batch.num_rows


def _exact(dataset: Dataset, field: str, *, inexact: bool) -> None:
    if inexact:
        raise InputError(dataset.place, f"{field} 列是浮点数，数值不精确", "请改存为整数或小数（DECIMAL），金额按分存整数也可以。")


def _from_database(dataset: Dataset) -> Iterator[pa.RecordBatch]:
    if dataset.url_env and not os.environ.get(dataset.url_env):
        raise InputError(dataset.place, f"没有设置环境变量 {dataset.url_env}", "它应是数据库的连接串，例如 postgresql://用户@主机/库。")
    names = [one.name for one in dataset.columns]
    schema, _, name = dataset.table.rpartition(".")
    wanted = select().add_columns(*(column(one.field) for one in dataset.columns)).select_from(table(name, schema=schema or None))
    try:
        with closing(_Reading(make_url(os.environ.get(dataset.url_env, "") or dataset.url))) as source:
            row = 2
            for rows in source.partitions(wanted):
                cells = [pa.array([_text(dataset, value) for value in values], pa.string()) for values in zip(*rows, strict=True)]
                yield _batch(row, names, cells)
                row += len(rows)
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        why = str(error).splitlines()[0][:160] if isinstance(error, SQLAlchemyError) else "缺少数据库驱动"
        raise InputError(dataset.place, f"数据库不能读取（{why}）", "请检查连接串、表名和列名，以及只读账号的权限。") from error


class _Reading:
    """A database that is only read: SQLite by a read-only handle, PostgreSQL in read-only transactions."""

    def __init__(self, url: URL) -> None:
        kind = url.get_backend_name()
        if kind == "sqlite":
            url = url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
        elif kind in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        else:
            raise ArgumentError(f"不支持数据库 {kind}，可用 SQLite 或 PostgreSQL")
        self._engine = create_engine(url, execution_options={"postgresql_readonly": True} if kind != "sqlite" else {})

    def partitions(self, statement: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Sequence[object]]]:
        """The rows, some at a time, without the driver holding all of them."""
        with self._engine.connect() as connection:
            yield from connection.execute(statement, execution_options={"yield_per": BATCH}).partitions()

    def close(self) -> None:
        """Give the connection back."""
        self._engine.dispose()


def _text(dataset: Dataset, value: object) -> str | None:
    _exact(dataset, "有一", inexact=isinstance(value, float))
    if value is None:
        return None
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
