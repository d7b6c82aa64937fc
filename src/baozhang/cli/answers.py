"""The rows that a query answers, cut at a limit and shown on the screen or written to a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    import pyarrow as pa

ROWS: Final = 1000
SECONDS: Final = 60


def add_answer(parser: argparse.ArgumentParser) -> None:
    """The query and where its answer goes."""
    parser.add_argument("sql", metavar="SQL", help="一条 SELECT 语句；写作 - 则从标准输入读")
    parser.add_argument("--format", choices=["text", "csv", "json", "parquet"], default="text", help="输出格式，默认 text")
    parser.add_argument("--output", metavar="FILE", help="把结果写到文件；不写则输出到屏幕（parquet 必须写到文件）")


def add_ends(parser: argparse.ArgumentParser, rows: str) -> None:
    """How many rows and how much time a query may take."""
    parser.add_argument("--limit", type=int, default=None, metavar="N", help=f"最多返回的行数，0 为不限，默认 {rows}")
    parser.add_argument("--timeout", type=int, default=SECONDS, metavar="SECONDS", help=f"最长时间（秒），0 为不限，默认 {SECONDS}")


class Asked(NamedTuple):
    """What was asked: the query, and its ends (0 for none)."""

    sql: str
    rows: int
    seconds: int


def asked(arguments: argparse.Namespace) -> Asked:
    """The query and its ends; UsageError for options that do not go together."""
    if arguments.format == "parquet" and not arguments.output:
        raise UsageError("parquet 数据要用 --output 指定文件。")
    rows = ROWS if arguments.limit is None else arguments.limit
    if rows < 0 or arguments.timeout < 0:
        raise UsageError("--limit 和 --timeout 应为不小于 0 的整数。")
    return Asked(sys.stdin.read() if arguments.sql == "-" else arguments.sql, rows, arguments.timeout)


def show(batches: Iterator[pa.RecordBatch], rows: int, form: str, output: str | None) -> bool:
    """Show or write at most `rows` rows (0: all); whether there were more."""
    cut = _Cut(batches, rows)
    _write(cut, form, output)
    return cut.more


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
