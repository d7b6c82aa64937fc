"""Cases drawn from a grouping scheme, each tried out with the scheme's own grouper.

For every rule of the scheme some cases are drawn that aim at it. Whoever has a case must fit its codes, and the scheme must group it for
that gender and age: so a city has groups as its scheme has, and nothing else is known of medicine here. What a case costs and how often it
comes goes by the ADRG it was grouped to, so that costs within a group are alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.operations.city.assumptions import cumulative
from baozhang.operations.city.cases import CLASSES, DEPARTMENTS, GENDERS, NEWBORN, Pool
from baozhang.operations.city.fitting import Fit, fit_of, fit_of_all
from baozhang.operations.city.plan import CITYWIDE, Draw
from baozhang.operations.grouping import Status, VectorisedGrouper
from baozhang.operations.grouping.case import COLUMNS
from baozhang.operations.grouping.scheme import is_procedure_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints, Shares
    from baozhang.operations.city.plan import Plan
    from baozhang.operations.grouping import Grouping, Scheme

    Answers = list[list[list[Grouping | None]]]
    """By age class, gender and case: the group, None where the case does not fit or is not grouped."""

_MEDICINE, _SURGERY, _WOMEN, _CHILDREN, _NEWBORN, _INTENSIVE = range(1, 7)
"""Places of departments in DEPARTMENTS, from 1."""
_MIDDLE_AGE: Final = 5
"""The age class at which a worse coding is tried out."""
_AIMED: Final = 4_000
"""Cases to draw, all rules together; at least `_EACH` for each rule."""
_EACH: Final = 8
_OTHERS: Final = (0, 0, 0, 1, 1, 2, 3, 4)
_WEIGHTS: Final = (900, 1400, 1800, 2300, 3000, 3200, 3300, 3500)
_INTENSIVE_SHARE: Final = 0.02
_NOWHERE: Final = "~"
"""Stands behind the code of any ADRG."""
_DAYS: Final = 7
"""Length of stay with which cases are tried out."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case as it was drawn for a rule."""

    rule: int
    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...]
    weight: int
    intensive: bool


def build_pool(scheme: Scheme, plan: Plan) -> Pool:
    """Draw cases for a scheme and keep those that it groups.

    Raises UsageError for a scheme that groups no case of some age.
    """
    rng = plan.stream(CITYWIDE, Draw.CASES)
    cases = list(_aimed(scheme, rng))
    trial = _Trial(scheme, cases)
    usable = np.array([[[bool(answer) for answer in row] for row in rows] for rows in trial.answers])  # classes × genders × cases
    surgical = np.array([bool(case.procedures) for case in cases])
    others = np.array([len(case.diagnoses) - 1 for case in cases])
    group = trial.groups()
    kinds = group.max() + 1
    weights = rng.lognormal(0, 1.1, kinds)[group] / np.bincount(group)[group] * np.where(surgical, 0.35, 1)
    factors = rng.lognormal(0, 0.45, kinds)[group]
    lengths = np.clip(rng.lognormal(1.9, 0.45, kinds)[group], 2, 30)
    number_of = [{code: place for place, code in enumerate(sorted(codes), 1)} for codes in _codes(scheme, cases)]
    return Pool(
        diagnosis_codes=tuple(number_of[0]),
        procedure_codes=tuple(number_of[1]),
        diagnoses=_joined([case.diagnoses for case in cases], number_of[0]),
        procedures=_joined([case.procedures for case in cases], number_of[1]),
        days=np.round(lengths * (1 + 0.08 * others)).astype(np.int64),
        weight=np.array([case.weight for case in cases]),
        intensity=np.round(100 * factors * (1 + 0.1 * others)).astype(np.int64),
        department=trial.department,
        worse=np.array([number_of[0].get(code, 0) for code in trial.worse(rng)]),
        bounds=_bounds(usable, weights),
        medical=_bounds(usable & ~surgical, weights, usable),
        foreign=(_foreign(number_of[1], 1), _foreign(number_of[1], 2)),
    )


def _aimed(scheme: Scheme, rng: np.random.Generator) -> Iterator[Drawn]:
    """Some cases for each rule of the scheme; not all will be grouped."""
    lists: dict[str, dict[str, list[str]]] = {}
    for (owner, name), codes in sorted(scheme.lists.items()):
        lists.setdefault(owner, {})[name] = sorted(codes.codes)
    known = sorted(scheme.known_diagnoses)
    severe = sorted(scheme.complications) or known
    valid = sorted(scheme.valid_procedures)
    each = max(_EACH, _AIMED // max(1, sum(1 for _ in scheme.steps)))
    for rule, (mdc, adrg) in enumerate(scheme.steps):
        own = lists.get(adrg.rule, {})
        wide = lists.get(mdc.code, {}).get("zd", known)
        operations = [codes for name, codes in own.items() if is_procedure_list(name)]
        for _ in range(each):
            principal = _one(rng, own.get("zd", wide) if rng.random() < 0.7 else wide)
            pools = [severe if rng.random() < 0.6 else wide for _ in range(_OTHERS[int(rng.integers(len(_OTHERS)))])]
            others = [_one(rng, pool) for pool in ([own["zd1"]] if "zd1" in own else []) + pools]
            done = [_one(rng, codes) for codes in operations] + ([_one(rng, valid)] if valid and rng.random() < 0.12 else [])
            diagnoses, procedures = tuple(dict.fromkeys([principal, *others])), tuple(dict.fromkeys(done))
            weight = _WEIGHTS[int(rng.integers(len(_WEIGHTS)))]
            yield Drawn(rule, diagnoses, procedures, weight, intensive=bool(rng.random() < _INTENSIVE_SHARE))


def _one(rng: np.random.Generator, codes: Sequence[str]) -> str:
    return codes[int(rng.integers(len(codes)))]


def _department(case: Drawn, number: int) -> int:
    if case.intensive:
        return _INTENSIVE
    if number <= 1:
        return _NEWBORN
    if number <= 3:
        return _CHILDREN
    if case.diagnoses[0].startswith("O"):
        return _WOMEN
    return _SURGERY if case.procedures else _MEDICINE


class _Trial:
    """Cases, and what the scheme answers for whoever may have them."""

    def __init__(self, scheme: Scheme, cases: list[Drawn]) -> None:
        self._scheme = scheme
        self._cases = cases
        self._grouper = VectorisedGrouper(scheme)
        self.department = np.array([[_department(case, number) for case in cases] for number in range(len(CLASSES))])
        """By age class and case, from 1."""
        self.answers = self._answers()

    def groups(self) -> Ints:
        """The ADRG of each case as a number; those that are grouped for nobody share the last one."""
        found = [_NOWHERE] * len(self._cases)
        for row in (row for rows in self.answers for row in rows):
            found = [answer.adrg if answer and known == _NOWHERE else known for known, answer in zip(found, row, strict=True)]
        return np.unique(found, return_inverse=True)[1]

    def worse(self, rng: np.random.Generator) -> list[str]:
        """For each case a severe complication that puts it into another group of its ADRG (tried out at middle age); empty if none."""
        anybody = sorted(code for code, one in self._scheme.complications.items() if one.major and fit_of("diagnosis", code) == Fit())
        found = [""] * len(self._cases)
        if not anybody:
            return found
        added = [_one(rng, anybody) for _ in self._cases]
        changed = [
            replace(case, diagnoses=(case.diagnoses[0], code, *case.diagnoses[1:])) for case, code in zip(self._cases, added, strict=True)
        ]
        for gender in GENDERS:
            after = self._grouped(changed, _MIDDLE_AGE, gender)
            for place, (one, other) in enumerate(zip(self.answers[_MIDDLE_AGE][gender - 1], after, strict=True)):
                if one and other and one.adrg == other.adrg and one.drg != other.drg:
                    found[place] = added[place]
        return found

    def _answers(self) -> Answers:
        fits = [fit_of_all(case.diagnoses, case.procedures) for case in self._cases]
        found: Answers = []
        for number, each in enumerate(CLASSES):
            rows = []
            for gender in GENDERS:
                fitting = (gender in fit.genders and fit.youngest <= each.youngest and each.oldest <= fit.oldest for fit in fits)
                grouped = self._grouped(self._cases, number, gender)
                rows.append([answer if fits_all else None for answer, fits_all in zip(grouped, fitting, strict=True)])
            found.append(rows)
        return found

    def _grouped(self, cases: list[Drawn], number: int, gender: int) -> list[Grouping | None]:
        count, each = len(cases), CLASSES[number]
        newborn = each.days is not None and each.days <= NEWBORN
        columns = {
            "id": pa.array([""] * count),
            "gender": pa.array([gender] * count),
            "age": pa.array([each.age] * count),
            "age_days": pa.array([each.days] * count, pa.int32()),
            "weight": pa.array([case.weight if newborn else None for case in cases], pa.int32()),
            "department": pa.array([DEPARTMENTS[place - 1] for place in self.department[number]]),
            "days": pa.array([_DAYS] * count),
            "discharge": pa.array([1] * count),
            "diagnoses": pa.array(["|".join(case.diagnoses) for case in cases]),
            "procedures": pa.array(["|".join(case.procedures) for case in cases]),
        }
        batch = pa.RecordBatch.from_arrays([columns[name] for name in COLUMNS], names=list(COLUMNS))
        answers = [self._grouper.answers[place] for place in self._grouper.group(self._grouper.decoder.decode(batch))]
        return [answer if answer.status is Status.GROUPED else None for answer in answers]


def _bounds(usable: NDArray[np.bool_], weights: Shares, otherwise: NDArray[np.bool_] | None = None) -> Shares:
    """Cumulative shares by class, gender and case; `otherwise` says what is used where nothing is."""
    if otherwise is not None:
        usable = np.where(usable.any(axis=2, keepdims=True), usable, otherwise)
    if not usable.any(axis=2).all():
        raise UsageError("这个分组方案不能为每个年龄、性别的人给出一个能入组的病例，不能用来生成合成城市；请用完整的方案。")
    return np.array([[cumulative(weights * mine) for mine in row] for row in usable])


def _codes(scheme: Scheme, cases: list[Drawn]) -> tuple[set[str], set[str]]:
    """The diagnoses and procedures that a city of the scheme may have."""
    diagnoses = {code for case in cases for code in case.diagnoses} | {code for code, one in scheme.complications.items() if one.major}
    gendered = {code for code in scheme.valid_procedures if len(fit_of("procedure", code).genders) == 1}
    return diagnoses, {code for case in cases for code in case.procedures} | gendered


def _joined(parts: list[tuple[str, ...]], number_of: dict[str, int]) -> tuple[Ints, Ints]:
    codes = np.array([number_of[code] for part in parts for code in part], dtype=np.int64)
    return codes, np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)


def _foreign(number_of: dict[str, int], gender: int) -> Ints:
    return np.array([place for code, place in number_of.items() if gender not in fit_of("procedure", code).genders], dtype=np.int64)
