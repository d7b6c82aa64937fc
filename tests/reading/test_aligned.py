"""Tables of a text that blanks hold together."""

from __future__ import annotations

from baozhang.reading.aligned import with_aligned_tables
from baozhang.reading.document import read_text
from baozhang.reading.text import split_lines

_STATEMENT = """第二部分 2023年度部门决算表

支出决算表
公开03表
部门：某县医疗保障局                                                  单位：万元
          项目                        本年支出合计  基本支出  项目支出
科目代码  科目名称
          合计                              186.50    126.50     60.00
208       社会保障和就业支出                 26.50     26.50
20805     行政事业单位养老支出               26.50     26.50
2080505   机关事业单位基本养老保险缴         26.50     26.50
          费支出
210       卫生健康支出                      160.00    100.00     60.00
21015     医疗保障管理事务                  160.00    100.00     60.00
2101501   行政运行                          100.00    100.00
2101506   医疗保障经办事务                   60.00                60.00
"""


def test_blanks_hold_the_columns_and_blank_cells_stay_where_they_are() -> None:
    facts = {(fact.item, fact.column): fact.value for fact in read_text(_STATEMENT).facts if fact.statement == "spending"}
    assert facts["2101506", "project"] == 600_000_00
    assert facts["2101501", "basic"] == 1_000_000_00
    assert facts["total", "total"] == 1_865_000_00


def test_a_wrapped_name_is_one_row_that_keeps_its_line() -> None:
    lines = with_aligned_tables(split_lines(_STATEMENT))
    row = next(line for line in lines if line.source.startswith("2080505"))
    assert row.number == 11
    assert row.text.split("\t")[1] == "机关事业单位基本养老保险缴费支出"


def test_a_converter_that_counts_every_character_as_one_column_is_understood() -> None:
    rows = [("科目编码", "科目名称", "合计"), ("208", "社会保障和就业支出", "26.50"), ("210", "卫生健康支出", "160.00")]
    rows += [("21015", "医疗保障管理事务", "160.00"), ("", "合计", "186.50")]
    text = "一般公共预算支出表\n单位：万元\n" + "\n".join(f"{code:<9}{name:<14}{amount:>10}" for code, name, amount in rows)
    cells = [line.text.split("\t") for line in with_aligned_tables(split_lines(text)) if "\t" in line.text]
    assert cells[1:3] == [["208", "社会保障和就业支出", "26.50"], ["210", "卫生健康支出", "160.00"]]


def test_prose_and_lists_with_blanks_stay_text() -> None:
    text = "一、收入决算情况\n2023年度收入合计  1,200.00  万元，其中：\n财政拨款收入  1,000.00  万元，占  83%；\n其他收入  200  万元。\n"
    lines = split_lines(text)
    assert with_aligned_tables(lines) == lines
