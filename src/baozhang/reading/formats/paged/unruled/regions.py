"""Which lines of a page are a performance form without lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.names import labels_form, names_indicators, names_part_of_form
from baozhang.reading.formats.paged.unruled.captions import is_title
from baozhang.reading.formats.paged.unruled.columns import united
from baozhang.reading.furniture import MARKED_PAGE_NUMBER
from baozhang.reading.paragraphs import NOTE
from baozhang.reading.text import compact, fold, unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.formats.paged.geometry import Frame
    from baozhang.reading.formats.paged.unruled.fragments import CutLine, Fragment

_PITCH: Final = 4.5
"""Widest distance of two lines of a form, in type sizes."""
_LEADING: Final = 1.6
"""Widest distance of two lines of one cell, in type sizes."""
_HEADER_PITCH: Final = 1.8
"""Widest distance of two lines of a header, in type sizes."""
_HEADER_LINES: Final = 3
"""Most lines over which the words of a header are wrapped."""
_INDENT: Final = 2.2
"""A line of words alone that begins nearer to the left edge of the form is prose, in type sizes."""
_LONGEST_LABEL: Final = 10
_HEADING: Final = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
"""How a heading begins."""
_BLANK: Final = 0.75
"""Gaps narrower than this, in type sizes, may be blanks of running words."""
_BETWEEN: Final = 1.05
"""A line nearer than this to the one below it stands between the lines of one row, in type sizes."""
_MARGIN: Final = 0.12
"""Part of the height of a page in which running titles stand."""


class Region(NamedTuple):
    """The lines of a form from `start` to before `end`; `header` is the last line of its header, -1 where it stands on another page.

    `ended`: whether its total is among them.
    """

    start: int
    header: int
    end: int
    ended: bool = False


def form_regions(lines: Sequence[CutLine], frame: Frame, *, goes_on: bool) -> list[Region]:
    """The forms of a page, from top to bottom. `goes_on`: whether the page before ended within one."""
    return list(_Regions(lines, frame.read_size[1], goes_on=goes_on).found())


def words_of(line: CutLine) -> list[str]:
    """The words of a line, as vocabularies have them."""
    return [unspaced(one.text) for one in line.fragments]


class _Regions:
    def __init__(self, lines: Sequence[CutLine], height: float, *, goes_on: bool) -> None:
        self._lines, self._height, self._goes_on = lines, height, goes_on
        self._words = [words_of(line) for line in lines]

    def found(self) -> Iterator[Region]:
        free = 0
        headers = self._headers()
        if self._goes_on:
            until = headers[0][0] if headers else len(self._lines)
            start = self._first()
            region = self._down(start, -1, min((line.fragments[0].left for line in self._lines[start : start + 3]), default=0.0), until)
            if region.end > start and (not headers or region.end < until or region.ended):
                yield region
                free = region.end
        for at, (first, last) in enumerate(headers):
            left = self._left_edge(first, last)
            start = self._start(first, free, left)
            until = headers[at + 1][0] if at + 1 < len(headers) else len(self._lines)
            region = self._down(start, last, left, until)
            yield region
            free = region.end
        start = self._head_alone(free)
        if start >= 0:
            left = self._lines[start].fragments[0].left
            while start > free and self._wraps(start - 1):
                start -= 1
            region = self._down(start, -1, left, len(self._lines))
            if region.end > start:
                yield region

    def _first(self) -> int:
        """The first line of a page below its running titles."""
        at = 0
        while at < min(2, len(self._lines) - 1) and self._running(at) and not self._near(at, at + 1, 2.5):
            at += 1
        return at

    def _running(self, at: int) -> bool:
        """Whether a line may be a running title or a page number: words alone in the margin."""
        place = self._lines[at].line.base / self._height
        return len(self._words[at]) == 1 and not _MARGIN < place < 1 - _MARGIN

    def _headers(self) -> list[tuple[int, int]]:
        """The first and the last line of every header of indicators."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(self._lines):
            end = self._header_end(at) if any("指" in word or "级" in word for word in self._words[at]) else 0
            if end:
                first, last = self._whole_header(at, end - 1, found[-1][1] if found else -1)
                found.append((first, last))
                at = last + 1
            else:
                at += 1
        return found

    def _header_end(self, at: int) -> int:
        if names_indicators(self._words[at]):
            return at + 1
        for end in range(at + 2, min(at + _HEADER_LINES, len(self._lines)) + 1):
            if not self._near(end - 2, end - 1, _HEADER_PITCH):
                break
            if names_indicators(_stacked(self._lines[at:end])):
                return end
        return 0

    def _whole_header(self, first: int, last: int, free: int) -> tuple[int, int]:
        """The header with the lines around it that hold the rest of words wrapped in it (一级指 | 标), level with its middle."""
        for above, below in ((1, 1), (2, 2), (0, 1)):
            top, foot = first - above, last + below
            if top <= free or foot >= len(self._lines) or not all(self._near(at, at + 1, _LEADING) for at in range(top, foot)):
                continue
            if _completes(self._lines[top : foot + 1], self._lines[first : last + 1]):
                return top, foot
        return first, last

    def _left_edge(self, first: int, last: int) -> float:
        near = [line for line in self._lines[max(0, first - 3) : last + 4] if len(line.fragments) > 1]
        return min((line.fragments[0].left for line in near), default=self._lines[first].fragments[0].left)

    def _near(self, upper: int, lower: int, most: float) -> bool:
        one, other = self._lines[upper].line, self._lines[lower].line
        return other.base - one.base <= most * max(one.size, other.size)

    def _stops(self, at: int, left: float) -> bool:
        """Whether a line stands outside any form: a title, a note, a page number, or prose."""
        line, words = self._lines[at], self._words[at]
        text = fold(line.line.text)
        if (self._running(at) and text.isdigit()) or NOTE.match(compact(text)) or MARKED_PAGE_NUMBER.fullmatch(text):
            return True
        gaps = [other.left - one.right for one, other in pairwise(line.fragments)]
        if max(gaps, default=0.0) > _BLANK * line.line.size:
            return False
        if is_title(words) and not names_part_of_form(words[0]):
            return True
        whole = "".join(words)
        outside = line.fragments[0].left < left + _INDENT * line.line.size
        if outside and _HEADING.match(whole):
            return True
        return outside and len(whole) > _LONGEST_LABEL and not names_part_of_form(whole)

    def _start(self, header: int, free: int, left: float) -> int:
        top = self._head_above(header, free)
        while top > free and self._near(top - 1, top, _PITCH) and not self._stops(top - 1, left):
            top -= 1
        while top < header and not self._begins(top):
            top += 1
        while top > free and self._wraps(top - 1):
            top -= 1
        return top

    def _head_above(self, header: int, free: int) -> int:
        """The line above a header that names the project, where nothing but a form can stand between; else the header itself.

        Goals are sentences: a line of them looks as prose does.
        """
        for at in range(header, free - 1, -1):
            if labels_form("project", self._words[at][0]):
                return at
            if at == free or not self._near(at - 1, at, _PITCH) or is_title(self._words[at]) or labels_form("total", self._words[at][0]):
                break
        return header

    def _wraps(self, at: int) -> bool:
        """Whether words alone in their line go on in the next, in the first row of a form."""
        if len(self._words[at]) > 1 or is_title(self._words[at]) or not self._near(at, at + 1, _LEADING):
            return False
        one = self._lines[at].fragments[0]
        between = self._near(at, at + 1, _BETWEEN)
        return between or any(abs(one.middle - other.middle) < one.right - one.left for other in self._lines[at + 1].fragments)

    def _begins(self, at: int) -> bool:
        """Whether a line may be the first of a form: it has a label, or words side by side."""
        return len(self._words[at]) > 1 or names_part_of_form(self._words[at][0])

    def _down(self, start: int, header: int, left: float, until: int) -> Region:
        """The form from a line on; it ends with its total, or before what stands outside it."""
        end = max(start, header + 1)
        while end < until:
            if (end > start and not self._near(end - 1, end, _PITCH)) or self._stops(end, left) or self._is_next(end, header):
                break
            if header != start - 1 and labels_form("total", self._words[end][0]) and (header >= 0 or self._goes_on):
                return Region(start, header, self._behind(end + 1, until), ended=True)
            end += 1
        return Region(start, header, end)

    def _behind(self, end: int, until: int) -> int:
        while end < until and self._near(end - 1, end, _PITCH) and labels_form("grade", self._words[end][0]):
            end += 1
        return end

    def _is_next(self, at: int, header: int) -> bool:
        return header >= 0 and at > header and labels_form("project", self._words[at][0])

    def _head_alone(self, free: int) -> int:
        """The first line of a form whose header is on the next page; -1 where there is none."""
        for at in range(free, len(self._lines)):
            words = self._words[at]
            if labels_form("project", words[0]) and len(words) in {1, 2, 4} and not names_indicators(words):
                titled = any(is_title(self._words[above]) and "绩效" in "".join(self._words[above]) for above in range(max(0, at - 4), at))
                if titled:
                    return at
        return -1


def _completes(lines: Sequence[CutLine], header: Sequence[CutLine]) -> bool:
    """Whether what stands around a header is in its columns, and is a header word together with what it has there.

    What it has there may be one as well (年度指标 | 值); where it always is, nothing is missing.
    """
    inside = {one for line in header for one in line.fragments}
    fragments = [one for line in lines for one in line.fragments]
    missing = False
    for left, right in united([(one.left, one.right) for one in fragments], lines[0].line.size):
        stack = [one for one in fragments if left <= one.left <= right]
        held = [one for one in stack if one in inside]
        if len(held) == len(stack):
            continue
        if not names_part_of_form(_words(stack)):
            return False
        missing = missing or not names_part_of_form(_words(held))
    return missing


def _words(fragments: Sequence[Fragment]) -> str:
    return unspaced("".join(one.text for one in fragments))


def _stacked(lines: Sequence[CutLine]) -> list[str]:
    """The words of some lines, those above each other put together."""
    fragments = [one for line in lines for one in line.fragments]
    columns = united([(one.left, one.right) for one in fragments], lines[0].line.size)
    return [_words([one for one in fragments if left <= one.left <= right]) for left, right in columns]
