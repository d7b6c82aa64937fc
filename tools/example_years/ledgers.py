"""Flows as rows of the registers: two units, projects, budget lines, vouchers, and what the explanation states."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from baozhang.ledger.cube import Flow
from baozhang.ledger.registers import registers
from baozhang.taxonomy.codes import code_names
from tools.example_years.plans import STAGES, budget_of_year
from tools.example_years.stated import Stated
from tools.example_years.units import CENTRE, OFFICE, OPERATING_CODES, dimensions, project_of, unit_of
from tools.example_years.unknowns import project_name, purchases_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.facts.document import Document
    from baozhang.ledger.books import Row

_ACCOUNTS: Final = {"superior": "6201", "institution": "6101", "operating": "6401", "affiliate": "6301", "other": "6609"}
_NATURES: Final = {"operating": "7301", "to_superior": "7401", "to_affiliate": "7501"}
_QUARTERS: Final = ((3, 31), (6, 30), (9, 30), (12, 31))
_EXPENSES: Final = {
    "abroad": "因公出国（境）费",
    "reception": "公务接待费",
    "vehicles.running": "公务用车运行维护费",
    "vehicles.purchase": "公务用车购置费",
}
_SHORT: Final = 100_000_000
"""Amounts up to a million yuan are paid in one voucher, larger ones by quarters."""

Batch = dict[str, list["Row"]]


def ledger_of(flows: Sequence[Flow], document: Document) -> Batch:
    """Every register of the example year made from the flows of a document, but for its words."""
    stated = Stated(document, OFFICE)
    known = {flow.func for flow in flows}
    flows = [*flows, *(_never_spent(code) for code in stated.initial() if code not in known)]
    maker = _budget if document.about.stage == "budget" else _final
    batch: Batch = {
        "units": [
            {"agency_code": "001", "agency_name": _department(document), "unit_kind": "行政单位"},
            {"agency_code": OFFICE, "agency_name": f"{_department(document)}本级", "superior_code": "001", "unit_kind": "行政单位"},
            {"agency_code": CENTRE, "agency_name": "医疗保障服务中心", "superior_code": "001", "unit_kind": "财政补助事业单位"},
        ],
        "projects": list(_projects(flows, document).values()),
        **maker(flows, document.about.fiscal_year or 0, stated),
        **stated.registers(),
        "operating_costs": [{"agency_code": OFFICE, "eco_prefix": code} for code in OPERATING_CODES],
    }
    if document.about.stage == "budget":
        batch["disclosed_figures"] = [*batch["disclosed_figures"], *_targets(batch)]
    return {name: batch[name] for name in registers() if batch.get(name)}


def _never_spent(func: str) -> Flow:
    """A project that was budgeted and not carried out."""
    return Flow("spending", 0, func=func, eco="31302", fund="general_public", nature="project", part="operating_cost")


def _targets(batch: Batch) -> list[Row]:
    """Targets are set for the projects that are none of staff or operating cost, where the document does not say for which."""
    if any(row["disclosure"] == "performance.target_projects" for row in batch["disclosed_figures"]):
        return []
    projects = {row["pro_code"] for row in batch["projects"] if row["pro_cat_code"] == "特定目标类"}
    approved = (row for row in batch["budget_lines"] if row["bgt_stage"] == STAGES[-1] and row["pro_code"] in projects)
    amount = sum(value for row in approved if isinstance(value := row["amount"], int))
    return [
        {"disclosure": "performance.target_projects", "number": len(projects)},
        {"disclosure": "performance.target_amount", "amount": amount},
    ]


def _department(document: Document) -> str:
    kind = document.about.region[-1:] if document.about.region[-1:] in {"市", "县", "区"} else "市"
    return f"某{kind}医疗保障局"


def _projects(flows: Iterable[Flow], document: Document) -> dict[str, Row]:
    labels = {fact.item: fact.item_label for fact in document.facts if fact.statement == "projects"}
    found: dict[str, Row] = {}
    for flow in flows:
        if flow.flow == "spending":
            basic = flow.nature == "basic"
            name = ("人员经费" if flow.part == "staff" else "日常公用经费") if basic else labels.get(flow.name) or project_name(flow.func)
            category = ("人员类" if flow.part == "staff" else "公用经费") if basic else "特定目标类"
            key = project_of(flow)
            found[key] = {"pro_code": key, "pro_name": name, "pro_cat_code": category, "agency_code": unit_of(flow.func)}
    return dict(sorted(found.items()))


def _budget(flows: Sequence[Flow], _year: int, stated: Stated) -> Batch:
    """A budget: lines of spending and income in every stage, purchases in printed order."""
    carried = {"opening": True, "income": False}
    purchases: list[Row] = [
        {
            "bgt_stage": STAGES[-1], "agency_code": OFFICE, "pur_name": f"采购项目{number}", "pur_item": f"品目{number}",
            "pur_kind": "货物", "fund_type_code": dimensions(flow)["fund_type_code"], "pur_amt": flow.amount,
        }
        for number, flow in enumerate(purchases_in_order(flows), 1)
    ]  # fmt: skip
    return {
        "budget_lines": [
            {"bgt_stage": stage, **dimensions(flow), "is_carried": flow.origin == "carried", "amount": flow.amount}
            for stage in STAGES
            for flow in flows
            if flow.flow == "spending"
        ],
        "income_lines": [
            {"bgt_stage": STAGES[-1], **dimensions(flow), "is_carried": carried[flow.flow], "amount": flow.amount}
            for flow in flows
            if flow.flow in carried
        ],
        "procurement": purchases or stated.plans(),
    }


def _final(flows: Sequence[Flow], year: int, stated: Stated) -> Batch:
    """Final accounts: the budget and its adjustments, balances, vouchers and the control of the three public expenses."""
    vouchers: list[Row] = []
    for flow in flows:
        if flow.flow in {"income", "spending"} and flow.amount:
            for amount, on in _parts(flow.amount, year, len(vouchers)):
                number = f"{on.month:02d}-{len(vouchers) // 2 + 1:05d}"
                vouchers.extend(_voucher(flow, amount, on, number))
    openings = [flow for flow in flows if flow.flow == "opening"]
    spent = {one: sum(flow.amount for flow in flows if flow.flow == "spending" and flow.expense == one) for one in _EXPENSES}
    controls = {flow.expense: flow.amount for flow in flows if flow.flow == "control"} or stated.controls()
    return {
        **budget_of_year(flows, stated.initial(), year),
        "opening_balances": [{**dimensions(flow), "balance_kind": "结转", "amount": flow.amount} for flow in openings],
        "vouchers": vouchers,
        "three_public_controls": [
            {"agency_code": OFFICE, "expense": _EXPENSES[expense], "amount": max(amount, spent[expense])}
            for expense, amount in controls.items()
            if amount
        ],
    }


def _parts(amount: int, year: int, number: int) -> list[tuple[int, date]]:
    """An amount as payments over the year."""
    if amount <= _SHORT:
        return [(amount, date(year, *_QUARTERS[number // 2 % 4]))]
    quarter = amount // 4
    return [(quarter if at else amount - 3 * quarter, date(year, *day)) for at, day in enumerate(_QUARTERS)]


def _voucher(flow: Flow, amount: int, on: date, number: str) -> list[Row]:
    """One voucher of budgetary accounting: income or spending against cash."""
    spends = flow.flow == "spending"
    unit = unit_of(flow.func)
    account = _NATURES.get(flow.nature, "7101" if unit == OFFICE else "7201") if spends else _ACCOUNTS.get(flow.fund, "6001")
    names = code_names()
    head: Row = {
        "agency_code": unit, "voucher_no": number, "voucher_date": on, "acct_period": f"{on.month:02d}",
        "vou_det_desc": names.get(flow.eco, "支出") if spends else f"收到{names.get(flow.func, '')}资金", "amt": amount,
    }  # fmt: skip
    line: Row = {**head, "gov_acct_cls_code": account, "dr_cr": "借" if spends else "贷", **dimensions(flow)}
    cash: Row = {**head, "gov_acct_cls_code": "800102", "dr_cr": "贷" if spends else "借"}
    return [line, cash] if spends else [cash, line]
