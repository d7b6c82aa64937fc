"""Turns of phrase of published accounts from many provinces: figures in turn, definitions, later and earlier years, parts of a budget."""

from __future__ import annotations

from baozhang.reading.document import read_text
from tests.reading.claims.explanations import read, told


def test_figures_told_in_turn_behind_each() -> None:
    text = "2024年度收、支总计各是120.00,110.50万元。与2023年相比，收、支总计各减少30.00,10.00万元，各下降20.00%、8.30%。"
    assert told(read("overall", text)) == [
        "amount overview[income.total].amount 120",
        "amount overview[spending.total].amount 110.5",
        "change overview[income.total].amount 30 -prior_final",
        "change overview[spending.total].amount 10 -prior_final",
        "change_pct overview[income.total].amount 20 -prior_final",
        "change_pct overview[spending.total].amount 8.3 -prior_final",
    ]


def test_one_figure_behind_each_is_said_of_both() -> None:
    text = "2024年度收、支总计均为120.00万元，与2023年相比，收、支总计各增加20.00万元，增长20.00%。"
    assert told(read("overall", text))[2:4] == [
        "change overview[income.total].amount 20 +prior_final",
        "change overview[spending.total].amount 20 +prior_final",
    ]


def test_a_figure_without_its_unit_is_lent_that_of_the_next() -> None:
    assert told(read("overall", "收入总计、支出总计分别为12.00、11.00万元。")) == [
        "amount overview[income.total].amount 12",
        "amount overview[spending.total].amount 11",
    ]


def test_names_within_a_definition_are_no_subjects() -> None:
    text = "6.其他收入2.00万元，为预算单位在“事业收入”“经营收入”之外取得的收入。较2023年度决算数增加1.00万元，增长100.00%。"
    assert told(read("overall", text)) == [
        "amount overview[income.other].amount 2",
        "change overview[income.other].amount 1 +prior_final",
        "change_pct overview[income.other].amount 100 +prior_final",
    ]


def test_not_exceeding_is_no_claim_of_exceeding() -> None:
    assert told(read("three_public", "公务接待费支出3.00万元，决算数未超过2024年预算数。")) == ["amount three_public[reception].final 3"]


def test_what_was_spent_the_year_before_is_not_this_years() -> None:
    text = "公务接待费支出12.00万元，比上年累计支出15.00万元减少3.00万元，下降20.00%。"
    assert told(read("three_public", text)) == [
        "amount three_public[reception].final 12",
        "amount three_public[reception].final 15 prior_final",
        "change three_public[reception].final 3 -prior_final",
        "change_pct three_public[reception].final 20 -prior_final",
    ]


def test_the_parts_of_a_budget_are_budget() -> None:
    text = "“三公”经费预算为9.00万元，其中：公务接待费4.00万元，公务用车购置及运行维护费5.00万元（其中，公务用车运行维护费5.00万元）。"
    assert told(read("three_public", text)) == [
        "amount three_public[total].budget 9 adjusted_budget",
        "amount three_public[reception].budget 4 adjusted_budget",
        "amount three_public[vehicles].budget 5 adjusted_budget",
        "amount three_public[vehicles.running].budget 5 adjusted_budget",
    ]
    assert (
        told(read("three_public", "年初预算9.00万元，其中：公务接待费支出决算为4.00万元。"))[1] == "amount three_public[reception].final 4"
    )


def test_the_budget_of_a_later_year_says_nothing_of_this_account() -> None:
    text = "2025年度“三公”经费预算较2024年度增加2.00万元，其中公务接待费较上年减少1.00万元。公务用车运行费较上年增加3.00万元。"
    assert {claim.kind for claim in read("three_public", text).claims} == {"mention"}


def test_what_is_reckoned_without_a_cause_says_nothing_of_the_tables() -> None:
    text = "“三公”经费比上年减少9.00万元。如果剔除这一因素，“三公”经费仍减少5.00万元，下降10.00%。"
    assert told(read("three_public", text)) == [
        "change three_public[total].final 9 -prior_final",
        "mention three_public[total].final 5",
        "mention three_public[total].final 10",
    ]


def test_a_part_of_what_a_reason_tells_is_of_the_reason() -> None:
    text = "“三公”经费比上年减少9.00万元，主要原因是三家单位划出，减少经费4.00万元，其中公务接待费1.00万元。"
    assert told(read("three_public", text))[1:] == ["mention three_public[total].final 4", "mention three_public[total].final 1"]


def test_income_and_spending_behind_their_totals_are_the_totals() -> None:
    text = "收入总计12.00万元，支出总计11.00万元。与2023年相比，收入增加2.00万元，主要原因是增人。支出增加1.00万元，主要原因是增支。"
    assert told(read("overall", text))[2:] == [
        "change overview[income.total].amount 2 +prior_final",
        "change overview[spending.total].amount 1 +prior_final",
    ]


def test_expenses_named_shorter_where_only_vehicles_can_be_meant() -> None:
    text = "3.公务用车购置及运行维护费7.00万元，其中：购置费2.00万元、运行维护费5.00万元，公务车保有量3辆，计划购置1辆，平均每辆1.67万元。"
    assert told(read("three_public", text)) == [
        "amount three_public[vehicles].final 7",
        "amount three_public[vehicles.purchase].final 2",
        "amount three_public[vehicles.running].final 5",
        "count disclosure[vehicles.kept].count 3",
        "count disclosure[vehicles.bought].count 1",
        "amount disclosure[vehicles.running_each].amount 1.67",
    ]


def test_expenses_of_vehicles_that_no_cell_holds_stay_no_other_items() -> None:
    text = "因公出国（境）费没有发生，公务用车及运行维护费支出5.00万元，比上年支出6.00万元下降1.00万元，下降17.00%。"
    assert all(claim.kind == "mention" or claim.unbound for claim in read("three_public", text).claims)


def test_the_kinds_of_what_was_counted_are_not_counted_again() -> None:
    text = "截至2024年底，单位共有公务用车8辆，其中：一般公务用车6辆，特种作业车2辆。"
    assert told(read("three_public", text))[0] == "count disclosure[vehicles.kept].count 8"
    assert [claim.kind for claim in read("three_public", text).claims] == ["count", "mention", "mention"]


def test_counts_behind_the_bare_word() -> None:
    text = "因公出国（境）团组0个，人数0人；国内公务接待批次12个，人次96人。"
    assert told(read("three_public", text)) == [
        "count disclosure[abroad.groups].count 0",
        "count disclosure[abroad.persons].count 0",
        "count disclosure[reception.batches].count 12",
        "count disclosure[reception.persons].count 96",
    ]


def test_a_sentence_on_journeys_never_made_ends_a_reason() -> None:
    text = "公务接待费比上年减少1.00万元，主要是因为从严控制。无因公出国（境）人数，公务用车保有量为2辆。"
    assert told(read("three_public", text))[1] == "count disclosure[vehicles.kept].count 2"


def test_points_below_an_inline_title_stay_in_its_section() -> None:
    text = (
        "（一）收入决算情况。2024年度，收入总计9.00万元，其中：\n\n1.财政拨款收入7.00万元，与上年相比没有变化，主要是人员没有变化。\n\n"
        "2.上年结转和结余2.00万元，为以前年度结转到当年继续使用的资金。"
    )
    document = read_text(f"某卫生院2024年度部门决算公开说明\n\n二、某卫生院2024年度部门决算情况说明\n\n{text}\n", "a")
    assert [(claim.statement, claim.item) for claim in document.claims] == [
        ("overview", "income.total"), ("income", "total"), ("income", "total"), ("overview", "income.carryover"),
    ]  # fmt: skip


def test_a_page_on_one_kind_of_money_is_read_by_its_title() -> None:
    text = (
        "某镇2024年“三公”经费支出说明\n\n一、公务接待费\n\n2024年公务接待费9.00万元，较2023年决算数下降10%。\n\n"
        "二、公务用车\n\n公务用车运行维护费3.00万元。\n"
    )
    assert [(claim.item, claim.kind) for claim in read_text(text, "a").claims] == [
        ("reception", "amount"), ("reception", "change_pct"), ("vehicles.running", "amount"),
    ]  # fmt: skip


def test_budgets_by_their_kind_in_one_chapter() -> None:
    text = (
        "第二部分 部门决算情况说明\n\n二、部门财政拨款收支情况\n\n（一）财政拨款收支总体情况说明\n\n"
        "财政拨款结转结余2.00万元，与上年相比，增加1.00万元。\n\n"
        "（二）一般公共预算支出决算情况说明\n\n按功能分类科目，教育支出3.00万元。\n\n"
        "（三）政府性基金预算收支决算情况说明\n\n政府性基金预算财政拨款支出4.00万元。\n"
    )
    assert [(claim.statement, claim.item) for claim in read_text(text, "a").claims] == [
        ("fiscal", "closing"), ("fiscal", "closing"), ("general", "205"), ("fund", "total"),
    ]  # fmt: skip


def test_an_unknown_name_is_given_as_the_text_has_it() -> None:
    reading = read("general", "幼儿与学前保育支出3.00万元。")
    assert [claim.unbound for claim in reading.claims] == ["“幼儿与学前保育”不是已知的科目或项目"]


def test_what_has_this_years_as_a_part_is_the_total() -> None:
    text = "2024年度收入决算9.00万元，其中：本年收入8.00万元，占总收入88.89%，上年结转1.00万元。"
    assert told(read("income", text)) == [
        "amount overview[income.total].amount 9",
        "amount overview[income.year].amount 8",
        "share overview[income.year].amount 88.89 overview[income.total].amount",
        "amount overview[income.carryover].amount 1",
    ]
    assert told(read("income", "2024年度收入决算9.00万元，其中：事业收入1.00万元。"))[0] == "amount overview[income.year].amount 9"


def test_money_told_between_the_title_and_the_first_chapter_is_read() -> None:
    text = (
        "某局2024年“三公”经费预算情况说明\n\n某局2024年“三公”经费预算安排9.00万元，其中，公务接待费9.00万元。具体情况如下：\n\n"
        "一、公务接待费\n\n2024年安排公务接待费预算9.00万元，与上年持平。\n"
    )
    assert [(claim.item, claim.value // 1_000_000) for claim in read_text(text, "a").claims] == [
        ("total", 9), ("reception", 9), ("reception", 9), ("reception", 0),
    ]  # fmt: skip


def test_a_change_up_or_down_that_nobody_decided_is_no_claim() -> None:
    text = "公务接待费3.00万元，较上年增加（减少）0万元，增长（下降）0%。"
    assert [claim.kind for claim in read("three_public", text).claims] == ["amount", "mention", "rate"]


def test_counts_between_the_title_and_the_first_chapter_are_read() -> None:
    text = (
        "2024年度“三公”经费决算情况说明\n\n2024年度“三公”经费9.00万元，其中：公务接待费9.00万元。\n\n"
        "2024年度公务用车保有量2辆；国内公务接待28批次。\n\n经比较2024年度“三公”经费较上年减少1.00万元。\n"
    )
    assert [claim.item for claim in read_text(text, "a").claims if claim.kind == "count"] == ["vehicles.kept", "reception.batches"]
