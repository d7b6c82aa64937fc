"""HTML tables over one line or many, with merged cells, captions, nesting and a missing end."""

from __future__ import annotations

import pytest

from baozhang.reading.blocks import read_blocks

MERGED = (
    "<table><tr><td rowspan=2>项目</td><td colspan=2>支出</td></tr><tr><td>基本</td><td>项目</td></tr>"
    "<tr><td>合计</td><td>1.00</td><td>2.00</td></tr></table>"
)
CELLS = [("项目", "支出", ""), ("", "基本", "项目"), ("合计", "1.00", "2.00")]


@pytest.mark.parametrize(
    "text",
    [
        MERGED,
        MERGED.replace("<tr>", "\n<tr>").replace("</table>", "\n</table>"),
        MERGED.replace("<td", "\n    <td").replace("<tr>", "\n  <tr>"),
        MERGED.replace("</td>", "\n</td>").replace(">1", "><p>\n1").replace("<tr>", "<TR>"),
        "<html><body>" + MERGED + "</body></html>",
        MERGED.replace(">合计<", ">&nbsp;合计&nbsp;<").replace("<table>", '<table border=1 style="x">'),
    ],
    ids=["one-line", "row-a-line", "cell-a-line", "broken-inside-cells", "whole-page", "entities"],
)
def test_only_the_tags_count_never_the_lines(text: str) -> None:
    blocks = read_blocks("前言。\n\n" + text + "\n\n后面的话。\n")
    assert [block.kind for block in blocks] == ["cover", "table", "paragraph"]
    assert [row.cells for row in blocks[1].rows] == CELLS


def test_every_row_keeps_its_line() -> None:
    blocks = read_blocks("前言。\n<table>\n<tr>\n<td>甲</td>\n<td>1.00</td>\n</tr>\n<tr>\n<td>乙</td>\n<td>2.00</td>\n</tr>\n</table>\n")
    assert [row.line for row in blocks[-1].rows] == [3, 7]


def test_two_tables_on_one_line_are_two() -> None:
    one = "<table><tr><td>甲</td><td>1.00</td></tr></table>"
    assert [block.kind for block in read_blocks("前言。\n\n" + one + one)] == ["cover", "table", "table"]


def test_an_unclosed_table_ends_in_front_of_the_prose() -> None:
    blocks = read_blocks("前言。\n<table><tr><td>甲</td><td>1.00</td></tr>\n后面的话。\n")
    assert [block.kind for block in blocks] == ["cover", "table", "paragraph"]


def test_a_nested_table_is_part_of_its_cell() -> None:
    blocks = read_blocks("前言。\n<table><tr><td>甲<table><tr><td>乙</td></tr></table></td><td>1.00</td></tr></table>\n")
    assert [row.cells for row in blocks[-1].rows] == [("甲乙", "1.00")]
