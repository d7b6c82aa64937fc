"""How figures are told in words: amounts, changes with the right word for rise, fall and a zero base, shares and completion rates.

Every rate is computed from the printed amounts, so that a reader with the table beside the text comes to the same figure.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.compiling.figures import printed, rounded

if TYPE_CHECKING:
    from baozhang.taxonomy.layouts import Layout

NO_BASE: Final = "净"


def percent(part: int, whole: int) -> str:
    """A share or rate with two decimals, half up; 0.00% of nothing.

    >>> percent(52, 99), percent(1, 0)
    ('52.53%', '0.00%')
    """
    if whole == 0:
        return "0.00%"
    hundredths = (Fraction(part * 10_000, whole) + Fraction(1, 2)).__floor__()
    sign = "-" if hundredths < 0 else ""
    units, rest = divmod(abs(hundredths), 100)
    return f"{sign}{units}.{rest:02d}%"


class Phrases:
    """The phrases of one layout."""

    def __init__(self, layout: Layout) -> None:
        """Amounts are told in the layout's unit and with its decimals."""
        self._layout = layout

    def money(self, fen: int) -> str:
        """`123.45万元`."""
        return printed(fen, self._layout) + self._layout.unit

    def difference(self, now: int, before: int) -> int:
        """The change that the printed amounts show, in fen."""
        return rounded(now, self._layout) - rounded(before, self._layout)

    def change(self, now: int, before: int, base: str, *, each: bool = False) -> str:
        """`比上年决算数增加1.00万元，增长5.00%`; against nothing 净增加 without a rate; no change is 与…持平."""
        difference = self.difference(now, before)
        if difference == 0:
            return f"与{base}持平"
        lead = f"与{base}相比，各" if each else f"比{base}"
        if rounded(before, self._layout) == 0:
            return f"{lead}{'' if each else NO_BASE}增加{self.money(difference)}"
        rate = percent(abs(difference), rounded(before, self._layout))
        words = ("增加", "增长") if difference > 0 else ("减少", "下降")
        return f"{lead}{words[0]}{self.money(abs(difference))}，{words[1]}{rate}"

    def weighs(self, now: int, before: int) -> bool:
        """Whether a change is large enough for the layout to ask for its reason; against nothing every change is."""
        difference, base = abs(self.difference(now, before)), abs(rounded(before, self._layout))
        return difference > 0 and 100 * difference >= self._layout.reason_percent * base

    def share(self, part: int, whole: int) -> str:
        """`占52.53%`."""
        return f"占{percent(rounded(part, self._layout), rounded(whole, self._layout))}"

    def completion(self, final: int, budget: int, base: str) -> str:
        """`完成年初预算的98.96%`; a zero budget has no rate and is said to be none."""
        if rounded(budget, self._layout) == 0:
            return f"{base.removesuffix('数')}未安排"
        return f"完成{base}的{percent(rounded(final, self._layout), rounded(budget, self._layout))}"

    def compared(self, final: int, budget: int) -> str:
        """大于, 小于 or 等于."""
        difference = self.difference(final, budget)
        return "等于" if difference == 0 else "大于" if difference > 0 else "小于"
