"""The workbook of the final-accounts software: the published tables derive from it as from the vouchers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import xlwt

from baozhang.errors import InputError, LedgerError
from baozhang.ledger.books import create_book
from baozhang.ledger.closing import COMPARED, close
from baozhang.ledger.cube import cube, scope_of
from baozhang.ledger.exchange.final_workbook import is_final_workbook
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.exchange.sheets import Sheet, sheets_of
from baozhang.ledger.journal import Journal
from tests.ledger.exchange.forms import write_workbook
from tests.ledger.samples import UNITS, journal_in, spent

if TYPE_CHECKING:
    from baozhang.ledger.books import Row
    from baozhang.ledger.store import Store

YEARS: Final = Path(__file__).parents[3] / "examples" / "years"
FINALS: Final = sorted(path for path in YEARS.iterdir() if "final" in path.name)
TABLES: Final = ("overview", "income", "spending", "fiscal", "general", "basic", "fund", "capital")


@pytest.mark.parametrize("folder", FINALS, ids=lambda path: path.name)
def test_the_workbook_gives_the_same_tables_as_the_vouchers(folder: Path, sqlite: Store, tmp_path: Path) -> None:
    about = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    vouchers = Journal(sqlite, create_book(sqlite, about["department"], about["fiscal_year"], about["layout"]), "会计一")
    import_files(vouchers, [folder])
    with sqlite.read() as connection:
        flows = cube(connection, vouchers.book, scope_of(connection, vouchers.book))
    write_workbook(tmp_path / "某市医疗保障局.XLS", [flow for flow in flows if flow.flow != "control"], about["department"])
    sums = Journal(sqlite, create_book(sqlite, "汇总", about["fiscal_year"], about["layout"]), "会计一")
    sums.append({"units": [{**UNITS[0], "agency_name": about["department"]}]}, "期初")
    taken = import_files(sums, [tmp_path / "某市医疗保障局.XLS"])
    assert taken.left_out == ("以下工作表不需要，没有导入：CS08 资产负债简表",)
    one, other = (
        {(figure.statement, figure.item, figure.column): figure.exact for figure in close(journal).figures if figure.statement in TABLES}
        for journal in (vouchers, sums)
    )
    shown = {cell for cell in one | other if not cell[2].startswith(tuple(f"{word}." for word in COMPARED))}
    assert {cell: (one.get(cell, 0), other.get(cell, 0)) for cell in shown if one.get(cell, 0) != other.get(cell, 0)} == {}


def test_a_total_that_is_not_the_sum_is_named_and_nothing_is_entered(sqlite: Store, tmp_path: Path) -> None:
    journal = journal_in(sqlite)
    book = xlwt.Workbook()
    sheet = book.add_sheet("Z04 支出决算表(财决04表)")
    words: list[list[str | int]] = [
        ["支出决算表"],
        [],
        ["编制单位：某市医疗保障局"],
        [],
        ["功能分类科目编码", "", "", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ]
    figures: list[list[str | int]] = [["合计", "", "", "", 9, 9, "—"], ["2101501", "", "", "行政运行", 8, 8, "—"]]
    figures.append(["2101502", "", "", "一般行政管理事务", "很多", "", "一"])
    for at, row in enumerate([*words, *figures]):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.save(str(tmp_path / "x.xls"))
    with pytest.raises(InputError, match=r"Z04 支出决算表\(财决04表\) F6“9.00”：合计与各项之和不符，各项之和为 8.00 元"):
        import_files(journal, [tmp_path / "x.xls"])
    assert len(journal.events()) == 1


def test_an_unknown_unit_is_named(sqlite: Store, tmp_path: Path) -> None:
    write_workbook(tmp_path / "x.xls", [], "别的局")
    with pytest.raises(InputError, match="编制单位“别的局”没有登记"):
        import_files(journal_in(sqlite), [tmp_path / "x.xls"])


def test_vouchers_and_sums_are_not_added_up(sqlite: Store) -> None:
    journal = journal_in(sqlite)
    line: Row = {"flow": "收入", "agency_code": "001", "exp_func_code": "2101502", "fund_type_code": "111", "amount": 100}
    journal.append({"vouchers": spent(100), "summaries": [line]}, "录入")
    with pytest.raises(LedgerError, match="只能保留一种"):
        close(journal)
    journal.reverse_event(2, "改用凭证")
    journal.append({"summaries": [line]}, "录入")
    assert close(journal).number == 1


@pytest.mark.parametrize(
    ("name", "belongs"),
    [
        ("Z01 收入支出决算总表(财决01表)", True),
        ("Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-", True),
        ("QB12 资产负债简表", True),
        ("会计凭证", False),
    ],
)
def test_sheets_are_known_by_their_prefix(name: str, belongs: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert is_final_workbook(Sheet("x.xls", name, ())) is belongs


def test_old_workbooks_are_read_exactly(tmp_path: Path) -> None:
    """A binary fraction of yuan comes back to the fen; a dash stays a dash."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("数")
    for at, value in enumerate((0.1 + 0.2, 1234567.89, 12, "—")):
        sheet.write(0, at, value)
    book.save(str(tmp_path / "x.xls"))
    assert sheets_of(tmp_path / "x.xls")[0].rows == (("0.30", "1234567.89", "12", "—"),)
