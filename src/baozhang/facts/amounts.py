"""Exact figures: parsing what is printed, units, and the interval a rounded figure stands for.

Money is integer 分 (fen); every other figure (rate in percent, count, score) is an integer of ten-thousandths,
so that `4.68 %` is 46800 and `3120.91 元/人月` is 31209100. Nothing here is ever a float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from baozhang.facts.record import record

SCALE: Final = 10_000
"""Ten-thousandths: the scale of every figure that is not money."""

FEN_PER: Final[dict[str, int]] = {
    "分": 1,
    "元": 100,
    "百元": 10_000,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
"""Units of money as they are printed, in fen."""

LARGEST: Final = 9 * 10**14
"""Beyond this many fen (nine trillion yuan) or ten-thousandths a figure is damage, not an amount.

Rules may multiply an amount by 10,000 in 64 bits."""

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")


@record(frozen=True, slots=True)
class Number:
    """A figure as printed: its exact value and how many decimals were printed."""

    value: Decimal
    decimals: int


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number | None:
    """Read a figure that fills the whole of `text` (folded; thousands separators allowed); None if it is not one.

    >>> parse_number("2,984.80")
    Number(value=Decimal('2984.80'), decimals=2)
    >>> parse_number("100100%") is None
    True
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    _, _, decimals = stripped.partition(".")
    return Number(Decimal(stripped.replace(",", "")), len(decimals))


_SCANNED: Final = re.compile(r"[+-]?(?:\d{1,3}(?:[.,]\d{3})*|\d+)[.,]\d\d")


def parse_scanned(text: str) -> Number | None:
    """A figure in which points and commas were mixed up, as scanners do: two digits behind the last of them are the decimals.

    >>> parse_scanned("2.984,80"), parse_scanned("112,21"), parse_scanned("1,2,34")
    (Number(value=Decimal('2984.80'), decimals=2), Number(value=Decimal('112.21'), decimals=2), None)
    """
    if not _SCANNED.fullmatch(text):
        return None
    return Number(Decimal(re.sub("[.,]", "", text[:-3]) + "." + text[-2:]), 2)


@lru_cache(maxsize=8192)
def to_fen(value: Decimal, unit: str) -> int:
    """Money in fen; raises ValueError when the printed figure is finer than a fen, beyond `LARGEST`, or the unit is unknown.

    >>> to_fen(Decimal("10420.92"), "万元")
    10420920000
    """
    if unit not in FEN_PER:
        msg = f"unknown unit of money: {unit}"
        raise ValueError(msg)
    fen = _whole(value * FEN_PER[unit])
    if fen is None:
        msg = f"{value} {unit} is not a whole number of fen, or no amount at all"
        raise ValueError(msg)
    return fen


def _whole(value: Decimal) -> int | None:
    """The integer that a figure is; None for one with decimals or beyond `LARGEST`."""
    if not -_BOUND <= value <= _BOUND:
        return None
    whole = int(value)
    return whole if whole == value else None


_BOUND: Final = Decimal(LARGEST)


@lru_cache(maxsize=256)
def half_unit_fen(decimals: int, unit: str) -> int:
    """Half of the last printed digit, in fen: how far the true amount may lie from the printed one.

    >>> half_unit_fen(2, "万元")
    5000
    """
    return int(Decimal(FEN_PER[unit]).scaleb(-decimals) / 2)


@lru_cache(maxsize=8192)
def to_scaled(value: Decimal) -> int:
    """A figure that is not money, in ten-thousandths; finer or impossibly large ones are refused with ValueError."""
    scaled = _whole(value * SCALE)
    if scaled is None:
        msg = f"{value} has more than four decimals, or is no figure at all"
        raise ValueError(msg)
    return scaled


@lru_cache(maxsize=256)
def half_unit_scaled(decimals: int) -> int:
    """Half of the last printed digit of a figure that is not money, in ten-thousandths."""
    return int(Decimal(SCALE).scaleb(-decimals) / 2)


def fen_to_text(fen: int, unit: str = "万元", *, grouped: bool = False) -> str:
    """Fen as a decimal string in `unit`, with at least two decimals and no digit lost.

    >>> fen_to_text(10420920000)
    '10420.92'
    >>> fen_to_text(298480000000, grouped=True)
    '298,480.00'
    """
    value = Decimal(fen) / FEN_PER[unit]
    return _plain(value, 2, grouped=grouped)


def scaled_to_text(scaled: int, decimals: int = 2, *, grouped: bool = False) -> str:
    """Ten-thousandths as a decimal string with at least `decimals` decimals.

    >>> scaled_to_text(46800)
    '4.68'
    """
    return _plain(Decimal(scaled) / SCALE, decimals, grouped=grouped)


def _plain(value: Decimal, decimals: int, *, grouped: bool) -> str:
    exponent = value.normalize().as_tuple().exponent
    places = max(decimals, -exponent if isinstance(exponent, int) else decimals)
    return f"{value:{',' if grouped else ''}.{places}f}"
