"""Forms whose cells were told apart by white alone: only those that hold together are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.reading.document import read_transcript
from baozhang.reading.formats.transcript import Inferred, Transcript, TranscriptLine

if TYPE_CHECKING:
    from baozhang.facts.document import Document

_FORM = """项目支出绩效自评表

项目名称\t医保经办服务能力提升
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t120.00\t118.50\t110.25\t10\t93.04%\t9.3
\t其中：财政拨款\t120.00\t118.50\t110.25\t—\t93.04%\t—
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t培训经办人员\t≥200人次\t214\t50\t50
效益指标\t社会效益指标\t在乡镇办理的业务所占的比例\t≥75%\t71%\t30\t28.9
满意度指标\t服务对象满意度指标\t服务对象满意度\t≥97%\t98%\t10\t10
总分\t\t\t\t\t\t98.2"""


def _read(text: str, *, sure: bool = True, inferred: bool = True) -> Document:
    lines = text.split("\n")
    parts = (Inferred(1, len(lines), sure),) if inferred else ()
    return read_transcript(Transcript("PDF 文件", tuple(map(TranscriptLine, lines)), inferred=parts), "自评表.pdf", "a" * 64)


def test_a_form_that_holds_together_is_read_as_from_a_ruled_page() -> None:
    document = _read(_FORM)
    ruled = _read(_FORM, inferred=False)
    assert len(ruled.indicators) == 3
    assert document == ruled


@pytest.mark.parametrize(
    ("printed", "misread", "why"),
    [
        ("\t50\t50", "\t40\t50", "分值合计不是100分"),
        ("\t30\t28.9", "\t30\t", "得分没有读出"),
        ("培训经办人员", "培训经办人员数量指标", "名称或指标值不完整"),
        ("≥200人次", "≥200人次≥75%", "名称或指标值不完整"),
        ("社会效益指标", "质量指标", "级别无法确定"),
        ("总分\t\t\t\t\t\t98.2", "", "总分没有读出"),
    ],
)
def test_a_form_that_does_not_agree_with_itself_is_named_and_not_read(printed: str, misread: str, why: str) -> None:
    assert printed in _FORM
    document = _read(_FORM.replace(printed, misread))
    assert not document.indicators
    assert not document.fundings
    assert [(one.kind, one.project) for one in document.evaluations] == [("unread", "医保经办服务能力提升")]
    assert any("无框线的绩效表，列的归属无法确定" in row.why and why in row.why for row in document.unrecognised)


def test_a_form_that_can_be_read_in_several_ways_is_not_read() -> None:
    assert not _read(_FORM, sure=False).indicators


def test_funds_that_do_not_add_up_are_left_out() -> None:
    document = _read(_FORM.replace("其中：财政拨款\t120.00", "其中：财政拨款\t12.00"))
    assert len(document.indicators) == 3
    assert not document.fundings
    assert document.evaluations[0].initial is None
