"""Queries read the lake and can do nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from baozhang.errors import UsageError
from baozhang.facts.lake import Lake
from baozhang.facts.lake.query import VIEWS, queryable, run_query
from baozhang.facts.querying import Limits
from tests.facts.lake.samples import add, lake_of, tiny, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb


@pytest.fixture(name="lake")
def _lake(tmp_path: Path) -> Lake:
    write_folder(tmp_path / "in", 6)
    return lake_of(tmp_path / "lake", tmp_path / "in")


@pytest.fixture(name="connection")
def _connection(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with queryable(lake) as connection:
        yield connection


def answer(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits = Limits()) -> list[dict[str, Any]]:  # noqa: B008  # frozen
    return [row for batch in run_query(connection, sql, limits) for row in batch.to_pylist()]


def test_every_table_can_be_queried(connection: duckdb.DuckDBPyConnection) -> None:
    counts = {view: answer(connection, f'select count(*) as n from "{view}"')[0]["n"] for view in VIEWS}  # noqa: S608
    assert counts["documents"] == counts["readings"] == counts["sources"] == 6
    assert counts["facts"] > 0
    assert counts["findings"] == counts["evaluations"] == 0


def test_a_query_may_have_comments_a_semicolon_and_common_table_expressions(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "-- 各年度文档数\nwith d as (select * from documents) select fiscal_year, count(*) as n from d group by all order by all;"
    assert answer(connection, sql) == [{"fiscal_year": year, "n": 2} for year in (2023, 2024, 2025)]


def test_only_current_versions_unless_all_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    lake = Lake(tmp_path / "lake")
    for amount in ("3.00", "9.00"):
        path.write_text(tiny(1, amount=amount), encoding="utf-8")
        add(lake, path)
    sql = "select value from facts where item = '210' and \"column\" = 'total' order by value"
    with queryable(lake) as connection:
        assert answer(connection, sql) == [{"value": 9_000_000}]
    with queryable(lake, every_version=True) as connection:
        assert answer(connection, sql) == [{"value": 3_000_000}, {"value": 9_000_000}]


@pytest.mark.parametrize(
    "sql",
    [
        "copy facts to '{out}'",
        "copy (select 1) to '{file}'",
        "attach '{out}'",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "call pragma_version()",
        "set memory_limit = '9GB'",
        "reset enable_external_access",
        "create table t as select 1",
        "drop view facts",
        "insert into sources values ('x', 1, 'x', true, false, '')",
        "delete from sources",
        "export database '{out}'",
        "checkpoint",
        "select 1; copy facts to '{out}'",
        "explain analyze copy facts to '{out}'",
        "",
    ],
)
def test_only_a_single_select_is_run(connection: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    file = next(tmp_path.rglob("*.parquet"))
    content = file.read_bytes()
    with pytest.raises(UsageError, match="只能查询"):
        answer(connection, sql.format(out=tmp_path / "out", file=file))
    assert (sorted(tmp_path.rglob("*")), file.read_bytes()) == (before, content)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('{secret}')",
        "select * from read_parquet('{secret}')",
        "select * from glob('{folder}/*')",
        "select * from '{secret}'",
        "select * from read_csv('http://localhost/x.csv')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from query('select * from read_csv(''/etc/passwd'')')",
    ],
)
def test_no_file_outside_the_lake_is_read(connection: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.parquet"
    secret.write_bytes(b"not for you")
    with pytest.raises(UsageError) as told:
        answer(connection, sql.format(secret=secret, folder=tmp_path))
    assert "not for you" not in str(told.value)
    assert "root:" not in str(told.value)


def test_variables_of_python_are_no_tables(connection: duckdb.DuckDBPyConnection) -> None:
    secret = {"a": [1]}
    with pytest.raises(UsageError, match="没有这张表"):
        answer(connection, "select * from secret")
    assert secret


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("selec 1", "语法错误"),
        ("select * from nowhere", "没有这张表"),
        ("select nothing from facts", "没有这一列"),
        ("select cast(statement as bigint) from facts", "转换"),
    ],
)
def test_mistakes_are_explained(connection: duckdb.DuckDBPyConnection, sql: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        answer(connection, sql)


def test_a_query_without_end_is_stopped(connection: duckdb.DuckDBPyConnection) -> None:
    endless = "select sum(a.range * b.range) from range(10000000) a, range(10000000) b"
    with pytest.raises(UsageError, match="超过 1 秒"):
        answer(connection, endless, Limits(seconds=1))
    assert answer(connection, "select 1 as one") == [{"one": 1}]


def test_rows_are_limited(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(answer(connection, "select * from range(100)", Limits(rows=10))) == 11
    assert len(answer(connection, "select * from range(100)", Limits(rows=None))) == 100


def test_money_adds_up_exactly(connection: duckdb.DuckDBPyConnection) -> None:
    row = answer(connection, "select sum(value) as total from facts where item = '210' and \"column\" = 'total'")[0]
    assert json.loads(str(row["total"])) == 6 * 3_000_000
