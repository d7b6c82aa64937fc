"""Characters of symbol fonts: what the reader of a page sees where the file has a letter in a font of pictures."""

from __future__ import annotations

from typing import Final

_SYMBOLS: Final = {
    ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□", ("wingdings", 0x71): "□", ("wingdings", 0x72): "□", ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings", 0xFD): "☒", ("wingdings", 0x78): "☒",
    ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x51): "☒", ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x50): "√",
    ("wingdings 2", 0x4F): "×", ("wingdings 2", 0x30): "□", ("wingdings 2", 0x2A): "□",
    ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0xB1): "±", ("symbol", 0xB4): "×", ("symbol", 0xB8): "÷",
    ("symbol", 0xB9): "≠",
    ("symbol", 0x25): "%", ("symbol", 0x2D): "-", ("symbol", 0x2B): "+", ("symbol", 0x3E): ">", ("symbol", 0x3C): "<",
}  # fmt: skip
"""Characters of symbol fonts that accounts use: boxes to tick, comparison signs of indicators."""


def symbol(font: str, code: int) -> str:
    """The character that a code in a font looks like; nothing for one of a symbol font that is not known.

    >>> symbol("Symbol", 0xF0B3), symbol("Wingdings 2", 0x52), symbol("Wingdings", 0xF001), symbol("宋体", 0x25A1)
    ('≥', '☑', '', '□')
    """
    private = 0xF000 <= code <= 0xF0FF
    known = _SYMBOLS.get((font.lower(), code - 0xF000 if private else code))
    return known or ("" if private or code > 0x10FFFF else chr(code))
