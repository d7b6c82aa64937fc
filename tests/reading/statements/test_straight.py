"""Rows with fixed places that have a blank cell too many or too few, put straight."""

from __future__ import annotations

from baozhang.reading.blocks import read_blocks
from baozhang.reading.model import GridRow
from baozhang.reading.statements.reader import StatementsReading, read_statements
from baozhang.reading.statements.straight import straightened


def read(text: str, stage: str = "final") -> StatementsReading:
    return read_statements(read_blocks("前言。\n\n一、表\n\n" + text), frozenset(), "d", stage)


def figures(reading: StatementsReading, column: str) -> dict[str, int]:
    return {row.item: row.value // 1_000_000 for row in reading.facts if row.column == column and row.text}


def test_blank_cells_are_left_out_or_put_in_where_labels_and_figures_then_stand_right() -> None:
    row = GridRow(1, ("合计", "", "1.00", "", "支出", "1.00"))
    ways = straightened(row, 4, lambda at, cell: (at in {0, 2}) == (cell in {"合计", "支出"}))
    assert [way.cells for way in ways] == [("合计", "1.00", "支出", "1.00")]
    assert not straightened(row, 2, lambda _at, _cell: True)


FISCAL = (
    "财政拨款收入支出决算总表\n\n收入\t\t支出\t\t\t\t\n"
    "项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款\n"
)


def test_a_row_of_two_sides_is_put_straight_as_the_sums_of_the_year_say() -> None:
    rows = (
        "一、一般公共预算财政拨款\t9.00\t一、一般公共服务支出\t\t\t\t\n"
        "\t\t八、社会保障和就业支出\t3.00\t\t3.00\t\t\n"  # a blank cell came in before the second figure
        "\t\t九、卫生健康支出\t6.00\t6.00\t\t\n"
        "本年收入合计\t9.00\t本年支出合计\t9.00\t9.00\t\t\n总计\t9.00\t总计\t9.00\t9.00\t\t\n"
    )
    reading = read(FISCAL + rows)
    assert figures(reading, "general_public") == {"208": 3, "210": 6, "spending.year": 9, "spending.total": 9}
    assert not figures(reading, "government_fund")


THREE = (
    "“三公”经费支出决算表\n\n合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\n"
    "\t\t小计\t公务用车购置费\t公务用车运行维护费\t\n"
)


def test_three_public_expenses_across_are_put_straight_as_they_add_up() -> None:
    found = read(THREE + "8.00\t\t6.00\t\t1.00\t2.00\t2.00\n")
    assert not found.facts  # no way adds up: whose figure is whose is not known
    found = read(THREE + "8.00\t\t\t6.00\t2.00\t4.00\t2.00\n")
    assert figures(found, "final") == {"total": 8, "vehicles": 6, "vehicles.purchase": 2, "vehicles.running": 4, "reception": 2}
    found = read(THREE + "8.00\t\t6.00\t\t6.00\t\t2.00\n")
    assert figures(found, "final") == {"total": 8, "vehicles": 6, "reception": 2}
    assert [row.why for row in found.unrecognised] == ["“6.00”属于哪一栏不能确定"]


def test_a_side_whose_amounts_were_lost_is_not_all_zero() -> None:
    head = "收入支出决算总表\n\n收入\t支出\t\n项目\t项目\t决算数\n"
    reading = read(head + "一、财政拨款收入\t八、社会保障和就业支出\t9.00\n本年收入合计\t本年支出合计\t9.00\n收入总计\t支出总计\t9.00\n")
    assert {row.item for row in reading.facts} == {"208", "spending.year", "spending.total"}
    assert any("收入一侧没有印出任何金额" in row.why for row in reading.unrecognised)


PROJECTS = (
    "部门项目支出预算表\n\n项目名称\t项目类别\t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算\t财政专户管理资金\n"
    "合计\t\t9.00\t6.00\t3.00\t\t\n医保基金监管\t特定目标类\t6.00\t6.00\t\t\t\n"
)


def test_a_project_that_adds_up_anyhow_is_put_straight_as_the_total_says() -> None:
    found = read(PROJECTS + "彩票公益金\t特定目标类\t3.00\t\t\t3.00\t\t\n", "budget")
    assert figures(found, "government_fund") == {"total": 3, "p2": 3}
    assert not figures(found, "state_capital")
    open_row = read(PROJECTS.replace("3.00\t\t\n", "2.00\t1.00\t\n") + "彩票公益金\t特定目标类\t3.00\t\t\t3.00\t\t\n", "budget")
    assert figures(open_row, "government_fund") == {"total": 2}
    assert "属于哪一栏不能确定" in open_row.unrecognised[0].why


def test_projects_of_the_usual_width_are_put_straight_where_the_total_does_not_hold_as_they_stand() -> None:
    short = PROJECTS.replace("6.00\t6.00\t\t\t\t\n", "6.00\t6.00\t\t\t\n")
    found = read(short + "彩票公益金\t特定目标类\t2.00\t\t2.00\t\t\n经办经费\t特定目标类\t1.00\t1.00\t\t\n", "budget")
    assert figures(found, "government_fund") == {"total": 3, "p2": 2, "p3": 1}


def test_a_list_of_projects_without_any_is_empty() -> None:
    assert not read(PROJECTS.split("合计\t\t9.00", maxsplit=1)[0] + "\t\t\t\t\t\t\n", "budget").facts


GENERAL = "一般公共预算支出表\n\n类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n\t\t\t合计\t9.00\t9.00\t\n"


def test_a_code_with_a_blank_cell_among_its_parts_is_one_code() -> None:
    rows = (
        "208\t05\t01\t行政单位离退休\t3.00\t3.00\t\n208\t\t05\t05\t养老保险缴费\t4.00\t4.00\t\n208\t05\t\t06\t职业年金缴费\t2.00\t2.00\t\n"
    )
    assert figures(read(GENERAL + rows, "budget"), "basic") == {"total": 9, "2080501": 3, "2080505": 4, "2080506": 2}


def test_three_public_expenses_stand_below_the_numbers_of_their_columns() -> None:
    head = "“三公”经费支出决算表\n\n"
    head += "预算数\t\t\t\t\t\t\t决算数\t\t\t\t\t\n合计\t因公出国（境）费\t公务用车\t小计\t购置费 运行费\t\t\t\t\t\t\t\t\n"
    numbers = "1\t2\t\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\n"
    found = read(head + numbers + "8.00\t\t\t6.00\t\t6.00\t2.00\t6.63\t\t5.28\t\t5.28\t1.35\n")
    assert {row.item: row.col for row in found.facts if row.column == "final" and row.text} == {
        "total": 7, "vehicles": 9, "vehicles.running": 11, "reception": 12,
    }  # fmt: skip
    assert not read(head + numbers + "8.00\t\t\t6.00\t\t5.00\t2.00\t6.63\t\t5.28\t\t5.28\t1.35\n").facts
