"""What a change is told against, and what stands behind reasons, lists and remarks."""

from __future__ import annotations

from tests.reading.claims.explanations import read, told


def test_what_is_compared_with_may_name_the_subject_again() -> None:
    text = "2024年“三公”经费财政拨款预算8.00万元，比2023年“三公”经费财政拨款预算8.50万元减少0.50万元。"
    assert told(read("three_public", text, stage="budget")) == [
        "amount three_public[total].budget 8",
        "amount three_public[total].budget 8.5 prior_budget",
        "change three_public[total].budget 0.5 -prior_budget",
    ]


def test_an_amount_right_before_the_sign_word_is_what_is_compared_with() -> None:
    text = "2024年“三公”经费财政拨款决算数6.63万元，比2024年“三公”经费财政拨款年初预算8.00万元减少1.37万元。"
    assert told(read("three_public", text))[-1] == "change three_public[total].final 1.37 -initial_budget"


def test_a_rate_of_difference_has_a_sign_of_its_own() -> None:
    text = "公务接待费全年预算数2.00万元，决算数1.35万元，预决算差异率-32.50%。"
    assert told(read("three_public", text))[-1] == "change_pct three_public[reception].final 32.5 -adjusted_budget"


def test_a_comparison_behind_a_reason_is_a_sentence_of_its_own() -> None:
    text = "一般公共预算财政拨款支出110.00万元，较上年减少1.00万元，主要原因是救助减少。较年初预算数增加9.00万元，增长8.91%。"
    assert told(read("general", text))[-2:] == [
        "change general[total].total 9 +initial_budget",
        "change_pct general[total].total 8.91 +initial_budget",
    ]


def test_parts_with_figures_behind_including_are_stated_and_examples_are_not() -> None:
    text = "2024年支出预算100.00万元，其中基本支出60.00万元，包括人员经费50.00万元和日常公用经费10.00万元。"
    assert told(read("spending", text, stage="budget"))[-2:] == [
        "amount disclosure[basic.staff].amount 50",
        "amount disclosure[basic.operating_cost].amount 10",
    ]
    text = "基本工资、津贴补贴等人员经费支出50.00万元，占基本支出的83.33%。"
    assert told(read("spending", text))[0] == "amount disclosure[basic.staff].amount 50"


def test_words_behind_a_phrase_without_money_of_its_own_make_it_something_else() -> None:
    text = "公务用车运行维护费5.28万元。公务用车年检0.30万元。"
    assert told(read("three_public", text)) == [
        "amount three_public[vehicles.running].final 5.28",
        "mention three_public[vehicles.running].final 0.3",
    ]


def test_a_budget_is_told_from_the_account_whose_name_it_follows() -> None:
    text = "一般公共预算财政拨款支出年初预算数2780.50万元，决算数2955.01万元。"
    assert told(read("general", text)) == ["amount general[total].total 2780.5 initial_budget", "amount general[total].total 2955.01"]
    assert told(read("three_public", "2024年“三公”经费预算数为8.00万元，实际支出6.63万元。")) == [
        "amount three_public[total].budget 8 adjusted_budget",
        "amount three_public[total].final 6.63",
    ]
    assert told(read("three_public", "2024年“三公”经费预算数为8.00万元。", stage="budget")) == ["amount three_public[total].budget 8"]


def test_what_stands_beside_a_divided_part_is_no_part_of_it() -> None:
    text = "支出合计100.00万元：基本支出40.00万元，占比40%，其中人员经费30.00万元，公用经费10.00万元；项目支出60.00万元，占比60%。"
    assert told(read("spending", text))[-1] == "share spending[total].project 60 overview[spending.year].amount"


def test_behind_the_parts_of_a_part_the_whole_is_divided_further() -> None:
    text = "收入合计100.00万元，其中：财政拨款收入80.00万元，其中：一般公共预算财政拨款收入80.00万元；其他收入20.00万元，占20%。"
    assert told(read("income", text))[-1] == "share overview[income.other].amount 20 overview[income.year].amount"


def test_a_subject_that_another_one_holds_is_no_total() -> None:
    assert told(read("income", "上年结转结余的一般公共预算收入0万元。", stage="budget"))[-1].startswith("mention")


def test_a_second_comparison_may_follow_a_reason_behind_a_comma() -> None:
    text = "公务接待费支出决算为1.35万元，完成预算的67.50%，决算数小于预算数的主要原因是厉行节约，与上年相比减少0.85万元，减少38.64%。"
    assert told(read("three_public", text))[-2:] == [
        "change three_public[reception].final 0.85 -prior_final",
        "change_pct three_public[reception].final 38.64 -prior_final",
    ]


def test_a_section_is_named_by_its_code_in_brackets() -> None:
    assert told(read("general", "医疗保障管理事务（21015）1214.58万元。"))[0] == "amount general[21015].total 1214.58"


def test_parts_of_the_department_and_of_a_whole_assert_nothing_of_it() -> None:
    assert (
        told(read("spending", "本年支出合计2958.46万元，其中：局本级支出2000.00万元。"))[-1]
        == "mention overview[spending.year].amount 2000"
    )
    text = "局本级“三公”经费支出4.00万元，所属事业单位“三公”经费支出2.63万元。"
    assert {claim.split()[0] for claim in told(read("three_public", text))} == {"mention"}
    text = "一般公共预算财政拨款支出2955.01万元。其中：当年财政拨款支出2945.01万元。"
    assert told(read("general", text)) == ["amount general[total].total 2955.01", "mention general[total].total 2945.01"]
    assert (
        told(read("income", "财政拨款收入2945.01万元，其中：项目经费拨款1784.21万元。"))[-1]
        == "amount disclosure[income.kinds].amount 1784.21"
    )
