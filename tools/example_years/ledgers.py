"""Flows as rows of the registers: two units, projects, budget lines or vouchers, and what the explanation states."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import SCALE
from baozhang.ledger.registers import registers
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.funds import usual_funds
from tools.example_years.unknowns import project_name, purchases_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.facts.document import Document
    from baozhang.ledger.books import Row
    from baozhang.ledger.cube import Flow

OFFICE, CENTRE = "001001", "001002"
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

_DUTIES: Final = (
    "贯彻执行医疗保障法律法规和政策，拟订本地区医疗保障规划、办法并组织实施。",
    "管理和监督医疗保障基金的筹集、支付和使用，查处违法违规使用基金的行为。",
    "组织落实药品、医用耗材价格和集中采购政策，推进支付方式改革和经办服务。",
)

Batch = dict[str, list["Row"]]


def ledger_of(flows: Sequence[Flow], document: Document) -> Batch:
    """Every register of the example year made from the flows of a document."""
    fund_codes = {budget: fund.code for budget, fund in usual_funds().items()}
    projects = _projects(flows, document)
    maker = _budget if document.about.stage == "budget" else _final
    batch: Batch = {
        "units": [
            {"agency_code": "001", "agency_name": _department(document), "unit_kind": "行政单位"},
            {"agency_code": OFFICE, "agency_name": f"{_department(document)}本级", "superior_code": "001", "unit_kind": "行政单位"},
            {"agency_code": CENTRE, "agency_name": "医疗保障服务中心", "superior_code": "001", "unit_kind": "财政补助事业单位"},
        ],
        "projects": list(projects.values()),
        **maker(flows, document.about.fiscal_year or 0, projects, fund_codes),
        **_stated(document),
        "operating_costs": [{"agency_code": OFFICE, "eco_prefix": code} for code in ("302", "310")],
        "texts": [{"text_key": f"职责.{number}", "content": text} for number, text in enumerate(_DUTIES, 1)],
    }
    return {name: batch[name] for name in registers() if batch.get(name)}


def _department(document: Document) -> str:
    kind = document.about.region[-1:] if document.about.region[-1:] in {"市", "县", "区"} else "市"
    return f"某{kind}医疗保障局"


def _unit(func: str) -> str:
    """The office runs what is administrative, the centre what is an institution's."""
    return CENTRE if "事业" in code_names().get(func, "").removeprefix("行政事业").removeprefix("机关事业") else OFFICE


def _key(flow: Flow) -> str:
    """The project a flow belongs to: staff and operating cost of each unit, named projects, else one per function."""
    if flow.nature == "basic":
        return f"{_unit(flow.func)}{'R' if flow.part == 'staff' else 'G'}"
    return f"X{int(flow.name[1:]):03d}" if flow.name else f"X{flow.func}"


def _projects(flows: Iterable[Flow], document: Document) -> dict[str, Row]:
    labels = {fact.item: fact.item_label for fact in document.facts if fact.statement == "projects"}
    found: dict[str, Row] = {}
    for flow in flows:
        if flow.flow == "spending":
            basic = flow.nature == "basic"
            name = ("人员经费" if flow.part == "staff" else "日常公用经费") if basic else labels.get(flow.name) or project_name(flow.func)
            category = ("人员类" if flow.part == "staff" else "公用经费") if basic else "特定目标类"
            key = _key(flow)
            found[key] = {"pro_code": key, "pro_name": name, "pro_cat_code": category, "agency_code": _unit(flow.func)}
    return dict(sorted(found.items()))


def _dimensions(flow: Flow, fund_codes: Mapping[str, str]) -> dict[str, str]:
    words = {"agency_code": _unit(flow.func), "exp_func_code": flow.func, "fund_type_code": fund_codes[flow.fund or "other"]}
    if flow.flow == "spending":
        words |= {"dep_bgt_eco_code": flow.eco, "pro_code": _key(flow)}
    return words


def _budget(flows: Sequence[Flow], _year: int, _projects: Mapping[str, Row], fund_codes: Mapping[str, str]) -> Batch:
    """A budget: approved lines of spending and income, purchases in printed order."""
    carried = {"opening": True, "income": False}
    return {
        "budget_lines": [
            {"bgt_stage": "批复", **_dimensions(flow, fund_codes), "is_carried": flow.origin == "carried", "amount": flow.amount}
            for flow in flows
            if flow.flow == "spending"
        ],
        "income_lines": [
            {"bgt_stage": "批复", **_dimensions(flow, fund_codes), "is_carried": carried[flow.flow], "amount": flow.amount}
            for flow in flows
            if flow.flow in carried
        ],
        "procurement": [
            {
                "bgt_stage": "批复", "agency_code": OFFICE, "pur_name": f"采购项目{number}", "pur_item": f"品目{number}",
                "pur_kind": "货物", "fund_type_code": fund_codes[flow.fund], "pur_amt": flow.amount,
            }
            for number, flow in enumerate(purchases_in_order(flows), 1)
        ],
    }  # fmt: skip


def _final(flows: Sequence[Flow], year: int, _projects: Mapping[str, Row], fund_codes: Mapping[str, str]) -> Batch:
    """Final accounts: balances, vouchers and the control of the three public expenses."""
    vouchers: list[Row] = []
    for flow in flows:
        if flow.flow in {"income", "spending"}:
            for amount, on in _parts(flow.amount, year, len(vouchers)):
                number = f"{on.month:02d}-{len(vouchers) // 2 + 1:05d}"
                vouchers.extend(_voucher(flow, amount, on, number, fund_codes))
    openings = [flow for flow in flows if flow.flow == "opening"]
    controls = [flow for flow in flows if flow.flow == "control"]
    return {
        "opening_balances": [{**_dimensions(flow, fund_codes), "balance_kind": "结转", "amount": flow.amount} for flow in openings],
        "vouchers": vouchers,
        "three_public_controls": [{"agency_code": OFFICE, "expense": _EXPENSES[one.expense], "amount": one.amount} for one in controls],
    }


def _parts(amount: int, year: int, number: int) -> list[tuple[int, date]]:
    """An amount as payments over the year."""
    if amount <= _SHORT:
        return [(amount, date(year, *_QUARTERS[number // 2 % 4]))]
    quarter = amount // 4
    return [(quarter if at else amount - 3 * quarter, date(year, *day)) for at, day in enumerate(_QUARTERS)]


def _voucher(flow: Flow, amount: int, on: date, number: str, fund_codes: Mapping[str, str]) -> list[Row]:
    """One voucher of budgetary accounting: income or spending against cash."""
    spends = flow.flow == "spending"
    unit = _unit(flow.func)
    account = _NATURES.get(flow.nature, "7101" if unit == OFFICE else "7201") if spends else _ACCOUNTS.get(flow.fund, "6001")
    names = code_names()
    head: Row = {
        "agency_code": unit, "voucher_no": number, "voucher_date": on, "acct_period": f"{on.month:02d}",
        "vou_det_desc": names.get(flow.eco, "支出") if spends else f"收到{names.get(flow.func, '')}资金", "amt": amount,
    }  # fmt: skip
    line: Row = {**head, "gov_acct_cls_code": account, "dr_cr": "借" if spends else "贷", **_dimensions(flow, fund_codes)}
    cash: Row = {**head, "gov_acct_cls_code": "800102", "dr_cr": "贷" if spends else "借"}
    return [line, cash] if spends else [cash, line]


def _stated(document: Document) -> Batch:
    """What the explanation states: counts of receptions and vehicles, last year's figures from the changes it names."""
    counts: dict[str, int] = {}
    for claim in document.claims:
        if claim.statement == "disclosure" and claim.kind == "count":
            counts.setdefault(claim.item, claim.value // SCALE)
    kinds = registers()["vehicles"].field("vehicle_kind").choices
    kept = [kind for number, kind in enumerate(kinds, 1) for _ in range(counts.get(f"vehicles.kind.{number}", 0))]
    kept += [kinds[-1]] * (counts.get("vehicles.kept", 0) - len(kept))
    amounts = {fact.item: fact.value for fact in document.facts if fact.statement == "three_public" and fact.column == "final"}
    trips = {"groups": counts.get("abroad.groups", 0) + counts.get("abroad.groups_joined", 0), "persons": counts.get("abroad.persons", 0)}
    guests = {"batches": counts.get("reception.batches", 0), "persons": counts.get("reception.persons", 0)}
    batch: Batch = {
        "vehicles": [{"vehicle_no": f"车辆{at:02d}", "agency_code": OFFICE, "vehicle_kind": kind} for at, kind in enumerate(kept, 1)],
        "prior_figures": _prior(document),
    }
    if any(trips.values()):
        batch["trips"] = [{"agency_code": OFFICE, **trips, "amount": amounts.get("abroad", 0)}]
    if any(guests.values()):
        batch["receptions"] = [{"agency_code": OFFICE, **guests, "amount": amounts.get("reception", 0)}]
    return batch


def _prior(document: Document) -> list[Row]:
    """Last year's figures: this year's as printed, less the change that the explanation names against last year."""
    now = {(fact.statement, fact.item, fact.column): (fact.value, fact.item_label) for fact in document.facts}
    base = "prior_final" if document.about.stage == "final" else "prior_budget"
    rows: dict[tuple[str, str, str], Row] = {}
    for claim in document.claims:
        cell = (claim.statement, claim.item, claim.column)
        if claim.kind == "change" and claim.base == base and cell in now and claim.unit == "元":
            value, label = now[cell]
            before = value - claim.direction * abs(claim.value)
            words = dict(zip(("statement", "item", "column_id"), cell, strict=True))
            if before >= 0:
                rows.setdefault(cell, {**words, "label": label, "amount": before})
    return [rows[cell] for cell in sorted(rows)]
