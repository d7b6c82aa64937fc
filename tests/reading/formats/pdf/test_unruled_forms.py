"""Performance forms without lines, or with some: they give what the same form with all lines gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.reading.document import read_transcript
from tests.reading.formats.pdf.printing import transcript

if TYPE_CHECKING:
    from baozhang.facts.document import Document

_FORM = """#set text(size: 8pt)
项目支出绩效自评表

#table(columns: (5em, 7em, 7em, 10em, 7em, 7em, 6em, 5em), inset: (x: 3pt, y: 3pt), stroke: STROKE, align: ALIGN,
  table.cell(colspan: 2)[项目名称], table.cell(colspan: 6)[医保经办服务能力提升],
  table.cell(colspan: 2)[主管部门], table.cell(colspan: 2)[某市医疗保障局],
  table.cell(colspan: 2)[实施单位], table.cell(colspan: 2)[某市医保中心],
  table.cell(rowspan: 3)[项目资金（万元）], [], [年初预算数], [全年预算数], [全年执行数], [分值], [执行率], [得分],
  [年度资金总额], [120.00], [118.50], [110.25], [10], [93.04%], [9.3],
  [其中：财政拨款], [120.00], [118.50], [110.25], [—], [93.04%], [],
  table.cell(rowspan: 2)[年度总体目标], table.cell(colspan: 3)[预期目标], table.cell(colspan: 4)[实际完成情况],
  table.cell(colspan: 3)[经办窗口的办理时限缩短三分之一，全部乡镇设立服务点，参保群众少跑路。],
  table.cell(colspan: 4)[办理时限缩短四成，乡镇服务点全部设立。],
  table.cell(rowspan: 6)[绩效指标], [一级指标], [二级指标], [三级指标], [年度指标值], [实际完成值], [分值], [得分],
  table.cell(rowspan: 3)[产出指标], table.cell(rowspan: 2)[数量指标], [新设乡镇医疗保障服务点的数量], [≥30个], [32], [20], [20],
  [培训经办人员], [≥200人次], [214], [20], [20],
  [时效指标], [住院费用手工报销按期办结的比例], [≥98%], [99.1%], [20], [20],
  [效益指标], [社会效益指标], [在乡镇办理的业务所占的比例], [≥75%], [71%], [20], [18.9],
  [满意度指标], [服务对象满意度指标], [窗口好评率], [≥97%], [98%], [10], [10],
  table.cell(colspan: 6)[总分], [100], [98.2])

表后的文字说明自评的组织情况。
"""
_STROKES = {
    "no line": "none",
    "level lines": "(x, y) => (top: 0.5pt, bottom: 0.5pt)",
    "a line above and below": "(x, y) => (top: if y == 0 { 1pt }, bottom: if y == 13 { 1pt })",
}


def _read(stroke: str, align: str) -> Document:
    markup = _FORM.replace("STROKE", stroke).replace("ALIGN", align)
    return read_transcript(transcript(markup), "自评表.pdf", "a" * 64)


def _said(document: Document) -> tuple[object, ...]:
    indicators = [
        (one.level1, one.level2, one.name, one.operator, one.target, one.actual, one.weight, one.score) for one in document.indicators
    ]
    funds = [(one.source, one.initial, one.adjusted, one.executed, one.rate) for one in document.fundings]
    about = [(one.project, one.supervisor, one.unit_name, one.goal, one.result, one.total) for one in document.evaluations]
    return indicators, funds, about


@pytest.mark.parametrize("stroke", _STROKES)
@pytest.mark.parametrize("align", ["left + horizon", "center + horizon", "left + top"])
def test_a_form_says_the_same_with_and_without_lines(stroke: str, align: str) -> None:
    ruled = _read("0.5pt", align)
    assert len(ruled.indicators) == 5
    assert _said(_read(_STROKES[stroke], align)) == _said(ruled)


def test_a_form_goes_on_over_a_page_break() -> None:
    blocks = "#v(15.5cm)\n" + _FORM
    lines = read_transcript(transcript(blocks.replace("STROKE", "none").replace("ALIGN", "left + horizon")), "自评表.pdf", "a" * 64)
    ruled = _read("0.5pt", "left + horizon")
    assert len({one.line for one in lines.indicators}) == 5
    assert _said(lines)[0] == _said(ruled)[0]
