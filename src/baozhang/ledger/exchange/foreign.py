"""Rows of the integrated budget system (预算管理一体化): its marks, and what they leave to other tables or to their amounts.

Three things its tables have and ours have not: a mark for deleted rows (1 yes, 2 no), the year every row belongs to, and dimensions that
stand only with the indicator (指标) or the application (支付申请) that a row names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from baozhang.ledger.exchange.headers import fields_meant
from baozhang.ledger.exchange.values import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.ledger.books import Row, Value
    from baozhang.ledger.exchange.headers import Exchange
    from baozhang.ledger.exchange.values import Known

Line = tuple[int, dict[str, "Value"]]
"""A row with the 0-based number of the line it stands on."""
Complaint = tuple[str, str]
"""A field of ours and what is wrong with it (Chinese)."""

DIMENSIONS: Final = (
    "agency_code", "exp_func_code", "dep_bgt_eco_code", "gov_bgt_eco_code", "fund_type_code", "pro_code", "bgt_type_name", "cor_bgt_doc_no",
    "bgt_id",
)  # fmt: skip
"""What a row may take from the one it names."""
SELECTING: Final = ("is_deleted", "fiscal_year")
"""Fields that decide whether a row is taken, and are not kept."""
_REFUND: Final = re.compile(r"退款|退回|退付|退汇|退库")
"""Kinds of payment business that take money back (支付业务类型); their amounts are printed with or without a sign."""
_OUT: Final = "调出"
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Marks:
    """The columns of a sheet that select its rows or name others, by field."""

    columns: Mapping[str, int]
    years: tuple[int, ...]

    def text(self, field: str, cells: Sequence[str]) -> str:
        """What stands in the column of a field; empty where there is none."""
        at = self.columns.get(field)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    def deleted(self, cells: Sequence[str]) -> bool | None:
        """Whether the other system has deleted the row; None when its mark is none that is known."""
        mark = self.text("is_deleted", cells).lower()
        return True if mark in YES else False if not mark or mark in NO else None

    def other_year(self, cells: Sequence[str], fiscal_year: int) -> str:
        """The year of a row that belongs to another book; empty when it belongs to this one."""
        year = self.text("fiscal_year", cells).removesuffix("年")
        return "" if not year or year in {str(fiscal_year + one) for one in self.years} else year


def marks_of(headers: Sequence[str], exchange: Exchange | None) -> Marks:
    """The marks among the headers of a sheet; other years are refused in any table, others' dimensions sought where `exchange` says so."""
    wanted = (*SELECTING, *(exchange.fill if exchange else ()))
    columns: dict[str, int] = {}
    for at, header in enumerate(headers):
        for name in fields_meant(header):
            if name in wanted:
                columns.setdefault(name, at)
    return Marks(columns, exchange.years if exchange else (0,))


def origins_of(indicators: Iterable[Row], payments: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """What rows may take their dimensions from: indicators by key, applications by the certificate they were paid with."""
    known: dict[str, Row] = {str(row["source_key"]): {**row, "bgt_id": row["source_key"]} for row in indicators}
    paid: dict[str, Row] = {}
    for row in payments:
        certificate = row.get("pay_cert_id")
        if row["pay_table"] == "支付申请" and certificate:
            before = paid.get(str(certificate), row)
            paid[str(certificate)] = {name: row.get(name) if row.get(name) == before.get(name) else None for name in DIMENSIONS}
    return {"bgt_id": known, "ori_bgt_id": known, "pay_cert_id": paid}


def completed(lines: Sequence[Line], named: Mapping[int, Mapping[str, str]], exchange: Exchange, known: Known) -> Iterator[Line]:
    """Rows with what they take from others and what follows from their amounts; `named` are the links of each line."""
    taken: dict[str, int] = {}
    for number, cells in lines:
        row = dict(cells)
        for field in exchange.fill:
            _take(row, known.origins.get(field, {}).get(named[number].get(field, ""), {}))
        if exchange.register == "payments":
            _paid(row)
        elif exchange.register == "payment_plans":
            _monthly(row)
        if exchange.set or exchange.register in {"payment_plans", "indicators"}:
            _keyed(row, taken)
        yield number, row
        if exchange.id == "ba_bgt_adjsub":
            yield from ((number, out) for out in _moved(row, named[number], known))


def _take(row: dict[str, Value], origin: Row) -> None:
    for name in DIMENSIONS:
        if row.get(name) is None and origin.get(name) is not None:
            row[name] = origin[name]


def _paid(row: dict[str, Value]) -> None:
    """Money that came back is negative; what has a day was paid in full where the amount paid is not told; nothing paid is no payment."""
    if _REFUND.search(str(row.get("pay_bus_type_name") or "")):
        for name in ("pay_app_amt", "xpay_amt"):
            value = row.get(name)
            row[name] = -abs(value) if isinstance(value, int) else None
    if not row.get("xpay_amt"):
        row["xpay_amt"] = row.get("pay_app_amt") if row.get("xpay_date") else None
    if row.get("pay_app_amt") is None:
        row["pay_app_amt"] = row.get("xpay_amt")


def _monthly(row: dict[str, Value]) -> None:
    """A month may stand with its year: 202403."""
    month = row.get("plan_month")
    if isinstance(month, int) and month > _MONTHS:
        row["plan_month"] = month % 100


def _keyed(row: dict[str, Value], taken: dict[str, int]) -> None:
    """A row without the key of the other system goes by its number, or by its dimensions and its place among equal ones."""
    if row.get("source_key") is not None:
        return
    number = row.get("pay_no") or row.get("plan_voucher_no")
    dimensions = ("agency_code", "exp_func_code", "fund_type_code", "pro_code", "cor_bgt_doc_no", "plan_month")
    words = f"编号 {number}" if number else " ".join(str(row[name]) for name in dimensions if row.get(name) is not None)
    taken[words] = taken.get(words, 0) + 1
    row["source_key"] = words if taken[words] == 1 or number else f"{words} 第{taken[words]}行"


def _moved(row: dict[str, Value], named: Mapping[str, str], known: Known) -> Iterator[dict[str, Value]]:
    """What kind of adjustment a line is; one that comes from another indicator of ours takes from that line what it adds to this."""
    amount = row.get("amount")
    origin = known.origins.get("ori_bgt_id", {}).get(named.get("ori_bgt_id", ""))
    if row.get("adj_kind") is not None or not isinstance(amount, int):
        return
    row["adj_kind"] = "调剂" if origin else "追加" if amount >= 0 else "追减"
    if origin:
        lines: dict[str, Value] = {name: origin.get(name) for name in DIMENSIONS if name in row or name == "agency_code"}
        yield {**row, **lines, "amount": -amount, "source_key": f"{row['source_key']} {_OUT}" if row.get("source_key") else None}


def complaints(row: Row, register: str, fiscal_year: int) -> Iterator[Complaint]:
    """What is wrong with a complete row of these tables, besides its cells."""
    if register == "payments":
        yield from _against_payment(row, fiscal_year)
    elif register == "payment_plans" and isinstance(month := row.get("plan_month"), int) and not 1 <= month <= _MONTHS:
        yield "plan_month", "应为 1 至 12 月"
    elif register == "carryovers":
        amount, back = row.get("amount"), row.get("back_balance")
        if isinstance(amount, int) and isinstance(back, int) and back > max(amount, 0):
            yield "back_balance", "收回数大于结余数"


def _against_payment(row: Row, fiscal_year: int) -> Iterator[Complaint]:
    paid_on = row.get("xpay_date")
    if isinstance(paid_on, date) and paid_on.year != fiscal_year:
        yield "xpay_date", f"不在 {fiscal_year} 年度支付，请导入 {paid_on.year} 年度的账"
    applied, paid = row.get("pay_app_amt"), row.get("xpay_amt")
    if applied is None:
        yield "pay_app_amt", "没有申请金额，也没有实际支付金额"
    elif isinstance(applied, int) and isinstance(paid, int) and abs(paid) > abs(applied):
        yield "xpay_amt", "实际支付金额大于申请金额"
