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


def test_what_is_told_apart_by_blanks_is_read_with_doubt() -> None:
    document = read_text(_STATEMENT)
    assert all(fact.repaired for fact in document.facts)
    assert [(row.line, row.why) for row in document.unrecognised] == [(6, "这张表只靠空格对齐，各栏按位置推定，合计关系不符的不作判断")]
    tabbed = read_text("\n".join(line.text for line in with_aligned_tables(split_lines(_STATEMENT))))
    assert not any(fact.repaired for fact in tabbed.facts)


_SEAM = """             收入                        支出
           项目     预算数                项目      预算数
一、一般公共预算拨款收入       576.20 一、一般公共服务支出
二、政府性基金预算拨款收入             二、外交支出
三、国有资本经营预算拨款收入            三、国防支出
四、财政专户管理资金收入              四、公共安全支出
五、事业收入                    五、教育支出
六、上级补助收入                  六、科学技术支出
七、附属单位上缴收入                七、文化旅游体育与传媒支出
八、事业单位经营收入                八、社会保障和就业支出          36.50
九、其他收入                    九、社会保险基金支出
                          十、卫生健康支出            512.30
                          二十、住房保障支出            27.40
本年收入合计             576.20 本年支出合计              576.20
上年结转结余                    年终结转结余
收入总计               576.20 支出总计                576.20
"""
"""As `pdftotext -layout` prints it: a single blank between an amount on the left and the name beside it."""


def test_an_amount_close_to_the_next_name_is_a_cell_of_its_own() -> None:
    lines = [line.text for line in with_aligned_tables(split_lines(_SEAM))]
    assert "收入总计\t576.20\t支出总计\t576.20" in lines
