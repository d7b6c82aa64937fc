"""Kinds of forms that provinces print: goals of several periods, tasks with money, projects in a column, points by levels."""

from __future__ import annotations

from tests.reading.forms.test_other_makers import read


def test_the_name_of_the_block_before_the_levels_is_no_column() -> None:
    reading = read(
        "部门预算项目支出绩效自评表",
        "项目名称|征缴经费||||||",
        "预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分",
        "|总额|20.00|25.00|20.00|80.00%|10|8",
        "目标完成情况（90分）|一级指标|二级指标|三级指标|指标值|实际完成值|权重|自评得分",
        "|产出指标|数量指标|宣传场次|≥12次|15次|90|90",
        "合计||||||100|98",
    )
    row, about = reading.indicators[0], reading.evaluations[0]
    assert (row.target, row.actual, row.weight, row.score) == (120_000, 150_000, 900_000, 900_000)
    assert (about.initial, about.adjusted, about.executed, about.total) == (20_000_000, 25_000_000, 20_000_000, 980_000)
    assert not reading.unrecognised


def test_goals_of_several_years_beside_the_year_are_a_form_of_their_own() -> None:
    reading = read(
        "项目支出绩效目标申报表",
        "项目名称|监管经费||||||",
        "项目资金（万元）|中期资金总额：|120.00||年度资金总额：|40.00||",
        "|其中：财政拨款|120.00||其中：财政拨款|40.00||",
        "总体目标|中期目标（2024年—2026年）|||年度目标|||",
        "|查遍三轮|||查遍一轮|||",
        "绩效指标|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值",
        "|产出指标|数量指标|检查家数|≥630家|数量指标|检查家数|≥210家",
        "|效益指标|经济效益指标|追回基金|≥900万元|经济效益指标|追回基金|≥300万元",
    )
    assert [(form.kind, form.initial, form.goal) for form in reading.evaluations] == [
        ("period", 120_000_000, "查遍三轮"),
        ("target", 40_000_000, "查遍一轮"),
    ]
    assert [(row.level1, row.name, row.target) for row in reading.indicators if row.form == 2] == [
        ("产出指标", "检查家数", 2_100_000),
        ("效益指标", "追回基金", 3_000_000),
    ]
    assert not reading.unrecognised


def test_two_targets_under_one_name_are_those_of_the_period_and_of_the_year() -> None:
    reading = read(
        "项目支出绩效目标表",
        "项目名称|监管经费|||",
        "一级指标|二级指标|三级指标|实施期指标值|年度指标值",
        "产出指标|数量指标|检查家数|≥630家|≥210家",
    )
    assert [(row.form, row.target) for row in reading.indicators] == [(1, 6_300_000), (2, 2_100_000)]


def test_money_of_the_yearly_tasks_and_their_sum() -> None:
    reading = read(
        "部门整体支出绩效自评表",
        "部门名称|某市医疗保障局||||||||||",
        "年度主要任务|任务名称|完成情况|预算数（万元）|||执行数（万元）|||分值|执行率|得分",
        "|||总额|财政拨款|其他资金|总额|财政拨款|其他资金|||",
        "|征缴|完成|92.50|92.50|0.00|88.25|88.25|0.00|—|95.41%|—",
        "|运转|完成|512.36|508.36|4.00|512.36|508.36|4.00|—|100.00%|—",
        "|金额合计||604.86|600.86|4.00|600.61|596.61|4.00|10|99.30%|9.93",
        "绩效指标|一级指标|二级指标|三级指标|年度指标值||实际完成值|||分值|得分|偏差原因分析",
        "|产出指标|数量指标|参保人数|≥28万人||28.7万人|||90|90|",
        "总分|||||||||100|99.93|",
    )
    about = reading.evaluations[0]
    assert (about.kind, about.adjusted, about.executed) == ("department", 604_860_000, 600_610_000)
    assert (about.funds_score, about.total) == (99_300, 999_300)
    assert [(row.source, row.label, row.adjusted) for row in reading.fundings][:4] == [
        ("task", "征缴", 92_500_000),
        ("task.fiscal", "征缴", 92_500_000),
        ("task.other", "征缴", 0),
        ("task", "运转", 512_360_000),
    ]
    assert reading.figures == reading.figures_bound


def test_points_by_levels_belong_to_the_report() -> None:
    reading = read(
        "监管经费项目绩效评价报告",
        "",
        "综合得分93.50分，评价等级为“优”。",
        "",
        "表1 绩效评价得分情况表",
        "",
        "一级指标|分值|得分|得分率",
        "决策|20|19|95.00%",
        "过程|20|18.5|92.50%",
        "产出|60|56|93.33%",
        "合计|100|93.5|93.50%",
    )
    scores = next(form for form in reading.evaluations if form.kind == "scores")
    assert (scores.project, scores.total) == ("监管经费", 935_000)
    assert [(row.name, row.weight, row.score, row.score_rate) for row in reading.indicators][1] == ("过程", 200_000, 185_000, 925_000)
    assert reading.figures == reading.figures_bound


def test_projects_in_a_column_with_their_money_below_a_header_of_two_rows() -> None:
    reading = read(
        "项目支出绩效目标表",
        "单位代码|单位（专项）名称|资金总额|实施期绩效目标|绩效指标||||",
        "||||一级指标|二级指标|三级指标|绩效指标值|备注",
        "125|某市医疗保障局|65.00||||||",
        "125001|征缴经费|25.00|征缴|产出指标|数量指标|宣传场次|≥12次|",
        "||||效益指标|社会效益指标|参保率|≥95%|",
        "125001|监管经费|40.00|监管|产出指标|数量指标|检查家数|≥210家|",
    )
    assert [(form.project, form.initial, form.goal) for form in reading.evaluations] == [
        ("征缴经费", 25_000_000, "征缴"),
        ("监管经费", 40_000_000, "监管"),
    ]
    assert [(row.form, row.target) for row in reading.indicators] == [(1, 120_000), (1, 950_000), (2, 2_100_000)]
    assert not reading.unrecognised


def test_a_target_adjusted_in_the_year_is_the_one_in_force() -> None:
    reading = read(
        "项目支出绩效自评表",
        "项目名称|监管经费||||||",
        "一级指标|二级指标|三级指标|年初指标值|调整后指标值|实际完成值|分值|得分",
        "产出指标|数量指标|检查家数|≥200家|≥210家|214家|60|60",
        "效益指标|社会效益指标|监管作用|有效|有效|有效|40|40",
        "总分||||||100|100",
    )
    assert [(row.target_text, row.target) for row in reading.indicators] == [("≥210家", 2_100_000), ("有效", None)]
    assert ["≥200家" in row.why for row in reading.unrecognised] == [True]


def test_money_of_a_project_told_otherwise_on_a_further_row_is_kept() -> None:
    reading = read(
        "部门预算项目支出绩效目标表",
        "单位名称|项目名称|预算数|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重",
        "甲局|监管经费|40.00|产出指标|数量指标|检查家数|≥|210|家|50",
        "甲局|监管经费|42.00|效益指标|经济效益指标|追回基金|≥|300|万元|40",
        "乙中心|监管经费|8.00|产出指标|数量指标|检查家数|≥|20|家|90",
    )
    assert [(row.form, row.initial) for row in reading.fundings] == [(1, 40_000_000), (1, 42_000_000), (2, 8_000_000)]


def test_rows_that_lost_the_cells_merged_above_them_belong_to_the_project_before() -> None:
    reading = read(
        "部门预算项目绩效目标申报表",
        "单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重",
        "甲局|监管经费|40.00|查遍一轮|产出指标|数量指标|检查家数|≥|210|家|50",
        "效益指标|经济效益指标|追回基金|≥|300|万元|40||||",
        "宣传经费|8.00|场场到位|满意度指标|服务对象满意度指标|群众满意度|≥|95|%|90|",
    )
    assert [(form.project, form.initial) for form in reading.evaluations] == [("监管经费", 40_000_000), ("宣传经费", 8_000_000)]
    assert [(row.form, row.level1, row.name, row.weight) for row in reading.indicators] == [
        (1, "产出指标", "检查家数", 500_000),
        (1, "效益指标", "追回基金", 400_000),
        (2, "满意度指标", "群众满意度", 900_000),
    ]
