"""Groups, reasons, places: what belongs together and where it stands."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.claims import read_claims
from tests.reading.claims.explanations import read, told


def test_amount_change_and_rate_of_one_breath_share_a_group_and_its_reason() -> None:
    claims = read("income", "2024年度收入100.00万元，比上年决算数增加5.00万元，增长5.26%。主要原因是人员增加3人。").claims
    assert {claim.group for claim in claims} == {1}
    assert {claim.reason for claim in claims} == {"人员增加3人"}
    assert [claim.kind for claim in claims] == ["amount", "change", "change_pct", "mention"]


def test_two_subjects_of_one_figure_have_two_groups() -> None:
    claims = read("overall", "收、支总计均为10.00万元，比上年各增加1.00万元，主要是项目增加。").claims
    assert [claim.group for claim in claims] == [1, 2, 1, 2]
    assert {claim.reason for claim in claims} == {"项目增加"}


def test_grades_stand_in_the_group_of_the_evaluation() -> None:
    claims = read("performance", "对5个项目实施部门评价，评价结果等次为“优”“良”的项目分别是4个、1个。").claims
    assert len({claim.group for claim in claims}) == 1


def test_a_reason_may_run_over_several_sentences() -> None:
    text = (
        "基本支出10.00万元，比上年减少1.00万元。主要是一是2023年末在职52人。二是补发工资共计约23万元。"
        "以上因素导致支出下降。项目支出5.00万元。"
    )
    claims = read("spending", text).claims
    assert [claim.kind for claim in claims] == ["amount", "change", "mention", "mention", "amount"]
    assert claims[0].reason.endswith("导致支出下降")
    assert claims[-1].item == "total"
    assert claims[-1].column == "project"
    assert claims[-1].reason == ""


def test_a_reason_ends_where_a_subject_with_its_figure_follows_a_semicolon() -> None:
    text = "项目支出20.00万元，主要用于一、医疗救助。二、离休补助；事业单位经营支出0.0万元，占0%。"
    assert told(read("spending", text))[1:] == [
        "amount spending[total].operating 0",
        "share spending[total].operating 0 overview[spending.year].amount",
    ]


def test_each_comparison_has_its_own_reason() -> None:
    text = (
        "公务接待费支出2.00万元，完成全年预算的50.00%；较上年增加1.00万元，增长100.00%。当年决算数小于全年预算数的主要原因是：从严控制。"
        "当年决算数大于上年决算数的主要原因是：来访增加。累计接待3批次、9人次。"
    )
    claims = {(c.kind, c.base): c for c in read("three_public", text).claims}
    assert claims["completion", "adjusted_budget"].reason == "从严控制"
    assert claims["change", "prior_final"].reason == "来访增加"
    assert claims["amount", ""].reason == "从严控制；来访增加"
    lower, higher = claims["comparison", "adjusted_budget"], claims["comparison", "prior_final"]
    assert (lower.direction, higher.direction) == (-1, 1)
    assert (lower.value, lower.half_unit) == (0, 0)
    assert claims["count", ""].reason == ""


def test_figures_of_a_reason_assert_nothing() -> None:
    text = "住房公积金支出10.00万元，年初预算为8.00万元。决算数大于年初预算数的主要原因是某中心年初预算3万元为专项资金。"
    assert [c.kind for c in read("general", text).claims] == ["amount", "amount", "comparison", "mention"]


def test_a_claim_knows_its_place_and_its_words() -> None:
    text = "第三部分 部门决算情况说明\n\n一、收入决算情况说明\n\n2024年度收入100.00万元，比上年决算数增加5.00 万\n\n元，增长5.26%。\n"
    blocks = read_blocks(text)
    claims = read_claims(blocks, (), "d", 2024, "final").claims
    assert [claim.line for claim in claims] == [5, 5, 7]
    assert [claim.text for claim in claims] == ["100.00万元", "增加5.00万元", "增长5.26%"]
    for claim in claims:
        assert blocks[claim.block].text[claim.start : claim.end] == claim.text
    assert claims[0].sentence == claims[2].sentence


def test_a_paragraph_cut_in_two_goes_on_with_its_subject() -> None:
    text = "1. 护理补助项目绩效自评综述：根据\n\n年初设定的绩效目标，项目自评得分为70分。"
    assert [c.item for c in read("performance", text).claims] == ["project:护理补助"]


def test_half_units_follow_the_printed_decimals() -> None:
    claims = read("spending", "项目支出2,984.8万元，占12.6%。").claims
    assert [c.half_unit for c in claims] == [50_000, 500]


def test_nothing_outside_the_explanation_is_read() -> None:
    blocks = read_blocks("第一部分 部门概况\n\n一、主要职责\n\n本部门收入100.00万元。\n")
    assert read_claims(blocks, (), "d", 2024, "final").figures == 0
