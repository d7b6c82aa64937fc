"""集采结余留用: what hospitals retain of the fund saved by volume procurement."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import Worked, shown, yuan

GREATEST_RATIO: Final = Fraction(1, 2)
"""结余留用比例不高于 50 % (国家组织药品集中采购医保资金结余留用政策; the official text was not at hand, so it stands as unconfirmed)."""


def retained(budget: int, actual: int, kept: Fraction, assessed: Fraction) -> Worked:
    """Retained, fen: (budget at the old price × agreed volume − actual use) × ratio × assessment; nothing where nothing was saved.

    Raises UsageError for a ratio above one half or an assessment above one.
    """
    check_retention(kept, assessed)
    saved = max(0, budget - actual)
    fen = saved * kept * assessed
    return Worked(fen, f"结余 {yuan(budget)} − {yuan(actual)}，计 {yuan(saved)}；× {shown(kept)} × 考核 {shown(assessed)} = {yuan(fen)}")


def check_retention(kept: Fraction, assessed: Fraction) -> None:
    """Refuse a ratio above one half or an assessment above one (UsageError)."""
    if not 0 <= kept <= GREATEST_RATIO or not 0 <= assessed <= 1:
        raise UsageError("集采结余留用比例应在 0 和 50% 之间，考核系数应在 0 和 1 之间；请修改参数。")
