"""Whatever rows a table has, reading it ends, and every figure is bound or listed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.reading.forms.form_texts import FUNDS, HEAD, INDICATORS, reading

WORDS = st.sampled_from(
    [
        *(
            "项目名称",
            "主管部门",
            "实施单位",
            "部门名称",
            "项目资金(万元)",
            "年度资金总额",
            "其中:财政拨款",
            "其他资金",
            "年初预算数",
            "全年预算数",
            "全年执行数",
        ),
        *(
            "分值",
            "执行率(%)",
            "得分",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "偏差原因分析",
            "指标解释",
            "绩效指标",
            "年度主要任务",
        ),
        *(
            "预期目标",
            "实际完成情况",
            "年度总体目标",
            "产出指标",
            "数量指标",
            "满意度指标",
            "服务对象满意",
            "度指标",
            "参保人数",
            "绩效自评表",
            "总分",
            "合计",
        ),
        *(
            "评价等级",
            "优",
            "序号",
            "自评得分",
            "自评等级",
            "预算金额",
            "≥95%",
            "=有所提高",
            "10",
            "7.5",
            "100.00",
            "96.8%",
            "—",
            "10分 完成值 95%",
            "",
            "",
            "",
            "",
            "1,2",
            "≥",
        ),
    ]
)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=10), min_size=1, max_size=14)


@given(ROWS, st.sampled_from(["项目支出绩效自评表\n\n", "X项目绩效目标表\n\n单位:万元\n\n", "某项目绩效评价报告\n\n", ""]))
def test_any_rows(rows: list[list[str]], title: str) -> None:
    text = title + "\n".join("\t".join((*cells, "")) for cells in rows) + "\n"
    found = reading(text)
    assert 0 <= found.figures_bound <= found.figures
    assert found.figures == found.figures_bound or found.unrecognised


@given(st.integers(0, 16), st.lists(WORDS, min_size=1, max_size=9))
def test_a_strange_row_spoils_nothing_else(at: int, cells: list[str]) -> None:
    lines = (FUNDS + INDICATORS).split("\n")
    lines.insert(at, "\t".join((*cells, "")))
    found = reading(HEAD + "\n".join(lines))
    assert found.evaluations
    assert 0 <= found.figures_bound <= found.figures
