"""A block put together: its persons, visits and lines, and what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from baozhang.operations.city.benefits import Bills, settle
from baozhang.operations.city.plan import ROWS
from baozhang.operations.city.population import EMPLOYEE
from baozhang.operations.city.providers import DOCTORS
from baozhang.operations.city.visits import MINUTE

if TYPE_CHECKING:
    from baozhang.operations.city.assumptions import Ints
    from baozhang.operations.city.benefits import Paid
    from baozhang.operations.city.charges import Lines, Split
    from baozhang.operations.city.population import People
    from baozhang.operations.city.visits import Visits, World

PENSION: Final = 60
"""Age from which employees are retired, and residents old."""
ADULT: Final = 18
_SETTLED_AFTER: Final = 30 * MINUTE


@dataclass(frozen=True, slots=True)
class Block:
    """A block with everything in it: `lines` by visit and time, `number` their serial numbers within the visit."""

    world: World
    block: int
    people: People
    visits: Visits
    lines: Lines

    @property
    def visit_number(self) -> Ints:
        """mdtrt_id of each visit."""
        return self.block * ROWS + 1 + np.arange(len(self.visits))

    @property
    def settlement_number(self) -> Ints:
        """setl_id of each visit."""
        return self.visit_number + ROWS // 2

    @property
    def person_number(self) -> Ints:
        """psn_no of each visit."""
        return self.people.number[self.visits.person]

    def doctors(self) -> Ints:
        """The doctor of each visit, of the institution."""
        return (self.visits.institution - 1) * DOCTORS + self.visits.doctor % DOCTORS + 1


def person_type(insured: Ints, ages: Ints) -> Ints:
    """psn_type by insurance and age."""
    resident = np.where(ages < ADULT, 14, np.where(ages < PENSION, 15, 16))
    return np.where(insured == EMPLOYEE, np.where(ages < PENSION, 11, 12), resident)


@dataclass(frozen=True, slots=True)
class Settled:
    """The settlement of each visit: sums of the parts of its lines, what the funds pay, and when."""

    total: Ints
    full: Ints
    over: Ints
    first: Ints
    scope: Ints
    paid: Paid
    time: Ints


def settled(made: Block, parts: Split) -> Settled:
    """Sum up the lines of every visit and settle them in the order in which they end."""
    visits, people = made.visits, made.people
    total, full, over, first, scope = (
        _summed(made, amounts) for amounts in (made.lines.amount, parts.full, parts.over, parts.first, parts.scope)
    )
    latest = visits.end.copy()
    np.maximum.at(latest, made.lines.visit, made.lines.time)
    time = latest + _SETTLED_AFTER
    order = np.lexsort((time, visits.person))
    back = np.argsort(order)
    person = visits.person[order]
    bills = Bills(
        person,
        visits.insured[order],
        (people.age_on(person, visits.first_day[order]) >= PENSION).astype(np.int64),
        people.civil[person],
        people.need[person],
        made.world.providers.kind[visits.institution[order] - 1],
        visits.stays[order],
        scope[order],
        total[order],
        people.account[person],
    )
    paid = settle(bills)
    return Settled(total, full, over, first, scope, paid.at(back), time)


def _summed(made: Block, amounts: Ints) -> Ints:
    sums = np.zeros(len(made.visits), dtype=np.int64)
    np.add.at(sums, made.lines.visit, amounts)
    return sums
