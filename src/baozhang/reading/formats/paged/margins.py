"""What pages print around their text: running titles, page numbers, the address and the date that a browser adds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.printed import PrintedLine
from baozhang.reading.furniture import MARKED_PAGE_NUMBER
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.content import PageContent
    from baozhang.reading.formats.paged.tables import Table

_MARGIN: Final = 0.12
"""Part of a page's height, above and below, in which running lines stand."""
_TIMES: Final = 3
_BARE: Final = re.compile(r"[0-9]{1,4}")
_CAPTION: Final = re.compile(r"表$|公开\s*\d+|单位[:：]|部门[:：]|万元|[。;:]$")
"""What stands above table after table and belongs to each."""
_FIGURES: Final = re.compile(r"\d+")
_AFTER: Final = 2
"""Lines looked at from the edge of a page inwards."""


def running_lines(pages: Sequence[PageContent]) -> frozenset[int]:
    """The `id`s of the printed lines that belong to no text.

    They stand at the same height with the same words on page after page, or are numbers that count the pages.
    """
    beside = [(page, line) for page in pages for line in _at_edges(page)]
    drop = {id(line) for _, line in beside if MARKED_PAGE_NUMBER.fullmatch(fold(line.text))}
    drop |= _counting(beside)
    return frozenset(drop | _repeated(beside))


def _at_edges(page: PageContent) -> list[PrintedLine]:
    """The outermost lines in the margins; a line behind a table or further in is text."""
    _, height = page.frame.read_size
    head = [line for line in _lines_until_table(page.items) if line.base < _MARGIN * height]
    foot = [line for line in _lines_until_table(page.items[::-1]) if line.base > (1 - _MARGIN) * height]
    return head + foot


def _lines_until_table(items: Sequence[Table | PrintedLine]) -> list[PrintedLine]:
    lines = takewhile(lambda item: isinstance(item, PrintedLine), items[:_AFTER])
    return [line for line in lines if isinstance(line, PrintedLine)]


def _counting(beside: Sequence[tuple[PageContent, PrintedLine]]) -> set[int]:
    """Bare numbers that run with the pages: the same distance between number and page on two pages at least."""
    folded = [(page.frame.number, fold(line.text), id(line)) for page, line in beside]
    numbers = [(page - int(text), line) for page, text, line in folded if _BARE.fullmatch(text)]
    times = Counter(distance for distance, _ in numbers)
    return {line for distance, line in numbers if times[distance] > 1}


def _repeated(beside: Sequence[tuple[PageContent, PrintedLine]]) -> set[int]:
    """Lines with the same words, figures aside, at the same height."""
    alike: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for _, line in beside:
        text = fold(line.text)
        if not _CAPTION.search(text):
            alike[_FIGURES.sub("0", text), round(line.base / 4)].append(id(line))
    return {line for lines in alike.values() if len(lines) >= _TIMES for line in lines}
