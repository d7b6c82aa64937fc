"""Documents of their own from the performance books: evaluation reports, forms, forms of transfers, monitoring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from baozhang.compiling.forms import filled, form_layout
from baozhang.compiling.pieces import Form, Heading, PageBreak, Publication
from baozhang.errors import UsageError
from baozhang.performance.books.evaluating import printed_lines
from baozhang.performance.books.programme import TRANSFER
from baozhang.performance.evaluation import Line, rated
from baozhang.publishing.annex import annex_of, apart, self_evaluations
from baozhang.publishing.evaluation_report import evaluation_report
from baozhang.publishing.monitored import monitored, monitoring_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from baozhang.compiling.pieces import Piece
    from baozhang.performance.books.evaluating import Evaluated
    from baozhang.performance.evaluation import Evaluation
    from baozhang.publishing.annex import Kept

_CENTRAL: Final = "国家医疗保障局"
_ASPECTS: Final = ("分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性", "预算绩效管理情况", "支出责任履行情况")
"""What the form of a transfer asks about the management of its money."""


def evaluation(held: Kept, code: str | None, content: Callable[[str], bytes]) -> Publication:
    """The department's evaluation reports: of the programme named, or of all that the books mark for it."""
    wanted = [one for one in self_evaluations(held).every if one.programme.code == code or (code is None and one.programme.evaluated)]
    if not wanted:
        raise UsageError(f"没有绩效对象 {code}。" if code else "没有要作部门评价的项目。请在“绩效对象”的“是否部门评价”填“是”。")
    reports = [evaluation_report(one, held.book.department, content).publication for one in wanted]
    first = reports[0]
    if len(reports) == 1:
        return first
    pieces: list[Piece] = [piece for at, one in enumerate(reports) for piece in ([PageBreak()] if at else []) + list(one.pieces)]
    cover = (f"{held.book.fiscal_year}年度", "项目支出绩效评价报告", held.book.department)
    return Publication("项目支出绩效评价报告", cover, tuple(pieces), tuple(line for one in reports for line in one.missing))


def forms(held: Kept) -> Publication:
    """The forms of the annex: goals of a budget, self-evaluations of a final account."""
    made = annex_of(replace(held, programmes=tuple(replace(one, evaluated=False) for one in held.programmes)))
    title = "项目支出绩效目标表" if held.book.stage == "budget" else "绩效自评表"
    return _publication(held, title, made.pieces, made.missing)


def transfers(held: Kept, code: str | None) -> Publication:
    """The forms of the transfers from above."""
    wanted = [one for one in self_evaluations(held).projects if one.programme.kind == TRANSFER and code in {None, one.programme.code}]
    if not wanted:
        raise UsageError("没有对象类型为“转移支付”的绩效对象。")
    layout = form_layout("national-transfer")
    missing = [line for one in wanted for line in (*one.evaluation.missing, *_aspects_owed(one))]
    return _publication(held, layout.title, tuple(apart(filled(layout, transfer_form(held, one)) for one in wanted)), missing)


def transfer_form(held: Kept, one: Evaluated) -> Evaluation:
    """A transfer's form: money by who gave it, how it was managed, indicators without points."""
    money = printed_lines(held.money.lines_of(one.programme, by_giver=True))
    told = {name: one.programme.notes.get(name, ()) for name in _ASPECTS}
    aspects = tuple(
        {"name": name, "situation": "".join(note.content for note in notes), "problem": "".join(note.problem for note in notes)}
        for name, notes in told.items()
    )
    lines = tuple(Line(line.indicator, None, line.reason) for line in one.evaluation.lines)
    words = {"central_supervisor": _CENTRAL, "remark": "无"}
    return replace(one.evaluation, funds=tuple(map(rated, money)), lines=lines, rows={"aspects": aspects}, words=words)


def _aspects_owed(one: Evaluated) -> Iterable[str]:
    return (f"{one.programme.name}：没有写资金管理的“{name}”。" for name in _ASPECTS if not one.programme.notes.get(name))


def monitoring(held: Kept, month: int, code: str | None) -> Publication:
    """The monitoring forms of every programme, or of the one named."""
    found = [one for one in monitored(held, month) if code in {None, one[0].code}]
    if not found:
        raise UsageError(f"没有绩效对象 {code}。")
    layout = form_layout("national-monitoring")
    pieces = tuple(apart(filled(layout, monitoring_form(held, one, month)) for one in found))
    owed = (
        f"{programme.name}：“{one.name}”{one.light}，没有写明偏差原因。"
        for programme, _, (_, *progress) in found
        for goal, one in zip(programme.goals, progress, strict=True)
        if one.light in {"红灯", "黄灯"} and not ((entry := goal.at(held.day)) and entry.explanation)
    )
    return _publication(held, f"项目支出绩效运行监控表（1—{month}月）", pieces, list(owed))


def _publication(held: Kept, title: str, pieces: Sequence[Piece], missing: Sequence[str]) -> Publication:
    cover = (f"{held.book.fiscal_year}年度", title, held.book.department)
    whole = f"{held.book.fiscal_year}年度{held.book.department}{title}"
    headed = isinstance(pieces[0], Form) and title.startswith(pieces[0].title)
    return Publication(whole, cover, (*([] if headed else [Heading(1, title)]), *pieces), tuple(dict.fromkeys(missing)))
