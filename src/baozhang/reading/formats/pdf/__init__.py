"""PDF: characters and ruling lines of every page to a transcript, with the box of every cell and printed line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.pdf.guarded import guarded
from baozhang.reading.formats.pdf.opening import opened, opened_page
from baozhang.reading.formats.pdf.suspicion import suspicious

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.content import PageContent
    from baozhang.reading.formats.transcript import Transcript

__all__ = ["transcribe"]

_SECONDS: Final = 120
"""Computing time for a suspicious file."""
_REMNANT: Final = 0.25
"""Pages with a text for each garbled one up to which the document is garbled: a page number or a blank form is taken for a text."""


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a PDF file; InputError when it is encrypted, damaged, too large, or has pictures only.

    A file that looks as if it could expand or loop is read in a process of its own, within bounds.
    """
    return guarded(transcribe_here, raw, file, _SECONDS) if suspicious(raw) else transcribe_here(raw, file)


def transcribe_here(raw: bytes, file: str) -> Transcript:
    """The same in this process."""
    from baozhang.reading.formats.paged.writing import transcript_of  # noqa: PLC0415
    from baozhang.reading.formats.pdf.page import read_page  # noqa: PLC0415  # pdfium loads only when a PDF comes

    pages: list[PageContent] = []
    with opened(raw, file) as document:
        for index in range(len(document)):
            before = pages[-1] if pages else None
            with opened_page(document, index, file) as page:
                pages.append(read_page(page, index + 1, file, before))
    if sum(bool(page.items) for page in pages) <= _REMNANT * sum(page.garbled for page in pages):
        raise InputError(file, _why_nothing(pages), "请用原来的 Word、Excel 文件另存为 PDF，或先用文字识别软件转成有文字的文件后再检查。")
    return transcript_of(pages, "PDF 文件")


def _why_nothing(pages: Sequence[PageContent]) -> str:
    if any(page.garbled for page in pages):
        return "字体没有注明文字编码，取不出文字（复制出来是乱码）"
    return "全部页面都是图片，没有文字层" if any(page.unread for page in pages) else "PDF 文件里没有文字"
