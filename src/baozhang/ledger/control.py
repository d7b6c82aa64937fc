"""Control while the year runs: entries that exceed a budget line or the three-public control, or use a code that is not in force.

What is not budgeted in the book at all is not controlled: a final-accounts book without budget lines has nothing to exceed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.errors import LedgerError
from baozhang.ledger.books import records_of
from baozhang.ledger.cube import Flow, cube, planned, scope_of
from baozhang.ledger.derivations import derivations
from baozhang.ledger.treasury import committed
from baozhang.taxonomy.funds import fund_types, usual_funds
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row

OVER_BUDGET: Final = "超预算"
OVER_THREE_PUBLIC: Final = "超三公经费控制数"
OVER_PLAN: Final = "超用款计划"
CODE_NOT_IN_FORCE: Final = "科目停用"
_MOST: Final = 1000
"""Reasons that are told one by one."""
DEFAULTS: Final = {OVER_BUDGET: "拒绝", OVER_THREE_PUBLIC: "拒绝", OVER_PLAN: "提醒", CODE_NOT_IN_FORCE: "提醒"}
"""How each control acts unless the book's settings say otherwise: 拒绝, 提醒 or 不控制."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a control found in what is to be entered, with the reason in Chinese."""

    control: str
    text: str


def modes(connection: Connection, book: Book, settings: Iterable[Row] = ()) -> dict[str, str]:
    """How each control acts in this book; `settings` are such as are only about to be entered."""
    rows = [*records_of(connection, book, "settings"), *settings]
    return {**DEFAULTS, **{str(row["control"]): str(row["mode"]) for row in rows}}


def enforce(notices: Iterable[Notice], acting: Mapping[str, str]) -> list[str]:
    """Warnings to be shown; LedgerError with every reason when a control refuses."""
    refused = [notice.text for notice in notices if acting[notice.control] == "拒绝"]
    if refused:
        more = [f"…… 另有 {len(refused) - _MOST} 处"] if len(refused) > _MOST else []
        raise LedgerError("未记账：\n" + "\n".join(refused[:_MOST] + more))
    return [notice.text for notice in notices if acting[notice.control] == "提醒"]


Line = tuple[str, str, str, str]
"""A budget line as it is controlled: unit, function code, kind of budget, project. Economic codes may change within it."""
_PAID: Final = "支付（含已申请未支付）累计"
_PAID_BY: Final = ("agency_code", "exp_func_code", "fund_type_code", "pro_code", "dep_bgt_eco_code")


def exceeding(connection: Connection, book: Book, batch: Mapping[str, Sequence[Row]]) -> list[Notice]:
    """What rows that were just entered exceed, compared with all the book now holds; rows not yet in the book are not seen.

    Spending is compared with its line, and a line with what was spent from it when an adjustment takes something away.
    """
    touched = _touched(batch.get("vouchers", ())) | _lessened(batch.get("adjustments", ()))
    payments = [row for row in batch.get("payments", ()) if not row.get("withdrawn")]
    if book.stage != "final" or not (touched or payments):
        return []
    scope = scope_of(connection, book)
    plan = planned(connection, book, scope, adjusted=True)
    flows = cube(connection, book, scope)
    notices = _over_budget(plan, flows, touched, scope.names) if plan else []
    notices += _over_three_public(flows, {eco for *_, eco in touched})
    if payments:
        notices += _over_paid(connection, book, payments, plan, [flow for flow in flows if flow.flow == "control"], scope.names)
    return notices


def _over_paid(
    connection: Connection, book: Book, payments: Sequence[Row], plan: Sequence[Flow], controls: Sequence[Flow], names: Mapping[str, str]
) -> list[Notice]:
    """What payments exceed, those applied for and not yet paid included: their indicator where the book has it, else their line."""
    indicators = {str(row["source_key"]): row for row in records_of(connection, book, "indicators")}
    spending = [row for row in payments if isinstance(amount := row.get("pay_app_amt"), int) and amount > 0]
    by_line = {_line_of(row) for row in spending if str(row.get("bgt_id")) not in indicators}
    made = [
        Flow(
            "spending", int(row.total), unit=line[0], func=line[1], fund=line[2], name=line[3], expense=derivations().expenses.get(eco, "")
        )
        for row in committed(connection, book, _PAID_BY)
        for line, eco in ((_line_of(row._mapping), row.dep_bgt_eco_code or ""),)  # noqa: SLF001  # the documented way to a row's fields
    ]
    notices = _over_budget(plan, made, by_line, names, _PAID) if plan else []
    notices += _over_indicators(connection, book, indicators, {str(row.get("bgt_id")) for row in spending})
    notices += _over_three_public([*controls, *made], {str(row.get("dep_bgt_eco_code")) for row in spending}, _PAID)
    return notices + _over_plans(connection, book, {_line_of(row) for row in spending}, names)


def _over_indicators(connection: Connection, book: Book, indicators: Mapping[str, Row], touched: set[str]) -> list[Notice]:
    over = []
    for row in committed(connection, book, ("bgt_id",)):
        indicator = indicators.get(str(row.bgt_id)) if row.bgt_id in touched else None
        limit = _spendable(indicator) if indicator else 0
        if indicator and row.total > limit:
            named = f"指标 {row.bgt_id}（{indicator.get('cor_bgt_doc_no') or '无文号'}）"
            text = f"{named}：{_PAID} {yuan(int(row.total))} 元，超过指标金额 {yuan(limit)} 元，超 {yuan(int(row.total) - limit)} 元"
            over.append(Notice(OVER_BUDGET, text))
    return over


def _spendable(indicator: Row) -> int:
    """What may be paid from an indicator: its amount less what was taken away, or if more its balance and what was paid before it."""
    amount, less, left, before = (int(str(indicator.get(name) or 0)) for name in ("amount", "dis_amt", "cur_amt", "pay_app_amt"))
    told = indicator.get("cur_amt") is not None and indicator.get("pay_app_amt") is not None
    return max(amount - abs(less), min(left + before, amount) if told else 0)


def _over_plans(connection: Connection, book: Book, touched: set[Line], names: Mapping[str, str]) -> list[Notice]:
    """Lines paid faster than their monthly plan (用款计划), at the first month in which they are; lines without a plan are not asked."""
    plans: dict[Line, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in records_of(connection, book, "payment_plans"):
        plans[_line_of(row)][int(str(row["plan_month"]))] += int(str(row["amount"]))
    paid: dict[Line, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in committed(connection, book, (*_PAID_BY, "xpay_date", "create_date")) if plans else ():
        day = row.xpay_date or row.create_date
        paid[_line_of(row._mapping)][day.month if day else 12] += int(row.total)  # noqa: SLF001  # a row's fields
    over = []
    for line in sorted(touched & plans.keys()):
        sums = ((month, *(sum(made[line].get(one, 0) for one in range(1, month + 1)) for made in (paid, plans))) for month in range(1, 13))
        month, spent, allowed = next((one for one in sums if one[1] > one[2]), (0, 0, 0))
        if month:
            figures = f"{_PAID} {yuan(spent)} 元，超过用款计划 {yuan(allowed)} 元，超 {yuan(spent - allowed)} 元"
            over.append(Notice(OVER_PLAN, f"{_named(line, names)}：截至 {month} 月{figures}"))
    return over


def _lessened(rows: Iterable[Row]) -> set[tuple[str, str, str, str, str]]:
    """The lines that adjustments take from; their economic codes are not compared, as a line is controlled as a whole."""
    return {(*_line_of(row), "") for row in rows if isinstance(amount := row.get("amount"), int) and amount < 0}


def _touched(rows: Iterable[Row]) -> set[tuple[str, str, str, str, str]]:
    """The lines and economic codes that entries spend from; what they only give back to is not asked."""
    spent: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for row in rows:
        account = derivations().accounts.get(str(row.get("gov_acct_cls_code"))[:4])
        amount = row.get("amt")
        if account is not None and account["flow"] == "spending" and isinstance(amount, int):
            spent[(*_line_of(row), str(row.get("dep_bgt_eco_code") or ""))] += amount if row.get("dr_cr") == "借" else -amount
    return {line for line, amount in spent.items() if amount > 0}


def _line_of(row: Row) -> Line:
    fund = fund_types().get(str(row.get("fund_type_code")))
    unit, func, project = (str(row.get(name) or "") for name in ("agency_code", "exp_func_code", "pro_code"))
    return unit, func, fund.budget if fund else "", project


def _line(flow: Flow) -> Line:
    return flow.unit, flow.func, flow.fund, flow.name


def _over_budget(
    plan: Iterable[Flow], flows: Iterable[Flow], touched: Iterable[tuple[str, ...]], names: Mapping[str, str], word: str = "支出累计"
) -> list[Notice]:
    budget: dict[Line, int] = defaultdict(int)
    spent: dict[Line, int] = defaultdict(int)
    for flow in plan:
        budget[_line(flow)] += flow.amount
    for flow in flows:
        if flow.flow == "spending":
            spent[_line(flow)] += flow.amount
    over = []
    for unit, func, fund, project in sorted({tuple(line[:4]) for line in touched}):
        line = (unit, func, fund, project)
        if spent[line] > budget[line]:
            figures = f"{word} {yuan(spent[line])} 元，超过全年预算 {yuan(budget[line])} 元，超 {yuan(spent[line] - budget[line])} 元"
            over.append(Notice(OVER_BUDGET, f"{_named(line, names)}：{figures}"))
    return over


def _named(line: Line, names: Mapping[str, str]) -> str:
    unit, func, fund, project = line
    return f"单位 {unit}、科目 {func}、{_fund(fund)}、项目 {names.get(project, project) or '（无）'}"


def _fund(budget: str) -> str:
    return usual_funds()[budget].name if budget in usual_funds() else "资金性质不明"


def _over_three_public(flows: Sequence[Flow], ecos: Iterable[str], said: str = "支出累计") -> list[Notice]:
    over = []
    for expense in sorted({derivations().expenses[eco] for eco in ecos if eco in derivations().expenses}):
        control = sum(flow.amount for flow in flows if flow.flow == "control" and flow.expense == expense)
        spent = sum(flow.amount for flow in flows if flow.flow == "spending" and flow.expense == expense)
        if any(flow.flow == "control" for flow in flows) and spent > control:
            word = labels().item(expense, "three_public")
            text = f"“三公”经费 {word}：{said} {yuan(spent)} 元，超过控制数 {yuan(control)} 元，超 {yuan(spent - control)} 元"
            over.append(Notice(OVER_THREE_PUBLIC, text))
    return over


def yuan(fen: int) -> str:
    """Fen as yuan with thousands separators.

    >>> yuan(-123456)
    '-1,234.56'
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
