"""Figures of a form: targets with operator and unit, actual values, points, rates, money and grades."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from baozhang.facts.amounts import FEN_PER, half_unit_fen, parse_number, to_fen, to_scaled
from baozhang.taxonomy.performance_words import performance_words

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_DIGIT: Final = re.compile(r"[\d≥≤]")
_STOPS: Final = re.compile(r"[,;:。、!?]")
_MONEY_UNIT: Final = re.compile(r"(?:单位[:：]?|\(|金额|[:：])(?:人民币)?(亿元|百万元|万元|千元|百元|元)")
_COMPOSITE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*分\s*,?\s*(?:实际)?完成值?\s*[:：]?\s*(\S.*)")
_TICKS: Final = frozenset("☑✓✔√■●☒")
_BOXES: Final = _TICKS | frozenset("□○")
_GRADE_LEAD: Final = re.compile(r"^.*(?:为|:|等级|等次)")
DASHES: Final = frozenset({"-", "--", "---", "----", "/", "\\", "—", "——", "－"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target or an actual value as printed: operator (normal form or empty), figure in ten-thousandths, unit."""

    operator: str
    value: int | None
    unit: str


_NOTHING: Final = Quantity("", None, "")


def scaled(value: Decimal) -> int | None:
    """Ten-thousandths, or None for a figure with more than four decimals."""
    try:
        return to_scaled(value)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def quantity(text: str) -> Quantity:
    """Read a target or actual value; nothing is mended: what cannot be one figure has no value.

    >>> quantity("≥4500 元/人月")
    Quantity(operator='>=', value=45000000, unit='元/人月')
    >>> quantity("2024年12月日期").value is None
    True
    """
    body = "".join(text.split())
    operator, rest = _operator(body)
    found = _NUMBER.match(rest)
    if not found:
        return Quantity(operator if _is_symbol(body) else "", None, "")
    tail = rest[found.end() :]
    suffix = next(((word, meaning) for word, meaning in performance_words().suffixes if tail.endswith(word)), None)
    if suffix:
        tail = tail.removesuffix(suffix[0])
        operator = operator or suffix[1]
    if not _is_unit(tail, strict=not operator):
        return Quantity(operator if _is_symbol(body) else "", None, "")
    value = scaled(Decimal(found[0].replace(",", "")))
    return Quantity(operator, value, tail)


def _operator(body: str) -> tuple[str, str]:
    for printed, meaning in performance_words().operators:
        if body.startswith(printed):
            return meaning, body[len(printed) :].lstrip("为:至")
    return "", body


def _is_symbol(body: str) -> bool:
    return body[:1] in "≥≤=<>\\" if body else False


def _is_unit(tail: str, *, strict: bool) -> bool:
    """Whether what follows a number is a unit; a printed operator vouches for the number, so less is asked of the unit."""
    if not tail:
        return True
    if len(tail) > _LONGEST_UNIT or _DIGIT.search(tail) or _STOPS.search(tail):
        return False
    known = performance_words()
    return not strict or tail in known.unit_words or (len(tail) <= _LONGEST_BARE_UNIT and tail[-1] in known.unit_ends)


_LONGEST_UNIT: Final = 10
_LONGEST_BARE_UNIT: Final = 6


def starts_with_operator(cell: str) -> bool:
    """Whether a cell begins with a sign of comparison: the anchor by which shifted rows are put right."""
    return bool(cell) and (cell[0] in "≥≤=<>" or cell.startswith(("\\geq", "\\leq", "\\ge", "\\le")))


@lru_cache(maxsize=4096)
def points(text: str) -> int | None:
    """Points (分值、得分) in ten-thousandths: “10”, “4.8”, “10分”, “8.10”, also a weight printed as “10%”."""
    number = parse_number(text.removesuffix("分").removesuffix("%").strip())
    return scaled(number.value) if number else None


def composite(text: str) -> tuple[int | None, str] | None:
    """Points and actual value printed in one cell (“10分 完成值 95%”), or None."""
    found = _COMPOSITE.fullmatch(text)
    return (points(found[1]), found[2]) if found else None


def money(text: str, unit: str) -> tuple[int, int] | None:
    """Money in fen with half of its last printed digit, or None when the cell is not an amount.

    >>> money("2,587.94", "万元")
    (2587940000, 5000)
    """
    own = next((name for name in ("亿元", "万元", "千元", "元") if text.endswith(name)), "") if text.endswith("元") else ""
    number = parse_number(text.removesuffix(own) if own else text)
    if number is None:
        return None
    try:
        return to_fen(number.value, own or unit), half_unit_fen(number.decimals, own or unit)
    except ValueError:
        return None


def money_unit(text: str) -> str:
    """The unit of money a caption or label names (“单位:万元”, “项目资金(万元)”), or empty."""
    found = _MONEY_UNIT.search("".join(text.split())) if "元" in text else None
    return found[1] if found and found[1] in FEN_PER else ""


def rate(text: str, budget: int | None, executed: int | None) -> int | None:
    """An execution rate as percent in ten-thousandths.

    A bare figure up to 1 is a fraction when that is nearer to what the amounts say: 0.9686 with 2637.56 of 2723 is 96.86 %, and so
    would 0.9668 be 96.68 %, a slip, and not 0.9668 %.

    >>> rate("0.9686", 272300, 263756), rate("96.86", None, None), rate("79.61%", None, None)
    (968600, 968600, 796100)
    """
    number = parse_number(text.removesuffix("%").strip())
    if number is None:
        return None
    value = number.value
    if "%" not in text and 0 < value <= _LARGEST_FRACTION and budget and executed is not None:
        true = Decimal(executed) / Decimal(budget)
        if true and abs((value / true).ln()) < abs((value / (100 * true)).ln()):
            value *= 100
    return scaled(value)


_LARGEST_FRACTION: Final = Decimal("1.5")


def grade(text: str) -> str:
    """The grade a cell states; a template that lists all grades states the one that is ticked, else none.

    >>> grade("优 (S≥90)"), grade("优□ 良☑ 中□ 差□"), grade("优、良、中、差")
    ('优', '良', '')
    """
    body = _GRADE_LEAD.sub("", re.sub(r"\([^()]*\)|\s+", "", text))
    known = performance_words().grades
    if body.removesuffix("级") in known or body.removesuffix("等") in known:
        return next(word for word in known if body in {word, word + "级", word + "等"})
    found: list[tuple[int, str]] = []
    for word in known:
        at = body.find(word)
        if at >= 0 and not any(start <= at < start + len(longer) for start, longer in found):
            found.append((at, word))
    before = body[:1] in _BOXES
    ticked = [word for at, word in found if (body[at - 1 : at] if before else body[at + len(word) :][:1]) in _TICKS]
    return ticked[0] if len(ticked) == 1 else ""
