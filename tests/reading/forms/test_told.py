"""Points and money that sentences of a report tell."""

from __future__ import annotations

from baozhang.reading.forms.told import told_money, told_points


def points_in(text: str) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(row.level1, row.weight, row.score, row.score_rate) for row in told_points(text, lambda _: 1)]


def test_points_of_first_levels_in_one_sentence() -> None:
    text = "其中:预算执行指标满分10分,自评得9.86分;决策类指标权重20分,得分19分,得分率95.00%;该项立项依据充分(4分,得4分)。"
    assert points_in(text) == [("预算执行", 100_000, 98_600, None), ("决策", 200_000, 190_000, 950_000)]


def test_this_indicator_is_the_one_the_heading_names() -> None:
    text = "(一)项目决策情况\n该指标分值20分,评价得分19分,得分率95%。\n(二)项目过程情况\n该指标满分20分,得18.5分。"
    assert points_in(text) == [("决策", 200_000, 190_000, 950_000), ("过程", 200_000, 185_000, None)]


def test_points_told_twice_alike_count_once() -> None:
    assert len(points_in("产出指标30分,得29分。(三)产出情况(30分,得29分)")) == 1


def test_spending_and_its_rate_in_one_breath() -> None:
    money = told_money("项目预算资金45.00万元,调整后40.00万元,实际支出38.00万元,执行率95.00%。")
    assert money is not None
    assert (money.initial, money.adjusted, money.executed, money.rate) == (45_000_000, 40_000_000, 38_000_000, 950_000)


def test_two_spendings_tell_of_no_one() -> None:
    assert told_money("预算数40.00万元,人员支出8.00万元,设备支出30.00万元,执行率95.00%。") is None
