"""How figures are printed: rounded once from fen to hundredths of the unit, in the manner of a layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.taxonomy.layouts import Layout

_FEN_PER_HUNDREDTH: Final = 10_000
"""A hundredth of 万元 is a hundred yuan."""

_DIGITS: Final = "零一二三四五六七八九十"


def hundredths(fen: int) -> int:
    """Fen as hundredths of 万元, half away from zero.

    >>> hundredths(15_000), hundredths(-15_000), hundredths(14_999)
    (2, -2, 1)
    """
    half = _FEN_PER_HUNDREDTH // 2
    return (fen + half) // _FEN_PER_HUNDREDTH if fen >= 0 else -((half - fen) // _FEN_PER_HUNDREDTH)


def decimal(count: int) -> str:
    """Hundredths as a decimal with two digits behind the point.

    >>> decimal(1205)
    '12.05'
    """
    sign, count = ("-", -count) if count < 0 else ("", count)
    return f"{sign}{count // 100}.{count % 100:02d}"


def trimmed(count: int) -> str:
    """Hundredths without trailing zeros, as some provinces print them.

    >>> trimmed(500), trimmed(430), trimmed(0)
    ('5', '4.3', '0')
    """
    text = decimal(count)
    return text.rstrip("0").rstrip(".")


def rate(part: int, whole: int) -> int:
    """`part` of `whole` in hundredths of a percent, half up; both not negative, `whole` positive.

    >>> rate(1, 3)
    3333
    """
    return (2 * part * 10_000 + whole) // (2 * whole)


def numeral(number: int) -> str:
    """A Chinese numeral below one hundred.

    >>> numeral(3), numeral(10), numeral(12), numeral(26)
    ('三', '十', '十二', '二十六')
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Manner:
    """How one document prints figures: with thousands separators, zero as blank, trailing zeros cut, tables drawn with bars or tabs."""

    grouped: bool
    blank_zero: bool
    trim: bool
    bars: bool

    def cell(self, fen: int) -> str:
        """An amount in a table."""
        count = hundredths(fen)
        if not count:
            return "" if self.blank_zero else "0.00"
        return self._print(count)

    def text(self, fen: int) -> str:
        """An amount in prose."""
        return self._print(hundredths(fen))

    def row(self, cells: list[str]) -> str:
        """One row of a table."""
        return f"| {' | '.join(cells)} |" if self.bars else "\t".join(cells)

    def _print(self, count: int) -> str:
        if self.trim:
            return trimmed(count)
        if self.grouped and abs(count) >= 100_000:
            whole, rest = divmod(abs(count), 100)
            return f"{'-' if count < 0 else ''}{whole:,}.{rest:02d}"
        return decimal(count)


def manner_of(layout: Layout, *, bars: bool, trim: bool) -> Manner:
    """The manner of a layout; bars and trimming vary from one publisher to the next."""
    return Manner(layout.grouped, layout.blank_is_zero, trim and layout.blank_is_zero and not layout.grouped, bars)


class Sheet:
    """The document in the making: lines, and which area (`cover`, `tables`, `prose`, `forms`) each of them belongs to."""

    def __init__(self) -> None:
        """An empty sheet."""
        self.lines: list[str] = []
        self.areas: list[tuple[int, str]] = []

    def area(self, name: str) -> None:
        """What comes next belongs to `name`."""
        self.areas.append((len(self.lines), name))

    def add(self, *paragraphs: str) -> None:
        """Paragraphs, a blank line behind each."""
        for paragraph in paragraphs:
            self.lines += (paragraph, "")

    def block(self, lines: list[str]) -> None:
        """Lines that belong together (a table), a blank line behind the last."""
        self.lines += lines
        self.lines.append("")
