"""What the forms reader hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baozhang.facts.records import EvaluationRow, FundingRow, IndicatorRow, UnrecognisedRow


@dataclass(frozen=True, slots=True)
class FormsReading:
    """All forms of a document.

    `used` are the indexes of the blocks that were read. `figures` counts every figure met in forms, lists and
    reports, `figures_bound` those that ended up in a record; the difference is listed in `unrecognised`.
    """

    evaluations: tuple[EvaluationRow, ...]
    fundings: tuple[FundingRow, ...]
    indicators: tuple[IndicatorRow, ...]
    used: frozenset[int]
    unrecognised: tuple[UnrecognisedRow, ...]
    figures: int
    figures_bound: int
