"""Targets, whole-department forms, lists, indicator systems, reports and copies."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.forms import form_tables
from tests.reading.forms.form_texts import FUNDS, HEAD, INDICATORS, reading, sums

TARGET = """项目支出绩效目标表

(2025年度)

项目名称\t\t举报奖励\t\t
主管部门及代码\t\t[001]某县医疗保障局\t实施单位\t某县医保中心
项目来源\t\t本级申报项目\t项目期\t1年
项目资金 (万元)\t\t年度资金总额:\t5.00\t
\t\t其中:财政拨款\t5.00\t
\t\t其他资金\t0.00\t
年度目标\t鼓励举报。\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t奖励人数\t≥1人
\t\t时效指标\t支出时效\t按时支出
\t\t成本指标\t项目总成本\t≤50000元
\t效益指标\t经济效益指标\t\t
\t\t社会效益指标\t举报意识\t影响程度较高
\t满意度指标\t满意度指标\t举报人满意度\t≥90%
"""


def test_a_target_form_with_a_project_row() -> None:
    found = reading(TARGET)
    (form,) = found.evaluations
    assert (form.kind, form.project, form.unit_name, form.fiscal_year) == ("target", "举报奖励", "某县医保中心", 2025)
    assert (form.initial, form.adjusted, form.executed, form.total, form.goal) == (5_000_000, None, None, None, "鼓励举报。")
    levels = [(row.level1, row.level2, row.name) for row in found.indicators]
    assert levels == [
        ("产出指标", "数量指标", "奖励人数"),
        ("产出指标", "时效指标", "支出时效"),
        ("产出指标", "成本指标", "项目总成本"),
        ("效益指标", "社会效益指标", "举报意识"),
        ("满意度指标", "满意度指标", "举报人满意度"),
    ]
    assert found.figures == found.figures_bound == 6


def test_a_target_form_whose_title_is_the_project() -> None:
    text = """参保扩面经费项目绩效目标表

专项资金情况(万元)\t资金总额:\t40.00\t\t
\t财政拨款:\t40.00\t\t
项目实施期目标\t扩大参保。\t\t\t
绩效目标指标\t一级指标\t二级指标\t三级指标\t目标值
\t成本指标\t经济成本指标\t经费总额\t≤40 万元
\t\t\t数量指标\t参保人数
\t\t质量指标\t参保率\t≥95 百分比
"""
    found = reading(text)
    (form,) = found.evaluations
    assert (form.project, form.kind, form.initial, form.goal) == ("参保扩面经费", "target", 40_000_000, "扩大参保。")
    lost = found.indicators[1]
    assert (lost.level1, lost.level2, lost.name, lost.target_text, lost.repaired) == ("产出指标", "数量指标", "参保人数", "", True)
    assert (found.indicators[2].target, found.indicators[2].target_unit) == (950_000, "百分比")


def test_a_form_printed_twice_is_a_copy_and_mends_the_other() -> None:
    damaged = TARGET.replace("\t\t社会效益指标\t举报意识\t影响程度较高", "\t\t\t社会效益指标\t举报意识")
    found = reading(damaged + "\n附件\n\n" + TARGET.replace("≥90%", "≥91%"))
    first, second = found.evaluations
    assert (first.copy_of, second.copy_of) == (None, 1)
    mended = next(row for row in found.indicators if row.form == 1 and row.name == "举报意识")
    assert (mended.target_text, mended.repaired) == ("影响程度较高", True)
    # a figure that differs between the copies stays as printed: it is for the rules to see
    assert [row.target for row in found.indicators if row.name == "举报人满意度"] == [900_000, 910_000]


def test_two_units_with_a_project_of_one_name_are_no_copies() -> None:
    other = HEAD + FUNDS.replace("某市医保中心", "某市监测中心") + INDICATORS
    found = reading(HEAD + FUNDS + INDICATORS + "\n" + other)
    assert [form.copy_of for form in found.evaluations] == [None, None]


def test_a_whole_department_form() -> None:
    text = """部门整体绩效自评表\t\t\t\t\t\t\t\t
(2024年度)\t\t\t\t\t\t\t\t
部门(单位)名称\t\t某市医疗保障局\t\t\t部门预算编码\t\t445\t
财政资金安排和使用情况\t预算安排\t\t\t拨付情况\t\t\t结余情况\t
\t\t年初部门预算安排金额(含结转)①\t年中调整金额②\t小计③=①+②\t年度拨付金额④\t支出实现率(%)⑤=④/③\t本年度结余金额⑥=③-④\t资金结余率(%)⑦=⑥/③
\t合计\t100.00\t20.00\t120.00\t90.00\t75.0000\t30.00\t25.0000
\t①中央财政资金\t40.00\t20.00\t60.00\t50.00\t83.3300\t10.00\t16.6700
其他资金小计\t60.00\t0.00\t60.00\t40.00\t66.6700\t20.00\t33.3300\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t指标分值\t自评得分\t偏差原因分析及改进措施
\t一般性支出情况\t一般性支出情况\t“三公”经费控制率\t≤100%\t89.52\t6\t6\t
\t产出指标\t数量指标\t培训人次\t≥100人次\t180\t84\t80\t
总分值、评价总分 (S)\t\t86
评价等级\t良 (S≥80)
"""
    found = reading(text)
    (form,) = found.evaluations
    assert (form.kind, form.unit_name, form.rate, form.total, form.grade) == ("department", "某市医疗保障局", 750_000, 860_000, "良")
    total, central, other = found.fundings
    assert (total.initial, total.adjustment, total.adjusted, total.executed) == (100_000_000, 20_000_000, 120_000_000, 90_000_000)
    assert (total.rate, total.balance, total.balance_rate) == (750_000, 30_000_000, 250_000)
    assert (central.source, other.source, other.executed, other.repaired) == ("fiscal.central", "other", 40_000_000, True)
    assert sums(found.indicators) == {"一般性支出情况": 6, "产出指标": 84}
    assert found.figures == found.figures_bound
    (nearly, *_) = reading(text.replace("90.00\t75.0000\t30.00\t25.0000", "118.80\t99\t1.20\t1")).fundings
    assert (nearly.rate, nearly.balance_rate) == (990_000, 10_000)  # a balance of 1 %, though 1 is also about the fraction carried out


def test_tasks_are_words_and_their_amounts_are_listed() -> None:
    tasks = "年度主要任务\t任务名称\t主要内容\t预算数\t\n\t1\t扩面\t动员\t35.00\n"
    found = reading("部门整体绩效自评表\n\n部门名称:某局\n\n" + tasks + INDICATORS)
    (form,) = found.evaluations
    assert (form.kind, form.unit_name) == ("department", "某局")
    assert ["35.00" in row.why for row in found.unrecognised] == [True]


def test_lists_of_scores_and_of_amounts() -> None:
    text = """2024年度预算项目绩效自评情况汇总表

部门:某市医疗保障局(汇总)

序号\t项目名称\t资金使用单位\t自评得分\t自评等级
市本级项目支出绩效自评\t\t\t\t
1\t护理补助\t某市医疗保障局\t70\t中
2\t信息化建设\t某市医疗保障局\t97.96\t优

项目支出绩效目标公开清单\t\t
序号\t项目名称\t预算金额 (单位: 万元)
1\t举报奖励\t5
2\t公务用车\t18.5
合计\t\t23.5
"""
    found = reading(text)
    assert [(row.kind, row.project, row.total, row.grade, row.initial) for row in found.evaluations] == [
        ("list", "护理补助", 700_000, "中", None),
        ("list", "信息化建设", 979_600, "优", None),
        ("list", "举报奖励", None, "", 5_000_000),
        ("list", "公务用车", None, "", 18_500_000),
        ("sums", "", None, "", 23_500_000),
    ]
    assert not found.unrecognised
    wrong = reading(text.replace("23.5", "24.5"))
    assert wrong.evaluations[-1].initial == 24_500_000
    assert wrong.figures == wrong.figures_bound


REPORT = """二、项目支出绩效评价报告

2024年度市级预算项目绩效评价报告

(某某经费)

二、绩效分析

本项目绩效自评得分 96.8 分，等级为优，设置绩效目标 3 个，实际完成 2 个，具体情况如下：

(二) 成本指标

1、经济成本指标

1) 经费控制(万元), 目标值 20, 完成值 19.5, 分值 10, 得分 10。

(一) 产出指标

1、数量指标

1) 宣传（含培训）场次(次)，目标

值 12，完成值 10，分值 40，得分 33.33。

3、时效指标

1) 政策宣传

(有所提高)，目标值多渠道，有所提高，完成值有所提高，分值 20，得分 20。
"""


def test_a_report_of_numbered_items() -> None:
    found = reading(REPORT)
    (form,) = found.evaluations
    assert (form.kind, form.project, form.fiscal_year, form.total, form.grade) == ("report", "某某经费", 2024, 968_000, "优")
    assert (form.stated_targets, form.stated_reached) == (30_000, 20_000)
    read = [(row.level1, row.level2, row.name, row.target, row.target_unit, row.actual, row.weight, row.score) for row in found.indicators]
    assert read == [
        ("成本指标", "经济成本指标", "经费控制", 200_000, "万元", 195_000, 100_000, 100_000),
        ("产出指标", "数量指标", "宣传(含培训)场次", 120_000, "次", 100_000, 400_000, 333_300),
        ("产出指标", "时效指标", "政策宣传", None, "", None, 200_000, 200_000),
    ]
    assert found.indicators[2].target_text == "多渠道,有所提高"
    assert found.figures == found.figures_bound


def test_an_item_that_cannot_be_read_is_listed() -> None:
    found = reading(REPORT.replace("得分 33.33", "得分 三十三"))
    assert len(found.indicators) == 2
    assert [row.why for row in found.unrecognised] == ["评价报告中的指标句无法识别"]


SYSTEM = """外伤审核项目支出绩效评价报告

（三）指标体系设置

一级指标\t二级指标\t三级指标\t指标解释\t指标说明
决策\t项目立项\t立项依据充分性\t立项是否合规。\t评价要点：依据。
\t\t立项程序规范性\t程序是否规范，用以反映规范情况。\t评价要点：程序

\t\t\t和考核情况。\t是否完备。
产出\t产出数量\t服务覆盖率\t覆盖情况。\t完成比较。

三、综合评价结论

经评价，外伤审核项目绩效评价得分为100分，评价结果为优。

（一）项目决策情况

项目立项，正向，目标为等于 100%，满分 10 分。实际完成 100%，得 10 分。

（三）项目产出情况

一级指标\t二级指标\t三级指标\t指标解释\t指标说明\t总分\t得分
产出\t产出数量\t服务覆盖率\t覆盖情况。\t完成比较。\t90\t90分 完成值 95%

数量指标-服务覆盖率，正向，目标为大于等于 95%，满分 90

分。实际完成 95%，得 90 分。
"""


def test_a_report_with_an_indicator_system_and_score_tables() -> None:
    found = reading(SYSTEM)
    report, system = found.evaluations
    assert (report.kind, report.project, report.total, report.grade) == ("report", "外伤审核", 1_000_000, "优")
    assert (system.kind, system.project) == ("framework", "外伤审核")
    listed = [(row.level1, row.level2, row.name, row.weight, row.score, row.actual) for row in found.indicators if row.form == system.form]
    assert listed == [
        ("决策", "项目立项", "立项依据充分性", None, None, None),
        ("决策", "项目立项", "立项程序规范性", None, None, None),
        ("产出指标", "产出数量", "服务覆盖率", 900_000, 900_000, 950_000),
    ]
    said = [(row.level1, row.name, row.operator, row.target, row.weight, row.score) for row in found.indicators if row.form == report.form]
    assert said == [("决策", "项目立项", "=", 1_000_000, 100_000, 100_000), ("产出指标", "服务覆盖率", ">=", 950_000, 900_000, 900_000)]
    assert found.figures == found.figures_bound


def test_form_tables_are_those_of_forms_only() -> None:
    blocks = read_blocks("第一部分\n\n概况\n\n收入决算表\n\n项目\t本年收入合计\n合计\t3.00\n\n" + TARGET)
    tables = [block.index for block in blocks if block.kind == "table"]
    assert form_tables(blocks) == frozenset(tables[1:])
