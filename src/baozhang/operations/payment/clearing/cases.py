"""Clearing of the methods that count cases: the budget of each pool divided by points, or paid by a rate, and every case its part of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import rounded, shares, shown, yuan
from baozhang.operations.payment.clearing.ledger import FUND, Account, Accounts, Clearing, Entry, Kind, Writer, after_reserve, check_pools
from baozhang.operations.payment.counting import unit_of
from baozhang.operations.payment.drg import point_value
from baozhang.operations.payment.engine import engine
from baozhang.operations.payment.parameters.header import Method
from baozhang.operations.payment.relations import WHOLE
from baozhang.operations.payment.sharing import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.operations.payment.parameters import Cases
    from baozhang.operations.payment.pricing import Priced

_SUMS: Final = """
select
    pool, hospital, count(*), sum(points)::hugeint, sum(case when at_cost then cost else 0 end)::hugeint,
    sum(case when at_cost then patient else 0 end)::hugeint, sum(patient)::hugeint, sum(cost)::hugeint
from counted group by pool, hospital order by pool, hospital
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the cases of a hospital bring into a pool: points, and fen of the cases paid at cost, of the patients, and of all cases."""

    pool: str
    hospital: str
    cases: int
    points: Fraction
    at_cost: int
    at_cost_patient: int
    patient: int
    cost: int


@dataclass(frozen=True, slots=True)
class ClearedCases:
    """The ledger, and of every case (by id) its standard and what the fund pays for it, fen."""

    clearing: Clearing
    amounts: pa.Table
    claims: tuple[Claim, ...]


def clear_cases(priced: Priced, budgets: Mapping[str, int], accounts: Accounts | None = None) -> ClearedCases:
    """Clear a year. `budgets` is fen by kind of insurance, or {"": fen} for all cases; accounts of a hospital without cases count too.

    Divided by points (or by weights at a rate that follows from the budget), the standards of all cases add up to the money there is;
    at a published rate the difference stays with the fund. Raises UsageError for cases of a kind of insurance without a budget, for
    money without points, and for cases at cost that exceed the money.
    """
    counted = counted_cases(priced.cases, by_insurance=set(budgets) != {""})
    claims = claims_of(counted)
    check_pools([*(claim.pool for claim in claims), *(pool for pool, _ in accounts or {})], budgets)
    by_rate = priced.parameters.header.method is Method.DRG_RATE and bool(priced.parameters.rates)
    divided = _at_rates(counted, priced.parameters) if by_rate else None
    entries: list[Entry] = []
    values: list[str] = []
    parts: dict[tuple[str, str], int] = {}
    for pool, budget in budgets.items():
        mine = [claim for claim in claims if claim.pool == pool]
        book = _Book(priced.parameters, Writer(priced.scheme, priced.parameters.header.label), pool, accounts or {})
        if divided is None:
            found, shares_of = book.divided(budget, mine)
            parts |= shares_of
            values += book.values(found, mine)
        else:
            found = book.paid(budget, mine, divided)
        entries += found
    amounts = _amounts(counted, parts, priced.parameters) if divided is None else divided
    return ClearedCases(Clearing(dict(budgets), tuple(entries), tuple(values)), amounts, tuple(claims))


def counted_cases(cases: pa.Table, *, by_insurance: bool) -> pa.Table:
    """The cases that the method pays, with the pool that pays them."""
    counted = cases.filter(pc.not_equal(cases["kind"], "不纳入"))
    pools = counted["insurance"] if by_insurance else pa.repeat("", counted.num_rows)
    return counted.append_column("pool", pools)


def claims_of(counted: pa.Table) -> list[Claim]:
    """What each hospital brings, by pool and hospital."""
    with engine({"counted": counted}) as run:
        rows = run.rows(_SUMS)
    return [Claim(pool, hospital, count, Fraction(points, WHOLE), *fen) for pool, hospital, count, points, *fen in rows]


@dataclass(frozen=True, slots=True)
class _Book:
    """Writes the entries of one pool."""

    parameters: Cases
    writer: Writer
    pool: str
    accounts: Accounts

    def divided(self, budget: int, claims: Sequence[Claim]) -> tuple[list[Entry], dict[tuple[str, str], int]]:
        """The entries of a division by points, and the part of each hospital's cases that count points."""
        left, entries = after_reserve(budget, self.parameters.reserve, self.writer, self.pool)
        pooled = self.parameters.patients_in_pool
        pool = left + (sum(claim.patient for claim in claims) if pooled else 0)
        fixed = [claim.at_cost - (0 if pooled else claim.at_cost_patient) for claim in claims]
        points = sum((claim.points for claim in claims), Fraction(0))
        if sum(fixed) > pool:
            raise UsageError(f"按实际费用付费的病例 {yuan(sum(fixed))} 超过可分配的 {yuan(pool)}；请核对预算，或改为按系数计点。")
        free = pool - sum(fixed)
        parts = shares(free, [claim.points for claim in claims]) if claims else ()
        unit = unit_of(self.parameters)
        for claim, part, at_cost in zip(claims, parts, fixed, strict=True):
            trail = f"可分配 {yuan(free)} × {unit} {shown(claim.points)} ÷ 合计 {shown(points)} = {yuan(part)}（尾差按最大余额分配）"
            patient = claim.patient if pooled else 0
            entries += self._hospital(claim, (Kind.BY_POINTS, part, trail), at_cost, patient)
        entries += self.writer.others(self.pool, (claim.hospital for claim in claims), self.accounts, Kind.BY_POINTS)
        if not claims:
            entries.append(self.writer.entry((self.pool, FUND), Kind.BALANCE, left, "没有病例，预算全部结余"))
        entries += self.writer.against(entries, self.pool)
        return entries, {(self.pool, claim.hospital): part for claim, part in zip(claims, parts, strict=True)}

    def values(self, entries: Sequence[Entry], claims: Sequence[Claim]) -> list[str]:
        """点值 of the pool in words, from what was divided."""
        points = sum((claim.points for claim in claims), Fraction(0))
        if not points:
            return []
        divided = sum(entry.fen for entry in entries if entry.kind is Kind.BY_POINTS)
        unit = unit_of(self.parameters)
        value = "费率" if unit == "权重" else "点值"
        named = f"{self.pool}：" if self.pool else ""
        exact = point_value(divided, points) / 100
        return [f"{named}{value} {shown(exact)} 元（可分配 {yuan(divided)} ÷ {unit}合计 {shown(points)}）"]

    def paid(self, budget: int, claims: Sequence[Claim], amounts: pa.Table) -> list[Entry]:
        """The entries of payment at published rates; what is left of the budget, or lacks, is the fund's."""
        left, entries = after_reserve(budget, self.parameters.reserve, self.writer, self.pool)
        with engine({"amounts": amounts}) as run:
            sums = {
                (pool, hospital): (standard, fund)
                for pool, hospital, standard, fund in run.rows(
                    "select pool, hospital, sum(standard)::hugeint, sum(fund)::hugeint from amounts group by pool, hospital"
                )
            }
        spent = 0
        for claim in claims:
            standard, fund = sums[claim.pool, claim.hospital]
            trail = f"{claim.cases:,} 例支付标准合计 {yuan(standard)}（逐例四舍五入到分）"
            floor = fund - (standard - claim.patient)
            entries += self._hospital(claim, (Kind.BY_RATE, standard, trail), 0, claim.patient, floor)
            spent += fund
        entries += self.writer.others(self.pool, (claim.hospital for claim in claims), self.accounts, Kind.BY_RATE)
        entries.append(self.writer.entry((self.pool, FUND), Kind.BALANCE, left - spent, f"预算 {yuan(left)} − 基金应付 {yuan(spent)}"))
        return entries + self.writer.against(entries, self.pool)

    def _hospital(self, claim: Claim, main: tuple[Kind, int, str], at_cost: int, patient: int, floor: int = 0) -> list[Entry]:
        account = self.accounts.get((self.pool, claim.hospital), Account())
        lines = [
            main,
            (Kind.AT_COST, at_cost, f"按实际费用付费的病例 {yuan(at_cost)}"),
            (Kind.PATIENT, -patient, f"减个人负担 {yuan(patient)}"),
            (Kind.FLOOR, floor, f"支付标准低于个人负担的病例按零计，加回 {yuan(floor)}"),
            *self._shared(claim, main[1] + at_cost),
            *account.lines,
        ]
        return self.writer.lines((self.pool, claim.hospital), lines)

    def _shared(self, claim: Claim, standard: int) -> list[tuple[Kind, int, str]]:
        """Retention and sharing of the year, where the parameters have bands."""
        if self.parameters.sharing is None or not standard:
            return []
        by_rate = self.parameters.header.method is Method.DRG_RATE and self.parameters.rates
        cost = claim.cost if self.parameters.patients_in_pool or by_rate else claim.cost - claim.patient
        worked = shared(cost, Fraction(standard), self.parameters.sharing)
        change = rounded(worked.value) - standard
        return [(Kind.SHARED if change > 0 else Kind.RETURNED, change, worked.trail)]


def divide(pools: pa.Table, weighed: pa.Table) -> pa.Table:
    """The money of pools (pool, fen) over items (pool, item, weight): the set-based twin of `arithmetic.shares`."""
    with engine({"pools": pools, "weighed": weighed}) as run:
        return run.ask("shares")


def _amounts(counted: pa.Table, parts: Mapping[tuple[str, str], int], parameters: Cases) -> pa.Table:
    """Every hospital's part over its cases by points, so that cases add up to the hospital as hospitals add up to the pool."""
    pools = pa.table({"pool": [f"{pool}\t{hospital}" for pool, hospital in parts], "fen": pa.array(parts.values(), pa.int64())})
    owner = pc.binary_join_element_wise(counted["pool"], counted["hospital"], "\t")
    weighed = pa.table({"pool": owner, "item": counted["id"], "weight": counted["points"]})
    with engine({"pools": pools, "weighed": weighed, "counted": counted}) as run:
        run.ask("shares")
        off = "c.patient" if parameters.patients_in_pool else "0"
        at_cost = "c.cost" if parameters.patients_in_pool else "c.cost - c.patient"
        return run.table(
            f"select c.id, c.pool, c.hospital, standard, standard - {off} as fund from ("  # noqa: S608  # columns of our own
            f"select c.*, (case when c.at_cost then {at_cost} else coalesce(s.fen, 0) end)::bigint as standard"
            " from counted as c left join shares as s on c.id = s.item) as c order by c.id"
        )


def _at_rates(counted: pa.Table, parameters: Cases) -> pa.Table:
    levels = pc.unique(counted["level"]).to_pylist()
    rates = {level: parameters.rates.get(level, parameters.rates.get("")) for level in levels}
    without = sorted(level for level, fen in rates.items() if fen is None)
    if without:
        raise UsageError(f"参数文件没有这些级别的费率：{'、'.join(without)}；请在 [rates] 中写明。")
    relations = {"points": counted, "rates": pa.table({"level": pa.array(rates, pa.string()), "fen": pa.array(rates.values(), pa.int64())})}
    least = "standard - p.patient" if parameters.negative_allowed else "greatest(0, standard - p.patient)"
    with engine(relations) as run:
        run.ask("rates")
        return run.table(
            f"select p.id, p.pool, p.hospital, r.standard, {least} as fund, r.rate"  # noqa: S608  # columns of our own
            " from points as p inner join rates as r on p.id = r.id order by p.id"
        )
