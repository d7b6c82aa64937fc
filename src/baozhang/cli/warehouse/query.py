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


def run(arguments: argparse.Namespace, warehouse: Warehouse) -> int:
    """Run the query and show what it returns; returns the exit status."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from baozhang.facts.querying import Limits, run_query  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.operations.warehouse.engine import REALM, opened  # noqa: PLC0415

    sql, rows, seconds = asked(arguments)
    with TemporaryDirectory(prefix="baozhang-") as spill, opened(warehouse, spill) as connection:
        batches = run_query(connection, sql, Limits(seconds or None, rows or None), REALM)
        more = show(batches, rows, arguments.format, arguments.output)
    if more:
        sys.stderr.write(f"只显示前 {rows} 行；用 --limit 放宽，0 为全部。\n")
    return 0
