"""How DuckDB is opened: closed, unless the work needs otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from pathlib import Path

OFF = ("autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions", "enable_progress_bar")


def test_nothing_is_fetched_and_nothing_is_said() -> None:
    with open_engine() as connection:
        settings = dict(connection.execute("select name, value from duckdb_settings()").fetchall())
        assert [settings[name] for name in OFF] == ["false"] * len(OFF)


def test_a_variable_is_no_table() -> None:
    rows = pa.table({"value": [1]})
    with open_engine() as connection:
        with pytest.raises(duckdb.CatalogException):
            connection.execute("select * from rows")
        connection.register("given", rows)
        assert connection.execute("select value from given").fetchall() == [(1,)]


def test_files_are_opened_only_by_engines_that_are_to(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("value\n1\n", encoding="utf-8")
    with open_engine(files=True) as connection:
        assert connection.execute("select value from read_csv($1)", [str(path)]).fetchall() == [(1,)]
    with open_engine() as connection, pytest.raises(duckdb.PermissionException):
        connection.execute("select value from read_csv($1)", [str(path)])


def test_threads_memory_and_a_file(tmp_path: Path) -> None:
    with open_engine(tmp_path / "kept.duckdb", threads=1, memory="300MiB") as connection:
        connection.execute("create table kept as select 7 as value")
        assert connection.execute("select current_setting('threads'), current_setting('memory_limit')").fetchall() == [(1, "300.0 MiB")]
    with open_engine(tmp_path / "kept.duckdb") as connection:
        assert connection.execute("select value from kept").fetchall() == [(7,)]
