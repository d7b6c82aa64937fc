"""Automatic numbering: headings like 一、 and (一) are often no characters of the document at all, only a place in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.docx.numerals import numeral
from baozhang.reading.formats.markup import attribute, child, children, whole

if TYPE_CHECKING:
    from baozhang.reading.formats.docx.styles import ListPlace, Styles
    from baozhang.reading.formats.markup import Element

_PLACE: Final = re.compile(r"%([1-9])")
_DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str
    spaced: bool
    plain: bool
    """Numbers of the levels above are printed in plain digits (w:isLgl)."""
    restart: int | None
    """The level (from 1) whose number restarts this one; None for any above, 0 for none."""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    started: dict[int, int]
    """Levels for which this list begins a count of its own (w:startOverride)."""


class Numbering:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, root: Element, styles: Styles) -> None:
        """`root` is the part numbering.xml, or None."""
        self._styles = styles
        self._abstract = {attribute(each, "abstractNumId") or "": each for each in children(root, "abstractNum")}
        self._numbers = {attribute(each, "numId") or "": each for each in children(root, "num")}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def next(self, properties: Element) -> str:
        """The number in front of the next paragraph, with a blank where the list has one; empty when it is not numbered."""
        place = self._styles.list_place(properties)
        if place is None:
            return ""
        place = self._of_style(place, self._styles.style_of(properties))
        one = self._list(place.number)
        level = one.levels.get(place.level) if one is not None else None
        if one is None or level is None:
            return ""
        counts = self._count(one, place)
        text = _PLACE.sub(lambda found: self._printed(one, counts, int(found[1]) - 1, plain=level.plain), level.pattern)
        return text + " " if level.spaced and text else text

    def _printed(self, one: _List, counts: dict[int, int], at: int, *, plain: bool) -> str:
        level = one.levels.get(at)
        number = counts.get(at, level.start if level else 1)
        return numeral(number, "decimal" if plain or level is None else level.style)

    def _count(self, one: _List, place: ListPlace) -> dict[int, int]:
        """Count one on; deeper levels begin anew, and levels above that were passed over have begun.

        Lists made from one pattern count together unless one says that it starts itself.
        """
        counts = self._counts[one.abstract]
        if one.started and place.number not in self._begun:
            for at in one.started:
                counts.pop(at, None)
        self._begun.add(place.number)
        level = one.levels[place.level]
        counts[place.level] = counts[place.level] + 1 if place.level in counts else one.started.get(place.level, level.start)
        for at in range(place.level):
            if at in one.levels:
                counts.setdefault(at, one.started.get(at, one.levels[at].start))
        for at in [at for at in counts if at > place.level]:
            deeper = one.levels.get(at)
            if deeper is None or deeper.restart is None or (deeper.restart and place.level < deeper.restart):
                del counts[at]
        return counts

    def _of_style(self, place: ListPlace, style: str) -> ListPlace:
        """A level that is linked to the paragraph's style wins over the one that the style names."""
        abstract = self._abstract.get(attribute(child(self._numbers.get(place.number), "abstractNumId"), "val") or "")
        for level in children(abstract, "lvl"):
            if attribute(child(level, "pStyle"), "val") == style:
                return replace(place, level=whole(attribute(level, "ilvl")))
        return place

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._make(self._numbers.get(number))
        return self._lists[number]

    def _make(self, number: Element) -> _List | None:
        key = attribute(child(number, "abstractNumId"), "val") or ""
        abstract = self._linked(self._abstract.get(key))
        if number is None or abstract is None:
            return None
        levels = {whole(attribute(level, "ilvl")): _level(level) for level in children(abstract, "lvl")}
        started: dict[int, int] = {}
        for override in children(number, "lvlOverride"):
            at = whole(attribute(override, "ilvl"))
            own, start = child(override, "lvl"), child(override, "startOverride")
            if own is not None:
                levels[at] = _level(own)
            if start is not None:
                started[at] = whole(attribute(start, "val"), 1)
        return _List(key, levels, started)

    def _linked(self, abstract: Element) -> Element:
        """A list definition may only name a numbering style that another definition is."""
        name = attribute(child(abstract, "numStyleLink"), "val")
        if name is None:
            return abstract
        return next((each for each in self._abstract.values() if attribute(child(each, "styleLink"), "val") == name), abstract)


def _level(element: Element) -> _Level:
    style = attribute(child(element, "numFmt"), "val") or "decimal"
    restart = child(element, "lvlRestart")
    return _Level(
        start=whole(attribute(child(element, "start"), "val"), 0),
        style=style,
        pattern="" if style == "bullet" else (attribute(child(element, "lvlText"), "val") or ""),
        spaced=(attribute(child(element, "suff"), "val") or "tab") != "nothing",
        plain=child(element, "isLgl") is not None,
        restart=None if restart is None else whole(attribute(restart, "val")),
    )
