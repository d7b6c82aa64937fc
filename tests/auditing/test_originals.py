"""Findings of documents with pages or sheets say where in the original they stand."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import PageBox
from baozhang.auditing.gathering import gather
from baozhang.auditing.originals import Originals, reworded, where_of_line
from baozhang.auditing.reports.json_report import write_json
from baozhang.auditing.reports.text import write_text
from baozhang.auditing.rule import load_rules
from baozhang.auditing.spots import Spot
from baozhang.reading import read_text
from baozhang.reading.document import read_transcript
from baozhang.reading.formats.transcript import Box, Page, Piece, SheetCell, Transcript, TranscriptLine, Unread
from baozhang.reading.formats.writing import GridCell, TranscriptWriter

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit
    from baozhang.facts.document import Document

LINES = (
    "某市医疗保障局2024年度部门决算",
    "收入支出决算总表",
    "单位：万元",
    "收入\t\t支出\t",
    "项目\t决算数\t项目\t决算数",
    "一、一般公共预算财政拨款收入\t100.00\t九、卫生健康支出\t90.00",
    "本年收入合计\t100.00\t本年支出合计\t90.00",
    "年初结转和结余\t5.00\t年末结转和结余\t10.00",
    "总计\t105.00\t总计\t100.00",
    "一、收入支出决算总体情况说明",
    "2024年度收入总计105.00万元，支出总计105.00万元。",
)
"""The two totals differ."""


def paged() -> Document:
    """The document as a PDF would give it: 20 points a line, 100 points a cell, the prose on page 2."""
    lines = []
    for number, text in enumerate(LINES, start=1):
        page = 2 if number > 9 else 1
        pieces, start = [], 0
        for column, cell in enumerate(text.split("\t")):
            if cell:
                pieces.append(Piece(start, start + len(cell), Box(page, 100 * column, 20 * number, 100 * column + 90, 20 * number + 10)))
            start += len(cell) + 1
        lines.append(TranscriptLine(text, tuple(pieces), page))
    pages = (Page(1, 595, 842), Page(2, 595, 842))
    unread = (Unread(10, "第 2 页有图片"),)
    return read_transcript(Transcript("PDF 文件", tuple(lines), pages, unread), "a.pdf", "p")


def audited(document: Document) -> DocumentAudit:
    (audit,) = evaluate([document], load_rules())
    return audit


def test_facts_and_blocks_know_their_page() -> None:
    document = paged()
    assert {fact.page for fact in document.facts} == {1}
    assert {block.page for block in document.blocks} == {1, 2}
    assert {fact.page for fact in read_text("\n".join(LINES)).facts} == {None}


def test_a_finding_about_a_cell_names_page_and_box() -> None:
    finding = next(one for one in audited(paged()).findings if one.rule == "TAB-203" or "总计" in one.message)
    suspect = finding.evidence[0]
    assert suspect.original is not None
    (box,) = suspect.original.boxes
    assert (box.page, finding.where) == (1, "第 1 页")
    assert box in {PageBox(1, 10000, 18000, 19000, 19000), PageBox(1, 30000, 18000, 39000, 19000)}


def test_some_words_of_a_printed_line_have_a_box_of_their_own() -> None:
    document = paged()
    start = LINES[10].index("支出总计")
    original = Originals(document).of_spot(Spot(11, span=(start, start + 12)))
    assert original is not None
    (box,) = original.boxes
    assert (box.page, box.top, box.bottom) == (2, 22000, 23000)
    assert 9000 * 0.4 < box.left < box.right < 9000


def test_an_empty_cell_is_shown_by_its_row() -> None:
    original = Originals(paged()).of_spot(Spot(4, cell=1))
    assert original is not None
    assert original.boxes == (PageBox(1, 0, 8000, 29000, 9000),)


def test_what_was_not_read_is_named_by_its_page() -> None:
    document = paged()
    assert where_of_line(Originals(document), 10) == "第 2 页"
    out = io.StringIO()
    write_text([audited(document)], out)
    assert "第 2 页  第 2 页有图片" in out.getvalue()
    assert "行" not in out.getvalue().split("未核对")[0].replace("执行", "")


def test_sheets_name_their_cells() -> None:
    lines = []
    for number, text in enumerate(LINES, start=1):
        cells, start, pieces = text.split("\t"), 0, []
        for column, cell in enumerate(cells):
            pieces.append(Piece(start, start + len(cell), SheetCell("公开01表", f"{'ABCD'[column]}{number}")))
            start += len(cell) + 1
        lines.append(TranscriptLine(text, tuple(pieces)))
    audit = audited(read_transcript(Transcript("Excel 工作簿", tuple(lines)), "a.xlsx", "x"))
    wheres = {finding.where for finding in audit.findings if "总计" in finding.message}
    assert wheres & {"工作表“公开01表”B9", "工作表“公开01表”D9"}


def flowing() -> Document:
    """The document as Word would give it: a frame is table 1, the statement table 2 with its title and unit in the first rows."""
    writer = TranscriptWriter("Word 文档", "a.docx", flowing=True)
    writer.frame()
    writer.paragraph(LINES[0])
    writer.table([[GridCell(cell) for cell in text.split("\t")] for text in LINES[1:9]])
    writer.paragraph(LINES[9], level=2)
    writer.paragraph("先说明如下。")
    writer.paragraph(LINES[10])
    writer.notes()
    writer.paragraph("含上年结转。")
    return read_transcript(writer.done(), "a.docx", "d")


def test_what_flows_names_tables_with_their_rows_and_headings_with_their_paragraphs() -> None:
    document = flowing()
    where = {text: where_of_line(Originals(document), number) for number, text in enumerate(document.source, start=1) if text}
    assert where["单位：万元"] == "表 2《收入支出决算总表》第 2 行"
    assert where[LINES[8]] == "表 2《收入支出决算总表》第 8 行"
    assert where["## 一、收入支出决算总体情况说明"] == "标题“一、收入支出决算总体情况说明”"
    assert where[LINES[10]] == "“一、收入支出决算总体情况说明”第 2 段"
    assert where["含上年结转。"] == "脚注或文本框第 1 段"
    finding = next(one for one in audited(document).findings if "总计" in one.message)
    assert finding.where == "表 2《收入支出决算总表》第 8 行"


def test_json_of_what_flows_has_the_parts_of_the_place() -> None:
    out = io.StringIO()
    write_json([audited(flowing())], out)
    findings = json.loads(out.getvalue())["documents"][0]["findings"]
    places = [place for finding in findings for place in finding["evidence"] if "table" in place]
    assert places
    assert {(place["table"], place["title"]) for place in places} == {(2, "收入支出决算总表")}
    assert all(place["place"] == f"表 2《收入支出决算总表》第 {place['row']} 行" for place in places)


def test_a_message_that_names_a_line_names_the_place_instead() -> None:
    document = flowing()
    line = document.source.index(LINES[8]) + 1
    assert reworded(f"与第{line}行的文字重复", Originals(document)) == "与表2《收入支出决算总表》第8行的文字重复"
    assert reworded("与第7行的文字重复", Originals(read_text("文字"))) == "与第7行的文字重复"


def test_json_keeps_its_keys_and_adds_the_place() -> None:
    plain, with_pages = io.StringIO(), io.StringIO()
    write_json([audited(read_text("\n".join(LINES)))], plain)
    write_json([audited(paged())], with_pages)
    for text, keys in ((plain, {"line", "text"}), (with_pages, {"line", "text", "place", "page", "box"})):
        findings = json.loads(text.getvalue())["documents"][0]["findings"]
        assert findings
        assert {frozenset(place) for finding in findings for place in finding["evidence"] if place["line"]} == {frozenset(keys)}


def test_findings_of_one_kind_told_together_name_their_pages() -> None:
    audit = audited(paged())
    first = audit.findings[0]
    rule = replace(next(one for one in load_rules() if one.id == first.rule), gather=1)
    other = replace(first, evidence=(replace(first.evidence[0], ref="W9", original=Originals(audit.document).of_line(11)),))
    (told,) = gather([first, other], [rule], [])
    assert told.message.endswith("；同类问题共2处：第1、2页")
