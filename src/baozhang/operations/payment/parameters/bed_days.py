"""Parameters of payment by bed-day: standards by class of care and level, tapering with the days of the stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.operations.payment.bed_days import DailyRule, Segment, check_segments
from baozhang.operations.payment.prepayment import Prepayment

if TYPE_CHECKING:
    from fractions import Fraction

    from baozhang.operations.payment.parameters.header import Header
    from baozhang.operations.payment.parameters.table import Table


@dataclass(frozen=True, slots=True)
class BedDays:
    """Standards by (class, level; "" any level): segments of fixed amounts, or a ratio of the actual cost with a cap a day.

    `at_most_cost` pays no stay more than it cost; `mean_days` limits the mean stay of a hospital by class.
    """

    header: Header
    segments: dict[tuple[str, str], tuple[Segment, ...]]
    daily: dict[tuple[str, str], DailyRule]
    at_most_cost: bool
    mean_days: dict[str, Fraction]
    reserve: Fraction
    negative_allowed: bool
    prepayment: Prepayment

    @classmethod
    def read(cls, header: Header, table: Table) -> BedDays:
        """The parameters in a file's table."""
        segments: dict[tuple[str, str], list[Segment]] = {}
        daily: dict[tuple[str, str], DailyRule] = {}
        for each in table.tables("standards"):
            level = each.text("level") if each.has("level") else ""
            key = (each.text("class"), level)
            if key in daily or (each.has("ratio") and key in segments):
                raise ValueError(f"类别 {key[0]}{level} 的床日标准重复")
            if each.has("ratio"):
                daily[key] = DailyRule(each.ratio("ratio"), each.fen("cap") if each.has("cap") else None)
            else:
                segments.setdefault(key, []).append(Segment(each.number("up_to") if each.has("up_to") else None, each.fen("day")))
        for found in segments.values():
            check_segments(found)
        return cls(
            header=header,
            segments={key: tuple(found) for key, found in segments.items()},
            daily=daily,
            at_most_cost=table.flag("at_most_cost"),
            mean_days=table.ratios("mean_days"),
            reserve=table.part("reserve"),
            negative_allowed=table.flag("negative_allowed", default=False),
            prepayment=Prepayment.read(table.table("prepayment")),
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes of care that have a standard."""
        return tuple(dict.fromkeys(name for name, _ in [*self.segments, *self.daily]))
