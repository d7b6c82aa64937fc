"""Points and their arithmetic: what every scheme must keep to, the cases of the rules, and the published forms scored anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.performance.attainment import attain
from baozhang.performance.detection import detect, rescore
from baozhang.performance.forms import Form, Indicator, forms_of
from baozhang.performance.schemes import parse_scheme, scheme_of, schemes
from baozhang.performance.scoring import score_form, score_indicator
from baozhang.reading import read_file

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = ROOT.parent / "shared" / "seeds"
POINT: Final = 10_000
SCHEMES: Final = tuple(schemes().values())


def indicator(
    operator: str = ">=", target: str = "100", actual: str = "100", unit: str = "", weight: int = 10, **changes: str
) -> Indicator:
    """An indicator with figures as they are printed."""
    scaled = [int(float(text) * POINT) for text in (target, actual)]
    base = Indicator(
        "办理量", "产出指标", "数量指标", operator, f"{operator}{target}{unit}", scaled[0], unit, actual, scaled[1], "", weight * POINT
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # only fields of words are changed


def form(*indicators: Indicator, budget: int = 100, executed: int = 100) -> Form:
    """A form of money in whole yuan."""
    return Form("项目", budget * 100, executed * 100, 10 * POINT, indicators)


@pytest.mark.parametrize(
    ("scheme", "one", "points", "words"),
    [
        ("step-and-full-loss", indicator(target="100", actual="96", weight=5), 4.8, "得分＝5×完成值÷指标值＝4.8分"),
        ("step-and-full-loss", indicator(target="355", actual="223", weight=6), 3.77, "3.77分"),
        ("step-and-full-loss", indicator("<=", "45", "51"), 0, "按办法不得分"),
        ("linear-and-ratio", indicator("<=", "45", "51"), 8.82, "指标值÷完成值"),
        ("linear-and-ratio", indicator("<=", "45", "0"), 10, "得满分10分"),
        ("step-and-satisfaction", indicator(target="90", actual="85", name="群众满意度"), 8, "80%及以上一档"),
        ("step-and-satisfaction", indicator(target="100", actual="59"), 0, "完成不足60%"),
        ("step-and-full-loss", indicator("=", "40", "38", level1="成本指标"), 10, "得满分10分"),
    ],
)
def test_an_indicator_gets_what_the_rule_says(scheme: str, one: Indicator, points: float, words: str) -> None:
    """Published cases and their arithmetic."""
    score = score_indicator(one, scheme_of(scheme))
    assert score.points == round(points * POINT)
    assert words in score.trace


@pytest.mark.parametrize(
    ("executed", "complete", "points"),
    [
        (9956, True, 10),
        (8057, True, 10),
        (9901, False, 7),
        (8740, False, 7),
        (6038, False, 5),
        (5834, True, 0),
        (10000, False, 10),
        (0, True, 0),
    ],
)
def test_execution_in_steps_with_completion(executed: int, complete: bool, points: int) -> None:  # noqa: FBT001  # a column of the table
    """The forty published observations of this scheme are of these kinds (R-PF-005)."""
    one = indicator(actual="100" if complete else "99", weight=90)
    score = score_form(form(one, budget=10_000, executed=executed), scheme_of("step-and-full-loss"))
    assert score.funds.points == points * POINT


@pytest.mark.parametrize(("executed", "points"), [(7961, 7.96), (7904, 7.9), (8889, 8.89), (4737, 4.74), (0, 0), (12490, 10)])
def test_execution_in_proportion(executed: int, points: float) -> None:
    """Rate × weight, at most the weight."""
    score = score_form(form(indicator(weight=90), budget=10_000, executed=executed), scheme_of("linear-and-ratio"))
    assert score.funds.points == round(points * POINT)


def test_a_budget_of_nothing_gets_nothing() -> None:
    """And the reason is said."""
    score = score_form(form(indicator(weight=90), budget=0, executed=0), scheme_of("linear-and-ratio"))
    assert score.funds.points == 0
    assert "预算数为0" in score.funds.trace


def test_words_wait_for_a_person() -> None:
    """The same words are reached; others leave the points and the total open, within bounds."""
    words = replace(indicator(weight=90), target=None, target_text="有所提高", actual=None, actual_text="有所提高")
    assert score_indicator(words, SCHEMES[0]).points == 90 * POINT
    other = replace(words, actual_text="略有下降")
    score = score_form(form(other), SCHEMES[0])
    assert (score.indicators[0].points, score.total) == (None, None)
    assert "须由人评定" in score.indicators[0].trace


@pytest.mark.parametrize(
    ("target", "unit", "actual", "got", "reached"),
    [
        ("200", "万人次", "2600500", "人次", True),
        ("2723", "万元", "26375600", "元", True),
        ("90", "%", "89", "%", False),
        ("5", "件", "5", "元", None),
    ],
)
def test_units_of_target_and_actual_value(target: str, unit: str, actual: str, got: str, reached: bool | None) -> None:  # noqa: FBT001
    """The same quantity in another unit is the same; units that do not belong together are not compared."""
    operator = "<=" if unit == "万元" else ">="
    one = replace(indicator(operator, target, actual, unit), actual_unit=got)
    assert attain(one).reached is reached


FIGURES = st.integers(0, 10**9)


@given(FIGURES, FIGURES, FIGURES, st.sampled_from([">=", "<=", "=", ">", "<"]), st.integers(1, 100), st.sampled_from(SCHEMES))
def test_points_are_bounded_and_monotone(target: int, one: int, other: int, operator: str, weight: int, scheme: object) -> None:
    """Never below nothing or above the weight; a better actual value never gets fewer points."""
    base = Indicator("办理量", "产出指标", "数量指标", operator, "", target, "", "", one, "", weight * POINT)
    assert scheme in SCHEMES
    chosen = next(each for each in SCHEMES if each == scheme)
    first = score_indicator(base, chosen).points
    second = score_indicator(replace(base, actual=other), chosen).points
    assert first is not None
    assert second is not None
    assert 0 <= first <= weight * POINT
    better = min(one, other) if operator in {"<=", "<"} else max(one, other)
    assert (first if better == one else second) == max(first, second)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from(SCHEMES))
def test_points_do_not_depend_on_units(target: int, actual: int, scheme: object) -> None:
    """In 万元 or in 元, the points are the same."""
    chosen = next(each for each in SCHEMES if each == scheme)
    wan = Indicator("金额", "产出指标", "数量指标", ">=", "", target * POINT, "万元", "", actual * POINT, "万元", 10 * POINT)
    yuan = replace(wan, target=target * POINT * 10_000, target_unit="元", actual=actual * POINT * 10_000, actual_unit="元")
    mixed = replace(wan, actual=actual * POINT * 10_000, actual_unit="元")
    assert score_indicator(wan, chosen).points == score_indicator(yuan, chosen).points == score_indicator(mixed, chosen).points


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=9), st.integers(0, 200), st.sampled_from(SCHEMES))
def test_the_total_is_the_sum_and_the_grade_follows(pairs: list[tuple[int, int]], rate: int, scheme: object) -> None:
    """Nothing is added or lost between the parts and the whole."""
    chosen = next(each for each in SCHEMES if each == scheme)
    ones = [Indicator("量", "产出指标", "数量指标", ">=", "", target, "", "", actual, "", 10 * POINT) for target, actual in pairs]
    score = score_form(form(*ones, budget=100, executed=rate), chosen)
    assert score.total == sum(one.points or 0 for one in (*score.indicators, score.funds))
    assert score.grade == next(band.grade for band in chosen.grades if band.from_value <= (score.total or 0) < band.to_value)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_published_forms_score_as_they_print(path: Path) -> None:
    """The scheme is found from the document; what it does not explain is a form that breaks its own rule, with the arithmetic."""
    forms = forms_of(read_file(path))
    found = detect(forms)
    if found is None:
        pytest.skip("这份文件没有自评得分")
    assert found.agreeing >= 0.94 * found.computed
    differences = [each for one, printed in forms for each in rescore(one, printed, found.scheme).differences]
    assert all(each.trace and each.expected for each in differences)
    totals = [each for each in differences if each.what == "总分"]
    assert len(totals) <= 0.75 * len(forms)


def test_a_document_without_forms_has_no_scheme() -> None:
    """A budget prints targets only."""
    assert detect(forms_of(read_file(ROOT / "examples" / "budget-clean.md"))) is None


def test_every_scheme_has_its_source_and_wrong_files_are_refused() -> None:
    """An unknown key, a missing one or bands that do not exist are named."""
    assert all(one.source and one.valid_from >= 2011 for one in SCHEMES)
    text = (ROOT / "src/baozhang/performance/data/schemes/linear-and-ratio.toml").read_text(encoding="utf-8")
    for wrong in (
        text.replace("reasons_below", "reason_below"),
        text.replace('funds = "linear"', 'funds = "x"'),
        text.replace('"ratio"', '"half"', 1),
    ):
        with pytest.raises(UsageError, match=r"x\.toml"):
            parse_scheme(wrong, "x.toml")
    with pytest.raises(UsageError, match="没有评分办法"):
        scheme_of("none")
