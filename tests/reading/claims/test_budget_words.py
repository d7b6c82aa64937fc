"""Explanations of budgets elsewhere: all sections gathered in one chapter, parts behind 支出包括, a project's name on a line."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.claims import read_claims
from baozhang.reading.document import read_text
from tests.reading.claims.explanations import told

CHAPTER = "第二部分 2025年部门预算情况说明\n\n一、2025年部门预算收支情况说明\n\n"


def claims(text: str) -> list[str]:
    reading = read_claims(read_blocks(CHAPTER + text), (), "d", 2025, "budget")
    assert not reading.unbound
    return told(reading)


def test_sections_gathered_in_one_chapter_are_told_by_their_headings() -> None:
    text = (
        "（一）收入预算情况\n\n2025年收入预算总额为9.00万元。\n\n"
        "（四）政府性基金情况\n\n没有使用政府性基金预算拨款安排的支出。\n\n"
        "（六）机关运行经费\n\n2025年部门机关运行费预算2.00万元。\n\n"
        "（七）政府采购情况\n\n政府采购总额5.00万元，其中：货物类2.00万元，工程类0万元，服务类3.00万元。\n\n"
        "（八）国有资产占有使用情况\n\n部门共有车辆3辆，其中，一般公务用车3辆。\n"
    )
    assert claims(text) == [
        "amount overview[income.total].amount 9",
        "amount disclosure[operating_expenses].amount 2",
        "amount disclosure[procurement.total].amount 5",
        "amount disclosure[procurement.goods].amount 2",
        "amount disclosure[procurement.works].amount 0",
        "amount disclosure[procurement.services].amount 3",
        "count disclosure[vehicles.total].count 3",
        "count disclosure[vehicles.kind.1].count 3",
    ]


def test_classes_of_the_economic_classification_belong_to_basic_spending_or_to_all() -> None:
    text = (
        "（二）支出预算情况\n\n基本支出7.00万元，其中：工资福利支出5.00万元、商品和服务支出2.00万元。\n\n"
        "按支出经济分类划分：工资福利支出5.00万元。\n"
    )
    assert claims(text)[1:] == [
        "amount disclosure[basic.economic.301].amount 5",
        "amount disclosure[basic.economic.302].amount 2",
        "amount disclosure[economic.301].amount 5",
    ]


def test_what_spending_comprises_is_read_as_amounts() -> None:
    text = "（三）财政拨款收支总预算\n\n2025年财政拨款收支总预算9.00万元。支出包括：卫生健康支出8.00万元、住房保障支出1.00万元。\n"
    assert claims(text)[2:] == ["amount fiscal[210].total 8", "amount fiscal[221].total 1"]


def test_a_projects_name_alone_on_a_line_is_spoken_of_below() -> None:
    text = "（九）项目绩效情况说明\n\n1.信息化建设项目\n\n（1）年度预算安排：130.00万元。\n"
    assert [claim.split()[1] for claim in claims(text)] == ["disclosure[project:信息化建设].budget"]


def test_a_fund_item_has_its_own_income_spending_and_balances() -> None:
    name = "用于城乡医疗救助的彩票公益金支出"
    sentence = (
        f"1、其他支出（类）彩票公益金安排的支出（款）{name}（项）。"
        "年初结转和结余6.00万元，收入50.00万元，支出52.00万元，年末结转和结余4.00万元。\n"
    )
    text = (
        "某局2025年部门决算\n\n第一部分 部门决算表\n\n政府性基金预算财政拨款收入支出决算表\n\n"
        "科目代码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n\t\t\t\t小计\t基本支出\t项目支出\t\n"
        f"合计\t\t6.00\t50.00\t52.00\t0.00\t52.00\t4.00\n2296013\t{name}\t6.00\t50.00\t52.00\t0.00\t52.00\t4.00\n\n"
        "第二部分 部门决算情况说明\n\n八、政府性基金预算收入支出决算情况\n\n"
    )
    told_of = [(claim.item, claim.column) for claim in read_text(text + sentence).claims]
    assert told_of == [("2296013", column) for column in ("opening", "income", "total", "closing")]
    assert all(claim.unbound for claim in read_text(text + sentence.replace(name, "用于其他的支出")).claims)


def test_all_spending_follows_the_last_income_and_short_names_keep_their_numbering_apart() -> None:
    text = (
        "四、财政拨款收支预算情况说明\n\n收入包括：一般公共预算当年拨款收入8.00万元；政府性基金预算当年拨款收入2.00万元。"
        "支出包括：教育支出8.00万元，占80%；（二）住房保障支出2.00万元，占20%。\n"
    )
    assert claims(text) == [
        "amount fiscal[income.general_public].amount 8",
        "amount fiscal[income.government_fund].amount 2",
        "amount fiscal[205].total 8",
        "share fiscal[205].total 80 fiscal[spending.year].total",
        "amount fiscal[221].total 2",
        "share fiscal[221].total 20 fiscal[spending.year].total",
    ]


def test_parts_of_the_year_before_say_nothing_of_the_year() -> None:
    text = (
        "三、支出决算情况说明\n\n2025年度支出合计10.00万元，其中：基本支出7.00万元，占70%。"
        "2024年度支出合计8.00万元，其中：基本支出2.00万元，占总支出的25%。\n"
    )
    reading = read_claims(read_blocks("第三部分 2025年部门决算情况说明\n\n" + text), (), "d", 2025, "final")
    kinds = [(claim.kind, claim.base) for claim in reading.claims]
    assert kinds == [
        ("amount", ""),
        ("amount", ""),
        ("share", "overview[spending.year].amount"),
        ("amount", "prior_final"),
        ("mention", ""),
        ("mention", ""),
    ]


def test_a_class_named_in_a_list_is_not_spoken_of_in_the_next_sentence() -> None:
    text = "五、一般公共预算支出情况说明\n\n支出10.00万元，其中：住房保障支出2.00万元，占20%。基本支出7.00万元。\n"
    assert "amount general[total].basic 7" in claims(text)


def test_a_reason_ends_before_the_change_of_the_other_total() -> None:
    text = (
        "一、收支总体情况说明\n\n2025年收入总计10.00万元、支出总计10.00万元。与2024年相比，收入总计减少2.00万元，主要原因是救助减少；"
        "支出总计减少2.00万元，主要原因是救助减少。\n"
    )
    reading = read_claims(read_blocks(CHAPTER + text), (), "d", 2025, "budget")
    changed = [(claim.item, claim.reason) for claim in reading.claims if claim.kind == "change"]
    assert changed == [("income.total", "救助减少"), ("spending.total", "救助减少")]


def test_a_paragraph_below_no_section_is_of_the_money_it_names_first() -> None:
    text = "三、部门预算情况说明\n\n2025年政府性基金预算支出8.00万元，其中：项目支出8.00万元。\n"
    reading = read_claims(read_blocks("第二部分 2025年部门预算情况说明\n\n" + text), (), "d", 2025, "budget")
    assert told(reading) == ["amount fund[total].total 8", "amount fund[total].project 8"]


def test_a_name_in_brackets_is_of_all_that_was_listed_before_it() -> None:
    text = (
        "七、“三公”经费情况说明\n\n因公出国（境）费、公务接待费、公务用车购置费，公务用车运行费（“三公”经费）预算总额9.00万元，"
        "其中：公务接待费2.00万元。\n"
    )
    assert claims(text) == ["amount three_public[total].budget 9", "amount three_public[reception].budget 2"]
