"""Tables held together by blanks alone are read as data only where their own sums hold."""

from __future__ import annotations

from baozhang.reading.document import read_text

PAGE = """前言。

支出决算表
单位：万元

科目编码  科目名称                    合计  基本支出  项目支出
          合计                      120.00     {one}     {other}
208       社会保障和就业支出         80.00     50.00     30.00
210       卫生健康支出               30.00     20.00     10.00
221       住房保障支出               10.00     10.00      0.00
"""


def test_a_table_that_adds_up_is_read_and_marked() -> None:
    document = read_text(PAGE.format(one="80.00", other="40.00"))
    assert {fact.item: fact.value // 1_000_000 for fact in document.facts if fact.column == "basic"} == {
        "total": 80, "208": 50, "210": 20, "221": 10,
    }  # fmt: skip
    assert all(fact.repaired for fact in document.facts)


def test_a_table_that_does_not_is_listed() -> None:
    document = read_text(PAGE.format(one="40.00", other="80.00"))
    assert not document.facts
    assert not document.statements
    assert "未作数据读取" in document.unrecognised[0].why
