"""Classification names in the prose as provinces write them, and subjects that only look like others."""

from __future__ import annotations

import pytest

from tests.reading.claims.explanations import fact, read, told

FACTS = (
    fact("general", "2080501", "total", "行政单位离退休"),
    fact("general", "2010301", "total", "行政运行"),
    fact("general", "20103", "total", "政府办公厅（室）及相关机构事务".replace("（", "(").replace("）", ")")),
    fact("general", "205", "total", "教育支出"),
    fact("general", "total", "total", "合计"),
)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "1.社会保障和就业支出（208类）行政事业单位养老支出（05款）行政单位离退休（01项）：支出决算为42.31万元。",
            "amount general[2080501].total 42.31",
        ),
        (
            "1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。支出决算为56.78万元。",
            "amount general[2010301].total 56.78",
        ),
        (
            "8.卫生健康支出（类）公立医院（款）中医（民族）医院（项）2024年预算0万元，比2023年预算减少96.10万元，下降100.00%。",
            "change general[2100202].total 96.1 -prior_budget",
        ),
        ("5.教育（类）支出3.00万元，占一般公共预算财政拨款总支出的1.00%。", "amount general[205].total 3"),
    ],
    ids=["codes-in-the-brackets", "brackets-in-the-name", "brackets-in-a-name-the-tables-do-not-have", "name-without-支出"],
)
def test_paths(text: str, claim: str) -> None:
    reading = read("general", text, facts=FACTS)
    assert claim in told(reading)
    assert not reading.unbound


def test_the_spending_of_one_named_project_is_not_all_project_spending() -> None:
    reading = read("spending", "具体项目开支情况：医保信息化建设项目支出18.00万元，已全部完成。")
    assert [claim for claim in told(reading) if claim.startswith("amount")] == []
    assert told(read("spending", "2024年度项目支出18.00万元。")) == ["amount spending[total].project 18"]


def test_vehicles_given_up_are_not_the_vehicles_of_the_department() -> None:
    told_so = told(read("assets", "处置车辆1辆，账面原值0.00元。本部门共有车辆3辆，其中：机要通信用车1辆、应急保障用车2辆。"))
    assert "count disclosure[vehicles.disposed].count 1" in told_so
    assert "count disclosure[vehicles.total].count 3" in told_so


def test_a_subject_behind_words_of_detail_is_the_subject() -> None:
    reading = read("three_public", "公务接待费决算为1.20万元，具体是国内接待费支出决算1.20万元。")
    assert "amount disclosure[reception.domestic_amount].amount 1.2" in told(reading)
    assert not reading.unbound


@pytest.mark.parametrize("printed", [True, False], ids=["in-the-tables", "in-the-classification-only"])
def test_a_mark_within_the_name_behind_a_code_parts_no_clause(*, printed: bool) -> None:
    facts = (*FACTS, fact("general", "2080803", "total", "在乡复员、退伍军人生活补助")) if printed else FACTS
    text = "（五）2080803-在乡复员、退伍军人生活补助支出0.00万元，比上年决算数减少1.50万元，下降100.00%。"
    reading = read("general", text, facts=facts)
    assert told(reading)[:2] == ["amount general[2080803].total 0", "change general[2080803].total 1.5 -prior_final"]
    assert not reading.unbound
