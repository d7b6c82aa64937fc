"""Parameters of the methods that count cases: DRG by points or by rate, DIP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.operations.payment.drg import HighBound, OutlierRule
from baozhang.operations.payment.parameters.header import Header, Method
from baozhang.operations.payment.prepayment import Prepayment
from baozhang.operations.payment.sharing import SharingRule

if TYPE_CHECKING:
    from fractions import Fraction

    from baozhang.operations.payment.parameters.table import Table

AT_COST: Final = "费用"
"""Instead of a coefficient: such cases are paid what they cost, before the rest of the money is divided."""


@dataclass(frozen=True, slots=True)
class Cases:
    """How cases of a year count. Ratios have at most four decimals, so that queries compute with whole ten-thousandths.

    `unstable` and `special` are coefficients, or None where such cases are paid their cost; `rates` are fen for weight 1 by level
    ("" any level), empty where the rate follows from the budget. `adjust_by` is 机构 or 级别 where the coefficient of hospitals that are
    not named follows from history (差异系数), else empty.
    """

    header: Header
    constant: int
    mean_by_level: bool
    outliers: OutlierRule
    review_above: Fraction | None
    year_weights: tuple[int, ...]
    least_cases: int
    unstable: Fraction | None
    special: Fraction | None
    excluded_up_to: int | None
    excluded_from: int | None
    basic: Fraction
    adjust_by: str
    reserve: Fraction
    patients_in_pool: bool
    negative_allowed: bool
    rates: dict[str, int]
    prepayment: Prepayment
    sharing: SharingRule | None
    hospitals: dict[str, Fraction]
    institutions: tuple[str, ...]

    @classmethod
    def read(cls, header: Header, table: Table) -> Cases:
        """The parameters in a file's table."""
        bounds = tuple(
            HighBound(bound.ratio("weight_up_to") if bound.has("weight_up_to") else None, bound.ratio("multiple"))
            for bound in table.tables("high")
        )
        outliers = OutlierRule(
            table.ratio("low_below"), bounds, table.ratio("excess_share"), table.ratio("cap") if table.has("cap") else None
        )
        excluded = table.table("excluded")
        return cls(
            header=header,
            constant=table.number("constant"),
            mean_by_level=table.flag("mean_by_level"),
            outliers=outliers,
            review_above=table.ratio("review_above") if table.has("review_above") else None,
            year_weights=table.numbers("year_weights"),
            least_cases=table.number("least_cases", 1),
            unstable=_coefficient(table, "unstable"),
            special=_coefficient(table, "special"),
            excluded_up_to=excluded.number("days_up_to") if excluded.has("days_up_to") else None,
            excluded_from=excluded.number("days_from") if excluded.has("days_from") else None,
            basic=table.ratio("basic", "1"),
            adjust_by=_adjust_by(table),
            reserve=table.part("reserve"),
            patients_in_pool=table.flag("patients_in_pool"),
            negative_allowed=table.flag("negative_allowed", default=False),
            rates=table.fens("rates") if header.method is Method.DRG_RATE else {},
            prepayment=Prepayment.read(table.table("prepayment")),
            sharing=SharingRule.read(table.table("sharing")) if table.has("sharing") else None,
            hospitals=table.ratios("hospitals"),
            institutions=table.texts("institutions") if table.has("institutions") else (),
        )


def _adjust_by(table: Table) -> str:
    if not table.has("adjust_by"):
        return ""
    kind = table.text("adjust_by")
    if kind not in {"机构", "级别"}:
        raise ValueError(f"adjust_by = {kind} 应为 机构、级别 之一")
    return kind


def _coefficient(table: Table, key: str) -> Fraction | None:
    if table.has(key) and table.text(key) == AT_COST:
        return None
    return table.ratio(key)
