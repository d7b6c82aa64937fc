"""`baozhang lake query`: SQL over everything in the lake, read-only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    import pyarrow as pa

NAME: Final = "query"
HELP: Final = "用 SQL 查询数据湖（只读；DuckDB 语法；金额单位为分，其他数字为万分之一）"

_ROWS: Final = 1000
_SECONDS: Final = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("sql", metavar="SQL", help="一条 SELECT 语句；写作 - 则从标准输入读")
    parser.add_argument("--format", choices=["text", "csv", "json", "parquet"], default="text", help="输出格式，默认 text")
    parser.add_argument("--output", metavar="FILE", help="把结果写到文件；不写则输出到屏幕（parquet 必须写到文件）")
    add_limits(parser, f"{_ROWS}")


def add_limits(parser: argparse.ArgumentParser, rows: str) -> None:
    """The options of whatever runs a query."""
    parser.add_argument("--limit", type=int, default=None, metavar="N", help=f"最多返回的行数，0 为不限，默认 {rows}")
    parser.add_argument("--timeout", type=int, default=_SECONDS, metavar="SECONDS", help=f"最长时间（秒），0 为不限，默认 {_SECONDS}")
    parser.add_argument("--all-versions", action="store_true", help="包括已被新版本取代的文档；默认只查现行版本")


def run(arguments: argparse.Namespace) -> int:
    """Run the query and show what it returns; returns the exit status."""
    from baozhang.facts.lake import Lake  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.facts.lake.query import Limits, queryable, run_query  # noqa: PLC0415

    if arguments.format == "parquet" and not arguments.output:
        raise UsageError("parquet 数据要用 --output 指定文件。")
    sql = sys.stdin.read() if arguments.sql == "-" else arguments.sql
    rows = _ROWS if arguments.limit is None else arguments.limit
    if rows < 0 or arguments.timeout < 0:
        raise UsageError("--limit 和 --timeout 应为不小于 0 的整数。")
    with queryable(Lake(arguments.lake), every_version=arguments.all_versions) as connection:
        batches = run_query(connection, sql, Limits(arguments.timeout or None, rows or None))
        cut = _Cut(batches, rows)
        _write(cut, arguments.format, arguments.output)
    if cut.more:
        sys.stderr.write(f"只显示前 {rows} 行；用 --limit 放宽，或用 lake export 导出全部。\n")
    return 0


class _Cut:
    """At most so many rows; `more` says whether there were others."""

    def __init__(self, batches: Iterator[pa.RecordBatch], rows: int) -> None:
        self._batches = batches
        self._left = rows
        self._limited = rows > 0
        self.more = False

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return self._cut() if self._limited else self._batches

    def _cut(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            if batch.num_rows > self._left:
                self.more = True
            yield batch.slice(0, self._left)
            self._left -= min(batch.num_rows, self._left)


def _write(batches: _Cut, form: str, output: str | None) -> None:
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415
    from baozhang.facts.lake.export import write_batches  # noqa: PLC0415

    listed = iter(batches)
    if form == "text":
        lines = _lines(listed)
        if output:
            with whole_file(Path(output)) as out:
                out.writelines(f"{line}\n".encode() for line in lines)
        else:
            sys.stdout.writelines(f"{line}\n" for line in lines)
    elif output:
        with whole_file(Path(output)) as out:
            write_batches(listed, out, Path(output).stem, form)
    else:
        sys.stdout.flush()
        write_batches(listed, sys.stdout.buffer, "query", form)


def _lines(batches: Iterator[pa.RecordBatch]) -> Iterator[str]:
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415

    first = next(batches)
    rows: list[tuple[Any, ...]] = []
    for batch in batches:
        rows.extend(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    yield from tabulated(first.schema.names, rows)
    yield f"（{len(rows)} 行）"
