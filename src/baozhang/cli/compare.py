"""`baozhang compare`: any item, indicator or ratio side by side over years and departments, with outliers marked."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from baozhang.cli.files import keep_originals, sources_of
from baozhang.cli.processes import add_jobs, jobs_of
from baozhang.cli.spooling import spool_files
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    import duckdb

    from baozhang.comparing import Comparison

NAME: Final = "compare"
HELP: Final = "把一个数项、比率或绩效指标按部门和年度并列比较，标出离群的数，注明每个数的出处"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="预算、决算文件，或存放它们的文件夹、ZIP 压缩包")
    parser.add_argument(
        "--what",
        action="append",
        default=[],
        metavar="WHAT",
        help="比较什么：数项（general[2101501].total 或“一般公共预算支出·行政运行”）、比率名或绩效指标名；可以写几次",
    )
    parser.add_argument("--lake", type=Path, metavar="DIR", help="不读文件，比较数据湖里的全部文档（见 baozhang lake）")
    parser.add_argument("--ratios", action="store_true", help="列出已有的比率")
    parser.add_argument(
        "--stage", choices=["final", "budget"], default="", help="比较决算（final）还是预算（budget），默认有决算的比较决算"
    )
    parser.add_argument("--years", metavar="YEARS", help="年度，例如 2022-2024 或 2024")
    parser.add_argument("--headcount", metavar="FILE", help="人数表（CSV：部门,年度,人数），人均比率用")
    parser.add_argument("--format", choices=["text", "json", "csv", "xlsx", "html"], default="text", help="输出格式，默认 text")
    parser.add_argument("--output", metavar="FILE", help="写到文件；不写则输出到屏幕（xlsx 必须写到文件）")
    add_jobs(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare and write; returns the exit status."""
    if arguments.ratios:
        sys.stdout.writelines(_listed())
        return 0
    _check(arguments)
    jobs = jobs_of(arguments)
    choice = Choice(arguments.stage, years_of(arguments.years), headcount_of(arguments.headcount))
    unreadable = 0
    if arguments.lake is not None:
        from baozhang.facts.lake import Lake  # noqa: PLC0415  # DuckDB and Arrow load only when needed
        from baozhang.facts.lake.query import queryable  # noqa: PLC0415

        with queryable(Lake(arguments.lake)) as hub:
            comparisons = compared(hub, arguments.what, choice)
    else:
        files = sources_of(arguments.paths)
        if not files:
            raise UsageError("给出的文件夹里没有文件。")
        keep_originals(arguments.output, files)
        with TemporaryDirectory(prefix="baozhang-") as folder:
            unreadable = spool_files(files, Path(folder), jobs)
            if unreadable == len(files):
                return 3
            from baozhang.comparing import open_spool  # noqa: PLC0415

            comparisons = compared(open_spool(Path(folder)), arguments.what, choice)
    _write(comparisons, arguments.format, arguments.output)
    return 3 if unreadable else 0


def _check(arguments: argparse.Namespace) -> None:
    """Refuse arguments that do not go together; UsageError."""
    if not arguments.what:
        raise UsageError("请用 --what 写明比较什么，例如 --what 预算执行率；可用的比率见 baozhang compare --ratios。")
    if bool(arguments.paths) is (arguments.lake is not None):
        raise UsageError("请给出预算、决算文件或文件夹，或者用 --lake 指定数据湖，二者取一。")
    if arguments.format == "xlsx" and not arguments.output:
        raise UsageError("xlsx 要用 --output 指定文件。")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents are compared, and how many people there are by department and year."""

    stage: str
    years: tuple[int, int] | None
    people: Mapping[tuple[str, int], int]


def compared(hub: duckdb.DuckDBPyConnection, what: Sequence[str], choice: Choice) -> list[Comparison]:
    """Every subject compared; UsageError for one that is not there."""
    from baozhang.comparing import compare, find_subject  # noqa: PLC0415

    subjects = [find_subject(one, hub) for one in what]
    return [compare(one, hub, stage=choice.stage, years=choice.years, headcount=choice.people) for one in subjects]


def _listed() -> list[str]:
    from baozhang.taxonomy.ratios import ratios  # noqa: PLC0415

    lines = []
    for one in ratios().values():
        top, bottom = (" 或 ".join(map(str, terms)) for terms in (one.top, one.bottom))
        lines.append(f"{one.title}（{one.unit}，{one.id}）＝ {top} ÷ {bottom}\n    {one.source}\n")
    return lines


def years_of(text: str | None) -> tuple[int, int] | None:
    """The first and last year of `2022-2024` or `2024`; UsageError for anything else."""
    if not text:
        return None
    first, _, last = text.replace("—", "-").partition("-")
    if not first.isdecimal() or not (last or first).isdecimal() or int(first) > int(last or first):
        raise UsageError(f"年度“{text}”写法有误，请写 2024 或 2022-2024。")
    return int(first), int(last or first)


def headcount_of(file: str | None) -> dict[tuple[str, int], int]:
    """People by department and year from a CSV with the columns 部门, 年度, 人数; InputError says which line is wrong."""
    if not file:
        return {}
    from baozhang.auditing.across.partners import name_of  # noqa: PLC0415

    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"人数表 {file} 打不开或不是 UTF-8 编码的 CSV：{error}") from error
    people = {}
    for number, row in enumerate(rows, 2):
        try:
            people[name_of(row["部门"]), int(row["年度"])] = int(row["人数"])
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(f"人数表 {file} 第 {number} 行有误：应有“部门”“年度”“人数”三列，年度和人数为整数。") from error
    return people


def _write(comparisons: Sequence[Comparison], form: str, output: str | None) -> None:
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415
    from baozhang.comparing.reports import write  # noqa: PLC0415

    if output:
        with whole_file(Path(output)) as out:
            write(form, comparisons, out)
        sys.stderr.write(f"比较已写入 {output}\n")
    else:
        write(form, comparisons, sys.stdout.buffer)
        sys.stdout.buffer.flush()
