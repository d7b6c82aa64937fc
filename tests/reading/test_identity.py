"""Whose document it is, and which layout it follows."""

from __future__ import annotations

import pytest

from baozhang.reading import read_text
from baozhang.reading.blocks import read_blocks
from baozhang.reading.identity import identify


@pytest.mark.parametrize(
    ("cover", "title", "department", "year", "stage", "scope"),
    [
        (
            "2024年度\n某市医疗保障局\n部门决算\n\n目 录\n\n一、概况\n",
            "2024年度某市医疗保障局部门决算",
            "某市医疗保障局",
            2024,
            "final",
            "department",
        ),
        (
            "**2023年度**\n**某市医疗保障局（汇**\n**总）部门预算**\n\n# 第一部分 概况\n",
            "2023年度某市医疗保障局(汇总)部门预算",
            "某市医疗保障局",
            2023,
            "budget",
            "consolidated",
        ),
        (
            "某县医疗保险中心\n2025年度单位预算\n\n2025年2月\n\n# 一、概况\n",
            "某县医疗保险中心2025年度单位预算",
            "某县医疗保险中心",
            2025,
            "budget",
            "unit",
        ),
    ],
)
def test_the_cover_says_whose_document_it_is(cover: str, title: str, department: str, year: int, stage: str, scope: str) -> None:
    found = identify(read_blocks(cover), ())
    assert (found.title, found.department, found.fiscal_year, found.stage, found.scope) == (title, department, year, stage, scope)


def test_the_name_above_the_tables_counts_most() -> None:
    found = identify(
        read_blocks("2024年度部门决算\n\n# 一、概况\n"), ("乙市医疗保障局（汇总）".replace("（", "(").replace("）", ")"), "乙市医疗保障局")
    )
    assert found.department == "乙市医疗保障局"
    assert found.region == "乙市"


TABLE = (
    "# 支出决算表\n\n公开03表\n\n部门：某市医疗保障局\n\n单位：万元\n\n"
    "| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n"
    "| 合计 | | 3.00 | 1.00 | 2.00 |\n| 210 | 卫生健康支出 | 3.00 | 1.00 | 2.00 |\n"
)


def test_one_table_alone_is_the_national_layout_with_what_is_missing() -> None:
    document = read_text("2024年度某市医疗保障局部门决算\n\n" + TABLE, "甲.md")
    assert document.about.layout == "national-final"
    assert "没有读到" in document.layout_distance
    assert document.about.amounts == document.about.amounts_bound == 6


def test_a_document_without_statements_has_no_layout() -> None:
    document = read_text("关于开展某项工作的通知\n\n各单位：请按要求做好工作。\n", "乙.md")
    assert document.about.layout == ""
    assert not document.facts


def test_the_column_of_a_web_page_that_holds_both_kinds_says_nothing() -> None:
    text = "首页\n当前位置：首页 > 财政预决算\n\n某县医疗保障局2024年部门预算公开\n\n第一部分 部门概况\n\n一、主要职能\n\n拟订政策。\n"
    assert identify(read_blocks(text), ()).stage == "budget"


def test_the_title_of_a_text_that_is_no_account_is_its_first_line() -> None:
    lines = ["说明文件", *(f"第{number}段写着别的事情,没有名称也没有年份可以当作标题" for number in "一二三"), "", "1. 其一", "2. 其二"]
    assert read_text("\n\n".join(lines)).about.title == "说明文件"
