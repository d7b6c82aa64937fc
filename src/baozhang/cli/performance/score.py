"""`baozhang performance score`: published performance forms scored anew, with the arithmetic of every point."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.documents import documents_of
from baozhang.cli.performance.evidence import add_evidence
from baozhang.cli.performance.own import add_own, score_own

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.errors import InputError
    from baozhang.facts.document import Document
    from baozhang.performance.detection import Detected, Rescored

NAME: Final = "score"
HELP: Final = "按评分办法给绩效账评分，或重新计算公开自评表的得分，列出不符之处和算式"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_own(parser)
    add_evidence(parser)
    parser.add_argument("--scheme", metavar="ID", help="评分办法，见 performance schemes；不写则由文件所印得分推断，绩效账按各自的办法")
    parser.add_argument("--trace", action="store_true", help="列出每一项得分的算式，不只列不符之处")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式，默认 text")


def run(arguments: argparse.Namespace) -> int:
    """Score the forms; exit status 1 when a form breaks the scheme, 3 when a file could not be read."""
    from baozhang.performance.schemes import scheme_of  # noqa: PLC0415

    if not arguments.paths:
        return score_own(arguments)
    if arguments.scheme:
        scheme_of(arguments.scheme)
    unreadable: list[InputError] = []
    broken = 0
    reports = []
    for document in documents_of(arguments.paths, unreadable):
        report = _scored(document, arguments.scheme)
        broken += sum(len(one.differences) for one in report[1])
        reports.append((document, *report))
    if arguments.format == "json":
        sys.stdout.write(json.dumps({"documents": [_values(*one) for one in reports]}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for one in reports for line in _lines(*one, every=arguments.trace))
    return 3 if unreadable else 1 if broken else 0


def _scored(document: Document, scheme: str | None) -> tuple[Detected | None, list[Rescored]]:
    from baozhang.performance.detection import detect, fitting, rescore  # noqa: PLC0415  # the schemes are read when they are needed
    from baozhang.performance.forms import forms_of  # noqa: PLC0415
    from baozhang.performance.schemes import scheme_of  # noqa: PLC0415

    forms = forms_of(document)
    found = fitting(forms, scheme_of(scheme)) if scheme else detect(forms)
    return found, [rescore(form, printed, found.scheme) for form, printed in forms] if found else []


def _lines(document: Document, found: Detected | None, scored: list[Rescored], *, every: bool) -> Iterator[str]:
    from baozhang.facts.amounts import scaled_to_text  # noqa: PLC0415

    yield f"{document.about.title or document.about.file}"
    if found is None:
        yield "  没有可评分的绩效自评表"
        return
    yield f"  评分办法：{found.scheme.title}（{found.scheme.id}），可计算的得分 {found.computed} 项，相符 {found.agreeing} 项"
    for one in scored:
        total = "待评定" if one.score.total is None else f"{scaled_to_text(one.score.total, 0)}分 {one.score.grade}"
        printed = "未印" if one.printed.total is None else f"{scaled_to_text(one.printed.total, 0)}分 {one.printed.grade}".rstrip()
        yield f"  第 {one.printed.line} 行 {one.form.project}：计算 {total}，所印 {printed}" + (
            f"，须由人评定 {one.judged} 项" if one.judged else ""
        )
        for difference in one.differences:
            yield f"      不符 {difference.what}：印 {difference.printed}，应为 {difference.expected}。{difference.trace}"
        if every:
            named = zip(one.form.indicators, one.score.indicators, strict=True)
            yield from (f"      {indicator.name}：{score.trace}" for indicator, score in named)
            yield f"      预算执行：{one.score.funds.trace}"
            yield f"      {one.score.trace}"


def _values(document: Document, found: Detected | None, scored: list[Rescored]) -> dict[str, object]:
    from baozhang.facts.amounts import scaled_to_text  # noqa: PLC0415

    def points(value: int | None) -> str | None:
        return None if value is None else scaled_to_text(value, 0)

    forms = [
        {
            "line": one.printed.line,
            "project": one.form.project,
            "total": points(one.score.total),
            "grade": one.score.grade,
            "printed_total": points(one.printed.total),
            "printed_grade": one.printed.grade,
            "funds": {"points": points(one.score.funds.points), "trace": one.score.funds.trace},
            "indicators": [
                {"name": indicator.name, "points": points(score.points), "reached": score.reached, "trace": score.trace}
                for indicator, score in zip(one.form.indicators, one.score.indicators, strict=True)
            ],
            "differences": [
                {"what": each.what, "printed": each.printed, "expected": each.expected, "trace": each.trace} for each in one.differences
            ],
        }
        for one in scored
    ]
    return {"file": document.about.file, "scheme": found.scheme.id if found else None, "forms": forms}
