"""`baozhang audit`: check published accounts and say what does not hold, where, and what could not be checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.cli.beside import reading_beside
from baozhang.cli.files import keep_originals, sources_of
from baozhang.cli.processes import add_jobs, jobs_of
from baozhang.cli.progress import with_progress
from baozhang.cli.terminal import terminal_style
from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.cli.beside import ReadingBeside
    from baozhang.reading.sources import Source

NAME: Final = "audit"
HELP: Final = "核对部门预算、部门决算文本，列出不成立之处、位置和算式，以及未能核对的内容"

_FILES_ONLY: Final = ("xlsx", "pdf")
"""Reports that are no text."""
GRAVE: Final = {"error": {"error"}, "warning": {"error", "warning"}, "never": set[str]()}
"""The severities that make the exit status 1, by `--fail-on`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="文件（文本、PDF、OFD、Word、Excel、网页），或存放它们的文件夹、ZIP 压缩包"
    )
    parser.add_argument("--format", choices=["text", "json", "csv", "html", "xlsx", "pdf"], default="text", help="报告格式，默认 text")
    parser.add_argument("--output", metavar="FILE", help="把报告写到文件；不写则输出到屏幕（xlsx、pdf 必须写到文件）")
    parser.add_argument("--rules", metavar="IDS", help="只用这些规则，编号以逗号分隔，可用前缀，例如 TAB,TXT-002")
    parser.add_argument(
        "--fail-on", choices=["error", "warning", "never"], default="error", help="发现这一级及以上的问题时以状态 1 退出，默认 error"
    )
    add_jobs(parser)
    add_engine(parser)


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that choose what answers the rules' queries."""
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="查询引擎，默认 duckdb；spark 在集群上读取和核对")
    parser.add_argument("--master", metavar="URL", help="Spark 主节点，默认 local[*]；另见 docs/guide/spark.md")


def run(arguments: argparse.Namespace) -> int:
    """Audit the files and write the report; returns the exit status."""
    if arguments.format in _FILES_ONLY and not arguments.output:
        raise UsageError(f"{arguments.format} 报告要用 --output 指定文件。")
    jobs, engine = jobs_of(arguments), cluster_of(arguments)
    with reading_beside(arguments.paths, jobs if engine is None else 1) as beside:
        sources = sources_of(arguments.paths)
        if not sources:
            raise UsageError("给出的文件夹或压缩包里没有可读的文件。")
        if _is_of_one(arguments):
            _check_one_pdf(sources)
        keep_originals(arguments.output, sources)
        if beside is not None and len(sources) == 1:
            beside.ask(sources[0], every=not _is_of_one(arguments))
            return _report(arguments, sources, beside)
    return _report(arguments, sources)


def _is_of_one(arguments: argparse.Namespace) -> bool:
    """Whether the report is on the first document of one file alone: the file itself with notes."""
    return bool(arguments.format == "pdf")


def _report(arguments: argparse.Namespace, sources: Sequence[Source], beside: ReadingBeside | None = None) -> int:
    from baozhang.auditing.reports import ReportFormat, TextStyle, save_report, write_report  # noqa: PLC0415  # DuckDB loads only when needed
    from baozhang.cli.batches import audit_beside, audit_files, read_count  # noqa: PLC0415

    rules, jobs, engine = chosen_rules(arguments.rules), jobs_of(arguments), cluster_of(arguments)
    whole = arguments.format in {"html", "xlsx"}
    tally = _Tally(told=arguments.format == "text" and not arguments.output and sys.stdout.isatty())
    read = read_count() if engine is None and len(sources) > 1 else None
    if engine is not None:
        from baozhang.cli.cluster import audit_on_spark  # noqa: PLC0415  # needs an optional package

        audits = audit_on_spark(sources, rules, engine, whole=whole)
    elif beside is not None:
        audits = audit_beside(beside, rules, jobs, whole=whole)
    else:
        audits = audit_files(sources, rules, jobs, whole=whole, every=not _is_of_one(arguments), read=read)
    outcomes = tally.counting(with_progress(audits, len(sources), "已核对", lambda: read.value if read is not None else 0))
    form = ReportFormat(arguments.format)
    if arguments.output:
        try:
            save_report(form, outcomes, Path(arguments.output))
        except InputError as error:  # the one file of an annotated PDF: without it there is no report
            sys.stderr.write("" if tally.unreadable else f"无法读取 {error}\n")
            return 3
        sys.stderr.write(f"报告已写入 {arguments.output}\n")
    else:
        write_report(form, outcomes, sys.stdout.buffer, TextStyle(*terminal_style()))
    return tally.status(arguments.fail_on)


def _check_one_pdf(sources: Sequence[Source]) -> None:
    """The annotated PDF is one of one; UsageError."""
    from baozhang.auditing.reports.annotated_pdf import ONE_PDF  # noqa: PLC0415

    if len(sources) != 1 or sources[0].members or not _may_be_pdf(sources[0].path):
        raise UsageError(ONE_PDF)


def _may_be_pdf(file: Path) -> bool:
    """Whether a file is a PDF, or cannot be opened, which reading it will report."""
    try:
        with file.open("rb") as opened:
            return b"%PDF-" in opened.read(1024)
    except OSError:
        return True


def cluster_of(arguments: argparse.Namespace) -> str | None:
    """The Spark master to work on; None when Spark is not wanted. UsageError when one is named without the engine."""
    if arguments.engine == "spark":
        return arguments.master or "local[*]"
    if arguments.master:
        raise UsageError("--master 要与 --engine spark 一起使用。")
    return None


def chosen_rules(ids: str | None) -> tuple[Rule, ...]:
    """The rules named by comma-separated ids or prefixes; all of them when none are named. UsageError for an unknown one."""
    from baozhang.auditing.rule import every_rule  # noqa: PLC0415

    rules = every_rule()
    if not ids:
        return rules
    wanted = [part.strip().upper() for part in ids.split(",") if part.strip()]
    for part in wanted:
        if not any(rule.id.startswith(part) for rule in rules):
            raise UsageError(f"没有规则 {part}。请用 baozhang rules list 查看全部规则。")
    return tuple(rule for rule in rules if any(rule.id.startswith(part) for part in wanted))


class _Tally:
    """Counts what passes by, for the exit status and for messages about unreadable files."""

    def __init__(self, *, told: bool) -> None:
        """`told`: the report names on the same terminal what could not be read."""
        self._told = told
        self.unreadable = 0
        self.severities: set[str] = set()

    def counting(self, outcomes: Iterable[DocumentAudit | InputError]) -> Iterator[DocumentAudit | InputError]:
        """Pass the outcomes on, counting; a file that could not be read is named on the error stream at once."""
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                self.unreadable += 1
                sys.stderr.write("" if self._told else f"无法读取 {outcome}\n")
            else:
                self.severities |= {finding.severity.value for finding in outcome.findings}
            yield outcome

    def status(self, fail_on: str) -> int:
        """Exit status: 3 when something could not be read, 1 when findings weigh enough, else 0."""
        if self.unreadable:
            return 3
        return 1 if self.severities & GRAVE[fail_on] else 0
