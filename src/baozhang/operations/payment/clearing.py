"""年终清算: the year's budget divided among hospitals by points, and the ledger of what each is owed and has had.

The ledger adds up: over the hospitals, the distributed entries equal the money to distribute, fen for fen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import shares, shown, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

EntryKind = Literal["按点数分配", "个人负担", "月度预付", "扣减", "奖励"]

SIGNS: Final[dict[EntryKind, int]] = {"按点数分配": 1, "个人负担": -1, "月度预付": -1, "扣减": -1, "奖励": 1}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a hospital brings into the clearing of a year: points (or scores), and fen."""

    hospital: str
    points: Fraction
    patient: int = 0
    prepaid: int = 0
    deducted: int = 0
    rewarded: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: `fen` is signed, positive in the hospital's favour."""

    hospital: str
    kind: EntryKind
    fen: int
    scheme: str
    parameters: str
    trail: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """The ledger of a year, by hospital in the order of the claims."""

    distributed: int
    entries: tuple[Entry, ...]

    def owed(self) -> dict[str, int]:
        """What the fund still owes each hospital, fen; negative where the hospital pays back."""
        owed: Counter[str] = Counter()
        for entry in self.entries:
            owed[entry.hospital] += entry.fen
        return dict(owed)


def month_prepayment(applied: int, share: Fraction) -> int:
    """Prepaid for a month, fen: a share of what was applied for, rounded down so that no prepayment exceeds it."""
    return int(applied * share)


def clear(budget: int, claims: Sequence[Claim], *, scheme: str, parameters: str, patients_in_pool: bool = True) -> Clearing:
    """Divide the fund's budget (after reserve) by points.

    `patients_in_pool`: the patients' parts of the same cases are added to the money distributed and then taken off each hospital's share,
    so that the fund pays its budget and nothing else; otherwise the budget alone is distributed and nothing taken off.
    Raises UsageError for a hospital that claims twice, amounts below zero, or money without points.
    """
    _check(budget, claims)
    pool = budget + (sum(claim.patient for claim in claims) if patients_in_pool else 0)
    points = sum((claim.points for claim in claims), Fraction(0))
    entries: list[Entry] = []
    for claim, share in zip(claims, shares(pool, [claim.points for claim in claims]), strict=True):
        divided = f"可分配 {yuan(pool)} × 点数 {shown(claim.points)} ÷ 合计 {shown(points)} = {yuan(share)}（尾差按最大余额分配）"
        lines: list[tuple[EntryKind, int, str]] = [
            ("按点数分配", share, divided),
            ("个人负担", claim.patient if patients_in_pool else 0, "减个人负担"),
            ("月度预付", claim.prepaid, "减本年已预付"),
            ("扣减", claim.deducted, "减考核、稽核扣款"),
            ("奖励", claim.rewarded, "加考核奖励"),
        ]
        entries += [
            Entry(claim.hospital, kind, SIGNS[kind] * fen, scheme, parameters, trail if kind == "按点数分配" else f"{trail} {yuan(fen)}")
            for kind, fen, trail in lines
            if fen or kind == "按点数分配"
        ]
    return Clearing(pool, tuple(entries))


def _check(budget: int, claims: Sequence[Claim]) -> None:
    twice = [hospital for hospital, times in Counter(claim.hospital for claim in claims).items() if times > 1]
    if twice:
        raise UsageError(f"清算中医疗机构重复：{'、'.join(twice)}；每家机构只能有一行。")
    amounts = [amount for claim in claims for amount in (claim.patient, claim.prepaid, claim.deducted, claim.rewarded)]
    if budget < 0 or any(amount < 0 for amount in amounts):
        raise UsageError("预算、个人负担、预付、扣减、奖励都应以正数填写；请核对清算表。")
