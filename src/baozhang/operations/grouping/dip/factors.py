"""What multiplies the score of a group: deviation of the cost, auxiliary coefficient, coefficient of the hospital; all exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from baozhang.operations.grouping.dip.catalogue import Parameters


class Deviation(NamedTuple):
    """Cost over mean cost, the factor that follows from it, and whether an expert must look at the case."""

    ratio: Fraction
    factor: Fraction
    review: bool


def deviation_of(cost: int, mean: int, parameters: Parameters | None = None) -> Deviation:
    """The deviation of a case: cost in fen, last year's mean in fen (more than 0).

    Below the low bound (0.5) a case weighs what it cost; above the high one (2) the excess is added; between them it weighs 1. The bounds
    themselves are normal cases. Source: DIP technical specification as implemented by pools (1,000 分 catalogue, 偏差病例校正).

    >>> [str(deviation_of(cost, 10_000_00).factor) for cost in (4_000_00, 5_000_00, 10_000_00, 20_000_00, 25_000_00)]
    ['2/5', '1', '1', '1', '3/2']
    """
    bounds = parameters or Parameters()
    ratio = Fraction(cost, mean)
    factor = Fraction(1)
    if ratio < Fraction(bounds.deviation_low):
        factor = ratio
    elif ratio > Fraction(bounds.deviation_high):
        factor = ratio - Fraction(bounds.deviation_high) + 1
    return Deviation(ratio, factor, ratio > Fraction(bounds.review_above))


def case_score(score: Decimal, deviation: Fraction, auxiliary: Decimal, hospital: Decimal, decimals: int = 4) -> Decimal:
    """Score × deviation × auxiliary × hospital coefficient, rounded once, half up.

    For 基层病种 `hospital` is the uniform coefficient of the pool.

    >>> case_score(Decimal("812.5"), Fraction(3, 2), Decimal("1.1"), Decimal("0.96"))
    Decimal('1287.0000')
    """
    exact = Fraction(score) * deviation * Fraction(auxiliary) * Fraction(hospital)
    return rounded(exact, decimals)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """An exact value with so many decimals, half up.

    >>> rounded(Fraction(1, 8), 2)
    Decimal('0.13')
    """
    scaled = value * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
