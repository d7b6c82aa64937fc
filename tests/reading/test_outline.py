"""Parts and sections of documents that print no 第一部分, and sections that must not be taken for others."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.document import read_text
from baozhang.reading.identity import identify


def test_chapters_are_the_parts_where_no_part_is_printed() -> None:
    text = (
        "某局2023年度部门决算\n\n一、概况\n\n（一）部门职责\n\n职责。\n\n二、2023年度部门决算公开表\n\n（一）收入支出决算总表\n\n略。\n\n"
        "三、2023年度部门决算情况说明\n\n（一）收入决算情况说明\n\n甲。\n\n（五）一般公共预算财政拨款支出决算情况说明\n\n乙。\n\n"
        "（九）财政拨款“三公”经费支出决算情况说明\n\n丙。\n\n四、名词解释\n\n丁。\n"
    )
    found = {block.text: (block.part, block.section) for block in read_blocks(text)}
    assert found["略。"] == ("statements", "")
    assert found["甲。"] == ("explanation", "income")
    assert found["乙。"] == ("explanation", "general")
    assert found["丙。"] == ("explanation", "three_public")
    assert found["丁。"] == ("glossary", "")


def test_sections_numbered_like_chapters_stay_sections_behind_printed_parts() -> None:
    text = "第三部分 部门决算情况说明\n\n一、收入决算情况说明\n\n甲。\n\n十、一般性支出情况\n\n会议费1.00万元。\n"
    found = {block.text: (block.part, block.section) for block in read_blocks(text)}
    assert found["甲。"] == ("explanation", "income")
    assert found["会议费1.00万元。"] == ("explanation", "other")


def test_a_cover_of_headings_and_a_supervision_number() -> None:
    marked = identify(
        read_blocks("# 2023年度\n\n# 某州医疗保障局部门决算\n\n## 目录\n\n公开时间：2024年9月20日\n\n第一部分 概况\n\n## 第一部分 概况\n"),
        (),
    )
    assert (marked.title, marked.department) == ("2023年度某州医疗保障局部门决算", "某州医疗保障局")
    numbered = identify(read_blocks("监督索引号53262500132500111\n\n某县医疗保障局2023年度部门决算\n\n第一部分 概况\n"), ())
    assert (numbered.title, numbered.fiscal_year) == ("某县医疗保障局2023年度部门决算", 2023)


def test_a_chapter_of_explanation_behind_a_chapter_of_tables() -> None:
    text = (
        "某区政府办2021年度一般公共预算财政拨款“三公”经费决算\n\n一、2021年度一般公共预算财政拨款“三公”经费支出决算表\n\n略。\n\n"
        "二、2021年度一般公共预算财政拨款“三公”经费支出情况说明\n\n公务接待费支出5.21万元。\n"
    )
    found = {block.text: (block.part, block.section) for block in read_blocks(text)}
    assert found["略。"] == ("statements", "")
    assert found["公务接待费支出5.21万元。"] == ("explanation", "three_public")


def test_an_explanation_whose_title_has_no_number_or_ends_in_a_full_stop() -> None:
    titled = read_blocks("某局2017年度决算\n\n| 合计 | 22.00 |\n\n关于某局2017年度“三公”经费支出决算情况说明\n\n“三公”经费支出8.77万元。\n")
    assert {block.text: (block.part, block.section) for block in titled}["“三公”经费支出8.77万元。"] == ("explanation", "three_public")
    stopped = read_blocks("某局2018年度部门决算\n\n一、“三公”经费财政拨款支出总体情况说明。\n\n“三公”经费支出2.05万元。\n")
    assert {block.text: (block.part, block.section) for block in stopped}["“三公”经费支出2.05万元。"] == ("explanation", "three_public")
    inner = read_blocks("某局2017年度部门决算\n\n（一）财政拨款收入支出决算情况说明\n\n财政拨款支出4603.07万元。\n")
    assert {block.text: (block.part, block.section) for block in inner}["财政拨款支出4603.07万元。"] == ("explanation", "fiscal")


def test_sentences_about_public_money_without_any_heading() -> None:
    text = (
        "2019年度某县“三公”经费支出决算情况\n\n2019年，“三公”经费决算支出数为1165.08万元，同比减少63.96万元。\n\n"
        "2019年公务用车购置100辆，公务用车保有量345辆。\n"
    )
    found = {block.text[:9]: (block.kind, block.part, block.section) for block in read_blocks(text)}
    assert found["2019年,“三公"] == ("paragraph", "explanation", "three_public")
    assert found["2019年公务用车"] == ("paragraph", "explanation", "three_public")
    report = read_blocks("某项目绩效评价报告\n\n项目资金100.00万元，已全部到位。\n")
    assert {block.part for block in report} == {""}


def test_a_fund_in_the_title_does_not_end_it() -> None:
    found = identify(read_blocks("某区政府办2021年度一般公共预算财政拨款“三公”经费决算\n\n一、概况\n\n略。\n"), ())
    assert (found.title, found.department, found.stage) == ("某区政府办2021年度一般公共预算财政拨款“三公”经费决算", "某区政府办", "final")


def test_a_heading_in_brackets_that_names_a_subject_of_its_own_opens_it_anywhere() -> None:
    text = (
        "第二部分：部门决算情况说明\n\n二、财政拨款支出决算情况\n\n（一）总体情况。\n\n甲。\n\n（三）“三公”经费支出情况。\n\n乙。\n\n"
        "（四）机关运行经费支出情况。\n\n丙。\n"
    )
    sections = {block.text: block.section for block in read_blocks(text)}
    assert [sections[text] for text in ("甲。", "乙。", "丙。")] == ["fiscal", "three_public", "operating_expenses"]


def test_items_on_income_and_on_spending_in_a_chapter_on_both() -> None:
    text = "第二部分 部门预算情况说明\n\n二、部门预算安排的总体情况\n\n1、收入说明\n\n甲。\n\n2、支出说明\n\n乙。\n"
    sections = {block.text: block.section for block in read_blocks(text)}
    assert [sections[text] for text in ("甲。", "乙。")] == ["income", "spending"]


def test_chapters_are_an_explanation_where_no_heading_says_so() -> None:
    text = (
        "某局2025年部门预算\n\n一、部门职责\n\n拟订政策。\n\n二、部门预算收支总体情况\n\n2025年收入预算9.00万元。\n\n"
        "三、国有资产占用情况\n\n固定资产3.00万元。\n\n四、名词解释\n\n基本支出：指日常支出。\n"
    )
    placed = [(block.part, block.section) for block in read_text(text).blocks if block.kind == "paragraph"]
    assert placed == [("", ""), ("explanation", "overall"), ("explanation", "assets"), ("glossary", "")]
