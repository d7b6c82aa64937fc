"""Tables with lines: every cell where it is drawn, merged ones as an HTML table has them, over page breaks too."""

from __future__ import annotations

import pytest

from baozhang.reading.formats.pdf import transcribe
from baozhang.reading.formats.transcript import Box
from tests.reading.formats.pdf.printing import STATEMENT, box_of, prose, rows, transcript, written_pdf

HEADER = [["项目", "", "本年收入合计", "其中", ""], ["科目编码", "科目名称", "", "财政拨款收入", "其他收入"]]


def test_merged_cells_hold_their_text_at_the_top_left() -> None:
    found = transcript(STATEMENT)
    assert rows(found) == [
        *HEADER,
        ["合计", "", "1,300.50", "1,300.00", "0.50"],
        ["210", "卫生健康支出", "1,300.50", "1,300.00", "0.50"],
        ["2101501", "行政运行", "1,300.50", "1,300.00", "0.50"],
    ]
    assert prose(found) == ["收入决算表", "单位：万元"]


def test_words_wrapped_in_a_cell_are_one_text() -> None:
    found = transcript("#table(columns: (5em, 4em, 6em), [机关事业单位基本养老保险缴费支出], [1234567.89], [Grouper version 2])")
    assert rows(found) == [["机关事业单位基本养老保险缴费支出", "1234567.89", "Grouper version 2"]]


def test_two_figures_in_one_cell_stay_two() -> None:
    found = transcript("#table(columns: (8em, 8em), [甲], [12.00 \\ 34.00])")
    assert rows(found) == [["甲", "12.00 34.00"]]


@pytest.mark.parametrize("stroke", ["0.2pt", "2pt", '(thickness: 0.6pt, dash: "dotted")'])
def test_lines_thin_thick_and_dotted_make_cells(stroke: str) -> None:
    found = transcript(f"#table(columns: 3, stroke: {stroke}, inset: 6pt, [甲], [乙], [丙], [1.00], [2.00], [3.00])")
    assert rows(found) == [["甲", "乙", "丙"], ["1.00", "2.00", "3.00"]]


def test_a_border_drawn_dot_by_dot_is_a_line() -> None:
    """As browsers draw dotted borders: hundreds of squares."""
    dots = "".join(f"{x} {y} 0.75 0.75 re f\n" for y in (600, 620, 640) for x in range(100, 301, 2))
    lines = "".join(f"{x} 600 0.75 40 re f\n" for x in (100, 200, 300))
    words = "BT /F1 10 Tf 110 625 Td (A) Tj 100 0 Td (1.00) Tj -100 -20 Td (B) Tj 100 0 Td (2.00) Tj ET"
    assert rows(transcribe(written_pdf((dots + lines + words).encode()), "a.pdf")) == [["A", "1.00"], ["B", "2.00"]]


def test_a_table_open_at_its_sides_keeps_the_outer_columns() -> None:
    found = transcript(
        "#table(columns: (8em, 8em, 8em), stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt } else { none }),"
        "[科目], [预算数], [决算数], [合计], [12.00], [11.00])"
    )
    assert rows(found) == [["科目", "预算数", "决算数"], ["合计", "12.00", "11.00"]]


def test_rows_without_a_line_between_them_are_parted_by_their_figures() -> None:
    found = transcript(
        "#table(columns: (12em, 8em, 8em),"
        "stroke: (x, y) => (left: 0.5pt, right: 0.5pt, top: if y < 2 { 0.5pt } else { none }, bottom: 0.5pt),"
        "[科目], [预算数], [决算数], [基本支出 \\ 项目支出 \\ 合计], [10.00 \\ 2.00 \\ 12.00], [9.00 \\ #hide[2] \\ 11.00])"
    )
    assert rows(found) == [
        ["科目", "预算数", "决算数"],
        ["基本支出", "10.00", "9.00"],
        ["项目支出", "2.00", ""],
        ["合计", "12.00", "11.00"],
    ]


def test_a_table_goes_on_over_a_page_break_with_its_header_repeated() -> None:
    body = ", ".join(f"[20{number:02}], [科目{number}], [{number}.00], [{number}.00], [0.00]" for number in range(1, 61))
    found = transcript(STATEMENT.rstrip().removesuffix(")") + f", {body})")
    assert len(found.pages) == 2
    assert [row[0] for row in rows(found)].count("科目编码") == 2
    assert [row for row in rows(found) if row[0].startswith("20")] == [
        [f"20{number:02}", f"科目{number}", f"{number}.00", f"{number}.00", "0.00"] for number in range(1, 61)
    ]
    seam = [at for at, line in enumerate(found.lines) if not line.text][-1]
    assert (found.lines[seam - 1].page, found.lines[seam + 1].page) == (1, 2)


def test_a_merged_cell_on_a_continued_page_keeps_the_columns_of_the_table() -> None:
    found = transcript(
        "#table(columns: (8em, 8em, 8em), [编码], [名称], [金额], [201], [行政运行], [1.00])"
        "#pagebreak()#table(columns: (16em, 8em), [合计], [1.00])"
    )
    assert rows(found) == [["编码", "名称", "金额"], ["201", "行政运行", "1.00"], ["合计", "", "1.00"]]


def test_a_frame_around_text_is_no_table() -> None:
    found = transcript("#rect[本部门没有政府性基金预算财政拨款收入和支出。]\n#line(length: 100%)\n说明")
    assert not rows(found)
    assert prose(found) == ["本部门没有政府性基金预算财政拨款收入和支出。", "说明"]


def test_every_piece_has_its_box_inside_the_page() -> None:
    found = transcript(STATEMENT)
    page = found.pages[0]
    places = [piece.place for line in found.lines for piece in line.pieces]
    assert len(places) == 23
    for place in places:
        assert isinstance(place, Box)
        assert 0 < place.left < place.right < page.width
        assert 0 < place.top < place.bottom < page.height
    assert box_of(found, "本年收入合计").left < box_of(found, "财政拨款收入").left
    assert box_of(found, "合计").top < box_of(found, "行政运行").top


@pytest.mark.parametrize("above", ["22.3cm", "21.7cm"])
def test_a_row_cut_by_a_page_break_is_one_row(above: str) -> None:
    """The name stands half on one page, half on the next; with less above it the whole row stands on one."""
    found = transcript(
        f"#set table(inset: 4pt)\n#v({above})\n#table(columns: (5em, 5em, 6em), [编码], [名称], [金额],"
        "[2080505], [机关事业单位基本养老保险缴费支出], [1.00], [221], [住房保障支出], [2.00])"
    )
    assert rows(found) == [
        ["编码", "名称", "金额"],
        ["2080505", "机关事业单位基本养老保险缴费支出", "1.00"],
        ["221", "住房保障支出", "2.00"],
    ]
    row = next(line for line in found.lines if "2080505" in line.text)
    pages = {piece.place.page for piece in row.pieces if isinstance(piece.place, Box)}
    assert pages == ({1, 2} if above == "22.3cm" else {1})


def test_a_row_of_its_own_behind_a_page_break_stays_one() -> None:
    found = transcript(
        "#table(columns: (10em, 6em), [使用非财政拨款结余（含专用结余）金额共], [1.00])"
        "#pagebreak()#table(columns: (10em, 6em), [年初结转和结余], [], [总计], [1.00])"
    )
    assert [row[0] for row in rows(found)] == ["使用非财政拨款结余（含专用结余）金额共", "年初结转和结余", "总计"]


def test_words_on_their_side_are_read_along_their_direction() -> None:
    """A header cell set upwards or downwards beside upright ones."""
    found = transcript(
        "#table(columns: (3em, 8em, 8em), rotate(-90deg, reflow: true)[基本支出], [人员经费], [12.00],"
        "rotate(90deg, reflow: true)[项目支出], [信息化建设], [3.00])"
    )
    assert rows(found) == [["基本支出", "人员经费", "12.00"], ["项目支出", "信息化建设", "3.00"]]
    box = box_of(found, "基本支出")
    assert box.bottom - box.top > box.right - box.left
