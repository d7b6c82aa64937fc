"""The department's own evaluation: a framework of a hundred points, assessors averaged, indicators sharing points by their weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baozhang.errors import UsageError
from baozhang.performance.books.programme import Assessment
from baozhang.performance.departmental import evaluate_department, shared
from baozhang.performance.framework import framework, parse_framework
from baozhang.publishing.annex import self_evaluations
from tests.performance.books.samples import kept

if TYPE_CHECKING:
    from baozhang.performance.books.evaluating import Evaluated
    from baozhang.publishing.annex import Kept

ROOT: Final = Path(__file__).parents[2]
POINT: Final = 10_000


def assessed(held: Kept, share: int, *more: Assessment) -> Evaluated:
    """The first programme of a year with two assessors who give every item that people judge a share of its points, and half of that."""
    judged = [one for one in framework().items if not one.takes and not one.computed]
    given_ = [
        Assessment(one.id, who, one.weight * share // 100 // part, "查阅材料") for one in judged for who, part in (("1", 1), ("2", 2))
    ]
    programmes = (replace(held.programmes[0], assessments=(*given_, *more)), *held.programmes[1:])
    return self_evaluations(replace(held, programmes=programmes)).projects[0]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(kept("fujian-final"), st.integers(0, 100))
def test_the_total_is_the_sum_of_items_that_are_averaged(held: Kept, share: int) -> None:
    """Weights are a hundred points, points never above them; two assessors count half each; output and effect follow the actual values."""
    made = assessed(held, share)
    found = evaluate_department(made)
    assert found.missing == ()
    assert sum(one.weight for one in found.items) == 100 * POINT
    assert all(one.points is not None and 0 <= one.points <= one.weight for one in found.items)
    assert found.total == sum(one.points or 0 for one in found.items)
    first = found.items[0]
    assert abs((first.points or 0) - first.weight * share * 3 // 400) <= 100
    assert sum(one.weight for one in found.level("产出")) == sum(one.weight for one in found.level("效益")) == 40 * POINT
    reached = [score.points == score.weight for score in made.score.indicators]
    assert [one.points == one.weight for one in found.items if one.indicator is not None] == reached


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(kept("fujian-final"))
def test_what_is_not_judged_is_missing_and_a_finding_overrules(held: Kept) -> None:
    """No total while an item is open; points above the weight and for unknown items are told; an assessor overrules an actual value."""
    open_ = evaluate_department(self_evaluations(held).projects[0])
    assert (open_.total, open_.grade) == (None, "")
    assert any("立项依据充分性没有打分" in one for one in open_.missing)
    wrong = evaluate_department(assessed(held, 100, Assessment("决策.预算编制", "3", 90 * POINT, "误"), Assessment("甲", "1", 0, "误")))
    assert [any(words in one for one in wrong.missing) for words in ("打分超过分值", "“甲”不在评价指标体系中")] == [True, True]
    overruled = evaluate_department(assessed(held, 100, Assessment("1", "1", 0, "场次没有签到记录")))
    (item,) = [one for one in overruled.items if one.name == "培训场次"]
    assert (item.points, item.why) == (0, ("场次没有签到记录",))


@given(st.integers(1, 100), st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_points_are_shared_without_rest(whole: int, parts: list[int]) -> None:
    """To hundredths of a point, and all of them."""
    made = shared(whole * POINT, parts)
    assert sum(made) == whole * POINT
    assert all(one >= 0 and one % 100 == 0 for one in made)


@pytest.mark.parametrize(("old", "new", "words"), [("asks =", "ask =", "asks"), ("weight = 40", "weight = 41", "100分")])
def test_wrong_frameworks_are_refused(old: str, new: str, words: str) -> None:
    """With the file and what is wrong; the one in force has its source."""
    text = (ROOT / "src/baozhang/performance/data/framework.toml").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        parse_framework(text.replace(old, new, 1), "x.toml")
    assert framework().source
