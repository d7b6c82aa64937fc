"""Self-evaluation forms: sound, damaged, cut by pages, several in one table, one in several tables."""

from __future__ import annotations

import pytest

from tests.reading.forms.form_texts import FUNDS, HEAD, INDICATORS, reading, sums

FORM = HEAD + FUNDS + INDICATORS


def test_a_sound_form_is_read_figure_by_figure() -> None:
    found = reading(FORM)
    (form,) = found.evaluations
    assert (form.kind, form.title, form.project) == ("self", "项目支出绩效自评表", "门诊统筹宣传经费")
    assert (form.supervisor, form.unit_name, form.fiscal_year) == ("某市医疗保障局", "某市医保中心", 2024)
    assert (form.initial, form.adjusted, form.executed) == (20_000_000, 25_000_000, 20_000_000)
    assert (form.rate, form.funds_weight, form.funds_score, form.total) == (800_000, 100_000, 80_000, 950_000)
    assert (form.goal, form.result, form.grade) == ("办好宣传。", "已办好。", "")
    assert sums(found.indicators) == {"成本指标": 10, "产出指标": 40, "效益指标": 30, "满意度指标": 10}
    assert not any(row.repaired for row in found.indicators)
    missed = found.indicators[3]
    assert (missed.name, missed.operator, missed.target, missed.target_unit) == ("群众知晓率", ">=", 800_000, "%")
    assert (missed.actual, missed.weight, missed.score, missed.reason) == (720_000, 300_000, 270_000, "场次偏少")
    assert found.figures == found.figures_bound
    assert not found.unrecognised


def test_funding_lines_keep_source_and_half_unit() -> None:
    sources = [(row.source, row.initial, row.adjusted, row.half_unit) for row in reading(FORM).fundings]
    assert sources[0] == ("total", 20_000_000, 25_000_000, 5_000)
    assert [source for source, *_ in sources] == ["total", "fiscal", "other", "carryover"]


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        ("\t\t质量指标\t资料合格率\t=100%\t100\t20\t20\t", "质量指标\t\t\t资料合格率\t=100%\t100\t20\t20\t"),
        ("\t\t质量指标\t资料合格率\t=100%\t100\t20\t20\t", "\t质量指标\t资料合格率\t=100%\t100\t20\t20\t\t"),
        ("\t\t质量指标\t资料合格率\t=100%\t100\t20\t20\t", "\t\t\t质量指标\t资料合格率\t=100%\t100\t20\t20"),
        ("\t\t质量指标\t资料合格率\t=100%\t100\t20\t20\t", "\t质量指标\t\t\t资料合格率\t=100%\t100\t20\t20"),
        ("\t\t质量指标\t资料合格率\t=100%\t100\t20\t20\t", "\t\t质量指标\t资料合 格率\n\t\t\t\t=100%\t100\t20\t20\t"),
        ("\t效益指标\t社会效益指标\t群众知晓率\t≥80%", "\t\t社会效益指标\t群众知晓率\t≥80%"),
        ("\t满意度指标\t服务对象满意度指标\t参保人满意度\t", "\t满 意\t服务对象满意\t参保人满意度\t"),
    ],
)
def test_a_damaged_row_is_put_right(sound: str, damaged: str) -> None:
    assert sound in FORM
    tail = "\n\n\t度 指 标\t度指标\t\t\t\t\t\t\n" if "满 意" in damaged else "\n"
    text = FORM.replace(sound, damaged)
    text = text.replace("95.5\t10\t10\t\n", "95.5\t10\t10\t" + tail)
    found, expected = reading(text), reading(FORM)
    read = [(row.level1, row.level2, row.name, row.target_text, row.actual, row.weight, row.score) for row in found.indicators]
    assert read == [(row.level1, row.level2, row.name, row.target_text, row.actual, row.weight, row.score) for row in expected.indicators]
    assert not found.unrecognised
    assert found.evaluations[0].total == 950_000


def test_a_shifted_row_is_marked_repaired() -> None:
    text = FORM.replace("\t\t质量指标\t资料合格率", "\t质量指标\t资料合格率")
    assert [row.repaired for row in reading(text).indicators] == [False, False, True, False, False]


def test_name_and_reason_cut_by_a_page_are_joined() -> None:
    text = FORM.replace("\t群众知晓率\t≥80%\t72\t30\t27\t场次偏少\n", "\t群众政策\t≥80%\t72\t30\t27\t场次\n\n\t\t\t知晓率\t\t\t\t\t偏少\n")
    row = reading(text).indicators[3]
    assert (row.name, row.reason, row.repaired) == ("群众政策知晓率", "场次偏少", True)


def test_two_forms_in_one_table_are_two() -> None:
    second = FUNDS.replace("门诊统筹宣传经费", "基金监管经费") + INDICATORS
    found = reading(HEAD + FUNDS + INDICATORS + second)
    assert [form.project for form in found.evaluations] == ["门诊统筹宣传经费", "基金监管经费"]
    assert [form.total for form in found.evaluations] == [950_000, 950_000]
    assert {row.form for row in found.indicators} == {1, 2}


@pytest.mark.parametrize("scrap", ["- 23 -", "第 7 页 共 30 页", "续表"])
def test_a_form_goes_on_behind_a_scrap_of_text(scrap: str) -> None:
    head, tail = INDICATORS[: INDICATORS.index("\t\t质量指标")], INDICATORS[INDICATORS.index("\t\t质量指标") :]
    found = reading(HEAD + FUNDS + head + f"\n{scrap}\n\n" + tail)
    assert len(found.evaluations) == 1
    assert found.evaluations[0].total == 950_000
    assert len(found.indicators) == 5


def test_total_on_a_line_of_its_own_and_grade_and_low_reason() -> None:
    text = FORM.replace("总分\t\t\t\t\t\t95\t\t", "\n总分\t75.5\n----\t-----\n评价等级\t中 (S≥60)\n总分在80分以下的原因及措施:\t资金未到位")
    (form,) = reading(text).evaluations
    assert (form.total, form.grade, form.low_reason) == (755_000, "中", "资金未到位")


def test_a_weight_sum_before_the_total_is_read_as_printed() -> None:
    good = reading(FORM.replace("总分\t\t\t\t\t\t95\t\t", "总分\t\t\t\t\t\t100\t95\t"))
    assert good.figures == good.figures_bound
    bad = reading(FORM.replace("总分\t\t\t\t\t\t95\t\t", "总分\t\t\t\t\t\t98\t95\t"))
    assert (bad.evaluations[0].total, bad.evaluations[0].weight_total) == (950_000, 980_000)
    assert bad.figures == bad.figures_bound


def test_a_figure_that_fits_nothing_is_listed() -> None:
    found = reading(FORM.replace("主管部门\t\t某市", "\t88.8\t\t\t\t\t\t\t\n主管部门\t\t某市"))
    assert [(row.line > 0, "88.8" in row.why) for row in found.unrecognised] == [(True, True)]
    assert found.figures == found.figures_bound + 1


def test_a_form_without_scores_does_not_lend_weights() -> None:
    rows = (
        INDICATORS.replace("\t20\t10\t10\t", "\t20\t10\t\t")
        .replace("\t12\t20\t20\t", "\t12\t20\t\t")
        .replace("\t100\t20\t20\t", "\t100\t20\t\t")
    )
    rows = (
        rows.replace("\t72\t30\t27\t场次偏少", "\t72\t30\t\t")
        .replace("\t95.5\t10\t10\t", "\t95.5\t10\t\t")
        .replace("总分\t\t\t\t\t\t95\t\t\n", "")
    )
    found = reading(HEAD + FUNDS + rows)
    assert [(row.actual_text, row.weight, row.score) for row in found.indicators][:2] == [("20", 100_000, None), ("12", 200_000, None)]


def test_columns_of_another_province() -> None:
    text = """预算项目支出绩效自评表 (2023年度)

单位:元

项目名称\t某某补助\t\t\t\t\t\t\t
预算执行情况(10分)\t年初预算数\t全年预算数(A)\t全年执行数(B)\t执行率(B/A)\t分值\t得分\t\t
年度资金总额\t10000\t10000\t9686\t0.9686\t10\t9.69\t\t
一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\t完成值\t自评得分
产出指标\t数量指标\t补助人数\t≥\t300\t人\t60\t310\t60
效益指标\t社会效益指标\t办事效率\t定性\t高\t\t30\t高\t30
合计\t\t\t\t\t\t100\t\t99.69
"""
    found = reading(text, None)
    (form,) = found.evaluations
    assert (form.money_unit, form.fiscal_year, form.executed, form.rate, form.total) == ("元", 2023, 968_600, 968_600, 996_900)
    first, second = found.indicators
    assert (first.operator, first.target, first.target_unit, first.weight, first.actual, first.score) == (
        ">=",
        3_000_000,
        "人",
        600_000,
        3_100_000,
        600_000,
    )
    assert (second.operator, second.target, second.target_text, second.score) == ("", None, "高", 300_000)
    assert found.figures == found.figures_bound


def test_a_transfer_form_without_points() -> None:
    text = """中央对地方转移支付区域绩效自评表

转移支付(项目)名称\t医疗救助补助资金\t\t\t\t\t
中央主管部门\t国家医疗保障局\t\t\t\t\t
资金投入情况(万元)\t\t\t全年预算数(A)\t全年执行数(B)\t预算执行率(B/A×100%)\t
\t年度资金总额:\t\t500.00\t450.00\t90.00%\t
\t其中:中央财政资金\t\t300.00\t300.00\t100.00%\t
\t地方资金\t\t200.00\t150.00\t75.00%\t
总体目标完成情况\t总体目标\t\t\t全年实际完成情况\t\t
\t救助困难群众。\t\t\t完成。\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t全年实际完成值\t未完成原因和改进措施
\t产出指标\t数量指标\t救助人次\t≥900人次\t950人次\t
\t\t质量指标\t救助比例\t≥70%\t71%\t
"""
    found = reading(text)
    (form,) = found.evaluations
    assert (form.kind, form.project, form.adjusted, form.executed, form.rate) == (
        "self",
        "医疗救助补助资金",
        500_000_000,
        450_000_000,
        900_000,
    )
    assert [row.source for row in found.fundings] == ["total", "fiscal.central", "fiscal.local"]
    assert [(row.weight, row.actual, row.actual_unit) for row in found.indicators] == [(None, 9_500_000, "人次"), (None, 710_000, "%")]
    assert (form.goal, form.result) == ("救助困难群众。", "完成。")


def test_budget_and_spending_printed_as_pairs() -> None:
    text = (
        HEAD
        + "项目名称\t\t某项目\t\t\n预算执行情况(万元)\t预算数:\t1300.00\t执行数:\t772.80\n"
        + "\t其中-财政拨款:\t1300.00\t其中-财政拨款:\t772.80\n"
        + INDICATORS
    )
    found = reading(text)
    assert [(row.source, row.adjusted, row.executed) for row in found.fundings] == [
        ("total", 1_300_000_000, 772_800_000),
        ("fiscal", 1_300_000_000, 772_800_000),
    ]
    assert not found.unrecognised


def test_no_form_is_seen_in_a_statement_or_a_project_table() -> None:
    text = """项目支出表

项目名称\t单位\t合计\t一般公共预算\t政府性基金预算
某某经费\t某局\t18.00\t18.00\t
合计\t\t18.00\t18.00\t

收入支出决算总表

收入\t决算数\t支出\t决算数
财政拨款\t1.00\t卫生健康支出\t1.00
"""
    found = reading(text)
    assert not found.evaluations
    assert not found.used
    assert found.figures == 0


def test_figures_of_a_column_without_record_are_listed() -> None:
    rows = INDICATORS.replace("\t年度指标值\t实际完成值\t", "\t上年完成值\t年度指标值\t实际完成值\t").replace("\t≥12次\t", "\t9\t≥12次\t")
    rows = (
        rows.replace("\t≤25万元", "\t\t≤25万元")
        .replace("\t=100%\t", "\t\t=100%\t")
        .replace("\t≥80%", "\t\t≥80%")
        .replace("\t≥90%", "\t\t≥90%")
    )
    found = reading(HEAD + FUNDS + rows)
    assert [(row.target, row.weight, row.score) for row in found.indicators][1] == (120_000, 200_000, 200_000)
    assert [row.why for row in found.unrecognised] == ["备注栏（上年值、完成率等）的数字没有对应的记录：9"]
    assert found.figures == found.figures_bound + 1


def test_an_empty_form_is_listed() -> None:
    found = reading(HEAD + "项目名称\t\t某项目\t\t\n" + INDICATORS.split("\n", maxsplit=1)[0] + "\n")
    assert not found.evaluations
    assert [row.why for row in found.unrecognised] == ["绩效表单中没有读到指标、资金和得分"]


def test_a_head_printed_again_within_a_form_begins_no_other() -> None:
    head, rest = "".join(FUNDS.splitlines(keepends=True)[:3]), INDICATORS.splitlines(keepends=True)
    text = HEAD + FUNDS + "".join(rest[:3]) + head + "".join(rest[3:])
    found = reading(text)
    assert len(found.evaluations) == 1
    assert found.indicators == reading(HEAD + FUNDS + INDICATORS).indicators or len(found.indicators) == 5
    assert sums(found.indicators) == sums(reading(HEAD + FUNDS + INDICATORS).indicators)


def test_a_figure_broken_into_two_rows_is_one_and_a_row_moved_by_its_dash_is_put_back() -> None:
    sound = reading(HEAD + FUNDS + INDICATORS)
    broken = FUNDS.replace("\t年度资金总额\t20.00\t25.00\t", "\t年度资金总额\t20.00\t25.\t").replace(
        "\t其中:当年财政拨款\t20.00\t25.00\t20.00\t—\t80.00\t\t\n",
        "\t\t\t00\t\t\t\t\t\n\t其中:当年财政拨款\t\t20.00\t25.00\t20.00\t—\t80.00\t\t\n",
    )
    found = reading(HEAD + broken + INDICATORS)
    assert [(row.initial, row.adjusted, row.executed) for row in found.fundings] == [
        (row.initial, row.adjusted, row.executed) for row in sound.fundings
    ]
