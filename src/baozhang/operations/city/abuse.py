"""Planted abuse of named kinds (data/planted.csv), so that what detects abuse can be measured. Each planted case has a number.

What is planted in visits is planted before anything is charged, what is planted in lines before anything is settled: the amounts of
planted cases add up like all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from baozhang.operations.city.assumptions import listed
from baozhang.operations.city.cases import classes_of
from baozhang.operations.city.charges import Lines, items, joined_lines
from baozhang.operations.city.plan import Draw
from baozhang.operations.city.population import NONE
from baozhang.operations.city.visits import DAY, DEAD, HOME, MINUTE, OUTPATIENT, Visits, inside, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints
    from baozhang.operations.city.population import People
    from baozhang.operations.city.visits import World

    Flags = NDArray[np.bool_]

PER_KIND: Final = 1_000_000
"""Numbers of one kind in one block: a planted case is the place of its kind (from 1) times this, and its rank."""
_PHANTOMS: Final = 8
"""Visits that are made up together."""
_TIMES: Final = 30
"""By how much an excessive quantity exceeds the usual one."""
_BUNDLE: Final = (("SYN-F001", 1), ("SYN-W003", 2), ("SYN-Z002", 5), ("SYN-T004", 1))
"""What a made-up visit is charged."""


class PlantedKind(NamedTuple):
    """A kind of abuse: its place (from 1), name, how many per 10,000 persons, Chinese title, and the roles of what belongs to a case."""

    place: int
    name: str
    rate: int
    title: str
    roles: tuple[str, ...]


def planted_kinds() -> dict[str, PlantedKind]:
    """Every kind of abuse that is planted."""
    rows = enumerate(listed("planted"), 1)
    return {row["kind"]: PlantedKind(n, row["kind"], int(row["rate"]), row["title"], tuple(row["roles"].split("|"))) for n, row in rows}


def is_kind(plants: Ints, name: str) -> Flags:
    """Which planted cases (by number; 0 is none) are of a kind."""
    found: Flags = plants // PER_KIND == planted_kinds()[name].place
    return found


def wanted(name: str, people: People) -> int:
    """How many cases of a kind are planted in a block, if there is occasion."""
    return max(1, planted_kinds()[name].rate * len(people) // 10_000)


def numbers(name: str, count: int) -> Ints:
    """The numbers of so many cases of a kind."""
    return planted_kinds()[name].place * PER_KIND + 1 + np.arange(count)


def plant_visits(world: World, block: int, people: People, visits: Visits) -> Visits:
    """The visits with the abuse that is made of visits, again by person and time."""
    planter = _Planter(world, block, people, visits)
    for name in ("overlapping_stays", "hanging_bed", "decomposed_stay", "upcoded_diagnosis", "impossible_procedure"):
        planter.stay(name)
    planter.dead()
    planter.phantoms()
    every = joined(planter.visits, *planter.added)
    return every.at(np.lexsort((every.start, every.person)))


class _Planter:
    """Changes and adds visits; every stay is used at most once."""

    def __init__(self, world: World, block: int, people: People, visits: Visits) -> None:
        self.world = world
        self.people = people
        self.rng = world.plan.stream(block, Draw.PLANTED_VISITS)
        self.visits = visits.but(plant=visits.plant.copy(), role=visits.role.copy(), end=visits.end.copy())
        self.added: list[Visits] = []
        usual = np.flatnonzero(visits.stays & (visits.discharge == HOME))
        self._left = self.rng.permutation(usual)

    def stay(self, name: str) -> None:
        """Plant a kind that begins with a stay."""
        chosen = self._take(name)
        known = self._numbers(name, len(chosen))
        self.visits.plant[chosen], self.visits.role[chosen] = known, 1
        ways = {"decomposed_stay": self._decomposed, "overlapping_stays": self._overlapping, "hanging_bed": self._elsewhere}
        if name in ways and len(chosen):
            self.added.append(ways[name](chosen).but(plant=known, role=np.full(len(chosen), 2)))

    def _count(self, name: str) -> int:
        return wanted(name, self.people)

    def _numbers(self, name: str, count: int) -> Ints:
        return numbers(name, count)

    def _take(self, name: str) -> Ints:
        """Some unused stays that suit a kind."""
        visits, pool = self.visits, self.world.pool
        left = self._left
        days = visits.last_day[left] - visits.first_day[left]
        if name == "decomposed_stay":
            suits = days >= 8
        elif name == "upcoded_diagnosis":
            suits = pool.worse[visits.case[left]] > 0
        elif name == "impossible_procedure":
            possible = np.array([len(codes) > 0 for codes in pool.foreign])
            suits = pool.surgical[visits.case[left]] & possible[self.people.gender[visits.person[left]] - 1]
        else:
            suits = days >= 4
        if name == "overlapping_stays":
            suits &= self.world.providers.other(visits.institution[left]) != visits.institution[left]
        places = np.flatnonzero(suits)[: self._count(name)]
        self._left = np.delete(left, places)
        return left[places]

    def _decomposed(self, chosen: Ints) -> Visits:
        """The second halves; the first ones end the day before."""
        whole = self.visits.at(chosen)
        middle = (whole.first_day + whole.last_day) // 2
        self.visits.end[chosen] = middle * DAY + 16 * 60 * MINUTE
        return whole.but(start=(middle + 1) * DAY + 9 * 60 * MINUTE)

    def _overlapping(self, chosen: Ints) -> Visits:
        """The same person in another hospital, from the second day on."""
        first = self.visits.at(chosen)
        return first.but(start=(first.first_day + 1) * DAY + 10 * 60 * MINUTE, institution=self.world.providers.other(first.institution))

    def _elsewhere(self, chosen: Ints) -> Visits:
        """An outpatient visit in the middle of the stay, at another institution."""
        stay = self.visits.at(chosen)
        day = (stay.first_day + stay.last_day) // 2
        return self._outpatient(stay.person, day, stay.insured)

    def _outpatient(self, person: Ints, day: Ints, insured: Ints) -> Visits:
        count = len(person)
        people, pool = self.people, self.world.pool
        levels = self.rng.integers(2, 4, count)
        start = day * DAY + self.rng.integers(9 * 60, 16 * 60, count) * MINUTE
        classes = classes_of(people.age_on(person, day), day - people.born[person])
        nothing = np.zeros(count, dtype=np.int64)
        return Visits(
            person=person,
            type=np.full(count, OUTPATIENT),
            institution=self.world.providers.chosen(levels, people.district[person], self.rng.random(count)),
            start=start,
            end=start + 20 * MINUTE,
            case=pool.drawn(classes, people.gender[person], self.rng.random(count), medical=True),
            department=np.ones(count, dtype=np.int64),
            discharge=nothing,
            insured=insured,
            plant=nothing,
            role=nothing,
            doctor=self.rng.integers(0, 1 << 20, count),
        )

    def dead(self) -> None:
        """Visits of persons who have died."""
        name, last = "card_of_the_dead", self.world.plan.last
        dead = self.rng.permutation(np.flatnonzero((self.people.died < last - 20) & (self.people.kind != NONE)))[: self._count(name)]
        if len(dead):
            day = self.people.died[dead] + 5 + np.floor(self.rng.random(len(dead)) * (last - self.people.died[dead] - 6)).astype(np.int64)
            visits = self._outpatient(dead, day, self.people.kind[dead])
            self.added.append(visits.but(plant=self._numbers(name, len(dead)), role=np.ones(len(dead), dtype=np.int64)))

    def phantoms(self) -> None:
        """Made-up visits: one institution, one day, a minute and a half apart, the same charges; several persons make one case."""
        name, plan = "phantom_outpatient", self.world.plan
        count = self._count(name) + _PHANTOMS
        stays = self.visits.at(np.flatnonzero(self.visits.stays))
        clusters = np.arange(count) // _PHANTOMS
        day = (plan.first + self.rng.integers(20, plan.days - 20, clusters[-1] + 1))[clusters]
        person = self.rng.permutation(len(self.people))[:count]
        insured = self.people.insured_as(person, day)
        real = (insured != NONE) & (day < self.people.died[person]) & (day > self.people.born[person]) & ~inside(stays, person, day)
        person, day, insured, clusters = person[real], day[real], insured[real], clusters[real]
        visits = self._outpatient(person, day, insured)
        first = np.searchsorted(clusters, clusters)  # the first of each case; clusters ascend
        start = day * DAY + 9 * 60 * MINUTE + (np.arange(len(person)) - first) * 90
        self.added.append(
            visits.but(
                start=start,
                end=start + MINUTE,
                institution=visits.institution[first],
                doctor=visits.doctor[first],
                plant=planted_kinds()[name].place * PER_KIND + 1 + clusters,
                role=np.ones(len(person), dtype=np.int64),
            )
        )


def nobody_lies_there(visits: Visits) -> Flags:
    """Which stays are of a person who is at home."""
    return np.asarray(is_kind(visits.plant, "hanging_bed") & (visits.role == 1))


def operated_before(visits: Visits) -> Flags:
    """Which stays are the second half of one: the operation was in the first."""
    return np.asarray(is_kind(visits.plant, "decomposed_stay") & (visits.role == 2))


def plant_lines(world: World, block: int, people: People, visits: Visits, lines: Lines) -> Lines:
    """The lines with the abuse that is made of lines."""
    rng = world.plan.stream(block, Draw.PLANTED_LINES)
    made_up = is_kind(visits.plant, "phantom_outpatient")
    lines = joined_lines(lines.at(np.flatnonzero(~made_up[lines.visit])), _bundles(visits, np.flatnonzero(made_up)))
    honest = rng.permutation(np.flatnonzero(visits.plant[lines.visit] == 0))
    doubled, rest = np.split(honest, [wanted("duplicate_charge", people)])
    medicines = np.array([code.startswith("SYN-W") for code in items().code])
    much = rest[medicines[lines.item[rest]]][: wanted("excessive_quantity", people)]
    plant, role, quantity = lines.plant.copy(), lines.role.copy(), lines.quantity.copy()
    plant[doubled], plant[much] = numbers("duplicate_charge", len(doubled)), numbers("excessive_quantity", len(much))
    role[doubled], role[much] = 1, 1
    quantity[much] *= _TIMES
    changed = Lines(lines.visit, lines.time, lines.item, lines.price, quantity, lines.excess, plant, role)
    again = changed.at(doubled).but(role=np.full(len(doubled), 2))
    return joined_lines(changed, again, _after_death(world, visits, changed, wanted("charge_after_death", people)))


def _after_death(world: World, visits: Visits, lines: Lines, most: int) -> Lines:
    """For stays that ended by death one line more, the day after."""
    ended = np.flatnonzero((visits.discharge == DEAD) & (visits.plant == 0) & (visits.last_day < world.plan.last - 2))[:most]
    dead = np.flatnonzero(np.isin(lines.visit, ended) & (lines.plant == 0))
    _, first = np.unique(lines.visit[dead], return_index=True)
    copied = lines.at(dead[first])
    ones = np.ones(len(copied), dtype=np.int64)
    return copied.but(time=visits.end[copied.visit] + DAY, plant=numbers("charge_after_death", len(copied)), role=ones)


def _bundles(visits: Visits, made_up: Ints) -> Lines:
    """The lines of made-up visits, every time the same."""
    known = {code: place for place, code in enumerate(items().code)}
    item = np.tile([known[code] for code, _ in _BUNDLE], len(made_up))
    visit = np.repeat(made_up, len(_BUNDLE))
    nothing = np.zeros(len(visit), dtype=np.int64)
    quantity = np.tile([number for _, number in _BUNDLE], len(made_up))
    return Lines(visit, visits.start[visit], item, items().price[item], quantity, nothing, nothing, nothing)
