"""Sentences of every pattern: what is said of whom, with which sign and base."""

from __future__ import annotations

import pytest

from tests.reading.claims.explanations import fact, read, told

PATTERNS = [
    (
        "overall",
        "2024年度本部门收入总计520.00万元，支出总计520.00万元，与上年决算数相比，各增加20.00万元，增长4.00%。",
        [
            "amount overview[income.total].amount 520",
            "amount overview[spending.total].amount 520",
            "change overview[income.total].amount 20 +prior_final",
            "change overview[spending.total].amount 20 +prior_final",
            "change_pct overview[income.total].amount 4 +prior_final",
            "change_pct overview[spending.total].amount 4 +prior_final",
        ],
    ),
    (
        "overall",
        "2024年度收、支总计均为2,520.8万元。与2023年度相比，收、支总计各减少33.9万元，下降1.33%。",
        [
            "amount overview[income.total].amount 2520.8",
            "amount overview[spending.total].amount 2520.8",
            "change overview[income.total].amount 33.9 -prior_final",
            "change overview[spending.total].amount 33.9 -prior_final",
            "change_pct overview[income.total].amount 1.33 -prior_final",
            "change_pct overview[spending.total].amount 1.33 -prior_final",
        ],
    ),
    (
        "overall",
        "与2023年相比，收、支总计分别增加20.00万元、30.00万元，增长4.17%。",
        [
            "change overview[income.total].amount 20 +prior_final",
            "change overview[spending.total].amount 30 +prior_final",
            "change_pct overview[income.total].amount 4.17 +prior_final",
            "change_pct overview[spending.total].amount 4.17 +prior_final",
        ],
    ),
    (
        "income",
        "2024年度收入合计100.00万元，其中：财政拨款收入90.00万元，占90.00%；其他收入10.00万元，占总收入的10.00%。",
        [
            "amount overview[income.year].amount 100",
            "amount income[total].fiscal 90",
            "share income[total].fiscal 90 overview[income.year].amount",
            "amount overview[income.other].amount 10",
            "share overview[income.other].amount 10 overview[income.year].amount",
        ],
    ),
    (
        "income",
        "2、上级补助收入0万元。与2023年决算数相同。",
        ["amount overview[income.superior].amount 0", "change overview[income.superior].amount 0 prior_final"],
    ),
    (
        "spending",
        (
            "2024年度支出80.00万元，比上年决算数减少1.50万元，下降1.84%，具体情况如下：\n\n"
            "1. 基本支出60.00万元。其中，人员支出50.00万元，公用支出10.00万元。"
        ),
        [
            "amount overview[spending.year].amount 80",
            "change overview[spending.year].amount 1.5 -prior_final",
            "change_pct overview[spending.year].amount 1.84 -prior_final",
            "amount spending[total].basic 60",
            "amount disclosure[basic.staff].amount 50",
            "amount disclosure[basic.operating_cost].amount 10",
        ],
    ),
    (
        "general",
        "（一）2080199-其他人力资源和社会保障管理事务支出20.00万元，较上年决算数净增加20.00万元。",
        ["amount general[2080199].total 20", "change general[2080199].total 20 +prior_final"],
    ),
    (
        "general",
        "1、卫生健康支出（类）医疗保障管理事务（款）行政运行（项）。年初预算为31.49万元，支出决算为28.99万元，完成年初预算的92.06%。",
        [
            "amount general[2101501].total 31.49 initial_budget",
            "amount general[2101501].total 28.99",
            "completion general[2101501].total 92.06 initial_budget",
        ],
    ),
    (
        "general",
        "一般公共预算财政拨款支出80.00万元，占本年支出合计的96.39%，主要用于以下方面：卫生健康（类）支出50.00万元，占62.50%；住房保障支出30.00万元，占37.50%。",
        [
            "amount general[total].total 80",
            "share general[total].total 96.39 overview[spending.year].amount",
            "amount general[210].total 50",
            "share general[210].total 62.5 general[total].total",
            "amount general[221].total 30",
            "share general[221].total 37.5 general[total].total",
        ],
    ),
    (
        "basic",
        "一般公共预算财政拨款基本支出60.00万元。其中：人员经费50.00万元，主要包括：基本工资、公用支出；公用经费10.00万元，主要包括：办公费。",
        ["amount basic[total].amount 60", "amount basic[staff].amount 50", "amount basic[operating_cost].amount 10"],
    ),
    (
        "fund",
        "2024年度政府性基金支出0.00万元，比上年决算数增加0.00万元，增长0.00%，与上年持平。",
        [
            "amount fund[total].total 0",
            "change fund[total].total 0 +prior_final",
            "change_pct fund[total].total 0 +prior_final",
            "change fund[total].total 0 prior_final",
        ],
    ),
    (
        "three_public",
        (
            "（一）因公出国（境）费支出0.00万元，与全年预算的0万元持平；较上年减少0.50万元。全年安排本部门组织的出国团组1个，参加其他部门出国团组2个；"
            "全年因公出国（境）累计3人次。"
        ),
        [
            "amount three_public[abroad].final 0",
            "amount three_public[abroad].budget 0 adjusted_budget",
            "change three_public[abroad].final 0 adjusted_budget",
            "change three_public[abroad].final 0.5 -prior_final",
            "count disclosure[abroad.groups].count 1",
            "count disclosure[abroad.groups_joined].count 2",
            "count disclosure[abroad.persons].count 3",
        ],
    ),
    (
        "three_public",
        (
            "公务接待费全年预算为0.67万元，支出决算为0.66万元，与2024年预算基本持平，完成全年预算的98.51%。其中：国内接待费0.66万元，"
            "主要用于工作调研等公务接待，共计接待7批次、25人次（含外事接待1批次、2人次）。"
        ),
        [
            "amount three_public[reception].budget 0.67 adjusted_budget",
            "amount three_public[reception].final 0.66",
            "comparison three_public[reception].final 0 adjusted_budget",
            "completion three_public[reception].final 98.51 adjusted_budget",
            "amount disclosure[reception.domestic_amount].amount 0.66",
            "count disclosure[reception.batches].count 7",
            "count disclosure[reception.persons].count 25",
            "count disclosure[reception.foreign_batches].count 1",
            "count disclosure[reception.foreign_persons].count 2",
        ],
    ),
    (
        "three_public",
        "公务用车运行费支出1.40万元。截至2024年12月31日，本部门公务用车保有量为2辆。2024年度公务用车购置1辆。",
        [
            "amount three_public[vehicles.running].final 1.4",
            "count disclosure[vehicles.kept].count 2",
            "count disclosure[vehicles.bought].count 1",
        ],
    ),
    (
        "three_public",
        "2024年“三公”经费支出5.00万元，其中：公务用车购置及运行费3.00万元（公务用车购置费0万元，公务用车运行维护费3.00万元），比上年增加1.00万元。",
        [
            "amount three_public[total].final 5",
            "amount three_public[vehicles].final 3",
            "amount three_public[vehicles.purchase].final 0",
            "amount three_public[vehicles.running].final 3",
            "change three_public[vehicles].final 1 +prior_final",
        ],
    ),
    (
        "operating_expenses",
        "机关运行经费支出47.53万元，比年初预算数减少0.07万元，下降0.15%。",
        [
            "amount disclosure[operating_expenses].amount 47.53",
            "change disclosure[operating_expenses].amount 0.07 -initial_budget",
            "change_pct disclosure[operating_expenses].amount 0.15 -initial_budget",
        ],
    ),
    (
        "procurement",
        (
            "政府采购支出总额100.00万元，其中：政府采购货物支出60.00万元、政府采购服务支出40.00万元。授予中小企业合同金额50.00万元，"
            "占政府采购支出总额的50.00%，其中：授予小微企业合同金额5.00万元，占授予中小企业合同金额的10.00%；货物采购授予中小企业合同金额占货物支出金额的83.33%。"
        ),
        [
            "amount disclosure[procurement.total].amount 100",
            "amount disclosure[procurement.goods].amount 60",
            "amount disclosure[procurement.services].amount 40",
            "amount disclosure[procurement.sme].amount 50",
            "share disclosure[procurement.sme].amount 50 disclosure[procurement.total].amount",
            "amount disclosure[procurement.small].amount 5",
            "share disclosure[procurement.small].amount 10 disclosure[procurement.sme].amount",
            "share disclosure[procurement.sme_goods].amount 83.33 disclosure[procurement.goods].amount",
        ],
    ),
    (
        "assets",
        (
            "截至2024年12月31日，本部门共有车辆3辆，其中：副部（省）级以上领导用车1辆、一般公务用车2辆；单价50万元以上的通用设备4台（套），"
            "单位价值100万元（含）以上设备（不含车辆）5台（套）。"
        ),
        [
            "count disclosure[vehicles.total].count 3",
            "count disclosure[vehicles.kind.1].count 1",
            "count disclosure[vehicles.kind.2].count 2",
            "count disclosure[equipment.over_50].count 4",
            "count disclosure[equipment.over_100].count 5",
        ],
    ),
    (
        "assets",
        "2024年部门预算安排购置公务用车1辆，购置费18万元，其中：机要通信用车1辆；单价100万元（含）以上设备0台（套），购置费0万元。",
        [
            "count disclosure[purchase.vehicles].count 1",
            "amount disclosure[purchase.vehicles_amount].amount 18",
            "count disclosure[purchase.vehicles.kind.1].count 1",
            "count disclosure[purchase.equipment_100].count 0",
            "amount disclosure[purchase.equipment_100_amount].amount 0",
        ],
    ),
    (
        "performance",
        (
            "本部门组织对2024年度5个项目实施单位自评，涉及财政拨款资金共计41.77万元。对3个项目实施部门评价，涉及财政拨款资金共计20.00万元，"
            "评价结果等次为“优”“良”“中”“差”的项目分别是2个、1个、0个、0个。"
        ),
        [
            "count disclosure[performance.self_projects].count 5",
            "amount disclosure[performance.self_amount].amount 41.77",
            "count disclosure[performance.evaluated_projects].count 3",
            "amount disclosure[performance.evaluated_amount].amount 20",
            "count disclosure[performance.grade.优].count 2",
            "count disclosure[performance.grade.良].count 1",
            "count disclosure[performance.grade.中].count 0",
            "count disclosure[performance.grade.差].count 0",
        ],
    ),
    (
        "performance",
        "绩效自评的6个项目中，4个项目自评等级为优，2个项目自评等级为中。绩效自评的项目平均得分95.50分。",
        [
            "count disclosure[performance.self_projects].count 6",
            "count disclosure[performance.grade.优].count 4",
            "count disclosure[performance.grade.中].count 2",
            "score disclosure[performance.self_score].count 95.5",
        ],
    ),
    (
        "performance",
        (
            "1. 长期护理补助项目项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为70分。全年预算数为290万元，"
            "执行数为29万元，完成预算的10%。项目绩效目标完成情况：保障172人，满意度95%。"
        ),
        [
            "score disclosure[project:长期护理补助项目].score 70",
            "amount disclosure[project:长期护理补助项目].budget 290 adjusted_budget",
            "amount disclosure[project:长期护理补助项目].executed 29",
            "completion disclosure[project:长期护理补助项目].executed 10 adjusted_budget",
            "mention disclosure[project:长期护理补助项目].executed 172",
            "mention disclosure[project:长期护理补助项目].executed 95",
        ],
    ),
]


@pytest.mark.parametrize(("section", "text", "expected"), PATTERNS)
def test_a_sentence_of_a_final_account_is_read_as_its_claims(section: str, text: str, expected: list[str]) -> None:
    reading = read(section, text)
    assert told(reading) == expected
    assert reading.figures == reading.figures_bound


BUDGET_PATTERNS = [
    (
        "overall",
        "部门收入预算为120.00万元，比上年增加20.00万元。其中：一般公共预算拨款收入120.00万元、上年结转结余0.00万元。相应安排支出预算120.00万元，比上年增加20.00万元。",
        [
            "amount overview[income.total].amount 120",
            "change overview[income.total].amount 20 +prior_budget",
            "amount overview[income.general_public].amount 120",
            "amount overview[income.carryover].amount 0",
            "amount overview[spending.total].amount 120",
            "change overview[spending.total].amount 20 +prior_budget",
        ],
    ),
    (
        "general",
        "1. **卫生健康（类）医疗救助（款）城乡医疗救助（项）**2024年预算1760万元，比2023年预算增加60万元，增长3.53%。",
        [
            "amount general[2101301].total 1760",
            "change general[2101301].total 60 +prior_budget",
            "change_pct general[2101301].total 3.53 +prior_budget",
        ],
    ),
    (
        "three_public",
        "（一）公务接待费\n\n2024年预算安排2.70万元，比上年增加0.00万元，增长0.00%，与上年持平。",
        [
            "amount three_public[reception].budget 2.7",
            "change three_public[reception].budget 0 +prior_budget",
            "change_pct three_public[reception].budget 0 +prior_budget",
            "change three_public[reception].budget 0 prior_budget",
        ],
    ),
    (
        "projects",
        (
            "2024年预算共安排项目支出215万元。主要包括：本年财政拨款安排215万元（其中，一般公共预算拨款安排215万元），"
            "财政拨款上年结转安排0万元（其中，一般公共预算拨款安排0万元）和单位资金安排0万元。"
        ),
        [
            "amount projects[total].total 215",
            "amount disclosure[projects.fiscal].amount 215",
            "amount projects[total].general_public 215",
            "amount disclosure[projects.carryover].amount 0",
            "amount projects[total].carryover.general_public 0",
            "amount projects[total].unit_funds 0",
        ],
    ),
    (
        "performance",
        "1.“公务用车更新”项目。\n\n（1）项目概述。公务用车更新\n\n（6）年度预算安排。项目预算安排资金18.0万元",
        ["amount disclosure[project:公务用车更新].budget 18"],
    ),
    (
        "general",
        "某局2024年一般公共预算当年拨款100万元，比2023年执行数增加5万元。",
        ["amount general[total].total 100", "change general[total].total 5 +prior_final"],
    ),
]


@pytest.mark.parametrize(("section", "text", "expected"), BUDGET_PATTERNS)
def test_a_sentence_of_a_budget_is_read_as_its_claims(section: str, text: str, expected: list[str]) -> None:
    assert told(read(section, text, "budget")) == expected


def test_a_name_at_several_places_is_settled_by_the_document_s_own_table() -> None:
    text = "行政运行支出30.00万元。"
    assert read("general", text).figures_bound == 0
    facts = (fact("general", "2101501", "total", "行政运行"),)
    assert told(read("general", text, facts=facts)) == ["amount general[2101501].total 30"]


def test_a_path_that_leads_nowhere_is_unbound_and_never_the_subject_before() -> None:
    text = "一般公共预算财政拨款支出80.00万元。\n\n1、海洋支出（类）渔业事务（款）行政运行（项）。\n\n年初预算为3.00万元。"
    reading = read("general", text, facts=(fact("general", "2101501", "total", "行政运行"),))
    assert told(reading)[0] == "amount general[total].total 80"
    assert [row.why for row in reading.unbound] == [reading.unbound[0].why]
    assert "没有找到" in reading.unbound[0].why


def test_a_path_is_a_subject_by_its_names_where_no_table_prints_any() -> None:
    text = "1.教育支出（类）普通教育（款）小学教育（项）。决算数为3.00万元，其中：基本支出2.00万元。"
    assert told(read("general", text)) == [
        "amount general[教育支出/普通教育/小学教育].total 3",
        "amount general[教育支出/普通教育/小学教育].basic 2",
    ]


def test_a_total_that_the_table_does_not_print_is_looked_for_in_the_next_one() -> None:
    facts = (fact("general", "total", "basic"), fact("basic", "staff", "amount"))
    assert told(read("basic", "一般公共预算财政拨款基本支出60.00万元。", facts=facts)) == ["amount general[total].basic 60"]
    assert told(read("basic", "人员经费50.00万元。", facts=facts)) == ["amount basic[staff].amount 50"]


def test_the_budget_that_pays_is_not_the_whole_budget() -> None:
    paid = "（其中：一般公共预算支出6.63万元；政府性基金预算支出0万元）"
    text = f"2024年度“三公”经费支出决算6.63万元{paid}。与上年相比，减少1.55万元，下降18.95%。"
    assert told(read("three_public", text))[1:4] == [
        "mention general[total].total 6.63",
        "mention fund[total].total 0",
        "change three_public[total].final 1.55 -prior_final",
    ]
    assert told(read("performance", "对1个项目开展部门评价，涉及一般公共预算支出251.08万元。"))[-1] == "mention general[total].total 251.08"


def test_the_budget_that_is_completed_is_none_of_the_year_s_amounts() -> None:
    text = "公务接待费支出决算为1.35万元，完成预算2.00万元的67.50%。"
    assert told(read("three_public", text)) == [
        "amount three_public[reception].final 1.35",
        "amount three_public[reception].budget 2 adjusted_budget",
        "completion three_public[reception].final 67.5 adjusted_budget",
    ]


def test_class_section_and_item_may_stand_in_a_row() -> None:
    facts = (fact("general", "2101301", "total", "城乡医疗救助"), fact("general", "2101101", "total", "行政单位医疗"))
    text = "7.卫生健康支出医疗救助城乡医疗救助1386.40万元，完成年初预算1200.00万元的115.53%。"
    assert {claim.split()[1] for claim in told(read("general", text, facts=facts))} == {"general[2101301].total"}


def test_a_name_stands_before_what_its_figure_is() -> None:
    facts = (fact("general", "208", "total", "社会保障和就业支出"),)
    text = "（一）社会保障和就业支出年初预算数为159万元，决算数为176.94万元，完成年初预算的111.28%。"
    assert {claim.split()[1] for claim in told(read("general", text, facts=facts))} == {"general[208].total"}


def test_all_spending_named_behind_the_income_of_one_budget_is_of_this_budget() -> None:
    text = "2.政府性基金预算财政拨款本年收入0.00万元，与上年持平；本年支出0.00万元，与上年持平。"
    amounts = [claim.split()[1] for claim in told(read("fiscal", text)) if claim.startswith("amount")]
    assert amounts == ["fiscal[income.government_fund].amount", "fund[total].total"]


def test_a_class_may_stand_in_quotes() -> None:
    facts = (fact("general", "208", "total", "社会保障和就业支出"),)
    text = "1.“社会保障和就业支出”（类）2024年度决算176.94万元，比2024年年初预算增加17.94万元，增长11.28%。"
    assert [claim.split()[1] for claim in told(read("general", text, facts=facts))] == ["general[208].total"] * 3


def test_unknown_words_are_listed_not_guessed() -> None:
    reading = read("general", "一般公共预算财政拨款支出80.00万元。专项补助费30.00万元。")
    assert (reading.figures, reading.figures_bound) == (2, 1)
    assert reading.unbound[0].why.startswith("情况说明中的“30.00万元”没有对应到项目")


def test_what_was_added_in_the_year_keeps_the_subject() -> None:
    text = "行政运行（2101501）。年初预算为600.00万元，年中追加12.00万元，支出决算为612.00万元，完成年初预算的102%。"
    assert [c.kind for c in read("general", text).claims] == ["amount", "mention", "amount", "completion"]


def test_parts_of_an_item_that_was_not_found_are_not_parts_of_the_whole() -> None:
    text = "一般公共预算支出50.00万元，其中：基本支出40.00万元。具体如下：专项机构运行30.00万元，其中：基本支出30.00万元，项目支出0万元。"
    assert [(c.item, bool(c.unbound)) for c in read("general", text).claims] == [("total", False)] * 2 + [("", True)] * 3


def test_an_amount_of_a_part_of_the_department_is_not_taken_for_the_whole() -> None:
    text = "2024年度基本支出50.00万元，其中：局本级基本支出20.00万元，比上年增加2.00万元。"
    assert [c.kind for c in read("spending", text).claims] == ["amount", "mention", "mention"]


def test_last_year_s_amount_is_not_this_year_s() -> None:
    assert told(read("spending", "2023年项目支出30.00万元，2024年项目支出40.00万元。")) == [
        "amount spending[total].project 30 prior_final",
        "amount spending[total].project 40",
    ]


def test_a_bare_decimal_has_no_unit() -> None:
    reading = read("three_public", "“三公”经费支出2.05万元，较上年2.08减少0.03万元。")
    assert [row.why for row in reading.unbound] == ["情况说明中的“2.08”没有对应到项目：数字没有计量单位"]


def test_a_numbered_paragraph_of_a_mixed_section_names_its_own_section() -> None:
    text = (
        "（一）机关运行经费情况。2024年机关运行经费支出5.00万元，比2023年增加1.00万元。\n\n"
        "（二）国有资产占用情况。截至2024年12月31日，共有车辆3辆，其中：一般公务用车2辆、其他用车1辆。"
    )
    reading = read("other", text)
    assert told(reading)[2:] == [
        "count disclosure[vehicles.total].count 3",
        "count disclosure[vehicles.kind.1].count 2",
        "count disclosure[vehicles.kind.2].count 1",
    ]
    assert [claim.section for claim in reading.claims] == ["operating_expenses"] * 2 + ["assets"] * 3


def test_what_follows_an_unknown_subject_is_not_bound_to_the_one_before() -> None:
    text = "下属6个单位事业运行经费预算300.00万元，其中：项目支出预算200.00万元，同比增加50.00万元，增长20.00%。"
    reading = read("operating_expenses", text)
    assert [claim.statement for claim in reading.claims if claim.unit in {"元", "%"}] == ["", "", "", ""]


def test_short_names_and_names_with_their_class_word() -> None:
    assert told(read("general", "1. 教育支出95.95万元。")) == ["amount general[205].total 95.95"]
    assert told(read("general", "（三）卫生健康支出类科目43897.73元，同比减少6014.46元。"))[0] == "amount general[210].total 4.38977"


def test_classes_of_the_economic_classification_inside_the_general_section() -> None:
    text = "1. 基本支出预算100.00万元。其中：工资福利支出预算80.00万元，占基本支出预算80.00%。"
    assert told(read("general", text, stage="budget")) == [
        "amount general[total].basic 100",
        "amount disclosure[basic.economic.301].amount 80",
        "share disclosure[basic.economic.301].amount 80 general[total].basic",
    ]


def test_a_phrase_of_another_section_is_read_as_its_subject_and_the_marker_behind() -> None:
    text = "2025年支出总预算500.00万元，其中：基本支出预算300.00万元，占支出总预算的60%；项目支出预算200.00万元，占支出总预算的40%。"
    assert told(read("spending", text, stage="budget", year=2025)) == [
        "amount overview[spending.total].amount 500",
        "amount spending[total].basic 300",
        "share spending[total].basic 60 overview[spending.total].amount",
        "amount spending[total].project 200",
        "share spending[total].project 40 overview[spending.total].amount",
    ]
