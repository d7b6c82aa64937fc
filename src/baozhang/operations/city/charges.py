"""What is charged for visits: lines of items, drawn component by component (data/components.csv, data/items.csv)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from baozhang.operations.city.assumptions import assumption, cumulative, drawn, listed
from baozhang.operations.city.plan import Draw
from baozhang.operations.city.visits import DAY, MEDICINES, MINUTE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints
    from baozhang.operations.city.visits import Visits, World

EXCESS_OF: Final = 6
"""Of so many material lines one costs more than the insurance recognises."""
MATERIAL: Final = 8
"""Charge type (med_chrgitm_type) that has a limit of price."""


@dataclass(frozen=True, slots=True)
class Items:
    """The catalogue as arrays; an item's number is its place + 1. Prices are fen, `own` and `spread` per cent, `most` a quantity."""

    code: tuple[str, ...]
    name: tuple[str, ...]
    price: Ints
    spread: Ints
    most: Ints
    type: Ints
    level: Ints
    own: Ints


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a bill: place of the visit, seconds since 1970, item, price in fen, quantity, and whether the price has an excess."""

    visit: Ints
    time: Ints
    item: Ints
    price: Ints
    quantity: Ints
    excess: Ints
    """Fen of the price beyond the limit."""
    plant: Ints
    """Number of the planted abuse it is part of, 0 for none."""
    role: Ints
    """1 for the line as it was, 2 for what was added; 0 where it is not planted."""

    def __len__(self) -> int:
        """How many lines."""
        return len(self.visit)

    def at(self, places: Ints) -> Lines:
        """Some of them, in another order."""
        return Lines(*(getattr(self, field.name)[places] for field in fields(self)))

    def but(self, **columns: Ints) -> Lines:
        """The same with some columns replaced."""
        return Lines(*(columns.get(field.name, getattr(self, field.name)) for field in fields(self)))

    @property
    def amount(self) -> Ints:
        """Fen."""
        return self.price * self.quantity


def joined_lines(*parts: Lines) -> Lines:
    """Several lists one after another."""
    return Lines(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Lines)))


@cache
def items() -> Items:
    """The catalogue of the city."""
    rows = listed("items")
    numbers = {name: np.array([int(row[name]) for row in rows]) for name in ("price", "spread", "most", "type", "level", "own")}
    return Items(tuple(row["code"] for row in rows), tuple(row["name"] for row in rows), **numbers)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a bill: for which visits, how many lines each visit and each day, fixed or on average, from which items."""

    applies: str
    fixed: bool
    a_visit: np.double
    a_day: np.double
    first_day: int
    items: Ints
    shares: NDArray[np.double]


@cache
def components() -> tuple[Component, ...]:
    """The parts of bills."""
    catalogue = listed("items")
    found = []
    for row in listed("components"):
        mine = np.array([place for place, item in enumerate(catalogue) if item["component"] == row["component"]])
        shares = cumulative([int(catalogue[place]["weight"]) for place in mine])
        often = [np.double(row[name]) for name in ("a_visit", "a_day")]
        found.append(Component(row["applies"], row["fixed"] == "1", often[0], often[1], int(row["first_day"]), mine, shares))
    return tuple(found)


def charge(world: World, block: int, visits: Visits, thin: NDArray[np.bool_], plain: NDArray[np.bool_]) -> Lines:
    """The lines of every visit. `thin`: stays that are charged the bed and the round only (nobody lies there); `plain`: without surgery."""
    rng = world.plan.stream(block, Draw.CHARGES)
    days = np.maximum(visits.last_day - visits.first_day, 1)
    surgical = np.asarray(visits.stays & world.pool.surgical[visits.case] & ~thin & ~plain)
    medicines = visits.type == MEDICINES
    whom = {"outpatient": ~visits.stays & ~medicines, "pharmacy": medicines, "stay": visits.stays, "surgery": surgical}
    parts = []
    for component in components():
        chosen = np.flatnonzero(whom[component.applies] & (True if component.fixed else ~thin))
        parts.append(_lines(rng, component, visits, chosen, days[chosen]))
    lines = joined_lines(*parts)
    return _priced(world, rng, visits, lines)


def _lines(rng: np.random.Generator, component: Component, visits: Visits, chosen: Ints, days: Ints) -> Lines:
    expected = component.a_visit + component.a_day * days
    counts = expected.astype(np.int64) if component.fixed else rng.poisson(expected)
    place = np.repeat(np.arange(len(chosen)), counts)
    visit = chosen[place]
    if component.fixed and component.a_day:
        day = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)  # one for each day
    else:
        day = np.minimum(component.first_day + np.floor(rng.random(len(place)) * days[place]).astype(np.int64), days[place])
    staying = visits.stays[visit]
    within = rng.integers(6 * 60, 22 * 60, len(place)) * MINUTE
    time = np.where(staying, (visits.first_day[visit] + day) * DAY + within, visits.start[visit] + (within // MINUTE) % 10 * 30)
    time = np.clip(time, visits.start[visit], visits.end[visit])
    item = component.items[drawn(component.shares, rng.random(len(place)))]
    quantity = 1 + np.floor(rng.random(len(place)) ** 2 * items().most[item]).astype(np.int64)
    nothing = np.zeros(len(place), dtype=np.int64)
    return Lines(visit, time, item, nothing, np.minimum(quantity, items().most[item]), nothing, nothing, nothing)


def _priced(world: World, rng: np.random.Generator, visits: Visits, lines: Lines) -> Lines:
    """Prices by item, institution and, in hospital, by case; the dearer materials exceed what the insurance recognises."""
    catalogue = items()
    kind = world.providers.kind[visits.institution[lines.visit] - 1]
    level = np.array(assumption("use")["prices"])[kind]
    staying = world.pool.intensity[visits.case[lines.visit]] * np.array(assumption("use")["stay_prices"])[kind] // 100
    intensity = np.where(visits.stays[lines.visit], staying, 100)
    spread = catalogue.spread[lines.item]
    varied = 100 + np.floor((rng.random(len(lines)) * 2 - 1) * spread).astype(np.int64)
    dearer = np.where(spread > 0, np.clip(intensity, 20, 400), 100)
    price = catalogue.price[lines.item] * level * varied // 10_000 * dearer // 100
    over = (catalogue.type[lines.item] == MATERIAL) & (lines.quantity == 1) & (rng.integers(0, EXCESS_OF, len(lines)) == 0)
    excess = np.where(over, price // 10, 0)
    return Lines(lines.visit, lines.time, lines.item, np.maximum(price, 1), lines.quantity, excess, lines.plant, lines.role)


@dataclass(frozen=True, slots=True)
class Split:
    """How each line's amount divides: fully own, beyond the limit, first own part, in scope; fen, they add up to the amount."""

    full: Ints
    over: Ints
    first: Ints
    scope: Ints


def split(lines: Lines) -> Split:
    """The parts of the amounts: class 丙 is fully one's own, of class 乙 a part comes first, what exceeds the limit is one's own."""
    catalogue = items()
    amount = lines.amount
    private = catalogue.level[lines.item] == 3
    full = np.where(private, amount, 0)
    over = np.where(private, 0, lines.excess * lines.quantity)
    first = np.where(private, 0, (amount - over) * catalogue.own[lines.item] // 100)
    return Split(full, over, first, amount - full - over - first)
