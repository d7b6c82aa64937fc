"""PDFs made for tests: typst markup printed with the fonts that come with the development tools."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_zh_cn
import typst

from baozhang.reading.formats.pdf import transcribe
from baozhang.reading.formats.transcript import Box, Transcript

_HEAD = """#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh")
#set page(paper: "a4", margin: 2.5cm)
#set par(first-line-indent: (amount: 2em, all: true))
"""
STATEMENT = """#align(center)[#text(size: 14pt)[收入决算表]]
#align(right)[单位：万元]
#table(columns: (1fr, 2fr, 1fr, 1fr, 1fr), inset: 4pt,
  table.header(table.cell(colspan: 2)[项目], table.cell(rowspan: 2)[本年收入合计], table.cell(colspan: 2)[其中],
    [科目编码], [科目名称], [财政拨款收入], [其他收入]),
  table.cell(colspan: 2)[合计], [1,300.50], [1,300.00], [0.50],
  [210], [卫生健康支出], [1,300.50], [1,300.00], [0.50],
  [2101501], [行政运行], [1,300.50], [1,300.00], [0.50])
"""
"""A table with merged headers."""


@cache
def pdf(markup: str, head: str = _HEAD) -> bytes:
    """The PDF of some typst markup, A4 in Chinese type unless `head` says otherwise."""
    fonts = [pylopdf_fonts_zh_cn.serif_path().parent]
    with TemporaryDirectory() as folder:
        source = Path(folder, "document.typ")
        source.write_text(head + markup, encoding="utf-8")
        printed: bytes = typst.compile(source, font_paths=fonts, ignore_system_fonts=True, format="pdf")
    return printed


def transcript(markup: str, head: str = _HEAD) -> Transcript:
    """What is read of some typst markup printed as PDF."""
    return transcribe(pdf(markup, head), "文件.pdf")


def rows(found: Transcript) -> list[list[str]]:
    """The rows of all tables of a transcript."""
    return [line.text.split("\t") for line in found.lines if "\t" in line.text]


def prose(found: Transcript) -> list[str]:
    """The lines of a transcript outside tables."""
    return [line.text for line in found.lines if line.text and "\t" not in line.text]


def box_of(found: Transcript, words: str) -> Box:
    """The box of the piece that holds some words."""
    for line in found.lines:
        for piece in line.pieces:
            if words in line.text[piece.start : piece.end]:
                assert isinstance(piece.place, Box)
                return piece.place
    raise AssertionError(f"{words} is not in {[line.text for line in found.lines]}")


def written_pdf(content: bytes, more: str = "", resources: str = "") -> bytes:
    """A PDF of one page written by hand: its content stream with the font /F1 (Helvetica), further objects from number 6 on."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{resources}>>>>",
        f"<</Length {len(content)}>>\nstream\n{content.decode('latin-1')}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, start=1))
    return ("%PDF-1.7\n" + body + more + "trailer\n<</Root 1 0 R>>\n%%EOF\n").encode("latin-1")
