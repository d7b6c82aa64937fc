"""Statements as the converters and provinces not among the five print them – on tables of our own."""

from __future__ import annotations

from decimal import Decimal

from baozhang.reading.blocks import read_blocks
from baozhang.reading.document import read_text
from baozhang.reading.statements.captions import statement_of_title
from baozhang.reading.statements.reader import StatementsReading, read_statements

INCOME = "项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入\n"
OVERVIEW = "本年收入合计\t9.00\t10.00\t本年支出合计\t9.00\t10.00\n总计\t9.00\t10.00\t总计\t9.00\t10.00\n"


def read(text: str, stage: str = "final") -> StatementsReading:
    return read_statements(read_blocks("前言。\n\n一、表\n\n" + text), frozenset(), "d", stage)


def values(reading: StatementsReading, statement: str, column: str) -> dict[str, str]:
    found = [row for row in reading.facts if row.statement == statement and row.column == column and row.text]
    return {row.item: str(Decimal(row.value) / 1_000_000) for row in found}


def test_titles_with_a_number_or_the_order_of_rows_behind_them() -> None:
    assert statement_of_title("表05一般公共预算财政拨款支出决算表(公开05表)") == "general"
    assert statement_of_title("附表五一般公共预算财政拨款支出决算表") == "general"
    assert statement_of_title("2023年度收入决算表(按科目)") == "income"
    assert statement_of_title("2023年度收入决算表(按单位)") == ""


def test_words_of_merged_cells_repeated_in_every_place_stand_once() -> None:
    text = (
        "一般公共预算财政拨款基本支出决算表\n\n人员经费\t人员经费\t人员经费\t公用经费\t公用经费\t公用经费\n"
        "科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\n301\t工资福利支出\t7.00\t302\t商品和服务支出\t3.00\n"
        "30101\t基本工资\t7.00\t30201\t办公费\t3.00\n人员经费合计\t人员经费合计\t7.00\t公用经费合计\t公用经费合计\t3.00\n"
    )
    found = values(read(text), "basic", "amount")
    assert (found["staff"], found["operating_cost"]) == ("7", "3")


def test_budget_figures_beside_the_final_ones_are_listed_not_taken() -> None:
    text = (
        "收入支出决算总表\n\n收入\t\t\t支出\t\t\n项目\t年初预算数\t决算数\t项目\t年初预算数\t决算数\n"
        "一、一般公共预算财政拨款收入\t9.00\t10.00\t八、社会保障和就业支出\t9.00\t10.00\n" + OVERVIEW
    )
    reading = read(text)
    assert values(reading, "overview", "amount")["income.general_public"] == "10"
    assert values(reading, "overview", "amount")["208"] == "10"
    assert [row.why for row in reading.unrecognised] == ["栏目“年初预算数”未纳入核对（6个数）"]


def test_row_numbers_are_never_taken_for_amounts() -> None:
    classes = ("外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出", "节能环保支出", "城乡社区支出", "农林水支出", "金融支出")
    rows = "".join(f"\t\t{name}\t{n}\t{n * 100}.00\n" for n, name in enumerate(classes, 31))
    reading = read("收入支出决算总表\n\n收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n" + rows + "总计\t10.00\t总计\t41\t10.00\n")
    assert not reading.facts
    assert "行次" in reading.unrecognised[0].why


def test_columns_below_other_money_are_not_this_years_spending() -> None:
    text = (
        "一般公共预算财政拨款收入支出决算表\n\n"
        "<table><tr><td colspan=2>项目</td><td colspan=3>本年收入</td><td colspan=3>本年支出</td></tr>"
        "<tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>"
        "<tr><td></td><td>合计</td><td>5.00</td><td>3.00</td><td>2.00</td><td>9.00</td><td>6.00</td><td>3.00</td></tr>"
        "<tr><td>208</td><td>社会保障和就业支出</td><td>5.00</td><td>3.00</td><td>2.00</td><td>9.00</td><td>6.00</td><td>3.00</td></tr></table>"
    )
    reading = read(text)
    assert [values(reading, "general", column)["208"] for column in ("total", "basic", "project")] == ["9", "6", "3"]


def test_an_untitled_table_is_known_by_its_number_and_its_shape() -> None:
    text = (
        "公开05表\n\n项目\t\t本年支出\t\t\n科目编码\t科目名称\t小计\t基本支出\t项目支出\n"
        "合计\t\t9.00\t6.00\t3.00\n208\t社会保障和就业支出\t9.00\t6.00\t3.00\n"
    )
    assert values(read(text), "general", "total") == {"total": "9", "208": "9"}
    other = read("财政拨款支出决算明细表\n\n" + text)
    assert not other.facts
    assert other.unrecognised[0].why.startswith("表格“财政拨款支出决算明细表”未识别")


def test_a_table_with_a_title_of_its_own_continues_none() -> None:
    income = "收入决算表\n\n" + INCOME + "合计\t\t9.00\t9.00\t\t\t\t\t\n208\t社会保障和就业支出\t9.00\t9.00\t\t\t\t\t\n"
    reading = read(income + "\n资产情况表\n\n项目\t\t甲\t乙\t丙\t丁\t戊\t己\t庚\n资产\t\t1.00\t2.00\t3.00\t4.00\t5.00\t6.00\t7.00\n")
    assert reading.tables == 2
    assert {row.statement for row in reading.facts} == {"income"}


def test_units_of_money_in_the_cells() -> None:
    text = "收入决算表\n\n" + INCOME + "合计\t\t9.00万元\t9.00万元\t\t\t\t\t\n208\t社会保障和就业支出\t9.00万元\t9.00万元\t\t\t\t\t\n"
    assert values(read(text), "income", "fiscal") == {"total": "9", "208": "9"}


def test_unreadable_cells_do_not_make_an_empty_table() -> None:
    text = "收入决算表\n\n" + INCOME + "合计\t\t约9.00万元上下\t约9.00\t\t\t\t\t\n\n注：本表反映部门本年度取得的各项收入情况。\n"
    reading = read(text)
    assert not reading.facts
    assert "不是单独的数" in reading.unrecognised[0].why


def test_three_public_with_meetings_and_a_row_for_each_kind() -> None:
    text = (
        "财政拨款“三公”经费及会议费、培训费支出决算表\n\n"
        "<table><tr><td rowspan=3>项目</td><td colspan=6>财政拨款安排的“三公”经费</td><td rowspan=3>会议费</td></tr>"
        "<tr><td rowspan=2>小计</td><td rowspan=2>因公出国（境）费用</td><td rowspan=2>公务接待费</td>"
        "<td colspan=3>公务用车购置及运行维护费</td></tr>"
        "<tr><td>小计</td><td>公务用车购置费</td><td>公务用车运行维护费</td></tr>"
        "<tr><td>预算数</td><td>5.00</td><td>0.00</td><td>2.00</td><td>3.00</td><td>0.00</td><td>3.00</td><td>1.00</td></tr>"
        "<tr><td>决算数</td><td>3.00</td><td>0.00</td><td>1.00</td><td>2.00</td><td>0.00</td><td>2.00</td><td>1.00</td></tr></table>"
    )
    reading = read(text)
    assert values(reading, "three_public", "budget")["total"] == "5"
    assert values(reading, "three_public", "final") == {
        "total": "3", "abroad": "0", "reception": "1", "vehicles": "2", "vehicles.purchase": "0", "vehicles.running": "2",
    }  # fmt: skip
    assert len(reading.unrecognised) == 2


def test_titles_repeated_inside_a_run_of_tables_part_them() -> None:
    table = "|{0}|{0}|{0}|\n|---|---|---|\n|科目编码|科目名称|小计|\n|合计||1.00|\n"
    blocks = read_blocks(
        "前言。\n\n" + table.format("一般公共预算财政拨款支出决算表") + "\n" + table.format("国有资本经营预算财政拨款支出决算表")
    )
    assert [block.kind for block in blocks] == ["cover", "table", "table"]


def test_tables_with_bars_between_cells_only() -> None:
    blocks = read_blocks("前言。\n\n项目 | 决算数 | 备注\n | 1.00 | \n合计 | 2.00 | 无\n")
    assert [row.cells for row in blocks[-1].rows] == [("项目", "决算数", "备注"), ("", "1.00", ""), ("合计", "2.00", "无")]


def test_a_caption_laid_out_with_tabs_does_not_change_the_bars_of_the_table() -> None:
    text = "部门：某局\t\t\t单位：万元\n\n| 项目 | 决算数 |\n| --- | --- |\n| 合计 | 2.00 |\n"
    rows = read_blocks("前言。\n\n" + text)[-1].rows
    assert [row.cells for row in rows][-1] == ("合计", "2.00")


def _facts(text: str, statement: str) -> dict[tuple[str, str], int]:
    return {(fact.item, fact.column): fact.value // 10**6 for fact in read_text(text).facts if fact.statement == statement}


def test_rows_may_be_numbered_in_front_and_the_line_with_the_unit_is_no_title() -> None:
    head = "|序号|收入||支出||\n||项目|预算金额|项目|预算金额|\n"
    rows = head + "|1|一般公共预算拨款收入|30|卫生健康支出|30|\n|2|本年收入合计|30|本年支出合计|30|\n"
    caption = "部门预算收支总表\n部门编码及名称：[361]某县医疗保障局　　预算年度：2024　　单位：万元"
    facts = _facts(f"2024年部门预算\n\n{caption}\n\n{rows}", "overview")
    assert (facts["income.general_public", "amount"], facts["210", "amount"], facts["spending.year", "amount"]) == (30, 30, 30)


def test_codes_of_a_second_classification_are_no_amounts() -> None:
    head = "|部门经济科目编码|部门经济科目名称|政府经济科目编码|合计|人员经费支出|公用经费支出|\n"
    rows = head + "|合计|||36|30|6|\n|301|工资福利支出|501|30|30|0|\n|302|商品和服务支出|502|6|0|6|\n"
    caption = "表8 一般公共预算基本支出明细表（按支出经济分类科目）\n单位：万元"
    facts = _facts(f"2024年部门预算\n\n{caption}\n\n{rows}", "basic")
    assert [facts[item, "total"] for item in ("total", "301", "302")] == [36, 30, 6]


def test_basic_expenditure_by_function_is_not_the_statutory_table() -> None:
    assert statement_of_title("2024年一般公共预算基本支出明细表（按支出功能分类科目）") == ""
    assert statement_of_title("预算05表一般公共预算财政拨款支出表") == "general"
    assert statement_of_title("2024年部门综合预算收支总表") == "overview"


def test_a_list_of_purchases_has_columns_of_its_own_beside_its_amounts() -> None:
    rows = "|预算项目|采购项目|预留资金|合计|一般公共预算|\n|经办|台式计算机|40|20|20|\n|合计|||20|20|\n"
    document = read_text(f"2024年部门预算\n\n部门政府采购预算表\n单位：万元\n\n{rows}")
    assert [(fact.item, fact.column) for fact in document.facts] == [
        ("p1", "total"), ("p1", "general_public"), ("total", "total"), ("total", "general_public")
    ]  # fmt: skip
    assert [row.why for row in document.unrecognised] == ["栏目“预留资金”不是已知的栏目，其中1个数未识别"]


def test_three_public_expenses_of_two_years_in_two_rows_or_side_by_side() -> None:
    head = "|部门名称|年度|“三公”经费预算总额|因公出国（境）费用|公务接待费|公务用车购置和运行维护费|||\n"
    head += "||||||小计|公务用车购置费|公务用车运行维护费|\n"
    rows = "|合计|2023年|9|0|3|6|0|6|\n||2024年|8|0|2|6|0|6|\n"
    title = "2024年部门预算\n\n财政拨款“三公”经费支出表\n单位：万元\n\n"
    facts = _facts(title + head + rows, "three_public")
    assert (facts["total", "budget"], facts["total", "prior.budget"], facts["reception", "budget"]) == (8, 9, 2)
    items = "小计|因公出国（境）费用|公务接待费|公务用车运行维护费"
    sums = "|单位|2023年||||||2024年||||||\n||合计|“三公”经费||||会议费|合计|“三公”经费||||会议费|\n"
    sums += f"|||{items}|||{items}||\n"
    facts = _facts(title + sums + "|某局|10|9|0|3|6|1|9|8|0|2|6|1|\n", "three_public")
    assert (facts["total", "budget"], facts["total", "prior.budget"], facts["reception", "budget"]) == (8, 9, 2)


def test_three_public_expenses_with_the_money_that_pays_beside_them() -> None:
    items = [("合计", 8), ("因公出国（境）费", 0), ("公务用车购置及运维费", 6), ("公务用车运行维护费", 6), ("公务接待费", 2)]
    rows = "".join(f"|{at}|{name}|{value}|{value}||\n" for at, (name, value) in enumerate(items, 1))
    head = "|序号|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|\n"
    title = "2024年部门预算\n\n部门预算财政拨款“三公”经费支出表\n单位：万元\n\n"
    facts = _facts(title + head + rows, "three_public")
    assert (facts["total", "budget"], facts["vehicles", "budget"], facts["reception", "budget"]) == (8, 6, 2)


def _general(*rows: str) -> dict[tuple[str, str], int]:
    head = "科目代码|科目名称|本年支出合计|基本支出|项目支出"
    lines = "\n".join(f"|{row}|" for row in (head, "合计||30|20|10", *rows))
    return _facts(f"2024年度部门决算\n\n一般公共预算财政拨款支出决算表\n单位：万元\n\n{lines}\n", "general")


def test_a_row_that_stands_one_cell_beside_its_columns_is_moved_where_it_adds_up() -> None:
    facts = _general("208|社会保障和就业支出||20|20", "210|卫生健康支出|10||10")
    assert (facts["208", "total"], facts["208", "basic"], facts.get(("208", "project"), 0)) == (20, 20, 0)


def test_a_wrong_figure_is_not_moved_away() -> None:
    facts = _general("208|社会保障和就业支出|21|20|", "210|卫生健康支出|10||10")
    assert (facts["208", "total"], facts["208", "basic"]) == (21, 20)


def test_a_row_that_lost_a_blank_cell_is_read_as_it_adds_up() -> None:
    facts = _general("208|社会保障和就业支出|20|20|", "210|卫生健康支出|10|10")
    assert (facts["210", "total"], facts.get(("210", "basic"), 0), facts["210", "project"]) == (10, 0, 10)


def test_the_number_of_a_row_is_no_amount_where_a_blank_cell_came_before_it() -> None:
    head = "|收入|||支出|||\n|项目|行次|决算数|项目|行次|决算数|\n|一、一般公共预算财政拨款收入|1|30.00|八、社会保障和就业支出|39|20.00|\n"
    rows = "|||| 九、卫生健康支出||40|10.00|\n|本年收入合计|27|30.00|本年支出合计|58|30.00|\n".replace("|||| ", "||||")
    facts = _facts(f"2024年度部门决算\n\n收入支出决算总表\n单位：万元\n\n{head}{rows}", "overview")
    assert facts["210", "amount"] == 10


def test_codes_in_two_cells_behind_an_empty_amount_are_no_amounts() -> None:
    rows = (
        "301\t\t工资福利支出\t7.00\t302\t\t商品和服务支出\t3.00", "301\t01\t基本工资\t7.00\t302\t01\t办公费\t1.00",
        "301\t03\t奖金\t\t302\t02\t印刷费\t", "301\t06\t伙食补助费\t\t302\t04\t手续费\t0.50", "301\t07\t绩效工资\t\t302\t07\t邮电费\t1.50",
    )  # fmt: skip
    header = "经济分类\t\t科目名称\t决算数\t经济分类\t\t科目名称\t决算数\n类\t款\t\t\t类\t款\t\t\n"
    reading = read("一般公共预算财政拨款基本支出决算表\n\n" + header + "\n".join(rows) + "\n")
    expected = {"301": "7", "30101": "7", "302": "3", "30201": "1", "30204": "0.5", "30207": "1.5"}
    assert values(reading, "basic", "amount") == expected
    assert not reading.unrecognised
