"""What insurance pays: pooled fund, civil servants' supplement, major illness, medical aid, by a dated parameter file; exact to the fen.

What depends on the year so far (deductibles, ceilings, bands) is a function of a running sum; a settlement gets by how much that function
grew: so the parts of a year add up to what the year is entitled to, in whatever pieces it was settled.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from baozhang.operations.city.assumptions import assumption
from baozhang.operations.city.population import EMPLOYEE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints

SCHEMES: Final = ("employee", "resident")
_YUAN: Final = 100


@dataclass(frozen=True, slots=True)
class Bills:
    """What is to be settled, by person and time: amounts in fen, and who it is."""

    person: Ints
    insured: Ints
    retired: Ints
    civil: Ints
    need: Ints
    level: Ints
    """Kind of the institution: 0 to 3 for level 3 to 0, 4 for a pharmacy, where only the account pays."""
    stay: NDArray[np.bool_]
    scope: Ints
    total: Ints
    account: Ints
    """Fen in the personal account at the beginning of the year."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Who bears what of each bill, fen; `ratio` is the share of the pooled fund above the deductible, in per cent."""

    deductible: Ints
    pooled: Ints
    civil: Ints
    major_resident: Ints
    major_employee: Ints
    aid: Ints
    account: Ints
    cash: Ints
    ratio: Ints

    def at(self, places: Ints) -> Paid:
        """The same in another order."""
        return Paid(*(getattr(self, field.name)[places] for field in fields(self)))

    @property
    def fund(self) -> Ints:
        """What all funds pay together."""
        return self.pooled + self.civil + self.major_resident + self.major_employee + self.aid


def settle(bills: Bills) -> Paid:
    """Settle the bills of persons; `bills` must be by person and time."""
    parts = [_by_scheme(bills, name, (bills.insured == EMPLOYEE) == (name == SCHEMES[0])) for name in SCHEMES]
    summed = {field.name: sum(getattr(part, field.name) for part in parts) for field in fields(_Insurance)}
    insurance = _Insurance(**summed)
    left = bills.scope - insurance.pooled - insurance.civil - insurance.major
    aid = _aid(bills, left)
    fund = insurance.pooled + insurance.civil + insurance.major + aid
    own = bills.total - fund
    account = _grown(bills.person, own, lambda sums: np.minimum(sums, bills.account))
    employed = bills.insured == EMPLOYEE
    return Paid(
        insurance.deductible,
        insurance.pooled,
        insurance.civil,
        np.where(employed, 0, insurance.major),
        np.where(employed, insurance.major, 0),
        aid,
        account,
        own - account,
        insurance.ratio,
    )


@dataclass(frozen=True, slots=True)
class _Insurance:
    deductible: Ints
    pooled: Ints
    civil: Ints
    major: Ints
    ratio: Ints


def _by_scheme(bills: Bills, name: str, mine: NDArray[np.bool_]) -> _Insurance:
    """What the bills insured by one scheme get; zeros for the others."""
    rules = assumption("benefits-assumed")[name]
    stay, visit = mine & bills.stay, mine & ~bills.stay & (bills.level < 4)
    stay_deductible, stay_pooled, stay_ratio = _stays(bills, rules, stay)
    scope = np.where(visit, bills.scope, 0)
    deductible = _grown(bills.person, scope, lambda sums: np.minimum(sums, rules["outpatient_deductible"] * _YUAN))
    ratio = np.array([*rules["outpatient_ratio"], 0])[bills.level]
    pooled = (scope - deductible) * ratio // 100
    pooled = _grown(bills.person, pooled, lambda sums: np.minimum(sums, rules["outpatient_ceiling"] * _YUAN))
    both = stay_pooled + pooled
    civil = np.where((bills.civil > 0) & mine, (np.where(stay | visit, bills.scope, 0) - both) * rules["civil_ratio"] // 100, 0)
    left = np.where(stay | visit, bills.scope, 0) - both - civil
    major = _grown(bills.person, left, lambda sums: _banded(sums, rules))
    return _Insurance(stay_deductible + deductible, both, civil, major, stay_ratio + np.where(visit, ratio, 0))


def _stays(bills: Bills, rules: dict[str, Any], stay: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Deductible, pooled fund and ratio: the deductible is for each stay, lower from the second one of the year."""
    rank = _running(bills.person, stay.astype(np.int64))
    whole = np.array([*rules["inpatient_deductible"], 0])[bills.level] * _YUAN
    asked = np.where(rank > 1, whole * rules["later_deductible"] // 100, whole)
    deductible = np.where(stay, np.minimum(bills.scope, asked), 0)
    ratio = np.array([*rules["inpatient_ratio"], 0])[bills.level] + np.where(bills.retired > 0, rules["retired_more"], 0)
    pooled = np.where(stay, (bills.scope - deductible) * ratio // 100, 0)
    pooled = _grown(bills.person, pooled, lambda sums: np.minimum(sums, rules["inpatient_ceiling"] * _YUAN))
    return deductible, pooled, np.where(stay, ratio, 0)


def _banded(sums: Ints, rules: dict[str, Any]) -> Ints:
    """What major illness insurance pays of a year's remainder: bands above a threshold, up to a ceiling."""
    beyond = np.maximum(sums - rules["major_from"] * _YUAN, 0)
    starts = [band[0] * _YUAN for band in rules["major_bands"]]
    ends = [*starts[1:], np.iinfo(np.int64).max // 200]
    paid = np.zeros(len(sums), dtype=np.int64)
    for start, end, (_, ratio) in zip(starts, ends, rules["major_bands"], strict=True):
        paid += np.clip(beyond - start, 0, end - start) * ratio // 100
    found: Ints = np.minimum(paid, rules["major_ceiling"] * _YUAN)
    return found


def _aid(bills: Bills, left: Ints) -> Ints:
    """Medical aid of the needy: a share of what remains in scope of hospital stays, up to a yearly amount."""
    ratio, most = np.zeros(10, dtype=np.int64), np.zeros(10, dtype=np.int64)
    for need, (share, ceiling) in assumption("benefits-assumed")["aid"].items():
        ratio[int(need)], most[int(need)] = share, ceiling * _YUAN
    due = np.where(bills.stay, left, 0) * ratio[bills.need] // 100
    return _grown(bills.person, due, lambda sums: np.minimum(sums, most[bills.need]))


def _running(person: Ints, amounts: Ints) -> Ints:
    """Sums of each person so far, this one included."""
    if not len(person):
        return amounts
    sums = np.cumsum(amounts)
    first = np.flatnonzero(np.diff(person, prepend=person[0] - 1))
    before = (sums - amounts)[first]
    found: Ints = sums - np.repeat(before, np.diff(np.append(first, len(person))))
    return found


def _grown(person: Ints, amounts: Ints, entitled: Any) -> Ints:  # noqa: ANN401  # from sums of a year to what it is entitled to
    """By how much what a person is entitled to grew with each amount."""
    sums = _running(person, amounts)
    after = entitled(sums)
    first = np.diff(person, prepend=person[0] - 1 if len(person) else 0) != 0
    found: Ints = after - np.where(first, 0, np.roll(after, 1))
    return found
