"""A small budget year to test on: a bureau with two units, two projects, and entries as they come in daily life."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.ledger.books import create_book
from baozhang.ledger.journal import Journal
from baozhang.ledger.store import Store

if TYPE_CHECKING:
    from baozhang.ledger.books import Row, Value

OFFICE: Final = "001001"
CENTRE: Final = "001002"

UNITS: Final[list[Row]] = [
    {"agency_code": "001", "agency_name": "某市医疗保障局", "unit_kind": "行政单位"},
    {"agency_code": OFFICE, "agency_name": "某市医疗保障局本级", "superior_code": "001", "unit_kind": "行政单位"},
    {"agency_code": CENTRE, "agency_name": "医疗保障服务中心", "superior_code": "001", "unit_kind": "财政补助事业单位"},
]
PROJECTS: Final[list[Row]] = [
    {"pro_code": "R1", "pro_name": "人员经费", "pro_cat_code": "人员类", "agency_code": OFFICE},
    {"pro_code": "G1", "pro_name": "日常公用经费", "pro_cat_code": "公用经费", "agency_code": OFFICE},
    {"pro_code": "T1", "pro_name": "基金监管项目", "pro_cat_code": "特定目标类", "agency_code": OFFICE},
]


@cache
def _made() -> bytes:
    """A SQLite file with the tables made and nothing in them."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "books.db")
        with Store(place) as store:
            store.upgrade()
        return place.read_bytes()


def empty_store(place: Path) -> Store:
    """A new store at a path, without the time it takes to make the tables."""
    place.write_bytes(_made())
    return Store(place)


def journal_in(store: Store, layout: str = "fujian-final", year: int = 2024, by: str = "会计一") -> Journal:
    """A new book with its units and projects entered."""
    journal = Journal(store, create_book(store, "某市医疗保障局", year, layout), by)
    journal.append({"units": UNITS, "projects": PROJECTS}, "期初")
    return journal


def day(month: int, of: int = 1, year: int = 2024) -> date:
    """A day of the sample year."""
    return date(year, month, 31 if month == 12 else of)


def spent(amount: int, **more: Value) -> list[Row]:
    """A voucher that spends fen on a project, both lines."""
    line: dict[str, Value] = {
        "agency_code": OFFICE, "voucher_no": "1", "voucher_date": date(2024, 3, 1), "gov_acct_cls_code": "7101", "dr_cr": "借",
        "amt": amount,
        "exp_func_code": "2101502", "dep_bgt_eco_code": "30201", "fund_type_code": "111", "pro_code": "T1", **more,
    }  # fmt: skip
    return [line, {**line, "gov_acct_cls_code": "800102", "dr_cr": "贷"}]


def received(amount: int, **more: Value) -> list[Row]:
    """A voucher of income in fen, both lines."""
    line: dict[str, Value] = {
        "agency_code": OFFICE, "voucher_no": "2", "voucher_date": date(2024, 1, 5), "gov_acct_cls_code": "6001", "dr_cr": "贷",
        "amt": amount,
        "exp_func_code": "2101502", "fund_type_code": "111", **more,
    }  # fmt: skip
    return [{**line, "gov_acct_cls_code": "800102", "dr_cr": "借"}, line]


def budgeted(amount: int, **more: Value) -> Row:
    """An approved budget line in fen."""
    line: dict[str, Value] = {
        "bgt_stage": "批复", "agency_code": OFFICE, "exp_func_code": "2101502", "dep_bgt_eco_code": "30201", "fund_type_code": "111",
        "pro_code": "T1", "amount": amount, **more,
    }  # fmt: skip
    return line
