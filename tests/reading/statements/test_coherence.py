"""Tables are read as data only where their own sums hold: all of one held together by blanks alone, more than a few of any other."""

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


SPENDING = """前言。

支出决算表
单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出\t上缴上级支出
\t合计\t{}\t80.00\t{}\t0.00
208\t社会保障和就业支出\t80.00\t50.00\t{}\t0.00
20805\t行政事业单位养老支出\t{}\t50.00\t30.00\t0.00
210\t卫生健康支出\t30.00\t20.00\t{}\t0.00
21015\t医疗保障管理事务\t30.00\t20.00\t10.00\t0.00
221\t住房保障支出\t10.00\t{}\t0.00\t0.00
22102\t住房改革支出\t10.00\t10.00\t0.00\t0.00
"""
SOUND = ("120.00", "40.00", "30.00", "80.00", "10.00", "10.00")


def test_one_wrong_figure_is_no_doubt_and_many_are() -> None:
    for at in range(len(SOUND)):
        document = read_text(SPENDING.format(*["7.00" if n == at else figure for n, figure in enumerate(SOUND)]))
        assert document.facts
        assert not document.unrecognised
    document = read_text(SPENDING.format(*["7.00"] * len(SOUND)))
    assert not document.facts
    assert "未作数据读取" in document.unrecognised[0].why


def test_a_list_whose_rows_lack_a_column_is_read_and_its_rows_are_not_judged() -> None:
    without = "\n".join(
        "\t".join(cell for at, cell in enumerate(line.split("\t")) if at != 3) for line in SPENDING.format(*SOUND).split("\n")
    )
    document = read_text(without)
    assert {fact.value // 1_000_000 for fact in document.facts if fact.item == "total"} == {120, 40, 0}
    assert all(fact.repaired for fact in document.facts)
    assert "可能缺少一栏" in document.unrecognised[0].why


def test_a_page_with_a_header_of_its_own_is_read_by_that() -> None:
    lines = SPENDING.format(*SOUND).split("\n")
    first = ["\t".join(cell for at, cell in enumerate(line.split("\t")) if at != 4) for line in lines[5:9]]
    document = read_text("\n".join([*lines[:5], *first, "", lines[5], *lines[9:]]))
    assert {(fact.item, fact.column): fact.value // 1_000_000 for fact in document.facts if fact.item in {"208", "21015"}} == {
        ("208", "total"): 80, ("208", "basic"): 50, ("208", "to_superior"): 0,
        ("21015", "total"): 30, ("21015", "basic"): 20, ("21015", "project"): 10, ("21015", "to_superior"): 0,
    }  # fmt: skip


def test_a_page_of_another_table_is_no_page_of_the_one_before() -> None:
    lines = SPENDING.format(*SOUND).split("\n")
    columns = "科目编码\t科目名称\t年初结转和结余\t本年收入\t合计\t基本支出\t项目支出\t年末结转和结余"
    fund = f"前言。\n\n政府性基金预算财政拨款支出决算表\n\n{columns}\n\t合计\t\t\t\t\t\t\n"
    document = read_text("\n".join([fund, *lines[5:]]))
    assert not any(fact.value for fact in document.facts)
    assert any("表头与这张表的不同" in row.why for row in document.unrecognised)
    basic = "前言。\n\n一般公共预算财政拨款基本支出决算表\n\n科目编码\t科目名称\t金额\n\t合计\t3.00\n301\t工资福利支出\t3.00\n"
    document = read_text("\n".join([basic, *lines[5:]]))
    assert {(fact.item, fact.value // 1_000_000) for fact in document.facts} == {("total", 3), ("301", 3)}


def test_a_list_of_projects_held_by_blanks_adds_up_by_rows_and_by_its_total() -> None:
    page = (
        "前言。\n\n部门项目支出预算表\n单位：万元\n\n项目名称          合计      一般公共预算  政府性基金预算\n"
        "合计               9.00      {}          3.00\n"
        "医保基金监管       6.00      6.00\n彩票公益金         3.00                    3.00\n"
    )
    assert {fact.value // 1_000_000 for fact in read_text(page.format("6.00")).facts if fact.item == "total"} == {9, 6, 3}
    assert not read_text(page.format("5.00")).facts
