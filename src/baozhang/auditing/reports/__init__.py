"""Reports of an audit: text for a terminal, JSON for programs, CSV and XLSX for spreadsheets, HTML for people, PDF with notes."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import IO, TYPE_CHECKING

from baozhang.auditing.reports.files import whole_file
from baozhang.auditing.reports.text import TextStyle, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
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
    PDF = "pdf"


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
        from baozhang.auditing.reports.xlsx import write_xlsx  # noqa: PLC0415  # takes a tenth of a second to load

        write_xlsx(outcomes, out)
        return
    if form is ReportFormat.PDF:
        from baozhang.auditing.reports.annotated_pdf import write_annotated_pdf  # noqa: PLC0415

        write_annotated_pdf(outcomes, out)
        return
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        if form is ReportFormat.TEXT:
            write_text(outcomes, text, style or TextStyle())
        else:
            _writer(form)(outcomes, text)
    finally:
        text.detach()


def _writer(form: ReportFormat) -> Callable[[Iterable[DocumentAudit | InputError], IO[str]], None]:
    """The function that writes a form other than text; its module is loaded only now, to start quickly."""
    if form is ReportFormat.JSON:
        from baozhang.auditing.reports.json_report import write_json  # noqa: PLC0415

        return write_json
    if form is ReportFormat.CSV:
        from baozhang.auditing.reports.csv_report import write_csv  # noqa: PLC0415

        return write_csv
    from baozhang.auditing.reports.html import write_html  # noqa: PLC0415

    return write_html
