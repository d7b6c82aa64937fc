"""Closing: statements from entries, rounded once, units consolidated, kept for good."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from baozhang.errors import LedgerError
from baozhang.ledger.books import create_book
from baozhang.ledger.closing import close, closings, load_closing, reopen
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.execution import execution
from baozhang.ledger.hub import disclosed_of, document_row, fact_rows, figures_of, statement_rows
from baozhang.ledger.journal import Journal
from baozhang.ledger.next_year import carry_over, next_book, take_over
from baozhang.publishing.closed_account import beside, closed_account
from baozhang.reading import read_file
from tests.ledger.samples import CENTRE, OFFICE, budgeted, journal_in, received, spent

if TYPE_CHECKING:
    from baozhang.ledger.books import Row, Value
    from baozhang.ledger.closing import Closing
    from baozhang.ledger.store import Store


def figure(closing: Closing, statement: str, item: str, column: str) -> int:
    """The exact figure of one cell, in fen."""
    return next(one.exact for one in closing.figures if (one.statement, one.item, one.column) == (statement, item, column))


def test_statements_follow_from_the_entries(store: Store) -> None:
    journal = journal_in(store)
    journal.append(
        {
            "opening_balances": [
                {"agency_code": OFFICE, "exp_func_code": "2101502", "fund_type_code": "111", "balance_kind": "结转", "amount": 3_000_000}
            ],
            "vouchers": [
                *received(50_000_000),
                *received(2_000_000, gov_acct_cls_code="6609", fund_type_code="39", voucher_no="3"),
                *spent(20_000_000, pro_code="R1", exp_func_code="2101501", dep_bgt_eco_code="30101", voucher_no="4"),
                *spent(9_000_000, voucher_no="5"),
                *spent(500_000, voucher_no="6", fund_type_code="39"),
            ],
        },
        "录入",
    )  # fmt: skip
    closing = close(journal)
    assert figure(closing, "overview", "income.year", "amount") == 52_000_000
    assert figure(closing, "overview", "closing", "amount") == 3_000_000 + 52_000_000 - 29_500_000
    assert figure(closing, "fiscal", "closing", "general_public") == 3_000_000 + 50_000_000 - 29_000_000
    assert figure(closing, "spending", "2101502", "project") == 9_500_000
    assert figure(closing, "general", "21015", "basic") == 20_000_000
    assert figure(closing, "basic", "30101", "amount") == figure(closing, "basic", "staff", "amount") == 20_000_000
    assert figure(closing, "fund", "total", "total") == 0


def test_each_figure_is_rounded_once_from_fen(store: Store) -> None:
    """Two amounts of 50 yuan below the printed unit: each rounds up, their sum does not round to the sum of both."""
    journal = journal_in(store)
    parts = [*spent(1_005_000, exp_func_code="2101502"), *spent(1_005_000, exp_func_code="2101599", voucher_no="2")]
    journal.append({"vouchers": [*received(2_010_000, voucher_no="9"), *parts]}, "录入")
    printed = {(row.item, row.column): row.text for row in fact_rows(close(journal)) if row.statement == "spending"}
    assert (printed["2101502", "total"], printed["2101599", "total"], printed["total", "total"]) == ("1.01", "1.01", "2.01")


def test_year_end_transfers_are_not_income_or_spending(store: Store) -> None:
    journal = journal_in(store)
    transfer = spent(5_000_000, voucher_no="99", is_carry_over=True, dr_cr="贷")
    journal.append({"vouchers": [*received(5_000_000), *spent(5_000_000), *transfer]}, "录入")
    assert figure(close(journal), "overview", "spending.year", "amount") == 5_000_000


def test_transfers_between_units_are_eliminated(store: Store) -> None:
    """What the office pays the centre (对附属单位补助) is the centre's 上级补助收入: the department shows neither, each unit its own."""
    journal = journal_in(store)
    paid = spent(1_000_000, gov_acct_cls_code="7501", pro_code=None, counterpart_code=CENTRE, voucher_no="7")
    got = received(1_000_000, agency_code=CENTRE, gov_acct_cls_code="6201", counterpart_code=OFFICE, voucher_no="8")
    journal.append({"vouchers": [*received(4_000_000), *paid, *got]}, "录入")
    whole = close(journal)
    assert figure(whole, "overview", "income.year", "amount") == 4_000_000
    assert figure(whole, "spending", "total", "total") == 0
    reopen(journal, "另结单位账")
    assert figure(close(journal, CENTRE), "income", "total", "superior") == 1_000_000
    reopen(journal, "另结单位账")
    assert figure(close(journal, OFFICE), "spending", "total", "to_affiliate") == 1_000_000


def test_transfers_that_do_not_agree_stop_the_closing(store: Store) -> None:
    journal = journal_in(store)
    got = received(1_000_000, agency_code=CENTRE, gov_acct_cls_code="6201", counterpart_code=OFFICE)
    journal.append({"vouchers": [*received(4_000_000, voucher_no="3"), *got]}, "录入")
    with pytest.raises(LedgerError, match=r"内部往来不能抵销：所属单位相互收入合计 10,000.00 元，相互支出合计 0.00 元"):
        close(journal)
    assert close(journal, reason="对方下月补记").number == 1


def test_spending_beyond_what_there_was_stops_the_closing(store: Store) -> None:
    journal = journal_in(store)
    journal.append({"vouchers": spent(100)}, "录入")
    with pytest.raises(LedgerError, match=r"一般公共预算支出超过来源 1.00 元"):
        close(journal)


def test_what_is_closed_stays(store: Store) -> None:
    journal = journal_in(store)
    journal.append({"vouchers": [*received(5_000_000), *spent(5_000_000)]}, "录入")
    first = close(journal)
    with pytest.raises(LedgerError, match="已结账，不能再记账"):
        journal.append({"vouchers": spent(1)}, "录入")
    with pytest.raises(LedgerError, match="已结账"):
        close(journal)
    with pytest.raises(LedgerError, match="必须写明原因"):
        reopen(journal, "")
    reopen(journal, "审计调整")
    with pytest.raises(LedgerError, match="不需要重新打开"):
        reopen(journal, "再开一次")
    journal.append({"vouchers": [*received(300, voucher_no="7"), *spent(300, voucher_no="8")]}, "调整")
    second = close(journal)
    with store.read() as connection:
        assert closings(connection, journal.book) == [1, 2]
        assert load_closing(connection, journal.book, 1) == first
        assert load_closing(connection, journal.book) == second
    assert first.digest != second.digest
    assert journal.verify() == []


def test_a_changed_closing_is_not_given_out(sqlite: Store) -> None:
    journal = journal_in(sqlite)
    journal.append({"vouchers": [*received(500), *spent(500)]}, "录入")
    close(journal)
    with sqlite.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER keep_closed_figures_update"))
        connection.execute(text("UPDATE closed_figures SET printed = 1"))
    with sqlite.read() as connection, pytest.raises(LedgerError, match="可能被改动"):
        load_closing(connection, journal.book)


def test_last_year_comes_from_the_books_or_from_a_document(store: Store) -> None:
    old = journal_in(store, year=2023)
    old.append(
        {"vouchers": [*received(7_000_000, voucher_date=date(2023, 1, 5)), *spent(7_000_000, voucher_date=date(2023, 3, 1))]}, "录入"
    )
    last = close(old)
    new = Journal(store, create_book(store, "某市医疗保障局", 2024, "fujian-final"), "会计一")
    assert carry_over(store, old.book, new).kind == "carry_over"
    new.append({"vouchers": [*received(8_000_000), *spent(8_000_000)]}, "录入")
    closing = close(new)
    assert figure(closing, "spending", "2101502", "prior.project") == 7_000_000
    reopen(new, "用公开文本的上年数")
    assert figure(close(new, prior=figures_of(fact_rows(last))), "overview", "income.year", "prior.amount") == 7_000_000


def test_a_document_of_last_year_tells_more_than_its_tables(sqlite: Store) -> None:
    """机关运行经费 stands in the explanation only; read from there it is what this year's is compared with."""
    document = read_file(Path(__file__).parents[2] / "examples" / "final-account-clean.txt")
    journal = journal_in(sqlite, year=2025, layout="shandong-final")
    closing = close(journal, prior=[*figures_of(document.facts), *disclosed_of(document.claims)])
    (told,) = [one.value for one in document.claims if (one.item, one.kind) == ("operating_expenses", "amount")]
    assert figure(closing, "disclosure", "operating_expenses", "prior.amount") == told > 0
    with sqlite.read() as connection:
        assert closed_account(closing, beside(connection, journal.book)).details["operating_expenses.prior"] == told


def test_what_is_left_opens_the_next_year(store: Store) -> None:
    old = journal_in(store, year=2023)
    old.append({"vouchers": [*received(7_000_000), *spent(2_000_000), *spent(1_000_000, fund_type_code="39", voucher_no="5")]}, "录入")
    new = Journal(store, create_book(store, "某市医疗保障局", 2024, "fujian-final"), "会计一")
    with pytest.raises(LedgerError, match="尚未结账"):
        carry_over(store, old.book, new)
    before = close(old)
    carry_over(store, old.book, new)
    after = close(new)
    assert figure(after, "overview", "opening", "amount") == figure(before, "overview", "closing", "amount") == 4_000_000
    assert figure(after, "fiscal", "opening.general_public", "amount") == 5_000_000
    assert figure(after, "overview", "closing", "amount") == 4_000_000


def test_initial_and_adjusted_budget_stand_beside_the_final_figures(store: Store) -> None:
    journal = journal_in(store)
    more: Row = {
        "adj_kind": "追加", "adj_batch_no": "1", "adj_date": date(2024, 6, 1), "cor_bgt_doc_no": "财预〔2024〕1号", "agency_code": OFFICE,
        "exp_func_code": "2101502", "dep_bgt_eco_code": "30201", "fund_type_code": "111", "pro_code": "T1",
        "amount": 500, "reason": "新增任务",
    }  # fmt: skip
    journal.append({"budget_lines": [budgeted(1000)], "adjustments": [more], "vouchers": [*received(1200), *spent(1200)]}, "录入")
    closing = close(journal)
    columns = ("initial.project", "adjusted.project", "project")
    assert [figure(closing, "general", "2101502", column) for column in columns] == [1000, 1500, 1200]


def test_a_budget_without_balance_stops_where_nothing_can_be_carried_on(store: Store) -> None:
    journal = journal_in(store, layout="fujian-budget", year=2025)
    income: Row = {"bgt_stage": "批复", "agency_code": OFFICE, "exp_func_code": "2101502", "fund_type_code": "111", "amount": 900}
    journal.append({"budget_lines": [budgeted(800), budgeted(999, bgt_stage="一上")], "income_lines": [income]}, "批复")
    with pytest.raises(LedgerError, match=r"收支预算不平衡：收入与上年结转比支出多 1.00 元"):
        close(journal)


def test_other_layouts_print_the_same_books(store: Store) -> None:
    """The Anhui budget prints staff and operating cost apart, projects by name and purchases in order, totals last."""
    journal = journal_in(store, layout="anhui-budget", year=2025)
    income: Row = {"bgt_stage": "批复", "agency_code": OFFICE, "exp_func_code": "2101502", "fund_type_code": "111", "amount": 9_000_000}
    lines = [
        budgeted(5_000_000),
        budgeted(3_000_000, pro_code="R1", dep_bgt_eco_code="30101"),
        budgeted(1_000_000, pro_code="G1", dep_bgt_eco_code="30201"),
    ]
    bought: dict[str, Value] = {"bgt_stage": "批复", "agency_code": OFFICE, "pur_kind": "货物", "fund_type_code": "111", "pur_amt": 400_000}
    purchases: list[Row] = [{**bought, "pur_name": "办公设备", "pur_item": item} for item in ("台式计算机", "打印机")]
    journal.append({"budget_lines": lines, "income_lines": [income], "procurement": purchases}, "批复")
    closing = close(journal)
    general = [figure(closing, "general", "2101502", column) for column in ("total", "basic", "staff", "operating_cost", "project")]
    assert general == [9_000_000, 4_000_000, 3_000_000, 1_000_000, 5_000_000]
    labels = [one.label for one in closing.figures if (one.statement, one.column) == ("procurement", "total")]
    assert labels == ["办公设备", "办公设备", "合计"]
    assert [one.label for one in closing.figures if (one.statement, one.column) == ("projects", "total")] == ["基金监管项目", "合计"]


def test_the_hub_gets_a_document_like_one_that_was_read(store: Store) -> None:
    journal = journal_in(store)
    journal.append({"vouchers": [*received(5_000_000), *spent(5_000_000)]}, "录入")
    closing = close(journal)
    about, tables, facts = document_row(closing), statement_rows(closing), fact_rows(closing)
    assert (about.stage, about.fiscal_year, about.layout, about.document_id) == ("final", 2024, "fujian-final", closing.digest)
    assert [row.statement for row in tables if row.empty] == ["basic", "three_public", "fund", "capital"]
    assert len({(row.statement, row.item, row.column) for row in facts}) == len(facts)
    assert all(row.value % 10_000 == 0 and row.half_unit == 5_000 for row in facts)


def test_the_explanation_has_its_figures(store: Store) -> None:
    journal = journal_in(store)
    contract: dict[str, Value] = {
        "contract_no": "1",
        "agency_code": OFFICE,
        "contract_name": "物业服务",
        "pur_kind": "服务",
        "contract_amt": 3_000_000,
    }
    journal.append(
        {
            "vouchers": [*received(9_000_000), *spent(4_000_000, pro_code="G1"), *spent(2_000_000, voucher_no="3")],
            "operating_costs": [{"agency_code": OFFICE, "eco_prefix": "302"}],
            "receptions": [{"agency_code": OFFICE, "batches": 3, "persons": 20, "amount": 45_000}],
            "trips": [{"agency_code": OFFICE, "groups": 1, "persons": 2, "amount": 100, "is_joined": True}],
            "vehicles": [{"vehicle_no": "1", "agency_code": OFFICE, "vehicle_kind": "机要通信用车", "acquired_on": date(2024, 5, 1)}],
            "equipment": [
                {"asset_code": "1", "asset_name": "服务器", "agency_code": OFFICE, "equipment_kind": "通用设备", "asset_value": 60_000_000}
            ],
            "contracts": [{**contract, "supplier_size": "小型"}, {**contract, "contract_no": "2", "supplier_size": "大型"}],
        },
        "录入",
    )
    closing = close(journal)
    counts = {one.item: one.exact // 10_000 for one in closing.figures if (one.statement, one.column) == ("disclosure", "count")}
    assert (counts["reception.batches"], counts["reception.persons"], counts["abroad.groups_joined"], counts["abroad.groups"]) == (
        3,
        20,
        1,
        0,
    )
    assert (counts["vehicles.kept"], counts["vehicles.bought"], counts["vehicles.kind.3"], counts["equipment.over_50"]) == (1, 1, 1, 1)
    amounts = {one.item: one.exact for one in closing.figures if (one.statement, one.column) == ("disclosure", "amount")}
    assert (amounts["operating_expenses"], amounts["procurement.total"], amounts["procurement.sme_services"]) == (
        4_000_000,
        6_000_000,
        3_000_000,
    )


def test_only_posted_vouchers_count(store: Store) -> None:
    journal = journal_in(store)
    draft = spent(700, voucher_no="5", vou_status="未审核")
    journal.append({"vouchers": [*received(900), *spent(300, vou_status="已记账"), *spent(100, voucher_no="4"), *draft]}, "录入")
    assert figure(close(journal), "spending", "total", "total") == 400


def test_bought_services_have_a_number_and_an_amount(store: Store) -> None:
    journal = journal_in(store, layout="anhui-budget", year=2025)
    bought: Row = {
        "bgt_stage": "批复",
        "agency_code": OFFICE,
        "gov_buy_des": "档案整理",
        "fund_type_code": "111",
        "buy_no": 3,
        "buy_amt": 50_000,
    }
    income: Row = {"bgt_stage": "批复", "agency_code": OFFICE, "exp_func_code": "2101502", "fund_type_code": "111", "amount": 50_000}
    journal.append({"services": [bought], "income_lines": [income], "budget_lines": [budgeted(50_000)]}, "批复")
    facts = {(row.item, row.column): row.text for row in fact_rows(close(journal)) if row.statement == "services"}
    assert (facts["p1", "quantity"], facts["p1", "total"], facts["total", "quantity"]) == ("3.00", "0.05", "3.00")


def test_words_of_one_document_do_not_go_into_the_next(store: Store) -> None:
    """Duties stay; reasons of changes, the year's work and disclosed figures would be false in another document."""
    plan = journal_in(store, layout="fujian-budget")
    texts = [{"text_key": key, "content": "内容"} for key in ("职责.1", "用途.2101502", "任务.1", "绩效.1", "原因.general[total].total")]
    plan.append({"texts": texts, "disclosed_figures": [{"disclosure": "performance.target_projects", "number": 3}]}, "录入")
    journal = Journal(store, create_book(store, "某市医疗保障局", 2024, "fujian-final"), "会计一")
    take_over(store, journal)
    held = holdings(store, journal.book)
    assert [row["text_key"] for row in held["texts"]] == ["用途.2101502", "职责.1"]
    assert held["disclosed_figures"] == []


def test_the_years_budget_is_the_initial_budget_of_its_final_accounts(store: Store) -> None:
    """One year, two books: what was approved in the budget stands beside the final figures and is controlled against."""
    plan = journal_in(store, layout="fujian-budget")
    more: Row = {
        "adj_kind": "追加", "adj_batch_no": "1", "adj_date": date(2024, 6, 1), "cor_bgt_doc_no": "1号", "reason": "新增", "amount": 300,
        "agency_code": OFFICE, "exp_func_code": "2101502", "dep_bgt_eco_code": "30201", "fund_type_code": "111", "pro_code": "T1",
    }  # fmt: skip
    plan.append({"budget_lines": [budgeted(900)], "adjustments": [more]}, "批复")
    journal = Journal(store, create_book(store, "某市医疗保障局", 2024, "fujian-final"), "会计一")
    assert take_over(store, journal).rows == 6
    journal.append({"vouchers": [*received(1000), *spent(1000)]}, "录入")
    closing = close(journal)
    columns = ("initial.project", "adjusted.project", "project")
    assert [figure(closing, "general", "2101502", column) for column in columns] == [900, 1200, 1000]
    with store.read() as connection:
        assert execution(connection, journal.book, "项目", date(2024, 12, 31)).total.adjusted == 1200
    with pytest.raises(LedgerError, match="没有可以沿用的内容"):
        take_over(store, Journal(store, create_book(store, "某市医疗保障局", 2030, "fujian-final"), "会计一"))


def test_a_unit_that_is_not_there_is_named(store: Store) -> None:
    journal = journal_in(store)
    with pytest.raises(LedgerError, match="没有单位 009"):
        close(journal, "009")


def test_budgets_are_consolidated_too(store: Store) -> None:
    """对附属单位补助 of the office and 上级补助收入 of the centre fall out of the department's budget."""
    journal = journal_in(store, layout="national-budget", year=2025)
    income: dict[str, Value] = {
        "bgt_stage": "批复",
        "agency_code": OFFICE,
        "exp_func_code": "2101502",
        "fund_type_code": "111",
        "amount": 900,
    }
    paid = budgeted(400, exp_kind="对附属单位补助支出", counterpart_code=CENTRE)
    got: Row = {**income, "agency_code": CENTRE, "fund_type_code": "32", "amount": 400, "counterpart_code": OFFICE}
    lines = [paid, budgeted(500), budgeted(400, agency_code=CENTRE)]
    journal.append({"budget_lines": lines, "income_lines": [income, got]}, "批复")
    whole = close(journal)
    assert figure(whole, "overview", "income.total", "amount") == figure(whole, "spending", "total", "total") == 900
    reopen(journal, "上级补助没有批下来")
    journal.append({"income_lines": [{**got, "amount": -100}]}, "调整")
    with pytest.raises(LedgerError, match="内部往来不能抵销"):
        close(journal)


def test_an_interrupted_carry_over_is_taken_up_again(store: Store) -> None:
    old = journal_in(store, year=2023)
    old.append({"vouchers": [*received(700), *spent(700)]}, "录入")
    close(old)
    first = next_book(store, old.book, "")
    assert next_book(store, old.book, "") == first
    carry_over(store, old.book, Journal(store, first, "会计一"))
    with pytest.raises(LedgerError, match="已经建过"):
        next_book(store, old.book, "")
