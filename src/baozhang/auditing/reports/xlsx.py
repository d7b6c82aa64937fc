"""`audit --format xlsx`: an auditor's work paper, with columns to enter what was verified and decided."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import xlsxwriter

from baozhang.auditing.originals import Originals
from baozhang.auditing.reports.coverage import by_severity, coverage_of
from baozhang.auditing.reports.shown import (
    SEVERITIES,
    STAGES,
    family_name,
    family_of,
    grouped,
    is_figure,
    layout_name,
    one_line,
    title_of,
    width_of,
)
from baozhang.auditing.spots import Spot
from baozhang.errors import InputError
from baozhang.facts.amounts import FEN_PER, parse_number
from baozhang.facts.file_names import short_name
from baozhang.facts.own_reports import BOOK_CATEGORY
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from baozhang.auditing.findings import DocumentAudit, Finding, Original
    from baozhang.facts.records import FactRow

VERIFIED: Final = ("属实", "不属实", "部分属实", "待核实")
"""Choices of the column 核实结果."""

DECIDED: Final = ("更正", "补充说明", "无需处理", "转相关科室", "待定")
"""Choices of the column 处理意见; other words may be typed."""

_ROWS_MAX: Final = 1_048_576
_CELL_MAX: Final = 32_000
_EXACT_MAX: Final = 10**15
"""Spreadsheets keep 15 digits; a longer figure is written as text."""

_FILLS: Final = {"error": ("#FDE3E1", "#9C1C14"), "warning": ("#FFF0CC", "#7A4B00"), "note": ("#E3EEF8", "#17528A")}

Cell = str | int | Decimal | None
"""What a cell holds; None is an empty cell."""


@dataclass(slots=True)
class _Sheet:
    """One sheet that is written row after row; rows beyond what a sheet holds are counted, not written."""

    sheet: Worksheet
    wrapped: Format
    widths: tuple[int, ...]
    next_row: int = 1
    left_out: int = 0

    def add(self, cells: Sequence[Cell], formats: dict[int, Format] | None = None) -> None:
        """Write one row; None leaves an empty, formatted cell."""
        if self.next_row >= _ROWS_MAX - 1:
            self.left_out += 1
            return
        chosen = formats or {}
        lines = max(map(_lines_in, cells, self.widths))
        if lines > 1:  # not every program fits the height of a row to its words by itself
            self.sheet.set_row(self.next_row, min(lines, _LINES_MAX) * _LINE_HEIGHT + 3)
        for col, cell in enumerate(cells):
            shape = chosen.get(col, self.wrapped)
            if cell is None or cell == "":
                self.sheet.write_blank(self.next_row, col, None, shape)
            elif isinstance(cell, str):
                self.sheet.write_string(self.next_row, col, one_line(cell)[:_CELL_MAX], shape)
            else:
                self.sheet.write_number(self.next_row, col, cell, shape)
        self.next_row += 1


def _lines_in(cell: Cell, width: int) -> int:
    """Lines that words fill in a column so many characters wide, Chinese ones counted double."""
    if not isinstance(cell, str) or 2 * len(cell) < width:
        return 1
    return -(-width_of(cell) // (width - 1))


@dataclass(slots=True)
class _Paper:
    """The workbook, its formats and its sheets."""

    book: Workbook
    formats: dict[str, Format] = field(init=False)
    overview: _Sheet = field(init=False)
    findings: _Sheet = field(init=False)
    not_evaluated: _Sheet = field(init=False)
    unrecognised: _Sheet = field(init=False)
    facts: _Sheet = field(init=False)

    def __post_init__(self) -> None:
        base = {"font_name": "微软雅黑", "font_size": 10, "valign": "top", "border": 1, "border_color": "#D0D5DB"}
        self.formats = {
            "head": self.book.add_format(
                {**base, "bold": True, "bg_color": "#E9EDF1", "align": "center", "valign": "vcenter", "text_wrap": True}
            ),
            "text": self.book.add_format({**base, "text_wrap": True}),
            "count": self.book.add_format({**base, "num_format": "#,##0"}),
            "year": self.book.add_format({**base, "num_format": "0"}),
            "place": self.book.add_format({**base, "num_format": '"第 "0" 行"', "align": "left", "text_wrap": True}),
            "money": self.book.add_format({**base, "num_format": "#,##0.00####"}),
            "figure": self.book.add_format({**base, "num_format": "#,##0.00##"}),
            "right": self.book.add_format({**base, "align": "right"}),
            "entry": self.book.add_format({**base, "text_wrap": True, "bg_color": "#FFFEF2", "locked": False}),
        }
        for severity, (fill, ink) in _FILLS.items():
            self.formats[severity] = self.book.add_format({**base, "bg_color": fill, "font_color": ink, "bold": True})
        self.overview = self._sheet("概况", _OVERVIEW)
        self.findings = self._sheet("问题", _FINDINGS)
        self.not_evaluated = self._sheet("未核对", _NOT_EVALUATED)
        self.unrecognised = self._sheet("未识别", _UNRECOGNISED)
        self.facts = self._sheet("表内数据", _FACTS)

    def _sheet(self, name: str, columns: tuple[tuple[str, int], ...]) -> _Sheet:
        sheet = self.book.add_worksheet(name)
        for col, (title, width) in enumerate(columns):
            sheet.set_column(col, col, width)
            sheet.write_string(0, col, title, self.formats["head"])
        sheet.set_row(0, 2 * _LINE_HEIGHT + 3)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
        if columns is _FINDINGS:  # on two sheets of paper side by side: on one nobody could read it
            sheet.set_print_scale(_FINDINGS_SCALE)
            sheet.set_v_pagebreaks([_SECOND_PAGE])
            sheet.repeat_columns(0)
        else:
            sheet.fit_to_pages(1, 0)
        return _Sheet(sheet, self.formats["text"], tuple(width for _, width in columns))


_OVERVIEW: Final = (
    ("文件", 22), ("文档", 30), ("单位", 18), ("年度", 6), ("类别", 9), ("版式", 16), ("表格", 7), ("已识别表格", 7), ("绩效表单", 7),
    ("金额", 8), ("已对应金额", 8), ("错误", 7), ("提示", 7), ("备注", 7), ("核对通过", 8), ("核对不符", 7), ("未核对", 7), ("说明", 20),
)  # fmt: skip
_FINDINGS: Final = (
    ("序号", 6), ("文件", 14), ("级别", 6), ("规则", 9), ("类别", 12), ("位置", 19), ("问题", 44), ("文中数", 12), ("应为", 12),
    ("差额", 11), ("依据", 26), ("建议", 28), ("证据", 46), ("核实结果", 10), ("处理意见", 12), ("备注", 16),
)  # fmt: skip
_ENTRIES: Final = (13, 14, 15)
_SECOND_PAGE: Final = 10
"""The column of 问题 that begins the second sheet of paper."""
_FINDINGS_SCALE: Final = 70
_LINE_HEIGHT: Final = 15
"""Points of a line."""
_LINES_MAX: Final = 7
"""Lines that a row is made high for; longer words are read in the cell."""
_NOT_EVALUATED: Final = (("文件", 22), ("规则", 12), ("类别", 14), ("项数", 8), ("原因", 80))
_UNRECOGNISED: Final = (("文件", 22), ("位置", 24), ("原因", 80), ("原文", 80))
_FACTS: Final = (
    ("文件", 22), ("表号", 12), ("表名", 34), ("位置", 24), ("科目编码", 16), ("项目", 34), ("栏次", 18),
    ("金额（万元）", 16), ("原文", 14), ("经修补", 8),
)  # fmt: skip


def write_xlsx(outcomes: Iterable[DocumentAudit | InputError], out: IO[bytes]) -> None:
    """Write the work paper. Rows go to disk as they come, so that thousands of documents fit in memory."""
    with tempfile.TemporaryDirectory(prefix="baozhang-") as folder:
        place = Path(folder) / "paper.xlsx"
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(place, options) as book:
            book.set_properties({"category": BOOK_CATEGORY})
            paper = _Paper(book)
            for outcome in outcomes:
                if isinstance(outcome, InputError):
                    paper.overview.add([outcome.file, *[None] * 16, f"无法读取：{outcome.why}。{outcome.advice}"])
                else:
                    _add_document(paper, outcome)
            _finish(paper)
        with place.open("rb") as made:
            while piece := made.read(1 << 20):
                out.write(piece)


def _add_document(paper: _Paper, audit: DocumentAudit) -> None:
    about, coverage, counts = audit.document.about, coverage_of(audit), by_severity(audit)
    numbers = [
        coverage.tables, coverage.tables_recognised, coverage.forms, coverage.amounts, coverage.amounts_bound,
        *(counts[severity] for severity in SEVERITIES), coverage.passed, coverage.failed, coverage.not_evaluated,
    ]  # fmt: skip
    count = paper.formats["count"]
    year, stage = str(about.fiscal_year or ""), STAGES.get(about.stage, "")
    named = [about.file, title_of(audit.document), about.department, year, stage, layout_name(audit.document)]
    note = "" if about.layout else audit.document.layout_distance
    paper.overview.add([*named, *numbers, note], dict.fromkeys(range(len(named), len(named) + len(numbers)), count))
    file = short_name(about.file)
    for finding in audit.findings:
        _add_finding(paper, file, finding)
    for entry in audit.not_evaluated:
        paper.not_evaluated.add([file, entry.rule, family_name(family_of(entry.rule)), entry.count, entry.why], {3: count})
    source = audit.document.source
    originals = Originals(audit.document)
    for row in audit.document.unrecognised:
        text = source[row.line - 1] if 1 <= row.line <= len(source) else ""
        paper.unrecognised.add([file, _place(row.line, originals.of_line(row.line)), row.why, text], {1: paper.formats["place"]})
    titles = {table.statement: (table.number, table.title) for table in audit.document.statements}
    for fact in audit.document.facts:
        place = _place(fact.line, originals.of_spot(Spot(fact.line, fact.col)))
        number, title = titles.get(fact.statement, ("", labels().statement(fact.statement)))
        _add_fact(paper, (file, number, title, place), fact, about.stage)


def _add_finding(paper: _Paper, file: str, finding: Finding) -> None:
    formats = paper.formats
    shapes = {0: formats["count"], 2: formats[finding.severity.value], 5: formats["place"], **dict.fromkeys(_ENTRIES, formats["entry"])}
    figures: list[str | Decimal] = []
    for col, value in enumerate((finding.actual, finding.expected, finding.difference), start=7):
        number = parse_number(value)
        exact = number is not None and abs(number.value.scaleb(number.decimals)) < _EXACT_MAX
        figures.append(number.value if number is not None and exact else value)
        shapes[col] = _figure_format(formats, value, number.decimals) if number is not None and exact else formats[_words_format(value)]
    place = _place(finding.line, finding.evidence[0].original if finding.evidence else None)
    evidence = "；".join(f"{place.where} {one_line(place.text)}" if place.line else one_line(place.text) for place in finding.evidence)
    paper.findings.add(
        [
            paper.findings.next_row, file, SEVERITIES[finding.severity], finding.rule, family_name(family_of(finding.rule)),
            place, finding.message, *figures, finding.basis, finding.suggestion, evidence, None, None, None,
        ],
        shapes,
    )  # fmt: skip


def _figure_format(formats: dict[str, Format], value: str, decimals: int) -> Format:
    """Counts without decimals, years without separators, amounts with both."""
    whole = "year" if grouped(value) == value.strip() else "count"
    return formats["figure" if decimals else whole]


def _words_format(value: str) -> str:
    return "right" if is_figure(value) else "text"


def _place(line: int, original: Original | None) -> Cell:
    """A place in one cell: the line as a number, or the place in the original in words."""
    return original.where if original is not None else line or None


def _add_fact(paper: _Paper, where: tuple[str, str, str, Cell], fact: FactRow, stage: str) -> None:
    formats = paper.formats
    value: Decimal | str = Decimal(fact.value) / FEN_PER["万元"]
    money = formats["money"]
    if abs(fact.value) >= _EXACT_MAX:
        value, money = str(value), formats["right"]
    label = fact.item_label or labels().item(fact.item, fact.statement)
    column = labels().column(fact.column, fact.statement, stage)
    code = fact.item if fact.item.isdecimal() else None
    mended = "是" if fact.repaired else None
    cells: list[Cell] = [*where, code, label, column, value, fact.text, mended]
    paper.facts.add(cells, {3: formats["place"], 7: money, 8: formats["right"]})


def _finish(paper: _Paper) -> None:
    """Filters and choices need to know where the rows end."""
    for sheet in (paper.overview, paper.findings, paper.not_evaluated, paper.unrecognised, paper.facts):
        if sheet.left_out:
            sheet.sheet.write_string(sheet.next_row, 0, f"另有 {sheet.left_out} 行超出工作表容量，未列出；请分批检查。")
        sheet.sheet.autofilter(0, 0, max(1, sheet.next_row - 1), len(sheet.widths) - 1)
    last = max(1, paper.findings.next_row - 1)
    for col, choices in ((_ENTRIES[0], VERIFIED), (_ENTRIES[1], DECIDED)):
        rule = {"validate": "list", "source": list(choices), "error_type": "information"}
        paper.findings.sheet.data_validation(1, col, last, col, rule)
