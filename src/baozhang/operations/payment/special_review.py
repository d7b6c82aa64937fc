"""特例单议: how many cases a hospital may put to review, and whether its applications keep within."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

Method = Literal["DRG", "DIP"]

GREATEST_SHARE: Final[dict[Method, Fraction]] = {"DRG": Fraction(5, 100), "DIP": Fraction(5, 1000)}
"""Of the discharges: DRG no more than 5 %, DIP no more than 5 ‰ (国家医保局 DRG/DIP 2.0 版分组方案通知, 医保发〔2025〕18号)."""


def quota(discharges: int, method: Method) -> int:
    """The greatest number of applications, whole cases.

    >>> quota(1999, "DRG"), quota(1999, "DIP")
    (99, 9)
    """
    return int(discharges * GREATEST_SHARE[method])
