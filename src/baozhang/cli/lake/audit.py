"""`baozhang lake audit`: all rules, or some, over everything in the lake."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from baozhang.cli.audit import GRAVE, add_engine, chosen_rules, cluster_of
from baozhang.cli.lake.add import add_no_wait, say_waiting
from baozhang.cli.processes import add_jobs, jobs_of, shared_out
from baozhang.cli.progress import with_progress
from baozhang.cli.terminal import terminal_style
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from types import TracebackType

    from baozhang.auditing.lake.comparing import Comparison
    from baozhang.auditing.lake.examining import Task
    from baozhang.auditing.lake.rule_sets import RuleSet
    from baozhang.auditing.lake.summary import Summary
    from baozhang.facts.lake import Lake, Snapshot, Writer
    from baozhang.facts.lake.segments import Segment

NAME: Final = "audit"
HELP: Final = "用全部规则或部分规则核对数据湖里的全部文档；结果存入数据湖，已核对过的不再核对"

_WORST: Final = 20
_EVERY: Final = 3.0
"""Seconds of work that a process that is killed may lose."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--rules", metavar="IDS", help="只用这些规则，编号以逗号分隔，可用前缀，例如 TAB,TXT-002")
    parser.add_argument("--year", type=int, action="append", metavar="YEAR", help="只核对这个年度的文档，可以写几次")
    parser.add_argument(
        "--format", choices=["text", "json", "csv", "html", "xlsx"], default="text", help="text 显示汇总，其余为逐份文档的报告，默认 text"
    )
    parser.add_argument("--output", metavar="FILE", help="把报告写到文件；不写则输出到屏幕（xlsx 必须写到文件）")
    parser.add_argument("--top", type=int, default=_WORST, metavar="N", help=f"汇总中列出问题最多的文档数，默认 {_WORST}")
    parser.add_argument(
        "--fail-on", choices=["error", "warning", "never"], default="error", help="发现这一级及以上的问题时以状态 1 退出，默认 error"
    )
    add_jobs(parser)
    add_engine(parser)
    add_no_wait(parser)


def run(arguments: argparse.Namespace) -> int:
    """Examine what is not examined yet, and report on everything; returns the exit status."""
    from baozhang.auditing.lake.comparing import comparison_shelf  # noqa: PLC0415  # DuckDB and Arrow load only when needed
    from baozhang.auditing.lake.rule_sets import RuleSet  # noqa: PLC0415
    from baozhang.auditing.lake.summary import summarise  # noqa: PLC0415
    from baozhang.facts.lake import Lake, Snapshot  # noqa: PLC0415

    if arguments.format == "xlsx" and not arguments.output:
        raise UsageError("xlsx 报告要用 --output 指定文件。")
    if arguments.jobs < 0 or arguments.top < 0:
        raise UsageError("--jobs 和 --top 应为不小于 0 的整数。")
    rules = RuleSet(chosen_rules(arguments.rules), ",".join(sorted((arguments.rules or "").upper().split(","))))
    lake, years = Lake(arguments.lake), frozenset(arguments.year or ())
    every = _examine(arguments, lake, rules, years)
    read = Snapshot(every.shelf, tuple(part for part in every.parts if not years or part.fiscal_year in years))
    known = frozenset(key for part in every.parts for key in part.documents)
    alone, compared = lake.snapshots(rules.shelf, comparison_shelf(every, rules), current=known)
    summary = summarise(read, Snapshot("", alone.parts + compared.parts), worst=arguments.top)
    if arguments.format == "text":
        _write_lines(_shown(summary), arguments.output)
    else:
        _report(arguments, read, alone, compared)
    return 1 if summary.severities & GRAVE[arguments.fail_on] else 0


def _examine(arguments: argparse.Namespace, lake: Lake, rules: RuleSet, years: frozenset[int]) -> Snapshot:
    """Examine documents portion by portion, and compare them with each other unless these were compared already; returns all of them."""
    from baozhang.auditing.lake.chunks import portions  # noqa: PLC0415
    from baozhang.auditing.lake.comparing import Comparison, comparison_shelf  # noqa: PLC0415
    from baozhang.auditing.lake.examining import Task  # noqa: PLC0415

    with lake.writer(None if arguments.no_wait else say_waiting) as writer, _workers(arguments, rules) as workers:
        read = lake.snapshot()
        examined = {key for part in lake.snapshot(rules.shelf, every_version=True).parts for key in part.documents}
        comparisons = comparison_shelf(read, rules)
        compared = not rules.across or bool(lake.snapshot(comparisons, every_version=True).parts)
        due = portions(read, examined, years, workers.size(read.documents)) if rules.alone else []
        # the comparison of all is one long task: it begins first
        tasks: list[Task | Comparison] = [
            *([] if compared else [Comparison(lake.root, read, rules)]),
            *(Task(lake.root, portion, rules) for portion in due),
        ]

        def documents() -> Iterator[str]:
            with closing(workers.do(tasks)) as results, _Kept(writer, rules) as kept:
                for segments in results:
                    kept.take(segments)
                    yield from (key for segment in segments if segment.shelf == rules.shelf for key in segment.documents)

        for _ in with_progress(documents(), sum(portion.documents for portion in due), "已核对"):
            pass
        if not years:
            writer.forget_audits(rules.chosen, (rules.shelf, comparisons))
    return read


class _Kept:
    """Enters in the lake what was found, some seconds' work at a time: a commit writes most of the pages that list the documents."""

    def __init__(self, writer: Writer, rules: RuleSet) -> None:
        self._writer, self._rules = writer, rules
        self._waiting: list[Segment] = []
        self._entered = monotonic()

    def take(self, segments: Iterable[Segment]) -> None:
        """Enter these, now or soon."""
        self._waiting += segments
        if monotonic() - self._entered > _EVERY:
            self._enter()

    def _enter(self) -> None:
        if self._waiting:
            self._writer.keep_audit(self._waiting, self._rules.chosen, self._rules.description)
        self._waiting, self._entered = [], monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """What is done stays done, also when the rest is given up."""
        self._enter()


class Workers(NamedTuple):
    """Who does the work: how many of so many documents are a portion, and the doing of tasks, in any order."""

    size: Callable[[int], int]
    do: Callable[[Sequence[Task | Comparison]], Generator[list[Segment]]]


@contextmanager
def _workers(arguments: argparse.Namespace, rules: RuleSet) -> Iterator[Workers]:
    master = cluster_of(arguments)
    if master is not None:
        from baozhang.cli.cluster import lake_on_spark  # noqa: PLC0415  # needs an optional package

        with lake_on_spark(master) as workers:
            yield workers
        return
    from baozhang.auditing.lake.examining import do, portion_size  # noqa: PLC0415

    jobs = jobs_of(arguments)

    yield Workers(lambda documents: portion_size(rules, documents, jobs), lambda tasks: shared_out(do, tasks, min(jobs, len(tasks))))


def _report(arguments: argparse.Namespace, read: Snapshot, alone: Snapshot, compared: Snapshot) -> None:
    from baozhang.auditing.lake.results import kept_audits  # noqa: PLC0415
    from baozhang.auditing.reports import ReportFormat, TextStyle, save_report, write_report  # noqa: PLC0415

    whole = arguments.format in {"html", "xlsx"}
    audits = chain(kept_audits(read, alone, whole=whole), kept_audits(read, compared, whole=False, across=True))
    form = ReportFormat(arguments.format)
    if arguments.output:
        save_report(form, audits, Path(arguments.output))
        sys.stderr.write(f"报告已写入 {arguments.output}\n")
    else:
        write_report(form, audits, sys.stdout.buffer, TextStyle(*terminal_style()))


def _write_lines(lines: Iterator[str], output: str | None) -> None:
    from baozhang.auditing.reports.files import whole_file  # noqa: PLC0415

    if output:
        with whole_file(Path(output)) as out:
            out.writelines(f"{line}\n".encode() for line in lines)
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)


def _shown(summary: Summary) -> Iterator[str]:
    from baozhang.auditing.findings import SEVERITY_NAMES, Severity  # noqa: PLC0415
    from baozhang.cli.tabulated import tabulated  # noqa: PLC0415

    names = [SEVERITY_NAMES[severity] for severity in Severity]
    years = summary.years
    yield f"已核对 {sum(one.documents for one in years)} 份文档：" + "，".join(
        f"{name} {sum(counts)}"
        for name, counts in zip(
            names, ([one.errors for one in years], [one.warnings for one in years], [one.notes for one in years]), strict=True
        )
    )
    if years:
        rows = [
            (_year(one.fiscal_year), one.documents, one.errors, one.warnings, one.notes, one.passed, one.not_evaluated) for one in years
        ]
        yield ""
        yield from tabulated(("年度", "文档", *names, "通过", "未核对"), rows)
    if summary.rules:
        yield ""
        yield from tabulated(
            ("规则", "级别", "问题", "文档", "内容"),
            [(one.rule, SEVERITY_NAMES[Severity(one.severity)], one.findings, one.documents, one.title) for one in summary.rules],
        )
    if summary.worst:
        worst = [(one.title, one.errors, one.warnings, one.notes, one.file) for one in summary.worst]
        yield ""
        yield f"问题最多的 {len(worst)} 份文档："
        yield from tabulated(("文档", *names, "文件"), worst)


def _year(fiscal_year: int | None) -> str:
    return "不详" if fiscal_year is None else str(fiscal_year)
