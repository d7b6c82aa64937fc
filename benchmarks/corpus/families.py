"""Which documents there are: departments over several years, some with units that sum up, each in the layouts of its province."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.taxonomy.layouts import layouts
from benchmarks.corpus.accounts import Account
from benchmarks.corpus.books import Counts, Plan, Year, nature_of, years_of
from benchmarks.corpus.frame import Issue
from benchmarks.corpus.plans import Budget
from benchmarks.corpus.printing import manner_of
from benchmarks.corpus.words import department_of, region_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.corpus.books import Nature
    from benchmarks.corpus.printing import Sheet

LATEST: Final = 2024
"""The last year that is accounted for."""
YEARS: Final = 3
_WITH_UNITS: Final = 6
"""One department in so many has units."""


@dataclass(frozen=True, slots=True)
class Written:
    """One document: its name without folder, and what it says."""

    name: str
    issue: Issue

    def sheet(self) -> Sheet:
        """The document's lines."""
        return (Budget if self.issue.layout.stage == "budget" else Account)(self.issue).sheet()


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted: layouts by id, and how many years of each department."""

    layouts: tuple[str, ...]
    years: int = YEARS


@cache
def pairs(chosen: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Ids of the layouts of account and budget that go together, as far as chosen (else empty).

    They are of one region; where a region has none, the national budget and those of regions without a layout for accounts serve.
    """
    known = layouts()
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise UsageError(f"没有版式 {'、'.join(unknown)}。可选：{'、'.join(known)}")
    finals = [one for one in known.values() if one.stage == "final"]
    budgets = [one for one in known.values() if one.stage == "budget"]
    regions = {one.region for one in finals if not one.fallback}
    found = []
    for final in finals:
        own = [one for one in budgets if one.region == final.region and not one.fallback]
        fitting = own or [one for one in budgets if one.fallback or (final.fallback and one.region not in regions)]
        found += [(final.id if final.id in chosen else "", budget.id if budget.id in chosen else "") for budget in fitting]
    return tuple(dict.fromkeys(pair for pair in found if any(pair)))


def documents_of(seed: int, number: int, choice: Choice) -> Iterator[Written]:
    """Every document of one department, and of its units."""
    random = Random(f"{seed}/{number}")
    combinations = pairs(choice.layouts)
    final, budget = (layouts().get(name) for name in combinations[number % len(combinations)])
    tight = any(layout is not None and not layout.blank_is_zero for layout in (final, budget))
    capital = all(layout is None or any("223" in shown.right for shown in layout.statements) for layout in (final, budget))
    nature = nature_of(random, step=tight, capital=capital)
    bars, trim = random.random() < 0.5, random.random() < 0.3
    name = department_of(number)
    first = LATEST - choice.years + 1
    if random.randrange(_WITH_UNITS):
        books = {name: years_of(random, nature, first, choice.years)}
        scopes = {name: "department"}
    else:
        books, scopes = _with_units(random, nature, name, number, first, choice.years)
    members = tuple(unit for unit, scope in scopes.items() if scope == "unit") or (name,)
    for at, (title, years) in enumerate(books.items()):
        scope = scopes[title]
        department = title.removesuffix(_WHOLE)
        for layout in (budget, final):
            if layout is None:
                continue
            manner = manner_of(layout, bars=bars, trim=trim)
            for before, year in pairwise(years):
                partners = frozenset(("last",) * (year.year > first) + ("budget",) * (budget is not None))
                issue = Issue(
                    department, layout, manner, scope, year, before.budget if layout.stage == "budget" else before.account, before.counts,
                    members if scope != "unit" else (department,), nature.agency, nature.step, random.getrandbits(48), partners,
                )  # fmt: skip
                yield Written(f"{number:06d}-{at}-{year.year}-{layout.id}", issue)


_WHOLE: Final = "（汇总）"
_OFFICE: Final = "（本级）"
_KINDS: Final = ("服务", "信息", "监测", "培训")


def _with_units(
    random: Random, nature: Nature, name: str, number: int, first: int, count: int
) -> tuple[dict[str, tuple[Year, ...]], dict[str, str]]:
    """A department, its own office and two or three units; its books are the sum of theirs."""
    kinds = ("", *random.sample(_KINDS, random.randrange(1, 3)))
    units = [f"{region_of(number)}{kind}中心" if kind else f"{name}{_OFFICE}" for kind in kinds]
    books = {}
    for at, (unit, kind) in enumerate(zip(units, kinds, strict=True)):
        own = replace(nature, size=nature.size // (at + 1), fund=nature.fund and not at, capital=nature.capital and not at, prefix=kind)
        books[unit] = years_of(random, own, first, count)
    whole = tuple(_sum_years([books[unit][at] for unit in units]) for at in range(count + 1))
    scopes = {f"{name}{_WHOLE}": "consolidated"} | dict.fromkeys(units, "unit")
    return {f"{name}{_WHOLE}": whole} | books, scopes


def _sum_years(years: Sequence[Year]) -> Year:
    return Year(
        years[0].year,
        _sum_plans([one.budget for one in years]),
        _sum_plans([one.account for one in years]),
        _sum_counts([one.counts for one in years]),
    )


def _sum_plans(plans: Sequence[Plan]) -> Plan:
    items: dict[str, Counter[str]] = {}
    for plan in plans:
        for code, amounts in plan.items.items():
            items.setdefault(code, Counter()).update(amounts)
    projects = tuple(project for plan in plans for project in plan.projects)
    return Plan(items, _sum([plan.economic for plan in plans]), _sum([plan.three_public for plan in plans]), projects)


def _sum(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for part in parts:
        for name, amount in part.items():
            sums[name] += amount
    return dict(sums)


def _sum_counts(counts: Sequence[Counts]) -> Counts:
    def total(name: str) -> int:
        return sum(getattr(one, name) for one in counts)

    return Counts(
        groups=total("groups"), travellers=total("travellers"), bought=total("bought"),
        vehicles=tuple(map(sum, zip(*(one.vehicles for one in counts), strict=True))), batches=total("batches"), guests=total("guests"),
        equipment=total("equipment"), goods=total("goods"), works=total("works"), services=total("services"),
        small_medium=(sum(one.small_medium[0] for one in counts), sum(one.small_medium[1] for one in counts),
                      sum(one.small_medium[2] for one in counts)), small=total("small"),
    )  # fmt: skip


def all_documents(seed: int, choice: Choice) -> Iterator[Written]:
    """Documents without end, department after department."""
    number = 0
    while True:
        yield from documents_of(seed, number, choice)
        number += 1
