"""Reports of payment as files: the suffix chooses the format, and a file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file
from baozhang.errors import UsageError
from baozhang.publishing.payment.books import clearing_book, indicator_book
from baozhang.publishing.payment.clearing_report import clearing_report
from baozhang.publishing.payment.indicator_page import indicator_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from baozhang.operations.payment.clearing.ledger import Clearing
    from baozhang.operations.payment.indicators import Indicators

CLEARING: Final = (".docx", ".pdf", ".html", ".xlsx")
INDICATORS: Final = (".html", ".xlsx")


def write_clearing(path: str, cleared: Clearing, title: str, about: Sequence[tuple[str, str]], dated: date) -> None:
    """The report of a clearing, for the finance office and the hospitals; `dated` is the date of the document."""
    suffix = _suffix(path, CLEARING)
    content = clearing_book(cleared, title, about) if suffix == ".xlsx" else _document(suffix, cleared, title, about, dated)
    with whole_file(Path(path)) as out:
        out.write(content)


def _document(suffix: str, cleared: Clearing, title: str, about: Sequence[tuple[str, str]], dated: date) -> bytes:
    from baozhang.compiling.formats.typesetting import to_pdf  # noqa: PLC0415  # each takes its time to load
    from baozhang.compiling.formats.web_page import to_html  # noqa: PLC0415
    from baozhang.compiling.formats.word import to_docx  # noqa: PLC0415
    from baozhang.taxonomy.layouts import layouts  # noqa: PLC0415

    publication = clearing_report(cleared, title, about)
    layout = next(iter(layouts().values()))  # says how amounts in charts are printed; this document has none
    if suffix == ".docx":
        return to_docx(publication, layout, dated)
    return to_pdf(publication, layout, dated) if suffix == ".pdf" else to_html(publication, layout).encode()


def write_indicators(path: str, found: Indicators, title: str, about: Sequence[str]) -> None:
    """The indicators of a year."""
    content = indicator_book(found, title) if _suffix(path, INDICATORS) == ".xlsx" else indicator_page(found, title, about).encode()
    with whole_file(Path(path)) as out:
        out.write(content)


def check_suffix(path: str, allowed: Sequence[str]) -> None:
    """UsageError for a file that no report can be written as; asked before anything is calculated."""
    _suffix(path, allowed)


def _suffix(path: str, allowed: Sequence[str]) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in allowed:
        raise UsageError(f"报告 {path} 的扩展名应为 {'、'.join(allowed)} 之一。")
    return suffix
