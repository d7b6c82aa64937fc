"""OFD, the national layout format (GB/T 33190-2016): the characters and ruling lines of its pages, read as those of a PDF are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.errors import InputError
from baozhang.reading.formats.ofd.drawing import Allowance, drawn
from baozhang.reading.formats.ofd.structure import pages_of
from baozhang.reading.formats.packages import Package
from baozhang.reading.formats.paged.content import PageContent, page_content, picture_page
from baozhang.reading.formats.paged.writing import transcript_of

if TYPE_CHECKING:
    from baozhang.reading.formats.transcript import Transcript

__all__ = ["transcribe"]


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of an OFD file; InputError when it is damaged, too large, or has pictures only."""
    pages: list[PageContent] = []
    allowance = Allowance(file)
    for number, page in enumerate(pages_of(Package(raw, file)), start=1):
        drawing = drawn(page, number, allowance)
        before = pages[-1] if pages else None
        picture = picture_page(drawing.frame, len(drawing.glyphs), drawing.pictures)
        pages.append(picture or page_content(drawing.frame, drawing.glyphs, (drawing.level, drawing.upright), before))
    if not any(page.items for page in pages):
        why = "全部页面都是图片，没有文字层" if any(page.unread for page in pages) else "OFD 文件里没有文字"
        raise InputError(file, why, "请用原来的 Word、Excel 文件检查，或先用文字识别软件转成有文字的文件。")
    return transcript_of(pages, "OFD 版式文件")
