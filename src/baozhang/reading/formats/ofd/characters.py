"""Characters of an OFD text object (TextCode): each at its place, by the gaps the file gives, or by the width of its kind."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.markup import attribute, children
from baozhang.reading.formats.ofd.structure import figures, millimetres
from baozhang.reading.formats.paged.geometry import Glyph
from baozhang.reading.formats.writing import one_line

if TYPE_CHECKING:
    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.paged.geometry import Affine

_NARROW: Final = 0.5
"""Width of a figure or letter as a part of the type size, where the file does not give it."""
_USUAL_SIZE: Final = 3.7
"""Millimetres; number five type."""
_CHINESE: Final = 0x2E80


def characters_of(text: Element, place: Affine) -> list[Glyph]:
    """The visible characters of a text object; `place` leads from its coordinates to those of the page as read."""
    size = _first(attribute(text, "Size"), _USUAL_SIZE)
    scale = _first(attribute(text, "HScale"), 1.0)
    points = abs(place.d) * size or abs(place.b) * size
    glyphs: list[Glyph] = []
    x = y = 0.0
    for code in children(text, "TextCode"):
        words = (code.text or "").replace("\n", "").replace("\r", "")
        x, y = _first(attribute(code, "X"), x), _first(attribute(code, "Y"), y)
        across, down = gaps(attribute(code, "DeltaX"), len(words)), gaps(attribute(code, "DeltaY"), len(words))
        left, base = x, y
        for at, char in enumerate(words):
            width = (size if ord(char) >= _CHINESE else _NARROW * size) * scale
            step = across[at] if at < len(across) else 0.0 if down else width
            if ord(char) < _CHINESE and 0 < step <= size:
                width = step
            if not char.isspace():
                glyphs.append(_glyph(char, (left, base, width), place, points))
            left += step
            base += down[at] if at < len(down) else 0.0
    return glyphs


def _glyph(char: str, where: tuple[float, float, float], place: Affine, size: float) -> Glyph:
    left, base, width = where
    (x0, y), (x1, _) = place.point(left, base), place.point(left + width, base)
    return Glyph(one_line(char) if char == "|" else "＜" if char == "<" else char, min(x0, x1), max(x0, x1), y, size)


def _first(text: str | None, default: float) -> float:
    """The first figure of an attribute."""
    numbers = figures(text)
    return numbers[0] if numbers else default


def gaps(text: str | None, most: int) -> list[float]:
    """The distances between characters, `g n v` standing for n times v; at most as many as there are characters.

    >>> gaps("4.2 g 3 2.1 4", 9)
    [4.2, 2.1, 2.1, 2.1, 4.0]
    """
    tokens = iter((text or "").split())
    found: list[float] = []
    for token in tokens:
        if len(found) >= most:
            break
        if token == "g":  # noqa: S105  # the mark of a run, no secret
            count = next(tokens, "")
            value = millimetres(next(tokens, ""))
            times = int(count) if count.isascii() and count.isdigit() and len(count) < 8 else 0
            found.extend(repeat(value or 0.0, min(times, most - len(found))))
        elif (value := millimetres(token)) is not None:
            found.append(value)
    return found
