"""Numbers as Word prints them in automatic numbering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万")
_COUNTED: Final = ("零一二三四五六七八九", "十百千万")
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_LARGEST: Final = 99_999


def numeral(number: int, style: str) -> str:
    """A number in one of Word's number formats (`w:numFmt`); plain digits for a format that published accounts do not use.

    >>> [numeral(21, style) for style in ("chineseCounting", "chineseLegalSimplified", "decimalEnclosedCircle", "lowerRoman")]
    ['二十一', '贰拾壹', '21', 'xxi']
    """
    if not 0 < number <= _LARGEST:
        return "" if style in {"none", "bullet"} else str(number)
    if style in _CHINESE:
        return _chinese(number, *_COUNTED)
    if style in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return _chinese(number, *_FORMAL)
    return _WRITERS.get(style, str)(number)


_CHINESE: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"}
)


def _chinese(number: int, digits: str, places: str) -> str:
    """Counted in places: 一百零五; ten to nineteen begin with ten itself.

    >>> [_chinese(n, *_COUNTED) for n in (7, 10, 12, 20, 105, 110, 2024)]
    ['七', '十', '十二', '二十', '一百零五', '一百一十', '二千零二十四']
    """
    text, figures = "", str(number)
    for at, figure in enumerate(figures):
        place = len(figures) - at - 1
        if figure != "0":
            text += digits[int(figure)] + (places[place - 1] if place else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text[1:] if text.startswith(digits[1] + places[0]) else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


_WRITERS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: "".join(chr(ord(figure) + 0xFEE0) for figure in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographDigital": lambda number: "".join(_DIGITS[int(figure)] for figure in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(figure)] for figure in str(number)),
    "taiwaneseDigital": lambda number: "".join(_DIGITS[int(figure)] for figure in str(number)),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
}
