"""The performance annex of a document, and what its explanatory part says of performance: both from the performance books.

A budget publishes the goals of its projects, a final account their self-evaluations with a summary, that of the whole department, and
the evaluations that the department made itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from baozhang.compiling.forms import filled, form_layout, usual_layout
from baozhang.compiling.forms.summary import TITLE, summary
from baozhang.compiling.pieces import Heading, PageBreak
from baozhang.errors import LedgerError, PublishingError
from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.performance.books.evaluating import Evaluated, evaluated, target_form
from baozhang.performance.books.library import programmes
from baozhang.performance.books.money import money_of
from baozhang.performance.books.programme import DEPARTMENT
from baozhang.performance.evaluation import TOTAL
from baozhang.performance.schemes import scheme_of
from baozhang.publishing.evaluation_report import evaluation_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from baozhang.compiling.forms import FormLayout
    from baozhang.compiling.pieces import Piece
    from baozhang.ledger.books import Book
    from baozhang.performance.books.money import Money
    from baozhang.performance.books.programme import Programme
    from baozhang.performance.departmental import DepartmentEvaluation
    from baozhang.performance.evaluation import Evaluation, Line

    Content = Callable[[str], bytes]

CHOICE: Final = "版式.自评表"
"""The number of the text by which a department chooses another layout for its self-evaluations."""
_NUMERALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Annex:
    """The pieces of the annex, paragraphs for the explanatory part, figures it discloses (`compiling.account.details`), what is missing."""

    pieces: tuple[Piece, ...] = ()
    paragraphs: tuple[str, ...] = ()
    details: Mapping[str, int] | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfEvaluations:
    """What was evaluated at the end of a year: projects (and transfers) in order, and the whole department."""

    projects: tuple[Evaluated, ...]
    department: Evaluated | None

    @property
    def every(self) -> tuple[Evaluated, ...]:
        """Projects first, then the department."""
        return (*self.projects, *([self.department] if self.department else ()))


def layout_of(book: Book, stage: str, chosen: str = "") -> FormLayout:
    """The layout a book's forms are printed in; PublishingError when none is known and none was chosen."""
    layout = form_layout(chosen) if chosen else usual_layout(book.layout, stage)
    if layout is None or layout.stage != stage:
        raise PublishingError(f"版式 {book.layout} 没有相应的绩效表版式", f"请在“部门文字”中用“{CHOICE}”写明绩效表版式的编号。")
    return layout


@dataclass(frozen=True, slots=True)
class Kept:
    """What a book keeps of performance, with the money of it: everything an annex is made from."""

    book: Book
    programmes: tuple[Programme, ...]
    money: Money
    day: date


def kept(connection: Connection, book: Book, day: date | None = None) -> Kept:
    """The performance books as they stood on a day, by default the last of the year."""
    found, on = programmes(connection, book), day or date(book.fiscal_year, 12, 31)
    return Kept(book, found, money_of(connection, book, found, on), on)


def self_evaluations(held: Kept, scheme: str = "") -> SelfEvaluations:
    """Every programme evaluated: by the scheme named, or its own, or that of the form it is printed in."""

    def of(stage: str) -> list[Evaluated]:
        layout = usual_layout(held.book.layout, stage)
        named = layout.scheme if layout else ""
        wanted = [one for one in held.programmes if (one.kind == DEPARTMENT) == (stage == "department")]
        if any(not (scheme or one.scheme or named) for one in wanted):
            raise PublishingError(f"版式 {held.book.layout} 没有约定的评分办法", "请在“绩效对象”中写明评分办法。")
        return [evaluated(one, held.money, held.day, scheme_of(scheme or one.scheme or named)) for one in wanted]

    return SelfEvaluations(tuple(of("self")), next(iter(of("department")), None))


def no_evidence(digest: str) -> bytes:
    """Where evidence cannot be had."""
    raise LedgerError(f"佐证材料 {digest[:12]} 没有读取，请用 --evidence 指明存放的文件夹。")


def annex(connection: Connection, book: Book, chosen: str = "", content: Content = no_evidence) -> Annex:
    """The annex of a book; empty when it keeps no performance. `content` gives a file of evidence by its digest."""
    return annex_of(kept(connection, book), chosen, content)


def annex_of(held: Kept, chosen: str = "", content: Content = no_evidence) -> Annex:
    """The annex made from what a book keeps."""
    if not held.programmes:
        return Annex()
    return _targets(held, chosen) if held.book.stage == "budget" else _evaluations(held, chosen, content)


def _evaluations(held: Kept, chosen: str, content: Content) -> Annex:
    made = self_evaluations(held)
    forms = [one.evaluation for one in made.projects]
    parts: list[tuple[str, list[Piece]]] = []
    if forms:
        layout = layout_of(held.book, "self", chosen)
        parts += [(TITLE, [summary(forms)]), ("项目支出绩效自评表", apart(filled(layout, one) for one in forms))]
    if made.department:
        parts.append(("部门整体支出绩效自评表", [filled(layout_of(held.book, "department"), made.department.evaluation)]))
    reports = [evaluation_report(one, held.book.department, content) for one in made.projects if one.programme.evaluated]
    if reports:
        parts.append(("项目支出绩效评价报告", [piece for one in reports for piece in _within(one.publication.pieces)]))
    pieces = [
        piece
        for at, (title, listed) in enumerate(parts)
        for piece in (*([PageBreak()] if at else []), Heading(2, f"{_NUMERALS[at]}、{title}"), *listed)
    ]
    missing = [line for one in made.every for line in one.evaluation.missing]
    missing += [line for one in reports for line in one.publication.missing]
    return Annex(tuple(pieces), (*told(made), *_evaluated([one.evaluation for one in reports])), _details(forms, "self"), tuple(missing))


def _evaluated(reports: Sequence[DepartmentEvaluation]) -> Iterator[str]:
    """What the explanatory part says of the department's own evaluations, when all of them have come to an end."""
    if reports and all(one.total is not None for one in reports):
        grades = Counter(one.grade for one in reports)
        listed = "、".join(f"{count}个项目等级为“{grade}”" for grade, count in grades.items())
        yield f"本部门另对{len(reports)}个项目开展部门评价，评价报告附后，其中{listed}。"


def apart(pieces: Iterable[Piece]) -> list[Piece]:
    """Forms on pages of their own."""
    return [piece for at, one in enumerate(pieces) for piece in ([PageBreak(), one] if at else [one])]


def _within(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A report as part of a document: its headings stand below that of the annex."""
    for piece in pieces:
        yield Heading(min(piece.level + 1, 4) if piece.level > 1 else 3, piece.text) if isinstance(piece, Heading) else piece


def _targets(held: Kept, chosen: str) -> Annex:
    forms = [target_form(one, held.money, held.book.fiscal_year) for one in held.programmes if one.kind != DEPARTMENT]
    layout = layout_of(held.book, "target", chosen)
    missing = tuple(line for one in forms for line in one.missing)
    return Annex(tuple(filled(layout, one) for one in forms), (), _details(forms, "target"), missing)


def _details(forms: Sequence[Evaluation], stage: str) -> Mapping[str, int]:
    amount = sum((line.adjusted if stage == "self" else line.initial) or 0 for one in forms for line in one.funds if line.source == TOTAL)
    return {f"performance.{stage}_projects": len(forms), f"performance.{stage}_amount": amount}


def told(made: SelfEvaluations) -> Iterator[str]:
    """What the explanatory part says of the results; nothing of what is not yet scored."""
    scored = [one.evaluation for one in made.projects]
    if scored and all(one.total is not None for one in scored):
        grades = Counter(one.grade for one in scored)
        bands = [band.grade for band in made.projects[0].scheme.grades]
        listed = "、".join(f"{grades[grade]}个项目等级为“{grade}”" for grade in bands if grades[grade])
        yield f"从自评结果看，{listed}。"
        yield from _reasons(scored)
    if made.department and made.department.evaluation.total is not None:
        yield _department(made.department.evaluation)


def _department(one: Evaluation) -> str:
    money = next(line for line in one.funds if line.source == TOTAL)
    return (
        f"部门整体支出绩效自评得分{scaled_to_text(one.total or 0, 0)}分，等级为“{one.grade}”；"
        f"部门整体支出绩效自评涉及资金{fen_to_text(money.adjusted or 0)}万元。"
    )


def _reasons(forms: Sequence[Evaluation]) -> Iterator[str]:
    """What was missed and why, in the words of the forms."""
    for one in forms:
        missed = [line for line in one.lines if line.reason and line.score is not None and line.score < line.indicator.weight]
        if missed:
            yield f"{one.project}没有完成的指标是{'；'.join(map(_missed, missed))}。"


def _missed(line: Line) -> str:
    return f"“{line.indicator.name}”，{line.reason.rstrip('。').replace('。', '，')}"
