"""The workbook of a comparison: a sheet per subject with departments down and years across, a sheet of places."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

import xlsxwriter

from baozhang.auditing.reports.shown import STAGES, one_line
from baozhang.comparing.figures import plain
from baozhang.comparing.reports import HEADER, absent_words, rows_of
from baozhang.facts.own_reports import BOOK_CATEGORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from baozhang.comparing.figures import Comparison

_CELL_MAX: Final = 32_000
_NAME_MAX: Final = 28
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_xlsx(comparisons: Sequence[Comparison], out: IO[bytes]) -> None:
    """Write the workbook; figures are numbers, text never runs as a formula."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"category": BOOK_CATEGORY})
        base = {"font_name": "微软雅黑", "font_size": 10, "border": 1, "border_color": "#D0D5DB"}
        formats = {
            "title": book.add_format({"font_name": "微软雅黑", "font_size": 13, "bold": True}),
            "head": book.add_format({**base, "bold": True, "bg_color": "#E9EDF1"}),
            "text": book.add_format({**base, "text_wrap": True, "valign": "top"}),
            "number": book.add_format({**base, "num_format": "#,##0.00"}),
            "outlier": book.add_format({**base, "num_format": "#,##0.00", "bg_color": "#FFF0CC", "font_color": "#7A4B00", "bold": True}),
            "note": book.add_format({"font_name": "微软雅黑", "font_size": 10}),
        }
        for at, comparison in enumerate(comparisons, 1):
            _add(book, formats, comparison, at)
        _places(book, formats, comparisons)
    out.write(made.getvalue())


def _add(book: Workbook, formats: dict[str, Format], comparison: Comparison, at: int) -> None:
    sheet = book.add_worksheet(f"{at} {comparison.title.translate(_FORBIDDEN)}"[:_NAME_MAX])
    sheet.write_string(0, 0, f"{comparison.title}（{STAGES.get(comparison.stage, '')}，单位：{comparison.unit or '—'}）", formats["title"])
    sheet.write_string(2, 0, "部门", formats["head"])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(1, len(comparison.years)), 15)
    for col, year in enumerate(comparison.years, 1):
        sheet.write_string(2, col, f"{year} 年", formats["head"])
    grid, marked = comparison.grid, comparison.marked
    row = 3
    for name in comparison.departments:
        sheet.write_string(row, 0, one_line(name), formats["text"])
        for col, year in enumerate(comparison.years, 1):
            figure = grid.get((name, year))
            if figure is None or figure.value is None:
                sheet.write_string(row, col, "" if figure is None else "—", formats["text"])
            else:
                sheet.write_number(row, col, Decimal(plain(figure.value)), formats["outlier" if (name, year) in marked else "number"])
        row += 1
    notes = [*(f"※ {mark.words}" for mark in comparison.marks), *comparison.unjudged]
    notes += [f"{absent_words(comparison)}，见“出处”"] if comparison.absent else []
    notes += [f"依据 {comparison.source}"] if comparison.source else []
    for line, note in enumerate(notes, row + 1):
        sheet.write_string(line, 0, one_line(note)[:_CELL_MAX], formats["note"])
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _places(book: Workbook, formats: dict[str, Format], comparisons: Sequence[Comparison]) -> None:
    sheet = book.add_worksheet("出处")
    for col, (title, width) in enumerate(zip(HEADER, (30, 30, 8, 16, 10, 6, 50, 60, 24), strict=True)):
        sheet.set_column(col, col, width)
        sheet.write_string(0, col, title, formats["head"])
    row = 1
    for comparison in comparisons:
        for figure, cells in rows_of(comparison):
            for col, cell in enumerate(cells):
                if col == 3 and figure.value is not None:
                    sheet.write_number(row, col, Decimal(cell), formats["number"])
                else:
                    sheet.write_string(row, col, cell[:_CELL_MAX], formats["text"])
            row += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, row - 1), len(HEADER) - 1)
