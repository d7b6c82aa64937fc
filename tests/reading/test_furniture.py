"""Page numbers and running titles belong to no paragraph and no table; figures on a line of their own do."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.furniture import without_furniture
from baozhang.reading.text import split_lines


def kept(text: str) -> list[str]:
    return [line.text for line in without_furniture(split_lines(text)) if line.text]


def test_marked_page_numbers_go() -> None:
    assert kept("甲\n- 12 -\n乙\n第 3 页 共 30 页\n丙\n—7—") == ["甲", "乙", "丙"]


def test_bare_numbers_go_only_where_they_count_pages() -> None:
    page = "\n".join(f"第{n}行正文。" for n in range(9))
    assert "12" not in kept(f"{page}\n\n12\n\n{page}\n\n13\n\n{page}")
    assert kept("合计\n\n12\n\n项目\n\n13") == ["合计", "12", "项目", "13"]


def test_a_running_title_beside_page_numbers_goes_and_a_caption_stays() -> None:
    text = "某局2023年度部门决算\n" + "".join(f"\n正文{n}。\n\n- {n} -\n\n某局2023年度部门决算\n单位：万元\n" for n in range(1, 5))
    assert kept(text).count("某局2023年度部门决算") == 1
    assert kept(text).count("单位:万元") == 4


def test_a_figure_cut_by_a_page_break_is_joined() -> None:
    text = "前言。\n\n一、支出\n\n社会保障和就业支出（类）\n\n- 11 -\n\n88.88万元，占4.81%；其余略。\n"
    assert read_blocks(text)[-1].text == "社会保障和就业支出(类)88.88万元,占4.81%;其余略。"


def test_a_numbered_line_cut_inside_its_figure_is_no_heading() -> None:
    text = "前言。\n\n一、支出\n6.“机关事业单位养老保险缴费支出”（项）2023年度决算65\n4.32万元，比年初预算减少1.00万元。\n"
    block = read_blocks(text)[-1]
    assert (block.kind, block.text[-24:]) == ("paragraph", "算654.32万元,比年初预算减少1.00万元。")


def test_the_title_of_the_document_in_the_midst_of_tables_goes() -> None:
    text = "某局2023年度部门决算公开\n\n" + "".join(f"甲\t{n}.00\n\n某局2023年度部门决算公开\n\n乙\t{n}.00\n\n正文。\n" for n in range(3))
    assert kept(text).count("某局2023年度部门决算公开") == 1
