"""Whom a code fits: diagnoses and procedures that only one gender or certain ages can have, by prefix (data/fitting.csv)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.city.assumptions import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

OLDEST: Final = 120


class Fit(NamedTuple):
    """Genders (1 man, 2 woman) and ages in years, from … to."""

    genders: frozenset[int] = frozenset({1, 2})
    youngest: int = 0
    oldest: int = OLDEST

    def also(self, other: Fit) -> Fit:
        """Whom both fit; perhaps nobody."""
        return Fit(self.genders & other.genders, max(self.youngest, other.youngest), min(self.oldest, other.oldest))


@cache
def fit_of(kind: str, code: str) -> Fit:
    """Whom a code of a kind (`diagnosis`, `procedure`) fits.

    >>> fit_of("diagnosis", "O80.000").genders, fit_of("diagnosis", "J18.900").oldest
    (frozenset({2}), 120)
    """
    found = Fit()
    for row in listed("fitting"):
        if row["kind"] == kind and code.startswith(row["prefix"]):
            genders = frozenset({int(row["gender"])}) if row["gender"] != "0" else frozenset({1, 2})
            found = found.also(Fit(genders, int(row["age_from"]), int(row["age_to"])))
    return found


def fit_of_all(diagnoses: Iterable[str], procedures: Iterable[str]) -> Fit:
    """Whom all the codes of a case fit."""
    found = Fit()
    for kind, codes in (("diagnosis", diagnoses), ("procedure", procedures)):
        for code in codes:
            found = found.also(fit_of(kind, code))
    return found
