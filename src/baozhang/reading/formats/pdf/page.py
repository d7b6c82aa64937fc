"""One page of a PDF: what is drawn on it, handed to the reading of pages, or why it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from baozhang.reading.formats.paged.content import PageContent, page_content, picture_page
from baozhang.reading.formats.pdf.drawing import Scanner, rulings
from baozhang.reading.formats.pdf.garbled import is_garbled
from baozhang.reading.formats.pdf.glyphs import Text, text_of
from baozhang.reading.formats.pdf.opening import page_frame

if TYPE_CHECKING:
    from baozhang.reading.formats.paged.geometry import Area, Frame

_UNKNOWN: Final = 0.3
"""Part of the characters without a meaning above which a page cannot be read."""


def read_page(page: Any, number: int, file: str, before: PageContent | None = None) -> PageContent:  # noqa: ANN401  # pypdfium2 ships no types
    """The content of a page (a pypdfium2 page). `before`: the page before, whose last table may go on here."""
    frame = page_frame(page, number)
    drawing = Scanner(file, number).scan(page.raw)
    text_page = page.get_textpage()
    try:
        text, frame = text_of(text_page.raw, drawing, frame, file)
    finally:
        text_page.close()
    pictures = [frame.reading.area(*area) for area in drawing.pictures]
    return _unread(text, pictures, frame) or page_content(frame, text.glyphs, rulings(drawing, frame.reading), before, pictures)


def _unread(text: Text, pictures: list[Area], frame: Frame) -> PageContent | None:
    """The content of a page that cannot be read; None for one that can."""
    if text.unknown > _UNKNOWN * (len(text.glyphs) + text.unknown) or is_garbled(glyph.char for glyph in text.glyphs):
        return PageContent(frame, (), f"第 {frame.number} 页的字体没有注明文字编码，取不出文字（复制出来是乱码），未核对", garbled=True)
    return picture_page(frame, len(text.glyphs), sum(area.size for area in pictures))
