"""Whether a condition holds for each of many cases: the language of conditions over arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from baozhang.operations.grouping.arrays import NO_NUMBER, NOTHING
from baozhang.operations.grouping.conditions import (
    Always,
    And,
    Compare,
    InDepartment,
    InList,
    Invalid,
    Level,
    Missing,
    Not,
    OfClass,
    Or,
    Severity,
    Sites,
    StartsWith,
    Subject,
    Valid,
)
from baozhang.operations.grouping.holding import SEVERITIES, reaches, subject_of
from baozhang.operations.grouping.lexicon import BLANK

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from baozhang.operations.grouping.arrays import CaseArrays, Codes, Decoder, Numbers
    from baozhang.operations.grouping.conditions import Condition
    from baozhang.operations.grouping.lexicon import Flags
    from baozhang.operations.grouping.scheme import Scheme

_COMPARE: Final[dict[str, Callable[[Numbers, int], Flags]]] = {
    "==": lambda values, number: values == number,
    "!=": lambda values, number: values != number,
    "<=": lambda values, number: values <= number,
    ">=": lambda values, number: values >= number,
    "<": lambda values, number: values < number,
    ">": lambda values, number: values > number,
}


_REACHED: Final = {level: np.array([reaches(level, *severity) for severity in SEVERITIES]) for level in Level}
"""For each level, which severities reach it."""


class Evaluator:
    """Evaluates conditions of one scheme on arrays of one decoder."""

    def __init__(self, scheme: Scheme, decoder: Decoder) -> None:
        """Prepare what severities are computed from."""
        self._scheme = scheme
        self.decoder = decoder
        names = {name: number for number, name in enumerate(dict.fromkeys([*_tables(scheme), ""]))}
        lexicon = decoder.diagnoses
        self._weight = lexicon.numbers({code: 1 + weight.major for code, weight in scheme.complications.items()}, 0).astype(np.uint8)
        self._table = lexicon.numbers({code: names[weight.table] for code, weight in scheme.complications.items()}, -1)
        self._excluded = lexicon.numbers({code: names[table] for code, table in scheme.exclusions.items()}, -1)

    def holds(self, condition: Condition, cases: CaseArrays) -> Flags:
        """For each case, whether the condition holds."""
        return self._EVALUATE[type(condition)](self, condition, cases)

    def severities(self, cases: CaseArrays) -> NDArray[np.uint8]:
        """For each case 2 if an MCC counts, plus 1 if a CC counts."""
        codes = cases.diagnoses
        weights = self._weight[codes.ids]
        weights[codes.starts[:-1][codes.starts[1:] > codes.starts[:-1]]] = 0  # the principal diagnosis is no complication of itself
        places = np.flatnonzero(weights)
        owners = codes.owners(places)
        counted = self._table[codes.ids[places]] != self._excluded[codes.first[owners]]
        owners, weights = owners[counted], weights[places][counted]
        found = np.zeros(len(cases), dtype=np.uint8)
        found[owners[weights == 1]] = 1
        major = np.zeros(len(cases), dtype=np.bool_)
        major[owners[weights == 2]] = True
        return found + np.where(major, np.uint8(2), np.uint8(0))

    def _codes(self, atom: InList | StartsWith | Valid | OfClass, cases: CaseArrays) -> Flags:
        subject = subject_of(atom)
        codes, lexicon = (cases.procedures, self.decoder.procedures) if subject.of_procedures else (cases.diagnoses, self.decoder.diagnoses)
        flags = lexicon.satisfying(atom)
        if subject in {Subject.PDX, Subject.MAINPROC}:
            return flags[codes.first]
        return any_of(flags, codes, without_first=subject is Subject.OTHERDX)

    def _sites(self, atom: Sites, cases: CaseArrays) -> Flags:
        classes = self._scheme.lists[atom.list].classes
        lexicon = self.decoder.diagnoses
        counts = np.zeros(len(cases), dtype=np.int64)
        numbered = {name: number for number, name in enumerate(dict.fromkeys(classes.values()), 1)}
        sites = lexicon.numbers({code: numbered[name] for code, name in classes.items()}, 0)
        places = np.flatnonzero(sites[cases.diagnoses.ids])
        pairs = np.unique(cases.diagnoses.owners(places) * (len(numbered) + 1) + sites[cases.diagnoses.ids[places]])
        np.add.at(counts, pairs // (len(numbered) + 1), 1)
        return counts >= atom.number

    def _compare(self, atom: Compare, cases: CaseArrays) -> Flags:
        values = cases.numbers[atom.field]
        return _COMPARE[atom.operator](values, atom.value) & (values > NO_NUMBER)

    def _department(self, atom: InDepartment, cases: CaseArrays) -> Flags:
        found: Flags = cases.departments == self.decoder.departments.index(atom.name)
        return found

    def _missing(self, atom: Missing, cases: CaseArrays) -> Flags:
        found: Flags = cases.diagnoses.first == BLANK if atom.field is None else cases.numbers[atom.field] == NOTHING
        return found

    def _invalid(self, atom: Invalid, cases: CaseArrays) -> Flags:
        found: Flags = cases.numbers[atom.field] == NO_NUMBER
        return found

    def _severity(self, atom: Severity, cases: CaseArrays) -> Flags:
        return _REACHED[atom.level][self.severities(cases)]

    def _and(self, condition: And, cases: CaseArrays) -> Flags:
        found: Flags = np.logical_and.reduce([self.holds(part, cases) for part in condition.parts])
        return found

    def _or(self, condition: Or, cases: CaseArrays) -> Flags:
        found: Flags = np.logical_or.reduce([self.holds(part, cases) for part in condition.parts])
        return found

    def _not(self, condition: Not, cases: CaseArrays) -> Flags:
        return ~self.holds(condition.part, cases)

    def _always(self, _: Always, cases: CaseArrays) -> Flags:
        return np.ones(len(cases), dtype=np.bool_)

    _EVALUATE: ClassVar[dict[type, Callable[[Evaluator, Any, CaseArrays], Flags]]] = {
        Always: _always,
        InList: _codes,
        StartsWith: _codes,
        Valid: _codes,
        OfClass: _codes,
        Sites: _sites,
        Compare: _compare,
        InDepartment: _department,
        Missing: _missing,
        Invalid: _invalid,
        Severity: _severity,
        And: _and,
        Or: _or,
        Not: _not,
    }


def any_of(flags: Flags, codes: Codes, *, without_first: bool) -> Flags:
    """For each case, whether one of its codes has its flag set."""
    places = np.flatnonzero(flags[codes.ids])
    owners = codes.owners(places)
    if without_first:
        owners = owners[places != codes.starts[owners]]
    found = np.zeros(len(codes.first), dtype=np.bool_)
    found[owners] = True
    return found


def _tables(scheme: Scheme) -> list[str]:
    return [*(weight.table for weight in scheme.complications.values()), *scheme.exclusions.values()]
