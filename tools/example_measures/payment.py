"""What payment hands to the measures: cases with their kind and weight, packages of county communities, in the columns of `payment run`.

Planted: a case that is not paid by the method, one without a weight, one of the year before, a community that spent more than it had.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tools.example_measures.drawing import YEAR, Dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.example_measures.drawing import Row

_KINDS: Final = {"正常": 86, "低倍率": 6, "高倍率": 3, "不稳定病组": 3, "特例单议": 1, "不纳入": 1}
_WITHOUT: Final = frozenset({"不稳定病组", "特例单议", "不纳入"})


def priced_cases() -> Iterator[Row]:
    """Three hundred cases, the last one of the year before."""
    dice = Dice("priced_cases")
    for number in range(1, 301):
        kind = "不纳入" if number == 1 else "不稳定病组" if number == 2 else dice.weighted(_KINDS)
        year = YEAR - 1 if number == 300 else YEAR
        yield {
            "id": f"C{number:05d}",
            "hospital": f"H{dice.whole(1, 40):04d}",
            "month": f"{year}-{dice.whole(1, 12):02d}",
            "kind": kind,
            "weight": None if kind in _WITHOUT else Decimal(dice.whole(3_000, 60_000)).scaleb(-4),
        }


def packages() -> Iterator[Row]:
    """Eleven communities of the year and of the year before; the last one overspent this year."""
    dice = Dice("packages")
    for year in (YEAR - 1, YEAR):
        for number in range(1, 12):
            budget = dice.whole(20_000_000_000, 90_000_000_000)
            over = year == YEAR and number == 11
            used = budget * (dice.whole(101, 103) if over else dice.whole(94, 99)) // 100
            balance = budget - used
            retained = balance * 6 // 10 if balance > 0 else 0
            yield {
                "community": f"医共体{number:02d}",
                "year": year,
                "budget": budget,
                "used": used,
                "balance": balance,
                "retained": retained,
            }
