"""What stays in hospital are about: the cases of a scheme as arrays, and who may have which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints, Shares


class AgeClass(NamedTuple):
    """Ages that a case must be possible at together: from … to in years, and one to try it out with (in days where below a year)."""

    youngest: int
    oldest: int
    age: int
    days: int | None


CLASSES: Final = (
    AgeClass(0, 0, 0, 10),
    AgeClass(0, 0, 0, 180),
    AgeClass(1, 6, 3, None),
    AgeClass(7, 17, 12, None),
    AgeClass(18, 44, 30, None),
    AgeClass(45, 64, 56, None),
    AgeClass(65, 120, 75, None),
)
NEWBORN: Final = 28
"""Days up to which a child is newborn."""
GENDERS: Final = (1, 2)

DEPARTMENTS: Final = ("内科", "外科", "妇产科", "儿科", "新生儿科", "ICU", "急诊科", "药房", "全科")
PHARMACY_DEPARTMENT: Final = 8
GENERAL_DEPARTMENT: Final = 9


@dataclass(frozen=True, slots=True)
class Pool:
    """The cases of a scheme as arrays (a case in each place), and the codes they use (from 1, in order).

    `bounds[class][gender - 1]` draws a case for that age class and gender, `medical` one without procedures.
    """

    diagnosis_codes: tuple[str, ...]
    procedure_codes: tuple[str, ...]
    diagnoses: tuple[Ints, Ints]
    """Codes of all cases one after another, and where each case begins (cases + 1)."""
    procedures: tuple[Ints, Ints]
    days: Ints
    weight: Ints
    intensity: Ints
    """What a day costs, per cent."""
    department: Ints
    """By age class and case; from 1."""
    worse: Ints
    """A severe complication that would lift the case into another group; 0 where there is none."""
    bounds: Shares
    medical: Shares
    foreign: tuple[Ints, Ints]
    """Procedures that a man, a woman cannot have."""

    @property
    def surgical(self) -> NDArray[np.bool_]:
        """Which cases have procedures."""
        return np.diff(self.procedures[1]) > 0

    def drawn(self, classes: Ints, genders: Ints, uniform: Shares, *, medical: bool = False) -> Ints:
        """A case for each age class and gender."""
        bounds = self.medical if medical else self.bounds
        found = np.zeros(len(classes), dtype=np.int64)
        for number in range(len(CLASSES)):
            for gender in GENDERS:
                mine = np.flatnonzero((classes == number) & (genders == gender))
                found[mine] = np.searchsorted(bounds[number, gender - 1], uniform[mine], side="right")
        return np.minimum(found, len(self.days) - 1)


def classes_of(ages: Ints, days: Ints) -> Ints:
    """The age class of ages in years, days being the age in days."""
    starts = np.array([each.youngest for each in CLASSES[1:]])
    found = np.searchsorted(starts, ages, side="right")
    return np.where(days <= NEWBORN, 0, np.maximum(found, 1))
