"""Options and output that the steps of `performance measure` share."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from baozhang.performance.measures.loading import Problem
    from baozhang.performance.measures.measure import Measure

DIRECTIONS: Final = {"up": "越高越好", "down": "越低越好", "none": "没有好坏方向"}
"""What the direction of a measure or an indicator is called on the screen."""


def add_measures(parser: argparse.ArgumentParser) -> None:
    """The option for measures of the user's own."""
    parser.add_argument("--measures", type=Path, metavar="DIR", help="自己的测算文件（.sql）所在的文件夹，与自带的测算一起使用")


def add_datasets(parser: argparse.ArgumentParser) -> None:
    """The register to measure from."""
    parser.add_argument("--datasets", type=Path, required=True, metavar="FILE", help="数据集登记文件（TOML）")


def add_format(parser: argparse.ArgumentParser) -> None:
    """How results are printed, and where."""
    parser.add_argument("--format", choices=["text", "json", "csv"], default="text", help="输出格式，默认 text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="写到文件（UTF-8，写完才出现）；不写则输出到屏幕")


def measures_of(arguments: argparse.Namespace) -> Mapping[str, Measure]:
    """Shipped measures and the user's own; UsageError when one of his has the id of a shipped one."""
    from baozhang.performance.measures.measure import measures_in, shipped_measures  # noqa: PLC0415  # DuckDB loads only when needed

    own = measures_in(arguments.measures) if arguments.measures else {}
    if doubled := sorted(own.keys() & shipped_measures().keys()):
        raise UsageError(f"测算 {'、'.join(doubled)} 与自带的同名，请换文件名。")
    return {**shipped_measures(), **own}


def measure_of(arguments: argparse.Namespace, name: str) -> Measure:
    """The measure of an id; UsageError names how to find one."""
    known = measures_of(arguments)
    if name not in known:
        raise UsageError(f"没有测算 {name}。用 baozhang performance measure list 查看。")
    return known[name]


def tell(arguments: argparse.Namespace, values: Sequence[Mapping[str, Any]], lines: Sequence[str], key: str = "results") -> None:
    """The same content as text lines, JSON, or CSV, on the screen or in a file (CSV with the mark that Excel wants)."""
    if arguments.format == "json":
        text = json.dumps({key: list(values)}, ensure_ascii=False, indent=1) + "\n"
    elif arguments.format == "csv":
        text = _csv(values)
    else:
        text = "".join(f"{line}\n" for line in lines)
    output: Path | None = getattr(arguments, "output", None)
    if output is None:
        sys.stdout.write(text)
        return
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415

    with whole_file(output) as out:
        out.write(text.encode("utf-8-sig" if arguments.format == "csv" else "utf-8"))


def _csv(values: Sequence[Mapping[str, Any]]) -> str:
    from baozhang.facts.spreadsheet import harmless  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(list(values[0]) if values else [])
    writer.writerows([harmless(_cell(value)) for value in row.values()] for row in values)
    return out.getvalue()


def _cell(value: object) -> object:
    """A nested value as one cell."""
    if isinstance(value, dict):
        return "；".join(f"{name}={each}" for name, each in value.items())
    return "；".join(_listed(each) for each in value) if isinstance(value, list) else value


def _listed(value: object) -> str:
    return f"{value['name']} {value['rows']}" if isinstance(value, dict) else str(value)


def tell_problems(problems: Sequence[Problem]) -> int:
    """List what keeps the datasets from being measured; exit status 3."""
    sys.stderr.write(f"数据集有 {len(problems)} 处不能使用，没有测算：\n")
    sys.stderr.writelines(f"  {one}\n" for one in problems)
    return 3
