"""The performance books on the screen: scores, lights and remarks of a department's own programmes."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING

from baozhang.cli.performance.evidence import evidence_of
from baozhang.cli.year.books import add_book, book_of, opened
from baozhang.errors import BaozhangError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baozhang.performance.books.evaluating import Evaluated
    from baozhang.performance.books.evidence import EvidenceStore
    from baozhang.performance.books.programme import Evidence
    from baozhang.performance.forms import Indicator
    from baozhang.publishing.annex import Kept


def add_own(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of an action that takes files, or without them the books."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="公开文本或绩效表，或存放它们的文件夹；不写则取账套里的绩效账")
    add_book(parser)


def held(arguments: argparse.Namespace, day: date | None = None) -> Kept:
    """What the book that is meant keeps of performance; UsageError when it keeps none."""
    from baozhang.publishing.annex import kept  # noqa: PLC0415  # the database library loads only when it is needed

    with opened(arguments) as store:
        book = book_of(store, arguments)
        with store.read() as connection:
            found = kept(connection, book, day)
    if not found.programmes:
        raise UsageError("账套里没有绩效对象。请用 baozhang performance init 生成模板，填好后用 performance import 导入。")
    return found


def last_year(arguments: argparse.Namespace) -> dict[tuple[str, str], Indicator]:
    """What the department's final accounts of the year before reached, by programme and indicator; empty when the store has none."""
    from baozhang.ledger.books import books  # noqa: PLC0415
    from baozhang.publishing.annex import kept  # noqa: PLC0415

    with opened(arguments) as store:
        own = book_of(store, arguments)
        same = (own.department, own.fiscal_year - 1, "final")
        before = next((one for one in books(store) if (one.department, one.fiscal_year, one.stage) == same), None)
        if before is None:
            return {}
        with store.read() as connection:
            found = kept(connection, before)
    return {(one.name, goal.indicator.name): goal.filled(found.day) for one in found.programmes for goal in one.goals}


def last_day(year: int, month: int) -> date:
    """The last day of a month; UsageError for a month that is none."""
    if not 1 <= month <= 12:
        raise UsageError(f"月份应在1至12之间，给出的是{month}。")
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def score_own(arguments: argparse.Namespace) -> int:
    """Score every programme; exit status 1 when something is still missing."""
    from baozhang.performance.schemes import scheme_of  # noqa: PLC0415
    from baozhang.publishing.annex import self_evaluations  # noqa: PLC0415

    if arguments.scheme:
        scheme_of(arguments.scheme)
    found = held(arguments)
    made = self_evaluations(found, arguments.scheme or "").every
    evidence = evidence_of(arguments)
    damaged = [line for one in made for line in evidence.verify(one.programme.evidence)]
    if arguments.format == "json":
        sys.stdout.write(json.dumps({"programmes": [_values(one) for one in made]}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{found.book.department} {found.book.fiscal_year} 年度绩效自评（截至 {found.day}）\n")
        sys.stdout.writelines(f"{line}\n" for one in made for line in _lines(one, evidence, every=arguments.trace))
    sys.stderr.writelines(f"{line}\n" for line in damaged)
    return 1 if damaged or any(one.evaluation.missing for one in made) else 0


def monitor_own(arguments: argparse.Namespace) -> int:
    """Lights of every programme at the end of a month; exit status 1 when one is red."""
    from baozhang.publishing.monitored import monitored  # noqa: PLC0415

    first = held(arguments)
    found = held(arguments, last_day(first.book.fiscal_year, arguments.month))
    sys.stdout.write(f"{found.book.department} {found.book.fiscal_year} 年度绩效运行监控（截至 {found.day}）\n")
    red = 0
    for programme, _, progress in monitored(found, arguments.month):
        red += sum(one.light == "红灯" for one in progress)
        sys.stdout.write(f"  {programme.kind} {programme.name}\n")
        sys.stdout.writelines(f"      {one.light} {one.name}：{one.why}\n" for one in progress)
    return 1 if red else 0


def _lines(one: Evaluated, evidence: EvidenceStore, *, every: bool) -> Iterator[str]:
    from baozhang.facts.amounts import scaled_to_text  # noqa: PLC0415

    total = "待评定" if one.score.total is None else f"{scaled_to_text(one.score.total, 0)}分 {one.score.grade}"
    yield f"  {one.programme.kind} {one.programme.name}：{total}（{one.scheme.title}）"
    if every:
        for goal, score in zip(one.programme.goals, one.score.indicators, strict=True):
            yield f"      {goal.indicator.name}：{score.trace}"
            yield from (f"        {change.said}" for change in goal.changes)
        yield f"      预算执行：{one.score.funds.trace}"
        yield f"      {one.score.trace}"
        yield from (f"      佐证 {each.number} {each.name}：{_said(each, evidence)}" for each in one.programme.evidence)
    yield from (f"      还缺 {line}" for line in one.evaluation.missing)


def _said(one: Evidence, evidence: EvidenceStore) -> str:
    """What a file is evidence of: a measured value says it itself, others have their digest."""
    from baozhang.performance.measures.measured import measured_in  # noqa: PLC0415

    if one.kind != "测算结果":
        return one.digest[:12]
    try:
        return measured_in(evidence.content(one.digest), one.name)[0].evidence
    except BaozhangError as error:
        return str(error)


def _values(one: Evaluated) -> dict[str, object]:
    from baozhang.facts.amounts import scaled_to_text  # noqa: PLC0415

    def points(value: int | None) -> str | None:
        return None if value is None else scaled_to_text(value, 0)

    return {
        "code": one.programme.code,
        "name": one.programme.name,
        "kind": one.programme.kind,
        "scheme": one.scheme.id,
        "total": points(one.score.total),
        "grade": one.score.grade,
        "funds": {"points": points(one.score.funds.points), "trace": one.score.funds.trace},
        "indicators": [
            {"no": goal.number, "name": goal.indicator.name, "points": points(score.points), "reached": score.reached, "trace": score.trace}
            for goal, score in zip(one.programme.goals, one.score.indicators, strict=True)
        ],
        "evidence": [{"no": each.number, "file": each.name, "sha256": each.digest} for each in one.programme.evidence],
        "missing": list(one.evaluation.missing),
    }
