"""The grouper for many cases at once: every path is a bit, every code a mask of the paths it leaves open.

The masks of the principal diagnosis, the main procedure, the other codes and the numbers of a case are joined by AND; the lowest bit
left is the path by which the scheme reaches its group. Answers are those of `ScalarGrouper`, by other means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from baozhang.operations.grouping.arrays import Decoder
from baozhang.operations.grouping.case import Grouping, Status
from baozhang.operations.grouping.conditions import NEGATABLE, Always, Severity, Subject
from baozhang.operations.grouping.evaluating import Evaluator
from baozhang.operations.grouping.holding import subject_of
from baozhang.operations.grouping.paths import paths_of
from baozhang.operations.grouping.scalar import remainder, severity_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from baozhang.operations.grouping.arrays import CaseArrays, Codes, Ids, Rows
    from baozhang.operations.grouping.conditions import Atom
    from baozhang.operations.grouping.lexicon import Flags, Lexicon
    from baozhang.operations.grouping.paths import Literal, Path
    from baozhang.operations.grouping.scheme import Adrg, Mdc, Scheme

    Masks: TypeAlias = NDArray[np.uint64]

WORD: Final = 64
_FLAGS_PER_TABLE: Final = 10
_NEXT: Final = -1
_BY_CONDITION: Final = -2


class VectorisedGrouper:
    """Groups arrays of cases by a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        """Compile the scheme into masks; takes a fraction of a second, so that they are not kept on disk."""
        self.scheme = scheme
        self.decoder = Decoder(scheme)
        self._evaluator = Evaluator(scheme, self.decoder)
        self._paths = paths_of(scheme)
        self._step_of = np.array([path.step for path in self._paths], dtype=np.int32)
        self._words = -(-len(self._paths) // WORD)
        lexicons = {True: self.decoder.procedures, False: self.decoder.diagnoses}
        self._firsts = [
            (subject, self._first_masks(subject, lexicons[subject.of_procedures])) for subject in (Subject.PDX, Subject.MAINPROC)
        ]
        self._flag_tables = list(self._tables_of_flags())
        self._planes = list(self._planes_of(lexicons))
        self.answers: list[Grouping] = []
        self._numbers: dict[Grouping, int] = {}
        self._steps = list(scheme.steps)
        self._outcomes = self._outcomes_of(scheme)
        self._checks = [(check.condition, self._number(Grouping(check.status))) for check in scheme.checks]
        self._ungrouped = np.full(self.decoder.diagnoses.size, self._number(Grouping(Status.INVALID_PRINCIPAL)), dtype=np.int32)
        self._ungrouped[self.decoder.diagnoses.flags(scheme.known_diagnoses)] = self._number(Grouping(Status.UNGROUPED))

    def group(self, cases: CaseArrays) -> Ids:
        """For each case, the number of its answer in `answers`."""
        found = np.full(len(cases), _NEXT, dtype=np.int32)
        for condition, answer in self._checks:
            found[(found == _NEXT) & self._evaluator.holds(condition, cases)] = answer
        masks = self._masks(cases)
        masks[found != _NEXT] = 0
        severities = self._evaluator.severities(cases)
        rows = np.flatnonzero(masks.any(axis=1))
        while len(rows):
            left = masks[rows]
            paths = lowest_bits(left)
            found[rows] = self._answered(self._step_of[paths], rows, severities, cases)
            again = found[rows] == _NEXT
            rows, left, paths = rows[again], left[again], paths[again]
            left[np.arange(len(rows)), paths // WORD] &= ~(np.uint64(1) << (paths % WORD).astype(np.uint64))
            masks[rows] = left
            rows = rows[left.any(axis=1)]
        return np.where(found == _NEXT, self._ungrouped[cases.diagnoses.first], found)

    def _answered(self, steps: Ids, rows: Rows, severities: NDArray[np.uint8], cases: CaseArrays) -> Ids:
        answers = self._outcomes[steps, severities[rows]]
        for step in np.unique(steps[answers == _BY_CONDITION]):
            mine = np.flatnonzero(steps == step)
            mdc, adrg = self._steps[step]
            answers[mine] = self._by_condition(mdc, adrg, cases.take(rows[mine]))
        return answers

    def _by_condition(self, mdc: Mdc, adrg: Adrg, cases: CaseArrays) -> Ids:
        """The answers of a rule whose DRGs differ by more than severity."""
        rest = remainder(mdc, adrg)
        found = np.full(len(cases), _NEXT, dtype=np.int32)
        for drg in adrg.ordered:
            holds = self._evaluator.holds(drg.condition, cases)
            found[(found == _NEXT) & holds] = self._number(Grouping(Status.GROUPED, mdc.code, adrg.code, drg.code))
        return found if rest is None else np.where(found == _NEXT, np.int32(self._number(rest)), found)

    def _number(self, answer: Grouping) -> int:
        if answer not in self._numbers:
            self._numbers[answer] = len(self.answers)
            self.answers.append(answer)
        return self._numbers[answer]

    def _outcomes_of(self, scheme: Scheme) -> NDArray[np.int32]:
        """Steps × severities: the number of the answer, or that the next rule or the conditions decide."""
        return np.array([self._outcome(mdc, adrg) for mdc, adrg in scheme.steps], dtype=np.int32).reshape(-1, 4)

    def _outcome(self, mdc: Mdc, adrg: Adrg) -> list[int]:
        if all(isinstance(drg.condition, Always | Severity) for drg in adrg.drgs):
            return [_NEXT if answer is None else self._number(answer) for answer in severity_table(mdc, adrg)]
        for drg in adrg.drgs:
            self._number(Grouping(Status.GROUPED, mdc.code, adrg.code, drg.code))
        return [_BY_CONDITION] * 4

    def _masks(self, cases: CaseArrays) -> Masks:
        """Cases × words: the paths that each case leaves open."""
        (_, principal), (_, main) = self._firsts
        masks = principal[cases.diagnoses.first] & main[cases.procedures.first]
        for atoms, table in self._flag_tables:
            keys = np.zeros(len(cases), dtype=np.int32)
            for bit, atom in enumerate(atoms):
                keys |= self._evaluator.holds(atom, cases).astype(np.int32) << bit
            masks &= table[keys]
        for plane in self._planes:
            plane.narrow(masks, cases)
        return masks

    def _first_masks(self, subject: Subject, lexicon: Lexicon) -> Masks:
        def satisfying(path: Path) -> Flags | None:
            mine = [literal for literal in path.literals if isinstance(literal.atom, NEGATABLE) and subject_of(literal.atom) is subject]
            return np.logical_and.reduce([_flags(literal, lexicon) for literal in mine]) if mine else None

        return masks_of((satisfying(path) for path in self._paths), lexicon.size, self._words)

    def _tables_of_flags(self) -> Iterable[tuple[tuple[Atom, ...], Masks]]:
        """Up to ten atoms about numbers at a time, and for each combination of their truth the paths left open."""
        atoms = list(
            dict.fromkeys(literal.atom for path in self._paths for literal in path.literals if not isinstance(literal.atom, NEGATABLE))
        )
        for start in range(0, len(atoms), _FLAGS_PER_TABLE):
            mine = tuple(atoms[start : start + _FLAGS_PER_TABLE])
            keys = np.arange(1 << len(mine))
            wanted = [sum(1 << mine.index(literal.atom) for literal in path.literals if literal.atom in mine) for path in self._paths]
            yield mine, masks_of((keys & want == want if want else None for want in wanted), len(keys), self._words)

    def _planes_of(self, lexicons: dict[bool, Lexicon]) -> Iterable[_Plane]:
        """One plane for the first, second, third literal of each kind about any code of a case."""
        for subject in (Subject.ANYDX, Subject.OTHERDX, Subject.ANYPROC):
            for positive in (True, False):
                literals = [
                    [
                        lit
                        for lit in path.literals
                        if isinstance(lit.atom, NEGATABLE) and subject_of(lit.atom) is subject and lit.positive is positive
                    ]
                    for path in self._paths
                ]
                for rank in range(max(map(len, literals), default=0)):
                    mine = {number: each[rank] for number, each in enumerate(literals) if rank < len(each)}
                    yield _Plane.of(subject, mine, lexicons[subject.of_procedures], positive=positive)


@dataclass(frozen=True, slots=True)
class _Plane:
    """A literal of some paths about any code of a case.

    `masks` (codes × words) has a bit where a code satisfies the atom of the path, `concerned` the bits of all paths with a literal here.
    """

    subject: Subject
    positive: bool
    words: NDArray[np.int64]
    masks: Masks
    concerned: Masks

    @classmethod
    def of(cls, subject: Subject, literals: dict[int, Literal], lexicon: Lexicon, *, positive: bool) -> _Plane:
        words = np.array(sorted({number // WORD for number in literals}), dtype=np.int64)
        width = int(words[-1]) + 1
        nobody = np.zeros(lexicon.size, dtype=np.bool_)
        flags = [lexicon.satisfying(literals[number].atom) if number in literals else nobody for number in range(width * WORD)]  # type: ignore[arg-type]
        concerned = masks_of((np.array([number in literals]) for number in range(width * WORD)), 1, width)
        return cls(subject, positive, words, masks_of(flags, lexicon.size, width)[:, words], concerned[0, words])

    def narrow(self, masks: Masks, cases: CaseArrays) -> None:
        """Close the paths whose literal does not hold, in the cases where such paths are still open."""
        rows = np.flatnonzero((masks[:, self.words] & self.concerned).any(axis=1))
        if not len(rows):
            return
        codes = (cases.procedures if self.subject.of_procedures else cases.diagnoses).take(rows)
        present = self._joined(codes)
        closed = self.concerned & ~present if self.positive else present
        masks[np.ix_(rows, self.words)] &= ~closed

    def _joined(self, codes: Codes) -> Masks:
        """For each case the masks of its codes, joined by OR."""
        joined = np.zeros((len(codes.first), len(self.words)), dtype=np.uint64)
        starts = codes.starts[:-1] + (self.subject is Subject.OTHERDX)
        filled = np.flatnonzero(starts < codes.starts[1:])
        if len(filled):
            ends = codes.starts[1:][filled]
            borders = np.column_stack((starts[filled], ends)).ravel()
            if borders[-1] == len(codes.ids):
                borders = borders[:-1]
            joined[filled] = np.bitwise_or.reduceat(self.masks[codes.ids], borders, axis=0)[::2]
        return joined


def _flags(literal: Literal, lexicon: Lexicon) -> Flags:
    flags = lexicon.satisfying(literal.atom)  # type: ignore[arg-type]  # only atoms about codes come here
    return flags if literal.positive else ~flags


def masks_of(flags: Iterable[Flags | None], size: int, words: int) -> Masks:
    """Masks (size × words) with bit p set where the p-th flags are; None sets it everywhere."""
    masks = np.zeros((words, size), dtype=np.uint64)
    for number, each in enumerate(flags):
        bit = np.uint64(1 << number % WORD)
        masks[number // WORD] |= bit if each is None else np.where(each, bit, np.uint64(0))
    return np.ascontiguousarray(masks.T)


def lowest_bits(masks: Masks) -> Rows:
    """The number of the lowest bit set in each row; rows without any must not be given.

    >>> lowest_bits(np.array([[0, 8], [6, 1]], dtype=np.uint64)).tolist()
    [67, 1]
    """
    word = (masks != 0).argmax(axis=1)
    value = masks[np.arange(len(masks)), word]
    below = (value & (~value + np.uint64(1))) - np.uint64(1)
    lowest: Rows = word * WORD + np.bitwise_count(below).astype(np.int64)
    return lowest


def sequence(answers: Sequence[Grouping], numbers: Ids) -> list[Grouping]:
    """The answers themselves, for few cases."""
    return [answers[number] for number in numbers.tolist()]
