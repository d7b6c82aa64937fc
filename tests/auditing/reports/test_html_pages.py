"""The HTML report of a PDF: its pages with the places of the findings drawn over them, linked both ways."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.reports.html import write_html
from baozhang.auditing.reports.html_pages import PageBudget, pages_view
from baozhang.auditing.reports.page_images import page_images
from baozhang.auditing.rule import load_rules
from baozhang.reading import read_file
from tests.auditing.reports.test_annotated_pdf import MARKUP
from tests.reading.formats.pdf.printing import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit

_COLOURED = "#rect(width: 5cm, height: 5cm, fill: red)"


@pytest.fixture(name="audit")
def _audit(tmp_path: Path) -> DocumentAudit:
    file = tmp_path / "决算.pdf"
    file.write_bytes(pdf(MARKUP + "#pagebreak()" + _COLOURED + "第三页"))
    (audit,) = evaluate([read_file(file)], load_rules())
    return audit


def page_of(audit: DocumentAudit) -> str:
    out = io.StringIO()
    write_html([audit], out)
    return out.getvalue()


def pixels(png: bytes) -> tuple[int, int, int]:
    """Width, height and the number of bytes that the unpacked rows of a PNG have."""
    width, height = struct.unpack(">II", png[16:24])
    size = struct.unpack(">I", png[33:37])[0]
    return width, height, len(zlib.decompress(png[41 : 41 + size]))


def test_the_pages_are_shown_instead_of_the_lines(audit: DocumentAudit) -> None:
    page = page_of(audit)
    assert page.count("<figure") == 3
    assert "img-src data:" in page
    assert 'id="d1-L1"' not in page
    images = re.findall(r'href="data:image/png;base64,([^"]+)"', page)
    assert len(images) == 3
    for image in images:
        width, height, _ = pixels(base64.b64decode(image))
        assert abs(width - 595 * 1.75) <= 2
        assert abs(height - 842 * 1.75) <= 2


def test_every_place_of_a_finding_leads_to_its_frame_and_back(audit: DocumentAudit) -> None:
    page = page_of(audit)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert set(targets) <= set(ids)
    for number, finding in enumerate(audit.findings, start=1):
        card = page[page.index(f'id="d1-f{number}"') :].split("</article>")[0]
        placed = [place for place in finding.evidence if place.original]
        assert card.count('href="#d1-b') == len(placed)
    assert re.search(r'<a class="m e" id="d1-b\d+" href="#d1-f1"><title>错误 1：', page)


def test_frames_lie_on_the_words_they_speak_of(audit: DocumentAudit) -> None:
    """The words under the frame of the wrong total, asked of the PDF itself."""
    page = page_of(audit)
    figure = page[page.index('id="d1-p2"') :].split("</figure>")[0]
    (found,) = [
        one
        for one in re.findall(r"<title>([^<]*)</title><rect x=\"([\d.]+)\" y=\"([\d.]+)\" width=\"([\d.]+)\" height=\"([\d.]+)\"", figure)
        if "108.00" in one[0]
    ]
    left, top, width, height = map(float, found[1:])
    document = pypdfium2.PdfDocument(audit.document.about.file)
    words = document[1].get_textpage().get_text_bounded(left, 841.89 - top - height, left + width, 841.89 - top)
    document.close()
    assert "108.00" in words


def test_a_file_that_is_gone_is_shown_as_text(audit: DocumentAudit, tmp_path: Path) -> None:
    (tmp_path / "决算.pdf").unlink()
    page = page_of(audit)
    assert "<figure" not in page
    assert 'id="d1-L1"' in page


def test_without_room_only_the_frames_are_drawn(audit: DocumentAudit) -> None:
    view = pages_view(audit, "d1-", PageBudget(left=1))
    assert view is not None
    shown = "".join(view.render())
    assert "data:image" not in shown
    assert "<rect" in shown
    assert "第 3 页<span>没有问题，未附图</span>" in shown


def test_grey_pages_take_half_a_byte_and_coloured_ones_keep_their_colour(audit: DocumentAudit) -> None:
    grey, _, coloured = page_images(audit.document, frozenset({1, 2, 3}), 10_000_000)
    width, height, size = pixels(grey.png)
    assert size == height * (width // 2 + 1)
    width, height, size = pixels(coloured.png)
    assert size == height * (3 * width + 1)
    rows = np.frombuffer(zlib.decompress(coloured.png[41:-16]), np.uint8).reshape(height, 3 * width + 1)[:, 1:].reshape(height, width, 3)
    assert (rows == np.array([255, 65, 54], np.uint8)).all(axis=2).any()
