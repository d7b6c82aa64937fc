"""What a query may be: one SELECT over named datasets whose answer depends on nothing but the data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import duckdb

from baozhang.errors import UsageError
from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOCK: Final = frozenset({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})
"""Functions that SQL writes without brackets, as if they were columns."""


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT without its semicolon, and the parameters it names (`$start`)."""

    sql: str
    parameters: frozenset[str]


def one_select(connection: duckdb.DuckDBPyConnection, sql: str, datasets: frozenset[str]) -> Query:
    """The query, if it is a single SELECT from these datasets without functions that answer differently at every call.

    UsageError says what it is instead.
    """
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError(f"语句有语法错误：{str(error).splitlines()[0]}") from error
    if len(statements) != 1 or statements[0].type is not duckdb.StatementType.SELECT:
        raise UsageError("应是一条 SELECT 语句，不能有分号隔开的第二条，也不能建表、写文件、改设置")
    nodes = list(_nodes(json.loads(connection.execute("select json_serialize_sql($1)", [statements[0].query]).fetchall()[0][0])))
    _only(datasets, nodes)
    called = {str(node.get("function_name")) for node in nodes} & _changing()
    found = sorted(called | {name for node in nodes for name in node.get("column_names", ()) if name.lower() in _CLOCK})
    if found:
        raise UsageError(f"不能用每次结果不同的函数 {'、'.join(found)}；日期请用 $start、$end")
    return Query(statements[0].query.strip().rstrip(";"), frozenset(statements[0].named_parameters))


@cache
def _changing() -> frozenset[str]:
    """Functions that may answer differently every time."""
    with open_engine() as connection:
        rows = connection.execute("select function_name from duckdb_functions() where stability <> 'CONSISTENT'").fetchall()
    return frozenset(row[0] for row in rows)


def _only(datasets: frozenset[str], nodes: list[dict[str, Any]]) -> None:
    own = {entry["key"] for node in nodes if "cte_map" in node for entry in node["cte_map"]["map"]}
    tables = {".".join(node["qualified_name"]["path"]) for node in nodes if node.get("type") == "BASE_TABLE"}
    others = sorted(tables - datasets - own)
    if others:
        raise UsageError(f"查询用了没有声明的数据集 {'、'.join(others)}")
    functions = [node for node in nodes if node.get("type") == "TABLE_FUNCTION"]
    called = sorted({str(node["function"].get("function_name")) for node in functions} - {"unnest", "range", "generate_series"})
    if called:
        raise UsageError(f"查询不能从表函数 {'、'.join(called)} 取数")


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every object of the syntax tree."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
