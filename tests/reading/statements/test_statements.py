"""Statutory statements: recognition, alignment, mending, blanks and continuations – on tables of our own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.reading.blocks import read_blocks
from baozhang.reading.statements.captions import statement_of_title
from baozhang.reading.statements.reader import StatementsReading, read_statements
from baozhang.reading.statements.sums import parents

if TYPE_CHECKING:
    from baozhang.facts.records import FactRow

INCOME_HEAD = "项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入\n"


def read(text: str, stage: str = "final") -> StatementsReading:
    return read_statements(read_blocks("前言。\n\n一、表\n\n" + text), frozenset(), "d", stage)


def value(reading: StatementsReading, item: str, column: str) -> Decimal:
    return Decimal(fact(reading, item, column).value) / 1_000_000


def fact(reading: StatementsReading, item: str, column: str) -> FactRow:
    return next(row for row in reading.facts if row.item == item and row.column == column)


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("一、收入支出决算总表", "overview"),
        ("某县医疗保障局2024年收支总表", "overview"),
        ("2025年度收入预算总表", "income"),
        ("一般公共预算财政拨款支出决算表", "general"),
        ("一般公共预算财政拨款基本支出决算明细表", "basic"),
        ("财政拨款三公经费支出决算表", "three_public"),
        ("某项经费明细支出决算表", ""),
        ("预算项目支出绩效自评表", ""),
    ],
)
def test_a_title_names_its_statement_whoever_published_it(title: str, statement: str) -> None:
    assert statement_of_title(title) == statement


def test_a_coded_list_becomes_facts_with_parents_and_places() -> None:
    reading = read(
        "收入决算表\n\n公开02表\n\n单位：万元\n\n"
        + INCOME_HEAD
        + "合计\t\t12.34\t12.34\t0.00\t0.00\t0.00\t0.00\t0.00\n210\t卫生健康支出\t12.34\t12.34\t0.00\t0.00\t0.00\t0.00\t0.00\n"
        + "2101501\t行政运行\t12.34\t12.34\t0.00\t0.00\t0.00\t0.00\t0.00\n"
    )
    assert [(row.statement, row.number, row.unit, row.decimals, row.rows) for row in reading.statements] == [
        ("income", "公开02表", "万元", 2, 3)
    ]
    running = fact(reading, "2101501", "fiscal")
    assert (running.value, running.half_unit, running.parent, running.level) == (12_340_000, 5000, "210", 3)
    assert (running.line, running.col, running.text) == (14, 3, "12.34")
    assert reading.figures == reading.figures_bound == 21


def test_thousands_separators_and_yuan() -> None:
    reading = read(
        "支出决算表\n金额单位：元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合 计\t\t1,234,567.89\t1,234,567.89\t\n"
    )
    assert fact(reading, "total", "total").value == 123_456_789
    assert fact(reading, "total", "project").value == 0
    assert fact(reading, "total", "project").text == ""


def test_lost_cells_are_put_back_where_the_sums_hold() -> None:
    reading = read(
        "收入决算表\n单位：万元\n\n"
        + INCOME_HEAD
        + "类\t款\t项\t合计\t10.00\t9.00\t0.00\t0.00\t0.00\t1.00\n208\t\t\t社会保障和就业支出\t4.00\t4.00\t0.00\t0.00\t0.00\t0.00\n"
        + "\n210\t卫生健康支出\t6.00\t5.00\t0.00\t0.00\t0.00\t0.00\t1.00\n"
    )
    assert value(reading, "total", "other") == 1
    assert value(reading, "total", "affiliate") == 0
    assert fact(reading, "total", "other").repaired
    assert not fact(reading, "210", "other").repaired


def test_labels_that_slid_against_their_figures_are_moved_back() -> None:
    reading = read(
        "支出决算表\n单位：万元\n\n项目\t\t本年支出合计\t基本支出\t项目支出\n类 款 项\t合计\t\t\t\n208\t\t9.00\t5.00\t4.00\n"
        "\t\t3.00\t1.00\t2.00\n210\t卫生健康支出\t6.00\t4.00\t2.00\n"
    )
    assert value(reading, "total", "total") == 9
    assert value(reading, "208", "total") == 3
    assert fact(reading, "208", "total").item_label == "社会保障和就业支出"
    assert not reading.unrecognised


def test_a_name_cut_over_two_rows_is_joined() -> None:
    reading = read(
        "支出决算表\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n2080505\t机关事业单位基本养老保险缴费\t1.00\t1.00\t0.00\n\n\t支出\t\t\t\n"
    )
    assert fact(reading, "2080505", "total").item_label == "机关事业单位基本养老保险缴费支出"


def test_a_statement_goes_on_under_a_repeated_title_and_header() -> None:
    head = "支出决算表\n公开03表\n单位：万元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    reading = read(
        head + "合计\t\t3.00\t1.00\t2.00\n208\t社会保障和就业支出\t1.00\t1.00\t0.00\n\n" + head + "210\t卫生健康支出\t2.00\t0.00\t2.00\n"
    )
    assert len(reading.statements) == 1
    assert value(reading, "210", "project") == 2


def test_two_sided_tables_keep_the_budgets_below_their_group() -> None:
    reading = read(
        "财政拨款收支总表\n单位：万元\n\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、本年收入\t7.5\t一、本年支出\t8.5\n（一）一般公共预算拨款\t7.5\t（一）一般公共服务支出\t8.5\n"
        "二、上年结转\t1\t\t\n（一）一般公共预算拨款\t1\t二、年终结转结余\t\n\t\t（一）一般公共预算结转结余\t\n收入总计\t8.5\t支出总计\t8.5\n",
        "budget",
    )
    assert value(reading, "income.general_public", "amount") == Decimal("7.5")
    assert value(reading, "opening.general_public", "amount") == 1
    assert value(reading, "201", "total") == Decimal("8.5")
    assert fact(reading, "closing.general_public", "total").value == 0


def test_line_numbers_of_a_two_sided_table_are_not_amounts() -> None:
    reading = read(
        "收入支出决算总表\n单位：万元\n\n收入\t\t\t支出\t\t\n项目\t行次\t金额\t项目\t行次\t金额\n栏次\t\t1\t栏次\t\t2\n一、一般公共预算财政拨款收入\t1\t5.00\t一、一般公共服务支出\t32\t\n"
        "\t9\t\t九、卫生健康支出\t40\t5.00\n本年收入合计\t27\t5.00\t本年支出合计\t58\t5.00\n总计\t31\t5.00\t总计\t62\t5.00\n"
    )
    assert value(reading, "210", "amount") == 5
    assert value(reading, "spending.total", "amount") == 5
    assert reading.figures == reading.figures_bound == 6


def test_an_amount_that_looks_like_a_code_is_an_amount() -> None:
    """Trimmed zeros leave 309 of 309.00, and 309 is a code too."""
    reading = read(
        "一般公共预算财政拨款基本支出决算表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\n"
        "301\t工资福利支出\t310\t302\t商品和服务支出\t309\n"
        "30101\t基本工资\t310\t30201\t办公费\t309\n"
        "人员经费合计\t\t310\t公用经费合计\t\t309\n"
    )
    amounts = {row.item: row.value // 1_000_000 for row in reading.facts}
    assert amounts == {"301": 310, "302": 309, "30101": 310, "30201": 309, "staff": 310, "operating_cost": 309}


def test_lists_side_by_side() -> None:
    reading = read(
        "一般公共预算基本支出表\n单位：万元\n\n人员经费\t\t\t公用经费\t\t\n科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\n301\t工资福利支出\t2.00\t302\t商品和服务支出\t1.00\n"
        "30101\t基本工资\t2.00\t30201\t办公费\t1.00\n\t\t\t310\t资本性支出\t\n人员经费合计\t\t2.00\t公用经费合计\t\t1.00\n"
    )
    assert value(reading, "30201", "amount") == 1
    assert value(reading, "staff", "amount") == 2
    assert fact(reading, "310", "amount").value == 0


def test_three_public_expenses_down_and_across() -> None:
    down = read(
        "“三公”经费支出决算表\n\n项目\t行次\t决算数\n合计\t1\t3.00\n1．因公出国（境）费\t2\t0.00\n2．公务用车购置及运行维护费\t3\t1.00\n其中：（1）公务用车购置费\t4\t0.00\n（2）公务用车运行维护费\t5\t1.00\n3．公务接待费\t6\t2.00\n"
    )
    across = read(
        "财政拨款“三公”经费支出决算表\n\n预算数\t\t\t\t\t\t决算数\t\t\t\t\t\n合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\n"
        "\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t\n1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\n5.00\t\t3.00\t\t3.00\t2.00\t3.00\t\t1.00\t\t1.00\t2.00\n"
    )
    for reading in (down, across):
        assert [value(reading, item, "final") for item in ("total", "vehicles", "vehicles.running", "reception")] == [3, 1, 1, 2]
    assert value(across, "vehicles", "budget") == 3


def test_an_empty_table_with_its_note_holds_zeros_and_without_figures_or_note_nothing() -> None:
    head = "政府性基金预算支出表\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t\t\t\n"
    noted = read(head + "\n注：本部门没有政府性基金预算拨款安排的支出，故本表无数据\n", "budget")
    assert noted.statements[0].empty
    assert "本表无数据" in noted.statements[0].note
    assert value(noted, "total", "project") == 0
    assert not read(head, "budget").facts


def test_an_unknown_table_is_listed_not_guessed() -> None:
    reading = read("本年度专项统计表\n\n地区\t户数\t人数\n东区\t12\t30\n西区\t14\t40\n")
    assert not reading.facts
    assert reading.tables == 1
    assert [row.line for row in reading.unrecognised] == [7]


def test_a_statement_printed_a_second_time_is_listed() -> None:
    zeros = "".join(f"{item}\t0.00\n" for item in ("因公出国（境）费", "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费"))
    table = f"“三公”经费支出决算表\n\n项目\t决算数\n合计\t1.00\n{zeros}公务接待费\t1.00\n\n"
    reading = read(table + "说明文字很长，与上面的表没有关系，到此为止。\n\n" + table)
    assert len(reading.statements) == 1
    assert "已经出现过" in reading.unrecognised[0].why


codes = st.lists(st.sampled_from(["2080501", "2080502", "2080505", "2101101", "2101501", "2210201"]), min_size=1, max_size=6, unique=True)


@settings(max_examples=60)
@given(codes, st.data())
def test_any_consistent_list_is_read_back_whatever_page_lost_a_zero_column(items: list[str], data: st.DataObject) -> None:
    amounts = {code: data.draw(st.integers(1, 10**7)) for code in sorted(items)}
    rows = [("合计", "", sum(amounts.values()))] + [(code, "某科目", amount) for code, amount in amounts.items()]
    lose = data.draw(st.booleans())
    text = "收入决算表\n单位：万元\n\n" + INCOME_HEAD
    for code, name, amount in rows:
        zeros = ["0.00"] * (4 if lose else 5)
        text += "\t".join([code, name, f"{amount / 100:.2f}", f"{amount / 100:.2f}", *zeros]) + "\n"
    reading = read(text)
    for code, amount in amounts.items():
        assert fact(reading, code, "total").value == amount * 10_000
        assert fact(reading, code, "fiscal").value == amount * 10_000
        assert fact(reading, code, "other").value == 0


def test_parents_skip_levels_that_are_not_printed() -> None:
    assert parents(["total", "2080501", "210", "21015", "2101501"]) == {
        "total": "",
        "2080501": "total",
        "210": "total",
        "21015": "210",
        "2101501": "21015",
    }
    assert parents(["208", "2080501"]) == {"208": "", "2080501": "208"}


def test_a_page_of_one_table_that_came_to_stand_in_another_is_told() -> None:
    text = "收入决算表\n单位：万元\n\n" + INCOME_HEAD + "合计\t\t9.00\t9.00\t\t\t\t\t\n210\t卫生健康支出\t9.00\t9.00\t\t\t\t\t\n"
    text += "二、外交支出\t\t1.00\t\t\t\t\t\t\n本年收入合计\t9.00\t本年支出合计\t9.00\t\t\t\t\t\n"
    assert any("可能是某张表脱离了表题的一页" in row.why for row in read(text).unrecognised)
