"""The lists of a Word document (numbering.xml), and where its paragraphs stand in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from baozhang.reading.formats.markup import attribute, child, children, whole
from baozhang.reading.formats.numbered import Counts, Level, NumberedList

if TYPE_CHECKING:
    from baozhang.reading.formats.docx.styles import ListPlace, Styles
    from baozhang.reading.formats.markup import Element


class Numbering:
    """Numbers the paragraphs of a document in reading order."""

    def __init__(self, root: Element, styles: Styles) -> None:
        """`root` is the part numbering.xml, or None."""
        self._styles = styles
        self._abstract = {attribute(each, "abstractNumId") or "": each for each in children(root, "abstractNum")}
        self._numbers = {attribute(each, "numId") or "": each for each in children(root, "num")}
        self._lists: dict[str, NumberedList | None] = {}
        self._counts = Counts()

    def next(self, properties: Element) -> str:
        """The number in front of the next paragraph, with a blank where the list has one; empty when it is not numbered."""
        place = self._styles.list_place(properties)
        if place is None:
            return ""
        place = self._of_style(place, self._styles.style_of(properties))
        return self._counts.next(self._list(place.number), place.level)

    def _of_style(self, place: ListPlace, style: str) -> ListPlace:
        """A level that is linked to the paragraph's style wins over the one that the style names."""
        abstract = self._abstract.get(attribute(child(self._numbers.get(place.number), "abstractNumId"), "val") or "")
        for level in children(abstract, "lvl"):
            if attribute(child(level, "pStyle"), "val") == style:
                return replace(place, level=whole(attribute(level, "ilvl")))
        return place

    def _list(self, number: str) -> NumberedList | None:
        if number not in self._lists:
            self._lists[number] = self._make(number, self._numbers.get(number))
        return self._lists[number]

    def _make(self, name: str, number: Element) -> NumberedList | None:
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
        return NumberedList(name, key, levels, started)

    def _linked(self, abstract: Element) -> Element:
        """A list definition may only name a numbering style that another definition is."""
        name = attribute(child(abstract, "numStyleLink"), "val")
        if name is None:
            return abstract
        return next((each for each in self._abstract.values() if attribute(child(each, "styleLink"), "val") == name), abstract)


def _level(element: Element) -> Level:
    style = attribute(child(element, "numFmt"), "val") or "decimal"
    restart = child(element, "lvlRestart")
    return Level(
        start=whole(attribute(child(element, "start"), "val"), 0),
        style=style,
        pattern="" if style == "bullet" else (attribute(child(element, "lvlText"), "val") or ""),
        spaced=(attribute(child(element, "suff"), "val") or "tab") != "nothing",
        plain=child(element, "isLgl") is not None,
        restart=None if restart is None else whole(attribute(restart, "val")),
    )
