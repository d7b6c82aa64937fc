"""Whether an indicator reached its target, and how much of it: with exact fractions, whatever the units are printed in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import FEN_PER, SCALE

if TYPE_CHECKING:
    from baozhang.performance.forms import Indicator

_PERCENT: Final = frozenset({"%", "百分比", "%以上"})
_DOUBLED: Final = ((101, 10, 99), (1001, 100, 999))
"""A percentage printed twice over (`9595%`, `100100%`) is so many times too large; the least and the most it can have been."""
_LEAST_DOUBLED: Final = 1010 * SCALE
_TEN_THOUSAND: Final = 10_000


@dataclass(frozen=True, slots=True)
class Attainment:
    """`reached` is None when target and actual value cannot be compared; `share` is how much of the target was reached (1 is all).

    For a ceiling (≤) the share is target ÷ actual value, so that less than 1 always means missed.
    """

    reached: bool | None
    share: Fraction | None
    why: str = ""
    """Why they cannot be compared (Chinese)."""


def attain(indicator: Indicator) -> Attainment:
    """Compare the actual value with the target; words that are the same as the target's are reached."""
    if indicator.target is None or indicator.actual is None:
        return _words(indicator)
    target, actual = _same_unit(indicator)
    if target is None:
        return Attainment(None, None, f"指标值的单位“{indicator.target_unit}”与完成值的单位“{indicator.actual_unit}”不同")
    if indicator.operator in {"<=", "<"}:
        reached = actual <= target if indicator.operator == "<=" else actual < target
        share = Fraction(target, 1) / actual if actual else Fraction(1)
        return Attainment(reached, Fraction(1) if reached else share)
    if indicator.operator in {"=", ""} and _is_cost(indicator):
        return Attainment(actual <= target, Fraction(1) if actual <= target else target / actual)
    reached = actual > target if indicator.operator == ">" else actual >= target
    share = Fraction(actual) / target if target else Fraction(1 if reached else 0)
    return Attainment(reached, max(share, Fraction(1)) if reached else share)


def _words(indicator: Indicator) -> Attainment:
    wanted, got = (_plain(text) for text in (indicator.target_text, indicator.actual_text))
    if not got:
        return Attainment(None, None, "没有填写完成值")
    if wanted and (wanted == got or wanted in got):
        return Attainment(reached=True, share=Fraction(1))
    return Attainment(None, None, "指标值或完成值是文字，须由人评定")


def _plain(text: str) -> str:
    return "".join(text.split()).lstrip("≥≤=<>＝").rstrip("。.")


def _same_unit(indicator: Indicator) -> tuple[Fraction | None, Fraction]:
    """Target and actual value in the unit of the actual value; no target when their units say different things."""
    target, actual = Fraction(indicator.target or 0), Fraction(indicator.actual or 0)
    wanted, got = indicator.target_unit, indicator.actual_unit
    if wanted in _PERCENT and target >= _LEAST_DOUBLED:
        target = _printed_once(target)
    if wanted == got or not got or (wanted in _PERCENT and got in _PERCENT):
        return target, actual
    if wanted in FEN_PER and got in FEN_PER:
        return target * FEN_PER[wanted] / FEN_PER[got], actual
    if wanted.startswith("万") and not got.startswith("万") and wanted[1:] in {got, got.removeprefix("人")}:
        return target * _TEN_THOUSAND, actual
    if got.startswith("万") and got[1:] == wanted:
        return target / _TEN_THOUSAND, actual
    if not wanted:
        return (target * 100 if got in _PERCENT and target <= SCALE else target), actual
    related = wanted.startswith(got) or got.startswith(wanted)
    return (target if related else None), actual


def _printed_once(percent: Fraction) -> Fraction:
    for times, least, most in _DOUBLED:
        once = percent / (times * SCALE)
        if least <= once <= most and once.denominator == 1:
            return once * SCALE
    return percent


def _is_cost(indicator: Indicator) -> bool:
    """Costs are kept below their target, even where it is printed with an equals sign or with none."""
    return "成本" in indicator.level1 or "成本" in indicator.level2
