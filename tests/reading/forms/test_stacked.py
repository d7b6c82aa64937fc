"""Forms of which a converter left one cell to a line."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.forms import read_forms
from baozhang.reading.forms.stacked import with_stacked_forms
from baozhang.reading.text import split_lines

HEAD = "项目名称 监管经费 主管部门 某市医疗保障局 实施单位 某市医保中心 项目资金(万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分"
FUNDS = "年度资金总额 45.00 40.00 38.00 10 95.00% 9.5 其中:当年财政拨款 45.00 40.00 38.00 — 95.00% —"
GOALS = "年度总体目标 预期目标 实际完成情况 查遍机构 已查遍机构"
HEADER = "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析"
ROWS = """产出指标 数量指标 检查机构数 ≥210家 214家 40 40
质量指标 案件查处率 100% 100% 20 20
效益指标 社会效益指标 监管作用 有效发挥 有效发挥 20 19 机制待完善
满意度指标 服务对象满意度指标 举报人满意度 ≥85% 90% 10 10"""
TOTAL = "总分 100 98.5"


def stacked(*parts: str) -> str:
    return "封面\n\n绩效情况\n\n项目支出绩效自评表\n(2024年度)\n" + "\n".join(" ".join(parts).split()) + "\n"


def test_the_cells_become_rows_again() -> None:
    found = read_forms(read_blocks(stacked(HEAD, FUNDS, GOALS, HEADER, ROWS, TOTAL)), "d", 2024)
    (form,) = found.evaluations
    assert (form.project, form.unit_name, form.adjusted, form.executed, form.funds_score) == (
        "监管经费",
        "某市医保中心",
        40_000_000,
        38_000_000,
        95_000,
    )
    assert (form.goal, form.result, form.total) == ("查遍机构", "已查遍机构", 985_000)
    assert [(row.level1, row.level2, row.name, row.weight, row.score, row.reason) for row in found.indicators] == [
        ("产出指标", "数量指标", "检查机构数", 400_000, 400_000, ""),
        ("产出指标", "质量指标", "案件查处率", 200_000, 200_000, ""),
        ("效益指标", "社会效益指标", "监管作用", 200_000, 190_000, "机制待完善"),
        ("满意度指标", "服务对象满意度指标", "举报人满意度", 100_000, 100_000, ""),
    ]
    assert not found.unrecognised


def test_words_that_only_look_like_a_header_stay_as_they_are() -> None:
    lines = split_lines(
        stacked("一级指标 二级指标 三级指标 年度指标值") + "本表说明各级指标的含义。\n一级指标反映方向。\n二级指标反映内容。\n"
    )
    assert with_stacked_forms(lines) == tuple(lines)
