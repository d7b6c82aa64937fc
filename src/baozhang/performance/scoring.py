"""Points from figures by a scheme, each with the arithmetic that gave it (Chinese), so that anybody can check it by hand.

Points are ten-thousandths, rounded half up to hundredths of a point; nothing is ever below zero or above the weight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.performance.attainment import attain
from baozhang.taxonomy.indicator_words import load_indicator_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.performance.attainment import Attainment
    from baozhang.performance.forms import Form, Indicator
    from baozhang.performance.schemes import Scheme
    from baozhang.taxonomy.schemes import FundsBand

_CENT: Final = 100
"""A hundredth of a point in ten-thousandths."""
_WHOLE: Final = 10_000
_HUNDRED_PERCENT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one indicator or of execution. `points` is None where only a person can judge; then `least` and `most` bound them.

    `reached` says whether the target was reached, None where that cannot be told.
    """

    weight: int
    points: int | None
    trace: str
    reached: bool | None = None
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class FormScore:
    """A scored form: points of the indicators in order and of execution, total and grade; None where something must be judged first."""

    scheme: str
    indicators: tuple[Score, ...]
    funds: Score
    total: int | None
    grade: str
    trace: str


def score_form(form: Form, scheme: Scheme, judged: Sequence[int | None] = ()) -> FormScore:
    """Score a whole form. Execution may depend on whether every indicator reached its target, so the indicators come first.

    `judged` are a person's points for the indicators in order (ten-thousandths); they count where only a person can judge.
    """
    scores = tuple(score_indicator(one, scheme) for one in form.indicators)
    if judged:
        scores = tuple(_judged(score, points) for score, points in zip(scores, judged, strict=True))
    reached = [score.reached for score in scores]
    complete = False if False in reached else None if None in reached else True
    funds = score_funds(form, scheme, complete=complete)
    points = [one.points for one in (*scores, funds)]
    if any(one is None for one in points):
        return FormScore(scheme.id, scores, funds, None, "", "有指标须由人评定，总分待定")
    total = sum(one for one in points if one is not None)
    grade = grade_of(total, scheme)
    parts = "＋".join(_points(one) for one in points if one is not None)
    return FormScore(scheme.id, scores, funds, total, grade, f"总分＝{parts}＝{_points(total)}分，等级“{grade}”")


def _judged(score: Score, points: int | None) -> Score:
    """The score with a person's points where there were none; points out of bounds leave it open."""
    if points is None or score.points is not None:
        return score
    if not score.least <= points <= score.most:
        return replace(score, trace=f"{score.trace}；评定的{_points(points)}分不在范围内")
    return _exact(score.weight, points, f"{score.trace}；经评定得{_points(points)}分", reached=points == score.weight)


def score_indicator(indicator: Indicator, scheme: Scheme) -> Score:
    """Points of one indicator: reached gives all, missed what the scheme says."""
    got = attain(indicator)
    weight = indicator.weight
    if got.reached is None:
        least, most = min((band.least for band in scheme.judged), default=0), max((band.most for band in scheme.judged), default=_WHOLE)
        return Score(weight, None, f"{got.why}，得分在0至{_points(weight)}分之间", None, weight * least // _WHOLE, weight * most // _WHOLE)
    if got.reached:
        return _exact(
            weight, weight, f"完成值{_actual(indicator)}，达到指标值{_target(indicator)}，得满分{_points(weight)}分", reached=True
        )
    if scheme.satisfaction and _asks_satisfaction(indicator):
        return _by_satisfaction(indicator, scheme)
    return _missed(indicator, got, scheme)


def _missed(indicator: Indicator, got: Attainment, scheme: Scheme) -> Score:
    weight, share = indicator.weight, got.share or Fraction(0)
    ceiling = indicator.operator in {"<=", "<"}
    lead = f"完成值{_actual(indicator)}，未达到指标值{_target(indicator)}"
    if (scheme.missed_at_most if ceiling else scheme.missed_at_least) == "zero":
        return _exact(weight, 0, f"{lead}，按办法不得分", reached=False)
    if share * _HUNDRED_PERCENT < scheme.nothing_below:
        return _exact(weight, 0, f"{lead}，完成不足{scaled_to_text(scheme.nothing_below, 0)}%，不得分", reached=False)
    points = rounded_points(weight * max(Fraction(0), min(share, Fraction(1))))
    formula = "指标值÷完成值" if ceiling else "完成值÷指标值"
    return _exact(weight, points, f"{lead}，得分＝{_points(weight)}×{formula}＝{_points(points)}分", reached=False)


def _by_satisfaction(indicator: Indicator, scheme: Scheme) -> Score:
    rate = indicator.actual or 0
    band = next(band for band in scheme.satisfaction if band.from_value <= rate < band.to_value)
    points = rounded_points(Fraction(indicator.weight * band.points_share, _WHOLE))
    lead = f"满意度{_actual(indicator)}，在{scaled_to_text(band.from_value, 0)}%及以上一档"
    return _exact(indicator.weight, points, f"{lead}，得{_points(points)}分（满分{_points(indicator.weight)}分）", reached=False)


def _asks_satisfaction(indicator: Indicator) -> bool:
    """Whether the indicator is a rate of satisfaction that should be high."""
    named = any(one.word in indicator.name for one in load_indicator_words() if one.topic == "satisfaction")
    return named and indicator.operator not in {"<=", "<"} and (indicator.actual or 0) >= 0


def score_funds(form: Form, scheme: Scheme, *, complete: bool | None) -> Score:
    """Points for execution. A budget of nothing has no rate and gets nothing; None where the band depends on what is still to be judged."""
    weight = form.funds_weight
    if form.budget is None or form.executed is None:
        return Score(weight, None, "没有预算数或执行数，执行率得分不能计算", None, 0, weight)
    if form.budget == 0:
        return _exact(weight, 0, "全年预算数为0，执行率为0，不得分", reached=False)
    rate = Fraction(form.executed, form.budget) * _HUNDRED_PERCENT
    lead = f"执行率＝{_money(form.executed)}÷{_money(form.budget)}＝{scaled_to_text(rounded_points(rate))}%"
    found = {task: _band(scheme, rate, task) for task in _tasks(complete=complete)}
    points = {task: _funds_points(band, weight, rate) for task, band in found.items()}
    if len(set(points.values())) > 1:
        return Score(weight, None, f"{lead}，得分取决于指标是否全部完成", None, min(points.values()), max(points.values()))
    task, value = next(iter(points.items()))
    return _exact(
        weight,
        value,
        f"{lead}，{_band_words(found[task], told=complete is not None)}，得{_points(value)}分（满分{_points(weight)}分）",
        reached=complete,
    )


def _tasks(*, complete: bool | None) -> tuple[str, ...]:
    """The kinds of band that may apply: both where it cannot be told whether every target was reached."""
    return ("complete", "incomplete") if complete is None else ("complete" if complete else "incomplete",)


def _band(scheme: Scheme, rate: Fraction, task: str) -> FundsBand:
    return next(band for band in scheme.funds if band.task in {"any", task} and band.from_value <= rate < band.to_value)


def _funds_points(band: FundsBand, weight: int, rate: Fraction) -> int:
    share = Fraction(band.points_share, _WHOLE)
    if band.proportional:
        share *= min(rate / _HUNDRED_PERCENT, Fraction(1))
    steps = weight * share / band.step
    return int(steps if band.rounds_down else steps + Fraction(1, 2)) * band.step


def _band_words(band: FundsBand, *, told: bool) -> str:
    if band.proportional:
        return "按执行率计分"
    tasks = {"complete": "指标全部完成", "incomplete": "有指标未完成"}.get(band.task, "")
    top = f"不足{scaled_to_text(band.to_value, 0)}%" if band.to_value <= _HUNDRED_PERCENT else "及以上"
    bounds = f"在{scaled_to_text(band.from_value, 0)}%{'至' if top != '及以上' else ''}{top}一档"
    return "，".join(word for word in (bounds, tasks if told else "") if word)


def grade_of(total: int, scheme: Scheme) -> str:
    """The grade of a total; the highest band that begins at or below it."""
    return next((band.grade for band in scheme.grades if band.from_value <= total < band.to_value), "")


def rounded_points(value: Fraction) -> int:
    """Ten-thousandths rounded half up to hundredths of a point."""
    return int(value / _CENT + Fraction(1, 2)) * _CENT


def _exact(weight: int, points: int, trace: str, *, reached: bool | None) -> Score:
    return Score(weight, points, trace, reached, points, points)


@lru_cache(maxsize=4096)
def _points(value: int) -> str:
    return scaled_to_text(value, 0)


def _money(fen: int) -> str:
    return f"{fen_to_text(fen)}万元"


def _target(indicator: Indicator) -> str:
    return f"“{indicator.target_text}”"


def _actual(indicator: Indicator) -> str:
    return f"“{indicator.actual_text}”"
