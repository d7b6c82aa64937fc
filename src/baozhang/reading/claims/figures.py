"""Figures in running text: amounts, rates and counts with their unit; dates, years, codes and thresholds told apart."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import FEN_PER, LARGEST, Number, half_unit_fen, half_unit_scaled, parse_number, parse_scanned, to_fen, to_scaled
from baozhang.facts.record import record
from baozhang.reading.sought import Sought

if TYPE_CHECKING:
    from collections.abc import Iterator


class FigureKind(StrEnum):
    """What a number in the text is."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    RATE = "rate"
    BARE = "bare"
    YEAR = "year"
    THRESHOLD = "threshold"
    CODE = "code"


@record(frozen=True, slots=True)
class Figure:
    """A number with its place in the text. `value` and `half_unit` are fen for money, else ten-thousandths.

    A year has its number in `value` and what follows it (预算, 决算数 …) in `unit`; a code its digits in `unit`;
    a threshold (100万元以上设备) its 万元 in `value`. A `damaged` figure is finer than its unit allows.
    """

    start: int
    end: int
    kind: FigureKind
    value: int = 0
    half_unit: int = 0
    unit: str = ""
    damaged: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether the number is one that a sentence asserts (not a year, code or threshold)."""
        return self.kind not in _NO_FIGURES


_NO_FIGURES: Final = frozenset({FigureKind.YEAR, FigureKind.THRESHOLD, FigureKind.CODE})


_NUMBER: Final = (
    r"(?:(?:\d{1,3}(?:[.,]\d{3})*|\d+),\d\d(?=万元|元|%)|\d{1,3}(?:\.\d{3})+\.\d\d(?=万元|元|%)|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
)
"""A number; points and commas may be mixed up as scanners do (`parse_scanned`) where a unit ends it."""
_MONEY: Final = r"(?:余|多)?(?:万亿元|亿元|百万元|万元|千元|百元|元)|亿(?=[,。;、)]|$)|万(?=[,。;、)]|$)"
_COUNTING: Final = (
    r"人次|批次|团次|台\(套\)|台/套|套\(台\)|个\(项\)|个(?!月|百分点|工作日|自然日|小时|季度)|人(?!民|员|均|大)|名(?!称|词)|辆|台|套|家|次(?!年|月|日)|"
    r"项(?!目)|件|条|户|种|处|所|间|起|例|宗|篇|场|份|册|亩|平方米|公里|分(?!钟|之|别|类)|批|张|支|座|栋|倍|吨"
)
_COUNTED: Final = (
    "万|元|亿|人(?!力|才|民|口)|个|台|辆|家|次|名|项|件|条|户|种|处|所|批|分|年|号|份|场|套|倍|例|起|多|余|吨|平|公里|公斤|公顷|小时"
)
"""What follows a count; three or five digits before it are no classification code."""
_TOKEN: Final = Sought(
    r"\d+-",
    rf"""
    (?P<ordinal>(?:(?<![\s\S])|(?<=[。;:(]))\d{{1,2}}(?:[.、](?!\d)|[.、](?=(?:19|20)\d\d年|2\d{{6}}-*[\u4e00-\u9fff])|\)))
    |(?<![\dA-Za-z])(?P<span>(?:19|20)\d\d年?(?:-+|至|~|、)(?:19|20)\d\d年(?:度)?|\d{{1,2}}(?:-\d{{1,2}})?月(?:份)?(?:\d{{1,2}}日)?|\d{{1,2}}日)
    |(?<![\dA-Za-z])(?P<year>(?:19|20)\d\d)年(?:(?P<part>末|底|初(?!预算)|中(?!央)|上半年|下半年|\d{{1,2}}月(?:\d{{1,2}}日)?|以来|以前)|度?
        (?P<noun>(?:部门)?(?:年初预算|全年预算|预算执行|预算(?!收入|支出|收支)|决算|执行)数?)?)
    |(?<![\dA-Za-z])(?P<code>2\d{{6}}(?=[-—]?[\u4e00-\u9fff](?<![万元])|(?<=\(2\d{{6}})\))|2\d{{4}}(?<=[\u4e00-\u9fff]\(2\d{{4}})(?=\))|(?:2\d{{4}}|2\d{{2}})(?=[-—]?[\u4e00-\u9fff])(?!{_COUNTED}))
    |(?<![A-Za-z])(?P<number>[+-]?{_NUMBER})(?:
        (?P<over>(?:万元|元)(?:\(含\))?(?:及|\(含\))?以[上下](?:\(含\))?(?:的)?(?P<equipment>(?:通用|专用|大型|专用类|通用类|单台|单价)?(?:、专用)?设备(?:\(不含车辆\))?)?)
        |(?P<percent>%|个百分点)
        |(?P<money>{_MONEY})(?P<per>/[\u4e00-\u9fff./]{{1,6}})?
        |(?P<scale>[万亿])?(?P<counting>{_COUNTING})
        |(?<=\.\d\d)(?=[、,和与]\d+\.\d\d(?P<lent>万元|亿元|元|%))
    )?""",
    re.VERBOSE,
)


def find_figures(text: str) -> Iterator[Figure]:
    """Figures, years, codes and thresholds of a compact text, from left to right; ordinals and dates are passed over."""
    for found in _TOKEN.finditer(text):
        figure = _figure(found, text)
        if figure is not None:
            yield figure


def _figure(found: re.Match[str], text: str) -> Figure | None:
    start, end = found.span()
    kind = found.lastgroup
    if kind in _MEASURED:
        if start and text[start - 1] in _NUMBERS_SOMETHING:
            return None
        measure = _measure(*found.group(*_PARTS)) if kind != "lent" else _lent(found["number"], found["lent"])
        # behind digits and a point that do not belong to it: 2.984.8
        torn = text[start - 1 : start] == "." and bool(_TORN.match(text[max(0, start - 2) : start]))
        return (Figure(start, end, *measure[:-1], measure[-1] or torn)) if measure else None
    if kind == "code":
        return Figure(start, end, FigureKind.CODE, 0, 0, found[0])
    if kind in {"year", "noun"}:
        return Figure(start, end, FigureKind.YEAR, int(found["year"]), 0, found["noun"] or "")
    if kind != "over" or (start and text[start - 1] in _NUMBERS_SOMETHING):
        return None
    price = parse_number(found["number"]) if found["over"].startswith("万") else None
    return Figure(start, end, FigureKind.THRESHOLD, int(price.value) if price else 0, 0, found["equipment"] or "")


_PARTS: Final = [_TOKEN.groups[name] for name in ("number", "money", "per", "percent", "scale", "counting")]
_TORN: Final = re.compile(r"\d\.")
_MEASURED: Final = frozenset({"number", "percent", "money", "per", "counting", "lent"})
"""The last groups of a match that is a number, with or without a unit."""
_NUMBERS_SOMETHING: Final = frozenset("第〔[")
"""What stands before the number of a thing: 第3次, 〔2024〕."""

Measure = tuple[FigureKind, int, int, str, bool]
"""The fields of a figure behind its place."""


@lru_cache(maxsize=8192)
def _measure(
    printed: str, money: str | None, per: str | None, percent: str | None, scale: str | None, counting: str | None
) -> Measure | None:
    """A number with its unit, as matched by the groups of `_TOKEN`; None for a whole number that has none (the 12345 of a hotline)."""
    number = parse_number(printed) or parse_scanned(printed)
    if number is None:
        return None
    factor = 1
    if money:
        unit = money.lstrip("余多")
        if not per:
            return _amount(number, {"亿": "亿元", "万": "万元"}.get(unit, unit))
        kind, unit = FigureKind.RATE, unit + per
    elif percent:
        kind, unit = FigureKind.PERCENT, percent
    elif counting:
        kind, unit, factor = FigureKind.COUNT, counting, {"万": 10_000, "亿": 100_000_000}.get(scale or "", 1)
    elif number.decimals:
        kind, unit = FigureKind.BARE, ""
    else:
        return None
    try:
        return kind, to_scaled(number.value * factor), half_unit_scaled(number.decimals) * factor, unit, False
    except ValueError:
        return kind, int(min(number.value * factor * 10_000, Decimal(LARGEST))), 0, unit, True


def _lent(number: str, unit: str) -> Measure | None:
    """“8.00、9.00 万元”: the first number has the unit of the second."""
    return _measure(number, None, None, unit, None, None) if unit == "%" else _measure(number, unit, None, None, None, None)


def _amount(number: Number, unit: str) -> Measure:
    scale, unit = (10_000, "亿元") if unit == "万亿元" else (1, unit)
    try:
        return FigureKind.MONEY, to_fen(number.value * scale, unit), half_unit_fen(number.decimals, unit) * scale, "元", False
    except ValueError:
        return FigureKind.MONEY, int(min(number.value * FEN_PER[unit], Decimal(LARGEST))), 0, "元", True
