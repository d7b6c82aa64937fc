"""Automatic numbering as Word counts it, whatever the file that tells it: headings like 一、 and (一) are often only a place in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from baozhang.reading.formats.numerals import numeral

_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: `pattern` is what is printed, with `%1` for the number of the first level; `style` is a `w:numFmt`."""

    start: int
    style: str
    pattern: str
    spaced: bool
    plain: bool
    """Numbers of the levels above are printed in plain digits (w:isLgl)."""
    restart: int | None
    """The level (from 1) whose number restarts this one; None for any above, 0 for none."""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list: lists with the same `abstract` count together."""

    number: str
    abstract: str
    levels: dict[int, Level]
    started: dict[int, int]
    """Levels for which this list begins a count of its own (w:startOverride)."""


class Counts:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def next(self, one: NumberedList | None, at: int) -> str:
        """The number of the next paragraph at a level (from 0), with a blank where the list has one; empty when there is none."""
        level = one.levels.get(at) if one is not None else None
        if one is None or level is None:
            return ""
        counts = self._count(one, at)
        text = _PLACE.sub(lambda found: _printed(one, counts, int(found[1]) - 1, plain=level.plain), level.pattern)
        return text + " " if level.spaced and text else text

    def _count(self, one: NumberedList, place: int) -> dict[int, int]:
        """Count one on; deeper levels begin anew, and levels above that were passed over have begun.

        Lists made from one pattern count together unless one says that it starts itself.
        """
        counts = self._counts[one.abstract]
        if one.started and one.number not in self._begun:
            for at in one.started:
                counts.pop(at, None)
        self._begun.add(one.number)
        level = one.levels[place]
        counts[place] = counts[place] + 1 if place in counts else one.started.get(place, level.start)
        for at in range(place):
            if at in one.levels:
                counts.setdefault(at, one.started.get(at, one.levels[at].start))
        for at in [at for at in counts if at > place]:
            deeper = one.levels.get(at)
            if deeper is None or deeper.restart is None or (deeper.restart and place < deeper.restart):
                del counts[at]
        return counts


def _printed(one: NumberedList, counts: dict[int, int], at: int, *, plain: bool) -> str:
    level = one.levels.get(at)
    number = counts.get(at, level.start if level else 1)
    return numeral(number, "decimal" if plain or level is None else level.style)
