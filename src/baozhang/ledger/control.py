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
from baozhang.taxonomy.funds import fund_types, usual_funds
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row

OVER_BUDGET: Final = "超预算"
OVER_THREE_PUBLIC: Final = "超三公经费控制数"
CODE_NOT_IN_FORCE: Final = "科目停用"
_MOST: Final = 1000
"""Reasons that are told one by one."""
DEFAULTS: Final = {OVER_BUDGET: "拒绝", OVER_THREE_PUBLIC: "拒绝", CODE_NOT_IN_FORCE: "提醒"}
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


def exceeding(connection: Connection, book: Book, batch: Mapping[str, Sequence[Row]]) -> list[Notice]:
    """What rows that were just entered exceed, compared with all the book now holds; rows not yet in the book are not seen.

    Spending is compared with its line, and a line with what was spent from it when an adjustment takes something away.
    """
    touched = _touched(batch.get("vouchers", ())) | _lessened(batch.get("adjustments", ()))
    if book.stage != "final" or not touched:
        return []
    scope = scope_of(connection, book)
    plan = planned(connection, book, scope, adjusted=True)
    flows = cube(connection, book, scope)
    notices = _over_budget(plan, flows, touched, scope.names) if plan else []
    return [*notices, *_over_three_public(flows, {eco for *_, eco in touched})]


def _lessened(rows: Iterable[Row]) -> set[tuple[str, str, str, str, str]]:
    """The lines that adjustments take from; their economic codes are not compared, as a line is controlled as a whole."""
    return {(*_line_of(row), "") for row in rows if isinstance(amount := row.get("amount"), int) and amount < 0}


def _touched(rows: Iterable[Row]) -> set[tuple[str, str, str, str, str]]:
    """The lines and economic codes that entries spend from."""
    spent = set()
    for row in rows:
        account = derivations().accounts.get(str(row.get("gov_acct_cls_code"))[:4])
        if account is not None and account["flow"] == "spending":
            spent.add((*_line_of(row), str(row.get("dep_bgt_eco_code") or "")))
    return spent


def _line_of(row: Row) -> Line:
    fund = fund_types().get(str(row.get("fund_type_code")))
    unit, func, project = (str(row.get(name) or "") for name in ("agency_code", "exp_func_code", "pro_code"))
    return unit, func, fund.budget if fund else "", project


def _line(flow: Flow) -> Line:
    return flow.unit, flow.func, flow.fund, flow.name


def _over_budget(plan: Iterable[Flow], flows: Iterable[Flow], touched: Iterable[tuple[str, ...]], names: Mapping[str, str]) -> list[Notice]:
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
            named = f"单位 {unit}、科目 {func}、{_fund(fund)}、项目 {names.get(project, project) or '（无）'}"
            text = (
                f"{named}：支出累计 {yuan(spent[line])} 元，超过全年预算 {yuan(budget[line])} 元，超 {yuan(spent[line] - budget[line])} 元"
            )
            over.append(Notice(OVER_BUDGET, text))
    return over


def _fund(budget: str) -> str:
    return usual_funds()[budget].name if budget in usual_funds() else "资金性质不明"


def _over_three_public(flows: Sequence[Flow], ecos: Iterable[str]) -> list[Notice]:
    over = []
    for expense in sorted({derivations().expenses[eco] for eco in ecos if eco in derivations().expenses}):
        control = sum(flow.amount for flow in flows if flow.flow == "control" and flow.expense == expense)
        spent = sum(flow.amount for flow in flows if flow.flow == "spending" and flow.expense == expense)
        if any(flow.flow == "control" for flow in flows) and spent > control:
            word = labels().item(expense, "three_public")
            text = f"“三公”经费 {word}：支出累计 {yuan(spent)} 元，超过控制数 {yuan(control)} 元，超 {yuan(spent - control)} 元"
            over.append(Notice(OVER_THREE_PUBLIC, text))
    return over


def yuan(fen: int) -> str:
    """Fen as yuan with thousands separators.

    >>> yuan(-123456)
    '-1,234.56'
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
