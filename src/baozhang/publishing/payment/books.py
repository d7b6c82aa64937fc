"""Workbooks of payment: several sheets, figures as numbers, words never as formulas, headers that stay in view."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import xlsxwriter

from baozhang.auditing.reports.shown import width_of
from baozhang.errors import UsageError
from baozhang.publishing.payment.indicator_page import FIGURES, NOTE, hospital_and_department

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.operations.payment.clearing.ledger import Clearing
    from baozhang.operations.payment.indicators import Indicators, Line

MONEY: Final = "#,##0.00"
COUNT: Final = "#,##0"
INDEX: Final = "0.00"
SHARE: Final = "0.00%"
_MOST_ROWS: Final = 1_000_000
_WIDEST: Final = 60

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, a line above the table, headings with the format of their figures ("" for words), rows, notes below.

    A heading takes two lines where its figures are narrow; an amount among counts is written as an amount.
    """

    name: str
    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    summed: bool = False
    """Add a row of sums of the amounts and counts, as formulas with their values."""


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """The workbook. Raises UsageError for more rows than a sheet holds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        head = book.add_format({**font, "bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center", "text_wrap": True})
        title = book.add_format({**font, "font_name": "黑体", "font_size": 14})
        plain = book.add_format({**font, "border": 1})
        total = book.add_format({**font, "border": 1, "bold": True})
        note = book.add_format(font)
        formats = {
            form: book.add_format({**font, "border": 1, "align": "right", "num_format": form}) for form in (MONEY, COUNT, INDEX, SHARE)
        }
        sums = {form: book.add_format({**font, "border": 1, "bold": True, "align": "right", "num_format": form}) for form in (MONEY, COUNT)}
        for each in sheets:
            if len(each.rows) > _MOST_ROWS:
                raise UsageError(f"“{each.name}”有 {len(each.rows):,} 行，一张工作表放不下；请改写成 .csv。")
            sheet = book.add_worksheet(each.name)
            sheet.write_string(0, 0, each.title, title)
            sheet.set_row(0, 24)
            sheet.set_row(1, 28)
            for at, (name, form) in enumerate(each.columns):
                sheet.write_string(1, at, name, head)
                widest = max((width_of(_width(row[at], form)) for row in each.rows), default=0)
                sheet.set_column(at, at, min(_WIDEST, max(width_of(name) // 2 + 1, widest) + 3))
                for line, row in enumerate(each.rows, 2):
                    value = row[at]
                    if form and value is not None and not isinstance(value, str):
                        sheet.write_number(line, at, value, formats[MONEY if form == COUNT and isinstance(value, Decimal) else form])
                    else:
                        sheet.write_string(line, at, "—" if value is None else str(value), plain)
            below = len(each.rows) + 2
            if each.summed and each.rows:
                _write_sums(sheet, each, below, total, sums)
                below += 1
            for line, words in enumerate(each.notes):
                sheet.write_string(below + 1 + line, 0, words, note)
            sheet.freeze_panes(2, 1)
            sheet.repeat_rows(1)
            sheet.set_paper(9)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
    return out.getvalue()


def _write_sums(sheet: object, each: Sheet, below: int, words: object, sums: dict[str, object]) -> None:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

    for at, (_, form) in enumerate(each.columns):
        if form in sums:
            value = sum((Decimal(figure) for row in each.rows if isinstance(figure := row[at], int | Decimal)), Decimal(0))
            column = xl_col_to_name(at)
            sheet.write_formula(below, at, f"=SUM({column}3:{column}{below})", sums[form], value)  # type: ignore[attr-defined]  # no types
        else:
            sheet.write_string(below, at, "合计" if at == 0 else "", words)  # type: ignore[attr-defined]


def _width(value: Value, form: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,.2f}" if form == MONEY else str(value)


def yuan(fen: int | None) -> Decimal | None:
    """Fen as yuan for a cell."""
    return None if fen is None else Decimal(fen).scaleb(-2)


def indicator_book(found: Indicators, title: str) -> bytes:
    """The indicators: coverage, hospitals, departments, months, groups."""
    forms = (COUNT, COUNT, INDEX, INDEX, INDEX, MONEY, INDEX, SHARE, SHARE, SHARE, COUNT, MONEY, MONEY, MONEY)
    figures = list(zip(FIGURES, forms, strict=True))
    covered = [
        [each.name, _ratio(each.covered, each.whole), *(yuan(n) if each.money else n for n in (each.covered, each.whole)), each.what]
        for each in found.coverage
    ]
    total = [["合计", *_values(found.total)]] if found.total else []
    sheets = [
        Sheet("覆盖情况", f"{title}：覆盖情况", [("指标", ""), ("比率", SHARE), ("分子", COUNT), ("分母", COUNT), ("口径", "")], covered),
        Sheet(
            "医疗机构",
            f"{title}：医疗机构",
            [("医疗机构", ""), *figures],
            [*([line.owner, *_values(line)] for line in found.hospitals), *total],
            (NOTE,),
        ),
        Sheet(
            "科室",
            f"{title}：科室",
            [("医疗机构", ""), ("科室", ""), *figures],
            [[*hospital_and_department(line), *_values(line)] for line in found.departments],
        ),
        Sheet("月份", f"{title}：月份", [("月份", ""), *figures], [[line.owner or "（未填）", *_values(line)] for line in found.months]),
        Sheet("病组", f"{title}：病组", [("病组", ""), *figures], [[line.owner or "（未入组）", *_values(line)] for line in found.groups]),
    ]
    return write_book(sheets)


def _ratio(part: int, whole: int) -> Decimal | None:
    return None if whole <= 0 else (Decimal(part) / Decimal(whole)).quantize(Decimal("0.000001"))


def _values(line: Line) -> list[Value]:
    return [
        line.cases,
        line.groups,
        _index(line.cmi),
        _index(line.cost_index),
        _index(line.time_index),
        yuan(line.mean_cost),
        _index(line.mean_days),
        _ratio(line.low, line.cases),
        _ratio(line.high, line.cases),
        _ratio(line.unstable, line.cases),
        line.special,
        yuan(line.cost),
        yuan(line.standard),
        yuan(line.balance),
    ]


def _index(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-4)


def clearing_book(cleared: Clearing, title: str, about: Sequence[tuple[str, str]]) -> bytes:
    """A clearing: one line per account with its kinds of entries, the ledger, what the clearing rests on."""
    from baozhang.operations.payment.clearing.ledger import FUND  # noqa: PLC0415

    kinds = list(cleared.sums())
    owed = cleared.owed()
    rows = [[name, *(yuan(cleared.sums(name).get(kind, 0)) for kind in kinds), yuan(owed[name])] for name in cleared.accounts]
    entries = [[e.pool, e.account, str(e.kind), yuan(e.fen), e.scheme, e.parameters, e.trail] for e in cleared.entries]
    fund = [[str(kind), yuan(fen)] for kind, fen in cleared.sums(FUND).items()]
    columns = [("险种", ""), ("账户", ""), ("项目", ""), ("金额（元）", MONEY), ("分组方案", ""), ("参数", ""), ("算式", "")]
    return write_book(
        [
            Sheet(
                "清算表",
                title,
                [("账户", ""), *((str(kind), MONEY) for kind in kinds), ("清算应付", MONEY)],
                rows,
                ("单位：元",),
                summed=True,
            ),
            Sheet("基金账户", f"{title}：医保基金账户", [("项目", ""), ("金额（元）", MONEY)], fund),
            Sheet("台账", f"{title}：台账", columns, entries),
            Sheet("依据", f"{title}：依据", [("事项", ""), ("内容", "")], [[name, words] for name, words in about]),
        ]
    )
