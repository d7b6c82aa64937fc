"""A department's own evaluation of a project: decisions and process as people scored them, output and effect as reached.

Points of several assessors are averaged; a deduction keeps its reason. Indicators of the project share the points of 产出 and 效益 by
their weights, and get of them the share that their actual values earn; an assessor who found otherwise overrules it, with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import scaled_to_text
from baozhang.performance.framework import framework
from baozhang.performance.scoring import grade_of, rounded_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from baozhang.performance.books.evaluating import Evaluated
    from baozhang.performance.books.programme import Assessment, Goal
    from baozhang.performance.forms import Indicator
    from baozhang.performance.framework import Item
    from baozhang.performance.scoring import Score

_CENT: Final = 100
_LEVEL2: Final = {
    "数量指标": "产出数量", "质量指标": "产出质量", "时效指标": "产出时效", "经济成本指标": "产出成本", "社会成本指标": "产出成本",
    "生态环境成本指标": "产出成本", "成本指标": "产出成本",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """One third-level item as it was judged: points and weight in ten-thousandths, None while nobody has judged; why, in Chinese."""

    level1: str
    level2: str
    name: str
    asks: str
    weight: int
    points: int | None
    why: tuple[str, ...]
    indicator: Indicator | None = None


@dataclass(frozen=True, slots=True)
class DepartmentEvaluation:
    """The whole: items in order, total and grade (None and empty while an item is open), what is missing."""

    items: tuple[Judged, ...]
    total: int | None
    grade: str
    assessors: int
    missing: tuple[str, ...]

    def level(self, name: str) -> tuple[Judged, ...]:
        """The items of a first level."""
        return tuple(one for one in self.items if one.level1 == name)


def evaluate_department(made: Evaluated) -> DepartmentEvaluation:
    """The evaluation of a programme by the framework, from its self-evaluation's figures and the assessments in the books."""
    by_item: dict[str, list[Assessment]] = defaultdict(list)
    for one in made.programme.assessments:
        by_item[one.item].append(one)
    items = tuple(judged for item in framework().items for judged in _judged(item, made, by_item))
    known = {item.id for item in framework().items} | {goal.number for goal in made.programme.goals}
    missing = [f"{one.name}没有打分。" for one in items if one.points is None]
    missing += [f"打分的项目“{name}”不在评价指标体系中，没有采用。" for name in by_item if name not in known]
    missing += [
        f"{one.name}的打分超过分值{scaled_to_text(one.weight, 0)}分。"
        for one in items
        if one.points is not None and one.points > one.weight
    ]
    total = None if missing else sum(one.points or 0 for one in items)
    grade = "" if total is None else grade_of(total, made.scheme)
    assessors = len({one.assessor for one in made.programme.assessments})
    return DepartmentEvaluation(items, total, grade, assessors, tuple(f"{made.programme.name}部门评价：{one}" for one in missing))


def _judged(item: Item, made: Evaluated, by_item: Mapping[str, Sequence[Assessment]]) -> Iterator[Judged]:
    if item.takes:
        yield from _indicators(item, made, by_item)
        return
    given = by_item.get(item.id, ())
    points, why = _averaged(given)
    if points is None and item.computed == "execution":
        points, why = _execution(item, made)
    yield Judged(item.level1, item.level2, item.name, item.asks, item.weight, points, why)


def _averaged(given: Sequence[Assessment]) -> tuple[int | None, tuple[str, ...]]:
    """The mean of the assessors' points, to hundredths of a point, and their reasons, each once."""
    if not given:
        return None, ()
    mean = rounded_points(Fraction(sum(one.points for one in given), len(given)))
    return mean, tuple(dict.fromkeys(one.basis for one in given))


def _execution(item: Item, made: Evaluated) -> tuple[int | None, tuple[str, ...]]:
    budget, executed = made.form.budget, made.form.executed
    if not budget or executed is None:
        return None, ()
    points = rounded_points(item.weight * min(Fraction(executed, budget), Fraction(1)))
    return points, (f"预算执行率{scaled_to_text(rounded_points(Fraction(executed, budget) * 1_000_000))}%，按比例记分",)


def _indicators(item: Item, made: Evaluated, by_item: Mapping[str, Sequence[Assessment]]) -> Iterator[Judged]:
    pairs = [
        (goal, indicator, score)
        for goal, indicator, score in zip(made.programme.goals, made.form.indicators, made.score.indicators, strict=True)
        if indicator.level1 in item.takes
    ]
    weights = shared(item.weight, [indicator.weight for _, indicator, _ in pairs])
    for (goal, indicator, score), weight in zip(pairs, weights, strict=True):
        points, why = _reached(goal, score, weight, by_item)
        level2 = _LEVEL2.get(indicator.level2, "项目效益" if item.level1 == "效益" else "产出数量")
        yield Judged(item.level1, level2, indicator.name, item.asks, weight, points, why, indicator)


def _reached(goal: Goal, score: Score, weight: int, by_item: Mapping[str, Sequence[Assessment]]) -> tuple[int | None, tuple[str, ...]]:
    given, why = _averaged(by_item.get(goal.number, ()))
    if given is not None:
        return given, why
    if score.points is None or not score.weight:
        return None, ()
    return rounded_points(Fraction(weight * score.points, score.weight)), (score.trace,)


def shared(whole: int, parts: Sequence[int]) -> list[int]:
    """A number of points shared by weights to hundredths of a point; what rounding leaves goes to the largest.

    >>> shared(400_000, [100_000, 100_000, 100_000])
    [133400, 133300, 133300]
    """
    total = sum(parts)
    made = [whole * part // total // _CENT * _CENT if total else 0 for part in parts]
    if made and total:
        made[max(range(len(parts)), key=lambda at: parts[at])] += whole - sum(made)
    return made
