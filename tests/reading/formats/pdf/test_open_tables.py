"""Tables without lines, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.reading.formats.pdf.printing import prose, rows, transcript

ROWS = (
    ("201", "一般公共服务支出", "1,300.50", "1,300.00"),
    ("2010301", "行政运行", "300.50", "300.00"),
    ("208", "社会保障和就业支出", "26.00", "20.10"),
    ("20805", "行政事业单位养老支出", "26.00", "20.10"),
    ("221", "住房保障支出", "0.00", "12.00"),
)


def table(stroke: str = "none", align: str = "(left, left, right, right)") -> str:
    cells = ", ".join(f"[{cell}]" for row in ROWS for cell in row)
    header = "[科目编码], [科目名称], [预算数], [决算数]"
    return f"#table(columns: (6em, 14em, 7em, 7em), stroke: {stroke}, align: {align}, {header}, {cells})"


@pytest.mark.parametrize("align", ["(left, left, right, right)", "(left, left, center, center)"])
def test_columns_of_figures_make_a_table(align: str) -> None:
    found = transcript("下表没有线。\n\n" + table(align=align) + "\n\n表后的文字。")
    assert rows(found) == [["科目编码", "科目名称", "预算数", "决算数"], *map(list, ROWS)]
    assert prose(found) == ["下表没有线。", "表后的文字。"]


def test_a_table_with_lines_above_and_below_only() -> None:
    found = transcript(table("(x, y) => (top: if y < 2 { 1pt } else { none }, bottom: if y == 5 { 1pt } else { none })"))
    assert rows(found) == [["科目编码", "科目名称", "预算数", "决算数"], *map(list, ROWS)]


def test_a_name_wrapped_between_rows_keeps_the_table_together() -> None:
    cells = ", ".join(f"[{cell}]" for row in ROWS for cell in row).replace("行政事业单位养老支出", "行政事业单位 \\ 养老支出")
    found = transcript(f"#table(columns: (6em, 14em, 7em, 7em), stroke: none, align: (left, left, right, right), {cells})")
    assert [row for row in rows(found) if row[0] == "221"] == [list(ROWS[4])]
    assert not prose(found)


def test_prose_with_figures_is_no_table() -> None:
    found = transcript("2024年度收入总计1,300.50万元，支出总计1,300.00万元。\n\n" * 6)
    assert not rows(found)
    assert len(prose(found)) == 6


def test_a_contents_page_is_no_table() -> None:
    entries = "\n\n".join(f"{number}、收入支出决算情况说明#h(1fr){page}" for number, page in zip("一二三四五六", range(3, 9), strict=True))
    assert not rows(transcript(entries))
