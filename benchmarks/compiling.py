"""How long a long document takes in every format: `python -m benchmarks.compiling`."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from baozhang.compiling.account import Account, details
from baozhang.compiling.compile import compile_account
from baozhang.compiling.figures import figures_of
from baozhang.compiling.formats.typesetting import to_pdf
from baozhang.compiling.formats.web_page import to_html
from baozhang.compiling.formats.word import to_docx
from baozhang.compiling.formats.workbook import to_xlsx
from baozhang.compiling.pieces import Form, Publication
from baozhang.reading import read_file
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = Path(__file__).parents[1] / "examples" / "final-account-clean.txt"
DATED = date(2025, 8, 15)
PAGES = 100


def main() -> None:
    """Compile an example, repeat its tables in an annex until it has a hundred pages, and write it in every format."""
    if len(sys.argv) > 1:
        _measure(sys.argv[1], int(sys.argv[2]))
        return
    times = 1
    while (count := pages(*_long(times))) < PAGES:
        times += 1
    print(f"{count} pages")
    for name in WRITERS:  # each in a process of its own: typst keeps what it has set before
        subprocess.run([sys.executable, "-m", "benchmarks.compiling", name, str(times)], check=True)  # noqa: S603  # ourselves


def _long(times: int) -> tuple[Publication, Account]:
    document = read_file(EXAMPLE)
    figures = figures_of(document.facts)
    layout = layouts()[document.about.layout]
    counts = {key: 1 for key, one in details().items() if layout.stage in one.stages}
    account = Account(layout, "某市医疗保障局", document.about.fiscal_year or 2024, figures, figures, figures, counts)
    publication = compile_account(account)
    tables = [Form(one.title, one.table) for one in publication.statements] * times
    return Publication(publication.title, publication.cover, (*publication.pieces, *tables)), account


WRITERS: dict[str, Callable[[Publication, Account], object]] = {
    "DOCX": lambda publication, account: to_docx(publication, account.layout, DATED),
    "PDF": lambda publication, account: to_pdf(publication, account.layout, DATED),
    "XLSX": lambda publication, account: to_xlsx(publication, account.figures, account.layout, DATED),
    "HTML": lambda publication, account: to_html(publication, account.layout),
}


def _measure(name: str, times: int) -> None:
    publication, account = _long(times)
    started = time.process_time()
    WRITERS[name](publication, account)
    print(f"{name}: {time.process_time() - started:.2f} s of processor time")


def pages(publication: Publication, account: Account) -> int:
    """How many pages the PDF has."""
    return len(pypdfium2.PdfDocument(io.BytesIO(to_pdf(publication, account.layout, DATED))))


if __name__ == "__main__":
    main()
