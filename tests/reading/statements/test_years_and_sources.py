"""Budgets that print the year before, the money carried over or who pays beside the figures of the year – on tables of our own."""

from __future__ import annotations

from baozhang.reading.document import read_text
from tests.reading.statements.test_foreign_shapes import read, values


def test_years_on_both_sides_of_a_table_only_the_year_is_taken() -> None:
    text = (
        "部门收支总表\n\n收入\t\t\t\t支出\t\t\t\n"
        "项目\t2024年\t2025年\t2025年比2024年增减%\t项目\t2024年\t2025年\t2025年比2024年增减%\n"
        "一、一般公共预算\t8.00\t10.00\t25.00%\t八、社会保障和就业支出\t8.00\t10.00\t25.00%\n"
        "本年收入合计\t8.00\t10.00\t25.00%\t本年支出合计\t8.00\t10.00\t25.00%\n收入总计\t8.00\t10.00\t25.00%\t支出总计\t8.00\t10.00\t25.00%\n"
    )
    reading = read(text, "budget")
    assert values(reading, "overview", "amount") == {
        "income.general_public": "10",
        "208": "10",
        "income.year": "10",
        "spending.year": "10",
        "income.total": "10",
        "spending.total": "10",
    }
    assert [row.why for row in reading.unrecognised] == ["栏目“2024年”未纳入核对（6个数）"]


def test_one_figure_of_the_year_before_stands_beside_three_of_the_year() -> None:
    text = (
        "一般公共预算支出表\n\n功能分类科目\t\t2024年执行数\t2025年预算数\t\t\t2025年预算数比2024年执行数\t\n"
        "科目编码\t科目名称\t\t小计\t基本支出\t项目支出\t增减额\t增减%\n"
        "208\t社会保障和就业支出\t12.00\t10.00\t7.00\t3.00\t-2.00\t-16.67%\n\t合计\t12.00\t10.00\t7.00\t3.00\t-2.00\t-16.67%\n"
    )
    reading = read(text, "budget")
    found = {column: values(reading, "general", column)["208"] for column in ("prior.total", "total", "basic", "project", "change")}
    assert found == {"prior.total": "12", "total": "10", "basic": "7", "project": "3", "change": "-2"}


def test_codes_of_units_and_of_the_governments_classification_are_no_figures() -> None:
    by_unit = (
        "一般公共预算基本支出预算表\n\n经济分类科目\t\t单位代码\t单位名称（科目）\t合计\t人员经费\t公用经费\n类\t款\t\t\t\t\t\n"
        "\t\t\t合计\t9.00\t7.00\t2.00\n301\t01\t607001\t基本工资\t7.00\t7.00\t\n302\t01\t607001\t办公费\t2.00\t\t2.00\n"
    )
    assert values(read(by_unit, "budget"), "basic", "total") == {"total": "9", "30101": "7", "30201": "2"}
    both = (
        "一般公共预算基本支出情况表\n\n部门预算经济分类科目\t\t\t政府预算经济分类科目\t\t\t一般公共预算\t\t\n"
        "类\t款\t科目名称\t类\t款\t科目名称\t合计\t人员经费\t公用经费\n\t\t合计\t\t\t\t9.00\t7.00\t2.00\n"
        "301\t01\t基本工资\t501\t01\t工资奖金津补贴\t7.00\t7.00\t\n302\t01\t办公费\t502\t01\t办公经费\t2.00\t\t2.00\n"
    )
    assert values(read(both, "budget"), "basic", "total") == {"total": "9", "30101": "7", "30201": "2"}


def test_spending_by_kind_and_who_pays_it() -> None:
    text = (
        "部门收支总体情况表\n\n收入\t\t支出\t\t\t\n项目\t金额\t项目\t合计\t一般公共预算\t单位资金\n"
        "一、一般公共预算\t9.00\t一、基本支出\t7.00\t7.00\t\n五、单位资金\t1.00\t二、项目支出\t3.00\t2.00\t1.00\n"
        "本年收入小计\t10.00\t本年支出小计\t10.00\t9.00\t1.00\n收入合计\t10.00\t支出合计\t10.00\t9.00\t1.00\n"
    )
    reading = read(text, "budget")
    found = values(reading, "overview", "amount")
    assert (found["spending.basic"], found["spending.project"], found["spending.year"]) == ("7", "3", "10")
    assert [row.why for row in reading.unrecognised] == ["栏目“一般公共预算”未纳入核对（4个数）", "栏目“单位资金”未纳入核对（3个数）"]


BUDGET = (
    "某局2025年部门预算\n\n第一部分 部门预算表\n\n财政拨款收支总表\n\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
    "一、本年收入\t9.00\t一、本年支出\t10.00\n（一）一般公共预算拨款\t9.00\t（一）社会保障和就业支出\t10.00\n二、上年结转\t1.00\t二、结转下年\t\n"
    "收入总计\t10.00\t支出总计\t10.00\n\n一般公共预算支出表\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    "208\t社会保障和就业支出\t10.00\t7.00\t3.00\n\t合计\t10.00\t7.00\t3.00\n\n第二部分 部门预算情况说明\n\n"
    "五、一般公共预算当年拨款情况说明\n\n（一）一般公共预算当年拨款规模变化情况\n\n2025年一般公共预算当年拨款9.00万元。\n\n"
    "（二）一般公共预算当年拨款结构情况\n\n社会保障和就业支出9.00万元，占100%。\n"
)


def test_money_of_the_year_is_not_compared_with_a_total_that_holds_what_was_carried_over() -> None:
    claims = [claim for claim in read_text(BUDGET).claims if claim.kind == "amount"]
    assert [(claim.item, claim.column) for claim in claims] == [("total", "year"), ("208", "year")]
    alone = BUDGET.replace(
        "208\t社会保障和就业支出\t10.00\t7.00\t3.00\n\t合计\t10.00", "208\t社会保障和就业支出\t9.00\t7.00\t2.00\n\t合计\t9.00"
    )
    claims = [claim for claim in read_text(alone).claims if claim.kind == "amount"]
    assert [(claim.item, claim.column) for claim in claims] == [("total", "total"), ("208", "total")]


def test_a_total_is_the_row_the_table_calls_so() -> None:
    text = (
        "某局2025年部门预算\n\n第一部分 部门预算表\n\n部门收支总体情况表\n\n收入\t\t支出\t\n项目\t金额\t项目\t金额\n"
        "一、一般公共预算\t9.00\t八、社会保障和就业支出\t10.00\n本年收入小计\t9.00\t本年支出小计\t10.00\n"
        "加：上年结转结余\t1.00\t结转下年\t\n收入合计\t10.00\t支出合计\t10.00\n\n第二部分 部门预算情况说明\n\n"
        "二、收入预算总体情况说明\n\n2025年收入合计10.00万元，其中：一般公共预算收入9.00万元；上年结转结余1.00万元。\n"
    )
    claims = [claim for claim in read_text(text).claims if claim.kind == "amount"]
    assert [claim.item for claim in claims] == ["income.total", "income.general_public", "opening"]


def test_income_printed_as_a_list_is_the_total_row_of_its_columns() -> None:
    text = (
        "部门收入总体情况表\n\n项目\t预算数\n一般公共预算财政拨款收入\t9.00\n政府性基金预算财政拨款收入\t2.00\n其他收入\t1.00\n"
        "本年收入小计\t12.00\n上年结转\t3.00\n收入合计\t15.00\n"
    )
    facts = {row.column: row.value // 1_000_000 for row in read(text, "budget").facts if row.statement == "income"}
    assert facts == {"general_public": 9, "government_fund": 2, "other": 1, "year": 12, "carryover": 3, "total": 15}


def test_running_costs_by_unit_are_a_statement() -> None:
    text = "机关运行经费预算财政拨款情况统计表\n\n单位名称\t2024年预算数\t2025年预算数\n合计\t8.00\t9.00\n局本级\t8.00\t9.00\n"
    found = read(text, "budget")
    assert values(found, "operating_expenses", "total") == {"total": "9", "p1": "9"}
    assert values(found, "operating_expenses", "prior.total") == {"total": "8", "p1": "8"}


def test_spending_printed_as_a_list_keeps_the_kinds_of_basic_spending() -> None:
    text = (
        "支出总体情况表\n\n项目\t本年预算\n一、基本支出\t7.00\n工资福利支出\t5.00\n商品和服务支出\t2.00\n二、项目支出\t3.00\n"
        "三、上缴上级支出\t0.00\n本年支出合计\t10.00\n"
    )
    facts = {row.column: row.value // 1_000_000 for row in read(text, "budget").facts if row.statement == "spending"}
    assert facts == {"basic": 7, "basic.wages": 5, "basic.goods": 2, "project": 3, "to_superior": 0, "total": 10}


def test_small_whole_amounts_beside_the_year_before_are_no_row_numbers() -> None:
    text = (
        "部门收支总表\n\n收入\t\t\t支出\t\t\n项目\t2024年\t2025年\t项目\t2024年\t2025年\n"
        "一、一般公共预算\t8\t10\t八、社会保障和就业支出\t8\t10\n二、政府性基金预算\t45\t38\t二十五、其他支出\t45\t38\n"
        "本年收入合计\t53\t48\t本年支出合计\t53\t48\n收入总计\t53\t48\t支出总计\t53\t48\n"
    )
    found = values(read(text, "budget"), "overview", "amount")
    assert (found["income.government_fund"], found["229"], found["income.total"]) == ("38", "38", "48")


def parents(text: str) -> set[str]:
    return {row.parent for row in read(text, "budget").facts if row.item.startswith("p")}


def test_rows_of_a_named_list_are_parts_of_its_total_unless_some_sum_up_others() -> None:
    head = "项目支出表\n\n项目名称\t合计\t一般公共预算\n合计\t9.00\t9.00\n"
    listed = "救助资金\t5.00\t5.00\n经办经费\t4.00\t4.00\n"
    assert parents(head + listed) == {"total"}
    assert parents(head + "某县医疗保障局\t9.00\t9.00\n" + listed) == {""}
    assert parents(head + "特定目标\t5.00\t5.00\n救助资金\t3.00\t3.00\n监管经费\t2.00\t2.00\n经办经费\t4.00\t4.00\n") == {""}
    assert parents(head + listed + "\n第2页。\n\n监管经费\t1.00\t1.00\n平台运维\t2.00\t2.00\n") == {""}
