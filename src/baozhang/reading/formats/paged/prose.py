"""Printed lines to paragraphs: a full line goes on in the next one, if that is neither indented nor the start of an item."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.printed import PrintedLine
from baozhang.reading.paragraphs import starts_item
from baozhang.reading.text import compact, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.reading.formats.paged.content import PageContent
    from baozhang.reading.formats.paged.geometry import Frame

_SHORT_OF_FULL: Final = 1.8
"""A full line ends less than this many type sizes before the right margin, when the next begins with a Chinese character."""
_REACH: Final = 0.7
"""No line that ends before this part of the page's width is full."""
_INDENT: Final = 0.9
"""Indent of a first line, in type sizes; two characters are usual."""
_PITCH: Final = 2.9
"""Widest distance of two lines of one paragraph, in type sizes."""
_LOOSE: Final = 1.5
"""Widest distance of two lines of one paragraph, as a part of the usual one."""
_TIGHT: Final = 1.6
"""Distance of two lines, in type sizes, that never parts paragraphs."""
_ALIKE: Final = 0.25
"""How much the heights of two lines of one paragraph may differ."""
_CENTRED: Final = 8.0
"""How far the middle of a centred line may be from that of the measure, in points."""
_ENTRY: Final = re.compile(r"(?:[.…·]\s*){3,}\d*$|\s\d{1,3}$")
"""How an entry of a table of contents ends."""
_USUAL: Final = 0.1
"""Part of the lines that must share an edge for it to be the margin."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The left and right edge of the text on pages of one size, and the distance of lines by their type size, in points."""

    left: float
    right: float
    pitches: Mapping[int, float]

    def pitch(self, size: float) -> float:
        """The usual distance of lines of a type size; 0 where there are none."""
        return self.pitches.get(round(size), 0)


def measures(pages: Iterable[PageContent]) -> dict[tuple[int, int], Measure]:
    """The measure of every page size (in whole points), from the edges and distances that most lines share."""
    lines: defaultdict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
    pitches: defaultdict[tuple[int, int], defaultdict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        size = page_size(page.frame)
        lines[size].extend(item for item in page.items if isinstance(item, PrintedLine))
        for one, other in pairwise(page.items):
            if isinstance(one, PrintedLine) and isinstance(other, PrintedLine) and other.base - one.base > 1:
                pitches[size][round(other.size)].append(other.base - one.base)
    return {size: _measure(of_size, pitches[size]) for size, of_size in lines.items()}


def _measure(lines: Sequence[PrintedLine], pitches: Mapping[int, Sequence[float]]) -> Measure:
    left = _usual([line.area.left for line in lines], first=True)
    right = _usual([line.area.right for line in lines], first=False)
    return Measure(left, right, {size: _usual(of_size, first=True) for size, of_size in pitches.items()})


def page_size(frame: Frame) -> tuple[int, int]:
    """Width and height of a page as it is read, in whole points."""
    width, height = frame.read_size
    return round(width), round(height)


def _usual(edges: Sequence[float], *, first: bool) -> float:
    """The outermost edge (or the smallest distance) that enough lines share, within some points; 0 where there are none."""
    if not edges:
        return 0
    times = Counter(round(edge / 5) for edge in edges)
    shared = [place for place, count in times.items() if count + times[place + 1] + times[place - 1] >= max(2, _USUAL * len(edges))]
    outermost = (min if first else max)(shared or times)
    near = [edge for edge in edges if abs(edge / 5 - outermost) <= 1]
    return (min if first else max)(near)


@dataclass(frozen=True, slots=True)
class Placed:
    """A printed line with its page and the measure it is set in."""

    line: PrintedLine
    frame: Frame
    measure: Measure

    @property
    def indent(self) -> float:
        """How far the line begins behind the left margin, in type sizes."""
        return (self.line.area.left - self.measure.left) / self.line.size

    def full_before(self, line: Placed) -> bool:
        """Whether the first word of the next line would have found no room behind this one."""
        if self.line.area.right < _REACH * self.frame.read_size[0]:
            return False
        room = self.measure.right - self.line.area.right
        return room < _first_word(line.line) + _SHORT_OF_FULL * self.line.size and not _ENTRY.search(self.line.text)

    @property
    def middle(self) -> float:
        """The middle of the line, in points."""
        return (self.line.area.left + self.line.area.right) / 2


def _first_word(line: PrintedLine) -> float:
    """Width of the figures or letters that a line begins with; they are not parted over two lines."""
    width = 0.0
    for glyph in line.glyphs[:_LONGEST_WORD]:
        if not glyph.char.isascii():
            break
        width = glyph.right - line.area.left
    return width


_LONGEST_WORD: Final = 20


def goes_on(paragraph: Sequence[Placed], line: Placed) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    first, last = paragraph[0], paragraph[-1]
    if not _close(last, line):
        return False
    if not last.full_before(line):
        return False
    if _is_centred(line):  # a title that is as wide as the page allows; what is centred on the next page (目录) begins anew
        same_page = last.frame.number == line.frame.number
        return same_page and line.line.area.left > last.line.area.left and all(_on_axis(one) for one in (*paragraph, line))
    if _begins_item(first, line):
        return False
    if line.indent < _INDENT:
        return True
    hanging = len(paragraph) > 1 or _hangs(last, line)
    return hanging and abs(line.line.area.left - last.line.area.left) < line.line.size


def _hangs(first: Placed, line: Placed) -> bool:
    """Whether the second line of an item hangs behind its number."""
    return starts_item(compact(fold(first.line.text[:8]))) and line.line.area.left > first.line.area.left + line.line.size / 2


def _close(last: Placed, line: Placed) -> bool:
    """Whether a line is printed like the one before it and right below, or on top of the next page."""
    one, other = last.line.size, line.line.size
    alike = abs(one - other) <= _ALIKE * max(one, other)
    if last.frame.number != line.frame.number:
        return alike and last.measure == line.measure
    pitch = line.line.base - last.line.base
    return alike and pitch <= _PITCH * max(one, other) and pitch <= max(_LOOSE * line.measure.pitch(other), _TIGHT * max(one, other))


def _begins_item(first: Placed, line: Placed) -> bool:
    """Whether a line begins an item: by its number, unless the paragraph shows that items are indented and this line is not."""
    if not starts_item(compact(fold(line.line.text[:8]))):
        return False
    return not (first.indent >= _INDENT and line.indent < _INDENT / 2)


def _is_centred(placed: Placed) -> bool:
    """Whether a line stands in the middle of the measure with room on both sides."""
    area, measure = placed.line.area, placed.measure
    return _on_axis(placed) and min(area.left - measure.left, measure.right - area.right) > 2 * placed.line.size


def _on_axis(placed: Placed) -> bool:
    return abs(placed.middle - (placed.measure.left + placed.measure.right) / 2) < _CENTRED
