"""What a template can say about an account: figures by cell, their changes and reasons; what is missing is noted, never invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.compiling.account import PLACES, REASON, details
from baozhang.compiling.narrative.phrases import Phrases, percent
from baozhang.compiling.pieces import Owed
from baozhang.taxonomy.codes import code_names, level_of
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.printing import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.compiling.account import Account
    from baozhang.compiling.figures import Figures

GAP: Final = "〔待补充〕"
"""What stands in a draft for words or figures that are still missing; a document with a gap cannot be published."""

_BASES: Final = {
    "prior_final": "上年决算数",
    "prior_budget": "上年预算数",
    "initial_budget": "年初预算数",
}


class Teller:
    """The account as a template sees it. `missing` fills up while the template is rendered."""

    def __init__(self, account: Account) -> None:
        """Nothing is missing yet."""
        self.account = account
        self.missing: list[str] = []
        self.owed: dict[str, Owed] = {}
        self.say = Phrases(account.layout)
        self.base = _BASES[account.layout.comparison]

    # figures -----------------------------------------------------------------------------------------------------------------

    def m(self, statement: str, item: str, column: str = "amount") -> str:
        """The amount of a cell with its unit."""
        return self.say.money(self.account.figures.amount(statement, item, column))

    def fen(self, statement: str, item: str, column: str = "amount") -> int:
        """The amount of a cell in fen."""
        return self.account.figures.amount(statement, item, column)

    def money(self, fen: int) -> str:
        """An amount with its unit."""
        return self.say.money(fen)

    def has(self, statement: str, item: str = "", column: str = "") -> bool:
        """Whether a statement, item or cell has a figure other than zero."""
        cells = self.account.figures.cells.items()
        return any(amount for (name, one, other), amount in cells if name == statement and item in {"", one} and column in {"", other})

    def share(self, part: int, whole: int) -> str:
        """The share that one amount has in another."""
        return self.say.share(part, whole)

    def percent(self, part: int, whole: int) -> str:
        """A rate of two figures."""
        return percent(part, whole)

    def change(self, statement: str, item: str, column: str = "amount", *, each: bool = False) -> str:
        """How a cell changed against the layout's base of comparison."""
        prior = self._prior(statement, item, column)
        return GAP if prior is None else self.say.change(self.fen(statement, item, column), prior, self.base, each=each)

    def why(self, statement: str, item: str, column: str = "amount", lead: str = "主要原因是") -> str:
        """The reason of a change as a sentence; nothing where nothing changed, and a gap where staff owe one."""
        prior = self._prior(statement, item, column)
        if prior is None or self.say.difference(self.fen(statement, item, column), prior) == 0:
            return ""
        now = self.fen(statement, item, column)
        reason = self._reason(
            f"{statement}[{item}].{column}",
            self._named(statement, item, column),
            self.change(statement, item, column),
            owed=self.say.weighs(now, prior),
        )
        return f"{lead}{reason}。" if reason else ""

    def completion(self, statement: str, item: str, column: str, base: str = "年初预算") -> str:
        """How much of the budget a cell came to; `base` says which budget, 年初预算 or 全年预算."""
        budget = self._budget(statement, item, column, base)
        return GAP if budget is None else self.say.completion(self.fen(statement, item, column), budget, base)

    def budgeted(self, statement: str, item: str, column: str, base: str = "年初预算") -> str:
        """The budget of a cell with its unit."""
        budget = self._budget(statement, item, column, base)
        return GAP if budget is None else self.say.money(budget)

    def against_budget(self, statement: str, item: str, column: str, base: str = "年初预算") -> str:
        """A sentence that compares a cell with its budget, with the reason where they differ."""
        budget = self._budget(statement, item, column, base)
        if budget is None:
            return GAP
        final = self.fen(statement, item, column)
        words = f"决算数{self.say.compared(final, budget)}{base}数"
        if self.say.difference(final, budget) == 0:
            return f"{words}。"
        key = f"{statement}[{item}].{column}:{'initial' if base == '年初预算' else 'adjusted'}"
        reason = self._reason(key, self._named(statement, item), words, owed=self.say.weighs(final, budget))
        return f"{words}的主要原因是{reason}。" if reason else f"{words}。"

    # details -----------------------------------------------------------------------------------------------------------------

    def count(self, detail: str) -> int:
        """A disclosed count; 0 and noted as missing when it was not given."""
        if detail not in self.account.details:
            self._owe("figure", detail, f"缺少“{details()[detail].label}”（{detail}）")
        return self.account.details.get(detail, 0)

    def sum(self, prefix: str) -> int:
        """The sum of the disclosed counts below a name."""
        return sum(
            self.count(name) for name, one in details().items() if name.startswith(prefix) and self.account.layout.stage in one.stages
        )

    def told(self, detail: str) -> str:
        """A disclosed amount with its unit."""
        return self.say.money(self.count(detail))

    def detail_change(self, now: str, before: str, base: str) -> str:
        """How a disclosed amount changed, with its reason."""
        one, other = self.count(now), self.count(before)
        if before not in self.account.details:
            return f"{GAP}。"
        words = self.say.change(one, other, base)
        if self.say.difference(one, other) == 0:
            return f"{words}。"
        reason = self._reason(now, details()[now].label, words, owed=self.say.weighs(one, other))
        return f"{words}，主要原因是{reason}。" if reason else f"{words}。"

    # items -------------------------------------------------------------------------------------------------------------------

    def classes(self, statement: str, column: str) -> list[str]:
        """Function classes (类) with an amount in a column, in order."""
        return [code for code in self._codes(statement, self.account.figures) if level_of(code) == 1 and self.fen(statement, code, column)]

    def items(self, statement: str) -> list[str]:
        """Function items (项) with an amount this year, last year or in the budget, in order: one that vanished is told too."""
        known = (self.account.figures, self.account.prior, self.account.initial)
        codes = {code for figures in known if figures for code in self._codes(statement, figures) if level_of(code) == 3}
        return sorted(code for code in codes if any(figures.amount(statement, code, "total") for figures in known if figures))

    def economic(self, *, staff: bool) -> str:
        """The names of the economic items (款) that basic spending has for staff or for operating cost."""
        figures = self.account.figures
        classes = ("301", "303")
        codes = [code for code in self._codes("basic", figures) if level_of(code) == 2 and (code[:3] in classes) == staff]
        names = [
            figures.name("basic", code) for code in codes if any(figures.amount("basic", code, column) for column in ("amount", "total"))
        ]
        return "、".join(names)

    def name(self, code: str) -> str:
        """The name of a code."""
        return code_names().get(code, code)

    def spending(self, code: str) -> str:
        """The name of a code as spending: 支出 is said once."""
        return self.name(code).removesuffix("支出") + "支出"

    def path(self, code: str) -> str:
        """`卫生健康支出（类）医疗保障管理事务（款）行政运行（项）`."""
        return f"{self.name(code[:3])}（类）{self.name(code[:5])}（款）{self.name(code)}（项）"

    def ordinal(self, number: int) -> str:
        """The Chinese numeral of a place in a list, from 1."""
        return ORDINALS[number - 1]

    def text(self, name: str) -> tuple[str, ...]:
        """The department's own paragraphs for a place; a gap where there are none."""
        paragraphs = self.account.texts.get(name, ())
        if not paragraphs:
            place, _, code = name.partition(".")
            number = f"{PLACES[place]}.{code or 1}"
            self._owe("text", number, f"缺少文字“{PLACES[place]}”（部门文字 {number}）")
        return tuple(_plain(one) for one in paragraphs) or (GAP,)

    def optional(self, name: str) -> tuple[str, ...]:
        """The department's own paragraphs for a place that may be empty."""
        return tuple(_plain(one) for one in self.account.texts.get(name, ()))

    # what is missing ---------------------------------------------------------------------------------------------------------

    def _codes(self, statement: str, figures: Figures) -> Iterator[str]:
        return (item for item in sorted(figures.items(statement)) if item.isdigit())

    def _prior(self, statement: str, item: str, column: str) -> int | None:
        base = self.base.removesuffix("数")
        if self.account.prior is None:
            return self._noted(f"缺少{base}，不能说明增减情况")
        amount = known_amount(self.account.prior, statement, item, column)
        named = self._named(statement, item, column)
        return self._noted(f"缺少“{named}”的{base}（{statement}[{item}].{column}）", amount)

    def _budget(self, statement: str, item: str, column: str, base: str) -> int | None:
        if base == "全年预算":
            amount = known_amount(self.account.figures, statement, item, "budget")
            return self._noted(f"缺少“{self._named(statement, item)}”的全年预算数", amount)
        if self.account.initial is None:
            return self._noted("缺少年初预算，不能计算完成率")
        amount = known_amount(self.account.initial, statement, item, column)
        return self._noted(f"缺少“{self._named(statement, item)}”的年初预算数", amount)

    def _noted(self, note: str, amount: int | None = None) -> int | None:
        """The amount; where it is not known that is noted, once."""
        if amount is None and note not in self.missing:
            self.missing.append(note)
        return amount

    def _named(self, statement: str, item: str, column: str = "") -> str:
        if item.isdigit():
            return f"{item}-{self.name(item)}"
        words = (labels().statement(statement), labels().item(item, statement), labels().column(column, statement) if column else "")
        return "·".join(word for word in words if word)

    def _reason(self, key: str, name: str, change: str, *, owed: bool) -> str:
        """The words of staff; a gap where a reason is owed and none was entered, nothing where none is owed."""
        reason = _plain(self.account.reasons.get(key, "")).rstrip("。；，")
        if reason or not owed:
            return reason
        self._owe("text", f"{REASON}.{key}", f"“{name}”{change}，需要说明原因（{key}）")
        return GAP

    def _owe(self, kind: str, number: str, why: str) -> None:
        """Note once what staff must enter, and under which number."""
        if number not in self.owed:
            self.owed[number] = Owed(kind, number, why)
            self.missing.append(why)


def known_amount(figures: Figures, statement: str, item: str, column: str) -> int | None:
    """An amount of figures that may be incomplete: a code that is not listed among others is nothing, any other missing cell is unknown."""
    if (statement, item, column) in figures.cells:
        return figures.cells[statement, item, column]
    listed = any(name == statement and one.isdigit() and other == column for name, one, other in figures.cells)
    return 0 if item.isdigit() and listed else None


def _plain(text: str) -> str:
    """Words of staff that cannot be taken for the marks of the template: one line, no mark at its beginning."""
    line = " ".join(text.split())
    return line.replace("#", "＃", 1) if line.startswith("#") else line.replace("@", "＠", 1) if line.startswith("@") else line
