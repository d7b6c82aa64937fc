"""What stays in hospital are about: cases drawn from a grouping scheme, each tried out with the scheme's own grouper.

For every rule of the scheme some cases are drawn that aim at it. Whoever has a case must fit its codes, and the scheme must group it for
that gender and age: so a city has groups as its scheme has, and nothing else is known of medicine here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.operations.city.assumptions import cumulative
from baozhang.operations.city.fitting import fit_of, fit_of_all
from baozhang.operations.city.plan import CITYWIDE
from baozhang.operations.grouping import Status, VectorisedGrouper
from baozhang.operations.grouping.case import COLUMNS
from baozhang.operations.grouping.scheme import is_procedure_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from baozhang.operations.city.assumptions import Ints, Shares
    from baozhang.operations.city.plan import Plan
    from baozhang.operations.grouping import Grouping, Scheme


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
_MEDICINE, _SURGERY, _WOMEN, _CHILDREN, _NEWBORN, _INTENSIVE = range(1, 7)
PHARMACY_DEPARTMENT: Final = 8
GENERAL_DEPARTMENT: Final = 9

_AIMED: Final = 4_000
"""Cases to draw, all rules together; at least `_EACH` for each rule."""
_EACH: Final = 8
_OTHERS: Final = (0, 0, 0, 1, 1, 2, 3, 4)
_WEIGHTS: Final = (900, 1400, 1800, 2300, 3000, 3200, 3300, 3500)
_INTENSIVE_SHARE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case as it was drawn for a rule."""

    rule: int
    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...]
    weight: int
    intensive: bool


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


def build_pool(scheme: Scheme, plan: Plan) -> Pool:
    """Draw cases for a scheme and keep those that it groups.

    Raises UsageError for a scheme that groups no case of some age.
    """
    rng = plan.stream(CITYWIDE, 2)
    cases = list(_aimed(scheme, rng))
    grouper = VectorisedGrouper(scheme)
    department = np.array([[_department(case, number) for case in cases] for number in range(len(CLASSES))])
    answers = _answers(grouper, cases, department)
    usable = np.array([[[bool(answer) for answer in row] for row in rows] for rows in answers])  # classes × genders × cases
    rules = np.array([case.rule for case in cases])
    surgical = np.array([bool(case.procedures) for case in cases])
    weights = rng.lognormal(0, 1.1, rules.max() + 1)[rules] / np.bincount(rules)[rules] * np.where(surgical, 0.35, 1)
    number_of = [{code: place for place, code in enumerate(sorted(codes), 1)} for codes in _codes(scheme, cases)]
    worse = _worse(grouper, scheme, cases, (answers, department), rng)
    factors = rng.lognormal(0, 0.4, rules.max() + 1)[rules]
    lengths = np.clip(rng.lognormal(1.9, 0.45, rules.max() + 1)[rules], 2, 30)
    others = np.array([len(case.diagnoses) - 1 for case in cases])
    return Pool(
        diagnosis_codes=tuple(number_of[0]),
        procedure_codes=tuple(number_of[1]),
        diagnoses=_joined([case.diagnoses for case in cases], number_of[0]),
        procedures=_joined([case.procedures for case in cases], number_of[1]),
        days=np.round(lengths * (1 + 0.08 * others)).astype(np.int64),
        weight=np.array([case.weight for case in cases]),
        intensity=np.round(100 * factors * (1 + 0.1 * others)).astype(np.int64),
        department=department,
        worse=np.array([number_of[0].get(code, 0) for code in worse]),
        bounds=_bounds(usable, weights),
        medical=_bounds(usable & ~surgical, weights, usable),
        foreign=tuple(_foreign(number_of[1], gender) for gender in GENDERS),  # type: ignore[arg-type]  # there are two genders
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


def _answers(grouper: VectorisedGrouper, cases: list[Drawn], department: Ints) -> list[list[list[Grouping | None]]]:
    """The group of every case for every class and gender; None where the case does not fit or is not grouped."""
    fits = [fit_of_all(case.diagnoses, case.procedures) for case in cases]
    found: list[list[list[Grouping | None]]] = []
    for number, each in enumerate(CLASSES):
        rows = []
        for gender in GENDERS:
            grouped = _grouped(grouper, cases, department[number], each, gender)
            fitting = (gender in fit.genders and fit.youngest <= each.youngest and each.oldest <= fit.oldest for fit in fits)
            rows.append([answer if fits_all else None for answer, fits_all in zip(grouped, fitting, strict=True)])
        found.append(rows)
    return found


def _grouped(grouper: VectorisedGrouper, cases: list[Drawn], department: Ints, each: AgeClass, gender: int) -> list[Grouping | None]:
    count = len(cases)
    newborn = each.days is not None and each.days <= NEWBORN
    columns = {
        "id": pa.array([""] * count),
        "gender": pa.array([gender] * count),
        "age": pa.array([each.age] * count),
        "age_days": pa.array([each.days] * count, pa.int32()),
        "weight": pa.array([case.weight if newborn else None for case in cases], pa.int32()),
        "department": pa.array([DEPARTMENTS[place - 1] for place in department]),
        "days": pa.array([7] * count),
        "discharge": pa.array([1] * count),
        "diagnoses": pa.array(["|".join(case.diagnoses) for case in cases]),
        "procedures": pa.array(["|".join(case.procedures) for case in cases]),
    }
    batch = pa.RecordBatch.from_arrays([columns[name] for name in COLUMNS], names=list(COLUMNS))
    answers = [grouper.answers[place] for place in grouper.group(grouper.decoder.decode(batch))]
    return [answer if answer.status is Status.GROUPED else None for answer in answers]


def _worse(
    grouper: VectorisedGrouper,
    scheme: Scheme,
    cases: list[Drawn],
    grouped: tuple[list[list[list[Grouping | None]]], Ints],
    rng: np.random.Generator,
) -> list[str]:
    """For each case a severe complication that puts it into another group of its ADRG (tried out at middle age); empty if none."""
    answers, department = grouped
    severe = sorted(
        code for code, one in scheme.complications.items() if one.major and fit_of("diagnosis", code) == fit_of("diagnosis", "")
    )
    if not severe:
        return [""] * len(cases)
    number = next(place for place, each in enumerate(CLASSES) if each.age == 56)
    added = [_one(rng, severe) for _ in cases]
    changed = [
        Drawn(case.rule, (case.diagnoses[0], code, *case.diagnoses[1:]), case.procedures, case.weight, case.intensive)
        for case, code in zip(cases, added, strict=True)
    ]
    found = [""] * len(cases)
    for gender in GENDERS:
        after = _grouped(grouper, changed, department[number], CLASSES[number], gender)
        for place, (one, other) in enumerate(zip(answers[number][gender - 1], after, strict=True)):
            if one and other and one.adrg == other.adrg and one.drg != other.drg:
                found[place] = added[place]
    return found


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
