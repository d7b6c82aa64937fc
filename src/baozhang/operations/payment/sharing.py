"""结余留用、合理超支分担: what a hospital is paid when its cost falls below or rises above the standard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import Worked, equal, ratio, shown, yuan

if TYPE_CHECKING:
    from fractions import Fraction

    from baozhang.operations.payment.parameters.table import Table


@dataclass(frozen=True, slots=True)
class SharingRule:
    """Bands of cost ÷ standard, local parameters: kept in full from `low` to 1, excess shared by the fund up to `high`."""

    low: Fraction
    high: Fraction
    fund_share: Fraction

    @classmethod
    def read(cls, table: Table) -> SharingRule:
        """The bands in a table of a parameter file."""
        return cls(table.ratio("low"), table.ratio("high"), table.ratio("fund_share"))

    def __post_init__(self) -> None:
        """Refuse bands that overlap."""
        if not 0 <= self.low <= 1 <= self.high or not 0 <= self.fund_share <= 1:
            raise UsageError("结余留用和超支分担的界限应满足 0 ≤ 下限 ≤ 1 ≤ 上限，基金分担比例应在 0 和 1 之间；请修改参数文件。")


def shared(cost: int, standard: Fraction, rule: SharingRule) -> Worked:
    """What is paid, fen, for a cost against a standard (both of a year or of a case)."""
    times = ratio(cost, standard, what="支付标准")
    compared = f"费用 {yuan(cost)} ÷ 标准 {yuan(standard)} {equal(times)}"
    if times < rule.low:
        fen = cost + (1 - rule.low) * standard
        return Worked(fen, f"{compared}，低于 {shown(rule.low)}：费用 + 标准 ×（1 − {shown(rule.low)}）= {yuan(fen)}")
    if times <= 1:
        return Worked(standard, f"{compared}，结余全部留用：{yuan(standard)}")
    excess = min(times, rule.high) - 1
    fen = standard * (1 + excess * rule.fund_share)
    bearing = f"，{shown(rule.high)} 倍以上由机构承担" if times > rule.high else ""
    return Worked(fen, f"{compared}，超支 {shown(excess)} 由基金分担 {shown(rule.fund_share)}{bearing}：{yuan(fen)}")
