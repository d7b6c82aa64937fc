"""The statutory tables of a plan, printed by the layout data: which statements, in which order, with which columns and rows."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.codes import code_names, economic_codes
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.statements import RowAxis, statements
from benchmarks.corpus.books import EARNED, NAMES, SPENT
from benchmarks.corpus.printing import numeral

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baozhang.taxonomy.layouts import Layout, StatementLayout
    from benchmarks.corpus.books import Amounts, Plan
    from benchmarks.corpus.printing import Manner

Row = Counter[str]
"""Amounts of one row by column."""

_GENERAL: Final = ("staff", "office", "project")
_PARTS: Final = {
    "general_public": ("general", _GENERAL),
    "government_fund": ("fund", ("fund",)),
    "state_capital": ("capital", ("capital",)),
}
"""The three budgets of fiscal appropriations: the name of their balances, and what they spend."""
_GROUPS: Final = {
    "general": {"total": "本年支出", "basic": "本年支出", "project": "本年支出"},
    "fund": {"total": "本年支出", "basic": "本年支出", "project": "本年支出"},
    "capital": {"total": "本年支出", "basic": "本年支出", "project": "本年支出"},
}
_DETAILED: Final = {"total": "", "basic": "基本支出", "staff": "基本支出", "operating_cost": "基本支出", "project": ""}
_DETAILED_HEADS: Final = {"total": "合计", "basic": "小计", "staff": "人员经费", "operating_cost": "公用经费", "project": "项目支出"}
_BUDGET_HEADS: Final = {("income", "total"): "合计", ("spending", "total"): "合计"}
_AMOUNT_HEADS: Final = {"final": "决算数", "budget": "预算数"}
_OF_UNITS: Final = frozenset({"income.institution", "income.operating", "income.superior", "income.affiliate", "income.other"})
_THREE: Final = {
    "abroad": ("abroad",), "vehicles": ("purchase", "running"), "vehicles.purchase": ("purchase",), "vehicles.running": ("running",),
    "reception": ("reception",), "total": ("abroad", "purchase", "running", "reception"),
}  # fmt: skip


def total_of(amounts: Amounts, *kinds: str) -> int:
    """The sum of some kinds of money."""
    return sum(amounts[kind] for kind in kinds)


def spending_row(amounts: Amounts) -> Row:
    """An item's row in the statement of spending."""
    return Counter(
        total=total_of(amounts, *SPENT),
        basic=total_of(amounts, "staff", "office", "own_basic"),
        project=total_of(amounts, "project", "fund", "capital", "own_project"),
        to_superior=amounts["up"],
        operating=amounts["business"],
        to_affiliate=amounts["down"],
    )


def income_row(amounts: Amounts, stage: str) -> Row:
    """An item's row in the statement of income: what it spends and leaves over, less what it began with, is what it received."""
    row: Row = Counter({kind: amounts[kind] for kind in EARNED})
    for column, (name, kinds) in _PARTS.items():
        row[column] = total_of(amounts, *kinds) + amounts[f"close_{name}"] - amounts[f"open_{name}"]
    row["fiscal"] = sum(row[column] for column in _PARTS)
    row["carryover"] = total_of(amounts, "open_general", "open_fund", "open_capital", "open_own") if stage == "budget" else 0
    row["total"] = row["fiscal"] + row["carryover"] + sum(row[kind] for kind in EARNED)
    return row


def general_row(amounts: Amounts) -> Row:
    """An item's row in the statement of the general public budget."""
    return Counter(
        total=total_of(amounts, *_GENERAL),
        basic=total_of(amounts, "staff", "office"),
        staff=amounts["staff"],
        operating_cost=amounts["office"],
        project=amounts["project"],
    )


def part_row(amounts: Amounts, name: str) -> Row:
    """An item's row in the statement of the government fund or of state capital (`name`)."""
    spent = amounts[name]
    begun, left = amounts[f"open_{name}"], amounts[f"close_{name}"]
    return Counter(opening=begun, income=spent + left - begun, total=spent, project=spent, closing=left)


def tree(rows: Mapping[str, Row]) -> dict[str, Row]:
    """Rows of 项 with those of the 款 and 类 above them and the total, by code, in the order of the codes."""
    summed: dict[str, Row] = {"": Counter()}
    for code, row in rows.items():
        if any(row.values()):
            summed[code] = row
            for above in (code[:5], code[:3], ""):
                summed.setdefault(above, Counter()).update(row)
    return dict(sorted(summed.items()))


@cache
def name_of(code: str) -> str:
    """The name of a function or economic code."""
    return NAMES.get(code) or code_names()[code]


def path_of(code: str) -> str:
    """Class, section and item of a function code, as prose names them."""
    return f"{name_of(code[:3])}（类）{name_of(code[:5])}（款）{name_of(code)}（项）"


class Statements:
    """Prints the statements of one document."""

    def __init__(self, plan: Plan, layout: Layout, manner: Manner, year: int, budget: Plan) -> None:
        """`budget` is what the three public expenses are set beside in a final account."""
        self._plan = plan
        self._layout = layout
        self._manner = manner
        self._year = year
        self._budget = budget
        self._doing = "安排" if layout.stage == "budget" else "发生"

    def lines(self, shown: StatementLayout) -> list[str]:
        """The table of one statement and the note below it."""
        axis = statements()[shown.id].axis
        if shown.id in {"fund", "capital"} and not self._plan.total(shown.id):
            return self._empty(shown)
        if axis is RowAxis.TWO_SIDED:
            return self._two_sided(shown)
        if axis is RowAxis.FUNCTION:
            return self._by_function(shown, self._rows(shown.id))
        if axis is RowAxis.ECONOMIC:
            return self._by_economy(shown)
        return self._three_public(shown) if axis is RowAxis.THREE_PUBLIC else self._named(shown)

    def _rows(self, statement: str) -> dict[str, Row]:
        if statement == "spending":
            return tree({code: spending_row(amounts) for code, amounts in self._plan.items.items()})
        if statement == "income":
            return tree({code: income_row(amounts, self._layout.stage) for code, amounts in self._plan.items.items()})
        if statement == "general":
            return tree({code: general_row(amounts) for code, amounts in self._plan.items.items()})
        return tree({code: part_row(amounts, statement) for code, amounts in self._plan.items.items()})

    def _empty(self, shown: StatementLayout) -> list[str]:
        header = self._function_header(shown)
        total = [["合计", "", *(self._manner.cell(0) for _ in shown.columns)]]
        what = labels().statement(shown.id).removesuffix("表").removesuffix("收入支出").removesuffix("支出")
        return [*self._table(header + total), f"注：{self._year} 年没有{self._doing}{what}支出，本表无数据。"]

    def _table(self, rows: list[list[str]]) -> list[str]:
        printed = [self._manner.row(row) for row in rows]
        if self._manner.bars:
            printed.insert(1, self._manner.row(["---"] * len(rows[0])))
        return printed

    def _function_header(self, shown: StatementLayout) -> list[list[str]]:
        if "staff" in shown.columns:
            groups = [_DETAILED[column] for column in shown.columns]
            spans = ["" if at and group and groups[at - 1] == group else group for at, group in enumerate(groups)]
            first = [
                span or ("" if group else _DETAILED_HEADS[column]) for span, group, column in zip(spans, groups, shown.columns, strict=True)
            ]
            second = [_DETAILED_HEADS[column] if group else "" for group, column in zip(groups, shown.columns, strict=True)]
            return [["功能分类科目", "", *first], ["科目编码", "科目名称", *second]]
        heads = [self._head(shown.id, column) for column in shown.columns]
        groups = [_GROUPS.get(shown.id, {}).get(column, "") for column in shown.columns]
        if not any(groups):
            return [["科目编码", "科目名称", *heads]]
        first = [
            group if group and (not at or groups[at - 1] != group) else "" if group else head
            for at, (group, head) in enumerate(zip(groups, heads, strict=True))
        ]
        second = [head if group else "" for group, head in zip(groups, heads, strict=True)]
        return [["项目", "", *first], ["科目编码", "科目名称", *second]]

    def _head(self, statement: str, column: str) -> str:
        if statement in _GROUPS and column == "total":
            return "小计"
        if self._layout.stage == "budget" and (statement, column) in _BUDGET_HEADS:
            return _BUDGET_HEADS[statement, column]
        return labels().column(column, statement)

    def _by_function(self, shown: StatementLayout, rows: Mapping[str, Row]) -> list[str]:
        cell, columns = self._manner.cell, shown.columns
        leaves = self._layout.stage == "budget" and not self._layout.blank_is_zero
        table = self._function_header(shown)
        for code, row in rows.items():
            if code and (not leaves or len(code) == 7):
                table.append([code, name_of(code), *(cell(row[column]) for column in columns)])
            elif not code:
                table.append(["合计", "", *(cell(row[column]) for column in columns)])
        return self._table(table)

    def _two_sided(self, shown: StatementLayout) -> list[str]:
        values = self._fiscal() if shown.id == "fiscal" else self._overview()
        cell = self._manner.cell
        wide = [column for column in shown.columns if column != "amount"] if shown.id == "fiscal" else []
        right_columns = wide or ["amount"]
        amount = _AMOUNT_HEADS[self._layout.stage]
        heads = [labels().column(column, shown.id) for column in wide] or [amount]
        table = [["收入", "", "支出", *([""] * len(heads))], ["项目", amount, "项目", *heads]]
        left, right = _labelled(shown.left, shown.id), _labelled(shown.right, shown.id)
        first = shown.left.index("income.year") if "income.year" in shown.left and shown.left[0] != "income.year" else len(shown.left)
        last = (
            shown.right.index("spending.year") if "spending.year" in shown.right and shown.right[0] != "spending.year" else len(shown.right)
        )
        gap = last - first if last < len(shown.right) else len(right) - len(left)
        if last >= len(shown.right):
            left = [*left[:-1], *([("", "")] * gap), left[-1]] if gap > 0 else left
        else:
            left = [*left[:first], *([("", "")] * gap), *left[first:]]
        right = [*right[:-1], *([("", "")] * (len(left) - len(right))), right[-1]] if len(left) > len(right) else right
        left = [*left[:-1], *([("", "")] * (len(right) - len(left))), left[-1]] if len(right) > len(left) else left
        for (item, label), (other, name) in zip(left, right, strict=True):
            table.append(
                [
                    label,
                    cell(values["amount"][item]) if item else "",
                    name,
                    *(cell(values[column][other]) if other else "" for column in right_columns),
                ]
            )
        return self._table(table)

    def _overview(self) -> dict[str, Row]:
        plan, stage = self._plan, self._layout.stage
        income = self._rows("income")[""]
        spent = self._rows("spending")
        amount: Row = Counter({code: row["total"] for code, row in spent.items() if len(code) == 3})
        for column, (name, _) in _PARTS.items():
            amount[f"income.{column}"] = income[column]
            amount[f"opening.{column}"] = plan.total(f"open_{name}")
        for kind in EARNED:
            amount[f"income.{kind}"] = income[kind]
        amount["income.unit_funds"] = sum(income[kind] for kind in EARNED)
        opening = plan.total("open_general", "open_fund", "open_capital", "open_own")
        closing = plan.total("close_general", "close_fund", "close_capital", "close_own")
        amount["opening.unit_funds"] = plan.total("open_own")
        amount.update({"income.year": income["total"] - (opening if stage == "budget" else 0), "opening": opening, "closing": closing})
        amount.update(
            {"surplus_used": plan.total("used"), "surplus_distributed": plan.total("distributed"), "spending.year": spent[""]["total"]}
        )
        amount["income.total"] = amount["income.year"] + opening + amount["surplus_used"]
        amount["spending.total"] = amount["spending.year"] + closing + amount["surplus_distributed"]
        return {"amount": amount}

    def _fiscal(self) -> dict[str, Row]:
        values: dict[str, Row] = {"amount": Counter(), "total": Counter()}
        for column, (name, kinds) in _PARTS.items():
            side: Row = Counter()
            for code, amounts in self._plan.items.items():
                side[code[:3]] += total_of(amounts, *kinds)
            side["spending.year"] = self._plan.total(*kinds)
            side["closing"] = self._plan.total(f"close_{name}")
            side["spending.total"] = side["spending.year"] + side["closing"]
            values[column] = side
            values["total"].update(side)
            opening = self._plan.total(f"open_{name}")
            received = side["spending.total"] - opening
            values["amount"].update(
                {f"income.{column}": received, f"opening.{column}": opening, "income.year": received, "opening": opening}
            )
            values["amount"][f"closing.{column}"] = side["closing"]
        amount = values["amount"]
        amount["income.total"] = amount["income.year"] + amount["opening"]
        amount.update(values["total"])
        return values

    def _by_economy(self, shown: StatementLayout) -> list[str]:
        amounts = self._by_class() if shown.id == "economic" else self._plan.economic
        if shown.blocks > 1:
            return self._side_by_side(shown, amounts)
        table = [
            ["科目编码", "科目名称", *("预算数" if column == "amount" else labels().column(column, "basic") for column in shown.columns)]
        ]
        sums: Counter[str] = Counter()
        for code, amount in amounts.items():
            sums[code[:3]] += amount
        listed = sums if shown.id == "economic" else {**sums, **amounts}
        total = ["合计", "", *self._economic_cells(shown, sum(sums.values()), sum(v for code, v in sums.items() if _is_staff(code)))]
        rows = [
            [code, name_of(code), *self._economic_cells(shown, listed[code], listed[code] if _is_staff(code) else 0)]
            for code in sorted(listed)
            if listed[code]
        ]
        return self._table([*table, total, *rows])

    def _economic_cells(self, shown: StatementLayout, amount: int, staff: int) -> list[str]:
        values = {"amount": amount, "total": amount, "staff": staff, "operating_cost": amount - staff}
        return [self._manner.cell(values[column]) for column in shown.columns]

    def _by_class(self) -> dict[str, int]:
        """All spending of the general public budget by economic class: projects buy goods and services, and some equipment."""
        sums: Counter[str] = Counter()
        for code, amount in self._plan.economic.items():
            sums[code[:3]] += amount
        projects = self._plan.total("project")
        sums["302"] += projects - projects // 10
        sums["310"] += projects // 10
        return sums

    def _side_by_side(self, shown: StatementLayout, amounts: Mapping[str, int]) -> list[str]:
        sums: Counter[str] = Counter()
        for code, amount in amounts.items():
            sums[code[:3]] += amount
        cell = self._manner.cell
        blocks = [
            [[code, name, cell(sums[code] if len(code) == 3 else amounts.get(code, 0))] for code, name in listed]
            for listed in _blocks(shown.blocks)
        ]
        height = max(map(len, blocks))
        rows = [[text for block in blocks for text in (block[at] if at < len(block) else ["", "", ""])] for at in range(height)]
        staff = sum(amount for code, amount in sums.items() if _is_staff(code))
        middle = [""] * (3 * (shown.blocks - 2))
        foot = ["人员经费合计", "", cell(staff), "公用经费合计", "", *middle, cell(sum(sums.values()) - staff)]
        header = [
            ["人员经费", "", "", "公用经费", "", *([""] * (3 * shown.blocks - 5))],
            ["科目编码", "科目名称", "金额"] * shown.blocks,
        ]
        return self._table([*header, *rows, foot])

    def _three_public(self, shown: StatementLayout) -> list[str]:
        cell = self._manner.cell
        of = {"final": self._plan.three_public, "budget": self._budget.three_public}
        values = {column: {item: sum(of[column][part] for part in parts) for item, parts in _THREE.items()} for column in shown.columns}
        if len(shown.columns) > 1:
            items = ("total", "abroad", "vehicles", "vehicles.purchase", "vehicles.running", "reception")
            top = [text for column in shown.columns for text in (_AMOUNT_HEADS[column], "", "", "", "", "")]
            heads = [
                ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"],
                ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""],
            ]
            table = [top, *([*head * len(shown.columns)] for head in heads), [str(at) for at in range(1, 6 * len(shown.columns) + 1)]]
            return [*self._table([*table, [cell(values[column][item]) for column in shown.columns for item in items]]), _ADJUSTED]
        (column,) = shown.columns
        words = _three_labels(shown.left)
        rows = [["项目", _AMOUNT_HEADS[column]], *([word, cell(values[column][item])] for item, word in words)]
        return self._table(rows)

    def _named(self, shown: StatementLayout) -> list[str]:
        columns = shown.columns
        if shown.id != "projects":
            heads = (
                {"quantity": "购买数量", "total": "购买金额"}
                if shown.id == "services"
                else {c: labels().column(c, shown.id) for c in columns}
            )
            what = labels().statement(shown.id).removesuffix("表")
            return [
                *self._table([["项目名称", *(heads[column] for column in columns)]]),
                f"注：{self._year} 年没有安排{what}，本表无数据。",
            ]
        groups = {"general_public": "本年财政拨款", "carryover.general_public": "财政拨款结转结余"}
        top = ["项目名称", *(groups.get(c, "" if "." in c or c in _PARTS else labels().column(c, shown.id)) for c in columns)]
        second = ["", *(labels().column(c, shown.id) if "." in c or c in _PARTS else "" for c in columns)]
        cell = self._manner.cell
        rows = [[name, *(cell(row[c]) for c in columns)] for name, row in self._project_rows()]
        whole: Row = Counter()
        for _, row in self._project_rows():
            whole.update(row)
        return self._table([top, second, *rows, ["合计", *(cell(whole[c]) for c in columns)]])

    def _project_rows(self) -> Iterable[tuple[str, Row]]:
        for project in self._plan.projects:
            yield project.name, Counter(total=project.initial, general_public=project.initial)
        for kind, column, name in (("fund", "government_fund", "彩票公益金项目"), ("capital", "state_capital", "退休人员社会化管理补助")):
            amount = self._plan.total(kind)
            if amount:
                yield name, Counter(total=amount, **{column: amount})
        own = self._plan.total("own_project")
        if own:
            yield "自有资金项目", Counter(total=own, unit_funds=own)


_ADJUSTED: Final = "注：预算数为调整后的全年预算数。"


def _is_staff(code: str) -> bool:
    return code[:3] in {"301", "303"}


@cache
def _blocks(count: int) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Economic codes of basic spending in side-by-side lists: staff to the left, the rest shared by the others."""
    listed = [(code.code, code.name) for code in economic_codes() if code.code[:3] in {"301", "302", "303", "307", "310", "312", "399"}]
    staff = tuple(one for one in listed if _is_staff(one[0]))
    goods = tuple(one for one in listed if one[0][:3] == "302")
    rest = tuple(one for one in listed if one[0][:3] in {"307", "310", "312", "399"})
    return (staff, goods, rest) if count == 3 else (staff, goods + rest)


@cache
def _labelled(items: tuple[str, ...], statement: str) -> list[tuple[str, str]]:
    """The fixed items of one side with their words, numbered as printed."""
    numbered, marked = 0, []
    nested = items[0] in {"income.year", "spending.year"}
    for item in items:
        word = _word(item, statement)
        counted = item.isdigit() or (
            item.startswith("income.") and item not in {"income.year", "income.total"} and not item.endswith(".central")
        )
        if counted and not ("income.unit_funds" in items and item in _OF_UNITS):
            numbered += 1
            word = f"（{numeral(numbered)}）{word}" if nested else f"{numeral(numbered)}、{word}"
        elif nested and item in {"income.year", "spending.year"}:
            word = f"一、{word}"
        elif nested and item in {"opening", "closing"}:
            word = f"二、{word}"
        elif item.endswith(".central") or item == "income.institution":
            word = f"其中：{word}"
        marked.append((item, word))
    return marked


def _word(item: str, statement: str) -> str:
    if item.isdigit():
        return name_of(item)
    if item.endswith(".central"):
        return "中央转移支付收入"
    if "." in item and item.split(".", maxsplit=1)[0] in {"opening", "closing"}:
        kind = item.split(".")[1]
        if statement == "fiscal":
            return labels().column(kind, "fiscal") if item.startswith("opening") else labels().item(item, "fiscal")
        return {"special_account": "财政专户管理资金", "unit_funds": "单位资金"}.get(kind) or labels().column(kind, "projects")
    return _FULL.get((statement, item)) or labels().item(item, statement)


_FULL: Final = {("overview", "income.state_capital"): "国有资本经营预算财政拨款收入"}
"""Where the first word that the taxonomy knows is not the official one."""


@cache
def _three_labels(items: tuple[str, ...]) -> list[tuple[str, str]]:
    words, number, inner = [], 0, 0
    for item in items:
        word = labels().item(item, "three_public")
        if item == "total":
            words.append((item, "合计"))
        elif "." in item:
            inner += 1
            words.append((item, f"{'其中：' if inner == 1 else ''}（{inner}）{word}"))
        else:
            number += 1
            words.append((item, f"{number}、{word}"))
    return words
