"""Characters to printed lines: what shares a baseline, from left to right, with a blank where the gap is wide enough to be one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.geometry import Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.reading.formats.paged.geometry import Glyph

_DRIFT: Final = 0.4
"""How far the baselines of one line may differ, as a part of the type size."""
_LEAST_DRIFT: Final = 2.0
"""Baselines nearer than this are one, in points."""
_ASCENT: Final = 0.9
_DESCENT: Final = 0.2
"""Reach of the characters above and below the baseline, as parts of their size."""
_USUAL_SIZE: Final = 10.0
_WORD_GAP: Final = 0.22
"""Gap between two words in letters or figures, as a part of the type size."""
_WIDE_GAP: Final = 0.55
"""Gap that is a blank between any two characters."""
_COPY: Final = 0.35
"""A character that lies on an equal one, moved by less than this part of its width, is printed twice to look bold."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line: its characters from left to right, and the text with blanks. `size` is the height of the type in points."""

    glyphs: tuple[Glyph, ...]
    text: str
    area: Area
    base: float
    size: float

    def parts(self, gap: float) -> list[PrintedLine]:
        """The line cut wherever a gap is wider than that many points."""
        cuts = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(self.glyphs)) if other.left - one.right > gap), len(self.glyphs)]
        return [self] if len(cuts) == 2 else [_line(self.glyphs[one:other]) for one, other in pairwise(cuts)]


def printed_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The printed lines of some characters from top to bottom; what stands on its side is one line, in the order it was written."""
    every = list(glyphs)
    lines: list[list[Glyph]] = []
    for glyph in sorted((glyph for glyph in every if not glyph.turned), key=lambda glyph: glyph.base):
        if lines and glyph.base - lines[-1][0].base <= max(_LEAST_DRIFT, _DRIFT * min(glyph.size, lines[-1][0].size)):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    upright = [_line(_once(sorted(line, key=lambda glyph: glyph.left))) for line in lines]
    aside = [glyph for glyph in every if glyph.turned]
    return sorted([*upright, _line_aside(aside)], key=lambda line: line.area.top) if aside else upright


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without the copies printed over them."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = kept[-3:]
        if any(one.char == glyph.char and glyph.left - one.left < _COPY * (one.right - one.left) for one in near):
            continue
        kept.append(glyph)
    return kept


def _line(glyphs: Sequence[Glyph]) -> PrintedLine:
    sizes = [glyph.size for glyph in glyphs if glyph.size]
    size = max(median(sizes), 1.0) if sizes else _USUAL_SIZE
    base = glyphs[0].base
    area = Area(glyphs[0].left, base - _ASCENT * size, max(glyph.right for glyph in glyphs), base + _DESCENT * size)
    return PrintedLine(tuple(glyphs), spaced(glyphs, size), area, base, size)


def _line_aside(glyphs: Sequence[Glyph]) -> PrintedLine:
    top, bottom = min(glyph.base - glyph.size for glyph in glyphs), max(glyph.base for glyph in glyphs)
    area = Area(min(glyph.left for glyph in glyphs), top, max(glyph.right for glyph in glyphs), bottom)
    size = median(max(glyph.size, glyph.right - glyph.left) for glyph in glyphs)
    return PrintedLine(tuple(glyphs), "".join(glyph.char for glyph in glyphs), area, bottom, max(size, 1.0))


def spaced(glyphs: Sequence[Glyph], size: float) -> str:
    """The text of a line, with a blank where the gap is wide enough for one."""
    text = [glyphs[0].char]
    for one, other in pairwise(glyphs):
        gap = other.left - one.right
        if gap > _WORD_GAP * size and (gap > _WIDE_GAP * size or (is_narrow(one.char) and is_narrow(other.char))):
            text.append(" ")
        text.append(other.char)
    return "".join(text)


def is_narrow(char: str) -> bool:
    """Whether a character is written in words parted by blanks: a letter or figure of ASCII."""
    return char.isascii() and char.isalnum()


def joined(before: str, after: str) -> str:
    """Two printed lines of one text put together: a blank only between two words in letters.

    >>> joined("机关事业单位基本养老", "保险缴费支出"), joined("DRG payment", "reform"), joined("12,345,", "678.90")
    ('机关事业单位基本养老保险缴费支出', 'DRG payment reform', '12,345,678.90')
    """
    letters = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if letters else before + after
