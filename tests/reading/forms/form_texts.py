"""Small forms in words of our own, as a converter would print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.reading.blocks import read_blocks
from baozhang.reading.forms import read_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import IndicatorRow
    from baozhang.reading.forms import FormsReading

HEAD = """项目支出绩效自评表

(2024年度)

"""

FUNDS = """项目名称\t\t门诊统筹宣传经费\t\t\t\t\t\t
主管部门\t\t某市医疗保障局\t\t实施单位\t\t某市医保中心\t\t
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率(%)\t得分\t
\t年度资金总额\t20.00\t25.00\t20.00\t10\t80.00\t8\t
\t其中:当年财政拨款\t20.00\t25.00\t20.00\t—\t80.00\t\t
\t其他资金\t0.00\t0.00\t0.00\t—\t0.00\t\t
\t上年结转资金\t0.00\t0.00\t0.00\t—\t0.00\t\t
年度总体目标\t预期目标\t\t\t实际完成情况\t\t\t\t
\t办好宣传。\t\t\t已办好。\t\t\t\t
"""

INDICATORS = """绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t指标分值\t自评得分\t偏差原因分析及改进措施
\t成本指标\t经济成本指标\t宣传费用\t≤25万元\t20\t10\t10\t
\t产出指标\t数量指标\t宣传场次\t≥12次\t12\t20\t20\t
\t\t质量指标\t资料合格率\t=100%\t100\t20\t20\t
\t效益指标\t社会效益指标\t群众知晓率\t≥80%\t72\t30\t27\t场次偏少
\t满意度指标\t服务对象满意度指标\t参保人满意度\t≥90%\t95.5\t10\t10\t
总分\t\t\t\t\t\t95\t\t
"""


def reading(text: str, year: int | None = 2024) -> FormsReading:
    """The forms of a text."""
    return read_forms(read_blocks("封面\n\n第一部分\n\n概况\n\n" + text), "d1", year)


def sums(indicators: Sequence[IndicatorRow]) -> dict[str, int]:
    """Weights by first level, in whole points."""
    found: dict[str, int] = {}
    for row in indicators:
        found[row.level1] = found.get(row.level1, 0) + (row.weight or 0)
    return {level: weight // 10_000 for level, weight in found.items()}
