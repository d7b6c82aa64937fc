"""DuckDB over the warehouse: every relation as a view, read-only, with nothing else within reach."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.facts.lake.snapshot import quoted
from baozhang.facts.opening import open_engine
from baozhang.facts.querying import Realm
from baozhang.operations.warehouse.datasets import datasets
from baozhang.operations.warehouse.relations import code_lists, dictionary_names, files_of, months_of, schema_of, shared_views
from baozhang.operations.warehouse.store import DICTIONARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from baozhang.operations.warehouse.store import Load, Warehouse

MEMORY: Final = "1500MB"
"""What a query may use at once; beyond it the engine stops with a message, or spills where it is given a folder."""

RELATIONS: Final = (
    *datasets(),
    "dictionary",
    *(f"dictionary_{name}" for name in dictionary_names()),
    "code_lists",
    "months",
    *shared_views(),
)
"""What a query can read."""

REALM: Final = Realm("数据仓库", RELATIONS, MEMORY, personal=True)

_TYPES: Final = {
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.int16(): "smallint",
    pa.date32(): "date",
    pa.timestamp("ms"): "timestamp",
    pa.string(): "varchar",
}


@contextmanager
def opened(warehouse: Warehouse, spill: Path | str | None = None, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that has the warehouse as views (see `relations`) and can read no file but those of its loads.

    `spill`: a folder for what does not fit into `memory`; without one, nothing is ever written to disk.
    """
    spilled = Path(spill) if spill else None
    with open_engine(files=True, memory=memory) as connection:
        know(connection, warehouse.loads)
        connection.execute(f"set temp_directory = {quoted(spilled.as_posix()) if spilled else quoted('')}")
        reachable = [warehouse.root / "loads", *([spilled] if spilled else [])]
        connection.execute(f"set allowed_directories = [{', '.join(quoted(f'{path.resolve().as_posix()}/') for path in reachable)}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def know(connection: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> None:
    """Make every relation of some loads known to a connection."""
    for name in datasets():
        connection.execute(f'create view "{name}" as {_rows(loads, name)}')
    for name in dictionary_names():
        connection.execute(f'create view "dictionary_{name}" as {_dictionary(loads, name)}')
    texts = [f'select {quoted(name)} as name, code, text from "dictionary_{name}"' for name in dictionary_names()]  # noqa: S608  # names are ours
    connection.execute(f"create view dictionary as {' union all '.join(texts)}")
    for name, table in (("code_lists", code_lists()), ("months", months_of(loads))):
        connection.register("incoming", table)
        connection.execute(f"create table {name} as from incoming")
        connection.unregister("incoming")
    for name, query in shared_views().items():
        connection.execute(f'create view "{name}" as {query}')


def _rows(loads: Sequence[Load], name: str) -> str:
    schema = schema_of(name)
    files = files_of(loads, name)
    if not files:
        return _nothing(schema)
    months = "hive_partitioning = true, hive_types = {'month': integer}" if "month" in schema.names else "hive_partitioning = false"
    columns = ", ".join(f'"{column}"' for column in schema.names)
    return f"select {columns} from read_parquet([{_listed(files)}], {months})"  # noqa: S608  # names are ours, texts quoted


def _dictionary(loads: Sequence[Load], name: str) -> str:
    files = files_of(loads, f"{DICTIONARIES}/{name}")
    rows = f"from read_parquet([{_listed(files)}], hive_partitioning = false)" if files else f"from ({_nothing(schema_of(DICTIONARIES))})"
    return f"select code, text {rows}"


def _nothing(schema: pa.Schema) -> str:
    columns = ", ".join(f'cast(null as {_TYPES[field.type]}) as "{field.name}"' for field in schema)
    return f"select {columns} where false"


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(quoted(path.resolve().as_posix()) for path in files)
