"""Which scheme a document scores by, judged by the points it prints: nobody has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import scaled_to_text
from baozhang.performance.schemes import schemes
from baozhang.performance.scoring import grade_of, score_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.performance.forms import Form, Printed
    from baozhang.performance.schemes import Scheme
    from baozhang.performance.scoring import FormScore, Score

_ROUNDING: Final = 100
"""Points printed with one decimal or whole may differ from the exact ones by less than their last digit; two decimals by none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a published form breaks the scheme its document follows. Points are ten-thousandths; None where nothing is printed."""

    project: str
    line: int
    what: str
    """The indicator, 执行率, 总分 or 等级."""
    printed: str
    expected: str
    trace: str


@dataclass(frozen=True, slots=True)
class Rescored:
    """A published form scored anew: its own scores beside it, and where they differ."""

    form: Form
    printed: Printed
    score: FormScore
    differences: tuple[Difference, ...]
    judged: int
    """How many points only a person could judge; the printed ones were taken."""


@dataclass(frozen=True, slots=True)
class Detected:
    """The scheme that explains most of the printed points: how many it explains of those that can be computed."""

    scheme: Scheme
    agreeing: int
    computed: int


def detect(forms: Sequence[tuple[Form, Printed]]) -> Detected | None:
    """The scheme that agrees with most printed points; the earlier in order when several agree equally. None without any point."""
    found = [fitting(forms, scheme) for scheme in schemes().values()]
    return max((one for one in found if one.computed), key=lambda one: one.agreeing, default=None)


def fitting(forms: Sequence[tuple[Form, Printed]], scheme: Scheme) -> Detected:
    """How well a scheme fits what is printed."""
    agreements = [_agreement(form, printed, scheme) for form, printed in forms]
    return Detected(scheme, sum(same for same, _ in agreements), sum(known for _, known in agreements))


def _agreement(form: Form, printed: Printed, scheme: Scheme) -> tuple[int, int]:
    score = score_form(form, scheme)
    pairs = [*zip(score.indicators, printed.scores, strict=True), (score.funds, printed.funds)]
    known = [(one, points) for one, points in pairs if one.points is not None and points is not None]
    return sum(_same(one.points, points) for one, points in known), len(known)


def rescore(form: Form, printed: Printed, scheme: Scheme) -> Rescored:
    """Score a published form by a scheme. Where only a person can judge, the printed points stand if they are within bounds."""
    score = score_form(form, scheme)
    differences: list[Difference] = []
    judged = 0
    points: list[int | None] = []
    for indicator, one, given in zip(form.indicators, score.indicators, printed.scores, strict=True):
        judged += one.points is None
        points.append(given if one.points is None else one.points)
        if given is not None and not _within(one, given):
            differences.append(_difference(form, printed, indicator.name, given, one))
    funds = printed.funds if score.funds.points is None else score.funds.points
    if printed.funds is not None and not _within(score.funds, printed.funds):
        differences.append(_difference(form, printed, "执行率", printed.funds, score.funds))
    differences += _total_differences(form, printed, scheme, [*points, funds])
    return Rescored(form, printed, score, tuple(differences), judged)


def _total_differences(form: Form, printed: Printed, scheme: Scheme, points: list[int | None]) -> list[Difference]:
    found: list[Difference] = []
    known = [one for one in points if one is not None]
    if printed.total is not None and len(known) == len(points) and not _same(sum(known), printed.total):
        trace = f"各项得分之和为{scaled_to_text(sum(known), 0)}分"
        found.append(Difference(form.project, printed.line, "总分", scaled_to_text(printed.total, 0), scaled_to_text(sum(known), 0), trace))
    if printed.grade and printed.total is not None:
        grade = grade_of(printed.total, scheme)
        if grade and grade != printed.grade and printed.grade in {band.grade for band in scheme.grades}:
            trace = f"总分{scaled_to_text(printed.total, 0)}分对应“{grade}”"
            found.append(Difference(form.project, printed.line, "等级", printed.grade, grade, trace))
    return found


def _difference(form: Form, printed: Printed, what: str, given: int, one: Score) -> Difference:
    expected = scaled_to_text(one.points, 0) if one.points is not None else f"{scaled_to_text(one.least, 0)}–{scaled_to_text(one.most, 0)}"
    return Difference(form.project, printed.line, what, scaled_to_text(given, 0), expected, one.trace)


def _within(one: Score, given: int) -> bool:
    return one.least <= given <= one.most or (one.points is not None and _same(one.points, given))


def _same(points: int | None, given: int) -> bool:
    """Equal, or equal when rounded to the digits that are printed: 3.77 may be printed 3.8, never 3.7."""
    if points is None:
        return False
    if given % 1_000 == 0 and given % 10_000 != 0:
        return abs(points - given) <= 500
    return abs(points - given) < _ROUNDING
