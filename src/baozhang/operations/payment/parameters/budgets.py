"""Parameters of what is paid by budget: head, county package, retention for volume procurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.operations.payment.procurement import check_retention
from baozhang.operations.payment.sharing import SharingRule

if TYPE_CHECKING:
    from fractions import Fraction

    from baozhang.operations.payment.parameters.header import Header
    from baozhang.operations.payment.parameters.table import Table


@dataclass(frozen=True, slots=True)
class Capitation:
    """`heads`: fen a head by kind of person; `prepaid_share` of a twelfth of the quota is the most a month is paid."""

    header: Header
    heads: dict[str, int]
    prepaid_share: Fraction
    sharing: SharingRule
    reserve: Fraction

    @classmethod
    def read(cls, header: Header, table: Table) -> Capitation:
        """The parameters in a file's table."""
        sharing = SharingRule.read(table.table("sharing"))
        return cls(header, table.fens("heads"), table.part("prepaid_share"), sharing, table.part("reserve"))


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """From this score of the assessment on, this part of a surplus is kept."""

    score: int
    kept: Fraction


@dataclass(frozen=True, slots=True)
class Package:
    """Fen a head by kind of insurance; `kept` of a surplus by score, best first; `fund_share` of a reasonable deficit.

    The fund shares at most `share_cap` of the package.
    """

    header: Header
    heads: dict[str, int]
    reserve: Fraction
    kept: tuple[KeptFrom, ...]
    fund_share: Fraction
    share_cap: Fraction

    @classmethod
    def read(cls, header: Header, table: Table) -> Package:
        """The parameters in a file's table."""
        kept = tuple(KeptFrom(each.number("score_from"), each.part("share")) for each in table.tables("kept"))
        scores = [each.score for each in kept]
        if not kept or scores[-1] != 0 or scores != sorted(set(scores), reverse=True):
            raise ValueError("kept 应按考核得分从高到低排列，最后一档 score_from = 0")
        heads, reserve = table.fens("heads"), table.part("reserve")
        return cls(header, heads, reserve, kept, table.part("fund_share"), table.part("share_cap"))

    def kept_at(self, score: int) -> Fraction:
        """The part of a surplus that is kept at this score of the assessment."""
        return next(each.kept for each in self.kept if score >= each.score)


@dataclass(frozen=True, slots=True)
class Procurement:
    """`kept` of what was saved, times the assessment of a hospital (1 where it is not named)."""

    header: Header
    kept: Fraction
    assessed: dict[str, Fraction]

    @classmethod
    def read(cls, header: Header, table: Table) -> Procurement:
        """The parameters in a file's table."""
        kept, assessed = table.ratio("kept"), table.ratios("assessed")
        for each in assessed.values():
            check_retention(kept, each)
        check_retention(kept, kept)
        return cls(header, kept, assessed)
