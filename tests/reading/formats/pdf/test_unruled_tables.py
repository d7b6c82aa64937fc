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


_LABELS = ("行政运行", "机关事业单位基本养老保险缴费支出", "其他医疗保障管理事务支出", "住房公积金")


def narrow(place: str, stroke: str) -> str:
    """A table whose names are wrapped, its figures at the top, in the middle or at the foot of their cells."""
    cells = ", ".join(
        f"[{code}], [{label}], [{at},300.50], [{at}00.00]"
        for at, (code, label) in enumerate(zip(("2010301", "2080505", "2101599", "2210201"), _LABELS, strict=True), start=1)
    )
    columns = "columns: (6em, 6.4em, 7em, 7em), inset: (x: 3pt, y: 2pt)"
    sides = ", ".join(f"{side} + {place}" for side in ("left", "left", "right", "right"))
    return f"#table({columns}, stroke: {stroke}, align: ({sides}), [科目编码], [科目名称], [预算数], [决算数], {cells})"


_STROKES = {
    "none": "none",
    "level": "(x, y) => (top: 0.5pt, bottom: 0.5pt)",
    "upright": "(x, y) => (left: 0.5pt, right: 0.5pt, top: if y == 0 { 0.5pt }, bottom: if y == 4 { 0.5pt })",
    "a frame": "(x, y) => (left: if x == 0 { 0.5pt }, right: if x == 3 { 0.5pt }, top: if y < 2 { 0.5pt }, bottom: if y == 4 { 0.5pt })",
}


@pytest.mark.parametrize("stroke", _STROKES)
@pytest.mark.parametrize("place", ["top", "horizon", "bottom"])
def test_wrapped_names_belong_to_the_row_of_their_figures(place: str, stroke: str) -> None:
    found = transcript("单位：万元\n\n" + narrow(place, _STROKES[stroke]) + "\n\n表后的文字。")
    assert [(row[1], row[2]) for row in rows(found)[1:]] == [(label, f"{at},300.50") for at, label in enumerate(_LABELS, start=1)]
    assert prose(found)[-1] == "表后的文字。"


def test_words_over_several_columns_stand_over_the_first() -> None:
    head = "[科目编码], [合计], table.cell(colspan: 2)[本年支出], [年末结转], [], [], [基本支出], [项目支出], []"
    cells = ", ".join(f"[20{at}], [{at}1.50], [{at}1.00], [0.50], [0.50]" for at in range(1, 6))
    found = transcript(f"单位：万元\n\n#table(columns: (6em,) * 5, stroke: none, align: center + horizon, {head}, {cells})")
    assert rows(found)[:3] == [
        ["科目编码", "合计", "本年支出", "", "年末结转"],
        ["", "", "基本支出", "项目支出", ""],
        ["201", "11.50", "11.00", "0.50", "0.50"],
    ]


def test_a_table_goes_on_over_a_page_break_with_its_columns() -> None:
    cells = ", ".join(f"[{at:03}], [第{at}项], [{at if at < 70 else ''}.00], [{at}.50]".replace("[.00]", "[]") for at in range(200, 280))
    found = transcript(
        f"单位：万元\n\n#table(columns: (5em, 9em, 7em, 7em), stroke: none, [编码], [科目名称], [预算数], [决算数], {cells})"
    )
    assert len(found.pages) > 1
    assert {len(row) for row in rows(found)} == {4}
    assert [row[3] for row in rows(found)[1:]] == [f"{at}.50" for at in range(200, 280)]


def test_figures_that_lie_on_each_other_are_not_read() -> None:
    cells = ", ".join(f"[20{at}], [#box(width: 2em)[1,234,56{at}.00]], [#box(width: 2em)[9,876,54{at}.00]]" for at in range(1, 7))
    found = transcript(
        f"单位：万元\n\n#table(columns: (5em, 2em, 6em), inset: (x: 0pt, y: 3pt), stroke: none, [编码], [甲], [乙], {cells})"
    )
    assert not rows(found)


def test_an_empty_table_is_its_header() -> None:
    found = transcript(
        "政府性基金预算支出表\n\n单位：万元\n\n"
        "#table(columns: 4, stroke: none, [科目编码], [科目名称], [基本支出], [项目支出])\n\n注：本表无数据。"
    )
    assert rows(found) == [["科目编码", "科目名称", "基本支出", "项目支出"]]


_SPENDING = ((1, "201", "一般公共服务支出"), (2, "20105", "统计信息事务"), (3, "2010501", "行政运行"), (4, "208", "社会保障和就业支出"))


def _beside(header: str, places: tuple[int, ...], side: str, count: int = 6) -> list[list[str]]:
    """The rows of a table whose header stands at the left of its cells, and whose figures, at a side, are in some columns only."""
    cells = ", ".join(
        f"[{code}], [{name}], " + ", ".join(f"[{at},30{place}.50]" if place in places else "[]" for place in range(count - 2))
        for at, code, name in _SPENDING
    )
    columns = f"columns: (6em, 10em) + (7em,) * {count - 2}"
    align = f"(x, y) => if x < 2 or y < 2 {{ left + horizon }} else {{ {side} + horizon }}"
    return rows(transcript(f"#set text(size: 8pt)\n单位：万元\n\n#table({columns}, stroke: none, align: {align}, {header}, {cells})"))


@pytest.mark.parametrize("places", [(0, 1, 2, 3), (0, 1), (0, 3), (2,)])
def test_figures_at_the_other_side_of_their_cells_belong_to_the_words_before_them(places: tuple[int, ...]) -> None:
    found = _beside("[科目编码], [科目名称], [合计], [基本支出], [项目支出], [经营支出]", places, "right")
    if not found:  # with few figures nothing shows which words they belong to: it is left unread
        assert len(places) == 1
        return
    assert found[0] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "经营支出"]
    for at, (number, code, name) in enumerate(_SPENDING, start=1):
        assert found[at] == [code, name, *(f"{number},30{place}.50" if place in places else "" for place in range(4))]


def test_words_over_several_columns_are_no_column_of_their_own() -> None:
    header = (
        "table.cell(colspan: 2)[功能分类科目], table.cell(rowspan: 2)[合计], table.cell(colspan: 3, align: center)[基本支出],"
        "table.cell(rowspan: 2)[项目支出], [科目编码], [科目名称], [小计], [人员经费], [公用经费]"
    )
    found = _beside(header, (0, 1, 2, 3, 4), "right", 7)
    assert [row[2:] for row in found[-4:]] == [[f"{at},30{place}.50" for place in range(5)] for at, _, _ in _SPENDING]
    assert found[1][:6] == ["科目编码", "科目名称", "", "小计", "人员经费", "公用经费"]
