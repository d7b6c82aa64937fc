"""Parts and sections of documents that print no 第一部分, and sections that must not be taken for others."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
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
