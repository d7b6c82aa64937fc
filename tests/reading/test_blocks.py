"""Blocks: contents, headings, captions, tables over page breaks, paragraphs joined, parts and sections."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.paragraphs import heading_level

ACCOUNT = """
某市医疗保障局
2024年度部门决算

目 录

第一部分 部门概况.....1
第二部分 2024年度部门决算表.....3
第三部分 2024年度部门决算情况说明.....9

第一部分 部门概况

一、主要职责

负责全市医疗保障工作，研究拟订医疗保障政策并组织实

施，推进支付方式改革。

第二部分 2024年度部门决算表

支出决算表

公开 03 表

单位：万元

| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 合计 | | 30.00 | 10.00 | 20.00 |

| | | | | |
|---|---|---|---|---|
| 208 | 社会保障和就业支出 | 30.00 | 10.00 | 20.00 |

注：本表反映部门本年度各项支出情况。

第三部分 2024年度部门决算情况说明

一、收入支出决算总体情况说明

（一）支出决算情况说明

2024年度支出总计30.00万元，支出决算为 17.

14万元。

七、财政拨款“三公”经费支出决算情况说明

（一）机关运行经费。
"""


def test_contents_are_told_from_the_headings_they_list() -> None:
    blocks = read_blocks(ACCOUNT)
    assert [block.text for block in blocks if block.kind == "contents"][1:] == [
        "第一部分部门概况",
        "第二部分2024年度部门决算表",
        "第三部分2024年度部门决算情况说明",
    ]
    assert sum(1 for block in blocks if block.kind == "heading" and block.level == 1) == 3


def test_a_paragraph_cut_by_a_page_is_joined_and_keeps_its_lines() -> None:
    blocks = read_blocks(ACCOUNT)
    duty = next(block for block in blocks if block.text.startswith("负责全市"))
    assert "并组织实施,推进" in duty.text
    assert duty.line_at(0) == 15
    assert duty.line_at(duty.text.index("推进")) == 17
    assert any("支出决算为17.14万元" in block.text for block in blocks)


def test_a_table_goes_on_over_a_page_break() -> None:
    tables = [block for block in read_blocks(ACCOUNT) if block.kind == "table"]
    assert len(tables) == 1
    assert [row.cells[0] for row in tables[0].rows] == ["科目编码", "合计", "208"]
    assert tables[0].rows[2].after_break


def test_captions_notes_parts_and_sections() -> None:
    blocks = read_blocks(ACCOUNT)
    assert [block.text for block in blocks if block.kind == "caption"] == ["支出决算表", "公开03表", "单位:万元"]
    assert [block.part for block in blocks if block.kind == "note"] == ["statements"]
    prose = next(block for block in blocks if block.text.startswith("2024年度支出总计"))
    assert (prose.part, prose.section) == ("explanation", "spending")


def test_a_numbered_sentence_with_money_is_no_heading() -> None:
    assert heading_level("一、收入支出决算总体情况说明") == 2
    assert heading_level("(一)机关运行经费。") == 3
    assert heading_level("2.项目支出4716.18万元") == 0
    assert heading_level("(五)贯彻落实政策,组织拟订") == 0


def test_tab_rows_are_a_table_and_an_indented_line_is_not() -> None:
    blocks = read_blocks("\t本部门没有国有资产。\n\n项目\t金额\n合计\t1.00\n")
    assert [block.kind for block in blocks] == ["cover", "table"]


def test_an_inline_html_table_is_read() -> None:
    blocks = read_blocks(
        '前言。\n<table><tr><td colspan="2">项目</td><td>金额</td></tr><tr><td>1</td><td>甲</td><td>2.00</td></tr></table>\n'
    )
    assert [row.cells for row in blocks[-1].rows] == [("项目", "", "金额"), ("1", "甲", "2.00")]


def test_every_subject_of_the_last_chapter_has_a_section_of_its_own() -> None:
    subjects = ("（一）机关运行经费", "（二）“三公”经费", "（三）绩效目标设置情况")
    text = "第三部分 情况说明\n\n八、其他重要事项说明\n\n" + "".join(f"{subject}\n\n一句。\n\n" for subject in subjects)
    sections = [block.section for block in read_blocks(text) if block.kind == "paragraph"]
    assert sections == ["operating_expenses", "three_public", "performance"]


def test_a_bullet_printed_close_to_a_numbering_begins_an_item() -> None:
    """Pages print the blank behind a bullet so narrow that it is none; the items must not run into one another."""
    blocks = read_blocks("2.“车辆更新”项目。\n\n-(1)项目概述。车辆更新\n\n-(2)年度预算安排。项目预算安排资金18.0万元\n")
    assert [block.text for block in blocks][-2:] == ["(1)项目概述。车辆更新", "(2)年度预算安排。项目预算安排资金18.0万元"]


def test_lines_of_every_length_that_stand_close_are_paragraphs() -> None:
    lines = ["第三部分 部门决算情况说明", "一、收入决算情况说明"]
    lines += [f"第{at}项收入合计{at}00.00万元，{'其中有些说明文字，' * (at % 7)}与上年持平。" for at in range(1, 30)]
    paragraphs = [block for block in read_blocks("\n".join(lines)) if block.kind == "paragraph"]
    assert [block.line_from for block in paragraphs] == list(range(3, 32))


def test_lines_of_figures_and_lines_of_words_are_equally_full() -> None:
    words = "（1）社会保障和就业（类）行政事业单位养老支出（款）行政单位离退休（\n"
    words += "项）。年初预算为55.00万元，支出决算为56.12万元，完成年初预算的102.04%，\n决算数大于预算数。\n"
    figures = "2023年度收入2955.01万元、2945.01万元、2899.17万元、1160.80万元、1149.00万元、\n"
    figures += "1793.21万元、1631.50万元，均与上年持平，主要原因是各项业务没有大的变化，人\n员也没有变化。\n"
    text = f"第三部分 部门决算情况说明\n一、支出决算情况说明\n{(figures + words) * 4}"
    paragraphs = [block.text for block in read_blocks(text) if block.kind == "paragraph"]
    assert sum(text.startswith("(1)社会保障") and text.endswith("决算数大于预算数。") for text in paragraphs) == 4


def test_an_indented_line_or_a_title_behind_a_full_stop_begins_anew_in_wrapped_text() -> None:
    full = "本部门严格执行各项规定厉行节约压减开支保障重点工作完"
    lines = [
        f"    {full[:-2]}",
        *[full] * 12,
        f"{full[:-1]}。",
        "2024年度项目支出绩效评价报告",
        f"    {full[:-2]}",
        f"{full[:-1]}。",
        f"    {full[:-2]}",
        full,
    ]
    text = "第三部分 部门决算情况说明\n一、支出决算情况说明\n" + "\n".join(lines)
    prose = [block.text[:6] for block in read_blocks(text) if block.kind == "paragraph"]
    assert prose == ["本部门严格执", "2024年度", "本部门严格执", "本部门严格执"]


def test_an_entry_of_the_contents_that_was_too_long_for_its_line_is_one() -> None:
    text = (
        "目录\n第一部分 部门概况\n第二部分 决算表\n一、政府性基金预算财政拨款收入支出决算\n表\n第三部分 情况说明\n"
        "一、政府性基金预算财政拨款收入支出决算\n情况说明\n二、支出决算情\n况说明\n\n第一部分 部门概况\n\n负责医疗保障工作。\n"
    )
    assert [block.text for block in read_blocks(text) if block.kind == "contents"][3:] == [
        "一、政府性基金预算财政拨款收入支出决算表", "第三部分情况说明",
        "一、政府性基金预算财政拨款收入支出决算情况说明", "二、支出决算情况说明",
    ]  # fmt: skip


def test_a_heading_that_was_too_long_for_the_page_is_one() -> None:
    prose = "本部门本年收入预算比上年增加主要是医疗救\n助补助资金增加以及机构改革转隶人员的经费\n随之增加所致。\n"
    text = f"{prose * 8}（五）关于某市医疗保障局2025年一般公共\n预算当年拨款情况说明\n{prose}"
    assert [block.text for block in read_blocks(text) if block.kind == "heading"] == [
        "(五)关于某市医疗保障局2025年一般公共预算当年拨款情况说明"
    ]


def test_the_first_cell_of_a_row_on_a_line_of_its_own_is_a_row() -> None:
    text = "前言。\n\n301\t工资福利支出\t3.00\t3.00\n30101\n基本工资\t3.00\t3.00\n"
    table = next(block for block in read_blocks(text) if block.kind == "table")
    assert [row.cells[0] for row in table.rows] == ["301", "30101", "基本工资"]
