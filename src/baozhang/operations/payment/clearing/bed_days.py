"""Payment and clearing by bed-days: standards of stays, the guard of the mean stay, what the fund pays."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import UsageError
from baozhang.operations.payment.arithmetic import rounded, shown, yuan
from baozhang.operations.payment.clearing.ledger import FUND, Account, Clearing, Entry, Kind, Writer, after_reserve, check_pools
from baozhang.operations.payment.engine import engine
from baozhang.operations.payment.pricing import ten_thousandths, terms_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.operations.payment.bed_days import DailyRule, Segment
    from baozhang.operations.payment.clearing.ledger import Accounts
    from baozhang.operations.payment.parameters import BedDays

_STANDARDS: Final = pa.schema(
    [("class", pa.string()), ("level", pa.string())] + [(name, pa.int64()) for name in ("first_day", "last_day", "day", "ratio", "cap")]
)
_SUMS: Final = """
select {pool} as pool, hospital, class, count(*), sum(counted)::hugeint, sum(standard)::hugeint, sum(patient)::hugeint,
    sum(greatest(0, standard - patient))::hugeint
from stays group by all order by all
"""


def rule_of(parameters: BedDays, kind: str, level: str) -> tuple[Segment, ...] | DailyRule | None:
    """The standard of a class at a level: that of the level itself, else that of any level."""
    for key in ((kind, level), (kind, "")):
        found = parameters.segments.get(key) or parameters.daily.get(key)
        if found is not None:
            return found
    return None


def price_bed_days(cases: pa.Table, parameters: BedDays, *, scheme: str) -> pa.Table:
    """Standard of every stay, by id.

    Raises UsageError for stays without days or with more leave than days, and for a class and level without a standard.
    """
    _check(cases)
    places = cases.group_by(["class", "level"]).aggregate([]).to_pylist()
    wanted = sorted((row["class"], row["level"]) for row in places)
    rows = [row for kind, level in wanted for row in _rows(parameters, kind, level)]
    relations = {
        "cases": cases,
        "standards": pa.Table.from_pylist(rows, _STANDARDS),
        "terms": terms_table(at_most_cost=parameters.at_most_cost, scheme=scheme, parameters=parameters.header.label),
    }
    with engine(relations) as run:
        return run.ask("bed_days")


def _rows(parameters: BedDays, kind: str, level: str) -> list[dict[str, object]]:
    rule = rule_of(parameters, kind, level)
    if rule is None:
        known = "、".join(parameters.classes)
        raise UsageError(f"参数文件没有类别“{kind}”（{level or '不分级别'}）的床日标准，已有：{known}；请补上标准，或改正病例的 class。")
    place = {"class": kind, "level": level}
    if not isinstance(rule, tuple):
        return [{**place, "first_day": 1, "last_day": None, "day": None, "ratio": ten_thousandths(rule.ratio), "cap": rule.cap}]
    firsts = [1, *(int(segment.last_day or 0) + 1 for segment in rule)]
    return [
        {**place, "first_day": first, "last_day": segment.last_day, "day": segment.fen_a_day, "ratio": None, "cap": None}
        for first, segment in zip(firsts, rule, strict=False)
    ]


def _check(cases: pa.Table) -> None:
    wrong = cases.filter(pc.or_(pc.is_null(cases["days"]), pc.greater(cases["leave"], pc.fill_null(cases["days"], 0)))).slice(0, 5)
    if wrong.num_rows:
        raise UsageError(
            f"按床日付费的病例缺少住院天数（days），或请假天数多于住院天数：{'、'.join(wrong['id'].to_pylist())}；请补齐后重算。"
        )


def clear_bed_days(
    stays: pa.Table, parameters: BedDays, budgets: Mapping[str, int], accounts: Accounts | None = None, *, scheme: str
) -> Clearing:
    """Clear a year of stays (of `price_bed_days`); what is left of the budget, or lacks, is the fund's."""
    writer = Writer(scheme, parameters.header.label)
    pool = "''" if set(budgets) == {""} else "insurance"
    with engine({"stays": stays}) as run:
        rows = run.rows(_SUMS.format(pool=pool))
    check_pools([*(row[0] for row in rows), *(pool for pool, _ in accounts or {})], budgets)
    entries: list[Entry] = []
    for name, budget in budgets.items():
        entries += _pool(name, budget, [row[1:] for row in rows if row[0] == name], parameters, writer, accounts or {})
    return Clearing(dict(budgets), tuple(entries))


def _pool(name: str, budget: int, rows: Sequence[tuple[Any, ...]], parameters: BedDays, writer: Writer, accounts: Accounts) -> list[Entry]:
    left, entries = after_reserve(budget, parameters.reserve, writer, name)
    hospitals = sorted({row[0] for row in rows})
    spent = 0
    for hospital in hospitals:
        mine = [_Stays(*row[1:]) for row in rows if row[0] == hospital]
        standard, patient = sum(each.standard for each in mine), sum(each.patient for each in mine)
        floor = 0 if parameters.negative_allowed else sum(each.payable for each in mine) - (standard - patient)
        guards = [_guard(each, parameters) for each in mine]
        long_stay = sum(fen for fen, _ in guards)
        counted = f"{sum(each.cases for each in mine):,} 例、计费 {sum(each.days for each in mine):,} 天"
        lines = [
            (Kind.BY_DAYS, standard, f"{counted}，标准合计 {yuan(standard)}"),
            (Kind.PATIENT, -patient, f"减个人负担 {yuan(patient)}"),
            (Kind.FLOOR, floor, f"标准低于个人负担的病例按零计，加回 {yuan(floor)}"),
            (Kind.LONG_STAY, -long_stay, "；".join(reason for fen, reason in guards if fen)),
            *accounts.get((name, hospital), Account()).lines,
        ]
        spent += standard - patient + floor - long_stay
        entries += writer.lines((name, hospital), lines)
    entries += writer.others(name, hospitals, accounts, Kind.BY_DAYS)
    entries.append(writer.entry((name, FUND), Kind.BALANCE, left - spent, f"预算 {yuan(left)} − 基金应付 {yuan(spent)}"))
    return entries + writer.against(entries, name)


class _Stays(NamedTuple):
    """The stays of a hospital in a class: fen, days that count, and what the fund pays where no stay counts below zero."""

    kind: str
    cases: int
    days: int
    standard: int
    patient: int
    payable: int


def _guard(stays: _Stays, parameters: BedDays) -> tuple[int, str]:
    """What is taken off because the mean stay is above the limit of the class, fen, and why."""
    limit = parameters.mean_days.get(stays.kind)
    if limit is None or not stays.days or stays.days <= limit * stays.cases:
        return 0, ""
    kept = rounded(stays.standard * limit * stays.cases / Fraction(stays.days))
    mean = f"{stays.kind}：平均 {shown(Fraction(stays.days, stays.cases))} 天超过 {shown(limit)} 天"
    return stays.standard - kept, f"{mean}，标准按 {shown(limit * stays.cases)} ÷ {stays.days} 计"
