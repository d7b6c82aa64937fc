"""Rows that lost or gained cells each in its own way: read as the sums say, and left open where they say nothing."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.statements.reader import StatementsReading, read_statements

HEAD = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n"


def read(rows: str) -> StatementsReading:
    blocks = read_blocks("前言。\n\n一、表\n\n支出决算表\n单位：万元\n\n" + HEAD + rows)
    return read_statements(blocks, frozenset(), "d", "final")


def figures(reading: StatementsReading, column: str) -> dict[str, int]:
    return {row.item: row.value // 1_000_000 for row in reading.facts if row.column == column and row.text}


def test_each_row_is_read_as_the_sums_say() -> None:
    reading = read(
        "合计\t\t90.00\t50.00\t40.00\t\t\t\n"
        "210\t卫生健康支出\t90.00\t50.00\t40.00\t\t\t\n"
        "21013\t医疗救助\t30.00\t30.00\t\t\t\n"  # a blank cell was lost before the second figure here and below
        "2101301\t城乡医疗救助\t30.00\t30.00\t\t\t\n"
        "21015\t医疗保障管理事务\t60.00\t50.00\t10.00\t\t\t\n"
        "2101501\t行政运行\t50.00\t50.00\t\t\t\n"  # and behind it here
        "2101504\t信息化建设\t10.00\t\t\t10.00\t\t\t\n"  # here one came in
    )
    assert figures(reading, "project") == {"total": 40, "210": 40, "21013": 30, "2101301": 30, "21015": 10, "2101504": 10}
    assert figures(reading, "basic") == {"total": 50, "210": 50, "21015": 50, "2101501": 50}
    assert not reading.unrecognised


def test_a_figure_that_two_readings_place_differently_is_listed_not_placed() -> None:
    reading = read(
        "2101301\t城乡医疗救助\t30.00\t30.00\t\t\t\n2101501\t行政运行\t50.00\t50.00\t\t\t\t\n2101504\t信息化建设\t10.00\t\t10.00\t\t\t\n"
    )
    assert figures(reading, "total")["2101301"] == 30
    assert not [row for row in reading.facts if row.item == "2101301" and row.column in {"basic", "project"}]
    assert [row.why for row in reading.unrecognised] == ["“2101301城乡医疗救助”这一行多出或缺少单元格，“30.00”属于哪一栏不能确定"]


def test_rows_that_all_lost_a_column_with_figures_stay_open() -> None:
    reading = read("210\t卫生健康支出\t90.00\t40.00\t\t\t\n21015\t医疗保障管理事务\t90.00\t40.00\t\t\t\n")
    assert not reading.facts
    assert len(reading.unrecognised) == 4
