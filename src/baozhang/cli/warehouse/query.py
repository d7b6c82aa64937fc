"""`baozhang warehouse query`: SQL over the data of the business, read-only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.answers import ROWS, add_answer, add_ends, asked, show

if TYPE_CHECKING:
    import argparse

    from baozhang.operations.warehouse import Warehouse

NAME: Final = "query"
HELP: Final = "用 SQL 查询数据仓库（只读；DuckDB 语法；金额单位为分）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_answer(parser)
    add_ends(parser, f"{ROWS}")
    parser.add_argument(
        "--engine", choices=["duckdb", "spark"], default="duckdb", help="在本机用 DuckDB 查询，或在 Spark 集群上，默认 duckdb"
    )
    parser.add_argument("--master", default="local[*]", metavar="URL", help="Spark 主节点，默认 local[*]；只用于 --engine spark")


def run(arguments: argparse.Namespace, warehouse: Warehouse) -> int:
    """Run the query and show what it returns; returns the exit status."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from baozhang.facts.querying import Limits, run_query  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.operations.warehouse.engine import REALM, opened  # noqa: PLC0415

    sql, rows, seconds = asked(arguments)
    if arguments.engine == "spark":
        return _on_spark(arguments, warehouse, sql, rows)
    with TemporaryDirectory(prefix="baozhang-") as spill, opened(warehouse, spill) as connection:
        batches = run_query(connection, sql, Limits(seconds or None, rows or None), REALM)
        more = show(batches, rows, arguments.format, arguments.output)
    if more:
        _tell_more(rows)
    return 0


def _on_spark(arguments: argparse.Namespace, warehouse: Warehouse, sql: str, rows: int) -> int:
    from baozhang.facts.querying import one_select  # noqa: PLC0415
    from baozhang.facts.spark.session import spark_session  # noqa: PLC0415
    from baozhang.operations.warehouse.engine import REALM  # noqa: PLC0415

    query = one_select(sql, REALM)
    with spark_session(arguments.master) as session:
        from baozhang.operations.warehouse.cluster import asked_on_spark, know_on_spark  # noqa: PLC0415  # now that pyspark is known to be there

        know_on_spark(session, warehouse, [query])
        more = show(asked_on_spark(session, query, rows + 1 if rows else None), rows, arguments.format, arguments.output)
    if more:
        _tell_more(rows)
    return 0


def _tell_more(rows: int) -> None:
    sys.stderr.write(f"只显示前 {rows} 行；用 --limit 放宽，0 为全部。\n")
