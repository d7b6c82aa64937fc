"""Forms of other makers: repeated merged cells, three pairs of amounts, amounts in their label's cell, many projects in one table."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.forms import FormsReading, read_forms


def read(title: str, *rows: str) -> FormsReading:
    text = f"前言。\n\n一、绩效情况\n\n{title}\n\n(2024年度)\n\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n"
    return read_forms(read_blocks(text), "d", 2024)


def test_merged_cells_printed_in_every_cell_say_a_thing_once() -> None:
    reading = read(
        "项目支出绩效自评表",
        "项目名称|项目名称|监管经费|监管经费|监管经费|监管经费|监管经费|监管经费|监管经费",
        "项目资金（万元）|项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        "项目资金（万元）|项目资金（万元）|年度资金总额|12.00|12.00|12.00|10|100%|10",
        "绩效指标|一级指标|二级指标|三级指标|三级指标|年度指标值|实际完成值|分值|得分",
        "绩效指标|产出指标|数量指标|检查家数|检查家数|100%|100%|90|90",
        "总分|总分|总分|总分|总分|总分|总分|100|100",
    )
    form, indicator = reading.evaluations[0], reading.indicators[0]
    assert (form.project, form.funds_weight, form.funds_score, form.total) == ("监管经费", 100_000, 100_000, 1_000_000)
    assert (indicator.name, indicator.target_text, indicator.actual_text) == ("检查家数", "100%", "100%")
    assert (indicator.weight, indicator.score) == (900_000, 900_000)
    assert not reading.unrecognised


def test_budget_money_received_and_spending_as_three_pairs() -> None:
    reading = read(
        "2024年度预算项目绩效自评表",
        "一、基本情况|项目名称|宣传经费||主管部门|某某局",
        "二、预算执行情况（万元）|预算安排情况||资金到位情况||资金执行情况||预算执行进度",
        "|预算数：|30.00|到位数：|30.00|执行数：|27.00|90.00%",
        "|其中：财政资金|30.00|其中：财政资金|30.00|其中：财政资金|27.00|",
        "四、年度绩效指标完成情况|一级指标|二级指标|三级指标|预期指标值|实际完成值|分值|自评得分",
        "|产出指标|数量指标|印制材料|≥5万份|5.5万份|100|100",
        "总分||||||100|100",
    )
    assert reading.evaluations[0].project == "宣传经费"
    assert [(row.source, row.adjusted, row.executed) for row in reading.fundings] == [
        ("total", 30_000_000, 27_000_000),
        ("fiscal", 30_000_000, 27_000_000),
    ]
    assert reading.fundings[0].rate == 900_000


def test_amounts_of_a_whole_department_stand_in_the_cells_of_their_labels() -> None:
    reading = read(
        "部门整体支出绩效目标申报表",
        "部门名称|某某局|||",
        "年度预算申请（万元）|资金总额：2500.00|||",
        "|其中：一般公共预算：2500.00||其中：基本支出：1300.00|",
        "整体绩效目标|健全医疗保障体系。|||",
        "部门整体支出年度绩效指标|一级指标|二级指标|三级指标|指标值及单位",
        "|产出指标|数量指标|参保人数|≥380万人",
    )
    assert reading.evaluations[0].initial == 2_500_000_000
    assert [(row.source, row.initial) for row in reading.fundings] == [
        ("total", 2_500_000_000),
        ("fiscal.general", 2_500_000_000),
        ("basic", 1_300_000_000),
    ]


def test_sources_in_pairs_are_budgets_not_spending() -> None:
    reading = read(
        "部门整体支出绩效目标表",
        "部门名称|某某局|||",
        "当年预算情况（万元）|收入预算合计|100.00|其中：本级财政拨款|90.00",
        "|||其他经费|10.00",
        "一级指标|二级指标|三级指标|指标值|",
        "产出指标|数量指标|参保人数|≥380万人|",
    )
    assert {(row.source, row.initial, row.executed) for row in reading.fundings} == {
        ("total", 100_000_000, None),
        ("fiscal", 90_000_000, None),
        ("other", 10_000_000, None),
    }


def test_targets_of_many_projects_in_one_table_are_one_form_each() -> None:
    reading = read(
        "项目支出绩效目标表",
        "单位名称、项目名称|项目年度绩效目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|指标属性|指标内容",
        "某某局|||||||||",
        "监管经费|检查全覆盖|产出指标|数量指标|检查家数|>=|600|家|定量指标|反映检查家数",
        "监管经费|检查全覆盖|满意度指标|服务对象满意度|群众满意度|>=|90|%|定量指标|反映满意度",
        "运维经费|系统稳定|产出指标|数量指标|系统数量|=|6|个|定量指标|反映数量",
    )
    assert [form.project for form in reading.evaluations] == ["监管经费", "运维经费"]
    assert [(row.form, row.name, row.operator, row.target_unit) for row in reading.indicators] == [
        (1, "检查家数", ">=", "家"),
        (1, "群众满意度", ">=", "%"),
        (2, "系统数量", "=", "个"),
    ]


def test_a_line_of_sums_may_stand_above_its_lines() -> None:
    reading = read(
        "2024年度项目支出绩效自评结果汇总表",
        "序号|项目名称|年初预算数|全年预算数|全年执行数|执行率|得分|自评等级",
        "合计||30.00|40.00|36.00|90.00%||",
        "1|监管经费|10.00|20.00|18.00|90.00%|98.00|优",
        "2|运维经费|20.00|20.00|18.00|90.00%|85.00|良",
    )
    assert not reading.unrecognised
    assert reading.figures == reading.figures_bound


def test_each_level_of_a_framework_has_its_weight() -> None:
    reading = read(
        "部门整体支出绩效评价指标评分表",
        "一级指标|分值|二级指标|分值|三级指标|评分标准|分值|得分",
        "投入|40|预算配置|40|在职人员控制率|足额计满分|40|40",
        "过程|60|预算执行|60|预算完成率|足额计满分|60|59",
        "合计|100||100|||100|99",
    )
    assert [(row.weight, row.score) for row in reading.indicators] == [(400_000, 400_000), (600_000, 590_000)]
    assert reading.evaluations[0].total == 990_000


def test_a_header_over_two_rows_parts_the_target_into_sign_figure_and_unit() -> None:
    reading = read(
        "项目支出绩效自评表",
        "项目名称|监管经费||||||||",
        "绩效指标|||年度指标值|||实际完成值|分值|得分|偏差原因分析",
        "一级指标|二级指标|三级指标|指标性质|指标值|度量单位||||",
        "产出指标|数量指标|检查家数|≥|120|家|126|50.00|50.00|",
        "效益指标|社会效益指标|基金安全|=|有效保障|—|有效保障|50.00|50.00|",
        "其他需要说明的事项|无||||||||",
        "总分|||||||100.00|100.00|优",
    )
    rows = [(row.name, row.operator, row.target, row.target_unit, row.actual, row.score) for row in reading.indicators]
    assert rows == [("检查家数", ">=", 1_200_000, "家", 1_260_000, 500_000), ("基金安全", "=", None, "", None, 500_000)]
    assert not reading.unrecognised
    assert reading.evaluations[0].grade == "优"


def test_the_words_of_a_header_may_end_on_the_next_row() -> None:
    reading = read(
        "项目支出绩效自评表",
        "项目名称|监管经费|||||",
        "一级指标|二级指标|三级指标|年度|实际|分值|得分",
        "|||指标值|完成值||",
        "产出指标|数量指标|检查家数|≥120家|126家|100|100",
        "总分|||||100|100",
    )
    row = reading.indicators[0]
    assert (row.target, row.actual, row.weight, row.score) == (1_200_000, 1_260_000, 1_000_000, 1_000_000)


def test_funds_below_their_header_need_no_label_and_running_numbers_are_no_values() -> None:
    reading = read(
        "项目绩效自评表",
        "项目名称：监管经费　　单位：万元",
        "预算执行情况|年初预算|调整后预算|实际支出|执行率|分值|得分",
        "|20.00|25.00|20.00|80%|10|8",
        "序号|一级指标|二级指标|三级指标|权重|目标值|实际完成值|得分",
        "1|产出指标|数量指标|检查家数|90|≥120家|126家|90",
        "合计||||100|||98",
    )
    form = reading.evaluations[0]
    assert (form.project, form.initial, form.adjusted, form.executed, form.total) == (
        "监管经费",
        20_000_000,
        25_000_000,
        20_000_000,
        980_000,
    )
    assert not reading.unrecognised


def test_a_form_without_levels_gives_each_indicator_sign_unit_and_factor() -> None:
    reading = read(
        "2023年度项目自评表",
        "项目名称|监管经费||||自评总分（分）|99|||||",
        "资金来源|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重（%）|执行率得分（分）|||||",
        "总计|20.00|20.00|20.00|100|10|10|||||",
        "指标|指标权重（%）|指标性质|指标值|计量单位|调整指标值|全年完成值|偏离度（%）|得分系数（%）|指标得分（分）|是否核心指标|说明",
        "检查家数|50|≥|120|家||126|5|100|50|是|",
        "基金安全|40|定性|有效保障|||有效保障|0|98|39|否|仍有漏洞",
    )
    form = reading.evaluations[0]
    assert (form.total, form.funds_weight, form.funds_score) == (990_000, 100_000, 100_000)
    rows = [(row.name, row.operator, row.target, row.target_unit, row.actual_text, row.weight, row.score) for row in reading.indicators]
    assert rows == [("检查家数", ">=", 1_200_000, "家", "126", 500_000, 500_000), ("基金安全", "", None, "", "有效保障", 400_000, 390_000)]
    assert reading.indicators[1].reason == "仍有漏洞"


def test_the_budget_of_a_department_stands_behind_its_tasks() -> None:
    reading = read(
        "部门整体绩效目标表",
        "部门名称|某市医疗保障局||",
        "年度主要任务|任务名称|主要内容|",
        "|基金监管|检查定点机构|",
        "预算情况|部门预算总额（万元）|2955.01|",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|检查家数|≥120家",
    )
    assert reading.evaluations[0].initial == 2_955_010_000
    assert not reading.unrecognised
