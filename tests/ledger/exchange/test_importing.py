"""Imports: what comes in, what is refused and how it is named, what goes out comes back."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from baozhang.errors import InputError, LedgerError
from baozhang.ledger.books import create_book
from baozhang.ledger.exchange.exporting import CODES, csv_text, template, workbook
from baozhang.ledger.exchange.headers import columns_of, fields_meant
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.exchange.importing import take_in
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.exchange.sheets import Sheet, sheets_of
from baozhang.ledger.exchange.values import Known, NotAValue, text_of, value_of
from baozhang.ledger.journal import Journal
from baozhang.ledger.registers import Kind, registers
from tests.ledger.samples import OFFICE, budgeted, journal_in, received, spent

if TYPE_CHECKING:
    from baozhang.ledger.books import Row
    from baozhang.ledger.registers import Field
    from baozhang.ledger.store import Store

KNOWN: Final = Known(2024, frozenset({OFFICE}), frozenset({"T1"}))
YEARS: Final = Path(__file__).parents[3] / "examples" / "years"


def sheet(name: str, *rows: tuple[str, ...]) -> Sheet:
    return Sheet("x.xlsx", name, rows)


RECEPTIONS: Final = ("单位代码", "接待日期", "批次", "人次", "金额")


def test_rows_are_taken_with_amounts_in_fen() -> None:
    intake = take_in([sheet("公务接待", RECEPTIONS, (OFFICE, "2024年3月1日", "2", "15", "1,234.50"))], KNOWN)
    assert intake.bad == []
    assert intake.batch["receptions"] == [
        {"agency_code": OFFICE, "reception_date": date(2024, 3, 1), "batches": 2, "persons": 15, "amount": 123_450}
    ]


def test_every_bad_cell_is_named_with_place_and_reason() -> None:
    rows = [(OFFICE, "三月", "2.5", "15", "12.345"), ("009", "", "2", "", "很多")]
    intake = take_in([sheet("公务接待", ("某市公务接待统计",), RECEPTIONS, *rows)], KNOWN)
    assert [str(bad) for bad in intake.bad] == [
        "公务接待 B3“三月”：接待日期：不是日期（例如 2024-03-01）",
        "公务接待 C3“2.5”：批次：应为整数",
        "公务接待 E3“12.345”：金额：金额应精确到分，且不超过九万亿元",
        "公务接待 A4“009”：单位代码：没有登记这个单位，请先在“单位”中登记",
        "公务接待 D4：人次：必填，不能为空",
        "公务接待 E4“很多”：金额：不是金额（单位：元）",
    ]


def test_one_bad_cell_and_nothing_is_entered(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    text = csv_text(registers()["receptions"], [{"agency_code": OFFICE, "batches": 1, "persons": 1, "amount": 1}] * 50)
    (tmp_path / "公务接待.csv").write_text(f"{text}{OFFICE},,否,1,1,错\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"有 1 处不能导入，一行也没有导入：\n公务接待 F52“错”"):
        import_files(journal, [tmp_path])
    assert len(journal.events()) == 1
    assert holdings(store, journal.book)["receptions"] == []


def test_the_sum_below_a_table_is_told_and_not_entered() -> None:
    rows = [(OFFICE, "", "1", "2", "3"), ("合 计", "", "1", "2", "3"), ("合计", "2024-03-01", "1", "2", "3")]
    intake = take_in([sheet("公务接待", RECEPTIONS, *rows)], KNOWN)
    assert intake.left_out == ["公务接待：1 行合计，没有导入"]
    assert [str(bad) for bad in intake.bad] == ["公务接待 A4“合计”：单位代码：没有登记这个单位，请先在“单位”中登记"]


def test_no_column_is_dropped_unsaid() -> None:
    intake = take_in([sheet("公务接待", (*RECEPTIONS, "厨师", "银行交易流水号"), (OFFICE, "", "1", "2", "3", "甲", "88"))], KNOWN)
    assert intake.left_out == ["公务接待：以下列不认识，没有导入：厨师", "公务接待：以下列认识但不记账，没有导入：银行交易流水号"]


@pytest.mark.parametrize(
    "header",
    [
        "EXP_FUNC_CODE",
        "expFuncCode",
        "exp_func_",
        "exp_func_code_name",
        "exp_func_guid",
        "ExpFuncCode",
        "支出功能分类",
        "功能科目",
        "支出功能科目",
    ],
)
def test_the_spellings_of_other_systems_are_known(header: str) -> None:
    assert "exp_func_code" in fields_meant(header)
    field = columns_of([header], registers()["budget_lines"]).fields[0]
    assert field.name == "exp_func_code"


def test_a_budget_table_of_the_integrated_system_gives_a_line_per_stage() -> None:
    heads = (
        "AGENCY_CODE",
        "PRO_CODE",
        "EXP_FUNC_CODE",
        "DEP_BGT_ECO_CODE",
        "FUND_TYPE_CODE",
        "APPLY_UP",
        "FIN_AUDIT_MONEY",
        "REPLY_AMT",
        "IS_GOVPURCH",
    )
    row = (OFFICE, "T1", "2101502-一般行政管理事务", "30201-办公费", "111-一般公共预算资金", "500", "", "450.00", "2")
    intake = take_in([sheet("BGT_PM_ANNUAL", heads, row)], KNOWN)
    assert (intake.bad, intake.left_out) == ([], [])
    lines = intake.batch["budget_lines"]
    assert [(line["bgt_stage"], line["amount"], line["is_gov_pur"]) for line in lines] == [("一上", 50_000, False), ("批复", 45_000, False)]


def test_adjustments_of_the_integrated_system() -> None:
    line_heads = ("单位代码", "支出功能分类科目", "部门支出经济分类", "资金性质", "预算项目")
    heads = ("调整批次号", "调整日期", "指标文号", *line_heads, "调入金额", "调整类型", "调整原因")
    line = ("7", "20240630", "财预〔2024〕7号", OFFICE, "2101502", "30201", "111", "T1")
    intake = take_in([sheet("表", heads, (*line, "100", "调剂", "压减"), (*line, "-99", "调剂", "压减"))], KNOWN)
    assert [str(bad) for bad in intake.bad] == ["表 A2“7”：同一批次的调剂应合计为零，实为 1.00 元"]
    assert take_in([sheet("表", heads, (*line, "100", "追加", "新增任务"))], KNOWN).batch["adjustments"][0]["amount"] == 10_000


def test_vouchers_with_the_standard_elements() -> None:
    amounts = ("AGENCY_CODE", "VOUCHER_NO", "VOUCHER_DATE", "GOV_ACCT_CLS_CODE", "DR_CR", "AMT")
    heads = (*amounts, "PRO_CODE", "EXP_FUNC_CODE", "DEP_BGT_ECO_CODE", "FUND_TYPE_CODE")
    debit = (OFFICE, "1", "20240301093000", "7101.01", "1", "88.80", "T1", "2101502", "30201", "111")
    credit = (OFFICE, "1", "20240301093000", "8001.02", "-1", "88.80", "", "", "", "")
    intake = take_in([sheet("gla_vou_detail", heads, debit, credit)], KNOWN)
    assert intake.bad == []
    assert [(row["gov_acct_cls_code"], row["dr_cr"], row["amt"]) for row in intake.batch["vouchers"]] == [
        ("710101", "借", 8880),
        ("800102", "贷", 8880),
    ]
    unbalanced = take_in([sheet("gla_vou_detail", heads, debit)], KNOWN)
    assert [bad.why for bad in unbalanced.bad] == ["预算会计借贷不平，借方比贷方多 88.80 元"]


def test_a_thing_listed_twice_is_named() -> None:
    heads = ("单位代码", "单位名称", "单位性质")
    intake = take_in([sheet("单位", heads, ("1", "甲", "行政单位"), ("1", "乙", "行政单位"))], KNOWN)
    assert [str(bad) for bad in intake.bad] == ["单位 A3“1”：与第 2 行重复"]


def test_what_comes_later_may_refer_to_what_comes_with_it() -> None:
    """Units and projects of the same import are known to its other sheets, whatever their order."""
    projects = sheet("项目", ("项目代码", "项目名称", "项目类别", "单位代码"), ("X", "新项目", "3", "009"))
    units = sheet("单位", ("单位代码", "单位名称", "单位性质"), ("009", "新单位", "行政单位"))
    intake = take_in([projects, units], KNOWN)
    assert (intake.bad, intake.batch["projects"][0]["pro_cat_code"]) == ([], "特定目标类")


def test_a_sheet_nobody_recognises_is_not_passed_over() -> None:
    intake = take_in([sheet("食堂菜单", ("星期", "菜"), ("一", "鱼"))], KNOWN)
    assert [bad.why for bad in intake.bad] == ["看不出是哪一种台账，请用 --register 指明，或使用模板"]
    assert take_in([sheet("单位", ("单位代码", "备注"), ("1", ""))], KNOWN).bad[0].why == "缺少必填列（单位代码、单位名称、单位性质）"


def test_codes_not_in_force_are_doubted_and_unknown_ones_said_to_be_unknown() -> None:
    heads = ("编报阶段", "单位代码", "支出功能分类科目代码", "资金性质代码", "金额")
    rows = [("批复", OFFICE, code, "111", "1") for code in ("2101501", "2109888")]
    intake = take_in([sheet("收入预算", heads, *rows)], KNOWN)
    assert [str(doubt) for doubt in intake.doubts] == ["收入预算 C3“2109888”：支出功能分类科目代码：不在已知的科目表中，未能核对是否在用"]


def test_the_same_content_is_entered_once(store: Store, tmp_path: Path) -> None:
    journal = journal_in(store)
    (tmp_path / "公务接待.csv").write_text(",".join(RECEPTIONS) + f"\n{OFFICE},,1,2,3\n", encoding="gb18030")
    import_files(journal, [tmp_path / "公务接待.csv"])
    with pytest.raises(LedgerError, match=r"已由 会计一 于 .* 导入（第 2 号记录），没有重复导入"):
        import_files(journal, [tmp_path / "公务接待.csv"])
    import_files(journal, [tmp_path / "公务接待.csv"], again=True)
    assert len(holdings(store, journal.book)["receptions"]) == 2


@pytest.mark.parametrize("folder", [YEARS / "anhui-budget-2024", YEARS / "shandong-final-2024"], ids=lambda path: path.name)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_exported_comes_back(folder: Path, form: str, sqlite: Store, tmp_path: Path) -> None:
    """Every register of a budget and of final accounts, as a workbook and as CSV, into a second book: the same rows."""
    first = Journal(sqlite, create_book(sqlite, "甲局", 2024, "national-final"), "会计一")
    import_files(first, [folder])
    held = holdings(sqlite, first.book)
    filled = [register for register in registers().values() if held[register.id]]
    if form == "xlsx":
        (tmp_path / "导出.xlsx").write_bytes(workbook(held, filled, 2024))
    else:
        for register in filled:
            (tmp_path / f"{register.title}.csv").write_text(csv_text(register, held[register.id]), encoding="utf-8-sig")
    second = Journal(sqlite, create_book(sqlite, "乙局", 2024, "national-final"), "会计一")
    taken = import_files(second, [path for path in tmp_path.iterdir() if path.suffix in {".xlsx", ".csv"}])
    assert taken.left_out == ()
    back = holdings(sqlite, second.book)
    for register in filled:
        names = register.names
        came, went = ([[row.get(name) for name in names] for row in rows[register.id]] for rows in (back, held))
        assert came == went


def test_the_template_has_every_register_with_headers_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(list(registers().values()), 2024))
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == [*(register.title for register in registers().values()), CODES]
    for register in registers().values():
        assert book.get_sheet_by_name(register.title).to_python()[0] == [field.header for field in register.exchanged]
    assert take_in(sheets_of(path), KNOWN).rows == 0


def test_a_filled_template_is_imported(store: Store, tmp_path: Path) -> None:
    """Numbers, dates and words as a spreadsheet stores them: codes typed as numbers, a date as a date."""
    journal = journal_in(store)
    with xlsxwriter.Workbook(tmp_path / "填好.xlsx") as book:
        page = book.add_worksheet("公务接待")
        page.write_row(0, 0, RECEPTIONS)
        page.write_row(1, 0, [OFFICE, "", 2, 15, 0.1 + 0.2])
        page.write_datetime(1, 1, date(2024, 5, 6), book.add_format({"num_format": "yyyy-mm-dd"}))
    import_files(journal, [tmp_path / "填好.xlsx"])
    row = holdings(store, journal.book)["receptions"][0]
    assert (row["reception_date"], row["batches"], row["amount"]) == (date(2024, 5, 6), 2, 30)


def test_text_that_a_spreadsheet_would_run_is_defused_and_comes_back(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    evil = '=HYPERLINK("http://x","点我")'
    journal.append({"texts": [{"text_key": "k", "content": evil}]}, "录入")
    text = csv_text(registers()["texts"], holdings(sqlite, journal.book)["texts"])
    assert next(csv.DictReader(io.StringIO(text)))["内容"].startswith("'=")
    (tmp_path / "x.xlsx").write_bytes(workbook(holdings(sqlite, journal.book), [registers()["texts"]], 2024))
    (tmp_path / "y.csv").write_text(text, encoding="utf-8")
    for name in ("x.xlsx", "y.csv"):
        assert sheets_of(tmp_path / name)[0].rows[1][:2] == ("k", evil)


def test_what_somebody_changed_meanwhile_is_not_overwritten_by_an_import(store: Store, tmp_path: Path) -> None:
    """Two people export the units; one changes a name and imports, then the other imports theirs."""
    journal = journal_in(store)
    units = registers()["units"]
    mine = yours = csv_text(units, holdings(store, journal.book)["units"])
    (tmp_path / "单位.csv").write_text(mine.replace("服务中心", "经办中心"), encoding="utf-8")
    import_files(Journal(store, journal.book, "会计二"), [tmp_path / "单位.csv"])
    (tmp_path / "单位.csv").write_text(yours.replace("服务中心", "保障中心"), encoding="utf-8")
    with pytest.raises(LedgerError, match="“单位”001 未保存：您打开的是第 1 版，会计二已改为第 2 版"):
        import_files(journal, [tmp_path / "单位.csv"])
    assert [row["agency_name"] for row in holdings(store, journal.book)["units"]][-1] == "医疗保障经办中心"


def test_a_sheet_with_a_cell_far_away_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        page = book.add_worksheet("单位")
        page.write(1_000_000, 16_000, "x")
    with pytest.raises(InputError, match="过大"):
        sheets_of(tmp_path / "x.xlsx")


def test_files_that_are_none_are_named(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "y.csv").write_bytes(b"\xff\xfe\x00\x81\x82")
    for name, why in (("x.xlsx", "不是能读取的 Excel"), ("y.csv", "编码不是"), ("z.csv", "打不开")):
        with pytest.raises(InputError, match=why):
            import_files(journal, [tmp_path / name])
    (tmp_path / "leer").mkdir()
    with pytest.raises(InputError, match="没有 CSV、Excel 或 XML 文件"):
        import_files(journal, [tmp_path / "leer"])


@given(st.data())
def test_every_value_survives_its_text(data: st.DataObject) -> None:
    register = data.draw(st.sampled_from(list(registers().values())))
    field = data.draw(st.sampled_from([one for one in register.fields if one.kind is not Kind.FILE]))  # a file becomes its content
    drawn: dict[Kind, st.SearchStrategy[str | int | bool | date]] = {
        Kind.MONEY: st.integers(-(10**13), 10**13), Kind.COUNT: st.integers(0, 10**9),
        Kind.POINTS: st.integers(0, 100_00).map(lambda hundredths: 100 * hundredths),
        Kind.DATE: st.dates(date(1990, 1, 1), date(2099, 1, 1)),
        Kind.FLAG: st.booleans(), Kind.CHOICE: st.sampled_from(field.choices or ("",)), Kind.FUNCTION: st.just("2101501"),
        Kind.ECONOMIC: st.just("30201"), Kind.FUND: st.just("111"), Kind.ACCOUNT: st.just("710101"), Kind.UNIT: st.just(OFFICE),
        Kind.PROJECT: st.just("T1"), Kind.TEXT: st.text("甲乙 x1（）", min_size=1).map(str.strip).filter(bool),
    }  # fmt: skip
    value = data.draw(drawn[field.kind])
    assert value_of(text_of(value, field), field, KNOWN) == value


@given(st.text(max_size=30), st.sampled_from([field for register in registers().values() for field in register.fields]))
def test_no_text_breaks_the_reading_of_a_cell(text: str, field: Field) -> None:
    """Whatever stands in a cell, it is taken or refused with a reason."""
    why = ""
    try:
        value_of(text, field, KNOWN)
    except NotAValue as refused:
        why = str(refused)
    else:
        why = "taken"
    assert why


def test_the_samples_are_what_they_say() -> None:
    rows: list[Row] = [*spent(100), *received(100)]
    assert sum(int(str(row["amt"])) * (1 if row["dr_cr"] == "借" else -1) for row in rows) == 0
    assert budgeted(5)["amount"] == 5
