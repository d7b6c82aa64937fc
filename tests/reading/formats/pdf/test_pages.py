"""Pages as they come: turned, hidden text on them, pictures only, running lines around the text."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from baozhang.errors import InputError
from baozhang.reading import formats, read_file
from baozhang.reading.formats.pdf import transcribe
from tests.reading.formats.pdf.printing import STATEMENT, box_of, pdf, prose, rows, transcript, written_pdf

if TYPE_CHECKING:
    from pathlib import Path

_UPRIGHT = '#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh")\n#set page(paper: "a4", margin: 2.5cm)\n'
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="280"><rect width="200" height="280" fill="#8899aa"/></svg>'


def turned(raw: bytes, rotation: int) -> bytes:
    """The PDF with /Rotate set on every page."""
    document = pypdfium2.PdfDocument(raw)
    for page in document:
        page.set_rotation(rotation)
    return _saved(document)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_is_read_in_the_direction_of_its_text(rotation: int) -> None:
    """A table on its side, with /Rotate or without, gives the same rows; its boxes lie on the page as it is shown."""
    plain = transcribe(pdf(STATEMENT), "a.pdf")
    found = transcribe(turned(pdf(STATEMENT), rotation), "a.pdf")
    assert rows(found) == rows(plain)
    page, box = found.pages[0], box_of(found, "卫生健康支出")
    assert (page.width > page.height) == (rotation != 180)
    assert 0 < box.left < box.right < page.width
    assert 0 < box.top < box.bottom < page.height
    assert (box.bottom - box.top > box.right - box.left) == (rotation != 180)


def test_a_turned_page_that_is_shown_upright_is_read_upright() -> None:
    """A landscape table drawn on its side and turned by /Rotate."""
    found = transcribe(turned(pdf(f"#rotate(-90deg, reflow: true)[#block(width: 22cm)[{STATEMENT}]]", _UPRIGHT), 90), "a.pdf")
    box = box_of(found, "卫生健康支出")
    assert rows(found) == rows(transcript(STATEMENT))
    assert box.right - box.left > box.bottom - box.top


def test_the_crop_box_cuts_off_what_is_not_shown() -> None:
    document = pypdfium2.PdfDocument(pdf("#place(dx: 0pt, dy: 600pt)[下方文字不显示]#place(dx: 0pt, dy: 0pt)[上方文字显示]", _UPRIGHT))
    document[0].set_cropbox(50, 500, 500, 842)
    found = transcribe(_saved(document), "a.pdf")
    assert prose(found) == ["上方文字显示"]
    assert found.pages[0].height == pytest.approx(342, abs=0.2)
    assert box_of(found, "上方").left == pytest.approx(70.87 - 50, abs=1)


def test_hidden_text_is_not_read() -> None:
    found = transcript("决算数12.00万元#text(fill: white)[白色的99.00万元]\n\n#block(fill: navy, inset: 3pt)[#text(fill: white)[表头白字]]")
    assert prose(found) == ["决算数12.00万元", "表头白字"]


def test_invisible_text_is_not_read() -> None:
    """As text recognition puts it under a picture: render mode 3."""
    found = transcribe(written_pdf(b"BT /F1 12 Tf 72 700 Td (visible 12.00) Tj 0 -20 Td 3 Tr (invisible 99.00) Tj ET"), "a.pdf")
    assert prose(found) == ["visible 12.00"]


def test_a_watermark_across_the_page_is_not_read() -> None:
    found = transcript(f"#place(dx: 3cm, dy: 3cm, rotate(-40deg, text(size: 30pt, fill: gray)[内部资料不得外传]))\n{STATEMENT}")
    assert rows(found) == rows(transcript(STATEMENT))
    assert prose(found) == ["收入决算表", "单位：万元"]


def test_oblique_letters_are_read() -> None:
    found = transcribe(written_pdf(b"BT /F1 12 Tf 1 0 0.33 1 72 700 Tm (oblique) Tj ET"), "a.pdf")
    assert prose(found) == ["oblique"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    found = transcript("#place(dx: 0pt)[一、收入决算 1122.33]#place(dx: 0.3pt)[一、收入决算 1122.33]", _UPRIGHT)
    assert prose(found) == ["一、收入决算1122.33"]


def test_a_page_that_is_a_picture_is_said_to_be_one() -> None:
    found = transcript(
        f"第一页有文字\n#pagebreak()\n#image(bytes({_quoted(_png())}), width: 100%, height: 100%)\n#pagebreak()\n第三页有文字"
    )
    ((part),) = found.unread
    assert part.why == "第 2 页是图片，没有文字层，未核对"
    (piece,) = found.lines[part.line - 1].pieces
    assert getattr(piece.place, "page", 0) == 2
    assert prose(found) == ["第一页有文字", "第三页有文字"]


def test_a_large_picture_beside_text_is_said_to_be_unread_and_a_background_is_not() -> None:
    picture = f'image(bytes({_quoted(_png())}), width: 12cm, height: 14cm, fit: "stretch")'
    beside = transcript(f"这一页的表格是图片，文字只有这一行说明，够二十个字。\n#{picture}")
    assert [part.why for part in beside.unread] == ["第 1 页有较大的图片，图片中的内容未核对"]
    behind = transcript(f"#place({picture})这一页的图片是背景，文字印在图片的上面，够二十个字。")
    assert not behind.unread


def test_a_document_of_pictures_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match=r"全部页面都是图片.*文字识别"):
        transcript(f"#image(bytes({_quoted(_png())}), width: 100%, height: 100%)")


def test_running_titles_and_page_numbers_are_no_text() -> None:
    head = (
        _UPRIGHT
        + "#set page(header: align(center)[某市医疗保障局2024年度部门决算], footer: context align(center)[— #counter(page).display() —])\n"
        + "#set par(first-line-indent: (amount: 2em, all: true))\n"
    )
    found = transcript("第一页正文\n#pagebreak()\n第二页正文\n#pagebreak()\n第三页正文", head)
    assert prose(found) == ["第一页正文", "第二页正文", "第三页正文"]


def test_captions_repeated_at_the_top_of_pages_stay() -> None:
    page = "#align(right)[单位：万元]\n#table(columns: 2, [科目], [金额])"
    found = transcript("#pagebreak()".join([page] * 4))
    assert prose(found) == ["单位：万元"] * 4


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"%PDF-1.7\nnothing of a PDF", "已损坏或不完整"),
        (pdf("正文")[:900], "已损坏或不完整"),
    ],
)
def test_a_damaged_file_is_refused_in_chinese(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        formats.transcribe(raw, "a.pdf")


def test_a_pdf_is_known_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "决算.txt"
    file.write_bytes(b"\r\n" + pdf(STATEMENT))
    assert read_file(file).statements[0].statement == "income"


def _png() -> bytes:
    """A grey picture as large as a page shows it, with no words in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows_of = b"".join(b"\0" + bytes([120]) * 20 for _ in range(30))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 20, 30, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows_of))
        + chunk(b"IEND", b"")
    )


def _quoted(raw: bytes) -> str:
    return "(" + ", ".join(str(byte) for byte in raw) + ",)"
