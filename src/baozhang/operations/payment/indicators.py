"""Indicators of a year paid by cases: case-mix index, consumption of cost and time, outliers, money, coverage.

The definitions are those of the DRG performance indicators in use: CMI = Σ weights ÷ cases; 费用（时间）消耗指数 = mean over the groups
of a hospital, weighed by its cases, of its mean cost (days) ÷ that of all hospitals in the group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.operations.payment.engine import engine

if TYPE_CHECKING:
    from baozhang.operations.payment.pricing import Priced

SEPARATOR: Final = "\t"
"""Between hospital and department in the owner of a department's line."""


@dataclass(frozen=True, slots=True)
class Line:
    """The indicators of one owner; indices and mean days are ten-thousandths (None: cannot be computed), money is fen."""

    owner: str
    cases: int
    groups: int
    weighed: int
    weight: int
    cmi: int | None
    cost_index: int | None
    time_index: int | None
    mean_cost: int
    mean_days: int | None
    low: int
    normal: int
    high: int
    unstable: int
    special: int
    cost: int
    patient: int
    standard: int | None
    fund: int | None

    @property
    def balance(self) -> int | None:
        """Standard less cost: what the hospital gains or loses, fen; None where nothing was cleared."""
        return None if self.standard is None else self.standard - self.cost


@dataclass(frozen=True, slots=True)
class Coverage:
    """A share of what the method covers: both sides, so that no rate stands without what it is a rate of."""

    name: str
    covered: int
    whole: int
    what: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class Indicators:
    """A year's indicators: of all, by hospital, by department, by group, by month; and the coverage."""

    total: Line | None
    hospitals: tuple[Line, ...]
    departments: tuple[Line, ...]
    groups: tuple[Line, ...]
    months: tuple[Line, ...]
    coverage: tuple[Coverage, ...]


def indicators(priced: Priced, amounts: pa.Table | None = None) -> Indicators:
    """The indicators of a year; with the money of every case (`ClearedCases.amounts`) also what it was paid."""
    with engine({"priced": priced.cases} | ({} if amounts is None else {"amounts": amounts})) as run:
        money = "a.standard, a.fund" if amounts is not None else "null::bigint as standard, null::bigint as fund"
        joined = "left join amounts as a on p.id = a.id" if amounts is not None else ""
        counted = run.table(f"select p.*, {money} from priced as p {joined} where p.kind <> '不纳入'")  # noqa: S608  # our own words
    total = _lines(counted, pa.repeat("合计", counted.num_rows))
    departments = pc.binary_join_element_wise(counted["hospital"], counted["department"], SEPARATOR)
    return Indicators(
        total[0] if total else None,
        _lines(counted, counted["hospital"]),
        _lines(counted, departments),
        _lines(counted, counted["code"]),
        _lines(counted, counted["month"]),
        _coverage(priced.cases, counted),
    )


def _lines(counted: pa.Table, owner: pa.Array) -> tuple[Line, ...]:
    with engine({"counted": counted.append_column("owner", owner)}) as run:
        return tuple(Line(**row) for row in run.ask("indicators").to_pylist())


def _coverage(cases: pa.Table, counted: pa.Table) -> tuple[Coverage, ...]:
    weighed = counted.filter(pc.is_valid(counted["weight"]))

    def distinct(table: pa.Table, name: str) -> int:
        return sum(1 for value in pc.unique(table[name]).to_pylist() if value)

    def fund(table: pa.Table) -> int:
        return sum((pc.sum(table[name]).as_py() or 0) * sign for name, sign in (("cost", 1), ("patient", -1)))

    return (
        Coverage("医疗机构覆盖率", distinct(counted, "hospital"), distinct(cases, "hospital"), "按本方法付费 ÷ 有住院病例（家）"),
        Coverage("病例覆盖率", counted.num_rows, cases.num_rows, "按本方法付费 ÷ 全部住院病例（例）"),
        Coverage("入组率", weighed.num_rows, counted.num_rows, "进入有权重病组 ÷ 按本方法付费（例）"),
        Coverage("病组覆盖率", distinct(weighed, "code"), distinct(cases, "code"), "有病例并有权重的病组 ÷ 有病例的病组（个）"),
        Coverage(
            "基金覆盖率",
            fund(counted),
            fund(cases),
            "按本方法付费 ÷ 全部住院病例，总费用 − 个人负担（元）",
            money=True,
        ),
    )
