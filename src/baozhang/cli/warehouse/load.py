"""`baozhang warehouse load`: files of the business into the warehouse, all of them or none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.output import UNREADABLE, print_table, write_csv
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from baozhang.operations.warehouse import Warehouse
    from baozhang.operations.warehouse.loading import Outcome

NAME: Final = "load"
HELP: Final = "导入业务数据文件（CSV、Parquet，按列名识别数据集；金额为元）；有一行不合格就都不导入"

_SHOWN: Final = 20
_HEADER: Final = ("文件", "行", "字段", "问题", "怎么办")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="文件，或文件夹（其中的 .csv、.txt、.parquet 文件）")
    parser.add_argument("--problems", metavar="FILE", help="把不合格的行（文件、行、字段、问题、怎么办）写成 CSV")


def run(arguments: argparse.Namespace, warehouse: Warehouse) -> int:
    """Load the files and say what came of it; returns the exit status."""
    from baozhang.operations.warehouse.loading import load_files  # noqa: PLC0415  # DuckDB and Arrow load only when needed

    outcome = load_files(warehouse, _files(arguments.paths), _progress)
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 60 + "\r")
    for name, load in outcome.known:
        sys.stdout.write(f"已导入过（{load}），跳过：{name}\n")
    for name, columns in outcome.ignored.items():
        sys.stderr.write(f"{name} 未使用的列：{'、'.join(columns)}\n")
    if outcome.found:
        return _tell_problems(outcome, arguments.problems)
    if outcome.load is None:
        sys.stdout.write("没有新的数据。\n")
        return 0
    rows = [[origin.file, origin.dataset, f"{origin.rows:,}"] for origin in outcome.load.origins]
    print_table([["文件", "数据集", "行数"], *rows], right=[2])
    sys.stdout.write(f"已导入 {len(rows)} 个文件，编号 {outcome.load.name}。\n")
    return 0


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = [one for one in sorted(path.rglob("*")) if one.suffix.lower() in {".csv", ".txt", ".parquet"}] if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"文件夹 {path} 中没有 .csv、.txt 或 .parquet 文件。")
        found += inside
    return found


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<60}")
        sys.stderr.flush()


def _tell_problems(outcome: Outcome, target: str | None) -> int:
    lines = [[one.file, str(one.row), one.field, one.what, one.advice] for one in outcome.problems]
    if target:
        write_csv(target, _HEADER, lines)
    sys.stderr.write(f"没有导入任何数据：有 {outcome.found:,} 处不合格。\n")
    sys.stderr.writelines(f"  {file} 第 {row} 行 {field}：{what}。{advice}\n" for file, row, field, what, advice in lines[:_SHOWN])
    if outcome.found > _SHOWN:
        listed = f"，前 {len(lines):,} 处在 {target}" if target else "，用 --problems 写成文件"
        sys.stderr.write(f"  ……另有 {outcome.found - _SHOWN:,} 处{listed}\n")
    return UNREADABLE
