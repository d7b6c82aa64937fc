"""Whether a condition holds for one case: conditions turned into functions of a case.

This is the plain meaning of the language. The indexed grouper and the vectorised one are tested against it.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias

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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from baozhang.operations.grouping.case import Case
    from baozhang.operations.grouping.conditions import Condition, ListId

Test: TypeAlias = "Callable[[Case], bool]"


class CodeList(NamedTuple):
    """The codes of a list; `classes` gives those that carry a class (of procedures, or a body site)."""

    codes: frozenset[str]
    classes: Mapping[str, str]


class Complication(NamedTuple):
    """A code that can weigh as MCC or CC, and the exclusion table it belongs to."""

    major: bool
    table: str


class Vocabulary(Protocol):
    """What conditions refer to by name."""

    @property
    def lists(self) -> Mapping[ListId, CodeList]:
        """The code lists."""

    @property
    def valid_procedures(self) -> AbstractSet[str]:
        """Procedures that count as operations."""

    @property
    def complications(self) -> Mapping[str, Complication]:
        """Secondary diagnoses that weigh."""

    @property
    def exclusions(self) -> Mapping[str, str]:
        """The exclusion table of a principal diagnosis."""


SEVERITIES: Final = ((False, False), (False, True), (True, False), (True, True))
"""(MCC present, CC present), in the order of the number that both groupers give a severity."""


def severity_of(case: Case, words: Vocabulary) -> tuple[bool, bool]:
    """Whether a secondary diagnosis is an MCC, and whether one is a CC; those in the exclusion table of the principal one do not count."""
    excluded = words.exclusions.get(case.principal)
    complications = words.complications
    major = minor = False
    for code in case.diagnoses[1:]:
        weight = complications.get(code)
        if weight is not None and weight.table != excluded:
            if weight.major:
                major = True
            else:
                minor = True
    return major, minor


def reaches(level: Level, major: bool, minor: bool) -> bool:  # noqa: FBT001  # the two flags are the severity
    """Whether a severity satisfies a level."""
    if level is Level.MCC:
        return major
    if level is Level.CC:
        return minor
    return (major or minor) is (level is Level.MCC_OR_CC)


def tester(condition: Condition, words: Vocabulary) -> Test:
    """A function that tells whether the condition holds for a case."""
    return _MAKERS[type(condition)](condition, words)


def codes_of_subject(case: Case, subject: Subject) -> Sequence[str]:
    """The codes that an atom with this subject looks at."""
    codes = case.procedures if subject.of_procedures else case.diagnoses
    if subject is Subject.OTHERDX:
        return codes[1:]
    return codes[:1] if subject in {Subject.PDX, Subject.MAINPROC} else codes


def members(atom: InList | StartsWith | Valid | OfClass, words: Vocabulary) -> Callable[[str], bool]:
    """Whether a single code satisfies an atom about codes."""
    if isinstance(atom, InList):
        return words.lists[atom.list].codes.__contains__
    if isinstance(atom, Valid):
        return words.valid_procedures.__contains__
    if isinstance(atom, OfClass):
        return {code for code, value in words.lists[atom.list].classes.items() if value == atom.value}.__contains__
    return lambda code: code.startswith(atom.prefixes)


def subject_of(atom: InList | StartsWith | Valid | OfClass) -> Subject:
    """What the atom looks at."""
    return Subject.ANYPROC if isinstance(atom, OfClass) else atom.subject


def _codes_test(atom: InList | StartsWith | Valid | OfClass, words: Vocabulary) -> Test:
    member = members(atom, words)
    subject = subject_of(atom)
    if subject is Subject.PDX:
        return lambda case: bool(case.diagnoses) and member(case.diagnoses[0])
    if subject is Subject.MAINPROC:
        return lambda case: bool(case.procedures) and member(case.procedures[0])
    if subject is Subject.ANYPROC:
        return lambda case: any(map(member, case.procedures))
    first = 1 if subject is Subject.OTHERDX else 0
    return lambda case: any(map(member, case.diagnoses[first:]))


def _sites_test(atom: Sites, words: Vocabulary) -> Test:
    classes = words.lists[atom.list].classes
    number = atom.number
    return lambda case: len({classes[code] for code in case.diagnoses if code in classes}) >= number


_COMPARE: Final[dict[str, Callable[[int, int], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}  # fmt: skip


def _compare_test(atom: Compare, _: Vocabulary) -> Test:
    compare, name, value = _COMPARE[atom.operator], atom.field.value, atom.value

    def test(case: Case) -> bool:
        number = getattr(case, name)
        return number is not None and compare(number, value)

    return test


def _department_test(atom: InDepartment, _: Vocabulary) -> Test:
    name = atom.name
    return lambda case: case.department == name


def _missing_test(atom: Missing, _: Vocabulary) -> Test:
    if atom.field is None:
        return lambda case: not case.principal
    wanted = atom.field
    return lambda case: getattr(case, wanted.value) is None and wanted not in case.invalid


def _invalid_test(atom: Invalid, _: Vocabulary) -> Test:
    wanted = atom.field
    return lambda case: wanted in case.invalid


def _severity_test(atom: Severity, words: Vocabulary) -> Test:
    level = atom.level
    return lambda case: reaches(level, *severity_of(case, words))


def _and_test(condition: And, words: Vocabulary) -> Test:
    tests = [tester(part, words) for part in condition.parts]
    return lambda case: all(test(case) for test in tests)


def _or_test(condition: Or, words: Vocabulary) -> Test:
    tests = [tester(part, words) for part in condition.parts]
    return lambda case: any(test(case) for test in tests)


def _not_test(condition: Not, words: Vocabulary) -> Test:
    test = tester(condition.part, words)
    return lambda case: not test(case)


_MAKERS: Final[dict[type, Callable[[Any, Vocabulary], Test]]] = {
    Always: lambda _, __: lambda _: True,
    InList: _codes_test,
    StartsWith: _codes_test,
    Valid: _codes_test,
    OfClass: _codes_test,
    Sites: _sites_test,
    Compare: _compare_test,
    InDepartment: _department_test,
    Missing: _missing_test,
    Invalid: _invalid_test,
    Severity: _severity_test,
    And: _and_test,
    Or: _or_test,
    Not: _not_test,
}


def first_match(codes: Collection[str], member: Callable[[str], bool]) -> str:
    """The first code that satisfies an atom, for explanations; empty if none does."""
    return next((code for code in codes if member(code)), "")
