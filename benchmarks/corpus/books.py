"""A department's books, invented: what it planned, received, spent and carried over in every year, by item, in exact fen.

A year follows from the one before: what is left over at its end is what the next one begins with, its budget grows out of the last
year's spending, and its spending out of its budget.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.codes import function_codes
from benchmarks.corpus.words import MEASURES, OFFICE_CODES, PROJECTS, STAFF_CODES, Measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

WAN: Final = 1_000_000
"""Fen in 万元."""

SPENT: Final = ("staff", "office", "project", "fund", "capital", "own_basic", "own_project", "business", "up", "down")
"""What an item spends: basic spending on staff and on running the office and project spending of the general public budget, of the
government fund and of state capital; basic and project spending of other income; 经营支出, 上缴上级支出, 对附属单位补助支出."""

EARNED: Final = ("superior", "institution", "operating", "affiliate", "other")
"""Income that is not fiscal."""

PENSION: Final = ("2080501", "2080502", "2080505", "2080506")
_INSURANCE: Final = ("2101101", "2101102", "2101103")
_HOUSING: Final = ("2210201", "2210202", "2210203")
_FUND: Final = "2296002"
_CAPITAL: Final = "2230105"
NAMES: Final = {
    "229": "其他支出",
    "22960": "彩票公益金安排的支出",
    _FUND: "用于社会福利的彩票公益金支出",
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    _CAPITAL: "国有企业退休人员社会化管理补助支出",
}
"""Codes outside the classes that the taxonomy lists in full."""

Amounts = Counter[str]
"""Amounts of one item by kind of money: `SPENT`, `EARNED`, `open_…` and `close_…`, `used` and `distributed`."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its target and what was reached; figures in the unit of the measure."""

    measure: Measure
    target: int
    actual: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the general public budget: its item, its money in fen (what is left is carried over or lapses) and its indicators."""

    name: str
    code: str
    initial: int
    adjusted: int
    executed: int
    opening: int
    closing: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted rather than paid, and the money of procurement in fen."""

    groups: int
    travellers: int
    bought: int
    vehicles: tuple[int, ...]
    batches: int
    guests: int
    equipment: int
    goods: int
    works: int
    services: int
    small_medium: tuple[int, int, int]
    small: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The budget of a year, or what became of it: amounts by item, basic spending by economic code, three public expenses."""

    items: Mapping[str, Amounts]
    economic: Mapping[str, int]
    three_public: Mapping[str, int]
    projects: tuple[Project, ...]

    def total(self, *kinds: str) -> int:
        """The sum of some kinds of money over all items."""
        return sum(amounts[kind] for amounts in self.items.values() for kind in kinds)

    def spent(self, code: str, *kinds: str) -> int:
        """What one item spent; all kinds unless some are named."""
        amounts = self.items.get(code)
        return sum(amounts[kind] for kind in kinds or SPENT) if amounts else 0


@dataclass(frozen=True, slots=True)
class Year:
    """One year: its budget, its account and its counts."""

    year: int
    budget: Plan
    account: Plan
    counts: Counts


@dataclass(frozen=True, slots=True)
class Nature:
    """What stays the same about a department over the years."""

    agency: str
    """The 款 of its own work."""
    institutions: bool
    """Whether it runs institutions (事业单位)."""
    size: int
    """Yearly staff costs, in fen."""
    source: str
    """Where income that is not fiscal comes from; empty for none."""
    fund: bool
    capital: bool
    carries: bool
    """Whether money may be carried over."""
    exact: bool
    """Whether budgets are made to the fen instead of to the hundred yuan."""
    step: bool
    """Whether points for execution are given in steps."""
    prefix: str = ""
    """What the names of its projects begin with: two units of one department do not have projects of one name."""


@dataclass(slots=True)
class _Making:
    """A plan in the making."""

    items: dict[str, Amounts] = field(default_factory=dict)

    def at(self, code: str) -> Amounts:
        return self.items.setdefault(code, Counter())


@cache
def agencies() -> tuple[str, ...]:
    """款 that have 行政运行 and at least three further 项 in force throughout: the work a department may be for."""
    children: dict[str, list[str]] = {}
    for code in function_codes():
        if code.level == 3 and not code.year_to and (code.year_from or 0) <= 2019:
            children.setdefault(code.parent, []).append(code.code)
    return tuple(parent for parent, items in children.items() if f"{parent}01" in items and len(items) >= 4)


@cache
def work_items(agency: str) -> tuple[str, ...]:
    """The items of an agency that projects belong to."""
    return tuple(
        code.code for code in function_codes() if code.parent == agency and not code.code.endswith(("01", "50")) and not code.year_to
    )


def nature_of(random: Random, *, step: bool, capital: bool) -> Nature:
    """A department's nature; `step` by its province, `capital` where its tables have a place for it."""
    agency = random.choice(agencies())
    institutions = random.random() < 0.6
    return Nature(
        agency=agency,
        institutions=institutions and any(code.code == f"{agency}50" for code in function_codes()),
        size=random.randrange(200 * WAN, 4000 * WAN),
        source=random.choice(("", "", "other", "institution", "superior")),
        fund=random.random() < 0.25,
        capital=capital and random.random() < 0.1,
        carries=random.random() < 0.7,
        exact=random.random() < 0.3,
        step=step,
    )


def years_of(random: Random, nature: Nature, first: int, count: int) -> tuple[Year, ...]:
    """`count` consecutive years and the one before them, which is only compared with."""
    made: list[Year] = []
    for year in range(first - 1, first + count):
        made.append(_year(random, nature, year, made[-1] if made else None))
    return tuple(made)


def _about(random: Random, amount: int, low: int = 92, high: int = 110) -> int:
    return amount * random.randrange(low * 100, high * 100) // 10_000


def _planned(nature: Nature, amount: int) -> int:
    return amount if nature.exact else amount // 10_000 * 10_000


def _year(random: Random, nature: Nature, year: int, last: Year | None) -> Year:
    projects = _projects(random, nature, last)
    budget = _budget(random, nature, projects, last)
    account = _account(random, nature, budget, projects, last)
    return Year(year, budget, account, _counts(random, account, last))


def _share(size: int, percent: int) -> int:
    return size * percent // 100


_BASIC: Final = {
    "2080505": 12, "2080506": 4, "2101101": 5, "2101103": 2, "2210201": 9, "2080501": 2,
}  # fmt: skip
"""Basic spending beside the salaries, percent of the salaries."""
_OF_INSTITUTIONS: Final = {"2101102": 5, "2210203": 3, "2080502": 3}


def _basic(random: Random, nature: Nature, last: Plan | None) -> dict[str, tuple[int, int]]:
    """Staff and office money by item as it is planned: last year's spending, a little more or less."""
    own = f"{nature.agency}01"
    shares = _BASIC | (_OF_INSTITUTIONS if nature.institutions else {})
    if last is None:
        basic = {code: (_share(nature.size, share), 0) for code, share in shares.items()}
        basic[own] = (_share(nature.size, 60), _share(nature.size, random.randrange(8, 16)))
        if nature.institutions:
            basic[f"{nature.agency}50"] = (_share(nature.size, 40), _share(nature.size, random.randrange(4, 9)))
        basic["2080501"] = (basic["2080501"][0], _share(nature.size, 1))
    else:
        basic = {
            code: (amounts["staff"], amounts["office"]) for code, amounts in last.items.items() if amounts["staff"] or amounts["office"]
        }
    return {
        code: (_planned(nature, _about(random, staff)), _planned(nature, _about(random, office))) for code, (staff, office) in basic.items()
    }


def _projects(random: Random, nature: Nature, last: Year | None) -> tuple[Project, ...]:
    if last is None:
        names = random.sample(PROJECTS, random.randrange(2, 7))
        drafts = [
            (
                nature.prefix + name,
                random.choice(work_items(nature.agency)),
                nature.size * random.randrange(2, 30) // 100,
                _measures(random),
            )
            for name in names
        ]
        return tuple(_project(random, nature, (name, code), size, measures, None) for name, code, size, measures in drafts)
    kept = [
        _project(random, nature, (old.name, old.code), max(old.executed, WAN), tuple(one.measure for one in old.indicators), old)
        for old in last.account.projects
        if old.closing or random.random() < 0.9
    ]
    if len(kept) < 3:
        taken = {project.name for project in last.account.projects}
        name = random.choice([name for name in (nature.prefix + word for word in PROJECTS) if name not in taken])
        kept.append(_project(random, nature, (name, random.choice(work_items(nature.agency))), nature.size // 10, _measures(random), None))
    return tuple(kept)


def _measures(random: Random) -> tuple[Measure, ...]:
    by_head: dict[str, list[Measure]] = {}
    for measure in MEASURES:
        by_head.setdefault(measure.level2, []).append(measure)
    return tuple(random.choice(choice) for choice in by_head.values())


def _project(
    random: Random, nature: Nature, what: tuple[str, str], size: int, measures: tuple[Measure, ...], last: Project | None
) -> Project:
    """A project of some name and item (`what`), of about a size, with its indicators; it goes on from `last`."""
    initial = max(_planned(nature, _about(random, size, 85, 118)), 10 * WAN // 10)
    opening = last.closing if last else 0
    adjusted = initial + opening + (_planned(nature, initial * random.randrange(1, 25) // 100) if random.random() < 0.3 else 0)
    executed = adjusted if random.random() < 0.3 else max(opening, adjusted * random.randrange(8300, 10_000) // 10_000)
    whole = random.random() < 0.7
    before = {one.measure.name: one for one in last.indicators} if last else {}
    indicators = tuple(
        _indicator(random, measure, before.get(measure.name), reached=whole or random.random() < 0.8) for measure in measures
    )
    closing = adjusted - executed if nature.carries else 0
    return Project(*what, initial, adjusted, executed, opening, closing, indicators)


def _indicator(random: Random, measure: Measure, last: Indicator | None, *, reached: bool) -> Indicator:
    if last is None:
        target = random.randint(measure.low, measure.high)
    elif measure.share:
        target = min(max(last.target, last.actual - random.randrange(3)), 98)
    else:
        target = max(last.actual * random.randrange(95, 106) // 100, 1)
    top = 100 if measure.share else max(target * 112 // 100, target + 1)
    low = max(target * 88 // 100, 1)
    actual = random.randint(target, top) if reached or low >= target else random.randrange(low, target)
    return Indicator(measure, target, actual)


def _budget(random: Random, nature: Nature, projects: tuple[Project, ...], last: Year | None) -> Plan:
    making = _Making()
    for code, (staff, office) in _basic(random, nature, last.account if last else None).items():
        making.at(code).update(staff=staff, office=office)
    for project in projects:
        making.at(project.code)["project"] += project.initial
    own = making.at(f"{nature.agency}01")
    if nature.fund:
        making.at(_FUND)["fund"] = _planned(nature, _about(random, last.budget.total("fund") if last else nature.size // 12))
    if nature.capital:
        making.at(_CAPITAL)["capital"] = _planned(nature, _about(random, last.budget.total("capital") if last else nature.size // 40))
    if nature.source:
        planned = _planned(nature, nature.size * random.randrange(1, 8) // 100)
        own["own_basic"], own["own_project"] = planned // 3, planned - planned // 3
        own[nature.source] = planned
    office = own["office"]
    public = {
        "abroad": _planned(nature, office // 50) if random.random() < 0.2 else 0,
        "purchase": _planned(nature, 18 * WAN + random.randrange(WAN)) if random.random() < 0.1 and office > 60 * WAN else 0,
        "running": _planned(nature, office // 30),
        "reception": _planned(nature, office // 60),
    }
    return Plan(making.items, _economic(making.items, public, 100), public, projects)


def _account(random: Random, nature: Nature, budget: Plan, projects: tuple[Project, ...], last: Year | None) -> Plan:
    making = _Making()
    for code, planned in budget.items.items():
        if not (planned["staff"] or planned["office"]):
            continue
        staff = _about(random, planned["staff"], 94, 104)
        office = _about(random, planned["office"], 88, 101)
        if random.random() < 0.2:
            staff = planned["staff"]
        making.at(code).update(staff=staff, office=office)
    for project in projects:
        amounts = making.at(project.code)
        amounts["project"] += project.executed
        amounts["open_general"] += project.opening
        amounts["close_general"] += project.closing
    _other_money(random, nature, making, budget, last.account if last else None)
    share = random.randrange(70, 100)
    public = {name: amount * share // 100 for name, amount in budget.three_public.items()}
    return Plan(making.items, _economic(making.items, public, random.randrange(60, 101)), public, projects)


def _other_money(random: Random, nature: Nature, making: _Making, budget: Plan, last: Plan | None) -> None:
    for code, kind in ((_FUND, "fund"), (_CAPITAL, "capital")):
        planned = budget.spent(code, kind)
        if planned:
            amounts = making.at(code)
            amounts[f"open_{kind}"] = last.items[code][f"close_{kind}"] if last and code in last.items else 0
            amounts[kind] = amounts[f"open_{kind}"] + _about(random, planned, 85, 100)
            amounts[f"close_{kind}"] = _about(random, planned, 2, 12) if nature.carries and kind == "fund" else 0
    if nature.source:
        own = f"{nature.agency}01"
        amounts = making.at(own)
        planned = budget.spent(own, "own_basic", "own_project")
        amounts["open_own"] = last.items[own]["close_own"] if last and own in last.items else 0
        amounts["own_basic"], amounts["own_project"] = _about(random, planned // 3, 80, 104), _about(random, planned // 2, 80, 104)
        amounts["used"] = _about(random, planned, 1, 6) if nature.institutions and random.random() < 0.2 else 0
        amounts["close_own"] = amounts["open_own"] + (_about(random, planned, 1, 9) if nature.carries else 0)
        amounts[nature.source] = (
            amounts["own_basic"] + amounts["own_project"] + amounts["close_own"] - amounts["open_own"] - amounts["used"]
        )
        amounts["distributed"] = 0


def _economic(items: Mapping[str, Amounts], public: Mapping[str, int], share: int) -> dict[str, int]:
    """Basic spending of the general public budget by economic code; `share` percent of the three public expenses are in it."""

    def staff(*codes: str) -> int:
        return sum(items[code]["staff"] for code in codes if code in items)

    whole = sum(amounts["staff"] for amounts in items.values())
    office = sum(amounts["office"] for amounts in items.values())
    fixed = {
        "30108": staff("2080505"),
        "30109": staff("2080506"),
        "30110": staff("2101101", "2101102"),
        "30111": staff("2101103"),
        "30113": staff("2210201"),
        "30302": staff("2080501", "2080502"),
    }
    named = {"30212": public["abroad"], "30217": public["reception"], "30231": public["running"]}
    named = {code: amount * share // 100 for code, amount in named.items()}
    return (
        fixed
        | _spread(whole - sum(fixed.values()), STAFF_CODES, (38, 24, 20, 12, 1, 5))
        | named
        | _spread(office - sum(named.values()), OFFICE_CODES, (14, 4, 2, 6, 5, 9, 8, 3, 2, 3, 10, 9, 12, 10, 3))
    )


def _spread(amount: int, codes: tuple[str, ...], weights: tuple[int, ...]) -> dict[str, int]:
    """`amount` over `codes` by weight, the rest to the last but one."""
    shares = [amount * weight // sum(weights) for weight in weights]
    shares[-2] += amount - sum(shares)
    return dict(zip(codes, shares, strict=True))


def _counts(random: Random, account: Plan, last: Year | None) -> Counts:
    public = account.three_public
    vehicles = -(-public["running"] // (3 * WAN))
    spread = [0, 0, 0, 0, 0]
    for _ in range(vehicles):
        spread[random.randrange(5)] += 1
    guests = -(-public["reception"] // (random.randrange(60, 160) * 100))
    whole = account.total("office", "project") * random.randrange(10, 60) // 100
    goods, works = whole * 15 // 100, 0 if random.random() < 0.6 else whole // 5
    services = whole - goods - works
    sme = (goods * random.randrange(60, 101) // 100, works * random.randrange(30, 101) // 100, services * random.randrange(40, 101) // 100)
    abroad = public["abroad"] > 0
    return Counts(
        groups=int(abroad), travellers=2 if abroad else 0, bought=1 if public["purchase"] else 0, vehicles=tuple(spread),
        batches=-(-guests // 8), guests=guests, equipment=last.counts.equipment if last else random.randrange(4), goods=goods, works=works,
        services=services, small_medium=sme, small=sum(sme) * random.randrange(30, 100) // 100,
    )  # fmt: skip
