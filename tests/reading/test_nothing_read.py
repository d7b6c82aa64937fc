"""A text of which nothing was understood says so: nothing wrong in it is no praise."""

from __future__ import annotations

import pytest

from baozhang.reading import read_text

_SAID = "没有读到报表、绩效表或说明中的金额"


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\nname = "checks"\nversion = 3',
        "关于召开年度预算编制工作会议的通知\n各科室：请于9月5日前报送材料，逾期不候。",
        "2023年度部门决算\n目录\n第一部分 部门概况\n第二部分 部门决算表\n第三部分 情况说明",
    ],
)
def test_a_text_without_any_figure_of_an_account_is_named(text: str) -> None:
    (note,) = [row for row in read_text(text).unrecognised if row.why.startswith(_SAID)]
    assert note.line == 1


def test_amounts_in_sentences_without_an_explanation_are_named() -> None:
    text = "卫生事业概述\n全市设有医院12家。\n当年投入73.50万元，另有捐赠20万元。\n其中5.20万元用于设备。"
    (note,) = read_text(text).unrecognised
    assert (note.line, "第3至4行的文字里有3个金额" in note.why) == (3, True)


@pytest.mark.parametrize(
    "text",
    [
        "2023年度部门决算\n一、收入支出决算总体情况说明\n2023年度收入总计812.40万元。",
        "收入决算表\n单位：万元\n| 项目 | 本年收入合计 |\n| 合计 | 812.40 |",
    ],
)
def test_a_text_with_one_is_not(text: str) -> None:
    assert not [row for row in read_text(text).unrecognised if row.why.startswith(_SAID)]
