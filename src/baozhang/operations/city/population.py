"""The persons of a block: households, ages, insurance, need, death."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from baozhang.operations.city.assumptions import assumption, cumulative, drawn, steps
from baozhang.operations.city.plan import BLOCK, Draw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints
    from baozhang.operations.city.plan import Plan

    Flags = NDArray[np.bool_]

NEVER: Final = np.iinfo(np.int32).max
"""A day that does not come."""
NONE: Final = 0
EMPLOYEE: Final = 310
RESIDENT: Final = 390
"""Kinds of insurance (insutype); none."""

_YEAR: Final = 365.2425


@dataclass(frozen=True, slots=True)
class People:
    """Persons, one in each place of every array. Days count from 1970; a spell of insurance ends with its last day."""

    number: Ints
    household: Ints
    district: Ints
    gender: Ints
    born: Ints
    died: Ints
    need: Ints
    """Kind of need (psn_idet_type), 0 for none."""
    kind: Ints
    """EMPLOYEE, RESIDENT or NONE: in the first spell."""
    since: Ints
    until: Ints
    resident_since: Ints
    """First day of a second spell, as a resident; NEVER if there is none."""
    civil: Ints
    account: Ints
    """Fen in the personal account at the beginning of the year."""
    frailty: NDArray[np.double]

    def __len__(self) -> int:
        """How many persons."""
        return len(self.number)

    def age_on(self, persons: Ints, days: Ints) -> Ints:
        """Age in full years of persons (by place) on days."""
        return age_of(self.born[persons], days)

    def insured_as(self, persons: Ints, days: Ints) -> Ints:
        """EMPLOYEE, RESIDENT or NONE on days."""
        first = (self.since[persons] <= days) & (days <= self.until[persons])
        second = (self.resident_since[persons] <= days) & (days <= self.died[persons])
        return np.where(first, self.kind[persons], np.where(second, RESIDENT, NONE))


def age_of(born: Ints, days: Ints) -> Ints:
    """Full years between days, by the calendar.

    >>> age_of(np.array([0, 0, 59]), np.array([364, 365, 59 + 365])).tolist()
    [0, 1, 1]
    """
    one, other = (day.astype("datetime64[D]") for day in (born, days))
    months = (other.astype("datetime64[M]") - one.astype("datetime64[M]")).astype(np.int64)
    day_of = [(day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) for day in (one, other)]
    found: Ints = (months - (day_of[1] < day_of[0])) // 12
    return found


def populate(plan: Plan, block: int, districts: int) -> People:
    """The persons of a block. They do not depend on the size of the city, but for the number of districts."""
    rng = plan.stream(block, Draw.PERSONS)
    data = assumption("population")
    household, age, gender = _households(rng, data)
    born = plan.last - np.floor((age + rng.random(BLOCK)) * _YEAR).astype(np.int64)
    died = _deaths(rng, data, plan, age, gender)
    insured = _insured(rng, data, plan, (age, born, died))
    size = plan.size(block)
    needs = data["needy"]
    kinds = np.array([0, *map(int, needs)])
    by_household = rng.random(BLOCK)[household]
    need = kinds[drawn(cumulative([1000 - sum(needs.values()), *needs.values()]), by_household)]
    least, most = (yuan * 100 for yuan in data["insurance"]["account"])
    employed = insured["kind"] == EMPLOYEE
    columns = {
        "number": np.arange(BLOCK) + block * BLOCK + 1,
        "household": household + block * BLOCK + 1,
        "district": np.floor(rng.random(BLOCK)[household] * districts).astype(np.int64),
        "gender": gender,
        "born": born,
        "died": died,
        "need": np.where(employed, 0, need),
        "civil": (employed & (rng.random(BLOCK) * 1000 < data["insurance"]["civil_servants"])).astype(np.int64),
        "account": np.where(employed, rng.integers(least, most, BLOCK), 0),
        "frailty": rng.gamma(assumption("use")["frailty"], size=BLOCK) / assumption("use")["frailty"],
        **insured,
    }
    return People(**{field.name: columns[field.name][:size] for field in fields(People)})


def _households(rng: np.random.Generator, data: dict[str, Any]) -> tuple[Ints, Ints, Ints]:
    """Household (from 0), age at the end of the year and gender of each person."""
    kinds = data["households"]
    sizes = np.array([len(kind["members"]) for kind in kinds])
    chosen = drawn(cumulative([kind["weight"] for kind in kinds]), rng.random(BLOCK))  # more than are needed
    household = np.repeat(np.arange(BLOCK), sizes[chosen])[:BLOCK]
    first = np.cumsum(sizes[chosen]) - sizes[chosen]
    place = np.arange(BLOCK) - first[household]
    heads = np.array([kind["head"] for kind in kinds])[chosen]
    head_age = heads[:, 0] + np.floor(rng.random(BLOCK) * (heads[:, 1] - heads[:, 0] + 1)).astype(np.int64)
    apart = np.array([[data["apart"][kind["members"][min(at, len(kind["members"]) - 1)]] for at in range(sizes.max())] for kind in kinds])
    mine = apart[chosen[household], place]
    age = head_age[household] + mine[:, 0] + np.floor(rng.random(BLOCK) * (mine[:, 1] - mine[:, 0] + 1)).astype(np.int64)
    gender = 1 + (rng.random(BLOCK) < 0.5).astype(np.int64)
    head_gender = gender[first[household].clip(max=BLOCK - 1)]
    spouse = np.array([[at < len(kind["members"]) and kind["members"][at] == "spouse" for at in range(sizes.max())] for kind in kinds])
    gender = np.where(spouse[chosen[household], place], 3 - head_gender, gender)
    return household, np.clip(age, 0, data["oldest"]), gender


def _deaths(rng: np.random.Generator, data: dict[str, Any], plan: Plan, age: Ints, gender: Ints) -> Ints:
    rate = steps(data["mortality"]["rates"]).at(age)[:, 0]
    rate = np.where((age >= 40) & (age < 75), rate * np.where(gender == 1, 4 / 3, 2 / 3), rate)
    day = plan.first + rng.integers(1, plan.days, BLOCK)
    dies = (rng.random(BLOCK) * 1000 < rate) & (age > 0)
    return np.where(dies, day, NEVER)


def _insured(rng: np.random.Generator, data: dict[str, Any], plan: Plan, lives: tuple[Ints, Ints, Ints]) -> dict[str, Ints]:
    """The spells: employees for years, residents by the calendar year or from birth; some employees leave in the year."""
    age, born, died = lives
    rules = data["insurance"]
    covered = rng.random(BLOCK) * 1000 < rules["covered"]
    employed = rng.random(BLOCK) * 1000 < steps(rules["employees"]).at(age)[:, 0]
    kind = np.where(covered, np.where(employed, EMPLOYEE, RESIDENT), NONE)
    working = np.clip(age - 20, 0, 40) * 365
    since = np.where(employed, plan.first - np.floor(rng.random(BLOCK) * working).astype(np.int64), np.maximum(plan.first, born))
    leaves = covered & employed & (age < 60) & (rng.random(BLOCK) * 1000 < rules["leaving"])
    left = plan.first + rng.integers(30, 300, BLOCK)
    until = np.where(leaves, left, np.where(employed, NEVER, plan.last))
    until = np.minimum(until, died)
    returns = leaves & (rng.random(BLOCK) * 1000 < rules["returning"]) & (died == NEVER)
    resident_since = np.where(returns, left + rng.integers(5, 60, BLOCK), NEVER)
    none = kind == NONE
    return {
        "kind": kind,
        "since": np.where(none, NEVER, since),
        "until": np.where(none, NEVER - 1, until),
        "resident_since": resident_since,
    }
