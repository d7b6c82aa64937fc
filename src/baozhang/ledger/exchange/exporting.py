"""Out: templates to fill in, and all the books hold under the names it is imported by. What a spreadsheet would run is defused."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from baozhang.facts.amounts import FEN_PER, SCALE
from baozhang.facts.spreadsheet import harmless
from baozhang.ledger.exchange.values import in_force, text_of
from baozhang.ledger.registers import Kind
from baozhang.taxonomy.codes import economic_codes, function_codes
from baozhang.taxonomy.funds import fund_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.ledger.books import Row
    from baozhang.ledger.registers import Field, Register
    from baozhang.ledger.statements import Figure

_ROWS: Final = 5000
"""Rows of a template that lists and formats are prepared for."""
CODES: Final = "科目表"
"""The sheet of codes in every workbook of ours; it holds nothing to import."""
HINT: Final = "缺什么（不导入）"
"""The header of the column that says why a row is to be filled in."""
_HINT_WIDTH: Final = 90
_KEY_WIDTH: Final = 40
_WIDTHS: Final = {Kind.MONEY: 18, Kind.DATE: 13, Kind.FLAG: 12, Kind.TEXT: 26, Kind.FILE: 30, Kind.COUNT: 12, Kind.POINTS: 10}
_BOUNDS: Final = {Kind.MONEY: (-9e12, 9e12), Kind.POINTS: (0, 100)}
_FORMATS: Final = {Kind.MONEY: "#,##0.00", Kind.DATE: "yyyy-mm-dd", Kind.COUNT: "0", Kind.POINTS: "0.00"}


def csv_text(register: Register, rows: Iterable[Row]) -> str:
    """Rows of a register as CSV with Chinese headers, amounts in yuan."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.header for field in register.exchanged])
    writer.writerows([harmless(text_of(row.get(field.name), field)) for field in register.exchanged] for row in rows)
    return out.getvalue()


def figures_csv(figures: Iterable[Figure]) -> str:
    """The figures of a closing as CSV: what each is, exact and as printed, in yuan (counts of `disclosure` as they are)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["表", "项目编号", "项目", "栏目编号", "精确数", "公布数"])
    for one in figures:
        scale = SCALE if one.column == "count" else FEN_PER["元"]
        numbers = (f"{Decimal(value) / scale:f}" for value in (one.exact, one.printed))
        writer.writerow([one.statement, one.item, harmless(one.label), one.column, *numbers])
    return out.getvalue()


def template(registers: Sequence[Register], fiscal_year: int) -> bytes:
    """A workbook with one empty sheet per register: frozen headers, lists to choose from, and what each field is."""
    return _workbook({register.id: () for register in registers}, registers, fiscal_year)


def workbook(batch: Mapping[str, Iterable[Row]], registers: Sequence[Register], fiscal_year: int) -> bytes:
    """The rows of registers as a workbook that can be imported again."""
    return _workbook(batch, registers, fiscal_year)


def to_fill_in(owed: Mapping[str, Sequence[tuple[str, str]]], registers: Sequence[Register], fiscal_year: int) -> bytes:
    """A workbook to fill in and import: by register the keys that are wanted, and beside each why (a column that is not imported)."""
    batch = {one.id: [{one.key[0]: key} for key, _ in owed.get(one.id, ())] for one in registers}
    wanted = [one for one in registers if batch[one.id]]
    return _workbook(batch, wanted, fiscal_year, {name: [why for _, why in rows] for name, rows in owed.items()})


def _workbook(
    batch: Mapping[str, Iterable[Row]], registers: Sequence[Register], fiscal_year: int, hints: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for register in registers:
            _sheet(book, register, batch.get(register.id, ()), fiscal_year)
            _hints(book, register, (hints or {}).get(register.id, ()))
        _codes(book, fiscal_year)
    return out.getvalue()


def _sheet(book: Any, register: Register, rows: Iterable[Row], fiscal_year: int) -> None:  # noqa: ANN401  # xlsxwriter ships no types
    sheet = book.add_worksheet(register.title)
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    must = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    formats = {kind: book.add_format({"num_format": word}) for kind, word in _FORMATS.items()}
    text = book.add_format({"num_format": "@"})
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, len(register.key) or 1)
    for at, field in enumerate(register.exchanged):
        sheet.set_column(at, at, _WIDTHS.get(field.kind, 15), formats.get(field.kind, text))
        sheet.write_string(0, at, field.header, must if field.required else head)
        sheet.write_comment(0, at, _about(field), {"x_scale": 1.6})
        _validation(sheet, at, field, fiscal_year)
    for line, row in enumerate(rows, 1):
        for at, field in enumerate(register.exchanged):
            _write(sheet, (line, at), field, row, formats)
    sheet.autofilter(0, 0, 0, len(register.exchanged) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _hints(book: Any, register: Register, hints: Sequence[str]) -> None:  # noqa: ANN401  # as above
    """Why each row is there, beside the fields."""
    if hints:
        sheet, at = book.get_worksheet_by_name(register.title), len(register.exchanged)
        sheet.set_column(at, at, _HINT_WIDTH)
        for place, field in enumerate(register.exchanged):
            if field.kind is Kind.TEXT:
                sheet.set_column(place, place, _KEY_WIDTH if field.name in register.key else _HINT_WIDTH)
        sheet.write_string(0, at, HINT, book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1, "valign": "vcenter"}))
        for line, hint in enumerate(hints, 1):
            sheet.write_string(line, at, hint)


def _write(sheet: Any, place: tuple[int, int], field: Field, row: Row, formats: Mapping[Kind, Any]) -> None:  # noqa: ANN401  # as above
    value = row.get(field.name)
    if value is None:
        return
    if field.kind in {Kind.MONEY, Kind.COUNT, Kind.POINTS}:
        sheet.write_number(*place, Decimal(text_of(value, field)), formats[field.kind])
    elif field.kind is Kind.DATE:
        sheet.write_datetime(*place, value, formats[field.kind])
    else:
        sheet.write_string(*place, text_of(value, field))


def _about(field: Field) -> str:
    words = [field.header + ("（必填）" if field.required else ""), f"字段名 {field.name}"]
    words += [{Kind.MONEY: "单位：元，保留两位小数", Kind.DATE: "例如 2024-03-01"}.get(field.kind, "")]
    return "\n".join(filter(None, words))


def _validation(sheet: Any, at: int, field: Field, fiscal_year: int) -> None:  # noqa: ANN401  # as above
    options: dict[str, object] | None = None
    if field.kind is Kind.CHOICE:
        options = {"validate": "list", "source": list(field.choices)}
    elif field.kind is Kind.FLAG:
        options = {"validate": "list", "source": ["是", "否"]}
    elif field.kind in _BOUNDS:
        least, most = _BOUNDS[field.kind]
        options = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    elif field.kind in {Kind.FUNCTION, Kind.ECONOMIC, Kind.FUND}:
        column, codes = _listed(field.kind, fiscal_year)
        kind = "stop" if field.kind is Kind.FUND else "warning"  # our lists of codes are not complete
        options = {"validate": "list", "source": f"={CODES}!${column}$2:${column}${len(codes) + 1}", "error_type": kind}
    elif field.kind is Kind.UNIT:
        options = {"validate": "any", "input_title": field.header, "input_message": "先在“单位”表中登记"}
    elif field.kind is Kind.PROJECT:
        options = {"validate": "any", "input_title": field.header, "input_message": "先在“项目”表中登记"}
    if options:
        sheet.data_validation(1, at, _ROWS, at, {"error_title": "请核对", "error_message": f"{field.header}填写有误", **options})


def _listed(kind: Kind, fiscal_year: int) -> tuple[str, list[tuple[str, str]]]:
    """The column of the sheet of codes that a field chooses from, and the codes in it."""
    if kind is Kind.FUND:
        return "E", _funds()
    level, codes = (3, function_codes()) if kind is Kind.FUNCTION else (2, economic_codes())
    return "A" if kind is Kind.FUNCTION else "C", [
        (one.code, one.name) for one in codes if one.level == level and in_force(one, fiscal_year)
    ]


def _funds() -> list[tuple[str, str]]:
    return [(fund.code, fund.name) for fund in fund_types().values() if fund.budget]


def _codes(book: Any, fiscal_year: int) -> None:  # noqa: ANN401  # as above
    """The codes in force, to look up and to choose from."""
    sheet = book.add_worksheet(CODES)
    bold = book.add_format({"bold": True})
    heads = ("支出功能分类科目代码", "名称", "部门支出经济分类科目代码", "名称", "资金性质代码", "名称")
    sheet.write_row(0, 0, heads, bold)
    for at, kind in enumerate((Kind.FUNCTION, Kind.ECONOMIC, Kind.FUND)):
        _, codes = _listed(kind, fiscal_year)
        for line, (code, name) in enumerate(codes, 1):
            sheet.write_string(line, 2 * at, code)
            sheet.write_string(line, 2 * at + 1, name)
    sheet.set_column(0, 5, 24)
    sheet.freeze_panes(1, 0)
