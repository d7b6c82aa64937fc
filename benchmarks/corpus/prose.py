"""Sentences about figures: amounts with their change against another year, with their share, with the budget they complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.corpus.printing import decimal, hundredths, rate
from benchmarks.corpus.tables import name_of
from benchmarks.corpus.words import FALLS, OVERRUNS, RISES, SAVINGS

if TYPE_CHECKING:
    from random import Random

    from benchmarks.corpus.books import Plan
    from benchmarks.corpus.printing import Manner


def listed(plan: Plan, *, staff: bool) -> str:
    """The economic codes that basic spending on staff, or on running the office, has an amount for."""
    codes = [code for code, amount in sorted(plan.economic.items()) if hundredths(amount) and (code[:3] in {"301", "303"}) is staff]
    return "、".join(name_of(code) for code in codes)


class Prose:
    """Makes sentences.

    What is random is drawn in the same order whatever the figures are: two versions of a document that differ in a figure differ in
    nothing else.
    """

    def __init__(self, random: Random, manner: Manner) -> None:
        """`random` decides between the ways to say a thing."""
        self._random = random
        self._manner = manner

    def money(self, fen: int) -> str:
        """An amount with its unit."""
        return f"{self._manner.text(fen)}万元"

    def percent(self, part: int, whole: int) -> str:
        """A share or rate; nothing of nothing is 0.00%."""
        return f"{decimal(rate(part, whole) if whole else 0)}%"

    def change(self, now: int, before: int, base: str, *, each: bool = False) -> str:
        """`now` against `before`: 比上年决算数增加 … 万元，增长 …%，主要原因是….; `each`: of two sums at once (各增加).

        Nothing grew when the printed difference is zero, and nothing has a rate when there was nothing before.
        """
        rise, fall = self._random.choice(RISES), self._random.choice(FALLS)
        difference = now - before
        if not hundredths(abs(difference)):
            return f"与{base}持平"
        word, speed = ("增加", "增长") if difference > 0 else ("减少", "下降")
        said = f"比{base}{'各' if each else ''}{word}{self.money(abs(difference))}"
        if hundredths(before) > 0:
            said += f"，{speed}{self.percent(abs(difference), before)}"
        return f"{said}，主要原因是{rise if difference > 0 else fall}"

    def completed(self, now: int, planned: int, base: str) -> str:
        """`now` against the budget: 完成年初预算的 …%。决算数小于年初预算数的主要原因是…."""
        saving, overrun = self._random.choice(SAVINGS), self._random.choice(OVERRUNS)
        if not hundredths(planned):
            return f"{base}没有安排。决算数大于{base}数的主要原因是{overrun}" if hundredths(now) else f"{base}没有安排"
        said = f"完成{base}的{self.percent(now, planned)}"
        if hundredths(now) == hundredths(planned):
            return f"{said}，与{base}数持平"
        return f"{said}。决算数{'小于' if now < planned else '大于'}{base}数的主要原因是{saving if now < planned else overrun}"

    def shares(self, parts: list[tuple[str, int]], whole: int) -> str:
        """Parts of a whole, each with its share."""
        return "；".join(f"{name}{self.money(amount)}，占{self.percent(amount, whole)}" for name, amount in parts)
