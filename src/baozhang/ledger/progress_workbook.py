"""Execution as a workbook: budget, spending and rate of every line, and a native chart of the rates against the part of the year passed."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from baozhang.ledger.progress import STAGES, STATES

if TYPE_CHECKING:
    from fractions import Fraction

    from baozhang.ledger.books import Book
    from baozhang.ledger.execution import Execution

_HEADS: Final = ("编码", "名称", "年初预算", "全年预算", "支出", "执行率", "时间进度", "差距")
_WIDTHS: Final = (12, 34, 18, 18, 18, 11, 11, 11)
_TOP: Final = 3
"""The row of the headers, from 0."""
_MOST_LINES: Final = 40
"""Lines that a chart can show so that their names can be read; more stand in the table only."""
_HUNDRED: Final = 10_000


def as_workbook(book: Book, state: str, execution: Execution) -> bytes:
    """The table with figures as numbers (yuan), rates as percentages by formula, and a bar chart beside the part of the year passed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        _sheet(made, book, state, execution)
    return out.getvalue()


def _sheet(made: Any, book: Book, state: str, execution: Execution) -> None:  # noqa: ANN401  # xlsxwriter ships no types
    sheet = made.add_worksheet("执行进度")
    base = {"font_name": "宋体", "font_size": 10, "border": 1}
    text, money = made.add_format(base), made.add_format({**base, "num_format": "#,##0.00"})
    rate, late = made.add_format({**base, "num_format": "0.00%", "align": "right"}), made.add_format({"font_color": "#C00000"})
    head = made.add_format({**base, "bold": True, "align": "center", "bg_color": "#EEEEEE"})
    title = f"{book.department} {book.fiscal_year} 年度{STAGES[book.stage]}执行进度"
    sheet.write_string(0, 0, title, made.add_format({"font_name": "黑体", "font_size": 16}))
    sheet.write_string(1, 0, f"按{execution.by}统计，截至 {execution.on}，{STATES[state]}，单位：元")
    for at, (word, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(_TOP, at, word, head)
    lines = (*execution.lines, execution.total)
    for row, line in enumerate(lines, _TOP + 1):
        sheet.write_string(row, 0, line.code, text)
        sheet.write_string(row, 1, line.label, text)
        for at, fen in enumerate((line.initial, line.adjusted, line.spent), 2):
            sheet.write_number(row, at, Decimal(fen) / 100, money)
        spent = _decimal(line.rate) if line.rate is not None else "—"
        sheet.write_formula(row, 5, f'=IF(D{row + 1}=0,"—",E{row + 1}/D{row + 1})', rate, spent)
        sheet.write_number(row, 6, _decimal(execution.elapsed), rate)
        gap = _decimal(line.rate - execution.elapsed) if line.rate is not None else "—"
        sheet.write_formula(row, 7, f'=IF(D{row + 1}=0,"—",F{row + 1}-G{row + 1})', rate, gap)
    last = _TOP + len(lines)
    sheet.conditional_format(_TOP + 1, 7, last, 7, {"type": "cell", "criteria": "<", "value": 0, "format": late})
    sheet.freeze_panes(_TOP + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TOP)
    if execution.lines:
        _chart(made, min(len(execution.lines), _MOST_LINES))


def _chart(made: Any, lines: int) -> None:  # noqa: ANN401  # as above
    """A page of its own with the rates as bars in the order of the table, the first on top."""
    chart = made.add_chart({"type": "bar"})
    first, end = _TOP + 1, _TOP + lines
    for column, colour in ((5, "#2B6CB0"), (6, "#CBD5E0")):
        chart.add_series(
            {
                "name": ["执行进度", _TOP, column],
                "categories": ["执行进度", first, 1, end, 1],
                "values": ["执行进度", first, column, end, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": "执行率与时间进度", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#E2E8F0"}}})
    chart.set_legend({"position": "bottom"})
    page = made.add_chartsheet("执行进度图")
    page.set_chart(chart)
    page.set_landscape()
    page.set_paper(9)


def _decimal(rate: Fraction) -> Decimal:
    """A share with four decimals, as a percentage with two shows it."""
    return Decimal(round(rate * _HUNDRED)) / _HUNDRED
