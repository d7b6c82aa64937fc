"""Who goes where, when and for what: the visits of a block, stays in hospital first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from baozhang.operations.city.assumptions import assumption, cumulative, drawn, steps
from baozhang.operations.city.cases import GENERAL_DEPARTMENT, PHARMACY_DEPARTMENT, classes_of
from baozhang.operations.city.plan import Draw
from baozhang.operations.city.population import EMPLOYEE, NEVER, NONE
from baozhang.operations.city.providers import PHARMACY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints, Shares
    from baozhang.operations.city.cases import Pool
    from baozhang.operations.city.plan import Plan
    from baozhang.operations.city.population import People
    from baozhang.operations.city.providers import Providers

OUTPATIENT: Final = 11
"""Types of visits (med_type)."""
CHRONIC: Final = 14
STAY: Final = 21
MEDICINES: Final = 41

HOME: Final = 1
"""Ways of discharge (dscg_way)."""
DEAD: Final = 5

DAY: Final = 86_400
MINUTE: Final = 60
_LAST_DAYS: Final = 4
"""Days that who dies in hospital has been there."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits, one in each place of every array. `start` and `end` are seconds since 1970, local time; `case` is a place in the pool."""

    person: Ints
    type: Ints
    institution: Ints
    start: Ints
    end: Ints
    case: Ints
    department: Ints
    discharge: Ints
    """Way of discharge; 0 where it was no stay."""
    insured: Ints
    """EMPLOYEE, RESIDENT; planted visits may be of somebody not insured, who then has what he had last."""
    plant: Ints
    """Number of the planted abuse it is part of, from 1; 0 for none."""
    role: Ints
    """Which role it has there, from 1; 0 for none."""
    doctor: Ints

    def __len__(self) -> int:
        """How many visits."""
        return len(self.person)

    @property
    def first_day(self) -> Ints:
        """The day it begins, since 1970."""
        return self.start // DAY

    @property
    def last_day(self) -> Ints:
        """The day it ends."""
        return self.end // DAY

    @property
    def stays(self) -> NDArray[np.bool_]:
        """Which are stays."""
        return np.asarray(self.type == STAY)

    def at(self, places: Ints) -> Visits:
        """Some of them, in another order."""
        return Visits(*(getattr(self, field.name)[places] for field in fields(self)))

    def but(self, **columns: Any) -> Visits:  # noqa: ANN401  # columns by name
        """The same with some columns replaced."""
        return Visits(*(np.asarray(columns.get(field.name, getattr(self, field.name))) for field in fields(self)))


def joined(*parts: Visits) -> Visits:
    """Several lists one after another."""
    return Visits(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Visits)))


@dataclass(frozen=True, slots=True)
class World:
    """What visits are drawn from."""

    plan: Plan
    providers: Providers
    pool: Pool


def visit(world: World, block: int, people: People) -> Visits:
    """The visits of a block, by person and time; nobody is in two places at once, and everybody is insured."""
    stays = _stays(world, block, people)
    outside = _outside(world, block, people, stays)
    every = joined(stays, outside)
    return every.at(np.lexsort((every.start, every.person)))


def _expected(people: People, plan: Plan) -> Shares:
    """Outpatient visits and admissions (persons × 2) in a year under insurance."""
    middle = np.full(len(people), plan.first + plan.days // 2)
    rates = steps(assumption("use")["rates"]).at(np.maximum(people.age_on(np.arange(len(people)), middle), 0))
    outpatient = np.where(people.kind == EMPLOYEE, rates[:, 0], rates[:, 1])
    found: Shares = np.column_stack([outpatient, rates[:, 2] / 1000]) * people.frailty[:, None]
    return found


def _days(rng: np.random.Generator, plan: Plan, count: int) -> Ints:
    """Days of the year by season, since 1970."""
    weights = np.array(assumption("use")["season"], dtype=np.double)
    months = (np.arange(plan.first, plan.last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)) % 12
    return plan.first + drawn(cumulative(weights[months]), rng.random(count))


def _stays(world: World, block: int, people: People) -> Visits:
    plan, pool = world.plan, world.pool
    rng = plan.stream(block, Draw.STAYS)
    person = np.repeat(np.arange(len(people)), rng.poisson(_expected(people, plan)[:, 1]))
    day = _days(rng, plan, len(person))
    dying = _dying_in_hospital(rng, plan, people)
    person, last = np.concatenate([person, dying]), np.concatenate([np.full(len(person), NEVER), people.died[dying]])
    day = np.concatenate([day, people.died[dying] - _LAST_DAYS])
    alive = (day >= np.maximum(people.born[person], plan.first)) & (people.insured_as(person, day) != NONE)
    person, day, last = person[alive], day[alive], last[alive]
    ages = people.age_on(person, day)
    classes = classes_of(ages, day - people.born[person])
    case = pool.drawn(classes, people.gender[person], rng.random(len(person)))
    rules = assumption("use")
    length = np.round(pool.days[case] * rng.lognormal(0, rules["length_spread"], len(person))).astype(np.int64)
    until = np.where(last == NEVER, day + np.clip(length, 1, rules["longest"]), last)
    kept = (until <= plan.last) & (people.insured_as(person, until) != NONE) & (until <= people.died[person])
    kept &= (last != NEVER) | (until < people.died[person])
    columns = (person, day, until, case, classes, last)
    person, day, until, case, classes, last = (column[_apart(person, day, until, kept)] for column in columns)
    levels = np.where(
        pool.surgical[case],
        drawn(cumulative(rules["surgery_levels"]), shares := rng.random(len(person))),
        drawn(cumulative(rules["inpatient_levels"]), shares),
    )
    institution = world.providers.chosen(levels, people.district[person], rng.random(len(person)))
    ends = until * DAY + rng.integers(8 * 60, 17 * 60, len(person)) * MINUTE
    return Visits(
        person=person,
        type=np.full(len(person), STAY),
        institution=institution,
        start=day * DAY + rng.integers(0, 20 * 60, len(person)) * MINUTE,
        end=ends,
        case=case,
        department=pool.department[classes, case],
        discharge=np.where(last != NEVER, DEAD, np.where(rng.random(len(person)) < 0.03, 4, HOME)),
        insured=people.insured_as(person, day),
        plant=np.zeros(len(person), dtype=np.int64),
        role=np.zeros(len(person), dtype=np.int64),
        doctor=rng.integers(0, 1 << 20, len(person)),
    )


def _dying_in_hospital(rng: np.random.Generator, plan: Plan, people: People) -> Ints:
    """Who dies in hospital: some of the insured who die in the year, one at least if anybody does."""
    in_time = (people.died > plan.first + _LAST_DAYS) & (people.died <= plan.last)
    dead = np.flatnonzero(in_time & (people.insured_as(np.arange(len(people)), people.died - _LAST_DAYS) != NONE))
    there = rng.random(len(people))[dead] * 1000 < assumption("population")["mortality"]["in_hospital"]
    there[:1] = True
    found: Ints = dead[there]
    return found


def _apart(person: Ints, first: Ints, last: Ints, kept: NDArray[np.bool_]) -> Ints:
    """Places of the kept stays by person and time, without those that begin before (or the day) an earlier one of the person ends."""
    places = np.flatnonzero(kept)
    places = places[np.lexsort((first[places], person[places]))]
    far = 1 << 20  # more than days there are, so that one running maximum serves everybody
    until = np.maximum.accumulate(person[places] * far + last[places]) if len(places) else places
    earlier = np.concatenate([[-1], until[:-1]]) if len(places) else places
    found: Ints = places[person[places] * far + first[places] > earlier]
    return found


def _outside(world: World, block: int, people: People, stays: Visits) -> Visits:
    """Visits to outpatients' departments and pharmacies, none while in hospital."""
    plan, pool, rules = world.plan, world.pool, assumption("use")
    rng = plan.stream(block, Draw.VISITS)
    person = np.repeat(np.arange(len(people)), rng.poisson(_expected(people, plan)[:, 0]))
    day = _days(rng, plan, len(person))
    insured = people.insured_as(person, day)
    kept = (day >= people.born[person]) & (day < people.died[person]) & (insured != NONE) & ~inside(stays, person, day)
    person, day, insured = person[kept], day[kept], insured[kept]
    order = np.lexsort((day, person))
    person, day, insured = person[order], day[order], insured[order]
    count = len(person)
    medicines = (insured == EMPLOYEE) & (rng.random(count) * 1000 < rules["pharmacy"])
    levels = np.where(medicines, PHARMACY, drawn(cumulative(rules["outpatient_levels"]), rng.random(count)))
    ages = people.age_on(person, day)
    classes = classes_of(ages, day - people.born[person])
    case = pool.drawn(classes, people.gender[person], rng.random(count), medical=True)
    chronic = ~medicines & (ages >= 30) & (rng.random(count) * 1000 < rules["chronic"])
    start = day * DAY + rng.integers(8 * 60, 17 * 60, count) * MINUTE + rng.integers(0, 60, count)
    department = np.where(medicines, PHARMACY_DEPARTMENT, np.where(levels == 3, GENERAL_DEPARTMENT, pool.department[classes, case]))
    return Visits(
        person=person,
        type=np.where(medicines, MEDICINES, np.where(chronic, CHRONIC, OUTPATIENT)),
        institution=world.providers.chosen(levels, people.district[person], rng.random(count)),
        start=start,
        end=start + rng.integers(10, 90, count) * MINUTE,
        case=case,
        department=department,
        discharge=np.zeros(count, dtype=np.int64),
        insured=insured,
        plant=np.zeros(count, dtype=np.int64),
        role=np.zeros(count, dtype=np.int64),
        doctor=rng.integers(0, 1 << 20, count),
    )


def inside(stays: Visits, person: Ints, day: Ints) -> NDArray[np.bool_]:
    """Whether each person is in hospital on a day; `stays` are by person and time and do not overlap."""
    if not len(stays):
        return np.zeros(len(person), dtype=bool)
    far = 1 << 20
    place = np.searchsorted(stays.person * far + stays.first_day, person * far + day, side="right") - 1
    found = (place >= 0) & (stays.person[place] == person) & (stays.last_day[place] >= day)
    return np.asarray(found)
