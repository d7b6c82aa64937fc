"""Styles of a Word document: what a paragraph inherits from the style it names, and that from the one it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.markup import attribute, child, children, whole

if TYPE_CHECKING:
    from baozhang.reading.formats.markup import Element

_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_DEEPEST: Final = 9
_CHAIN: Final = 16
"""Styles based on each other; a longer chain is a circle."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands in a list: the list's id and the level; an id of 0 takes it out of any."""

    number: str
    level: int


class Styles:
    """Looks up heading levels, list places and hidden text by style id."""

    def __init__(self, root: Element) -> None:
        """`root` is the part styles.xml, or None."""
        self._styles = {attribute(style, "styleId") or "": style for style in children(root, "style")}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}
            ),
            "",
        )
        self._levels: dict[str, int] = {}
        self._hidden: dict[str, bool] = {}
        self._lists: dict[str, ListPlace | None] = {}

    def _chain(self, style: str) -> list[Element]:
        found: list[Element] = []
        while style in self._styles and len(found) < _CHAIN:
            found.append(self._styles[style])
            style = attribute(child(found[-1], "basedOn"), "val") or ""
        return found

    def style_of(self, properties: Element) -> str:
        """The style id of a paragraph by its properties."""
        return attribute(child(properties, "pStyle"), "val") or self._default

    def heading_level(self, properties: Element) -> int:
        """Level of a heading from 1; 0 for body text."""
        own = child(properties, "outlineLvl")
        if own is not None:
            return _outline(own)
        style = self.style_of(properties)
        if style not in self._levels:
            self._levels[style] = self._style_level(style)
        return self._levels[style]

    def _style_level(self, style: str) -> int:
        for each in self._chain(style):
            level = child(child(each, "pPr"), "outlineLvl")
            if level is not None:
                return _outline(level)
            named = _HEADING.fullmatch(attribute(child(each, "name"), "val") or "")
            if named:
                return int(named[1])
        return 0

    def list_place(self, properties: Element) -> ListPlace | None:
        """The list a paragraph belongs to, by itself or by its style."""
        own = list_place_of(properties)
        style = self.style_of(properties)
        if style not in self._lists:
            self._lists[style] = next((place for each in self._chain(style) if (place := list_place_of(child(each, "pPr")))), None)
        by_style = self._lists[style]
        if own is not None and not own.number and by_style is not None:  # a level alone: the list is that of the style
            return ListPlace(by_style.number, own.level)
        return own or by_style

    def hidden(self, properties: Element) -> bool:
        """Whether a run is hidden text, by its own properties or its character style."""
        own = child(properties, "vanish")
        if own is not None:
            return switched_on(own)
        style = attribute(child(properties, "rStyle"), "val") or ""
        if style not in self._hidden:
            marks = [mark for each in self._chain(style) if (mark := child(child(each, "rPr"), "vanish")) is not None]
            self._hidden[style] = bool(marks) and switched_on(marks[0])
        return self._hidden[style]


def list_place_of(properties: Element) -> ListPlace | None:
    """The list place that some paragraph properties name themselves."""
    numbering = child(properties, "numPr")
    if numbering is None:
        return None
    return ListPlace(attribute(child(numbering, "numId"), "val") or "", whole(attribute(child(numbering, "ilvl"), "val")))


def switched_on(element: Element) -> bool:
    """Whether a property that is on or off is there and on."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}


def _outline(element: Element) -> int:
    level = whole(attribute(element, "val"), _DEEPEST)
    return level + 1 if 0 <= level < _DEEPEST else 0
