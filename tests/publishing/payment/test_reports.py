"""Reports of payment: pages load nothing, workbooks hold numbers, every hospital has its statement, text stays text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document as WordDocument
from lxml import html
from python_calamine import CalamineWorkbook

from baozhang.errors import UsageError
from baozhang.operations.payment.clearing.cases import clear_cases
from baozhang.operations.payment.comparing import compare
from baozhang.operations.payment.indicators import indicators
from baozhang.operations.payment.pricing import price
from baozhang.publishing.payment.charts import Bar, Point, bars, quadrants
from baozhang.publishing.payment.clearing_report import about_clearing
from baozhang.publishing.payment.comparison import comparison_page
from baozhang.publishing.payment.files import write_clearing, write_indicators
from tests.operations.payment.samples import of_cases, table

if TYPE_CHECKING:
    from pathlib import Path

_PARAMETERS: Final = replace(of_cases("drg-points-example"), least_cases=1)
_CASES: Final = table(
    [
        {"hospital": "<甲>医院", "code": "A", "cost": 1_000_000, "patient": 200_000, "days": 5},
        {"hospital": "=乙医院", "code": "B", "cost": 3_000_000, "patient": 500_000, "days": 9},
        {"hospital": "=乙医院", "code": "A", "cost": 2_000_000, "patient": 100_000, "days": 2},
    ]
)
_PRICED: Final = price(_CASES, _CASES, _PARAMETERS, scheme="方案@1")
_CLEARED: Final = clear_cases(_PRICED, {"": 6_000_000})


def _plain(page: str) -> str:
    assert "default-src 'none'" in page
    assert not re.search(r"<script|style=|https?://(?!www\.w3\.org)", page), "nothing runs, nothing is loaded"
    assert "<甲>" not in page
    return str(html.fromstring(page.encode()).text_content())


def test_indicators_as_page_and_workbook(tmp_path: Path) -> None:
    found = indicators(_PRICED, _CLEARED.amounts)
    for name in ("指标.html", "指标.xlsx"):
        write_indicators(str(tmp_path / name), found, "指标", ["依据"])
    text = _plain((tmp_path / "指标.html").read_text(encoding="utf-8"))
    assert "=乙医院" in text
    assert "费用消耗指数" in text
    book = CalamineWorkbook.from_path(str(tmp_path / "指标.xlsx"))
    assert book.sheet_names == ["覆盖情况", "医疗机构", "科室", "月份", "病组"]
    rows = book.get_sheet_by_name("医疗机构").to_python()
    assert rows[1][:4] == ["医疗机构", "病例数", "病组数", "CMI"]
    assert [row[0] for row in rows[2:5]] == ["<甲>医院", "=乙医院", "合计"]
    assert rows[4][1] == 3
    assert rows[4][12] == 60_000
    with pytest.raises(UsageError, match="扩展名"):
        write_indicators(str(tmp_path / "指标.doc"), found, "指标", [])


def test_comparison_as_page() -> None:
    lowered = replace(_PARAMETERS, reserve=_PARAMETERS.reserve / 5)
    again = price(_CASES, _CASES, lowered, scheme="方案@1")
    differences = compare((_PRICED, _CLEARED), (again, clear_cases(again, {"": 6_000_000})))
    text = _plain(comparison_page(differences, ["原", "新"]))
    assert "+2,400.00" in text
    assert "差异最大的病组" in text


def test_clearing_in_every_format(tmp_path: Path) -> None:
    cleared = _CLEARED.clearing
    about = about_clearing(cleared, _PARAMETERS.header, 3, "方案@1")
    for name in ("清算.docx", "清算.pdf", "清算.html", "清算.xlsx"):
        write_clearing(str(tmp_path / name), cleared, "清算报告", about, date(2025, 6, 30))
    page = (tmp_path / "清算.html").read_text(encoding="utf-8")
    assert "全部账户合计与年度预算相符" in page
    assert page.count("清算对账单</h3>") == 2
    word = WordDocument(io.BytesIO((tmp_path / "清算.docx").read_bytes()))
    assert any("&" not in paragraph.text and "<甲>医院清算对账单" in paragraph.text for paragraph in word.paragraphs)
    assert (tmp_path / "清算.pdf").read_bytes().startswith(b"%PDF-")
    book = CalamineWorkbook.from_path(str(tmp_path / "清算.xlsx"))
    rows = book.get_sheet_by_name("清算表").to_python()
    assert [row[0] for row in rows[2:5]] == ["<甲>医院", "=乙医院", "合计"]
    assert rows[4][-1] == sum(cleared.owed().values()) / 100
    assert len(book.get_sheet_by_name("台账").to_python()) == 2 + len(cleared.entries)


def test_charts_of_nothing_and_of_much() -> None:
    assert "没有可以画图" in bars([], "空")
    assert "没有住院天数" in quadrants([], ("费", "时"), "空")
    many = bars([Bar(f"机构{at}", at - 50, str(at)) for at in range(100)], "很多")
    assert "只画出前 30 个，共 100 个" in many
    assert "-" not in "".join(re.findall(r' (?:x|y|width|height)="([^"]*)"', many))
    alone = quadrants([Point("甲", 10_000, 10_000)], ("费", "时"), "一家")
    assert alone.count("<circle") == 1
