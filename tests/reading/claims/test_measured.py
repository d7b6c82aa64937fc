"""Figures of the performance part that speak of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.reading.document import read_text

if TYPE_CHECKING:
    from baozhang.facts.records import ClaimRow

FORM = """
第五部分 附件

项目支出绩效自评表

项目名称\t征缴经费\t\t\t\t\t
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t城乡居民参保人数\t≥28.6万人\t28.74万人\t50\t50
效益指标\t社会效益指标\t参保率\t≥95%\t93.1%\t50\t49
总分\t\t\t\t\t100\t99
"""


def claims_of(sentence: str) -> list[ClaimRow]:
    text = f"某县医疗保障局2024年度部门决算\n\n第三部分 2024年度部门决算情况说明\n\n十、预算绩效情况说明\n\n{sentence}\n{FORM}"
    return [claim for claim in read_text(text, "x.txt").claims if claim.item.startswith("indicator:")]


def test_actual_target_and_completion_of_an_indicator() -> None:
    claims = claims_of("全年城乡居民参保28.74万人，完成目标值28.6万人的100.49%。")
    assert [(claim.subject, claim.column) for claim in claims] == [
        ("城乡居民参保人数", "actual"),
        ("城乡居民参保人数", "target"),
        ("城乡居民参保人数", "completion"),
    ]


def test_points_and_differences_are_told_from_values() -> None:
    claims = claims_of("参保率实际完成93.1%，未达到95%的目标值，比上年提高1.2%，该指标得49分，扣1分。")
    assert [claim.column for claim in claims] == ["actual", "target", "", "score", ""]


def test_a_figure_behind_no_indicator_stays_unbound() -> None:
    assert not claims_of("力争下一年执行率达到95%以上。")


def test_figures_of_other_years_and_of_longer_names_are_not_values() -> None:
    claims = claims_of("2023年参保率为94.2%，2024年参保率为93.1%。贫困人口参保率为100%。下一步力争参保率达到96%。")
    assert [(claim.text, claim.column) for claim in claims if claim.column] == [("93.1%", "actual")]
