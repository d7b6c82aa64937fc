"""`baozhang lake query`: SQL over everything in the lake, read-only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.answers import ROWS, add_answer, add_ends, asked, show

if TYPE_CHECKING:
    import argparse

NAME: Final = "query"
HELP: Final = "用 SQL 查询数据湖（只读；DuckDB 语法；金额单位为分，其他数字为万分之一）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_answer(parser)
    add_limits(parser, f"{ROWS}")


def add_limits(parser: argparse.ArgumentParser, rows: str) -> None:
    """The options of whatever runs a query."""
    add_ends(parser, rows)
    parser.add_argument("--all-versions", action="store_true", help="包括已被新版本取代的文档；默认只查现行版本")


def run(arguments: argparse.Namespace) -> int:
    """Run the query and show what it returns; returns the exit status."""
    from baozhang.facts.lake import Lake  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.facts.lake.query import queryable, run_query  # noqa: PLC0415
    from baozhang.facts.querying import Limits  # noqa: PLC0415

    sql, rows, seconds = asked(arguments)
    with queryable(Lake(arguments.lake), every_version=arguments.all_versions) as connection:
        more = show(run_query(connection, sql, Limits(seconds or None, rows or None)), rows, arguments.format, arguments.output)
    if more:
        sys.stderr.write(f"只显示前 {rows} 行；用 --limit 放宽，或用 lake export 导出全部。\n")
    return 0
