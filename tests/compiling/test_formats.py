"""The same publication in every format: complete, well-formed, the figures where a reader finds them again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pypdfium2
import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from baozhang.compiling.compile import compile_account
from baozhang.compiling.formats.density import WIDTH_ACROSS, is_wide, setting
from baozhang.compiling.formats.open_data import to_open_data
from baozhang.compiling.formats.typesetting import page_numbers, to_pdf
from baozhang.compiling.formats.web_page import to_html
from baozhang.compiling.formats.word import to_docx
from baozhang.compiling.formats.workbook import to_xlsx
from baozhang.compiling.pieces import Align, Cell, StatementTable, Table
from baozhang.compiling.relations import relations_of
from baozhang.reading import read_file
from baozhang.reading.document import read_transcript
from baozhang.reading.formats import transcribe
from baozhang.taxonomy.layouts import layouts
from tests.compiling.accounts import CLEAN, example_account

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from baozhang.compiling.account import Account
    from baozhang.compiling.pieces import Publication

DATED: Final = date(2025, 8, 15)


@pytest.fixture(scope="module", params=CLEAN)
def account(request: pytest.FixtureRequest) -> Account:
    """A complete account of either stage."""
    return example_account(request.param)


@pytest.fixture(scope="module")
def publication(account: Account) -> Publication:
    """The account compiled."""
    return compile_account(account)


WRITERS: Final[dict[str, Callable[[Publication, Account], bytes]]] = {
    "docx": lambda publication, account: to_docx(publication, account.layout, DATED),
    "pdf": lambda publication, account: to_pdf(publication, account.layout, DATED),
}
"""Formats that hold the whole document."""


@pytest.mark.parametrize("form", WRITERS)
def test_the_document_reads_back(form: str, account: Account, publication: Publication, tmp_path: Path) -> None:
    """Every figure of the statements comes back, the layout is recognised, and every figure of the prose is bound."""
    file = tmp_path / f"document.{form}"
    file.write_bytes(WRITERS[form](publication, account))
    document = read_file(file)
    printed = {shape.id: set(shape.columns) | {"total"} for shape in account.layout.statements}
    wanted = {key: fen for key, fen in account.figures.cells.items() if key[2] in printed.get(key[0], ())}
    assert document.about.layout == account.layout.id
    assert {(one.statement, one.item, one.column): one.value for one in document.facts} == wanted
    assert document.about.amounts == document.about.amounts_bound
    assert {one.why for one in document.unrecognised if "图片" not in one.why} == set()


def test_word_has_headings_contents_and_repeated_headers(account: Account, publication: Publication) -> None:
    """Navigation works, tables repeat their header, rows do not split, wide tables lie across."""
    document = WordDocument(io.BytesIO(to_docx(publication, account.layout, DATED)))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None}
    assert {"Heading 1", "Heading 2", "Heading 3", "toc 1", "toc 2", "Body Text"} <= styles
    assert len(document.tables) >= len(account.layout.statements)
    body = document.element.body
    assert all(table._tbl.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables)  # noqa: SLF001  # no public way
    assert len({section.orientation for section in document.sections}) == 2
    edges = [one for one in document.paragraphs if one.style is not None and one.style.name in {"Statement Number", "Statement Caption"}]
    assert all(abs(int(one.paragraph_format.right_indent) - int(one.paragraph_format.left_indent)) <= 1 for one in edges)  # the table's
    assert 'TOC \\o "1-2"' in "".join(node.text or "" for node in body.iter(qn("w:instrText")))


def test_contents_list_every_table_and_say_the_page(account: Account, publication: Publication) -> None:
    """Each statement begins a page of the PDF and leaves none for its note alone; the contents in Word show the pages beforehand."""
    numbers = page_numbers(to_pdf(publication, account.layout, DATED))
    entries = publication.entries(4)
    assert len(numbers) == len(entries)
    places = [number for number, entry in zip(numbers, entries, strict=True) if isinstance(entry.piece, StatementTable)]
    assert places == list(range(places[0], places[0] + len(account.layout.statements)))
    document = WordDocument(io.BytesIO(to_docx(publication, account.layout, DATED, numbers)))
    shown = [one.text.split("\t") for one in document.paragraphs if one.style is not None and one.style.name.startswith("toc")]
    wanted = [[entry.text, str(number)] for number, entry in zip(numbers, entries, strict=True) if entry.level <= 2]
    assert [line[-2:] for line in shown] == wanted


def test_no_figure_reaches_out_of_its_column() -> None:
    """Columns of figures are as wide as the longest figure, whatever the table asks for; where there is no room the words are smaller."""
    figures = tuple(Cell("12,345,678,901.23", Align.RIGHT) for _ in range(9))
    row = (Cell("2101501"), Cell("医疗保障管理事务支出"), *figures)
    header = tuple(Cell("本年收入合计", Align.CENTER) for _ in row)
    table = StatementTable("收入决算表", "", "", "", Table("income", (header,), (row,) * 20, (12, 28, *(6,) * 9)), ())
    chosen = setting(table)
    assert min(chosen.widths[2:]) >= len("12,345,678,901.23") * chosen.size * Decimal("0.56")
    assert chosen.widths[0] >= len("2101501") * chosen.size * Decimal("0.56")
    assert sum(chosen.widths) <= WIDTH_ACROSS


def test_pdf_is_an_archive_file_with_bookmarks_and_the_same_bytes(account: Account, publication: Publication) -> None:
    """PDF/A-2b, outline of the headings, text of the tables, deterministic."""
    made = to_pdf(publication, account.layout, DATED)
    assert made == to_pdf(publication, account.layout, DATED)
    assert b"pdfaid" in made
    document = pypdfium2.PdfDocument(made)
    titles = [item.get_title() for item in document.get_toc()]
    assert titles[0].startswith("第一部分")
    assert sum(title.startswith("第") and "部分" in title for title in titles) >= 4
    text = "".join(document[at].get_textpage().get_text_bounded() for at in range(len(document)))
    assert account.layout.statements[0].title in text.replace("\r\n", "")


def test_workbook_has_numbers_and_formulas(account: Account, publication: Publication) -> None:
    """One sheet a statement, figures as numbers, every identity as a formula that agrees."""
    made = to_xlsx(publication, account.figures, account.layout, DATED)
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert len(book.sheet_names) == len(account.layout.statements) + 1
    overview = book.get_sheet_by_index(0).to_python()
    assert any(isinstance(cell, float) and cell > 0 for row in overview for cell in row)
    checks = book.get_sheet_by_name("勾稽核对").to_python()[1:]
    assert len(checks) > 50
    assert {row[6] for row in checks} <= {"相符", "尾差"}
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        last = archive.read(f"xl/worksheets/sheet{len(book.sheet_names)}.xml").decode()
    assert last.count("<f>") == 4 * len(checks)


@pytest.mark.parametrize("layout_id", sorted(one.id for one in layouts().values() if one.template))
def test_workbook_reads_back_with_every_layout(layout_id: str) -> None:
    """The figures of the workbook are those of the Word document, blank zeros of empty tables too; its check sheet is known."""
    account = example_account(CLEAN[0] if layouts()[layout_id].stage == "final" else CLEAN[1], layout_id)
    publication = compile_account(account)
    made = {
        "xlsx": to_xlsx(publication, account.figures, account.layout, DATED),
        "docx": to_docx(publication, account.layout, DATED),
    }
    documents = {form: read_transcript(transcribe(raw, f"a.{form}"), f"a.{form}", form) for form, raw in made.items()}
    found = {form: {(one.statement, one.item, one.column): one.value for one in each.facts} for form, each in documents.items()}
    assert found["docx"]
    assert found["xlsx"] == found["docx"]
    book = documents["xlsx"]
    assert book.tables_found == len(book.statements)
    assert [one.why for one in book.unrecognised if "勾稽核对" not in one.why] == []


def test_relations_are_those_of_the_taxonomy(account: Account) -> None:
    """Each relation of a consistent account holds within rounding, and hierarchy is among them."""
    relations = list(relations_of(account.figures, account.layout.stage))
    for one in relations:
        parts = sum(weight * account.figures.cells[key] for weight, key in one.parts)
        allowed = 0 if one.identity.same_figure else 5_000 * (len(one.parts) + 1)
        assert abs(account.figures.cells[one.total] - parts) <= allowed, one
    assert {one.identity.id for one in relations} >= {"TAB-112"}


def test_web_page_is_self_contained_and_accessible(account: Account, publication: Publication) -> None:
    """Nothing is loaded, headings have anchors that the contents point at, header cells have a scope."""
    page = to_html(publication, account.layout)
    tree = lxml_html.fromstring(page)
    anchors = set(tree.xpath("//@id"))
    assert {link.removeprefix("#") for link in tree.xpath("//nav//a/@href")} <= anchors
    assert tree.xpath("//@src") == []
    assert all(one.get("scope") == "col" for one in tree.xpath("//th"))
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert len(tree.xpath("//section[starts-with(@class, 'statement')]//table")) == len(account.layout.statements)
    wide = [piece.title for piece in publication.statements if is_wide(piece.table)]  # printed on pages that lie across
    assert tree.xpath("//section[@class='statement wide']/p[@class='title']/text()") == wide
    assert wide


def test_open_data_describes_itself(account: Account, publication: Publication) -> None:
    """The descriptor names every column, the hashes are right, amounts are exact text."""
    made = to_open_data(publication, account, DATED)
    assert made == to_open_data(publication, account, DATED)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        for resource in package["resources"]:
            content = archive.read(resource["path"])
            rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
            assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
            assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
            keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
            assert len(set(keys)) == len(keys)
