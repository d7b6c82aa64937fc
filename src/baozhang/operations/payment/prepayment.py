"""月度预付: what is paid to a hospital for a month before the year is cleared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import shares, shown, yuan

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from baozhang.operations.payment.parameters.table import Table


class Basis(StrEnum):
    """What the share of a month is taken of: what the hospital applied for, or a twelfth of the budget by the month's points."""

    APPLIED = "申报额"
    POINTS = "点数"


@dataclass(frozen=True, slots=True)
class Prepayment:
    """`share` of the basis is paid; a local parameter."""

    basis: Basis
    share: Fraction

    @classmethod
    def read(cls, table: Table) -> Prepayment:
        """The rule in a table of a parameter file."""
        basis = table.text("basis")
        if basis not in set(Basis):
            raise ValueError(f"prepayment.basis = {basis} 应为 {'、'.join(Basis)} 之一")
        return cls(Basis(basis), table.part("share"))


def month_prepayment(due: int, share: Fraction) -> int:
    """Prepaid for a month, fen: a share of what is due, rounded down so that no prepayment exceeds it; never below zero."""
    return max(0, int(due * share))


@dataclass(frozen=True, slots=True)
class MonthPaid:
    """What a hospital is prepaid for a month, fen; `applied` is what its cases cost less the patients' part."""

    pool: str
    hospital: str
    month: str
    cases: int
    applied: int
    prepaid: int
    trail: str


def prepayments(months: pa.Table, rule: Prepayment, budgets: Mapping[str, int] | None = None) -> list[MonthPaid]:
    """Prepayments by pool, month and hospital, from the answer of the query `prepayment`.

    By points, a month's money is a twelfth of the pool's budget after reserve (`budgets`, fen; rounded down, clearing settles the rest) and
    the patients' part of the month's cases, divided by the month's points; the patients' part is then taken off.
    Raises UsageError for cases without a month, and for points without a budget.
    """
    rows = sorted(months.to_pylist(), key=lambda row: (row["pool"], row["month"], row["hospital"]))
    if any(not row["month"] for row in rows):
        raise UsageError("有病例没有结算月份（month 列），不能计算月度预付；请补齐后重算。")
    if rule.basis is Basis.APPLIED:
        return [_month(row, row["applied"], f"申报额 {yuan(row['applied'])}", rule) for row in rows]
    found: list[MonthPaid] = []
    for (pool, _), group in groupby(rows, key=lambda row: (row["pool"], row["month"])):
        mine = list(group)
        if budgets is None or pool not in budgets:
            raise UsageError("参数文件规定按点数预付（prepayment.basis），请用 --budget 写明年度预算。")
        money = budgets[pool] // 12 + sum(row["patient"] for row in mine)
        parts = shares(money, [row["points"] for row in mine])
        found += [
            _month(
                row,
                part - row["patient"],
                f"当月 {yuan(money)} 按点数 {shown(Fraction(row['points'], 10_000))} 分得 {yuan(part)}，减个人负担 {yuan(row['patient'])}",
                rule,
            )
            for row, part in zip(mine, parts, strict=True)
        ]
    return found


def _month(row: dict[str, Any], due: int, trail: str, rule: Prepayment) -> MonthPaid:
    prepaid = month_prepayment(due, rule.share)
    told = f"{trail}；× 预付比例 {shown(rule.share)}（向下取整到分）= {yuan(prepaid)}"
    return MonthPaid(row["pool"], row["hospital"], row["month"], row["cases"], row["applied"], prepaid, told)
