"""Tables of the integrated budget system (预算管理一体化): indicators, carry-overs, cash plans and payments into the books, and back."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.errors import InputError, LedgerError
from baozhang.ledger.books import create_book
from baozhang.ledger.closing import close, derive
from baozhang.ledger.crosschecks import carry_over_differences, payment_differences
from baozhang.ledger.cube import cube, left_over, scope_of
from baozhang.ledger.exchange.exporting import csv_text, workbook
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.execution import execution
from baozhang.ledger.journal import Journal
from baozhang.ledger.next_year import carry_over, next_book
from baozhang.ledger.registers import registers
from tests.ledger.samples import CENTRE, OFFICE, PROJECTS, UNITS, budgeted, journal_in, received, spent

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.ledger.exchange.intake import Taken
    from baozhang.ledger.store import Store

    Table = list[dict[str, str]]

ROW: Final = {"MOF_DIV_CODE": "350200000", "FISCAL_YEAR": "2024", "IS_DELETED": "2", "AGENCY_CODE": OFFICE, "PRO_CODE": "T1"}
CODES: Final = {"EXP_FUNC_CODE": "2101502-一般行政管理事务", "DEP_BGT_ECO_CODE": "30201", "FUND_TYPE_CODE": "111-一般公共预算资金"}
FULL: Final = {**ROW, **CODES}


def application(key: str, applied: str, paid: str = "", **more: str) -> dict[str, str]:
    """A line of PAY_VOUCHER."""
    amounts = {"PAY_APP_ID": key, "PAY_APP_NO": f"N{key}", "CREATE_DATE": "20240310101500", "PAY_APP_AMT": applied, "XPAY_AMT": paid}
    return {**FULL, **amounts, "BGT_ID": "", "PAY_CERT_ID": "", "PAY_BUS_TYPE_NAME": "普通业务", **more}


def certificate(key: str, amount: str, on: str = "2024-03-12", **more: str) -> dict[str, str]:
    """A line of PAY_VOUCHER_BILL."""
    return {**FULL, "PAY_CERT_ID": key, "PAY_CERT_NO": f"P{key}", "VOU_DATE": "2024-03-11", "XPAY_AMT": amount, "XPAY_DATE": on, **more}


def bring(journal: Journal, folder: Path, name: str, table: Table) -> Taken:
    """Import a table as the other system exports it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in table for key in row)))
    writer.writeheader()
    writer.writerows(table)
    (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    return import_files(journal, [folder / f"{name}.csv"])


def flow(journal: Journal, kind: str, **where: str) -> int:
    """What the cube has of a flow, in fen."""
    with journal.store.read() as connection:
        flows = cube(connection, journal.book, scope_of(connection, journal.book))
    return sum(one.amount for one in flows if one.flow == kind and all(getattr(one, name) == value for name, value in where.items()))


def test_payments_are_the_spending_and_the_income_of_a_unit_without_vouchers(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    table = [
        application("1", "100.00", "100.00"),
        application("2", "50.55", "50.55", PRO_CODE="R1", DEP_BGT_ECO_CODE="30101"),
        application("3", "70", ""),  # applied for and not yet paid
        application("4", "33.33", "33.33", FUND_TYPE_CODE="39"),
    ]
    taken = bring(journal, tmp_path, "PAY_VOUCHER", table)
    assert (taken.event.rows, taken.warnings) == (4, ())
    assert taken.left_out == ("PAY_VOUCHER：以下列认识但不记账，没有导入：MOF_DIV_CODE",)
    assert flow(journal, "spending") == 18_388
    assert flow(journal, "spending", nature="basic", part="staff") == 5055
    assert flow(journal, "income", fund="general_public") == 15_055  # what the treasury paid; other money is not received by paying
    with store.read() as connection:
        figures, problems = derive(connection, journal.book)
        spending = {one.column: one.exact for one in figures if (one.statement, one.item) == ("spending", "2101502")}
        shown = execution(connection, journal.book, "项目", date(2024, 3, 9))
    assert (spending["basic"], spending["project"], problems) == (5055, 13_333, [])
    assert shown.total.spent == 0  # all of it was applied for later


def test_a_certificate_takes_the_place_of_its_application(store: Store, tmp_path: Path) -> None:
    """Whatever comes first, a payment is counted once; the certificate has the amount and the day, the application the project."""
    journal = journal_in(store)
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "100", "", PAY_CERT_ID="C1")])
    assert flow(journal, "spending") == 0
    bill = {key: value for key, value in certificate("C1", "100").items() if key not in {"PRO_CODE", "DEP_BGT_ECO_CODE"}}
    bring(journal, tmp_path, "PAY_VOUCHER_BILL", [bill])
    assert flow(journal, "spending") == flow(journal, "spending", name="T1", eco="30201") == 10_000
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "100", "100", PAY_CERT_ID="C1")])
    assert flow(journal, "spending") == 10_000


def test_a_certificate_without_dimensions_of_its_own_is_named(sqlite: Store, tmp_path: Path) -> None:
    bill = {key: value for key, value in certificate("C1", "100").items() if key != "PRO_CODE"}
    with pytest.raises(InputError, match=r"PAY_VOUCHER_BILL A2“350200000”：项目代码：表里没有，也不能由所指的指标或支付申请得出"):
        bring(journal_in(sqlite), tmp_path, "PAY_VOUCHER_BILL", [bill])


def test_chinese_headers_are_the_same_table(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    line = {"预算单位": OFFICE, "功能科目": "2101502", "部门经济分类": "30201", "资金性质": "111", "预算项目": "T1"}
    bring(journal, tmp_path, "表1", [{"支付凭证号": "P1", **line, "实际支付金额": "1,000.01", "实际支付日期": "2024年5月6日"}])
    bring(journal, tmp_path, "表2", [{"拨款凭证号": "B1", **line, "拨款金额": "20", "实际拨款日期": "20240507"}])
    bring(journal, tmp_path, "表3", [{"支付申请编号": "S1", **line, "支付申请金额": "3", "业务类型": "1-普通业务"}])
    rows = holdings(sqlite, journal.book)["payments"]
    assert [(row["pay_table"], row["source_key"], row["xpay_amt"], row["pay_app_amt"]) for row in rows] == [
        ("拨款凭证", "编号 B1", 2000, 2000), ("支付凭证", "编号 P1", 100_001, 100_001), ("支付申请", "编号 S1", None, 300),
    ]  # fmt: skip
    assert flow(journal, "spending") == 102_001


@pytest.mark.parametrize(("amount", "kind"), [("-40", "普通业务"), ("40", "支付退回"), ("-40", "3-退款")])
def test_money_that_comes_back_lessens_the_spending(sqlite: Store, tmp_path: Path, amount: str, kind: str) -> None:
    journal = journal_in(sqlite)
    back = application("2", amount, amount, PAY_BUS_TYPE_NAME=kind)
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "100", "100"), back])
    assert flow(journal, "spending") == flow(journal, "income") == 6000


def test_what_the_other_system_deleted_is_not_taken_and_is_withdrawn(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    gone = application("2", "坏", IS_DELETED="1")
    taken = bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "100", "100"), gone])
    assert "PAY_VOUCHER：1 行在来源系统中已删除，没有导入" in taken.left_out
    again = [application("1", "100", "100", IS_DELETED="1"), application("3", "5", "5")]
    assert "支付：1 行在来源系统中已删除，账上已撤销" in bring(journal, tmp_path, "PAY_VOUCHER", again).told
    assert flow(journal, "spending") == 500
    with pytest.raises(InputError, match=r"“9”：是否删除应为 1（是）或 2（否）"):
        bring(journal, tmp_path, "PAY_VOUCHER", [application("4", "5", "5", IS_DELETED="9")])
    assert journal.verify() == []


def test_a_table_that_comes_again_with_more_does_not_double(sqlite: Store, tmp_path: Path) -> None:
    """Every month the whole year so far is exported: what is there is passed over, what changed becomes a new version."""
    journal = journal_in(sqlite)
    first = [application("1", "100", "100"), application("2", "50", "")]
    bring(journal, tmp_path, "PAY_VOUCHER", first)
    with pytest.raises(LedgerError, match="没有重复导入"):
        bring(journal, tmp_path, "PAY_VOUCHER", first)
    taken = bring(journal, tmp_path, "PAY_VOUCHER", [first[0], application("2", "50", "50"), application("3", "1", "1")])
    assert taken.told == ("支付：1 行账上已有，没有重复记", "支付：1 行与账上不同，已更正")
    assert taken.event.rows == 2
    assert flow(journal, "spending") == 15_100
    with pytest.raises(InputError, match="没有新的内容：支付：1 行账上已有"):
        bring(journal, tmp_path, "PAY_VOUCHER", [first[0]])


def test_what_a_later_table_has_no_column_for_stays(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "100", "", PAY_BUS_TYPE_NAME="公务卡", USE_DES="办公费")])
    short = {key: value for key, value in application("1", "100", "100").items() if key != "PAY_BUS_TYPE_NAME"}
    bring(journal, tmp_path, "PAY_VOUCHER", [short])
    row = holdings(sqlite, journal.book)["payments"][0]
    assert (row["xpay_amt"], row["pay_bus_type_name"], row["use_des"]) == (10_000, "公务卡", "办公费")


def test_execution_is_shown_against_the_indicators_where_no_budget_was_entered(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    bring(journal, tmp_path, "BA_BGT_INFO", [indicator("7", "100", DIS_AMT="20")])
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "60", "60", BGT_ID="7")])
    with sqlite.read() as connection:
        assert execution(connection, journal.book, "项目", date(2024, 12, 31)).total.rate == Fraction(3, 4)


def test_projects_that_the_budget_names_are_entered_with_it(sqlite: Store, tmp_path: Path) -> None:
    """What is said of a project twice must agree; a kind that could be two is left to the user."""
    journal = journal_in(sqlite)
    lines = [
        {**FULL, "PRO_CODE": code, "PRO_NAME": name, "PRO_KIND_CODE": kind, "APPLY_UP": "5", "REPLY_AMT": "5", "DEP_BGT_ECO_CODE": eco}
        for code, name, kind, eco in (
            ("N1", "信息化建设", "3-特定目标类", "30201"), ("N1", "信息化建设", "3-特定目标类", "30202"), ("T1", "旧", "3", "30201"),
        )
    ]  # fmt: skip
    taken = bring(journal, tmp_path, "BGT_PM_ANNUAL", lines)
    assert taken.told == ("BGT_PM_ANNUAL：按表中的代码、名称、类别和单位登记了 1 个新项目",)
    project = next(row for row in holdings(sqlite, journal.book)["projects"] if row["pro_code"] == "N1")
    assert (project["pro_name"], project["pro_cat_code"], project["agency_code"]) == ("信息化建设", "特定目标类", OFFICE)
    for more in ({"PRO_NAME": "另一个名称"}, {"PRO_KIND_CODE": "2"}):
        wrong = [{**lines[0], "PRO_CODE": "N2"}, {**lines[0], "PRO_CODE": "N2", **more}]
        with pytest.raises(InputError, match="没有登记这个项目"):
            bring(journal, tmp_path, "BGT_PM_ANNUAL", wrong if "PRO_NAME" in more else wrong[1:])


def test_budget_lines_adjustments_and_vouchers_that_come_again_are_corrected_by_reversal(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    plan = {**FULL, "BGT_PMAN_ID": "B1", "APPLY_UP": "500", "REPLY_AMT": ""}
    bring(journal, tmp_path, "BGT_PM_ANNUAL", [plan])
    taken = bring(journal, tmp_path, "BGT_PM_ANNUAL", [{**plan, "APPLY_UP": "480", "REPLY_AMT": "450"}])
    assert taken.told == ("支出预算：1 行与账上不同，已更正",)
    assert [(row["bgt_stage"], row["amount"]) for row in holdings(store, journal.book)["budget_lines"]] == [
        ("一上", 48_000),
        ("批复", 45_000),
    ]
    bring(journal, tmp_path, "BGT_PM_ANNUAL", [{**plan, "IS_DELETED": "1"}, {**plan, "BGT_PMAN_ID": "B2", "REPLY_AMT": "1"}])
    assert [(row["source_key"], row["bgt_stage"]) for row in holdings(store, journal.book)["budget_lines"]] == [
        ("B2", "一上"),
        ("B2", "批复"),
    ]
    line = {"VOUCHER_NO": "1", "VOUCHER_DATE": "20240301", "AMT": "8"}
    debit = {**FULL, "VOU_DET_ID": "V1", **line, "GOV_ACCT_CLS_CODE": "7101", "DR_CR": "1"}
    credit = {**FULL, "VOU_DET_ID": "V2", **line, "GOV_ACCT_CLS_CODE": "8001.02", "DR_CR": "-1"}
    journal.append({"budget_lines": [budgeted(10_000)]}, "批复")
    bring(journal, tmp_path, "gla_vou_detail", [debit, credit])
    other = [{**one, "VOU_DET_ID": f"W{at}", "VOUCHER_NO": "2"} for at, one in enumerate((debit, credit))]
    assert bring(journal, tmp_path, "gla_vou_detail", [debit, credit, *other]).told == ("会计凭证：2 行账上已有，没有重复记",)
    assert flow(journal, "spending") == 1600
    assert journal.verify() == []


def test_bad_rows_are_named_and_nothing_is_taken(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    bad = [application("1", "100", "101"), application("2", "", ""), application("3", "5", "5", FISCAL_YEAR="2023")]
    with pytest.raises(InputError) as caught:
        bring(journal, tmp_path, "PAY_VOUCHER", [application("0", "1", "1"), *bad])
    assert [line.partition("：")[2] for line in str(caught.value).splitlines() if line.startswith("PAY_VOUCHER ")] == [
        "不是 2024 年度的账", "实际支付金额：实际支付金额大于申请金额", "支付申请金额：没有申请金额，也没有实际支付金额",
    ]  # fmt: skip
    with pytest.raises(InputError, match=r"PAY_VOUCHER_BILL M2“2025-01-03”：实际支付日期：不在 2024 年度支付，请导入 2025 年度的账"):
        bring(journal, tmp_path, "PAY_VOUCHER_BILL", [certificate("9", "5", "2025-01-03")])
    assert len(journal.events()) == 1


def indicator(key: str, amount: str, **more: str) -> dict[str, str]:
    """A line of BA_BGT_INFO."""
    heads = {"BGT_ID": key, "COR_BGT_DOC_NO": f"财预〔2024〕{key}号", "BGT_TYPE_NAME": "年初预算"}
    return {**FULL, **heads, "AMOUNT": amount, "DIS_AMT": "", "CUR_AMT": "", **more}


def test_a_payment_beyond_its_indicator_or_its_line_is_refused_or_warned_of(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    bring(journal, tmp_path, "BA_BGT_INFO", [indicator("7", "100", DIS_AMT="10")])
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "60", "60", BGT_ID="7")])
    with pytest.raises(
        LedgerError, match=r"指标 7（财预〔2024〕7号）：支付（含已申请未支付）累计 90.01 元，超过指标金额 90.00 元，超 0.01 元"
    ):
        bring(journal, tmp_path, "PAY_VOUCHER", [application("2", "30.01", "", BGT_ID="7")])
    journal.append({"budget_lines": [budgeted(1000)]}, "批复")
    bring(journal, tmp_path, "PAY_VOUCHER", [application("2", "30", "", BGT_ID="7")])  # its indicator has room: the line is not asked
    with pytest.raises(LedgerError, match=r"项目 基金监管项目：支付（含已申请未支付）累计 91.00 元，超过全年预算 10.00 元"):
        bring(journal, tmp_path, "PAY_VOUCHER", [application("3", "1", "")])
    journal.append({"settings": [{"control": "超预算", "mode": "提醒"}]}, "设置")
    assert len(bring(journal, tmp_path, "PAY_VOUCHER", [application("3", "1", "")]).warnings) == 1
    journal.append({"settings": [{"control": "超预算", "mode": "拒绝"}]}, "设置")
    assert bring(journal, tmp_path, "PAY_VOUCHER", [application("4", "-5", "-5")]).warnings == ()  # money that comes back is always taken


def test_payments_are_held_to_the_three_public_control_and_the_cash_plan(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    journal.append({"three_public_controls": [{"agency_code": OFFICE, "expense": "公务接待费", "amount": 30_000}]}, "批复")
    with pytest.raises(LedgerError, match=r"公务接待费：支付（含已申请未支付）累计 300.01 元，超过控制数 300.00 元"):
        bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "300.01", "", DEP_BGT_ECO_CODE="30217")])
    plan = {**FULL, "PLAN_ID": "J1", "PLAN_MONTH": "202403", "PLAN_AMT": "80", "PLAN_APP_AMT": "90"}
    bring(journal, tmp_path, "PAY_PLAN_VOUCHER", [plan, {**plan, "PLAN_ID": "J2", "PLAN_MONTH": "4", "PLAN_AMT": "100"}])
    taken = bring(journal, tmp_path, "PAY_VOUCHER", [application("2", "100", "100")])
    assert [one.partition("：")[2] for one in taken.warnings] == [
        "截至 3 月支付（含已申请未支付）累计 100.00 元，超过用款计划 80.00 元，超 20.00 元"
    ]
    with pytest.raises(InputError, match="计划月份：应为 1 至 12 月"):
        bring(journal, tmp_path, "PAY_PLAN_VOUCHER", [{**plan, "PLAN_MONTH": "0"}])


def test_rows_take_what_they_lack_from_the_indicator_they_name(sqlite: Store, tmp_path: Path) -> None:
    """Adjustments name no unit and no kind in the other system: a move out of an indicator of ours is a move between two lines."""
    journal = journal_in(sqlite)
    bring(journal, tmp_path, "BA_BGT_INFO", [indicator("7", "100"), indicator("8", "100", PRO_CODE="G1", DEP_BGT_ECO_CODE="30202")])
    journal.append({"budget_lines": [budgeted(10_000), budgeted(10_000, pro_code="G1")]}, "批复")
    more = {"COR_BGT_DOC_NO": "财预〔2024〕9号", "BAT_NUM": "1", "ADJ_DATE": "20240601", "BGT_DEC": "调整用途"}
    codes = {"PRO_CODE": "T1", **CODES, **more}
    table = [
        {"ADJ_SUB_ID": "A1", "BGT_ID": "7", "ORI_BGT_ID": "8", **codes, "ADD_AMOUNT": "20"},
        {"ADJ_SUB_ID": "A2", "BGT_ID": "7", "ORI_BGT_ID": "财政本级", **codes, "ADD_AMOUNT": "30"},
        {"ADJ_SUB_ID": "A3", "BGT_ID": "7", "ORI_BGT_ID": "", **codes, "ADD_AMOUNT": "-5"},
    ]
    bring(journal, tmp_path, "BA_BGT_ADJSUB", table)
    rows = holdings(sqlite, journal.book)["adjustments"]
    assert [(row["adj_kind"], row["agency_code"], row["pro_code"], row["amount"], row["source_key"]) for row in rows] == [
        ("调剂", OFFICE, "T1", 2000, "A1"), ("调剂", OFFICE, "G1", -2000, "A1 调出"), ("追加", OFFICE, "T1", 3000, "A2"),
        ("追减", OFFICE, "T1", -500, "A3"),
    ]  # fmt: skip


def balance(key: str, amount: str, **more: str) -> dict[str, str]:
    """A line of BA_BGT_CARRYOVERS."""
    return {**FULL, "FISCAL_YEAR": "2023", "CARRYOVERS_BGT_ID": key, "APPROVE_AMT": "500", "CARRYOVERS_AMT": amount, **more}


def test_carried_indicators_open_the_year_and_are_not_received_again(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K1", "120.50"), balance("K2", "9", FISCAL_YEAR="2024")])
    left = {**FULL, "BALANCE_BGT_ID": "K1", "APPROVE_AMT": "70", "BALANCE": "30", "BACK_BALANCE": "10", "IS_REC_EXP": "2"}
    bring(journal, tmp_path, "BA_BGT_BALANCE", [left])
    own = {"BALANCE_BGT_ID": "K9", "FUND_TYPE_CODE": "39", "APPROVE_AMT": "1", "CARRYOVERS_AMT": "-1"}
    bring(journal, tmp_path, "BA_BGT_BALANCE_AGENCY", [{**FULL, **own}])
    assert (flow(journal, "opening", fund="general_public"), flow(journal, "opening", fund="other")) == (14_950, -100)
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "100", "100", BGT_TYPE_NAME="上年结转"), application("2", "5", "5")])
    assert flow(journal, "income") == 500
    with store.read() as connection:
        assert left_over(connection, journal.book)[OFFICE, "2101502", "general_public"] == 4950
    with pytest.raises(InputError, match="不是 2024 年度的账"):
        bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K3", "1", FISCAL_YEAR="2022")])
    with pytest.raises(InputError, match="收回数：收回数大于结余数"):
        bring(journal, tmp_path, "BA_BGT_BALANCE", [{**left, "BALANCE_BGT_ID": "K4", "BACK_BALANCE": "31"}])


def test_carry_overs_by_chinese_headers_tell_carried_money_from_balances(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    line = {"单位编码": OFFICE, "支出功能分类科目": "2101502", "资金性质": "111", "项目编码": "T1", "批复数": "9"}
    bring(journal, tmp_path, "甲", [{"主键": "1", **line, "结转数": "4"}, {"主键": "2", **line, "结转数": "5"}])
    bring(journal, tmp_path, "乙", [{**line, "结余数": "1"}, {**line, "结余数": "2"}])  # an export without keys
    rows = holdings(sqlite, journal.book)["carryovers"]
    assert sorted((row["balance_kind"], row["amount"]) for row in rows) == [("结余", 100), ("结余", 200), ("结转", 400), ("结转", 500)]
    assert flow(journal, "opening") == 1200


def test_carry_overs_are_compared_with_what_last_years_books_carried(sqlite: Store, tmp_path: Path) -> None:
    before = journal_in(sqlite, year=2023)
    before.append({"vouchers": [*received(20_000, voucher_date=date(2023, 1, 5)), *spent(8000, voucher_date=date(2023, 3, 1))]}, "凭证")
    close(before)
    journal = Journal(sqlite, create_book(sqlite, "某市医疗保障局", 2024, "fujian-final"), "会计一")
    journal.append({"units": UNITS, "projects": PROJECTS}, "期初")
    assert bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K1", "120")]).warnings == ()
    taken = bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K1", "121"), balance("K2", "3", AGENCY_CODE=CENTRE)])
    said = "结转结余指标 {} 元，2023 年度结账的年末结转和结余 {} 元，差 {} 元，请核对差额原因"
    assert taken.warnings == (
        f"单位 {OFFICE}、科目 2101502、一般公共预算资金：{said.format('121.00', '120.00', '1.00')}",
        f"单位 {CENTRE}、科目 2101502、一般公共预算资金：{said.format('3.00', '0.00', '3.00')}",
    )
    assert flow(journal, "opening") == 12_400


def test_the_opening_that_the_books_carried_is_not_doubled(sqlite: Store, tmp_path: Path) -> None:
    before = journal_in(sqlite, year=2023)
    before.append({"vouchers": [*received(20_000, voucher_date=date(2023, 1, 5)), *spent(8000, voucher_date=date(2023, 3, 1))]}, "凭证")
    close(before)
    journal = Journal(sqlite, next_book(sqlite, before.book, ""), "会计一")
    carry_over(sqlite, before.book, journal)
    assert bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K1", "120")]).warnings == ()
    assert flow(journal, "opening") == 12_000
    taken = bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K1", "119")])
    assert [one.partition("：")[2] for one in taken.warnings] == [
        "结转结余指标 119.00 元，本年登记的年初结转和结余 120.00 元，差 -1.00 元，年初数以登记的为准",
        "结转结余指标 119.00 元，2023 年度结账的年末结转和结余 120.00 元，差 -1.00 元，请核对差额原因",
    ]
    assert flow(journal, "opening") == 12_000


def test_vouchers_are_the_spending_where_there_are_any_and_payments_are_compared(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    journal.append({"vouchers": [*received(10_000), *spent(10_000)]}, "凭证")
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "99", "99"), application("2", "7", "7", AGENCY_CODE=CENTRE)])
    assert (flow(journal, "spending", unit=OFFICE), flow(journal, "spending", unit=CENTRE)) == (10_000, 700)
    with sqlite.read() as connection:
        assert payment_differences(connection, journal.book) == [
            f"单位 {OFFICE}、一般公共预算资金：账面支出 100.00 元，已支付 99.00 元，差 1.00 元，支出以账面为准，请核对差额原因"
        ]
        assert carry_over_differences(connection, journal.book) == []


def test_vouchers_that_nobody_posted_do_not_silence_the_payments(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    journal.append({"vouchers": [*spent(10_000, vou_status="未审核"), *spent(5, is_carry_over=True)]}, "凭证")
    bring(journal, tmp_path, "PAY_VOUCHER", [application("1", "99", "99")])
    assert flow(journal, "spending") == 9900
    with sqlite.read() as connection:
        assert payment_differences(connection, journal.book) == []


def test_tables_that_the_books_do_not_keep_are_told_with_the_reason(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    detail = {"PAY_DETAIL_ID": "1", "PAY_CERT_NO": "P1", "PER_NAME": "甲", "IDEN_NO": "1", "XPAY_AMT": "5"}
    with pytest.raises(InputError, match=r"没有可以导入的行\n表：支付明细（PAY_DETAIL）是支付凭证的收款人明细.*个人信息"):
        bring(journal, tmp_path, "表", [detail])
    transfers = {**FULL, "TP_FUNC_CODE": "2300249", "APPLY_UP": "1", "REPLY_AMT": "5"}
    for name, table in (("BGT_TRA", [transfers]), ("NON_TAX_PAY", [{"NON_TAX_PAY_CODE": "1", "PAID_AMT": "5"}])):
        with pytest.raises(InputError, match=f"{name}：.*没有导入"):
            bring(journal, tmp_path, name, table)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_came_from_the_integrated_system_goes_out_and_comes_back(sqlite: Store, tmp_path: Path, form: str) -> None:
    journal = journal_in(sqlite)
    bring(journal, tmp_path, "BA_BGT_INFO", [indicator("7", "1000", CUR_AMT="900", PAY_APP_AMT="100")])
    bring(journal, tmp_path, "BA_BGT_CARRYOVERS", [balance("K1", "120.50", IS_REC_EXP="1")])
    bring(journal, tmp_path, "PAY_PLAN_VOUCHER", [{**FULL, "PLAN_ID": "J1", "PLAN_MONTH": "3", "PLAN_AMT": "800"}])
    payments = [application("1", "100", "", PAY_CERT_ID="C1", BGT_ID="7"), application("2", "-5", "-5"), application("3", "8", "8")]
    bring(journal, tmp_path, "PAY_VOUCHER", payments)
    bring(journal, tmp_path, "PAY_VOUCHER_BILL", [certificate("C1", "100")])
    bring(journal, tmp_path, "BGT_PM_ANNUAL", [{**FULL, "BGT_PMAN_ID": "B1", "APPLY_UP": "500", "REPLY_AMT": "450"}])
    held = holdings(sqlite, journal.book)
    filled = [register for register in registers().values() if held[register.id]]
    out = tmp_path / "out"
    out.mkdir()
    if form == "xlsx":
        (out / "导出.xlsx").write_bytes(workbook(held, filled, 2024))
    else:
        for register in filled:
            (out / f"{register.title}.csv").write_text(csv_text(register, held[register.id]), encoding="utf-8-sig")
    second = Journal(sqlite, create_book(sqlite, "乙局", 2024, "fujian-final"), "会计一")
    taken = import_files(second, [out])
    assert (taken.left_out, taken.told) == ((), ())
    back = holdings(sqlite, second.book)
    for register in filled:
        came, went = ([[row.get(name) for name in register.names] for row in rows[register.id]] for rows in (back, held))
        assert came == went, register.id
    assert flow(second, "spending") == flow(journal, "spending") == 10_300
    with pytest.raises(LedgerError, match="没有重复导入"):
        import_files(second, [out])
