"""Two-sided statements (收支总表, 财政拨款收支总表): income items on the left, spending classes on the right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import ZERO, Entry, TableReading, figure, is_blank, is_unreadable, words
from baozhang.reading.statements.header import columns_aside, index_columns, is_index_row, map_columns
from baozhang.reading.statements.sided_rows import put_straight
from baozhang.taxonomy.codes import former_names, function_codes
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow
    from baozhang.taxonomy.statements import Statement

_NUMBERING: Final = re.compile(r"^(?:\(?[一二三四五六七八九十]{1,3}[、)]|\d{1,2}[.、]|其中:|[加减]:)+")
_ROW_NUMBER: Final = re.compile(r"[1-9]\d?")
_GROUPS: Final = ("opening", "closing")
"""Items that open a list of the three budgets below them."""


@dataclass(frozen=True, slots=True)
class _Side:
    labels: dict[str, str]
    budgets: dict[str, str]


@cache
def _class_labels() -> dict[str, str]:
    labels: dict[str, str] = {}
    for code in (*function_codes(), *former_names()):
        if code.level == 1:
            name = code.name.replace("（", "(").replace("）", ")")
            labels[name] = code.code
            labels.setdefault(name.removesuffix("支出"), code.code)
    labels["抗疫特别国债支出"] = labels.get("抗疫特别国债安排的支出", "234")
    return labels


@cache
def _sides(statement_id: str) -> tuple[_Side, _Side]:
    statement = statements()[statement_id]
    left = {label: item.id for item in statement.left for label in reversed(item.labels)}
    right = {label: item.id for item in statement.right for label in reversed(item.labels)}
    budgets = {
        label: item.id.removeprefix("income.")
        for item in statement.left
        if item.id
        in {"income.general_public", "income.government_fund", "income.state_capital", "income.special_account", "income.unit_funds"}
        for label in item.labels
    }
    budgets |= {label + "结转结余": name for label, name in budgets.items()}
    return _Side(left, budgets), _Side(_class_labels() | right, budgets)


def read_sided(rows: Sequence[GridRow], statement: Statement, stage: str = "final") -> TableReading:
    """Entries of a two-sided statement; of budget and final figures side by side, those of the stage are its amounts."""
    start = _data_start(rows)
    header = [row for row in rows[:start] if not is_index_row(row)]
    split = _split_column(rows[start:], statement)
    beside = columns_aside(header) | _columns_beside(header, split, stage) | _columns_of_funds(header, statement, split)
    row_numbers = index_columns(header)
    numbered = row_numbers | frozenset(beside)
    rows, aside = _without(rows, start, beside)
    left_columns, right_columns = _amount_columns(header, statement, split, numbered, rows[start:])
    if not left_columns or not right_columns:
        return TableReading((), (), 0, "收入、支出两侧的金额栏无法识别")
    names = frozenset({_first_label(numbered), split})
    rows = _whole_labels(rows, start, statement, names)
    straight = put_straight(rows, start, names, right_columns, lambda row: _right_item(row, statement, split))
    rows = straight.rows
    reader = _SidedReader(statement, split, numbered, left_columns, right_columns)
    reader.row_numbers = row_numbers
    reader.mended |= {rows[at].line for at in straight.mended}
    for at in range(start, len(rows)):
        if not is_index_row(rows[at]) and not _is_header(rows[at]):
            reader.read(rows[at], at, straight.open_columns.get(at, frozenset()))
    if _counts_rows(reader.entries):
        return TableReading((), (), 0, "金额栏里是行次，栏目与表头错位")
    entries, lost = _printed_sides(reader.entries, reader.left, rows[0].line)
    return TableReading(tuple(entries), (*aside, *lost, *reader.unbound), len(reader.mended))


def _printed_sides(entries: Sequence[Entry], left: set[int], line: int) -> tuple[list[Entry], list[tuple[int, str]]]:
    """The entries without those of a side that prints no amount at all while the other does: its column was lost, nothing there is zero."""
    sides = [[entry for at, entry in enumerate(entries) if (at not in left) == right] for right in (False, True)]
    printed = [any(entry.text for entry in side) for side in sides]
    lost = [at for at in (0, 1) if sides[at] and not printed[at] and printed[1 - at]]
    kept = [entry for at, side in enumerate(sides) if at not in lost for entry in side]
    return kept, [(line, f"{'收入' if at == 0 else '支出'}一侧没有印出任何金额，可能缺少一栏，未作数据读取") for at in lost]


def _whole_labels(rows: Sequence[GridRow], start: int, statement: Statement, places: frozenset[int]) -> tuple[GridRow, ...]:
    """The rows with the rest of a label, which stands below it without any figure, put to it where only the whole is known."""
    known = [{*side.labels, *side.budgets} for side in _sides(statement.id)]
    found = list(rows[:start])
    for row in rows[start:]:
        above = found[-1].cells if len(found) > start else ()
        rest = {at: cell for at, cell in enumerate(row.cells) if cell}
        torn = rest.keys() <= places and all(
            at < len(above) and not _known(above[at], known) and _known(above[at] + cell, known) for at, cell in rest.items()
        )
        if rest and torn:
            found[-1] = replace(found[-1], cells=tuple(cell + rest.get(at, "") for at, cell in enumerate(above)), mended=True)
        else:
            found.append(row)
    return tuple(found)


def _known(label: str, known: Sequence[set[str]]) -> bool:
    bare = words(label)
    return any(bare in names or plain_label(bare) in names for names in known)


def _right_item(row: GridRow, statement: Statement, split: int) -> str:
    """The item named on the right of a row, as far as its own words tell."""
    label = next((words(cell) for cell in row.cells[max(split - 1, 1) : split + 2] if cell and not figure(cell)), "")
    names = _sides(statement.id)[1].labels
    return names.get(label) or names.get(plain_label(label), "")


def _counts_rows(entries: Sequence[Entry]) -> bool:
    """Whether what was taken for amounts on one side only counts the rows (31, 32, 33 …)."""
    for left in (True, False):
        side = [entry for entry in entries if entry.text and (entry.item.startswith("income") == left)]
        whole = [int(entry.text) for entry in side if entry.text.isdigit()]
        steps = sum(1 for one, other in pairwise(whole) if other - one == 1)
        if len(whole) >= _COUNTED and len(whole) * 2 > len(side) and steps * 3 >= (len(whole) - 1) * 2:
            return True
    return False


_COUNTED: Final = 3


_AMOUNT_WORDS: Final = {"final": re.compile(r".*决算数?|金额"), "budget": re.compile(r"(?:本年|当年|年初|20\d\d年)?(?:部门)?预算数?|金额")}
_BESIDE_WORDS: Final = {"final": re.compile(r".*预算数?|.*调整数?|上年.*"), "budget": re.compile(r".*(?:决算|执行)数?|上年.*")}


def _columns_beside(header: Sequence[GridRow], split: int, stage: str) -> dict[int, str]:
    """Columns of the other stage that stand on the same side as the amounts (年初预算数 | 全年预算数 | 决算数), with their words."""
    leafs: dict[int, str] = {at: words(cell) for row in header for at, cell in enumerate(row.cells) if cell}
    amounts, others = _AMOUNT_WORDS.get(stage), _BESIDE_WORDS.get(stage)
    if amounts is None or others is None:
        return {}
    found: dict[int, str] = {}
    for side in (range(split), range(split, max(leafs, default=0) + 1)):
        if any(amounts.fullmatch(leafs.get(at, "")) for at in side):
            found |= {at: leafs[at] for at in side if others.fullmatch(leafs.get(at, "")) and not amounts.fullmatch(leafs[at])}
    return found


def _columns_of_funds(header: Sequence[GridRow], statement: Statement, split: int) -> dict[int, str]:
    """Columns on the right that only break down the one before them (合计 | 一般公共预算 | 其中:财政拨款 | …), with their words.

    The three budgets are columns of 财政拨款收支总表; in 收支总表 they only say who pays.
    """
    leafs = {at: words(cell) for row in header for at, cell in enumerate(row.cells) if cell and at > split}
    whole = min((at for at, word in leafs.items() if word in {"合计", "小计", "总计"}), default=-1)
    single = len(statement.columns) == 1 and whole > 0
    return {at: word for at, word in leafs.items() if word.startswith("其中:") or (single and at > whole)}


def _without(rows: Sequence[GridRow], start: int, beside: dict[int, str]) -> tuple[list[GridRow], list[tuple[int, str]]]:
    """The rows with the columns that stand beside the amounts emptied, and a line for each of these columns."""
    if not beside:
        return list(rows), []
    kept: list[GridRow] = []
    counts = dict.fromkeys(beside, 0)
    for at, row in enumerate(rows):
        if at < start or is_index_row(row):
            kept.append(row)
            continue
        for place in beside:
            counts[place] += bool(place < len(row.cells) and figure(row.cells[place]))
        kept.append(row.emptied({place for place in beside if place < len(row.cells) and figure(row.cells[place])}))
    by_word: dict[str, int] = {}
    for place, word in beside.items():
        by_word[word] = by_word.get(word, 0) + counts[place]
    return kept, [(rows[0].line, f"栏目“{word}”未纳入核对（{count}个数）") for word, count in by_word.items() if count]


def _is_header(row: GridRow) -> bool:
    filled = set(map(words, row.cells)) - {""}
    named = filled & {"决算数", "预算数", "金额", "项目", "收入", "支出"} or ("小计" in filled and len(filled) > 1)
    return bool(named) and not any(figure(cell) for cell in row.cells)


def _data_start(rows: Sequence[GridRow]) -> int:
    at = 0
    while at < min(len(rows), 6) and (is_index_row(rows[at]) or _is_header(rows[at]) or _heads_header(rows, at)):
        at += 1
    return at


def _heads_header(rows: Sequence[GridRow], at: int) -> bool:
    """Whether a row without figures stands right above a header row (本年收入 | 本年支出 over 项目 | 预算数)."""
    return at + 1 < len(rows) and _is_header(rows[at + 1]) and not any(figure(cell) for cell in rows[at].cells)


def _split_column(rows: Sequence[GridRow], statement: Statement) -> int:
    """The grid column where the right side begins: where spending labels stand most often."""
    right = _sides(statement.id)[1].labels
    votes: dict[int, int] = {}
    for row in rows:
        for at, cell in enumerate(row.cells):
            if at and cell and not figure(cell) and plain_label(words(cell)) in right and words(cell) != "总计":
                votes[at] = votes.get(at, 0) + 1
    return max(votes, key=lambda at: votes[at]) if votes else 0


@lru_cache(maxsize=4096)
def plain_label(label: str) -> str:
    """A label without the number in front; documents have the same labels again and again."""
    return _NUMBERING.sub("", label)


def _amount_columns(
    header: Sequence[GridRow], statement: Statement, split: int, index_columns: frozenset[int], rows: Sequence[GridRow]
) -> tuple[dict[int, str], dict[int, str]]:
    """Grid columns of the amounts on the left and on the right, from the header, else from where figures stand."""
    mapped = map_columns(header, statement)
    usual = sorted(len(row.cells) for row in rows)[len(rows) // 2] if rows else 0
    first = next((at for at in range(_first_label(index_columns) + 1, usual) if at not in index_columns), 1)
    left = {first: "amount"}
    behind = [at for at in range(split + 1, usual) if at not in index_columns]
    right_named = {at: column for at, column in mapped.items() if at > split and column != "amount"}
    if right_named and len(right_named) >= 2:
        return left, right_named
    single = "total" if statement.id == "fiscal" else "amount"
    if len(behind) == 1:
        return left, {behind[0]: single}
    wide = ["total", "general_public", "government_fund", "state_capital"]
    if statement.id == "fiscal" and 1 < len(behind) <= len(wide):
        return left, dict(zip(behind, wide, strict=False))
    return left, {behind[0]: single} if behind else {}


def _first_label(index_columns: frozenset[int]) -> int:
    """The grid column of the labels on the left."""
    return 1 if 0 in index_columns else 0


class _SidedReader:
    """Reads the rows of one table, keeping what stands above: the three budgets below 年初 and 年末 carry no name of their own."""

    def __init__(
        self, statement: Statement, split: int, index_columns: frozenset[int], left: dict[int, str], right: dict[int, str]
    ) -> None:
        self._left, self._right = _sides(statement.id)
        self._split = split
        self._index = index_columns
        self.row_numbers: frozenset[int] = frozenset()
        """Which of the columns without amounts number the rows (行次)."""
        self._left_columns = left
        self._right_columns = right
        self._group = {"left": "", "right": ""}
        self._last_income = ""
        self._seen: set[tuple[str, str]] = set()
        self._open: frozenset[int] = frozenset()
        self.entries: list[Entry] = []
        self.left: set[int] = set()
        """Which of the entries, by place, are of the left side."""
        self.unbound: list[tuple[int, str]] = []
        self.mended: set[int] = set()

    def read(self, row: GridRow, at: int, unsettled: frozenset[int] = frozenset()) -> None:
        """Read one row: the label left of each run of figures decides what they are, but for figures in `unsettled` columns."""
        self._open = unsettled
        labels = self._labels(row)
        for number, (position, item, label, side) in enumerate(labels):
            end = labels[number + 1][0] if number + 1 < len(labels) else len(row.cells)
            self._take(row, at, position, end, (item, label, side))
        first = labels[0][0] if labels else len(row.cells)
        for column, cell in enumerate(row.cells):
            if column < first and column not in self._index and figure(cell):
                self.unbound.append((row.line, f"“{cell}”左侧没有项目名称"))

    def _labels(self, row: GridRow) -> list[tuple[int, str, str, str]]:
        found: list[tuple[int, str, str, str]] = []
        for at, cell in enumerate(row.cells):
            if not cell or figure(cell) or is_blank(cell) or is_unreadable(cell):
                continue
            side = "right" if (at >= self._split - 1 and self._split and found) or at >= self._split > 0 else "left"
            item = self._item(words(cell), side)
            if item:
                found.append((at, item, words(cell), side))
            elif not _is_header(row):
                found.append((at, "", words(cell), side))
        return found

    def _item(self, label: str, side: str) -> str:
        """Canonical item of a label; the budgets listed below an opening or closing item belong to it."""
        bare = plain_label(label)
        names = self._left if side == "left" else self._right
        group = self._group[side]
        item = names.labels.get(label) or names.labels.get(bare, "")
        if bare in names.budgets and group:
            return f"{group}.{names.budgets[bare]}"
        if item in {"opening", "closing"}:
            self._group[side] = item
        elif item and side == "left" and item.endswith("total"):
            self._group[side] = ""
        if item == "income.central":
            return f"{self._last_income}.central" if self._last_income else ""
        if side == "left" and item.startswith("income."):
            self._last_income = item
        return item

    def _take(self, row: GridRow, at: int, position: int, end: int, what: tuple[str, str, str]) -> None:
        item, label, side = what
        columns = self._left_columns if side == "left" else self._right_columns
        slots = self._slots(row, position, end, columns, side)
        if not item:
            self.unbound.extend((row.line, f"“{label}”不是已知的项目，{cell} 未识别") for column, cell, _ in slots if cell and column)
            return
        extra = [cell for column, cell, _ in slots if not column]
        if extra:
            self.unbound.append((row.line, f"“{label}”后多出{len(extra)}个数（{'、'.join(extra)}），没有对应的项目名称"))
        before = len(self.entries)
        for column, cell, where in slots:
            if column:
                self._enter(item, label, column, cell, (row.line, at, where))
        if side == "left":
            self.left.update(range(before, len(self.entries)))

    def _enter(self, item: str, label: str, column: str, cell: str, place: tuple[int, int, int]) -> None:
        """Enter one figure at its place (line, grid row, grid column), once per item and column."""
        line, row, col = place
        number = figure(cell)
        if not number and is_unreadable(cell):
            self.unbound.append((line, f"“{label}”的数“{cell}”无法辨认"))
            return
        if col in self._open:
            if number:
                self.unbound.append((line, f"“{label}”这一行多出或缺少单元格，“{cell}”属于哪一栏不能确定"))
            return
        if (item, column) in self._seen:
            if number:
                self.unbound.append((line, f"“{label}”在本表中重复出现"))
            return
        self._seen.add((item, column))
        level = 1 if item.isdigit() else 0
        self.entries.append(Entry(item, label, level, column, number or ZERO, cell if number else "", line, row, col, line in self.mended))

    def _index_moved(self, row: GridRow, base: int, shift: int, first: int) -> int:
        """1 where the number of the row (行次) stands in the place of the first amount, a blank cell having come before it; else 0."""
        index = next((at for at in sorted(self.row_numbers) if base < at < first), -1)
        places = [at + shift for at in (index, first)]
        if index < 0 or places[-1] >= len(row.cells):
            return 0
        numbers = [bool(_ROW_NUMBER.fullmatch(row.cells[at])) for at in places]
        return int(numbers == [False, True] and first == index + 1)

    def _slots(self, row: GridRow, position: int, end: int, columns: dict[int, str], side: str) -> list[tuple[str, str, int]]:
        """(column, printed figure, its cell) behind a label: by grid position when the row stands where the header says, else in order."""
        base = _first_label(self._index) if side == "left" else self._split
        shift = position - base
        shift += self._index_moved(row, base, shift, min(columns))
        by_place = [(columns[at], row.cells[at + shift] if at + shift < end else "", at + shift) for at in sorted(columns)]
        placed = {at + shift for at in columns}
        extra = [at for at in range(position + 1, end) if figure(row.cells[at]) and at not in placed and (at - shift) not in self._index]
        if not extra:
            if shift:
                self.mended.add(row.line)
            return [(column, cell if figure(cell) or is_blank(cell) or is_unreadable(cell) else "", at) for column, cell, at in by_place]
        self.mended.add(row.line)
        figures = [
            (row.cells[at], at)
            for at in range(position + 1, end)
            if figure(row.cells[at]) and not ((at - shift) in self._index and len(row.cells[at]) <= 2)
        ]
        ordered = [columns[at] for at in sorted(columns)]
        return [(ordered[n] if n < len(ordered) else "", cell, at) for n, (cell, at) in enumerate(figures)]
