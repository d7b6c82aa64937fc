"""What a page prints around its text: page numbers and running titles. They belong to no paragraph and no table."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.model import Line
from baozhang.reading.tables import is_row

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKED_PAGE_NUMBER: Final = re.compile(
    r"[-·~_]+ ?\d{1,4} ?[-·~_]+|第 ?\d{1,4} ?页(?:[,/ ]*(?:共|总) ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}页?|(?:page|PAGE|Page) ?\d{1,4}"
)
"""A line that is nothing but a page number and says so."""
_BARE: Final = re.compile(r"\d{1,3}")
_CAPTION: Final = re.compile(r"表$|公开\s*\d+|单位|部门[:：]|万元|[。;:]$")
_SHORTEST_PAGE: Final = 8
"""Lines between two bare page numbers; closer numbers are cells of a table printed one to a line."""
_TITLE_LENGTH: Final = 42
_TITLE_TIMES: Final = 3


def without_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with page numbers and running titles emptied, their numbers kept."""
    dropped = _page_numbers(lines)
    if dropped:
        dropped |= _running_titles(lines, dropped)
    dropped |= _titles_in_tables(lines, dropped)
    return tuple(Line(line.number, "", "") if at in dropped else line for at, line in enumerate(lines)) if dropped else tuple(lines)


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Indexes of page numbers: marked as such, or bare numbers alone on a line that count the pages one by one."""
    likely = [at for at, line in enumerate(lines) if (line.text[:1].isdigit() or line.text.startswith(_BEGINS)) and "\t" not in line.source]
    marked = {at for at in likely if MARKED_PAGE_NUMBER.fullmatch(lines[at].text)}
    bare = [at for at in likely if _BARE.fullmatch(lines[at].text) and _alone(lines, at)]
    counting = {
        at
        for one, other in pairwise(bare)
        if int(lines[other].text) - int(lines[one].text) == 1 and other - one >= _SHORTEST_PAGE
        for at in (one, other)
    }
    return marked | counting


_BEGINS: Final = ("-", "·", "~", "_", "第", "p", "P")
"""With what a page number begins that does not begin with a figure."""


def _alone(lines: Sequence[Line], at: int) -> bool:
    """Whether a line has a blank on at least one side; a line cut inside a figure has words on both."""
    before = at == 0 or not lines[at - 1].text
    behind = at + 1 == len(lines) or not lines[at + 1].text
    return before and behind


def _running_titles(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Indexes of one and the same short line that stands next to page numbers again and again."""
    beside = [at for number in sorted(numbers) for at in (_next(lines, number, -1), _next(lines, number, 1)) if at is not None]
    likely = [at for at in dict.fromkeys(beside) if at not in numbers and _may_be_title(lines[at])]
    times = Counter(lines[at].text for at in likely)
    return {at for at in likely if times[lines[at].text] >= _TITLE_TIMES}


def _titles_in_tables(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Indexes of the title of the document where it stands between two rows, or a row and a page number, again and again."""
    likely = [at for at, line in enumerate(lines) if line.text.endswith(_TITLE_ENDS) and _may_be_title(line) and _TITLE.search(line.text)]
    times = Counter(lines[at].text for at in likely)
    often = [at for at in likely if times[lines[at].text] >= _TITLE_TIMES]
    beside = {at: [place for step in (-1, 1) if (place := _next(lines, at, step)) is not None] for at in often}
    return {at for at, places in beside.items() if len(places) > 1 and all(place in numbers or is_row(lines[place]) for place in places)}


_TITLE_ENDS: Final = ("公开", "决算", "预算", "说明", "报告")
_TITLE: Final = re.compile(r"^[^#(（].{3,}(?:决算|预算)")


def _may_be_title(line: Line) -> bool:
    """Whether a line is short, no caption and no row of a table."""
    return (
        len(line.text) <= _TITLE_LENGTH
        and not _CAPTION.search(line.text)
        and "\t" not in line.source
        and not line.text.startswith(("|", "<"))
    )


def _next(lines: Sequence[Line], at: int, step: int) -> int | None:
    """The next line with words before (-1) or behind (1) a line, a few blank lines away at most."""
    for distance in range(1, 4):
        place = at + step * distance
        if not 0 <= place < len(lines):
            return None
        if lines[place].text:
            return place
    return None
