"""Figures printed without their trailing zeros are as exact as the others."""

from __future__ import annotations

from baozhang.reading import read_text
from baozhang.reading.precision import finest

TABLES = (
    "2024年度某市医疗保障局部门预算\n\n# 支出总表\n\n单位：万元\n\n"
    "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    "208\t社会保障和就业支出\t5\t\t5\n"
    "210\t卫生健康支出\t2800.56\t660.56\t2140\n"
    "\t合计\t2805.56\t660.56\t2145\n\n"
    "# 项目支出表\n\n单位：万元\n\n"
    "类型\t项目名称\t项目单位\t总计\t一般公共预算\n"
    "特定目标类\t甲\t本级\t5\t5\n特定目标类\t乙\t本级\t2140\t2140\n合计\t\t\t2145\t2145\n"
)


def test_a_table_of_whole_figures_is_as_exact_as_the_others_of_the_document() -> None:
    document = read_text(TABLES)
    assert {fact.half_unit for fact in document.facts if fact.statement == "projects"} == {5000}


def test_a_document_in_whole_figures_stays_as_rough_as_printed() -> None:
    document = read_text(TABLES.replace("2800.56", "2801").replace("660.56", "661").replace("2805.56", "2806"))
    assert {fact.half_unit for fact in document.facts} == {500_000}


def test_most_figures_with_decimals_decide() -> None:
    assert finest([5000] * 5 + [50_000] * 3 + [500_000] * 9) == 5000
    assert finest([5000] * 2 + [50_000] * 9) is None
    assert finest([500_000] * 9) is None
