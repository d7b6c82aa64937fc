"""Figures beside a subject that are not this year's amount of it: of earlier years, of a budget's parts, of purchases, of parts."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.claims import read_claims
from baozhang.reading.document import read_text
from tests.reading.claims.explanations import told


def budget(section: str, text: str) -> list[str]:
    reading = read_claims(read_blocks(f"第三部分 2025年部门预算情况说明\n\n一、{section}\n\n{text}\n"), (), "d", 2025, "budget")
    return told(reading)


def final(section: str, text: str) -> list[str]:
    reading = read_claims(read_blocks(f"第三部分 2024年度部门决算情况说明\n\n一、{section}\n\n{text}\n"), (), "d", 2024, "final")
    return told(reading)


THREE = "“三公”经费财政拨款情况说明"


def test_a_year_before_the_last_one_is_not_the_last_one() -> None:
    text = "2024年“三公”经费支出8.00万元，比2023年增加1.00万元，增长14.29%；比2019年减少4.00万元，下降33.33%。"
    assert final(THREE, text)[1:] == [
        "change three_public[total].final 1 +prior_final",
        "change_pct three_public[total].final 14.29 +prior_final",
        "change three_public[total].final 4 -earlier",
        "change_pct three_public[total].final 33.33 -earlier",
    ]


def test_the_rate_of_a_change_whose_words_are_not_understood_is_not_bound_either() -> None:
    text = "2024年“三公”经费支出8.00万元，比上年（机构改革前）减少4.00万元，下降33.33%。"
    reading = read_claims(read_blocks(f"第三部分 2024年度部门决算情况说明\n\n一、{THREE}\n\n{text}\n"), (), "d", 2024, "final")
    assert [claim.text for claim in reading.claims if claim.unbound] == ["4.00万元", "33.33%"]


def test_the_parts_of_a_budget_are_budget() -> None:
    text = "2024年“三公”经费年初预算为12.00万元，其中：公务接待费5.00万元，公务用车运行维护费7.00万元。2024年公务接待费支出3.00万元。"
    assert final(THREE, text) == [
        "amount three_public[total].budget 12 initial_budget",
        "amount three_public[reception].budget 5 initial_budget",
        "amount three_public[vehicles.running].budget 7 initial_budget",
        "amount three_public[reception].final 3",
    ]


def test_vehicles_to_be_bought_are_not_those_that_there_are() -> None:
    text = "公务用车保有量4辆，2025年计划购置公务用车2辆。公务接待费1.00万元。"
    assert budget(THREE, text) == [
        "count disclosure[vehicles.kept].count 4",
        "count disclosure[vehicles.bought].count 2",
        "amount three_public[reception].budget 1",
    ]


def test_whose_money_it_is_that_stands_before_it_describes_nothing() -> None:
    text = "2025年本级部门，包括行政单位、事业单位和其他单位安排“三公”经费预算总额为20.00万元，较2024年减少2.00万元，压缩9.09%。"
    assert budget(THREE, text) == [
        "amount three_public[total].budget 20",
        "change three_public[total].budget 2 -prior_budget",
        "change_pct three_public[total].budget 9.09 -prior_budget",
    ]


def test_a_sentence_with_a_reason_of_its_own_explains_nothing_before_it() -> None:
    text = "公务用车运行维护费较上年增加2.00万元，原因是车辆老旧，我局将压缩开支，确保不超过上年。公务接待费减少0.50万元，主要是来访减少。"
    assert budget(THREE, text) == [
        "change three_public[vehicles.running].budget 2 +prior_budget",
        "change three_public[reception].budget 0.5 -prior_budget",
    ]


def test_classes_in_paragraphs_of_their_own_belong_to_the_kind_of_spending_that_is_parted() -> None:
    text = (
        "1.基本支出预算9.00万元，其中：\n\n工资福利支出预算7.00万元。\n\n商品和服务支出预算2.00万元。\n\n"
        "2.项目支出3.00万元，其中：\n\n商品和服务支出预算3.00万元。\n"
    )
    assert budget("一般公共预算支出情况说明", text) == [
        "amount general[total].basic 9",
        "amount disclosure[basic.economic.301].amount 7",
        "amount disclosure[basic.economic.302].amount 2",
        "amount general[total].project 3",
        "amount disclosure[project.economic.302].amount 3",
    ]


def test_a_class_before_the_words_of_a_budget_is_not_all_that_is_to_be_spent() -> None:
    text = "2025年支出预算12.00万元，其中：教育支出预算9.00万元，住房保障支出预算3.00万元。"
    assert budget("收支预算总体情况说明", text) == [
        "amount overview[spending.total].amount 12",
        "amount overview[205].amount 9",
        "amount overview[221].amount 3",
    ]


def test_projects_of_one_kind_are_not_all_that_have_targets() -> None:
    text = "2025年实行绩效目标管理的项目7个，涉及预算40.00万元。其中：特定目标类项目5个，涉及预算30.00万元。"
    assert budget("预算绩效情况说明", text)[:2] == [
        "count disclosure[performance.target_projects].count 7",
        "amount disclosure[performance.target_amount].amount 40",
    ]
    assert not [claim for claim in budget("预算绩效情况说明", text)[2:] if not claim.startswith("mention")]


def test_a_chapter_on_money_begins_the_explanation_that_the_document_is_called() -> None:
    text = (
        "某某中心2025年单位预算情况说明\n\n一、单位基本情况\n\n（一）职能职责\n\n承担培训工作。\n\n二、单位收支总体情况\n\n"
        "（一）收入预算：2025年年初预算数9.00万元，其中：事业收入2.00万元。\n\n三、单位预算情况说明\n\n一般公共预算财政拨款收入7.00万元。\n"
    )
    found = [(claim.item, claim.value // 1_000_000) for claim in read_text(text, "a.txt").claims]
    assert found == [("income.total", 9), ("income.institution", 2), ("income.general_public", 7)]


def test_the_account_of_last_year_in_a_budget_is_not_a_wrong_year() -> None:
    text = (
        "某局2025年部门预算公开说明\n\n“三公”经费情况说明\n\n一、2025年“三公”经费预算情况\n\n2025年度“三公”经费预算8.00万元。\n\n"
        "二、2024年“三公”经费决算情况\n\n2024年度“三公”经费支出7.00万元。\n\n2025年度“三公”经费预算比2024年增加1.00万元。\n"
    )
    assert not [row for row in read_text(text, "a.txt").wording if row.kind == "year"]


def test_what_was_spent_last_year_is_not_this_years_amount() -> None:
    text = "2024年“三公”经费支出8.00万元，比上年累计支出10.00万元减少2.00万元，下降20%。"
    assert final(THREE, text) == [
        "amount three_public[total].final 8",
        "amount three_public[total].final 10 prior_final",
        "change three_public[total].final 2 -prior_final",
        "change_pct three_public[total].final 20 -prior_final",
    ]


def test_an_expense_whose_name_is_not_known_is_not_that_of_the_subject_before() -> None:
    text = "因公出国（境）费1.00万元；公务用车租用费5.00万元，比上年增加2.00万元，增长66.67%。"
    reading = read_claims(read_blocks(f"第三部分 2024年度部门决算情况说明\n\n一、{THREE}\n\n{text}\n"), (), "d", 2024, "final")
    assert [claim.text for claim in reading.claims if claim.unbound] == ["2.00万元", "66.67%"]


def test_guests_are_counted_behind_a_reason() -> None:
    text = (
        "公务接待费支出2.00万元，比上年增加1.00万元，增长100%，增长的原因是新设机构。2024年某某事务管理中心国内公务接待共15批次，105人次。"
    )
    assert final(THREE, text)[-2:] == ["count disclosure[reception.batches].count 15", "count disclosure[reception.persons].count 105"]


def test_numbers_of_the_budget_and_of_the_account_in_other_words() -> None:
    text = "2024年“三公”经费决算数8.00万元，比上年预算数字下降20%，比上年决算数字下降10%。"
    assert final(THREE, text)[1:] == [
        "change_pct three_public[total].final 20 -prior_budget",
        "change_pct three_public[total].final 10 -prior_final",
    ]


def test_one_amount_behind_several_names_is_their_sum() -> None:
    text = "公务接待费、公务用车运行维护费共5.00万元，比上年减少1.00万元。公务接待费和公务用车运行维护费分别为2.00万元和3.00万元。"
    reading = read_claims(read_blocks(f"第三部分 2024年度部门决算情况说明\n\n一、{THREE}\n\n{text}\n"), (), "d", 2024, "final")
    assert [claim.text for claim in reading.claims if claim.unbound] == ["5.00万元", "1.00万元"]
    assert told(reading)[2:] == ["amount three_public[reception].final 2", "amount three_public[vehicles.running].final 3"]


def test_the_sum_of_nothing_is_nothing_of_each() -> None:
    assert final("支出决算情况说明", "上缴上级支出、经营支出、对附属单位补助支出共0.00万元。") == [
        "amount spending[total].to_superior 0",
        "amount spending[total].operating 0",
        "amount spending[total].to_affiliate 0",
    ]


def test_what_something_is_not_is_no_subject() -> None:
    text = "其他收入3.00万元，为单位在“财政拨款收入”“事业收入”“经营收入”之外取得的收入。较2023年度决算数增加1.00万元。"
    assert final("收入决算情况说明", text) == [
        "amount overview[income.other].amount 3",
        "change overview[income.other].amount 1 +prior_final",
    ]


def test_words_of_reason_that_lead_to_what_is_stated() -> None:
    text = "“三公”经费预算增减变化的主要原因是：2025年“三公”经费支出预算合计9.00万元，比上年预算数减少1.00万元。"
    assert budget(THREE, text) == ["amount three_public[total].budget 9", "change three_public[total].budget 1 -prior_budget"]


def test_all_spent_behind_the_name_of_the_three_expenses_is_theirs() -> None:
    assert budget(THREE, "公务接待费、出国费、用车费（简称“三公”经费）支出合计9.00万元。") == ["amount three_public[total].budget 9"]


def test_a_page_called_after_the_three_expenses_whose_chapters_are_the_expenses() -> None:
    text = "某某局\n关于“三公”经费2024年决算的情况说明\n\n一、公务接待费\n\n2024年公务接待费0.50万元。国内公务接待8批次，92人。\n"
    assert [claim.item for claim in read_text(text, "a.txt").claims] == ["reception", "reception.batches", "reception.persons"]


def test_the_next_item_of_a_list_is_not_of_the_fund_before() -> None:
    text = "某校2025年预算\n\n1、政府性基金预算财政拨款支出2.00万元。\n\n（二）2025年支出预算9.00万元。\n"
    assert "9.00万元" not in [claim.text for claim in read_text(text, "a.txt").claims if claim.statement == "fund"]


def test_meetings_training_and_travel_in_a_section_of_their_own() -> None:
    text = "“会议费”“培训费”“差旅费”预算数共6.00万元，其中：会议费1.00万元，培训费2.00万元，差旅费3.00万元。"
    assert budget("“会议费”“培训费”“差旅费”财政拨款预算安排情况说明", text)[1:] == [
        "amount disclosure[meetings].amount 1",
        "amount disclosure[training].amount 2",
        "amount disclosure[travel].amount 3",
    ]


def test_money_of_a_project_below_a_heading_on_targets_is_not_all_that_has_targets() -> None:
    text = "某项目绩效自评报告\n\n一、绩效目标分解下达情况\n\n1.下达预算情况。\n\n年度资金4.00万元，本年度财政拨款4.00万元，执行率100%。\n"
    assert [claim.text for claim in read_text(text, "a.txt").claims if not claim.unbound] == []


def test_a_figure_that_is_not_understood_is_told_with_the_words_as_printed() -> None:
    text = "初中教育支出3.00万元，其中：基本支出3.00万元。"
    reading = read_claims(
        read_blocks(f"第三部分 2025年部门预算情况说明\n\n一、一般公共预算支出情况说明\n\n{text}\n"), (), "d", 2025, "budget"
    )
    assert [claim.unbound for claim in reading.claims] == ["“初中教育”不是已知的科目或项目"] * 2


def test_a_comparison_behind_a_row_of_parts_is_of_the_whole() -> None:
    parts = "政府采购预算10.00万元，其中：货物类采购预算3.00万元、服务类采购预算7.00万元；比上年增加2.00万元。"
    assert budget("政府采购预算情况说明", parts)[-1] == "change disclosure[procurement.total].amount 2 +prior_budget"
    parted = "政府采购预算10.00万元，其中：货物类采购预算3.00万元；服务类采购预算7.00万元；比上年增加2.00万元。"
    assert budget("政府采购预算情况说明", parted)[-1] == "change disclosure[procurement.services].amount 2 +prior_budget"


def test_what_something_fell_to_is_no_change() -> None:
    text = "公务接待费由上年的4.00万元减少到3.00万元，较上年减少1.00万元。"
    assert budget(THREE, text)[1:] == ["amount three_public[reception].budget 3", "change three_public[reception].budget 1 -prior_budget"]


def test_short_names_of_the_parts_of_vehicles() -> None:
    text = "公务用车购置及运行维护费5.00万元，其中：购置费0万元，运行维护费5.00万元，较上年减少0.50万元。"
    assert budget(THREE, text)[1:] == [
        "amount three_public[vehicles.purchase].budget 0",
        "amount three_public[vehicles.running].budget 5",
        "change three_public[vehicles.running].budget 0.5 -prior_budget",
    ]


def test_a_chapter_on_all_of_the_budget_begins_it_as_well() -> None:
    text = (
        "某校2025年部门预算公开说明\n\n一、主要职责及机构设置情况\n\n实行校长负责制。\n\n二、2025年汇总预算情况\n\n（一）2025年收入预算9.00万元，其中：\n\n"
        "1、事业收入2.00万元；\n\n2、单位资金收入0万元。\n\n（二）2025年支出预算9.00万元。\n"
    )
    found = [(claim.item, claim.value // 1_000_000) for claim in read_text(text, "a.txt").claims]
    assert found == [("income.total", 9), ("income.institution", 2), ("income.unit_funds", 0), ("spending.total", 9)]


def test_counts_between_sentences_on_money_of_a_page_without_chapters() -> None:
    text = (
        "某镇2024年度“三公”经费决算情况说明\n2024年度“三公”经费4.00万元，其中：公务接待费4.00万元。\n"
        "2024年度公务用车保有量3辆；国内公务接待20批次，200人次。\n2024年度“三公”经费较上年减少1.00万元。\n"
    )
    assert [claim.item for claim in read_text(text, "a.txt").claims if claim.kind == "count"] == [
        "vehicles.kept",
        "reception.batches",
        "reception.persons",
    ]
