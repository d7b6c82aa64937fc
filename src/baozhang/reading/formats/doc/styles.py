"""Styles, fonts and lists of a Word binary file (MS-DOC 2.9.271 STSH, 2.9.286 SttbfFfn, 2.9.185 PlfLst, 2.9.184 PlfLfo)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.doc.properties import Paragraph, paragraph_of
from baozhang.reading.formats.numbered import Level, NumberedList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.doc.file import WordFile

_CHAIN: Final = 16
"""Styles based on each other; a longer chain is a circle."""
_DEEPEST: Final = 9
_NO_STYLE: Final = 0xFFF
_FONT_NAME: Final = 40
_LIST: Final = 28
_LEVEL: Final = 28
_USE: Final = 16
_NUMBER_STYLES: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
    14: "decimalFullWidth", 16: "chineseLegalSimplified", 18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "decimalEnclosedCircle", 30: "ideographTraditional", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 41: "koreanCounting", 255: "none",
}  # fmt: skip
"""Number formats by their code (MS-OSHARED 2.2.1.3), as WordprocessingML calls them."""


@dataclass(frozen=True, slots=True)
class _Style:
    known: int
    """Which built-in style it is: 1 to 9 are the headings."""
    base: int
    paragraph: Paragraph


class Styles:
    """Heading levels and list places by style."""

    def __init__(self, word: WordFile) -> None:
        """Read the style sheet."""
        self._styles = dict(_styles(word.blob("styles"), word.data))

    def _chain(self, style: int) -> list[_Style]:
        found: list[_Style] = []
        while style in self._styles and len(found) < _CHAIN:
            found.append(self._styles[style])
            style = found[-1].base
        return found

    def heading_level(self, paragraph: Paragraph) -> int:
        """Level of a heading from 1; 0 for body text."""
        if paragraph.outline is not None:
            return paragraph.outline + 1 if paragraph.outline < _DEEPEST else 0
        for each in self._chain(paragraph.style):
            if each.paragraph.outline is not None:
                return each.paragraph.outline + 1 if each.paragraph.outline < _DEEPEST else 0
            if 1 <= each.known <= _DEEPEST:
                return each.known
        return 0

    def list_place(self, paragraph: Paragraph) -> tuple[int, int]:
        """Number (0 none) and level (from 0) of the list that a paragraph stands in, by itself or by its style."""
        if paragraph.list_number is not None:
            return paragraph.list_number, paragraph.list_level
        for each in self._chain(paragraph.style):
            if each.paragraph.list_number is not None:
                return each.paragraph.list_number, paragraph.list_level or each.paragraph.list_level
        return 0, 0


def _styles(raw: bytes, data: bytes) -> Iterator[tuple[int, _Style]]:
    if len(raw) < 6:  # no header: a file without styles
        return
    header, count, base_size = struct.unpack_from("<HHH", raw)
    at = 2 + header
    for number in range(count):
        if at + 2 > len(raw):
            return
        size = struct.unpack_from("<H", raw, at)[0]
        one = raw[at + 2 : at + 2 + size]
        at += 2 + size
        if len(one) >= base_size >= 6:
            known, base = struct.unpack_from("<HH", one)
            yield number, _Style(known & 0xFFF, base >> 4 if base >> 4 != _NO_STYLE else -1, _properties(one, base_size, base & 0xF, data))


def _properties(one: bytes, base_size: int, kind: int, data: bytes) -> Paragraph:
    """What a paragraph style sets, behind its name."""
    at = base_size
    if kind != 1 or at + 2 > len(one):
        return Paragraph()
    at += 2 + 2 * struct.unpack_from("<H", one, at)[0] + 2
    at += at & 1
    size = struct.unpack_from("<H", one, at)[0] if at + 2 <= len(one) else 0
    return paragraph_of(one[at + 2 : at + 2 + size], data)


def fonts_of(word: WordFile) -> list[str]:
    """Names of the fonts, by number."""
    raw = word.blob("fonts")
    count = struct.unpack_from("<H", raw)[0] if len(raw) >= 4 else 0
    names: list[str] = []
    at = 4
    while len(names) < count and at < len(raw):
        size = raw[at] + 1
        names.append(raw[at + _FONT_NAME : at + size].decode("utf-16-le", "replace").partition("\0")[0])
        at += size
    return names


def lists_of(word: WordFile) -> dict[int, NumberedList]:
    """The lists that paragraphs name, by number from 1."""
    defined = _defined(word.after("lists"))
    raw = word.blob("list_uses")
    count = struct.unpack_from("<L", raw)[0] if len(raw) >= 4 else 0
    found: dict[int, NumberedList] = {}
    at = 4 + _USE * count
    for number in range(1, count + 1):
        if 4 + _USE * number > len(raw):
            break
        name, overrides = struct.unpack_from("<l", raw, 4 + _USE * (number - 1))[0], raw[4 + _USE * (number - 1) + 12]
        levels, started = dict(defined.get(name, {})), dict[int, int]()
        at += 4
        for _ in range(overrides):
            start, flags = struct.unpack_from("<lL", raw, at)
            at += 8
            if flags & 0x20:
                levels[flags & 0xF], at = _level(raw, at)
            if flags & 0x10:
                started[flags & 0xF] = levels[flags & 0xF].start if flags & 0x20 else start
        found[number] = NumberedList(str(number), str(name), levels, started)
    return found


def _defined(raw: bytes) -> dict[int, dict[int, Level]]:
    """The levels of every list definition, by its id; the levels stand behind all definitions."""
    count = struct.unpack_from("<H", raw)[0] if len(raw) > 1 else 0
    at = 2 + _LIST * count
    found: dict[int, dict[int, Level]] = {}
    for number in range(count):
        name, flags = struct.unpack_from("<l", raw, 2 + _LIST * number)[0], raw[2 + _LIST * number + 26]
        levels: dict[int, Level] = {}
        for place in range(1 if flags & 1 else _DEEPEST):
            levels[place], at = _level(raw, at)
        found[name] = levels
    return found


def _level(raw: bytes, at: int) -> tuple[Level, int]:
    """A level of a list, and where the next one begins; places of numbers are characters below nine in its text."""
    start, kind, flags = struct.unpack_from("<lBB", raw, at)
    follow, characters, paragraphs, restart = raw[at + 15], raw[at + 24], raw[at + 25], raw[at + 26]
    at += _LEVEL + characters + paragraphs
    length = struct.unpack_from("<H", raw, at)[0]
    text = raw[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    style = _NUMBER_STYLES.get(kind, "decimal")
    pattern = "".join(f"%{ord(each) + 1}" if ord(each) < _DEEPEST else each for each in text)
    level = Level(
        start=start,
        style=style,
        pattern="" if style == "bullet" else pattern,
        spaced=follow != 2,  # 0 a tab, 1 a blank, 2 nothing
        plain=bool(flags & 4),
        restart=restart if flags & 8 else None,
    )
    return level, at + 2 + 2 * length
