"""A query may read the declared datasets and nothing else, and must answer the same tomorrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb
import pytest

from baozhang.errors import UsageError
from baozhang.performance.measures.queries import one_select
from tests.performance.measures.sheets import sheets

if TYPE_CHECKING:
    from pathlib import Path

DATASETS: Final = frozenset({"systems"})
SYSTEMS: Final = {"systems": "system,live_on\nS1,2024-01-01"}


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1; select 2", "一条 SELECT"),
        ("drop table systems", "一条 SELECT"),
        ("copy systems to 'x.csv'", "一条 SELECT"),
        ("attach 'x.db'", "一条 SELECT"),
        ("set memory_limit = '8GB'", "一条 SELECT"),
        ("select * from read_csv('/etc/passwd')", "表函数 read_csv"),
        ("select * from systems, read_text('/etc/passwd')", "表函数 read_text"),
        ("select (select count(*) from glob('/*')) from systems", "表函数 glob"),
        ("select * from query('select 1')", "表函数 query"),
        ("select * from '/etc/passwd'", "没有声明的数据集 /etc/passwd"),
        ("select * from information_schema.tables", "没有声明的数据集 information_schema.tables"),
        ("select * from persons", "没有声明的数据集 persons"),
        ("select random()", "每次结果不同的函数 random"),
        ("select current_date", "每次结果不同的函数 current_date"),
        ("select now() from systems", "每次结果不同的函数 now"),
        ("select from where", "语法错误"),
    ],
)
def test_what_is_refused_before_it_runs(sql: str, said: str) -> None:
    """More than one statement, writing, files, other tables, the clock, chance."""
    with duckdb.connect() as connection, pytest.raises(UsageError, match=said):
        one_select(connection, sql, DATASETS)


def test_what_is_allowed() -> None:
    """Common table expressions, unnest, parameters, a semicolon at the end, comments."""
    sql = "with a as (select live_on as day from systems) select count(*) as value from a, unnest([1, 2]) where day <= $end -- note\n;"
    with duckdb.connect() as connection:
        query = one_select(connection, sql, DATASETS)
    assert query.parameters == {"end"}
    assert not query.sql.endswith(";")


@pytest.mark.parametrize(
    "sql", ["select content from read_text('/etc/passwd')", "select * from read_csv('/etc/passwd')", "select * from glob('/*')"]
)
def test_the_engine_itself_is_locked(sql: str, tmp_path: Path) -> None:
    """Even a query that nobody looked at opens no file and changes no setting."""
    with sheets(tmp_path, SYSTEMS) as data:
        with pytest.raises(UsageError, match="不能访问文件"):
            data.rows(sql, {})
        with pytest.raises(duckdb.Error, match="locked"):
            data.connection.execute("set enable_external_access = true")
