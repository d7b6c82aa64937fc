"""Reports of an audit: text for a terminal, JSON for programs, CSV and XLSX for spreadsheets, HTML for people."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import IO, TYPE_CHECKING

from baozhang.auditing.reports.csv_report import write_csv
from baozhang.auditing.reports.files import whole_file
from baozhang.auditing.reports.html import write_html
from baozhang.auditing.reports.json_report import write_json
from baozhang.auditing.reports.text import TextStyle, write_text
from baozhang.auditing.reports.xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.errors import InputError

__all__ = ["ReportFormat", "TextStyle", "save_report", "write_report"]


class ReportFormat(StrEnum):
    """The forms a report comes in."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    XLSX = "xlsx"


def save_report(form: ReportFormat, outcomes: Iterable[DocumentAudit | InputError], target: Path) -> None:
    """Write a report to a file, which appears only when it is complete; UsageError where it cannot be written.

    `outcomes` are taken one by one, in order: an audited document, or the error that says why a file could not be read.
    """
    with whole_file(target) as out:
        write_report(form, outcomes, out)


def write_report(
    form: ReportFormat, outcomes: Iterable[DocumentAudit | InputError], out: IO[bytes], style: TextStyle | None = None
) -> None:
    """Write a report to an open binary stream (standard output is `sys.stdout.buffer`), as UTF-8; `style` is for text only."""
    if form is ReportFormat.XLSX:
        write_xlsx(outcomes, out)
        return
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        if form is ReportFormat.TEXT:
            write_text(outcomes, text, style or TextStyle())
        elif form is ReportFormat.JSON:
            write_json(outcomes, text)
        elif form is ReportFormat.CSV:
            write_csv(outcomes, text)
        else:
            write_html(outcomes, text)
    finally:
        text.detach()
