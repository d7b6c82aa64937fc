"""The same thing said in other ways: colons and brackets before figures, titles, causes first, lines that only go on."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from tests.reading.claims.explanations import fact, read, told

ITEMS = (
    fact("general", "2010501", "total", "行政运行"),
    fact("general", "2101501", "total", "行政运行"),
    fact("general", "2080501", "total", "行政单位离退休"),
    fact("general", "total", "total", "合计"),
    fact("overview", "spending.year", "amount"),
)


def test_a_colon_or_a_bracket_before_a_figure_parts_nothing() -> None:
    text = "公务接待费全年预算：2.00万元，支出决算（1.00万元），完成全年预算（2.00万元）的50.00%。"
    assert told(read("three_public", text)) == [
        "amount three_public[reception].budget 2 adjusted_budget",
        "amount three_public[reception].final 1",
        "amount three_public[reception].budget 2 adjusted_budget",
        "completion three_public[reception].final 50 adjusted_budget",
    ]


def test_the_amount_of_the_whole_may_stand_before_the_share() -> None:
    text = "一般公共预算财政拨款支出100.00万元，占本年支出合计120.00万元的83.33%。"
    assert told(read("general", text, facts=ITEMS)) == [
        "amount general[total].total 100",
        "amount overview[spending.year].amount 120",
        "share general[total].total 83.33 overview[spending.year].amount",
    ]


def test_a_title_before_a_full_stop_names_the_item() -> None:
    text = "2、社会保障和就业支出-行政事业单位养老支出-行政单位离退休。年初预算24.10万元，本年支出23.64万元。"
    assert told(read("general", text, facts=ITEMS)) == [
        "amount general[2080501].total 24.1 initial_budget",
        "amount general[2080501].total 23.64",
    ]


def test_a_title_that_fits_several_items_leaves_its_figures_unbound() -> None:
    reading = read("general", "1、行政运行。年初预算24.10万元，支出决算23.64万元。", facts=ITEMS)
    assert [claim.unbound for claim in reading.claims] == ["“行政运行”不是已知的科目或项目"] * 2


def test_a_code_between_name_and_level_tells_which_item() -> None:
    assert told(read("general", "1、行政运行（2101501）（项）支出3.00万元。", facts=ITEMS)) == ["amount general[2101501].total 3"]


def test_a_word_that_is_no_subject_here_does_not_give_its_amount_to_the_one_before() -> None:
    text = "基本支出总额10.00万元、项目支出总额20.00万元。"
    assert told(read("spending", text)) == ["amount spending[total].basic 10", "amount spending[total].project 20"]


def test_the_year_before_a_total_does_not_hide_it() -> None:
    text = "本年度财政拨款收入总计10.00万元，本年支出合计8.00万元。"
    assert told(read("fiscal", text)) == ["amount fiscal[income.total].amount 10", "amount fiscal[spending.year].total 8"]


def test_each_may_stand_in_the_next_sentence() -> None:
    text = "收入总计100.00万元，支出总计100.00万元。与上年决算数相比，各增加10.00万元。"
    assert told(read("overall", text))[-2:] == [
        "change overview[income.total].amount 10 +prior_final",
        "change overview[spending.total].amount 10 +prior_final",
    ]


def test_unknown_words_before_money_in_a_comparison_make_it_no_amount() -> None:
    claims = told(read("overall", "收入总计100.00万元。较2023年度，收、支总计各变动10.00万元。"))
    assert claims[0] == "amount overview[income.total].amount 100"
    assert {claim.split()[0] for claim in claims[1:]} == {"mention"}


def test_a_cause_may_stand_before_what_it_explains() -> None:
    reading = read("spending", "支出合计20.00万元，因公务用车更新，较上年增加2.00万元。因公出国（境）费3.00万元。")
    assert told(reading) == [
        "amount overview[spending.year].amount 20",
        "change overview[spending.year].amount 2 +prior_final",
        "amount three_public[abroad].final 3",
    ]
    assert [claim.reason for claim in reading.claims] == ["", "公务用车更新", ""]


def test_a_line_that_begins_with_a_comparison_goes_on_with_the_one_before() -> None:
    text = "1、财政拨款收入10.00万元。\n\n较2023年度增加2.00万元。\n\n2、事业收入3.00万元。\n\n与2023年度持平。"
    assert told(read("income", text)) == [
        "amount income[total].fiscal 10",
        "change income[total].fiscal 2 +prior_final",
        "amount overview[income.institution].amount 3",
        "change overview[income.institution].amount 0 prior_final",
    ]


def test_a_comparison_behind_a_list_is_that_of_the_whole() -> None:
    text = "1、基本支出10.00万元。\n\n2、项目支出20.00万元。\n\n与上年相比增加3.00万元。"
    assert told(read("general", text))[-1] == "change general[total].total 3 +prior_final"


def test_a_rate_in_brackets_is_that_of_the_change_before_it() -> None:
    text = "收入总计10.00万元，较上年减少2.00万元（16.67%），其中：事业收入3.00万元，比重为30.00%。"
    assert told(read("overall", text))[-3:] == [
        "change_pct overview[income.total].amount 16.67 -prior_final",
        "amount overview[income.institution].amount 3",
        "share overview[income.institution].amount 30 overview[income.total].amount",
    ]


def test_agreement_with_a_year_is_equality_and_agreement_of_something_else_is_not() -> None:
    assert told(read("three_public", "公务接待费1.00万元，与上年一致。"))[-1] == "change three_public[reception].final 0 prior_final"
    assert len(told(read("three_public", "公务接待费1.00万元，与上年口径一致。"))) == 1


def test_vehicles_may_be_counted_like_machines() -> None:
    text = "共有车辆9台，其中包括：机要用车3台、其他用车6台；单价100万元以上设备（不含车辆）0台。"
    assert told(read("assets", text)) == [
        "count disclosure[vehicles.total].count 9",
        "count disclosure[vehicles.kind.1].count 3",
        "count disclosure[vehicles.kind.2].count 6",
        "count disclosure[equipment.over_100].count 0",
    ]


def test_titles_that_lost_their_numbers_are_headings() -> None:
    titles = ("收入支出决算总体情况说明", "收入决算情况说明", "支出决算情况说明", "机关运行经费支出说明", "政府采购支出说明")
    text = "第三部分 部门决算情况说明\n\n" + "".join(f"{title}\n\n本部门支出3.00万元。\n\n" for title in titles)
    blocks = [block for block in read_blocks(text) if block.kind == "heading" and block.level == 6]
    assert [block.section for block in blocks] == ["overall", "income", "spending", "operating_expenses", "procurement"]


def test_why_there_is_no_rate_is_no_reason_for_a_change() -> None:
    text = "公务接待费支出决算0万元，由于预算数为0，无法计算百分比，决算数等于预算数的主要原因是没有接待，与上年相比持平。"
    reading = read("three_public", text)
    assert told(reading) == [
        "amount three_public[reception].final 0",
        "comparison three_public[reception].final 0 adjusted_budget",
        "change three_public[reception].final 0 prior_final",
    ]
    assert [claim.reason for claim in reading.claims] == ["没有接待", "没有接待", ""]


def test_what_is_told_of_the_end_of_the_year_stands_in_no_reason() -> None:
    text = "公务用车运行维护费1.37万元，主要是燃油费、维修费支出，截止2024年12月31日，公务用车保有量为2辆。"
    assert told(read("three_public", text))[-1] == "count disclosure[vehicles.kept].count 2"


def test_groups_of_guests_are_receptions_and_renewed_vehicles_are_bought() -> None:
    text = "公务接待费0.74万元，共接待国内来访团组9个、来宾64人次。本年度购置（更新）公务用车0辆。"
    assert told(read("three_public", text))[1:] == [
        "count disclosure[reception.batches].count 9",
        "count disclosure[reception.persons].count 64",
        "count disclosure[vehicles.bought].count 0",
    ]


def test_an_item_may_stand_alone_on_a_line_without_a_number() -> None:
    text = (
        "社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）\n\n"
        "年初预算为3.00万元，全年支出2.00万元，完成年初预算的66.67%。"
    )
    assert told(read("general", text, facts=ITEMS)) == [
        "amount general[2080501].total 3 initial_budget",
        "amount general[2080501].total 2",
        "completion general[2080501].total 66.67 initial_budget",
    ]


def test_of_several_codes_in_a_heading_the_last_is_meant() -> None:
    text = "1、社会保障和就业支出（208）行政事业单位养老支出（20805）行政单位离退休（2080501）\n\n年初预算为3.00万元。"
    assert told(read("general", text, facts=ITEMS)) == ["amount general[2080501].total 3 initial_budget"]


def test_a_change_with_its_rate_behind_a_reason_is_that_of_the_subject() -> None:
    text = "公务接待费支出决算为0.74万元，决算数小于预算数的主要原因是接待从简，较上年减少0.11万元，下降12.94%。"
    assert told(read("three_public", text))[-2:] == [
        "change three_public[reception].final 0.11 -prior_final",
        "change_pct three_public[reception].final 12.94 -prior_final",
    ]


def test_both_sides_may_fall_alike() -> None:
    assert told(read("overall", "收支总计10.00万元，与2023年度决算相比，收支均减少1.00万元。"))[-2:] == [
        "change overview[income.total].amount 1 -prior_final",
        "change overview[spending.total].amount 1 -prior_final",
    ]


def test_what_the_year_consists_of_ends_the_reason_before_it() -> None:
    text = "年末结转1.00万元，减少0.20万元，主要原因是：加快进度。本年支出的具体构成为：基本支出：6.00万元，占66.67%。"
    assert told(read("spending", text, facts=ITEMS))[-1] == "share spending[total].basic 66.67 overview[spending.year].amount"


def test_batches_and_persons_may_stand_before_their_counts() -> None:
    text = "公务接待费支出0.74万元，接待批次9批，接待人次64人次。外事接待0万元，接待批次0批。"
    assert [claim for claim in told(read("three_public", text)) if claim.startswith("count")] == [
        "count disclosure[reception.batches].count 9",
        "count disclosure[reception.persons].count 64",
        "count disclosure[reception.foreign_batches].count 0",
    ]


def test_a_change_behind_an_amount_in_a_reason_is_that_of_the_amount() -> None:
    text = "支出合计10.00万元，主要原因是补助增加，其他补助4.00万元，较上年增加1.00万元，增长33.33%。"
    assert not [claim for claim in told(read("spending", text)) if claim.startswith("change")]
