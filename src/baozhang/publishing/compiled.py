"""An account in every format, ready for the shelf, and the figures and paragraphs by which versions are compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from baozhang.compiling.compile import compile_account
from baozhang.compiling.formats.open_data import to_open_data
from baozhang.compiling.formats.text import to_text
from baozhang.compiling.formats.typesetting import page_numbers, to_pdf
from baozhang.compiling.formats.web_page import to_html
from baozhang.compiling.formats.word import to_docx
from baozhang.compiling.formats.workbook import to_xlsx
from baozhang.compiling.pieces import Owed
from baozhang.publishing.shelf import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from baozhang.compiling.account import Account
    from baozhang.compiling.pieces import CellKey, Publication
    from baozhang.publishing.shelf import Shelf

FIGURES: Final = "figures.json"
"""The file of a version that holds its figures (fen), its unit and what is missing in it."""
TEXT: Final = "document.txt"
"""The file of a version that holds the document as text; the audit reads it, and versions are compared by it."""


def compiled_draft(account: Account, dated: date, by: str, at: str, *, reason: str = "", based_on: str = "") -> Draft:
    """The account compiled in every format: DOCX, PDF/A, XLSX, HTML, text and open data; `dated` is the document's date."""
    publication = compile_account(account)
    name = publication.title
    pdf = to_pdf(publication, account.layout, dated)
    files = {
        f"{name}.docx": to_docx(publication, account.layout, dated, page_numbers(pdf)),
        f"{name}.pdf": pdf,
        f"{name}.xlsx": to_xlsx(publication, account.figures, account.layout, dated),
        f"{name}.html": to_html(publication, account.layout).encode(),
        f"{name}（开放数据）.zip": to_open_data(publication, account, dated),
        TEXT: to_text(publication).encode(),
        FIGURES: _figures(account, publication),
    }
    return Draft(publication.title, files, by, at, reason, based_on)


def _figures(account: Account, publication: Publication) -> bytes:
    values = {
        "unit": account.layout.unit,
        "missing": publication.missing,
        "owed": [[one.kind, one.number, one.why] for one in publication.owed],
        "cells": [[*key, fen] for key, fen in account.figures.cells.items()],
        "details": dict(account.details),
    }
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def missing_in(shelf: Shelf, number: int) -> list[str]:
    """What a version still lacks (reasons, counts, texts)."""
    return [str(one) for one in json.loads(shelf.content(number, FIGURES))["missing"]]


def owed_in(shelf: Shelf, number: int) -> list[Owed]:
    """What staff can enter to complete a version: texts and disclosed figures by number."""
    return [Owed(*one) for one in json.loads(shelf.content(number, FIGURES)).get("owed", ())]


def figures_in(shelf: Shelf, number: int) -> tuple[Mapping[CellKey, int], str]:
    """The figures of a version by cell (fen) and the unit they are printed in."""
    values = json.loads(shelf.content(number, FIGURES))
    return {(statement, item, column): fen for statement, item, column, fen in values["cells"]}, values["unit"]


def paragraphs_in(shelf: Shelf, number: int) -> list[str]:
    """The prose of a version, one entry for a heading or paragraph; rows of tables are left to the figures."""
    lines = shelf.content(number, TEXT).decode().splitlines()
    return [line for line in lines if line and "\t" not in line]
