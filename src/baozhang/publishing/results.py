"""Results of a department over years and units, and the proposal for next year's budget, as tables for every format."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.compiling.pieces import Align, Cell, Chart, Form, Heading, Paragraph, Publication, Slice, Table
from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.ledger.books import books
from baozhang.performance.books.programme import DEPARTMENT
from baozhang.performance.scoring import rounded_points
from baozhang.performance.use_of_results import History, histories, policy, propose
from baozhang.publishing.annex import kept, self_evaluations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.compiling.pieces import Piece
    from baozhang.ledger.store import Store
    from baozhang.performance.use_of_results import Proposal, Result

_CHARTED: Final = 5
"""Most units in a chart."""


def results_of(store: Store, department: str, year: int) -> tuple[History, ...]:
    """The programmes of a department's final accounts up to a year, as far as the store has them."""
    years = []
    wanted = [one for one in books(store) if one.stage == "final" and one.department == department and one.fiscal_year <= year]
    with store.read() as connection:
        for book in wanted:
            held = kept(connection, book)
            if held.programmes:
                years.append((book.fiscal_year, self_evaluations(held).every))
    return histories(years)


def results_document(department: str, year: int, found: Sequence[History]) -> Publication:
    """Comparison, what needs attention, and the proposal."""
    title = f"{department}{year}年度绩效结果应用建议"
    pieces = (Heading(1, title), *_compared(found), *_by_unit(found, year), *_noted(found), *_proposed(found, year))
    return Publication(title, (f"{year}年度", "绩效结果应用建议", department), pieces)


def _compared(found: Sequence[History]) -> Iterator[Piece]:
    yield Heading(2, "一、各项目历年绩效")
    rows = [
        (one.name if at == 0 else "", one.kind if at == 0 else "", *_result(each)) for one in found for at, each in enumerate(one.results)
    ]
    heads = ("项目", "类型", "年度", "全年预算数（万元）", "全年执行数（万元）", "执行率（%）", "得分", "等级")
    yield Form("各项目历年绩效比较", _table("years", heads, rows, (24, 9, 7, 13, 13, 10, 8, 6)))


def _result(one: Result) -> tuple[str, ...]:
    total = "待评定" if one.total is None else scaled_to_text(one.total, 0)
    money = (fen_to_text(one.adjusted, grouped=True), fen_to_text(one.executed, grouped=True))
    return (str(one.year), *money, scaled_to_text(one.rate), total, one.grade)


def _by_unit(found: Sequence[History], year: int) -> Iterator[Piece]:
    """Units beside each other: money, execution and the mean score of their projects in the last year."""
    units: dict[str, list[Result]] = defaultdict(list)
    for one in found:
        if one.kind != DEPARTMENT and one.results[-1].year == year:
            units[one.results[-1].unit].append(one.results[-1])
    yield Heading(2, "二、各单位比较")
    rows, slices = [], []
    for unit, listed in units.items():
        adjusted, executed = sum(one.adjusted for one in listed), sum(one.executed for one in listed)
        totals = [one.total for one in listed if one.total is not None]
        rate = rounded_points(Fraction(executed, adjusted) * 1_000_000) if adjusted else 0
        mean = scaled_to_text(rounded_points(Fraction(sum(totals), len(totals)))) if totals else "待评定"
        rows.append(
            (
                unit,
                str(len(listed)),
                fen_to_text(adjusted, grouped=True),
                fen_to_text(executed, grouped=True),
                scaled_to_text(rate),
                mean,
            )
        )
        slices.append(Slice(unit, rate, f"{scaled_to_text(rate)}%"))
    heads = ("单位", "项目数", "全年预算数（万元）", "全年执行数（万元）", "执行率（%）", "平均得分")
    yield Form(f"{year}年度各单位项目绩效比较", _table("units", heads, rows, (26, 9, 15, 15, 12, 12)))
    if 1 < len(slices) <= _CHARTED:
        yield Chart(f"{year}年度各单位项目执行率", "bars", tuple(slices))


def _noted(found: Sequence[History]) -> Iterator[Piece]:
    yield Heading(2, "三、需要关注的项目")
    noted = [_note(one) for one in found]
    said = [text for text in noted if text]
    yield from (Paragraph(text) for text in said)
    if not said:
        yield Paragraph(f"没有得分低于{policy().low_score}分或连续{policy().repeated}年执行率低于{policy().low_rate}%的项目。")


def _note(one: History) -> str:
    last = one.results[-1]
    words = []
    if one.scores_low:
        words.append(f"得分{scaled_to_text(last.total or 0, 0)}分，低于{policy().low_score}分")
    if one.low_years:
        words.append(
            f"执行率{scaled_to_text(last.rate)}%，低于{policy().low_rate}%{f'，已连续{one.low_years}年' if one.low_years > 1 else ''}"
        )
    return f"{one.name}：{'；'.join(words)}。" if words else ""


def _proposed(found: Sequence[History], year: int) -> Iterator[Piece]:
    yield Heading(2, f"四、{year + 1}年度预算安排建议")
    yield Paragraph(f"建议依据：{policy().source}。")
    proposals = [propose(one) for one in found if one.kind != DEPARTMENT]
    rows = [_proposal(one) for one in proposals]
    total = sum(one.amount for one in proposals)
    now = sum(one.history.results[-1].adjusted for one in proposals)
    rows.append(("合计", fen_to_text(now, grouped=True), fen_to_text(total, grouped=True), fen_to_text(total - now, grouped=True), "", ""))
    heads = ("项目", f"{year}年预算（万元）", f"{year + 1}年建议（万元）", "增减（万元）", "建议", "理由")
    yield Form(f"{year + 1}年度项目预算安排建议表", _table("proposal", heads, rows, (20, 12, 12, 11, 12, 34)))


def _proposal(one: Proposal) -> tuple[str, ...]:
    now = one.history.results[-1].adjusted
    figures = (fen_to_text(fen, grouped=True) for fen in (now, one.amount, one.amount - now))
    return (one.history.name, *figures, one.rule.title, one.reason)


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: tuple[int, ...]) -> Table:
    header = tuple(Cell(word, Align.CENTER) for word in heads)
    return Table(name, (header,), tuple(tuple(map(_cell, row)) for row in rows), widths)


def _cell(text: str) -> Cell:
    plain = text.replace(",", "").replace(".", "", 1).removeprefix("-")
    return Cell(text, Align.RIGHT if plain.isdigit() else Align.LEFT)
