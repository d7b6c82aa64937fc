"""What a file is, by its content; whatever its name says."""

from __future__ import annotations

import pytest

from baozhang.errors import InputError
from baozhang.reading.formats import transcribe
from baozhang.reading.formats.kinds import Kind, Refused, kind_of
from tests.reading.formats.packing import word, zipped
from tests.reading.formats.workbooks.book import Sheet, xls

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = {"[Content_Types].xml": "<Types/>"}


def stream(name: str) -> bytes:
    """An OLE file with a stream of this name, as far as its kind goes."""
    return OLE + f"{name}\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("一、收入 10 万元".encode(), Kind.TEXT),
        ("| 项目 | 金额 |\n|---|---|\n".encode(), Kind.TEXT),
        ("# 标题\n\n<table><tr><td>甲</td></tr></table>".encode(), Kind.TEXT),
        ("<table><tr><td>甲</td></tr></table>\n\n# 标题".encode(), Kind.TEXT),
        ("<甲> 与 <乙>".encode("gb18030"), Kind.TEXT),
        (b"", Kind.TEXT),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\n\n%PDF-1.4\n", Kind.PDF),
        (word(""), Kind.DOCX),
        (zipped({**TYPES, "xl/workbook.xml": ""}), Kind.XLSX),
        (zipped({**TYPES, "xl/workbook.xml": "", "xl/embeddings/word/a.docx": ""}), Kind.XLSX),
        (zipped({"OFD.xml": "", "Doc_0/Document.xml": ""}), Kind.OFD),
        (zipped({"决算.docx": word("")}), Kind.ARCHIVE),
        (stream("Workbook"), Kind.XLS),
        (stream("WordDocument"), Kind.DOC),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<html>", Kind.HTML),
        ("<?xml version='1.0'?>\n<!-- 甲 -->\n<HTML lang=zh>".encode("gb18030"), Kind.HTML),
        ("<html><p>甲</p>".encode("utf-16"), Kind.HTML),
        ("<div class=a><p>甲</p></div>".encode(), Kind.HTML),
    ],
)  # fmt: skip
def test_kind_by_content(raw: bytes, kind: Kind) -> None:
    assert kind_of(raw, "文件.txt") is kind


@pytest.mark.parametrize(
    ("raw", "name", "advice"),
    [
        (stream("EncryptedPackage"), "密码", "去掉密码"),
        (stream("Book"), "Excel 95", ".xlsx"),
        (stream("PowerPoint Document"), "PowerPoint", ".pdf"),
        (OLE, "旧版 Office", ".xlsx"),
        (zipped({**TYPES, "xl/workbook.bin": ""}), "XLSB", ".xlsx"),
        (zipped({**TYPES, "ppt/presentation.xml": ""}), "PowerPoint", ".docx"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ODS", ".xlsx"),
        (b"{\\rtf1\\ansi", "RTF", ".docx"),
        (b"Rar!\x1a\x07\x00", "RAR", "解压"),
        (b"\x89PNG\r\n\x1a\n", "PNG", "图片"),
        (b"MZ\x90\x00", "程序", "确认"),
        (b"From: <a>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n", "MHT", "另存"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(raw: bytes, name: str, advice: str) -> None:
    assert isinstance(kind_of(raw, "文件.txt"), Refused)
    with pytest.raises(InputError) as refused:
        transcribe(raw, "文件.txt")
    assert name in refused.value.why
    assert advice in refused.value.advice


def test_an_object_inside_an_old_workbook_does_not_make_it_a_word_document() -> None:
    raw = bytearray(xls(Sheet("甲").row(0, ["项目", "金额"])))
    empty = raw.index("Root Entry".encode("utf-16-le")) + 2 * 128  # behind the root and the workbook, linked to by neither
    raw[empty : empty + 26] = "WordDocument\0".encode("utf-16-le")
    assert "WordDocument\0".encode("utf-16-le") in raw
    assert kind_of(bytes(raw), "甲.xls") is Kind.XLS


def test_a_damaged_package_is_refused() -> None:
    with pytest.raises(InputError, match="已损坏"):
        kind_of(b"PK\x03\x04abc", "文件.docx")
