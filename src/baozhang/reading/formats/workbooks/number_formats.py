"""Number formats: a stored number as the sheet shows it, for it is the printed figure that was published.

A sheet stores 0.1234 and shows 12.34%, stores 419.22000000000003 and shows 419.22. Negative figures in brackets are written with a
minus, which is how the reading knows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

BUILT_IN: Final[dict[int, str]] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0;-#,##0", 6: "#,##0;-#,##0", 7: "#,##0.00;-#,##0.00", 8: "#,##0.00;-#,##0.00",
    9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-m-yy", 16: "d-m", 17: "m-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-m-d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: "h:mm", 35: "h:mm:ss", 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
    45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: "h:mm", 56: "h:mm:ss", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that a workbook names by number only (ECMA-376 part 1, 18.8.30, with the Chinese ones); any other is General."""

_SECTION_END: Final = re.compile(r'((?:"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]|[^;"\\])*)(?:;|$)', re.DOTALL)
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|'
    r"(?P<general>General|G/通用格式)|(?P<code>[#0?.,%]+|[yYmMdDhHsS]+|.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY: Final = frozenset("¥￥$€")
_SIGNIFICANT: Final = 15
"""Digits a spreadsheet keeps; what lies beyond is noise of binary fractions."""
_FINEST: Final = Decimal("0.000001")
"""A fen in 万元: General shows a quotient with as many digits as the column is wide, and no account is finer than this."""
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # days of a sheet have no time zone
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY: Final = 2_958_466


@dataclass(frozen=True, slots=True)
class _Section:
    before: str
    behind: str
    digits: str
    percent: int
    scale: int
    condition: tuple[str, Decimal] | None
    date: tuple[str, ...]
    general: bool

    def number(self, value: Decimal) -> str:
        """A number in this section's digits and words."""
        if self.general:
            return self.before + general(value) + self.behind
        if not self.digits:
            return self.before + self.behind
        scaled = (value * 100**self.percent) / Decimal(1000) ** self.scale
        return self.before + _in_digits(scaled, self.digits) + "%" * self.percent + self.behind


def general(value: Decimal) -> str:
    """A number as a cell without a format shows it, to the fen in 万元.

    >>> [general(Decimal(text)) for text in ("419.22000000000003", "1E+3", "0.333333333333333", "-0.0")]
    ['419.22', '1000', '0.333333', '0']
    """
    if not value:
        return "0"
    rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - _SIGNIFICANT + 1), ROUND_HALF_UP) if value.is_finite() else value
    if rounded != rounded.to_integral_value():
        rounded = rounded.quantize(_FINEST, ROUND_HALF_UP) if abs(rounded) >= _FINEST else rounded
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(value: Decimal, code: str, *, since_1904: bool = False) -> str:
    """A number as its format shows it; what a format cannot say (fractions, exponents) is shown in General.

    >>> [show(Decimal("0.1234"), "0.00%"), show(Decimal("-1234.5"), "#,##0.00_);(#,##0.00)"), show(Decimal(0), "0.00;-0.00;;@")]
    ['12.34%', '-1,234.50', '']
    >>> show(Decimal("26376200"), "0!.0,")  # yuan shown in 万元
    '2637.6'
    >>> show(Decimal("45292"), 'yyyy"年"m"月"d"日"')
    '2024年1月1日'
    """
    sections = _sections(code)
    if not sections:
        return general(value)
    section, shown = _chosen(sections, value)
    if section.date:
        return _date(value, section.date, _EPOCH_1904 if since_1904 else _EPOCH)
    text = section.number(shown).strip(" ")
    if text.startswith(("(", "（")) and text.endswith((")", "）")) and value < 0:
        text = "-" + text[1:-1].strip(" ")
    return text


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """The section for a value, and the value it is shown with: a section of its own for negative figures brings its own sign."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, *section.condition):
                return section, value
        return sections[-1], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if not value and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {"<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound, "<>": value != bound}[
        sign
    ]


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """The sections for numbers of a format; none for General and text formats."""
    if code in {"", "General", "@", "G/通用格式"} or len(code) > 255:
        return ()
    parts = [found[1] for found in _SECTION_END.finditer(code)]
    if len(parts) > 1 and not parts[-1] and not code.endswith(";"):
        parts.pop()
    return tuple(_section(part) for part in parts[:3])


def _section(part: str) -> _Section:
    tokens = list(_TOKEN.finditer(part))
    condition = next((found for token in tokens if (found := _CONDITION.fullmatch(token["bracket"] or ""))), None)
    codes = "".join(token["code"] or "" for token in tokens)
    general_format = any(token["general"] for token in tokens)
    if not general_format and re.search(r"[ymdhs]", codes, re.IGNORECASE) and not re.search(r"[#0?]", codes):
        return _Section("", "", "", 0, 0, None, tuple(_date_token(token) for token in tokens), general=False)
    unusual = "E" in codes.upper() or "/" in codes or "@" in codes
    before, digits, behind = ("", "", "") if unusual else _words_around(tokens)
    scale = len(digits) - len(digits.rstrip(","))
    return _Section(
        before, behind, digits.rstrip(","), codes.count("%"), scale,
        (condition[1], Decimal(condition[2])) if condition else None, (), general=general_format or unusual,
    )  # fmt: skip


def _words_around(tokens: list[re.Match[str]]) -> tuple[str, str, str]:
    """The words before the digits, the digits, the words behind; an escaped point between digits (`0!.00,`) parts decimals."""
    before = digits = behind = ""
    for token in tokens:
        code = token["code"] or ""
        if code and set(code) <= set("#0?.,%"):
            digits += code.replace("%", "")
            continue
        words = token["quoted"] or token["escaped"] or (code if code not in _CURRENCY else "")
        if words == "." and digits and "." not in digits:
            digits += "!"
        elif digits or "%" in code:
            behind += words if words not in _CURRENCY else ""
        else:
            before += words if words not in _CURRENCY else ""
    return before, digits, behind


def _in_digits(value: Decimal, digits: str) -> str:
    """A number in digit places: `#,##0.00`, `0.##`; `0!00` is a number whose last two digits are printed behind a point."""
    if "!" in digits:
        places = len(digits) - digits.index("!") - 1
        return f"{(value.quantize(Decimal(1), ROUND_HALF_UP)).scaleb(-places):.{places}f}"
    whole, _, decimals = digits.partition(".")
    places = sum(decimals.count(place) for place in "0#?")
    try:
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        return general(value)
    if not rounded:
        if "0" not in digits:
            return ""
        rounded = abs(rounded)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    needed = decimals.rfind("0") + 1
    while "." in text and text.endswith("0") and len(text.partition(".")[2]) > needed:
        text = text[:-1]
    return text.rstrip(".")


def _date_token(token: re.Match[str]) -> str:
    """A date code in lower case, or words with a quote in front."""
    code = token["code"] or ""
    if code and re.fullmatch(r"[ymdhs]+", code, re.IGNORECASE):
        return code.lower()
    return "'" + (token["quoted"] or token["escaped"] or code).replace("@", "")


def _date(value: Decimal, tokens: tuple[str, ...], epoch: datetime) -> str:
    if not 0 <= value < _LAST_DAY:
        return general(value)
    moment = epoch + timedelta(seconds=int((value * 86400).to_integral_value(ROUND_HALF_UP)))
    text, hours = "", False
    for token in tokens:
        if token.startswith("'"):
            text += token[1:]
        elif token.startswith("m") and hours:
            text += f"{moment.minute:0{len(token)}}"
        else:
            hours = token.startswith("h")
            text += _date_part(moment, token)
    return text


def _date_part(moment: datetime, token: str) -> str:
    if token.startswith("y"):
        return f"{moment.year:04}" if len(token) > 2 else f"{moment.year % 100:02}"
    part = {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[token[0]]
    return f"{part:0{min(len(token), 2)}}"
