"""按人头付费 with a global budget (总额 + 人头): quota of a year, payment of a month."""

from __future__ import annotations

from fractions import Fraction

from baozhang.operations.payment.arithmetic import Worked, shown, yuan


def quota(persons: int, fen_a_head: int, base: int = 0) -> Worked:
    """Quota of an institution for a year, fen: signed persons × per head + base."""
    fen = persons * fen_a_head + base
    return Worked(Fraction(fen), f"{persons} 人 × {yuan(fen_a_head)} + 基数 {yuan(base)} = {yuan(fen)}")


def month_payment(declared: int, quota_of_year: Fraction, prepaid_share: Fraction) -> Worked:
    """Payment of a month, fen: what is declared, at most a twelfth of the quota × the share paid before clearing."""
    limit = quota_of_year / 12 * prepaid_share
    fen = min(Fraction(declared), limit)
    return Worked(
        fen, f"申报 {yuan(declared)} 与月度限额 {yuan(quota_of_year)} ÷ 12 × {shown(prepaid_share)} = {yuan(limit)} 取低：{yuan(fen)}"
    )
