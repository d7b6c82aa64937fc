"""Pages whose characters are not those that a reader sees: the font embeds their shapes and does not say, or says wrongly, which they are.

Such a page gives text, and none of it is Chinese: letters of a dozen scripts, rare ideographs, or punctuation alone. Read on, the document
would have no table and no error.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_HANZI_BYTES: Final = (range(0xB0, 0xF8), range(0xA1, 0xFF))
"""Rows and cells of the ideographs in GB/T 2312-1980, two levels, 6,763 in all: what official texts are written in but for names."""
_FOLDED: Final = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
"""Radicals and compatibility ideographs, which browsers print for ordinary ones."""
_MINORITY: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\ufb50-\ufdff\ufe70-\ufefc]")
"""Uyghur and Kazakh, Tibetan, Mongolian, Yi: a page in one of them is what it is printed as."""
_FIGURES: Final = frozenset("0123456789.,%-+()/:|｜ ")
"""What a page of figures alone consists of."""
_FEWEST: Final = 3
"""Letters and marks that say enough about a page: one or two may stand beside its figures."""
_STRANGE_PART: Final = 0.3
"""Part of the letters that a text in Chinese does not have."""
_MARKS_PART: Final = 0.4
"""Part of a page without any ideograph that marks make up only where they stand for something else."""


@cache
def _hanzi() -> frozenset[str]:
    rows, cells = _HANZI_BYTES
    return frozenset("".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells))


def is_garbled(characters: Iterable[str]) -> bool:
    """Whether the characters of a page, in any order, are no text in Chinese, nor in any language such documents are written in."""
    count = Counter[str]()
    for char, times in Counter(characters).items():
        count[_sort(char)] += times
    letters = count["hanzi"] + count["latin"] + count["strange"]
    if letters + count["marks"] < _FEWEST:
        return False
    marks_alone = not count["hanzi"] and count["marks"] > _MARKS_PART * (letters + count["marks"] + count["figures"])
    return marks_alone or count["strange"] > _STRANGE_PART * letters


def _sort(char: str) -> str:
    if char in _FIGURES:
        return "figures"
    if char.isascii():
        return "latin" if char.isalpha() else "marks"
    if char in _hanzi() or _FOLDED.match(char):
        return "hanzi"
    return "strange" if char.isalpha() and not _MINORITY.match(char) else "others"
