"""A consistent form comes back whole, whatever the converter did to its rows."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tests.reading.forms.form_texts import FUNDS, HEAD, reading

LEVELS = (
    ("成本指标", "经济成本指标"),
    ("成本指标", "社会成本指标"),
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
NAMES = st.text(alphabet="参保扩面宣传审核监管培训经办服务档案药品结算", min_size=3, max_size=24)
OPERATORS = st.sampled_from(["≥", "≤", "=", ">", "<"])
UNITS = st.sampled_from(["%", "万元", "人次", " 个", "元/人月", " 小时/ 日", "家"])
HEADER = "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t指标分值\t自评得分\t偏差原因分析及改进措施\n"


@dataclass(frozen=True)
class Printed:
    """One indicator and what the converter does to its row."""

    level: int
    name: str
    target: str
    actual: str
    weight: int
    score: int
    reason: str
    shift: int
    merged: bool
    page_break: bool


@st.composite
def printed(draw: st.DrawFn) -> Printed:
    weight = draw(st.integers(1, 60))
    number = draw(st.decimals(0, 99999, places=draw(st.integers(0, 2))))
    return Printed(
        draw(st.integers(0, len(LEVELS) - 1)),
        draw(NAMES),
        f"{draw(OPERATORS)}{number}{draw(UNITS)}",
        str(draw(st.integers(0, 10**6))),
        weight,
        draw(st.integers(0, weight)),
        draw(st.sampled_from(["", "", "无", "场次偏少,已改进"])),
        draw(st.sampled_from([0, 0, 0, -1, 1])),
        draw(st.booleans()),
        draw(st.booleans()),
    )


def line(row: Printed, before: tuple[str, str]) -> str:
    """The row as printed: merged level cells left out, everything moved by `shift`."""
    level1, level2 = LEVELS[row.level]
    same1, same2 = before[0] == level1, before == (level1, level2)
    cells = [
        "",
        "" if row.merged and same1 else level1,
        "" if row.merged and same2 else level2,
        row.name,
        row.target,
        row.actual,
        str(row.weight),
        str(row.score),
        row.reason,
    ]
    moved = [*cells[1:], ""] if row.shift < 0 else ["", *cells] if row.shift > 0 else cells
    return "\t".join(moved)


@given(st.lists(printed(), min_size=1, max_size=9))
def test_rows_come_back_as_they_were_written(rows: list[Printed]) -> None:
    ordered = sorted(rows, key=lambda row: row.level)
    text, before = HEADER, ("", "")
    for row in ordered:
        text += ("\n" if row.page_break else "") + line(row, before) + "\n"
        before = LEVELS[row.level]
    found = reading(HEAD + FUNDS + text + f"总分\t\t\t\t\t\t{sum(row.score for row in rows)}\t\t\n")
    read = [(row.level1, row.level2, row.name, row.target_text, row.actual_text, row.weight, row.score) for row in found.indicators]
    assert read == [
        (*LEVELS[row.level], row.name, row.target.replace(" ", ""), row.actual, row.weight * 10_000, row.score * 10_000) for row in ordered
    ]
    assert [row.repaired for row in found.indicators] == [row.shift != 0 for row in ordered]
    assert not found.unrecognised
    assert found.figures == found.figures_bound
