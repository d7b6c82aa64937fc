"""Confidence intervals of surveys: of a mean by the normal distribution, of a share by Wilson's score.

Bounds are exact up to the last of fifty digits, then rounded half up. A population that is known corrects for sampling without
putting back (finite population correction).
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

QUANTILES: Final = {90: Fraction("1.644853627"), 95: Fraction("1.959963985"), 99: Fraction("2.575829304")}
"""Two-sided quantiles of the standard normal distribution, by confidence in percent."""
_DIGITS: Final = 50


def mean_interval(
    answers: int, total: Fraction, squares: Fraction, confidence: int, population: int | None = None
) -> tuple[Fraction, Fraction]:
    """Where the mean lies, given how many answers, their sum and the sum of their squares; ValueError for fewer than two answers."""
    if answers < 2:
        raise ValueError("不足两份答卷，不能计算置信区间")
    mean = total / answers
    variance = (squares - total * mean) / (answers - 1)
    half = QUANTILES[confidence] * _root(variance / answers * _finite(answers, population))
    return mean - half, mean + half


def share_interval(chosen: int, answers: int, confidence: int, population: int | None = None) -> tuple[Fraction, Fraction]:
    """Where a share (0 to 1) lies, of which `chosen` of all answers were seen."""
    z2 = QUANTILES[confidence] ** 2 * _finite(answers, population)
    middle = (chosen + z2 / 2) / (answers + z2)
    half = _root(z2 * (Fraction(chosen * (answers - chosen), answers) + z2 / 4)) / (answers + z2)
    return max(middle - half, Fraction(0)), min(middle + half, Fraction(1))


def _finite(answers: int, population: int | None) -> Fraction:
    if population is None:
        return Fraction(1)
    if population < answers:
        raise ValueError(f"总体 {population} 人少于答卷 {answers} 份")
    return Fraction(population - answers, max(population - 1, 1))


def _root(value: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = _DIGITS
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
