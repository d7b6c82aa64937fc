"""Printed lines become paragraphs: full lines go on, what begins something does not."""

from __future__ import annotations

from baozhang.reading.text import fold
from tests.reading.formats.pdf.printing import prose, rows, transcript

LONG = (
    "本部门2024年度一般公共预算财政拨款支出年初预算为10420.92万元，支出决算为9989.84万元，完成年初预算的95.86%，"
    "决算数小于预算数的主要原因是严格落实过紧日子要求，压减一般性支出。"
)
_FLUSH = '#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh")\n#set page(paper: "a4", margin: 2.5cm)\n'


def test_lines_of_a_paragraph_are_joined_without_blanks_and_each_has_its_box() -> None:
    found = transcript(LONG)
    (line,) = [line for line in found.lines if line.text]
    assert line.text == LONG
    assert len(line.pieces) == 3
    assert "".join(line.text[piece.start : piece.end] for piece in line.pieces) == LONG


def test_paragraphs_headings_and_items_stay_apart() -> None:
    found = transcript(f"*一、收入支出决算总体情况说明*\n\n{LONG}\n\n（一）工资福利支出\n\n{LONG}\n\n1.行政运行（项）{LONG}\n\n2.{LONG}")
    assert prose(found) == ["一、收入支出决算总体情况说明", LONG, "（一）工资福利支出", LONG, f"1.行政运行（项）{LONG}", f"2.{LONG}"]


def test_a_figure_that_does_not_fit_on_its_line_is_joined_to_its_sentence() -> None:
    """The first word of the next line is longer than what a line is usually short of."""
    text = "一般公共预算财政拨款支出用于以下方面的金额以及它占总额的比重分别列示如下合计为 1234567890123.45万元，占100.00%。"
    assert prose(transcript(text)) == [text.replace("为 1", "为1")]


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    found = transcript(f"#v(23.2cm)\n{LONG}{LONG}\n\n下一段。")
    assert prose(found) == [LONG + LONG, "下一段。"]
    (line,) = [line for line in found.lines if line.text == LONG + LONG]
    assert {getattr(piece.place, "page", 0) for piece in line.pieces} == {1, 2}
    assert line.page == 1


def test_items_without_indents_stay_apart() -> None:
    items = [f"{number}.{LONG}" for number in range(1, 4)]
    assert prose(transcript("\n\n".join(items), _FLUSH)) == items


def test_a_title_over_two_centred_lines_is_one() -> None:
    title = "第三部分某某市医疗保障局及其所属事业单位" + "2024年度部门决算情况说明以及其他需要说明的重要事项"
    found = transcript(f"#align(center)[#text(size: 15pt)[{title}]]\n\n{LONG}")
    assert prose(found) == [title, LONG]


def test_a_title_on_the_next_page_is_another() -> None:
    """The cover's last line is as wide as the page allows; 目录 in the middle of the next page does not belong to it."""
    cover = "某某市医疗保障局汇总部门决算公开文本"
    found = transcript(f"#align(center)[#text(size: 22pt)[{cover}]]\n#pagebreak()\n#align(center)[#text(size: 20pt)[目　录]]\n\n{LONG}")
    assert prose(found) == [cover, "目 录", LONG]


def test_wide_spaced_lines_are_joined_beside_small_type() -> None:
    """How far lines stand apart is judged among lines of their size: notes in small type do not part the paragraphs of the text."""
    notes = "\n\n".join(f"#text(size: 7pt)[注{number}]" for number in range(1, 30))
    found = transcript(f"#set par(leading: 18pt)\n{LONG}\n\n{LONG}\n\n#set par(leading: 2pt, spacing: 3pt)\n{notes}")
    assert prose(found)[:2] == [LONG, LONG]


def test_entries_of_a_contents_page_stay_apart() -> None:
    entries = [f"{number}、收入支出决算总体情况说明" for number in "一二三四"]
    found = transcript("\n\n".join(f"{entry}#box(width: 1fr, repeat[.]){at}" for at, entry in enumerate(entries, start=3)))
    assert [text.split(".")[0] for text in prose(found)] == entries


def test_what_stands_at_the_two_ends_of_a_line_are_two_texts() -> None:
    found = transcript("部门：某市医疗保障局#h(1fr)单位：万元\n#table(columns: 2, [甲], [乙])")
    assert prose(found) == ["部门：某市医疗保障局", "单位：万元"]


def test_radicals_that_browsers_print_are_read_as_their_characters() -> None:
    found = transcript("#table(columns: 2, [⽀出⾦额], [⻔诊])\n\n⽣育保险⽀出")
    assert [[fold(cell) for cell in row] for row in rows(found)] == [["支出金额", "门诊"]]
    assert [fold(text) for text in prose(found)] == ["生育保险支出"]


def test_bars_and_tags_in_the_text_make_no_table() -> None:
    found = transcript("甲 | 乙 | 丙 | 丁\n\n\\<td\\>12\\</td\\>")
    assert not rows(found)
    assert all("|" not in text and "<" not in text for text in prose(found))
