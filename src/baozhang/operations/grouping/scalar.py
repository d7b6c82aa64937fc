"""The grouper for one case at a time, for online use.

Two indexes, by principal diagnosis and by main procedure, leave the few paths that can still hold (as bits of an integer, lowest first);
what remains of each is tested in turn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from baozhang.operations.grouping.case import Grouping, Status
from baozhang.operations.grouping.conditions import Always, InList, Not, Severity, Subject, Valid, all_of
from baozhang.operations.grouping.holding import SEVERITIES, reaches, severity_of, tester
from baozhang.operations.grouping.paths import paths_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from baozhang.operations.grouping.case import Case
    from baozhang.operations.grouping.holding import Test
    from baozhang.operations.grouping.paths import Literal, Path
    from baozhang.operations.grouping.scheme import Adrg, Mdc, Scheme


class ScalarGrouper:
    """Groups one case at a time by a scheme; thread-safe, since nothing changes after it is made."""

    def __init__(self, scheme: Scheme) -> None:
        """Index the scheme; takes a fraction of a second for a national scheme."""
        self.scheme = scheme
        paths = paths_of(scheme)
        self._principal = _Index(paths, Subject.PDX, scheme)
        self._main = _Index(paths, Subject.MAINPROC, scheme)
        self._rest = [self._remaining(path) for path in paths]
        answers = [_answer(mdc, adrg, scheme) for mdc, adrg in scheme.steps]
        self._answers = [answers[path.step] for path in paths]
        self._checks = [(tester(check.condition, scheme), Grouping(check.status)) for check in scheme.checks]
        self._known = scheme.known_diagnoses
        self._mapped = bool(scheme.diagnosis_map or scheme.procedure_map)

    def _remaining(self, path: Path) -> Test | None:
        left = [literal for literal in path.literals if not (self._principal.covers(literal) or self._main.covers(literal))]
        if not left:
            return None
        return tester(all_of(*(literal.atom if literal.positive else Not(literal.atom) for literal in left)), self.scheme)  # type: ignore[arg-type]

    def group(self, case: Case) -> Grouping:
        """The group of a case; never an exception, whatever the case holds."""
        if self._mapped:
            case = mapped(case, self.scheme)
        for fails, answer in self._checks:
            if fails(case):
                return answer
        bits = self._principal.bits(case.principal) & self._main.bits(case.main_procedure)
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            number = lowest.bit_length() - 1
            rest = self._rest[number]
            if rest is None or rest(case):
                found = self._answers[number](case)
                if found is not None:
                    return found
        return Grouping(Status.UNGROUPED if case.principal in self._known else Status.INVALID_PRINCIPAL)


def mapped(case: Case, scheme: Scheme) -> Case:
    """The case with codes of other editions replaced by those of the scheme."""
    diagnoses, procedures = scheme.diagnosis_map, scheme.procedure_map
    return replace(
        case,
        diagnoses=tuple(diagnoses.get(code, code) for code in case.diagnoses),
        procedures=tuple(procedures.get(code, code) for code in case.procedures),
    )


class _Index:
    """For each code in one place of a case (principal diagnosis or main procedure), the paths that it leaves open."""

    def __init__(self, paths: list[Path], subject: Subject, scheme: Scheme) -> None:
        self.subject = subject
        self.otherwise = 0
        self.masks: dict[str, int] = {}
        narrowed: list[tuple[int, set[str]]] = []
        spared: list[tuple[int, set[str]]] = []
        for number, path in enumerate(paths):
            mine = [literal for literal in path.literals if self.covers(literal)]
            wanted = [_codes(literal, scheme) for literal in mine if literal.positive]
            barred = set[str]().union(*(_codes(literal, scheme) for literal in mine if not literal.positive))
            if wanted:
                narrowed.append((1 << number, set.intersection(*map(set, wanted)) - barred))
            else:
                self.otherwise |= 1 << number
                spared.append((1 << number, barred))
        codes = set[str]().union(*(each for _, each in narrowed), *(each for _, each in spared))
        self.masks = dict.fromkeys(codes, self.otherwise)
        for bit, wide in narrowed:
            for code in wide:
                self.masks[code] |= bit
        for bit, wide in spared:
            for code in wide:
                self.masks[code] &= ~bit

    def covers(self, literal: Literal) -> bool:
        """Whether the index has decided the literal; prefixes concern codes that nobody can list."""
        return isinstance(literal.atom, InList | Valid) and literal.atom.subject is self.subject

    def bits(self, code: str) -> int:
        return self.masks.get(code, self.otherwise)


def _codes(literal: Literal, scheme: Scheme) -> frozenset[str]:
    return scheme.lists[literal.atom.list].codes if isinstance(literal.atom, InList) else scheme.valid_procedures


def _answer(mdc: Mdc, adrg: Adrg, scheme: Scheme) -> Callable[[Case], Grouping | None]:
    """What a case that fulfils the rule is grouped to; None when the next rule must be tried."""
    rest = remainder(mdc, adrg)
    if not adrg.drgs:
        return lambda _: rest
    if all(isinstance(drg.condition, Always | Severity) for drg in adrg.drgs):
        table = severity_table(mdc, adrg)
        if len(set(table)) == 1:
            only = table[0]
            return lambda _: only
        return lambda case: table[_severity(case, scheme)]
    return _first_of(
        [(tester(drg.condition, scheme), Grouping(Status.GROUPED, mdc.code, adrg.code, drg.code)) for drg in adrg.ordered], rest
    )


def _first_of(tests: Iterable[tuple[Test, Grouping]], rest: Grouping | None) -> Callable[[Case], Grouping | None]:
    choices = list(tests)
    return lambda case: next((answer for test, answer in choices if test(case)), rest)


def _severity(case: Case, scheme: Scheme) -> int:
    major, minor = severity_of(case, scheme)
    return 2 * major + minor


def remainder(mdc: Mdc, adrg: Adrg) -> Grouping | None:
    """The answer for a case that fulfils the rule but no DRG condition."""
    if adrg.ambiguous:
        return Grouping(Status.AMBIGUOUS, mdc.code, adrg.code, adrg.code)
    return None if adrg.otherwise == "next" else Grouping(Status.ADRG_ONLY, mdc.code, adrg.code, adrg.code)


def severity_table(mdc: Mdc, adrg: Adrg) -> tuple[Grouping | None, ...]:
    """The answer of a rule whose DRGs differ by severity alone, for each of SEVERITIES."""

    def chosen(severity: tuple[bool, bool]) -> Grouping | None:
        for drg in adrg.ordered:
            if not isinstance(drg.condition, Severity) or reaches(drg.condition.level, *severity):
                return Grouping(Status.GROUPED, mdc.code, adrg.code, drg.code)
        return remainder(mdc, adrg)

    return tuple(chosen(severity) for severity in SEVERITIES)
