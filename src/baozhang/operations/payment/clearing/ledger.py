"""The ledger of a clearing: entries of hospitals and of the fund, which together are the fund's budget, fen for fen.

Whatever a hospital gains or loses beside the division (sharing, deductions, rewards) stands once more with the fund, the other way round.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import shown, yuan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

FUND: Final = "医保基金"
"""The account of the fund itself."""


class Kind(StrEnum):
    """What an entry is for."""

    BY_POINTS = "按点数分配"
    BY_RATE = "按费率付费"
    BY_DAYS = "按床日付费"
    QUOTA = "定额"
    PACKAGE_USE = "包干内支出"
    RETAINED = "结余留用"
    PROCUREMENT = "集采结余留用"
    AT_COST = "按实际费用"
    PATIENT = "个人负担"
    FLOOR = "不足零按零计"
    LONG_STAY = "超平均住院日扣减"
    RETURNED = "结余上缴"
    SHARED = "超支分担"
    BORNE = "超支自担"
    CUT = "总额控制扣减"
    PREPAID = "月度预付"
    DEDUCTED = "扣减"
    REWARDED = "奖励"
    RESERVE = "预留风险调剂金"
    EXCLUDED = "包外项目"
    BALANCE = "预算结余"


@dataclass(frozen=True, slots=True)
class Account:
    """What has passed between the fund and a hospital beside its cases, fen, all positive."""

    prepaid: int = 0
    deducted: int = 0
    rewarded: int = 0

    @property
    def lines(self) -> list[tuple[Kind, int, str]]:
        """What the account adds to a hospital's entries."""
        return [
            (Kind.PREPAID, -self.prepaid, f"减本年已预付 {yuan(self.prepaid)}"),
            (Kind.DEDUCTED, -self.deducted, f"减考核、稽核扣款 {yuan(self.deducted)}"),
            (Kind.REWARDED, self.rewarded, f"加考核奖励 {yuan(self.rewarded)}"),
        ]


Accounts = dict[tuple[str, str], Account]
"""By (pool, hospital)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: `fen` is signed, positive in the account's favour; `pool` is the kind of insurance, or empty."""

    pool: str
    account: str
    kind: Kind
    fen: int
    scheme: str
    parameters: str
    trail: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """The entries of a year, by pool and account; `budget` is the fund's money by pool, before any reserve.

    `values` tells, where money was divided, what a point came to (点值), a sentence for each pool.
    """

    budget: Mapping[str, int]
    entries: tuple[Entry, ...]
    values: tuple[str, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        """Hospitals (or communities) in order, without the fund."""
        return tuple(dict.fromkeys(entry.account for entry in self.entries if entry.account != FUND))

    def owed(self) -> dict[str, int]:
        """What the fund still owes each hospital, fen; negative where the hospital pays back."""
        owed: Counter[str] = Counter(dict.fromkeys(self.accounts, 0))
        for entry in self.entries:
            if entry.account != FUND:
                owed[entry.account] += entry.fen
        return dict(owed)

    def sums(self, account: str | None = None) -> dict[Kind, int]:
        """Sums by kind of entry, of one account or of all hospitals."""
        sums: Counter[Kind] = Counter()
        for entry in self.entries:
            if entry.account == account or (account is None and entry.account != FUND):
                sums[entry.kind] += entry.fen
        return {kind: sums[kind] for kind in Kind if kind in sums}

    def accounted(self) -> dict[str, int]:
        """All entries and what was paid before, by pool: the budget again, to the fen."""
        found: Counter[str] = Counter(dict.fromkeys(self.budget, 0))
        for entry in self.entries:
            if entry.kind is not Kind.PREPAID:
                found[entry.pool] += entry.fen
        return dict(found)

    @property
    def digest(self) -> str:
        """SHA-256 of the entries: two runs with the same figures have the same."""
        lines = (f"{e.pool}\t{e.account}\t{e.kind}\t{e.fen}\t{e.scheme}\t{e.parameters}\t{e.trail}\n" for e in self.entries)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes entries that carry one scheme and one set of parameters; entries of nothing are left out unless they must be seen."""

    scheme: str
    parameters: str

    def entry(self, place: tuple[str, str], kind: Kind, fen: int, trail: str) -> Entry:
        """An entry at (pool, account)."""
        return Entry(*place, kind, fen, self.scheme, self.parameters, trail)

    def lines(self, place: tuple[str, str], lines: Iterable[tuple[Kind, int, str]]) -> list[Entry]:
        """Entries of one account; the first is always written, the others if they are of something."""
        return [self.entry(place, kind, fen, trail) for at, (kind, fen, trail) in enumerate(lines) if fen or at == 0]

    def against(self, entries: Iterable[Entry], pool: str) -> list[Entry]:
        """What stands against the entries of the hospitals in the fund's account: sharing, deductions, rewards, cuts."""
        sums: Counter[Kind] = Counter()
        for entry in entries:
            if entry.pool == pool and entry.kind in _MIRRORED:
                sums[entry.kind] -= entry.fen
        return [self.entry((pool, FUND), kind, sums[kind], "各机构合计，反向") for kind in _MIRRORED if sums[kind]]

    def others(self, pool: str, known: Iterable[str], accounts: Accounts, kind: Kind) -> list[Entry]:
        """Entries of hospitals that have an account and nothing else this year: what was paid before is not lost."""
        missing = sorted({hospital for of, hospital in accounts if of == pool} - set(known))
        return [
            entry
            for hospital in missing
            for entry in self.lines((pool, hospital), [(kind, 0, "本年没有数据"), *accounts[pool, hospital].lines])
        ]


_MIRRORED: Final = (Kind.RETURNED, Kind.SHARED, Kind.DEDUCTED, Kind.REWARDED)


def after_reserve(budget: int, reserve: Fraction, writer: Writer, pool: str) -> tuple[int, list[Entry]]:
    """The budget less the reserve (rounded up, so that what is divided is whole fen rounded down), and the entry of the reserve."""
    if budget < 0:
        raise UsageError(f"预算不能为负数：{yuan(budget)}。")
    left = int(budget * (1 - reserve))
    trail = f"预算 {yuan(budget)} 的 {shown(reserve)}"
    return left, [writer.entry((pool, FUND), Kind.RESERVE, budget - left, trail)] if reserve else []


def check_pools(pools: Iterable[str], budgets: Mapping[str, int]) -> None:
    """UsageError for cases or accounts of a kind of insurance that has no budget: their money would be lost."""
    strange = sorted(set(pools) - set(budgets))
    if strange:
        named = "、".join(name or "（险种为空）" for name in strange)
        raise UsageError(f"没有给出这些险种的预算：{named}；请用 --budget 险种=金额 逐一写明。")
