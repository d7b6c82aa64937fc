"""Performance forms held together by blanks are read as data only where their points and money hold."""

from __future__ import annotations

import unicodedata

from baozhang.facts.records import FORM_UNSURE
from baozhang.reading.document import read_text
from tests.reading.forms.form_texts import FUNDS, HEAD, INDICATORS

ROWS = (
    ("年度资金总额", "12.00", "12.00", "6.00", "10", "50%", "5", ""),
    ("其中：财政拨款", "12.00", "12.00", "6.00", "-", "50%", "-", ""),
    ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "原因"),
    ("产出指标", "数量指标", "检查家数", "≥30家", "31家", "{}", "50", ""),
    ("效益指标", "社会效益指标", "举报处理率", "≥95%", "98%", "30", "30", ""),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "99%", "10", "10", ""),
    ("总分", "", "", "", "", "100", "95", ""),
)


def page(weight: str) -> str:
    head = (
        "项目支出绩效自评表\n（2024年度）\n项目名称：检查经费\n项目资金（万元）  年初预算数  全年预算数  全年执行数  分值  执行率  得分\n"
    )
    return head + "\n".join("".join(_padded(cell.format(weight)) for cell in row).rstrip() for row in ROWS) + "\n"


def _padded(cell: str) -> str:
    return cell + " " * (22 - sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in cell))


def test_a_form_that_adds_up_is_read_and_one_that_does_not_is_listed() -> None:
    read = read_text(page("50"))
    assert [one.name for one in read.indicators] == ["检查家数", "举报处理率", "群众满意度"]
    apart = read_text(page("5"))
    assert not apart.indicators
    assert [(one.kind, one.title) for one in apart.evaluations] == [("unread", "项目支出绩效自评表")]
    assert [(row.kind, "只靠空格对齐的绩效表" in row.why and "合计不是100分" in row.why) for row in apart.unrecognised] == [
        (FORM_UNSURE, True)
    ]


def test_a_form_in_which_nearly_nothing_holds_has_slipped_and_one_wrong_figure_is_a_finding() -> None:
    sound = HEAD + FUNDS + INDICATORS
    slipped = (
        sound.replace("\t80.00\t8\t\n", "\t8\t80.00\t\n")
        .replace("\t20\t10\t10\t", "\t10\t20\t10\t")
        .replace("\t12\t20\t20\t", "\t20\t12\t20\t")
    )
    assert len(read_text(sound.replace("\t12\t20\t20\t", "\t12\t80\t20\t")).indicators) == 5
    apart = read_text(slipped.replace("\t72\t30\t27\t", "\t30\t72\t27\t"))
    assert not apart.evaluations
    assert any("可能是各栏错位" in row.why for row in apart.unrecognised)


LOST = """项目支出绩效自评表
（2024年度）

项目名称\t检查经费
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t12.00\t12.00\t6.00\t{}
一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分
产出指标\t数量指标\t检查家数\t≥30家\t31\t50\t50
效益指标\t社会效益\t举报处理率\t≥95%\t{}
满意度指标\t服务对象\t群众满意度\t≥90%\t{}
"""


def test_two_figures_left_of_three_are_not_taken_for_points_that_differ() -> None:
    document = read_text(LOST.format("10\t50\t5", "98\t30\t30", "99\t10"))
    assert [(one.weight, one.score) for one in document.indicators][1:] == [(300_000, 300_000), (None, None)]
    assert any("这一行少一个单元格" in row.why for row in document.unrecognised)


def test_a_rate_or_a_score_in_the_wrong_column_is_told_by_arithmetic() -> None:
    header = "分值\t执行率\t得分"
    document = read_text(LOST.format("50\t5", "98\t30\t30", "99\t10\t10").replace(header, "分值\t得分"))
    assert [(row.rate, document.evaluations[0].funds_weight) for row in document.fundings] == [(500_000, None)]
    document = read_text(LOST.format("10\t10", "98\t30\t30", "99\t10\t10").replace(header, "分值\t执行率"))
    assert [(row.rate, document.evaluations[0].funds_score) for row in document.fundings] == [(None, 100_000)]


def test_figures_on_the_line_below_their_indicator_are_its_own() -> None:
    document = read_text(LOST.format("10\t50\t5", "98\n30\t30", "99\t10\t10"))
    assert [(one.name, one.actual_text, one.weight, one.score) for one in document.indicators][1:] == [
        ("举报处理率", "98", 300_000, 300_000), ("群众满意度", "99", 100_000, 100_000),
    ]  # fmt: skip


def test_a_number_that_a_scanner_spoilt_keeps_its_place() -> None:
    document = read_text(LOST.format("10\t50\t5", "98\t30\t30", "99\t10\t10").replace("12.00\t12.00", "12.00\t12，00"))
    assert [(row.initial, row.adjusted, row.executed) for row in document.fundings] == [(12_000_000, None, 6_000_000)]
