"""Exact arithmetic of payment: fractions until the fen, one rule of rounding, and division of a sum without a remainder."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Worked:
    """A result with the Chinese arithmetic that led to it, so that a payment can be followed by hand."""

    value: Fraction
    trail: str


def rounded(value: Fraction) -> int:
    """The nearest integer, halves away from zero (四舍五入).

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2)), rounded(Fraction(12, 5))
    (3, -3, 2)
    """
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def at_decimals(value: Fraction, decimals: int) -> Fraction:
    """The value rounded to so many decimals, as weights and points are published."""
    return Fraction(rounded(value * 10**decimals), 10**decimals)


def ratio(part: Fraction | int, whole: Fraction | int, *, what: str) -> Fraction:
    """A part of a whole that must be positive; `what` (Chinese) names the whole.

    Raises UsageError where the whole is not positive: a mean, budget or sum that payment divides by is missing.
    """
    if whole <= 0:
        raise UsageError(f"{what}应大于零，现为 {shown(Fraction(whole))}，无法计算；请核对输入数据和参数。")
    return Fraction(part) / Fraction(whole)


def shown(value: Fraction | int) -> str:
    """A figure for a trail: at most six decimals, marked ≈ where that is not the whole of it.

    >>> shown(Fraction(1, 4)), shown(Fraction(1, 3)), shown(-2)
    ('0.25', '≈0.333333', '-2')
    """
    exact = Fraction(value)
    near = at_decimals(exact, _SHOWN_DECIMALS)
    whole, rest = divmod(abs(near.numerator) * 10**_SHOWN_DECIMALS // near.denominator, 10**_SHOWN_DECIMALS)
    digits = f"{whole:,}.{rest:0{_SHOWN_DECIMALS}d}".rstrip("0").rstrip(".")
    return f"{'' if near == exact else '≈'}{'-' if near < 0 else ''}{digits}"


def equal(value: Fraction | int) -> str:
    """A figure behind its sign in a line of arithmetic.

    >>> equal(Fraction(1, 4)), equal(Fraction(1, 3))
    ('= 0.25', '≈ 0.333333')
    """
    text = shown(value)
    return f"≈ {text[1:]}" if text.startswith("≈") else f"= {text}"


def yuan(fen: Fraction | int) -> str:
    """Fen as yuan to the cent, thousands separated.

    >>> yuan(123456789), yuan(-5)
    ('1,234,567.89 元', '-0.05 元')
    """
    cents = rounded(Fraction(fen))
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d} 元"


def shares(total: int, weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """`total` fen divided by weights so that the parts add up to it (largest remainders; of equals the earlier is served first).

    >>> shares(100, [1, 1, 1])
    (34, 33, 33)

    Raises UsageError for a negative total or weight, and for money without a weight to go by.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise UsageError("按份分配的总额和各份权重都不能为负数；请核对预算和各机构的点数。")
    whole = sum(map(Fraction, weights), Fraction(0))
    if not whole:
        if total:
            raise UsageError(f"有 {yuan(total)} 待分配，但各份权重合计为零；请核对病例和参数。")
        return (0,) * len(weights)
    exact = [total * Fraction(weight) / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    first = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in first[: total - sum(parts)]:
        parts[at] += 1
    return tuple(parts)
