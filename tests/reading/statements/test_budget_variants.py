"""Budgets of other provinces: columns that nothing knows, the year before beside the year, rows of units, captions inside tables."""

from __future__ import annotations

from decimal import Decimal

from baozhang.reading.blocks import read_blocks
from baozhang.reading.statements.captions import statement_of_title
from baozhang.reading.statements.reader import StatementsReading, read_statements


def read(text: str) -> StatementsReading:
    return read_statements(read_blocks("前言。\n\n一、表\n\n" + text), frozenset(), "d", "budget")


def cells(reading: StatementsReading) -> dict[tuple[str, str], Decimal]:
    return {(row.item, row.column): Decimal(row.value) / 1_000_000 for row in reading.facts if row.text}


def test_figures_below_an_unknown_column_stay_out_of_the_columns_beside_it() -> None:
    reading = read(
        "部门收入总表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t合计\t一般公共预算\t彩票专项\t事业收入\n"
        "合计\t\t9.00\t5.00\t3.00\t1.00\n"
        "210\t卫生健康支出\t9.00\t5.00\t3.00\t1.00\n"
    )
    assert cells(reading)["210", "institution"] == 1
    assert cells(reading)["210", "general_public"] == 5
    assert [row.why for row in reading.unrecognised] == ["栏目“彩票专项”不是已知的栏目，其中2个数未识别"]


def test_the_three_budgets_stand_twice_in_the_national_income_table() -> None:
    reading = read(
        "部门收入总表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t合计\t本年收入\t\t\t上年结转结余\t\n"
        "\t\t\t小计\t一般公共预算\t政府性基金预算\t小计\t一般公共预算\n"
        "合计\t\t9.00\t7.00\t5.00\t2.00\t2.00\t2.00\n"
        "210\t卫生健康支出\t9.00\t7.00\t5.00\t2.00\t2.00\t2.00\n"
    )
    found = cells(reading)
    columns = ("total", "year", "general_public", "carryover", "carryover.general_public")
    assert [found["210", column] for column in columns] == [9, 7, 5, 2, 2]
    assert not reading.unrecognised


def test_rows_of_units_are_parts_of_the_department() -> None:
    reading = read(
        "部门收入总表\n\n单位：万元\n\n"
        "部门（单位）代码\t部门（单位）名称\t合计\t一般公共预算\t事业收入\n"
        "\t合计\t9.00\t8.00\t1.00\n445\t某某局\t9.00\t8.00\t1.00\n445001\t某某局本级\t6.00\t6.00\t\n445002\t某某中心\t3.00\t2.00\t1.00\n"
    )
    parents = {row.item: row.parent for row in reading.facts}
    assert parents == {"total": "", "unit:445": "total", "unit:445001": "unit:445", "unit:445002": "unit:445"}


def test_the_year_before_and_the_change_are_not_this_year() -> None:
    reading = read(
        "一般公共预算支出表\n\n单位：万元\n\n"
        "功能分类科目\t\t2024年预算数\t2025年预算数\t\t\t2025年预算数比2024年预算数\n"
        "科目编码\t科目名称\t\t小计\t基本支出\t项目支出\t增减额\n"
        "\t合计\t8.00\t9.00\t6.00\t3.00\t1.00\n210\t卫生健康支出\t8.00\t9.00\t6.00\t3.00\t1.00\n"
    )
    found = cells(reading)
    assert found["210", "total"] == 9
    assert found["210", "prior.total"] == 8
    assert found["210", "change"] == 1


def test_basic_spending_of_one_fund_is_not_that_of_the_department() -> None:
    reading = read(
        "部门支出预算表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t一般公共预算\t\t单位资金\n\t\t\t基本支出\t项目支出\t\n"
        "合计\t\t9.00\t5.00\t3.00\t1.00\n210\t卫生健康支出\t9.00\t5.00\t3.00\t1.00\n"
    )
    assert ("210", "total") in cells(reading)
    assert ("210", "project") not in cells(reading)


def test_a_caption_printed_as_rows_of_the_table_gives_title_and_unit() -> None:
    reading = read(
        "2025年部门支出预算总表\t\t\t\n编制部门：某某局\t\t单位：元\t\n科目编码\t科目名称\t合计\t基本支出\n"
        "合计\t\t12.00\t12.00\n210\t卫生健康支出\t12.00\t12.00\n"
    )
    assert [(row.statement, row.unit) for row in reading.statements] == [("spending", "元")]
    assert reading.departments == ("某某局",)


def test_a_header_row_over_the_header_is_no_item() -> None:
    reading = read(
        "收支预算总表\n\n单位：万元\n\n本年收入\t\t本年支出\t\n项目\t预算数\t项目\t预算数\n"
        "一、财政拨款收入\t5.00\t一、卫生健康支出\t6.00\n1、一般公共预算资金\t5.00\t\t\n二、事业收入\t1.00\t\t\n收入总计\t6.00\t支出总计\t6.00\n"
    )
    assert {item for item, _ in cells(reading)} == {
        "income.fiscal", "income.general_public", "income.institution", "income.total", "210", "spending.total",
    }  # fmt: skip


def test_three_public_across_with_units_and_other_columns() -> None:
    reading = read(
        "财政拨款“三公”经费支出表\n\n单位：万元\n\n"
        "单位编码\t单位名称\t合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行维护费\t\t\t会议费\n"
        "\t\t\t\t\t小计\t公务用车运行维护费\t公务用车购置\t\n"
        "\t合计\t8.80\t\t1.80\t7.00\t7.00\t\t2.00\n365001\t某某局本级\t8.80\t\t1.80\t7.00\t7.00\t\t2.00\n"
    )
    found = cells(reading)
    assert found["total", "budget"] == Decimal("8.80")
    assert found["vehicles.running", "budget"] == 7
    assert found["reception@某某局本级", "budget"] == Decimal("1.80")


def test_three_public_of_two_years_side_by_side() -> None:
    head = "“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费"
    reading = read(
        "一般公共预算“三公”经费支出表\n\n单位：万元\n\n2024年预算数\t\t\t\t\t\t2025年预算数\t\t\t\t\t\n"
        f"{head}\t{head}\n\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t\n"
        "26.00\t\t20.00\t\t20.00\t6.00\t25.00\t\t20.00\t\t20.00\t5.00\n"
    )
    found = cells(reading)
    assert found["total", "budget"] == 25
    assert found["total", "prior.budget"] == 26


def test_numbers_in_front_of_a_title_end_where_the_title_begins() -> None:
    assert statement_of_title("表5一般公共预算支出表") == "general"
    assert statement_of_title("附件2-5一般公共预算支出预算表") == "general"
    assert statement_of_title("表七一般公共预算“三公”经费支出表") == "three_public"


def test_how_many_are_bought_is_no_amount_and_no_shifted_figure() -> None:
    reading = read(
        "政府采购预算表\n\n单位：万元\n\n"
        "采购项目\t采购目录\t数量\t合计\t一般公共预算\t政府性基金预算\n"
        "合计\t\t\t26.00\t26.00\t\n政策宣传\t印刷服务\t1\t20.00\t20.00\t\n办公设备购置\t台式计算机\t10\t6.00\t6.00\t\n"
    )
    assert [cells(reading)[item, "total"] for item in ("total", "p1", "p2")] == [26, 20, 6]
    assert not reading.unrecognised
