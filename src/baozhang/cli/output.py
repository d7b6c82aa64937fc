"""What the operations of the business half print: aligned tables, shares, problems of imports, explanations, CSV files for Excel."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from baozhang.auditing.reports.shown import one_line, padded, width_of
from baozhang.errors import InputError
from baozhang.facts.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from baozhang.operations.grouping.scheme import Identity
    from baozhang.operations.grouping.storing import Stored
    from baozhang.operations.grouping.tables import Problem

UNREADABLE: Final = 3
"""Exit status when something could not be read."""


def tell_problems(problems: Sequence[Problem]) -> int:
    """List the cells that keep a scheme from being imported, and leave with the status for unreadable files."""
    sys.stderr.write(f"方案没有导入：有 {len(problems)} 处不能使用。\n")
    sys.stderr.writelines(f"  {problem.place}：{problem.reason}\n" for problem in problems[:200])
    if len(problems) > 200:
        sys.stderr.write(f"  ……另有 {len(problems) - 200} 处\n")
    return UNREADABLE


def print_table(rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Rows as aligned columns; the columns numbered in `right` are flush right."""
    table = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*table, strict=True)]
    flush = set(right)
    for row in table:
        cells = [padded(cell, width, right=number in flush) for number, (cell, width) in enumerate(zip(row, widths, strict=True))]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def write_csv(path: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV that Excel opens as it is: UTF-8 with its mark; cells that look like formulas are kept from being one, figures stay figures."""
    try:
        with Path(path).open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows([harmless(cell) for cell in row] for row in rows)
    except OSError as error:
        raise InputError(path, f"不能写入（{error.strerror}）", "请检查目录是否存在、是否可写。") from error


def counting(verb: str) -> Callable[[int], None]:
    """A progress line on the error stream, where somebody watches it."""

    def tell(cases: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{verb} {cases:,} 例")
            sys.stderr.flush()

    return tell


def tell_ignored(columns: Sequence[str]) -> None:
    """Say which columns of the input nobody looked at."""
    if columns:
        sys.stderr.write(f"未使用的列：{'、'.join(columns)}\n")


def share(part: int, whole: int) -> str:
    """A share in per cent with two decimals.

    >>> share(1, 3)
    '33.33%'
    """
    hundredths = (part * 20000 + whole) // (2 * whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def tell_steps(steps: Sequence[tuple[str, str]], answer: dict[str, Any], style: str) -> None:
    """An explanation as text, or as JSON with its answer."""
    if style == "json":
        named = [{"topic": topic, "text": text} for topic, text in steps]
        sys.stdout.write(json.dumps({**answer, "steps": named}, ensure_ascii=False, indent=1) + "\n")
    else:
        print_table([topic, text] for topic, text in steps)


def tell_identity(identity: Identity) -> None:
    """Which version of a scheme it is, where it comes from, and its digest."""
    sys.stdout.write(f"{identity.title}（{identity.label}）\n来源 {identity.source or '—'}\nSHA-256 {identity.digest}\n\n")


def list_stored(found: Sequence[Stored], folder: Path) -> None:
    """The versions in the data folder."""
    if not found:
        sys.stdout.write(f"还没有导入方案（数据目录 {folder}）。\n")
        return
    identities = [each.identity for each in found]
    rows = [
        [each.name, each.version, f"{each.valid_from or '—'} 至 {each.valid_to or '—'}", each.title, each.digest[:12]]
        for each in identities
    ]
    print_table([["方案", "版本", "有效期", "名称", "摘要"], *rows])
