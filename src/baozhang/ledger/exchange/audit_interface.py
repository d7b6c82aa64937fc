"""The books for auditors: accounts, monthly sums and vouchers, budget and payments, under the names of the audit data interface.

Which tables there are and where each value comes from stands in data/audit_interface.toml; the folder that is handed over holds it too,
as the description of the format that GB/T 24589 asks for beside text files.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from baozhang import __version__
from baozhang.facts.spreadsheet import harmless
from baozhang.ledger.books import POSTED
from baozhang.ledger.cube import APPROVED
from baozhang.ledger.derivations import derivations
from baozhang.ledger.treasury import APPLIED, CERTIFIED
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.funds import accounts, fund_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.ledger.books import Book, Row, Value

DESCRIPTION: Final = "格式说明"
"""The file that describes the others."""
_LEVEL: Final = 2
"""Digits of an account below the first four, per level."""
_VOID: Final = "作废"
_SIDES: Final = {"asset": "借", "expense": "借", "spending": "借"}
"""The side on which accounts of a kind stand when they do not stand on the credit side."""
_KINDS: Final = {
    "financial: asset": "资产", "financial: liability": "负债", "financial: net assets": "净资产", "financial: revenue": "收入",
    "financial: expense": "费用", "budget: income": "预算收入", "budget: spending": "预算支出", "budget: balance": "预算结余",
}  # fmt: skip
_MONEY_ACCOUNT: Final = "8001"
"""资金结存 stands on the debit side, other than the balances it is opposed to."""
_WITHOUT_OPENING: Final = ("4", "5", "6", "7")
"""Accounts that begin every year at nothing: revenue and expense, budget income and spending."""


@dataclass(frozen=True, slots=True)
class Column:
    """One element of a table: its printed name, its id in the rows, its kind, and where its values come from."""

    name: str
    id: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class AuditTable:
    """One table of the interface."""

    id: str
    title: str
    about: str
    columns: tuple[Column, ...]


Held = dict[str, list["Row"]]
Line = dict[str, "Value"]


@cache
def audit_tables() -> tuple[AuditTable, ...]:
    """Every table of the interface, in order."""
    text = (resources.files("baozhang.ledger") / "data" / "audit_interface.toml").read_text(encoding="utf-8")
    return tuple(
        AuditTable(one["id"], one["title"], one["about"], tuple(Column(**column) for column in one["columns"]))
        for one in tomllib.loads(text)["table"]
    )


def audit_rows(book: Book, held: Held) -> dict[str, list[Line]]:
    """The rows of every table by its id, from what the registers of a book hold; money in fen."""
    made = _Made(book, held)
    return {
        "book": list(made.books()),
        "account": list(made.accounts()),
        "balance": list(made.balances()),
        "voucher": list(made.vouchers()),
        "unit": list(made.units()),
        "indicator": list(made.indicators()),
        "payment": list(made.payments()),
        "contract": list(made.contracts()),
        "vehicle": list(made.vehicles()),
    }


class _Made:
    """Makes the tables from the registers of one book."""

    def __init__(self, book: Book, held: Held) -> None:
        self.book, self.held = book, held
        self.year = str(book.fiscal_year)
        self.unit_names = {str(row["agency_code"]): str(row["agency_name"]) for row in held.get("units", ())}
        self.projects = {str(row["pro_code"]): row for row in held.get("projects", ())}
        self.lines = held.get("vouchers", [])
        self.used = sorted({*accounts(), *(str(line["gov_acct_cls_code"]) for line in self.lines)})

    def books(self) -> Iterator[Line]:
        """One book per unit that has vouchers."""
        keeping = {line["agency_code"] for line in self.lines}
        deepest = max((len(code) for code in self.used), default=4)
        structure = "-".join(["4", *["2"] * ((deepest - 4) // _LEVEL)])
        for row in self.held.get("units", ()):
            if row["agency_code"] in keeping:
                yield {
                    "book": self.number(row), "book_name": f"{row['agency_name']}{self.year}年度账", "unit_name": row["agency_name"],
                    "unit": row["agency_code"], "unit_kind": row["unit_kind"], "maker": "保障报账 Baozhang", "version": __version__,
                    "currency": "人民币", "year": self.year, "structure": structure,
                }  # fmt: skip

    def number(self, row: Row) -> str:
        """The number of the book a row belongs to."""
        return f"{self.year}{row['agency_code']}"

    def accounts(self) -> Iterator[Line]:
        """Every account of the list, and those of the vouchers that it does not name."""
        for code in self.used:
            below = any(other != code and other.startswith(code) for other in self.used)
            yield {
                "account": code, "account_name": _account_name(code), "level": 1 + (len(code) - 4) // _LEVEL, "kind": _kind(code),
                "side": _side(code), "above": code[:-_LEVEL] if len(code) > 4 else "", "last": "否" if below else "是",
            }  # fmt: skip

    def balances(self) -> Iterator[Line]:
        """Sums by unit, account and month, of what is posted."""
        sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        for line in self.lines:
            if (line["vou_status"] or POSTED) == POSTED:
                key = str(line["agency_code"]), str(line["gov_acct_cls_code"]), _month(line)
                sums[key][line["dr_cr"] != "借"] += _fen(line["amt"])
        totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for (unit, code, month), (debit, credit) in sorted(sums.items()):
            total = totals[unit, code]
            total[0] += debit
            total[1] += credit
            rest = total[0] - total[1]
            known = code.startswith(_WITHOUT_OPENING)
            yield {
                "book": f"{self.year}{unit}", "year": self.year, "month": month, "account": code, "account_name": _account_name(code),
                "debit": debit, "credit": credit, "debit_sum": total[0], "credit_sum": total[1],
                "end": abs(rest) if known else None, "end_side": ("平" if not rest else "借" if rest > 0 else "贷") if known else "",
            }  # fmt: skip

    def vouchers(self) -> Iterator[Line]:
        """Every line of every voucher, with the accounts of the other side."""
        opposite: dict[tuple[Value, Value, Value], dict[str, None]] = defaultdict(dict)
        counted: dict[tuple[Value, Value], int] = defaultdict(int)
        for line in self.lines:
            opposite[line["agency_code"], line["voucher_no"], line["dr_cr"]][str(line["gov_acct_cls_code"])] = None
        for line in self.lines:
            voucher = line["agency_code"], line["voucher_no"]
            counted[voucher] += 1
            debit = line["dr_cr"] == "借"
            status = line["vou_status"] or POSTED
            yield {
                "book": self.number(line), "unit": line["agency_code"], "year": self.year, "month": _month(line),
                "date": line["voucher_date"], "type": line["agency_acct_voucher_type"], "number": line["voucher_no"],
                "line": line["vou_seq"] or str(counted[voucher]), "words": line["vou_det_desc"], "account": line["gov_acct_cls_code"],
                "account_name": _account_name(str(line["gov_acct_cls_code"])), "debit": line["amt"] if debit else None,
                "credit": None if debit else line["amt"], "opposite": "、".join(opposite[(*voucher, "贷" if debit else "借")]),
                "papers": line["vou_cnt"], "inputer": line["inputer"], "auditor": line["auditor"], "poster": line["poster"],
                "posted": _yes(status == POSTED), "void": _yes(status == _VOID), "func": line["exp_func_code"],
                "eco": line["dep_bgt_eco_code"], "fund": line["fund_type_code"], "project": line["pro_code"],
                "status": line["vou_status"], "counterpart": line["counterpart_code"], "carry_over": _yes(bool(line["is_carry_over"])),
            }  # fmt: skip

    def units(self) -> Iterator[Line]:
        """The department and its units, with their posts and persons."""
        staff = {row["agency_code"]: row for row in self.held.get("headcount", ())}
        posts = ("admin_staf_num", "inst_staf_num", "worker_staf_num")
        for row in self.held.get("units", ()):
            own = staff.get(row["agency_code"])
            yield {
                "unit": row["agency_code"], "unit_name": row["agency_name"], "above": row["superior_code"], "unit_kind": row["unit_kind"],
                "posts": sum(_fen(own[name]) for name in posts) if own else row["establishment"],
                "persons": own["actu_staf_num"] if own else None,
            }  # fmt: skip

    def dimensions(self, row: Row) -> Line:
        """What an indicator and a payment have in common."""
        project = self.projects.get(str(row["pro_code"]), {})
        fund = fund_types().get(str(row["fund_type_code"]))
        func = str(row["exp_func_code"] or "")
        return {
            "year": self.year, "unit": row["agency_code"], "unit_name": self.unit_names.get(str(row["agency_code"])), "func": func,
            "func_name": code_names().get(func), "category": project.get("pro_cat_code"), "fund_name": fund.name if fund else "",
            "project_name": project.get("pro_name"), "eco": row["dep_bgt_eco_code"], "document": row.get("cor_bgt_doc_no"),
        }  # fmt: skip

    def indicators(self) -> Iterator[Line]:
        """The approved budget, and every adjustment of it."""
        for row in self.held.get("budget_lines", ()):
            if row["bgt_stage"] == APPROVED:
                yield {**self.dimensions(row), "origin": "年初批复", "date": None, "amount": row["amount"]}
        for row in self.held.get("adjustments", ()):
            yield {**self.dimensions(row), "origin": row["adj_kind"], "date": row["adj_date"], "amount": row["amount"]}

    def payments(self) -> Iterator[Line]:
        """What was spent by the posted lines of budgetary accounting, without transfers at the year's end; without any, what was paid."""
        known = derivations().accounts
        booked = set()
        for line in self.lines:
            counts = not line["is_carry_over"] and (line["vou_status"] or POSTED) == POSTED and "6" <= str(line["gov_acct_cls_code"]) < "8"
            booked |= {line["agency_code"]} if counts else set()
            if counts and known.get(str(line["gov_acct_cls_code"])[:4], {}).get("flow") == "spending":
                amount = _fen(line["amt"]) * (1 if line["dr_cr"] == "借" else -1)
                told = {"words": line["vou_det_desc"], "date": line["voucher_date"], "number": line["voucher_no"]}
                yield {**self.dimensions(line), "amount": amount, **told}
        payments = self.held.get("payments", ())
        certified = {row["source_key"] for row in payments if row["pay_table"] == CERTIFIED}
        for row in payments:
            replaced = row["pay_table"] == APPLIED and row["pay_cert_id"] in certified
            if row["xpay_amt"] is not None and row["agency_code"] not in booked and not replaced:
                told = {"words": row["use_des"], "date": row["xpay_date"] or row["create_date"], "number": row["pay_no"]}
                yield {**self.dimensions(row), "amount": row["xpay_amt"], **told}

    def contracts(self) -> Iterator[Line]:
        """Contracts of the year."""
        for row in self.held.get("contracts", ()):
            yield {
                "unit": row["agency_code"], "unit_name": self.unit_names.get(str(row["agency_code"])), "number": row["contract_no"],
                "words": row["contract_name"], "date": row["sign_date"], "kind": row["pur_kind"], "size": row["supplier_size"],
                "amount": row["contract_amt"],
            }  # fmt: skip

    def vehicles(self) -> Iterator[Line]:
        """Vehicles kept."""
        for row in self.held.get("vehicles", ()):
            yield {
                "unit": row["agency_code"], "unit_name": self.unit_names.get(str(row["agency_code"])), "number": row["vehicle_no"],
                "kind": row["vehicle_kind"], "date": row["acquired_on"], "amount": row["asset_value"],
            }  # fmt: skip


def _fen(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _yes(said: bool) -> str:  # noqa: FBT001  # it is the only thing it takes
    return "是" if said else "否"


def _month(line: Row) -> str:
    """The month of a line: its period, or the month of its date."""
    period, on = str(line["acct_period"] or ""), line["voucher_date"]
    return period or (f"{on.month:02d}" if isinstance(on, date) else "")


def _kind(code: str) -> str:
    known = accounts().get(code) or accounts().get(code[:4])
    return _KINDS.get(known.kind.partition(" (")[0], "") if known else ""


def _side(code: str) -> str:
    known = accounts().get(code[:4])
    kind = known.kind.partition(": ")[2] if known else ""
    return "借" if code.startswith(_MONEY_ACCOUNT) else _SIDES.get(kind, "贷")


def _account_name(code: str) -> str:
    """The name of an account, or of the one above it that has one."""
    while code:
        if code in accounts():
            return accounts()[code].name
        code = code[:-1]
    return ""


def _text(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == "money" and isinstance(value, int):
        return f"{Decimal(value) / 100:.2f}"
    return str(value)


def audit_csv(rows: Mapping[str, Sequence[Line]]) -> dict[str, str]:
    """Every table as CSV by the name of its file, with the description of the format before them."""
    files = {f"00-{DESCRIPTION}.csv": _csv(("表", "内容", "序号", "数据元素", "类型", "来源"), _described())}
    for at, table in enumerate(audit_tables(), 1):
        lines = ([harmless(_text(row[column.id], column)) for column in table.columns] for row in rows[table.id])
        files[f"{at:02d}-{table.title}.csv"] = _csv([column.name for column in table.columns], lines)
    return files


_TYPES: Final = {"text": "字符", "code": "字符（代码）", "date": "日期 YYYY-MM-DD", "count": "整数", "money": "金额（元，两位小数）"}


def _described() -> Iterator[Sequence[str]]:
    for table in audit_tables():
        for at, column in enumerate(table.columns, 1):
            yield table.title, table.about, str(at), column.name, _TYPES[column.kind], column.source


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def audit_xml(book: Book, rows: Mapping[str, Sequence[Line]]) -> bytes:
    """Every table in one XML file: an element per table, row and value under its Chinese name; blank values are left out."""
    out = io.BytesIO()
    about: dict[str, Any] = {"部门": book.department, "会计年度": str(book.fiscal_year), "金额单位": "元", "版本": __version__}
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("审计数据接口", about):
            for table in audit_tables():
                with file.element(f"{table.title}集" if table.title.endswith("表") else f"{table.title}表"):
                    for row in rows[table.id]:
                        file.write(_element(table, row))
    return out.getvalue()


def _element(table: AuditTable, row: Line) -> Any:  # noqa: ANN401  # lxml ships no types
    element = etree.Element(table.title)
    for column in table.columns:
        text = _text(row[column.id], column)
        if text:
            etree.SubElement(element, column.name).text = "".join(sign for sign in text if sign.isprintable())
    return element
