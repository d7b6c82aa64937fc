"""Which group of the catalogue a case belongs to: the candidates, and the choice among them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.grouping.dip.catalogue import RANKING, Tier, Treatment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from baozhang.operations.grouping.case import Case
    from baozhang.operations.grouping.dip.catalogue import Catalogue, DipGroup

_WHOLE: Final = 7
"""Characters of a complete procedure code (36.0700); a shorter one stands for everything below it."""


class Candidate(NamedTuple):
    """A group that a case could belong to, with what the choice looks at."""

    group: DipGroup
    terms: int
    """Terms joined by `+` that the group asks for."""
    matched: int
    """Procedures of the case that speak for the group."""
    distance: int | None
    """How far the cost of the case is from the group's mean, in fen; None when either is not known."""

    @property
    def rank(self) -> int:
        """The place of its tier and treatment in the order of preference."""
        return RANKING.index((self.group.tier, self.group.treatment))


_KEYS: Final[dict[str, Callable[[Candidate], float]]] = {
    "terms": lambda candidate: -candidate.terms,
    "matched": lambda candidate: -candidate.matched,
    "cost": lambda candidate: inf if candidate.distance is None else candidate.distance,
    "rank": lambda candidate: candidate.rank,
}


class Selector:
    """Finds candidates by the beginning of the principal diagnosis and chooses among them."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index the catalogue."""
        self._catalogue = catalogue
        self._exact: dict[str, list[DipGroup]] = {}
        self._ranges: list[DipGroup] = []
        for group in catalogue.groups:
            if group.diagnosis.first == group.diagnosis.last:
                self._exact.setdefault(group.diagnosis.first, []).append(group)
            else:
                self._ranges.append(group)
        self._keys = [_KEYS[name] for name in catalogue.parameters.selection]

    def candidates(self, case: Case, cost: int | None = None) -> list[Candidate]:
        """Every group that the case fulfils, the chosen one first."""
        found = [candidate for group in self._nearby(case.principal) if (candidate := self._candidate(group, case, cost)) is not None]
        return sorted(found, key=lambda candidate: (*(key(candidate) for key in self._keys), candidate.group.code))

    def _nearby(self, code: str) -> Iterator[DipGroup]:
        yield from self._exact.get(code[:5], ()) if len(code) >= 5 else ()
        yield from self._exact.get(code[:3], ()) if len(code) >= 3 else ()
        yield from (group for group in self._ranges if group.diagnosis.holds(code))

    def _candidate(self, group: DipGroup, case: Case, cost: int | None) -> Candidate | None:
        matched = self._matched(group, case)
        if matched is None:
            return None
        distance = abs(group.mean_cost - cost) if group.mean_cost is not None and cost is not None else None
        return Candidate(group, len(group.terms), matched, distance)

    def _matched(self, group: DipGroup, case: Case) -> int | None:
        """How many procedures of the case speak for the group; None when it is no candidate."""
        procedures = {code for code in case.procedures if code}
        classes = self._catalogue.procedure_classes
        if group.treatment is Treatment.CONSERVATIVE:
            tolerated = self._catalogue.parameters.conservative_tolerates
            return None if any(classes[code] not in tolerated for code in procedures if code in classes) else 0
        if group.tier is Tier.COMPREHENSIVE:
            return sum(classes.get(code) is group.treatment for code in procedures) or None
        if not all(any(_covers(wanted, code) for wanted in term for code in procedures) for term in group.terms):
            return None
        return sum(any(_covers(wanted, code) for term in group.terms for wanted in term) for code in procedures)


def _covers(wanted: str, code: str) -> bool:
    return code == wanted or (len(wanted) < _WHOLE and code.startswith(wanted))
