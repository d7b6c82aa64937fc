"""A publication as a workbook: one sheet per statutory table, figures as numbers, and the arithmetic between them as formulas."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from baozhang.compiling.figures import rounded
from baozhang.compiling.formats.density import is_wide, setting
from baozhang.compiling.pieces import Align, Form
from baozhang.compiling.relations import relations_of
from baozhang.facts.amounts import FEN_PER
from baozhang.taxonomy import check_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from baozhang.compiling.figures import Figures
    from baozhang.compiling.pieces import Cell, CellKey, Publication, Row, StatementTable, Table
    from baozhang.compiling.relations import Relation
    from baozhang.taxonomy.layouts import Layout

_SHEET_NAME: Final = 31
_FORBIDDEN: Final = str.maketrans("", "", "[]:*?/\\'")
_HEADER_HEIGHT: Final = 26
"""Points: two lines of a wrapped header."""
_BASE: Final = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_NUMBER: Final = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?")
_LINE: Final = 15
"""Points: one line of text."""
_TALLEST: Final = 400
_EDGE: Final = 2
"""Characters of a column that its edges and indent take."""
_GIVE: Final = 3
"""A column grows by as much as a third of its width to hold its words in one line."""
_ONE_PAGE: Final = 60
"""Rows of a sheet that are printed on one page; more take several, with the header repeated."""
_WIDTH: Final = 110
"""Characters over which the columns of a table are spread."""


def to_xlsx(publication: Publication, figures: Figures, layout: Layout, dated: date) -> bytes:
    """The statements and forms of a publication as XLSX. The sheet 勾稽核对 recomputes every identity from their cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": publication.title, "created": _moment(dated)})
    writer = _Writer(book, layout)
    for piece in publication.statements:
        writer.statement(piece)
    writer.relations([one for one in relations_of(figures, layout.stage) if writer.knows(one)], figures)
    for form in publication.pieces:
        if isinstance(form, Form) and form.table.name:
            writer.form(form)
    book.close()
    return out.getvalue()


def _spread(widths: Sequence[int], table: Table) -> list[int]:
    """The widths of columns in characters, in these proportions over the width of a sheet.

    No figure or code is too wide for its column, and words that nearly have room in one line get it: rows stay of one height.
    """
    whole = sum(widths)
    spread = [max(6, _WIDTH * width // whole) for width in widths]
    most = [width + width // _GIVE for width in spread]
    for row in table.body:
        place = 0
        for cell in row:
            needed = _signs(cell.text) + _EDGE
            if cell.columns == 1 and (cell.text.isascii() or needed <= most[place]):
                spread[place] = max(spread[place], needed)
            place += cell.columns
    return spread


def _signs(text: str) -> int:
    """Width of a text in characters: Chinese ones count twice."""
    return sum(2 if sign > "\u2e7f" else 1 for sign in text)


def _height(row: Row, widths: Sequence[int]) -> int:
    """Points that the longest cell of a row needs, in columns of so many characters (Chinese ones count twice)."""
    lines, place = 1, 0
    for cell in row:
        room = max(1, sum(widths[place : place + cell.columns]) - _EDGE)
        place += cell.columns
        lines = lines if cell.align is Align.RIGHT else max(lines, -(-_signs(cell.text) // room) // cell.rows)
    return min(_TALLEST, _LINE * lines + 3)


def _moment(dated: date) -> Any:  # noqa: ANN401  # xlsxwriter wants a datetime without zone
    from datetime import datetime, time  # noqa: PLC0415  # only here

    return datetime.combine(dated, time())


class _Writer:
    """Writes sheets and remembers in which cell every figure stands."""

    def __init__(self, book: Any, layout: Layout) -> None:  # noqa: ANN401  # a Workbook; its stubs are incomplete
        self._book = book
        self._layout = layout
        self._unit = FEN_PER[layout.unit]
        self._places: dict[CellKey, str] = {}
        base = _BASE
        bordered = {**base, "border": 1}
        zero = "" if layout.blank_is_zero else "0" if layout.page.trim_zeros else "0.00"
        whole = "#,##0" if layout.grouped else "0"
        figure = f"{whole}.{'#' * layout.decimals if layout.page.trim_zeros else '0' * layout.decimals}"
        self._formats = {
            "title": book.add_format({**base, "font_name": "黑体", "font_size": 16, "align": "center"}),
            "left": book.add_format(base),
            "right": book.add_format({**base, "align": "right"}),
            "header": book.add_format({**bordered, "align": "center", "text_wrap": True, "bg_color": "#EEEEEE"}),
            "cell.left": book.add_format({**bordered, "text_wrap": True, "indent": 1}),
            "cell.center": book.add_format({**bordered, "align": "center", "text_wrap": True}),
            "cell.right": book.add_format({**bordered, "align": "right"}),
            "figure": book.add_format({**bordered, "align": "right", "num_format": f"{figure};-{figure};{zero}"}),
            "check": book.add_format({**bordered, "align": "right", "num_format": "#,##0.00;-#,##0.00;0.00"}),
            "note": book.add_format({**base, "text_wrap": True}),
        }

    def knows(self, relation: Relation) -> bool:
        """Whether every cell of a relation stands on some sheet."""
        return relation.total in self._places and all(key in self._places for _, key in relation.parts)

    def statement(self, piece: StatementTable) -> None:
        """One sheet: title, captions, table with its header frozen and repeated in print, notes."""
        table = piece.table
        sheet = self._sheet(piece.number or piece.title)
        last = table.columns - 1
        widths = _spread(setting(piece).widths, table)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.merge_range(0, 0, 0, last, piece.title, self._formats["title"])
        sheet.set_row(0, 28)
        sheet.write_string(1, last, piece.number, self._formats["right"])
        sheet.write_string(2, 0, piece.left, self._formats["left"])
        sheet.write_string(2, last, piece.right, self._formats["right"])
        top = 3
        self._rows(sheet, top, table.header, last + 1, header=True)
        for at, row in enumerate(table.header):
            sheet.set_row(top + at, max(_HEADER_HEIGHT, _height(row, widths)))
        body = top + len(table.header)
        for at, row in enumerate(table.body):
            sheet.set_row(body + at, _height(row, widths))
        self._rows(sheet, body, table.body, last + 1, header=False)
        for line, note in enumerate(piece.notes, body + len(table.body)):
            sheet.merge_range(line, 0, line, last, note, self._formats["note"])
            sheet.set_row(line, 30)
        sheet.freeze_panes(body, 0)
        sheet.repeat_rows(top, body - 1)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1 if len(table.body) <= _ONE_PAGE else 0)
        sheet.center_horizontally()
        if is_wide(table):
            sheet.set_landscape()

    def form(self, piece: Form) -> None:
        """One sheet for a performance form: its title and its table, rows as high as their words need."""
        table = piece.table
        sheet = self._sheet(piece.title)
        last, widths = table.columns - 1, _spread(table.widths, table)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.merge_range(0, 0, 0, last, piece.title, self._formats["title"])
        sheet.set_row(0, 28)
        for at, row in enumerate((*table.header, *table.body)):
            sheet.set_row(at + 1, _height(row, widths))
        self._rows(sheet, 1, table.header, last + 1, header=True)
        self._rows(sheet, 1 + len(table.header), table.body, last + 1, header=False)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _sheet(self, name: str) -> Any:  # noqa: ANN401  # a Worksheet
        title = name.translate(_FORBIDDEN)[:_SHEET_NAME]
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()}
        return self._book.add_worksheet(title if title.lower() not in taken else f"{title[: _SHEET_NAME - 4]}_{len(taken) + 1}")

    def _rows(self, sheet: Any, top: int, rows: tuple[Row, ...], columns: int, *, header: bool) -> None:  # noqa: ANN401
        taken = [[False] * columns for _ in rows]
        for at, row in enumerate(rows):
            place = 0
            for cell in row:
                while place < columns and taken[at][place]:
                    place += 1
                for down in range(at, min(at + cell.rows, len(rows))):
                    taken[down][place : place + cell.columns] = [True] * cell.columns
                self._cell(sheet, top + at, place, cell, header=header)
                place += cell.columns

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, *, header: bool) -> None:  # noqa: ANN401
        form = self._formats["header" if header else f"cell.{cell.align.value}"]
        if cell.columns > 1 or cell.rows > 1:
            sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, cell.text, form)
        elif cell.key is not None and cell.fen is not None:
            trimmed = self._layout.page.trim_zeros and cell.text  # a format with optional decimals leaves the point behind: “5.”
            form = self._printed(cell.text) if trimmed else self._formats["figure"]
            sheet.write_number(row, column, Decimal(rounded(cell.fen, self._layout)) / self._unit, form)
            self._places.setdefault(cell.key, f"'{sheet.get_name()}'!{xl_rowcol_to_cell(row, column)}")
        elif cell.align is Align.RIGHT and _NUMBER.fullmatch(cell.text):
            sheet.write_number(row, column, Decimal(cell.text.replace(",", "")), self._printed(cell.text))
        else:
            sheet.write_string(row, column, cell.text, form)

    def _printed(self, text: str) -> Any:  # noqa: ANN401  # a Format
        """The format by which a number shows as it is printed."""
        decimals = len(text.partition(".")[2])
        name = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "")
        if name not in self._formats:
            self._formats[name] = self._book.add_format({**_BASE, "border": 1, "align": "right", "num_format": name})
        return self._formats[name]

    def relations(self, relations: list[Relation], figures: Figures) -> None:
        """The sheet of formulas: what is printed, what its parts give, the difference and whether rounding explains it."""
        sheet = self._book.add_worksheet(check_sheet.TITLE)
        for column, width in enumerate((10, 52, 44, 14, 14, 10, 14)):
            sheet.set_column(column, column, width)
        for column, word in enumerate(check_sheet.COLUMNS):
            sheet.write_string(0, column, word, self._formats["header"])
        for row, one in enumerate(relations, start=1):
            self._relation(sheet, row, one, figures)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(relations)), 6)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _relation(self, sheet: Any, row: int, one: Relation, figures: Figures) -> None:  # noqa: ANN401
        text, number = self._formats["cell.left"], self._formats["check"]
        statement, item, _ = one.total
        sheet.write_string(row, 0, one.identity.id, text)
        sheet.write_string(row, 1, one.identity.title, text)
        sheet.write_string(row, 2, figures.name(statement, item), text)
        parts = sum(weight * self._amount(figures, key) for weight, key in one.parts)
        total = self._amount(figures, one.total)
        allowed = Decimal(0) if one.identity.same_figure else (len(one.parts) + 1) * Decimal(5).scaleb(-self._layout.decimals - 1)
        terms = "".join(f"{'-' if weight < 0 else '+'}{self._places[key]}" for weight, key in one.parts).removeprefix("+")
        difference = f"ROUND(D{row + 1}-E{row + 1},{self._layout.decimals})"
        verdict = f'=IF(F{row + 1}=0,"相符",IF(ABS(F{row + 1})<={allowed},"尾差","不符"))'
        sheet.write_formula(row, 3, f"={self._places[one.total]}", number, total)
        sheet.write_formula(row, 4, f"={terms}", number, parts)
        sheet.write_formula(row, 5, f"={difference}", number, total - parts)
        sheet.write_formula(row, 6, verdict, text, _verdict(total - parts, allowed))

    def _amount(self, figures: Figures, key: CellKey) -> Decimal:
        return Decimal(rounded(figures.cells[key], self._layout)) / self._unit


def _verdict(difference: Decimal, allowed: Decimal) -> str:
    return "相符" if difference == 0 else "尾差" if abs(difference) <= allowed else "不符"
