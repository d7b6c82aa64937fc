"""The XLSX form: sheets, figures as numbers, no formula, room for the auditor."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from baozhang.auditing.reports.xlsx import write_xlsx
from baozhang.errors import InputError

if TYPE_CHECKING:
    import pytest

    from baozhang.auditing.findings import DocumentAudit

_NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def _parts(*outcomes: DocumentAudit | InputError) -> dict[str, str]:
    out = io.BytesIO()
    write_xlsx(outcomes, out)
    with zipfile.ZipFile(out) as book:
        assert book.testzip() is None
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


def _cells(sheet: str) -> dict[str, str]:
    root = ET.fromstring(sheet)  # noqa: S314 -- our own file
    cells = {}
    for cell in root.iterfind(".//x:c", _NS):
        cells[cell.attrib["r"]] = "".join(cell.itertext())
    return cells


def test_sheets_are_named(audit: DocumentAudit) -> None:
    book = _parts(audit)["xl/workbook.xml"]
    assert re.findall(r'<sheet name="([^"]+)"', book) == ["概况", "问题", "未核对", "未识别", "表内数据"]


def test_facts_are_numbers_in_wan(audit: DocumentAudit) -> None:
    sheet = _parts(audit)["xl/worksheets/sheet5.xml"]
    assert _cells(sheet)["H2"] == "10420.92"
    assert not re.search(r'<c r="H2"[^>]*t="', sheet)
    assert _cells(sheet)["H4"] == "-1200"
    assert _cells(sheet)["J3"] == "是"


def test_no_cell_is_a_formula(audit: DocumentAudit) -> None:
    parts = _parts(audit, InputError("=1+1", "=坏", ""))
    assert not [name for name, text in parts.items() if name.startswith("xl/worksheets") and re.search(r"<f[ >]", text)]


def test_findings_can_be_filtered_and_answered(audit: DocumentAudit) -> None:
    sheet = _parts(audit)["xl/worksheets/sheet2.xml"]
    assert '<autoFilter ref="A1:P5"' in sheet
    assert 'state="frozen"' in sheet
    assert re.search(r'<dataValidation type="list"[^>]*sqref="N2:N5"', sheet)
    assert re.search(r'<dataValidation type="list"[^>]*sqref="O2:O5"', sheet)
    cells = _cells(sheet)
    assert (cells["C2"], cells["D2"], cells["F2"], cells["H2"], cells["J2"]) == ("错误", "TAB-201", "5", "10420.92", "-0.01")
    assert cells["I3"].startswith("=1+1")
    assert cells["F4"] == cells["N2"] == ""


def test_every_part_is_well_formed(audits: list[DocumentAudit]) -> None:
    for text in _parts(*audits, InputError("\ud800\x00.txt", "坏\x0b", "")).values():
        ET.fromstring(text)  # noqa: S314 -- our own file


def test_rows_beyond_the_sheet_are_counted(audit: DocumentAudit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baozhang.auditing.reports.xlsx._ROWS_MAX", 4)
    cells = _cells(_parts(audit)["xl/worksheets/sheet2.xml"])
    assert cells["D3"] == "TXT-112"
    assert cells["A4"] == "另有 2 行超出工作表容量，未列出；请分批检查。"


def test_nothing_at_all_still_opens() -> None:
    assert "xl/worksheets/sheet5.xml" in _parts()
