"""Printed lines cut at their gaps: the words and figures that may be cells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.printed import spaced
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.reading.formats.paged.geometry import Glyph
    from baozhang.reading.formats.paged.printed import PrintedLine

_GAP: Final = 0.45
"""Gap between two fragments, in type sizes; a blank between two words is narrower."""
_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—]{1,2}")
_AMOUNT: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_ENDS: Final = re.compile(r"\d\.\d\d(?=[-\d])")
_BLANK: Final = 0.15
_SPREAD: Final = frozenset(
    ("合计", "总计", "小计", "项目", "收入", "支出", "栏次", "行次", "编码", "代码", "名称", "科目", "金额", "备注", "单位", "部门", "类别")
)
"""Words that are printed with their two characters far apart to fill a cell."""
_SPREAD_WIDTH: Final = 8.0
"""How far, in type sizes."""


class Fragment(NamedTuple):
    """A part of a printed line between two gaps: its edges in points, and whether it is a figure (a code or a dash is one, too).

    `base` is its own baseline: cells that are level with each other by their middles stand a little off the line they are read in.
    """

    left: float
    right: float
    text: str
    figure: bool = False
    base: float = 0.0

    @property
    def middle(self) -> float:
        """Half way between the edges."""
        return (self.left + self.right) / 2

    @property
    def amount(self) -> bool:
        """Whether it is a figure with thousands separators or decimals."""
        return self.figure and bool(_AMOUNT.fullmatch(fold(self.text)))


class CutLine(NamedTuple):
    """A printed line and its fragments from left to right; `overprinted` when figures lie on each other."""

    line: PrintedLine
    fragments: tuple[Fragment, ...]
    overprinted: bool = False

    @property
    def counted(self) -> bool:
        """Whether the line has a figure that a table may be made of."""
        return any(one.figure for one in self.fragments) and (len(self.fragments) > 1 or self.fragments[0].amount)


def cut(line: PrintedLine) -> CutLine:
    """A printed line cut at its gaps."""
    glyphs, gap = line.glyphs, _GAP * line.size
    cuts = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(glyphs)) if other.left - one.right > gap), len(glyphs)]
    cuts = sorted({*cuts, *_between_figures(glyphs, line)})
    fragments = tuple(_spread_words([_fragment(glyphs[one:other], line.size) for one, other in pairwise(cuts)], line.size))
    return CutLine(line, fragments, any(_lie_on_each_other(one, other) for one, other in pairwise(glyphs)))


def _between_figures(glyphs: Sequence[Glyph], line: PrintedLine) -> list[int]:
    """Where a blank parts two figures with their two decimals; columns may be narrow."""
    if line.text.count(".") < 2:
        return []
    text = "".join(glyph.char for glyph in glyphs)
    return [
        at
        for at in (found.end() for found in _ENDS.finditer(text))
        if at < len(glyphs) and glyphs[at].left - glyphs[at - 1].right > _BLANK * line.size
    ]


def _lie_on_each_other(one: Glyph, other: Glyph) -> bool:
    return other.left - one.right < _OVERLAP * (one.left - one.right) and one.char.isdigit() and other.char.isdigit()


def _fragment(glyphs: Sequence[Glyph], size: float) -> Fragment:
    text = spaced(glyphs, size)
    figure = len(text) < _LONGEST_FIGURE and bool(_FIGURE.fullmatch(fold(text).replace(" ", "")))
    return Fragment(glyphs[0].left, max(glyph.right for glyph in glyphs), text, figure, glyphs[0].base)


_LONGEST_FIGURE: Final = 24
_OVERLAP: Final = 0.3
"""Figures that lie on each other by more than this part of their width cannot be told apart."""


def _spread_words(fragments: Sequence[Fragment], size: float) -> Iterable[Fragment]:
    """The fragments, single characters that are one word printed wide put together."""
    at = 0
    while at < len(fragments):
        one = fragments[at]
        other = fragments[at + 1] if at + 1 < len(fragments) else None
        if other and fold(one.text + other.text) in _SPREAD and other.left - one.right <= _SPREAD_WIDTH * size:
            yield Fragment(one.left, other.right, one.text + other.text, base=one.base)
            at += 2
        else:
            yield one
            at += 1
