"""What-if: the same year under other parameters or another scheme, and what each hospital would get for each group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.errors import UsageError
from baozhang.operations.payment.clearing.ledger import Kind
from baozhang.operations.payment.engine import engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.operations.payment.clearing.cases import ClearedCases
    from baozhang.operations.payment.clearing.ledger import Clearing
    from baozhang.operations.payment.pricing import Priced

_DIFFERENCES = """
with after_cases as (
    select a.id, a.hospital, coalesce(n.standard, 0) as standard, a.code from after_priced as a left join after_paid as n on a.id = n.id
)
select
    coalesce(b.hospital, a.hospital) as hospital, coalesce(b.code, '') as code, count(*) as cases,
    sum(coalesce(o.standard, 0))::bigint as before, sum(coalesce(a.standard, 0))::bigint as after,
    sum(case when b.code <> a.code then 1 else 0 end)::bigint as regrouped
from before_priced as b
full join after_cases as a on b.id = a.id
left join before_paid as o on b.id = o.id
group by all
order by all
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A hospital's cases of a group (as grouped before), their standards, fen, before and after, and how many changed their group."""

    hospital: str
    code: str
    cases: int
    before: int
    after: int
    regrouped: int

    @property
    def change(self) -> int:
        """After less before, fen."""
        return self.after - self.before


def compare(before: tuple[Priced, ClearedCases], after: tuple[Priced, ClearedCases]) -> list[Difference]:
    """Differences by hospital and group of two clearings of the same cases; each side adds up to its own money.

    Raises UsageError where the two sides have not the same cases.
    """
    first, second = (set(priced.cases["id"].to_pylist()) for priced, _ in (before, after))
    if first != second:
        odd = sorted(first ^ second)
        raise UsageError(f"两次计算的病例不同（相差 {len(odd)} 例，如 {'、'.join(odd[:3])}）；请用同一批病例比较。")
    relations = {
        "before_priced": before[0].cases,
        "before_paid": before[1].amounts,
        "after_priced": after[0].cases,
        "after_paid": after[1].amounts,
    }
    with engine(relations) as run:
        return [Difference(*row) for row in run.rows(_DIFFERENCES)]


def summed(differences: list[Difference], by: Callable[[Difference], str]) -> list[Difference]:
    """Differences added up by hospital or by group; the part that was added over is left empty. Greatest change first."""
    found: dict[str, Difference] = {}
    for each in differences:
        key = by(each)
        old = found.get(key, Difference(key, key, 0, 0, 0, 0))
        found[key] = Difference(
            key, key, old.cases + each.cases, old.before + each.before, old.after + each.after, old.regrouped + each.regrouped
        )
    return sorted(found.values(), key=lambda each: (-abs(each.change), each.hospital))


@dataclass(frozen=True, slots=True)
class AccountDifference:
    """What an account gets by a kind of entry, fen, before and after; `account` may be the fund's."""

    account: str
    kind: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """After less before, fen."""
        return self.after - self.before


def compare_ledgers(before: Clearing, after: Clearing) -> list[AccountDifference]:
    """Differences by account and kind of entry of two clearings by any method; prepayments are left out, they do not change what is due."""
    sums: dict[tuple[str, str], list[int]] = {}
    for side, clearing in enumerate((before, after)):
        for entry in clearing.entries:
            if entry.kind is not Kind.PREPAID:
                sums.setdefault((entry.account, str(entry.kind)), [0, 0])[side] += entry.fen
    return [AccountDifference(*key, *fen) for key, fen in sums.items()]
