"""The characters of a page that a reader sees, with their boxes: blanks, hidden text and what lies off the page left out."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, replace
from math import pi
from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw as pdfium

from baozhang.errors import InputError
from baozhang.reading.formats.paged.geometry import Glyph

if TYPE_CHECKING:
    from baozhang.reading.formats.paged.geometry import Frame
    from baozhang.reading.formats.pdf.drawing import Drawing

MAX_CHARACTERS: Final = 200_000
"""Most characters of one page; a full page of the smallest print has some ten thousand."""
_WHITE: Final = 250
_INVISIBLE_MODES: Final = frozenset({3, 7})
_SMALLEST: Final = 1.0
"""Lowest text in points that a reader can see."""
_LEAST_SLANT: Final = 24
"""Degrees off the upright and the level from which on text is a watermark."""
_HYPHENS: Final = frozenset({0x02, 0xFFFE})
"""What pdfium gives for a hyphen at the end of a line."""
_WRITTEN: Final = {**dict.fromkeys(_HYPHENS, "-"), ord("|"): "｜", ord("<"): "＜"}
"""What is written for some characters: a bar or a tag would look like a table to the reading."""
_CHINESE: Final = 0x2E80
"""Characters from here on are as wide as the type is high."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page in the reading frame. `unknown` counts visible characters whose font does not say which they are."""

    glyphs: tuple[Glyph, ...]
    unknown: int
    hidden: int


class _Look:
    """How single characters look; asked only on pages where some text is hidden or turned."""

    def __init__(self, page: Any, drawing: Drawing) -> None:  # noqa: ANN401  # pypdfium2 ships no types
        self._page, self._fills = page, drawing.fills
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_refs = [ctypes.byref(one) for one in self._colour]

    def hidden(self, at: int, x: float, y: float) -> bool:
        """Whether a character draws nothing, or white on white. `x`, `y`: its middle in the PDF's own coordinates."""
        item = pdfium.FPDFText_GetTextObject(self._page, at)
        if item and pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE_MODES:
            return True
        if not pdfium.FPDFText_GetFillColor(self._page, at, *self._colour_refs):
            return False
        red, green, blue, alpha = (one.value for one in self._colour)
        return alpha == 0 or (min(red, green, blue) >= _WHITE and not any(fill.holds(x, y) for fill in self._fills))

    @staticmethod
    def angle_read_upright(frame: Frame) -> int:
        """The angle of the characters that stand upright in the reading frame."""
        return next(angle for angle in (0, 90, 180, 270) if _turn_for(frame, angle) == frame.turn)

    def slants(self, at: int) -> bool:
        """Whether a character stands aslant, as a watermark across the page does; letters made oblique lean less."""
        degrees = self._degrees(at) % 90
        return _LEAST_SLANT < degrees < 90 - _LEAST_SLANT

    def _degrees(self, at: int) -> int:
        angle: int = round(pdfium.FPDFText_GetCharAngle(self._page, at) * 180 / pi)
        return angle

    def angle(self, at: int) -> int:
        """The direction of a character in the PDF's own coordinates: clockwise, to the nearest right angle."""
        return round(self._degrees(at) / 90) % 4 * 90


def text_of(page: Any, drawing: Drawing, frame: Frame, file: str) -> tuple[Text, Frame]:  # noqa: ANN401
    """The visible text of a page (a raw pdfium text page) and the frame to read it in; InputError when there is too much of it."""
    count = pdfium.FPDFText_CountChars(page)
    if count > MAX_CHARACTERS:
        raise InputError(file, f"PDF 文件第 {frame.number} 页有 {count} 个字符，超过 {MAX_CHARACTERS} 个的上限", "请重新导出后再检查。")
    look = _Look(page, drawing)
    if drawing.turned or frame.rotation:
        frame = _turned_to_read(frame, look, count)
    return _visible(page, look, drawing, frame), frame


def _turned_to_read(frame: Frame, look: _Look, count: int) -> Frame:
    """The frame turned so that most of the text reads from left to right."""
    angles = Counter(look.angle(at) for at in range(0, count, max(1, count // 500)))
    angle = max(angles, key=lambda one: angles[one]) if angles else 0
    return replace(frame, turn=_turn_for(frame, angle))


def _turn_for(frame: Frame, angle: int) -> int:
    """How far a page as shown must be turned so that text at an angle reads from left to right."""
    shown = frame.shown  # maps an arrow that points along the text
    a, b = ((1, 0), (0, -1), (-1, 0), (0, 1))[angle // 90]
    along = round(shown.a * a + shown.c * b), round(shown.b * a + shown.d * b)
    return {(1, 0): 0, (0, 1): 270, (-1, 0): 180, (0, -1): 90}.get(along, 0)


def _visible(page: Any, look: _Look, drawing: Drawing, frame: Frame) -> Text:  # noqa: ANN401
    box = pdfium.FS_RECTF()
    box_ref = ctypes.byref(box)
    origin = ctypes.c_double(), ctypes.c_double()
    origin_refs = ctypes.byref(origin[0]), ctypes.byref(origin[1])
    to_reading = frame.reading
    width, height = frame.read_size
    glyphs: list[Glyph] = []
    unknown = hidden = 0
    upright = look.angle_read_upright(frame) if drawing.turned else None
    for at in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, at)
        if code <= 0x20 and code not in _HYPHENS and code:
            continue
        if code in {0xA0, 0x3000} or 0xD800 <= code < 0xE000:
            continue
        pdfium.FPDFText_GetLooseCharBox(page, at, box_ref)
        pdfium.FPDFText_GetCharOrigin(page, at, *origin_refs)
        left, top, right, bottom = to_reading.area(box.left, box.bottom, box.right, box.top)
        x, y = (left + right) / 2, (top + bottom) / 2
        off_page = not (0 <= x <= width and 0 <= y <= height) or max(right - left, bottom - top) < _SMALLEST
        if (
            off_page
            or (drawing.turned and look.slants(at))
            or (drawing.hidden and look.hidden(at, (box.left + box.right) / 2, (box.bottom + box.top) / 2))
        ):
            hidden += 1
        elif _is_unknown(code):
            unknown += 1
        else:
            char = _WRITTEN.get(code) or chr(code)
            if upright is not None and look.angle(at) != upright:
                glyphs.append(Glyph(char, left, right, bottom, bottom - top, turned=True))
                continue
            base = to_reading.point(origin[0].value, origin[1].value)[1]
            glyphs.append(Glyph(char, left, right, base, _size(code, right - left)))
    return Text(tuple(glyphs), unknown, hidden)


def _size(code: int, width: float) -> float:
    """Size of the type by the width of a character."""
    if 0x30 <= code <= 0x39:
        return 2 * width
    return width if code >= _CHINESE else 0


def _is_unknown(code: int) -> bool:
    """Whether a code says nothing about the character: none, private use, the replacement character."""
    return code in {0, 0xFFFD} or 0xE000 <= code <= 0xF8FF
