"""Typesetting by typst: the PDF of a publication, and its charts as pictures for formats that cannot draw them.

Words reach typst as JSON, never as markup. Only the fonts that come with the project are used, so that every machine sets the same pages.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal

import pylopdf_fonts_zh_cn
import typst
from pypdfium2 import PdfDocument

from baozhang.compiling.figures import printed
from baozhang.compiling.formats.density import is_wide, setting
from baozhang.compiling.narrative.phrases import percent
from baozhang.compiling.pieces import Chart, Contents, Form, Heading, PageBreak, Paragraph, StatementTable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from baozhang.compiling.pieces import Cell, Piece, Publication, Row, Table
    from baozhang.taxonomy.layouts import Layout

_PDF_STANDARD: Final = "a-2b"
"""PDF/A-2b (ISO 19005-2), the archive format with embedded fonts."""


def to_pdf(publication: Publication, layout: Layout, dated: date) -> bytes:
    """The publication as PDF/A-2b with bookmarks; `dated` is the document's date, so that equal content gives equal bytes."""
    values = {
        "title": publication.title,
        "cover": publication.cover,
        "date": (dated.year, dated.month, dated.day),
        "pieces": [_piece(piece, layout) for piece in publication.pieces],
    }
    return _typeset("publication.typ", values, "pdf")


def page_numbers(pdf: bytes) -> tuple[int, ...]:
    """The page on which each heading and statutory table of a typeset publication begins, in order; the cover has no number."""
    with PdfDocument(pdf) as document:
        places = [bookmark.get_dest() for bookmark in document.get_toc()]
        return tuple((place.get_index() or 0) if place else 0 for place in places)


def chart_picture(chart: Chart, layout: Layout, form: Literal["png", "svg"]) -> bytes:
    """A chart as a picture: SVG for a page, PNG (300 dots an inch) for a word processor."""
    values = {"drawn": chart.kind, "title": chart.title, "slices": _slices(chart, layout)}
    return _typeset("chart_page.typ", values, form)


def _typeset(name: str, values: object, form: Literal["pdf", "png", "svg"]) -> bytes:
    with resources.as_file(resources.files("baozhang.compiling") / "data" / "typst") as folder:
        made = typst.compile(
            folder / name,
            root=folder,
            format=form,
            ppi=300,
            sys_inputs={"data": json.dumps(values, ensure_ascii=False, default=str)},
            font_paths=[_fonts()],
            ignore_system_fonts=True,
            pdf_standards=_PDF_STANDARD if form == "pdf" else None,
        )
    assert isinstance(made, bytes)  # noqa: S101  # no output file and one page: typst returns the bytes themselves
    return made


def _fonts() -> Path:
    return pylopdf_fonts_zh_cn.sans_path().parent


def _piece(piece: Piece, layout: Layout) -> dict[str, object]:
    match piece:
        case StatementTable():
            return _statement(piece)
        case Form(title, table):
            return {"kind": "form", "title": title, "table": _table(table)}
        case Chart():
            return {"kind": "chart", "title": piece.title, "picture": chart_picture(piece, layout, "svg").decode()}
        case _:
            return _plain(piece)


def _plain(piece: Heading | Paragraph | Contents | PageBreak) -> dict[str, object]:
    match piece:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Contents(depth):
            return {"kind": "contents", "depth": depth}
        case PageBreak():
            return {"kind": "page"}


def _statement(piece: StatementTable) -> dict[str, object]:
    chosen = setting(piece)
    return {
        "kind": "statement",
        "title": piece.title,
        "number": piece.number,
        "left": piece.left,
        "right": piece.right,
        "notes": piece.notes,
        "wide": is_wide(piece.table),
        "size": chosen.size,
        "inset": chosen.inset,
        "table": {**_table(piece.table), "widths": chosen.widths},
    }


def _slices(chart: Chart, layout: Layout) -> list[dict[str, object]]:
    whole = sum(one.fen for one in chart.slices)
    return [
        {"label": one.label, "value": one.fen, "text": one.text or printed(one.fen, layout), "share": percent(one.fen, whole)}
        for one in chart.slices
    ]


def _table(table: Table) -> dict[str, object]:
    return {"header": _rows(table.header), "body": _rows(table.body), "widths": table.widths}


def _rows(rows: tuple[Row, ...]) -> list[list[dict[str, object]]]:
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: Cell) -> dict[str, object]:
    return {"text": cell.text, "align": cell.align.value, "columns": cell.columns, "rows": cell.rows}
