"""The words of a paragraph: tracked changes accepted, hidden text and field codes left out, symbols as characters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.markup import attribute, child, local
from baozhang.reading.formats.symbols import symbol

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.reading.formats.docx.styles import Styles
    from baozhang.reading.formats.markup import Element

PAGE: Final = "\f"
"""A page break inside a paragraph."""

_DROPPED: Final = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "footnoteRef", "endnoteRef", "annotationRef", "rt", "sdtPr",
     "sdtEndPr", "smartTagPr", "Fallback", "tblPr", "fldData", "lastRenderedPageBreak", "softHyphen", "footnoteReference",
     "endnoteReference", "ctrlPr", "chart"}
)  # fmt: skip
"""Elements without words of the document. The position where a page was last broken is no break: the words go on."""


@dataclass(slots=True)
class Words:
    r"""What a paragraph holds: its text (`\n` a line break, `PAGE` a page break), and boxes and pictures anchored in it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: int = 0
    objects: int = 0

    def whole(self) -> str:
        """The text in one piece."""
        return "".join(self.text)


def words_of(paragraph: Element, styles: Styles) -> Words:
    """The words of a paragraph, in order."""
    words = Words()
    for element in paragraph:
        _take(element, words, styles)
    return words


def _take(element: Element, words: Words, styles: Styles) -> None:
    name = local(element.tag)
    if name == "t":
        words.text.append(element.text or "")
    elif name in _DROPPED or (name == "r" and styles.hidden(child(element, "rPr"))):
        return
    elif name in _TAKEN:
        _TAKEN[name](element, words)
    elif name in {"object", "OLEObject"}:
        words.objects += name == "OLEObject"
        _inside(element, words, styles)
    else:
        _inside(element, words, styles)


def _inside(element: Element, words: Words, styles: Styles) -> None:
    for inner in element:
        _take(inner, words, styles)


def _break(element: Element, words: Words) -> None:
    words.text.append(PAGE if attribute(element, "type") in {"page", "column"} else "\n")


def _symbol(element: Element, words: Words) -> None:
    font = attribute(element, "font") or ""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return
    words.text.append(symbol(font, code))


def _picture(element: Element, words: Words) -> None:
    """Only what is large enough to hold a table or a page of text counts: not an icon, a line or a seal."""
    extent = next((each for each in element.iter() if local(each.tag) == "extent"), None)
    wide, high = _emu(extent, "cx"), _emu(extent, "cy")
    words.pictures += wide >= _TABLE_WIDE and high >= _TABLE_HIGH and any(local(each.tag) == "blip" for each in element.iter())


_TABLE_WIDE: Final = 3_600_000
"""EMU: 10 cm."""
_TABLE_HIGH: Final = 1_440_000
"""EMU: 4 cm."""


def _emu(extent: Element, name: str) -> int:
    text = attribute(extent, name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _drawing(element: Element, words: Words) -> None:
    boxes = [each for each in element.iter() if local(each.tag) == "txbxContent"]
    nested = {inner for box in boxes for inner in box.iter() if inner is not box}
    words.boxes.extend(box for box in boxes if box not in nested)
    if not boxes:
        _picture(element, words)


_TAKEN: Final[dict[str, Callable[[Element, Words], None]]] = {
    "tab": lambda _, words: words.text.append(" "),
    "ptab": lambda _, words: words.text.append(" "),
    "br": _break,
    "cr": lambda _, words: words.text.append("\n"),
    "noBreakHyphen": lambda _, words: words.text.append("-"),
    "sym": _symbol,
    "drawing": _drawing,
    "pict": _drawing,
}
