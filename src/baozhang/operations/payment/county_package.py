"""医共体总额包干: the package of a county community, its balance, what it keeps and what the fund shares.

Policy words: 总额预算、结余留用、合理超支分担; every coefficient is a local parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from baozhang.operations.payment.arithmetic import Worked, shown, yuan

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PackageRule:
    """`kept` of a surplus (by the assessment), `fund_share` of a reasonable deficit, at most `share_cap` of the package."""

    kept: Fraction
    fund_share: Fraction
    share_cap: Fraction


@dataclass(frozen=True, slots=True)
class Settlement:
    """Of a package, fen: the balance, what the community keeps, what the fund adds, what the community bears."""

    balance: int
    kept: Fraction
    fund_adds: Fraction
    borne: Fraction
    trail: str


def package(heads: Mapping[str, tuple[int, int]], reserve: int, outside: int) -> Worked:
    """B, fen: persons × fen a head by kind of insurance, less the reserve and the items outside the package."""
    fen = sum(persons * per_head for persons, per_head in heads.values()) - reserve - outside
    parts = " + ".join(f"{name} {persons} 人 × {yuan(per_head)}" for name, (persons, per_head) in heads.items())
    return Worked(Fraction(fen), f"{parts} − 风险金 {yuan(reserve)} − 包外项目 {yuan(outside)} = {yuan(fen)}")


def settle(budget: int, inside: int, outside: int, exempt: int, rule: PackageRule, *, reasonable: bool) -> Settlement:
    """Balance S = B − (use inside the county + use outside − exempt back referrals), kept or shared by the rule.

    `reasonable` says whether the assessment finds a deficit reasonable; else the community bears it.
    """
    used = inside + outside - exempt
    balance = budget - used
    trail = f"包干 {yuan(budget)} −（县内 {yuan(inside)} + 县外 {yuan(outside)} − 转回豁免 {yuan(exempt)}）= {yuan(balance)}"
    if balance >= 0:
        kept = balance * rule.kept
        return Settlement(balance, kept, Fraction(0), Fraction(0), f"{trail}；结余留用 {shown(rule.kept)} = {yuan(kept)}")
    adds = min(-balance * rule.fund_share, budget * rule.share_cap) if reasonable else Fraction(0)
    judged = (
        f"合理超支，基金分担 {shown(rule.fund_share)}、不超过包干额的 {shown(rule.share_cap)}" if reasonable else "超支不合理，基金不分担"
    )
    return Settlement(balance, Fraction(0), adds, -balance - adds, f"{trail}；{judged} = {yuan(adds)}")
