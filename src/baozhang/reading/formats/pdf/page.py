"""One page of a PDF: its tables and printed lines in reading order, or why it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw as pdfium

from baozhang.reading.formats.paged.content import PageContent, page_content, picture_page
from baozhang.reading.formats.paged.geometry import Frame, frame_of
from baozhang.reading.formats.pdf.drawing import Scanner, rulings
from baozhang.reading.formats.pdf.glyphs import Text, text_of

if TYPE_CHECKING:
    from baozhang.reading.formats.pdf.drawing import Drawing

_UNKNOWN: Final = 0.3
"""Part of the characters without a meaning above which a page cannot be read."""


def read_page(page: Any, number: int, file: str, before: tuple[float, ...] = ()) -> PageContent:  # noqa: ANN401  # pypdfium2 ships no types
    """The content of a page (a pypdfium2 page). `before`: the column lines of the table that may go on here."""
    frame = _frame(page, number)
    drawing = Scanner(file, number).scan(page.raw)
    text_page = page.get_textpage()
    try:
        text, frame = text_of(text_page.raw, drawing, frame, file)
    finally:
        text_page.close()
    return _unread(text, drawing, frame) or page_content(frame, text.glyphs, rulings(drawing, frame.reading), before)


def _frame(page: Any, number: int) -> Frame:  # noqa: ANN401
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box):
        width, height = page.get_size()
        return frame_of(number, (0, 0, width, height), 0)
    return frame_of(number, (box.left, box.bottom, box.right, box.top), page.get_rotation())


def _unread(text: Text, drawing: Drawing, frame: Frame) -> PageContent | None:
    """The content of a page that cannot be read; None for one that can."""
    if text.unknown > _UNKNOWN * (len(text.glyphs) + text.unknown):
        return PageContent(frame, (), f"第 {frame.number} 页的字体没有注明文字编码，取不出文字，未核对")
    return picture_page(frame, len(text.glyphs), drawing.pictures)
