"""The same content gives the same facts and findings as text and as PDF, however the PDF is set."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn
import pytest
import typst

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.reading import read_file, read_text
from baozhang.reading.blocks import read_blocks
from baozhang.reading.document import read_transcript
from baozhang.reading.formats.pdf import transcribe

if TYPE_CHECKING:
    from baozhang.facts.document import Document

EXAMPLES = sorted(path for path in Path("examples").glob("*.*") if path.suffix in {".md", ".txt"} and path.stem != "README")
SHARED = Path("/work/shared")

_SETTING = """
#set text(font: "Noto Serif SC", size: SIZE, lang: "zh")
#set page(paper: "a4", flipped: FLIPPED, margin: 2.2cm, footer: context align(center)[— #counter(page).display() —])
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
#for block in json("blocks.json") {
  if block.kind == "table" {
    table(columns: block.columns, stroke: STROKE, inset: 3pt, ..block.cells.map(cell => align(ALIGN, cell)))
  } else if block.kind == "caption" or block.kind == "cover" {
    align(center, block.text)
  } else if block.kind == "heading" {
    par(strong(block.text))
  } else {
    par(block.text)
  }
}
"""
SETTINGS = {
    "portrait": ("7pt", "false", "left"),
    "landscape, figures at the right": ("8pt", "true", "right"),
    "large, many page breaks": ("12pt", "true", "center"),
}


def _as_printed(text: str) -> list[dict[str, Any]]:
    """The blocks of a text as data for the setting."""
    blocks = []
    for block in read_blocks(text):
        if block.rows:
            width = max(len(row.cells) for row in block.rows)
            cells = [cell for row in block.rows for cell in (*row.cells, *[""] * (width - len(row.cells)))]
            blocks.append({"kind": "table", "columns": width, "cells": cells, "text": ""})
        else:
            blocks.append({"kind": block.kind, "columns": 0, "cells": [], "text": block.text})
    return blocks


def printed(text: str, setting: str, stroke: str = "0.5pt") -> bytes:
    """The PDF of a text in one of the settings, its tables ruled by a stroke of typst."""
    size, flipped, align = SETTINGS[setting]
    markup = _SETTING.replace("SIZE", size).replace("FLIPPED", flipped).replace("ALIGN", align).replace("STROKE", stroke)
    with TemporaryDirectory() as folder:
        Path(folder, "blocks.json").write_text(json.dumps(_as_printed(text), ensure_ascii=False), encoding="utf-8")
        source = Path(folder, "document.typ")
        source.write_text(markup, encoding="utf-8")
        fonts = [pylopdf_fonts_zh_cn.serif_path().parent]
        raw: bytes = typst.compile(source, font_paths=fonts, ignore_system_fonts=True, format="pdf")
    return raw


def facts(document: Document) -> Counter[tuple[str, ...]]:
    """The facts of a document without their places."""
    return Counter((fact.statement, fact.item, fact.column, str(fact.value)) for fact in document.facts)


def claims(document: Document) -> Counter[tuple[str, ...]]:
    """The claims of a document without their places."""
    return Counter((claim.kind, claim.statement, claim.item, claim.column, str(claim.value)) for claim in document.claims)


def findings(document: Document) -> Counter[tuple[str, str]]:
    """The findings about a document without the places they name."""
    (audit,) = evaluate([document], load_rules())
    return Counter((one.rule, re.sub(r"第[\d、]+[行页]等?", "", one.message)) for one in audit.findings)


@cache
def of_text(example: Path) -> tuple[Document, Counter[tuple[str, str]]]:
    document = read_file(example)
    return document, findings(document)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_printed_as_pdf_gives_the_same(example: Path, setting: str) -> None:
    document, expected = of_text(example)
    found = read_transcript(transcribe(printed(example.read_text(encoding="utf-8"), setting), "a.pdf"), "a.pdf", "pdf")
    assert facts(found) == facts(document)
    assert claims(found) == claims(document)
    assert findings(found) == expected


@pytest.mark.parametrize("stroke", ["none", "(x, y) => (top: 0.5pt, bottom: 0.5pt)"])
@pytest.mark.parametrize("example", EXAMPLES[1::2], ids=lambda path: path.stem)
def test_an_example_printed_without_lines_has_nearly_all_and_no_other_value(example: Path, stroke: str) -> None:
    document, _ = of_text(example)
    raw = printed(example.read_text(encoding="utf-8"), "landscape, figures at the right", stroke)
    found = read_transcript(transcribe(raw, "a.pdf"), "a.pdf", "pdf")
    assert not facts(found) - facts(document)
    assert (facts(found) & facts(document)).total() >= 0.97 * facts(document).total()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the originals are not here")
def test_an_account_printed_by_a_browser_is_the_same_as_its_text() -> None:
    """Kangxi radicals, Type 3 fonts, 42 pages."""
    (file,) = (SHARED / "pdf").glob("*browser_printed.pdf")
    (text,) = (SHARED / "seeds").glob("000_*.txt")
    as_pdf, as_text = read_file(file), read_file(text)
    assert facts(as_pdf) == facts(as_text)
    assert claims(as_pdf) == claims(as_text)
    assert findings(as_pdf) == findings(as_text)
    assert [row.name for row in as_pdf.indicators] == [row.name for row in as_text.indicators]


def test_the_comparison_sees_a_difference() -> None:
    """Without this a comparison of nothing with nothing would pass."""
    example = next(path for path in EXAMPLES if path.stem == "final-account-clean")
    text = example.read_text(encoding="utf-8")
    assert facts(read_text(text))
    assert facts(read_text(text)) != facts(read_text(text.replace("1", "2")))
