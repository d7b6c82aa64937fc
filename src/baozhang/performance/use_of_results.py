"""The use of results: projects over the years, those that score low or spend too little again and again, and next year's budget.

The rules are data (data/use_of_results.toml). A proposal says its base, its arithmetic and its reason; it binds nobody.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import SCALE, fen_to_text, scaled_to_text
from baozhang.performance.scoring import rounded_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.performance.books.evaluating import Evaluated

_PRINTED: Final = 10_000
"""Proposals are rounded down to a hundredth of ten thousand yuan, in fen."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a programme came to in one year: money in fen, rate (percent) and total in ten-thousandths, None while unknown."""

    year: int
    unit: str
    adjusted: int
    executed: int
    rate: int
    total: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When a proposal is made, and what it proposes."""

    id: str
    title: str
    base: str
    share: int
    reason: str
    total_below: int | None = None
    rate_below: int | None = None
    repeatedly_low: bool = False

    def fits(self, history: History) -> bool:
        """Whether the rule speaks of these results; an unknown total is below nothing."""
        last = history.results[-1]
        if self.total_below is not None and (last.total is None or last.total >= self.total_below * SCALE):
            return False
        if self.rate_below is not None and last.rate >= self.rate_below * SCALE:
            return False
        return not self.repeatedly_low or history.repeatedly_low


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force, and from when on something is low or repeated."""

    source: str
    low_score: int
    low_rate: int
    repeated: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A programme over the years, the last year last."""

    code: str
    name: str
    kind: str
    results: tuple[Result, ...]

    @property
    def low_years(self) -> int:
        """How many years in a row, the last included, too little was spent."""
        years = 0
        for one in reversed(self.results):
            if one.rate >= policy().low_rate * SCALE:
                break
            years += 1
        return years

    @property
    def repeatedly_low(self) -> bool:
        """Whether too little was spent so often in a row that it is no accident."""
        return self.low_years >= policy().repeated

    @property
    def scores_low(self) -> bool:
        """Whether the last total is low."""
        total = self.results[-1].total
        return total is not None and total < policy().low_score * SCALE


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for next year: fen, and why (Chinese)."""

    history: History
    rule: Rule
    amount: int
    reason: str


@cache
def policy() -> Policy:
    """The rules of `data/use_of_results.toml`."""
    data = tomllib.loads((files("baozhang.performance") / "data" / "use_of_results.toml").read_text(encoding="utf-8"))
    return Policy(data["source"], data["low_score"], data["low_rate"], data["repeated"], tuple(Rule(**one) for one in data["rule"]))


def histories(years: Sequence[tuple[int, Sequence[Evaluated]]]) -> tuple[History, ...]:
    """Programmes of the last year with what they came to in earlier years, matched by code, else by name."""
    ordered = sorted(years, key=lambda one: one[0])
    if not ordered:
        return ()
    return tuple(
        History(one.programme.code, one.programme.name, one.programme.kind, tuple(_results(one, ordered))) for one in ordered[-1][1]
    )


def _results(wanted: Evaluated, years: Sequence[tuple[int, Sequence[Evaluated]]]) -> Iterator[Result]:
    for year, evaluated in years:
        same = [one for one in evaluated if one.programme.code == wanted.programme.code and one.programme.name == wanted.programme.name]
        same = same or [one for one in evaluated if one.programme.name == wanted.programme.name]
        if len(same) == 1:
            yield _result(year, same[0])


def _result(year: int, one: Evaluated) -> Result:
    adjusted, executed = one.form.budget or 0, one.form.executed or 0
    rate = rounded_points(Fraction(executed, adjusted) * 100 * SCALE) if adjusted else 0
    return Result(year, one.programme.unit, adjusted, executed, rate, one.score.total, one.score.grade)


def propose(history: History) -> Proposal:
    """The proposal of the first rule that fits; the last rule fits everything."""
    rule = next(one for one in policy().rules if one.fits(history))
    last = history.results[-1]
    base = last.executed if rule.base == "executed" else last.adjusted
    amount = base * rule.share // 100 // _PRINTED * _PRINTED
    name = "全年执行数" if rule.base == "executed" else "全年预算数"
    said = f"{name}{fen_to_text(base)}万元×{rule.share}%＝{fen_to_text(amount)}万元"
    return Proposal(history, rule, amount, f"{_why(history, rule)}，{rule.title}：{said}")


def _why(history: History, rule: Rule) -> str:
    last = history.results[-1]
    if rule.repeatedly_low:
        rates = "、".join(f"{one.year}年{scaled_to_text(one.rate)}%" for one in history.results[-history.low_years :])
        return f"连续{history.low_years}年执行率低于{policy().low_rate}%（{rates}）"
    total = "未评定" if last.total is None else f"{scaled_to_text(last.total, 0)}分"
    return f"{rule.reason}（{total}，执行率{scaled_to_text(last.rate)}%）"
