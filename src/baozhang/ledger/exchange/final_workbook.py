"""The workbook of the final-accounts software (财决): its sheets become sums of the ledger, from which the published tables derive.

Amounts are yuan; they are entered as they are and rounded once, when the year is closed. What the sheets of all funds print beyond the
three fiscal budgets is the money of the unit. Sheets that are not needed are listed.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from baozhang.facts.amounts import parse_number, to_fen
from baozhang.ledger.control import yuan
from baozhang.ledger.exchange.forms import Form, compact, form_of, label_of
from baozhang.ledger.exchange.importing import BadCell, Intake, cell_name
from baozhang.taxonomy.codes import economic_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.ledger.books import Row
    from baozhang.ledger.exchange.sheets import Sheet

Key = tuple[str, str, str, str, str]
"""Flow, function code, fund type, kind of spending, economic code."""

_OTHER: Final = "39"
"""Where money that is not fiscal belongs when its source is not printed: 其他收入."""


@cache
def _definition() -> dict[str, Any]:
    text = (resources.files("baozhang.ledger") / "data" / "final_workbook.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def is_final_workbook(sheet: Sheet) -> bool:
    """Whether a sheet belongs to a workbook of the final-accounts software, by its prefix."""
    return re.match(_definition()["prefix"], sheet.name) is not None


def take_workbook(sheets: Sequence[Sheet], unit: str) -> Intake:
    """The sums of a workbook for a unit; bad cells are named, sheets that were not needed are listed."""
    return _Workbook(sheets, unit).intake()


class _Workbook:
    """One workbook in the reading."""

    def __init__(self, sheets: Sequence[Sheet], unit: str) -> None:
        self.sheets, self.unit = sheets, unit
        self.taken = Intake()
        self.used: set[str] = set()
        self.sums: dict[Key, int] = defaultdict(int)

    def intake(self) -> Intake:
        definition = _definition()
        whole: dict[Key, int] = defaultdict(int)
        for entry in definition["form"]:
            self._form(entry, whole)
        for entry in definition["detail"]:
            self._detail(entry)
        self._rest(whole)
        self._overview(definition["overview"])
        batch: dict[str, list[Row]] = {"summaries": [self._row(key, amount) for key, amount in sorted(self.sums.items()) if amount]}
        batch |= self._running(definition["running"])
        self.taken.batch = {name: rows for name, rows in batch.items() if rows}
        unused = [sheet.name for sheet in self.sheets if sheet.name not in self.used]
        if unused:
            self.taken.left_out.append(f"以下工作表不需要，没有导入：{'、'.join(unused)}")
        return self.taken

    def _row(self, key: Key, amount: int) -> Row:
        flow, func, fund, kind, eco = key
        return {
            "flow": flow, "agency_code": self.unit, "exp_func_code": func, "dep_bgt_eco_code": eco or None, "fund_type_code": fund,
            "exp_kind": kind or None, "amount": amount,
        }  # fmt: skip

    def _find(self, entry: Mapping[str, Any]) -> Form | None:
        """The sheet a definition means: all its title words, none of those it must not have."""
        for sheet in self.sheets:
            title = compact(" ".join([sheet.name, *(cell for row in sheet.rows[:2] for cell in row)]))
            named = compact(sheet.name)
            excluded = any(word in named or word in title for word in entry.get("without", ()))
            if any(word in title for word in entry["title"]) and not excluded:
                self.used.add(sheet.name)
                return form_of(sheet)
        return None

    def _form(self, entry: Mapping[str, Any], whole: dict[Key, int]) -> None:
        form = self._find(entry)
        if form is None:
            return
        for column in entry["columns"]:
            at = form.column(column["words"])
            if at is not None:
                target = self.sums if column["fund"] else whole
                for code, amount in self._amounts(form, at):
                    target[column["flow"], code, column["fund"], column.get("kind", ""), ""] += amount

    def _amounts(self, form: Form, at: int) -> Iterator[tuple[str, int]]:
        """The amounts of a column by 项; their sum must be the grand total the sheet prints."""
        total, added = None, 0
        for row in form.rows:
            amount = self._money(form.sheet, row.number, at, row.cells[at] if at < len(row.cells) else "")
            if row.code == "total":
                total = amount if total is None else total
            elif len(row.code) == 7 and amount:
                added += amount
                yield row.code, amount
        if total is not None and total != added:
            first = next(row.number for row in form.rows if row.code == "total")
            why = f"合计与各项之和不符，各项之和为 {yuan(added)} 元"
            self.taken.bad.append(BadCell(form.sheet.name, cell_name(first, at), yuan(total), why))

    def _money(self, sheet: Sheet, row: int, at: int, text: str) -> int:
        cell = text.strip()
        if cell in _definition()["not_applicable"]:
            return 0
        number = parse_number(cell)
        try:
            if number is not None:
                return to_fen(number.value, "元")
        except ValueError:
            number = None
        self.taken.bad.append(BadCell(sheet.name, cell_name(row, at), text, "不是精确到分的金额（单位：元）"))
        return 0

    def _detail(self, entry: Mapping[str, Any]) -> None:
        """Break down a kind of spending by economic code where its detailed sheet is there."""
        form = self._find(entry)
        if form is None:
            return
        fund, kind = entry["fund"], entry["kind"]
        found = {at: code for at, path in enumerate(form.paths) if (code := _economic(path))}
        for at, eco in found.items():
            for func, amount in self._amounts(form, at):
                self.sums["支出", func, fund, kind, eco] += amount
                if ("支出", func, fund, kind, "") in self.sums:
                    self.sums["支出", func, fund, kind, ""] -= amount

    def _rest(self, whole: Mapping[Key, int]) -> None:
        """What all funds have beyond the three budgets; without sheets of the budgets, fiscal income is the general public budget's."""
        fiscal: dict[tuple[str, str, str], int] = defaultdict(int)
        for (flow, func, fund, kind, _), amount in self.sums.items():
            if fund.startswith("1"):
                fiscal[flow, func, kind] += amount
        budgets = bool(fiscal)
        for (flow, func, _, kind, _), amount in whole.items():
            rest = amount - fiscal[flow, func, kind]
            if rest:
                self.sums[flow, func, _OTHER if budgets and flow == "支出" else "111", kind, ""] += rest

    def _overview(self, entry: Mapping[str, Any]) -> None:
        """What concerns all funds: the opening beyond the three budgets, surplus used and distributed."""
        form = self._find(entry)
        if form is None:
            return
        func = max((key[1] for key in self.sums), key=lambda code: sum(abs(v) for k, v in self.sums.items() if k[1] == code), default="")
        fiscal = sum(amount for (flow, *_), amount in self.sums.items() if flow == "年初结转和结余")
        for labels, flow, less in (
            (entry["opening"], "年初结转和结余", fiscal), (entry["used"], "使用非财政拨款结余", 0), (entry["distributed"], "结余分配", 0),
        ):  # fmt: skip
            amount = self._labelled(form.sheet, labels, entry["amount"])
            if amount is not None and amount - less and func:
                self.sums[flow, func, _OTHER, "", ""] += amount - less

    def _labelled(self, sheet: Sheet, labels: Iterable[str], head: str) -> int | None:
        """The amount beside the first of these labels, in the next column under `head`."""
        wanted = {label_of(label) for label in labels}
        heads = {at for row in sheet.rows[:10] for at, cell in enumerate(row) if compact(cell) == head}
        for number, row in enumerate(sheet.rows):
            for at, cell in enumerate(row):
                if cell and label_of(cell) in wanted:
                    under = min((one for one in heads if one > at), default=None)
                    return None if under is None or under >= len(row) else self._money(sheet, number, under, row[under])
        return None

    def _running(self, entry: Mapping[str, Any]) -> dict[str, list[Row]]:
        """The budget of the three public expenses and the counts behind them."""
        form = self._find(entry)
        if form is None:
            return {}
        sheet, unit = form.sheet, {"agency_code": self.unit}
        controls: list[Row] = []
        for label, expense in entry["controls"].items():
            amount = self._labelled(sheet, [label], entry["budget"])
            if amount:
                controls.append({**unit, "expense": expense, "amount": amount})
        counts = {name: self._count(sheet, entry[name], entry["count"]) for name in ("groups", "persons", "batches", "guests")}
        trips: Row = {**unit, "groups": counts["groups"], "persons": counts["persons"], "amount": 0}
        guests: Row = {**unit, "batches": counts["batches"], "persons": counts["guests"], "amount": 0}
        return {
            "three_public_controls": controls,
            "trips": [trips] if counts["groups"] or counts["persons"] else [],
            "receptions": [guests] if counts["batches"] or counts["guests"] else [],
        }

    def _count(self, sheet: Sheet, label: str, heads: Iterable[str]) -> int:
        amounts = (self._labelled(sheet, [label], head) for head in heads)
        return next((amount for amount in amounts if amount is not None), 0) // 100


def _economic(path: Sequence[str]) -> str:
    """The 款 a column of a detailed sheet is, by its name and that of its class; empty for sums."""
    words = [word for word in path if word]
    if not words or words[-1] in {"合计", "小计"}:
        return ""
    classes = {compact(one.name): one.code for one in economic_codes() if one.level == 1}
    above = next((classes[word] for word in words if word in classes), "")
    fitting = [one.code for one in economic_codes() if one.level == 2 and compact(one.name) == words[-1] and one.code.startswith(above)]
    return fitting[0] if len(fitting) == 1 or (fitting and above) else ""
