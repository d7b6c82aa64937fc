"""`baozhang performance report`: evaluations, transfers and monitoring as documents to hand in."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.cli.performance.evidence import add_evidence, evidence_of
from baozhang.cli.performance.own import held, last_day
from baozhang.cli.year.books import add_book
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from baozhang.compiling.pieces import Publication
    from baozhang.publishing.annex import Kept

NAME: Final = "report"
HELP: Final = "写成文件：部门评价报告、自评表、转移支付自评表、运行监控表（Word、PDF、Excel、网页）"
_KINDS: Final = {"evaluation": "部门评价报告", "forms": "自评表或目标表", "transfer": "转移支付自评表", "monitoring": "运行监控表"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    listed = "，".join(f"{name} {title}" for name, title in _KINDS.items())
    parser.add_argument("--kind", choices=list(_KINDS), default="evaluation", help=f"{listed}；默认 evaluation")
    parser.add_argument("--programme", metavar="CODE", help="绩效对象编号；不写则取全部适用的")
    parser.add_argument("--month", type=int, metavar="N", help="运行监控截至哪个月末，1 至 12")
    parser.add_argument(
        "--output", metavar="FILE", nargs="+", required=True, help="写到这些文件，由后缀决定格式：.docx .pdf .xlsx .html .txt"
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="文件的日期，默认今天")
    add_evidence(parser)
    add_book(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the document; exit status 1 when something in it is still missing."""
    from baozhang.publishing.handed import written  # noqa: PLC0415  # the libraries load only when they are needed
    from baozhang.taxonomy.layouts import layouts  # noqa: PLC0415

    found, made = _made(arguments)
    dated = date.fromisoformat(arguments.date) if arguments.date else date.today()  # noqa: DTZ011  # the day on the wall of the office
    for name in arguments.output:
        content = written(made, layouts()[found.book.layout], dated, name)
        with whole_file(Path(name)) as out:
            out.write(content)
        sys.stdout.write(f"{made.title}已写入 {name}\n")
    sys.stdout.writelines(f"  还缺 {line}\n" for line in made.missing)
    return 1 if made.missing else 0


def _made(arguments: argparse.Namespace) -> tuple[Kept, Publication]:
    from baozhang.publishing import documents  # noqa: PLC0415

    found = held(arguments)
    if arguments.kind == "monitoring":
        if arguments.month is None:
            raise UsageError("运行监控表须用 --month 写明截至哪个月末。")
        found = held(arguments, last_day(found.book.fiscal_year, arguments.month))
        return found, documents.monitoring(found, arguments.month, arguments.programme)
    makers: dict[str, Callable[[], Publication]] = {
        "evaluation": lambda: documents.evaluation(found, arguments.programme, evidence_of(arguments).content),
        "forms": lambda: documents.forms(found),
        "transfer": lambda: documents.transfers(found, arguments.programme),
    }
    return found, makers[arguments.kind]()
