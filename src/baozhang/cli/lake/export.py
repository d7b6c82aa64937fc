"""`baozhang lake export`: tables or a query of the lake as files with a description of what is in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.lake.query import add_limits
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "export"
HELP: Final = "导出数据湖的表或查询结果（CSV、JSON、Parquet），附 Frictionless 数据包说明"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="要导出的表，不写则导出全部的表")
    parser.add_argument("--query", metavar="SQL", help="导出这条 SELECT 语句的结果，而不是表")
    parser.add_argument("--name", default="query", metavar="NAME", help="查询结果的文件名（不含扩展名），默认 query")
    parser.add_argument("--format", choices=["csv", "json", "parquet"], default="csv", help="数据格式，默认 csv")
    parser.add_argument("--output", required=True, metavar="DIR", help="写到这个文件夹")
    add_limits(parser, "不限")


def run(arguments: argparse.Namespace) -> int:
    """Write the files, the description last; returns the exit status."""
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415  # Arrow and DuckDB load only when needed
    from baozhang.facts.lake import Lake  # noqa: PLC0415
    from baozhang.facts.lake.export import PACKAGE, data_package, write_batches  # noqa: PLC0415
    from baozhang.facts.lake.query import queryable, run_query  # noqa: PLC0415
    from baozhang.facts.querying import Limits  # noqa: PLC0415

    asked = _asked(arguments)
    folder = Path(arguments.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"无法使用文件夹 {folder}：{error.strerror}。") from error
    limits = Limits(arguments.timeout or None if arguments.query else None, arguments.limit or None)
    written = []
    with queryable(Lake(arguments.lake), every_version=arguments.all_versions) as connection:
        for name, table, sql in asked:
            with whole_file(folder / f"{name}.{arguments.format}") as out:
                written.append(write_batches(run_query(connection, sql, limits), out, name, arguments.format, table))
            sys.stderr.write(f"{name}：{written[-1].rows} 行\n")
    with whole_file(folder / PACKAGE) as out:
        out.write(data_package(written, "保障报账数据湖").encode())
    sys.stderr.write(f"数据已写入 {folder}\n")
    return 0


def _asked(arguments: argparse.Namespace) -> list[tuple[str, str, str]]:
    """File name, table (empty for a query) and query of everything to write."""
    from baozhang.facts.lake.tables import TABLES  # noqa: PLC0415

    if arguments.query is not None:
        if arguments.tables:
            raise UsageError("表名和 --query 只能用一种。")
        if not arguments.name or Path(arguments.name).name != arguments.name or arguments.name.startswith("."):
            raise UsageError(f"--name 应为文件名，不能是“{arguments.name}”。")
        return [(arguments.name, "", arguments.query)]
    for table in arguments.tables:
        if table not in TABLES:
            raise UsageError(f"没有表 {table}。可导出的表：{'、'.join(TABLES)}。")
    return [(table, table, f'select * from "{table}"') for table in arguments.tables or TABLES]  # noqa: S608  # names are ours
