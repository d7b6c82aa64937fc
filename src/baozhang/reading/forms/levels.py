"""First and second level of indicators: merged cells are carried forward, and the second level decides the first."""

from __future__ import annotations

from typing import Final

from baozhang.reading.forms.folding import key, words
from baozhang.taxonomy.performance_words import performance_words


class Levels:
    """The levels in force while a table is read downwards."""

    def __init__(self) -> None:
        """No level yet."""
        self.level1 = ""
        self.level2 = ""

    def enter(self, first: str, second: str) -> tuple[str, str]:
        """Take the level cells of one row (possibly empty) and return the levels the row stands under."""
        first, second = _in_order(first, second)
        given = _canonical1(first)
        if second:
            self.level2 = performance_words().level2.get(key(second)) or words(second)
            self.level1 = given or self._head_of(self.level2)
        elif given:
            if performance_words().decides.get(self.level2) != given or self.level1 != given:
                self.level2 = ""
            self.level1 = given
        return self.level1, self.level2

    def _head_of(self, second: str) -> str:
        known = performance_words()
        decided = known.decides.get(second)
        if decided:
            return decided
        if second in known.level1 and self.level1 not in known.stays.get(second, _NOWHERE):
            return known.level1[second]
        return self.level1


_NOWHERE: Final[frozenset[str]] = frozenset()


def _canonical1(first: str) -> str:
    return performance_words().level1.get(key(first)) or words(first) if first else ""


def _in_order(first: str, second: str) -> tuple[str, str]:
    """A word printed in the wrong level column goes to its own level."""
    known = performance_words()
    if first and key(first) in known.level2 and key(first) not in known.level1:
        return "", second or first
    if second and not first and key(second) in known.level1 and key(second) not in known.level2:
        return second, ""
    return first, second


def completed(head: str, tail: str) -> str:
    """The level word of which a page break left `head` on one page and `tail` on the next, or empty.

    >>> completed("服务对象满意", "度指标"), completed("服务对象满意度", "度指标"), completed("数量指标", "度指标")
    ('服务对象满意度指标', '服务对象满意度指标', '')
    """
    known = performance_words()
    first, second = key(head), key(tail)
    if not first or not second:
        return ""
    joined = first + second
    if joined in known.level1 or joined in known.level2:
        return joined
    for overlap in range(1, min(len(first), len(second))):
        word = first + second[overlap:]
        if first.endswith(second[:overlap]) and (word in known.level1 or word in known.level2):
            return word
    return first if first.endswith(second) and (first in known.level1 or first in known.level2) else ""
