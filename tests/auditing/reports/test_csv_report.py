"""The CSV form: one row per finding, readable by spreadsheets, harmless to them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.reports.csv_report import HEADER, write_csv
from baozhang.errors import InputError

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit


def _rows(*outcomes: DocumentAudit | InputError) -> list[list[str]]:
    out = io.StringIO()
    write_csv(outcomes, out)
    assert out.getvalue().startswith("\ufeff")
    return list(csv.reader(io.StringIO(out.getvalue()[1:], newline="")))


def test_one_row_per_finding(audit: DocumentAudit) -> None:
    header, *rows = _rows(audit)
    assert tuple(header) == HEADER
    assert len(rows) == len(audit.findings)
    first = dict(zip(header, rows[0], strict=True))
    assert (first["级别"], first["规则"], first["类别"], first["行号"]) == ("错误", "TAB-201", "表内表间勾稽", "5")
    assert (first["文中数"], first["应为"], first["差额"]) == ("10420.92", "10420.93", "'-0.01")


def test_no_cell_is_a_formula(audit: DocumentAudit) -> None:
    for row in _rows(audit, InputError("=1+1.txt", "\t=坏", "@好"))[1:]:
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝"])
def test_formula_starts_are_shielded(start: str) -> None:
    assert _rows(InputError(f"{start}1+1", "", ""))[1][0].startswith("'")


def test_rows_stay_on_one_line(audit: DocumentAudit) -> None:
    out = io.StringIO()
    write_csv([audit], out)
    assert out.getvalue().count("\r\n") == 1 + len(audit.findings)
    assert "\x1b" not in out.getvalue()
