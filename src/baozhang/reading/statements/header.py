"""Header rows and columns of a statutory table: which grid column is which canonical column."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.statements.entries import figure, words
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import GridRow
    from baozhang.taxonomy.statements import Statement

FUNCTION_CODE: Final = re.compile(r"2[0-3]\d(?:\d{2}){0,2}")
ECONOMIC_CODE: Final = re.compile(r"(?:30[1-9]|31[0-3]|399)(?:\d{2})?")
SUBTOTALS: Final = {"人员经费合计": "staff", "公用经费合计": "operating_cost"}
"""The totals of the two parts of basic spending, and the items they are."""
TOTAL_WORDS: Final = frozenset({"合计", "总计", "共计", "本年合计", "合计数"})
INDEX_WORDS: Final = frozenset({"栏次", "行次"})
PRIOR: Final = "prior."
"""What the id of a column of the year before begins with."""
UNKNOWN: Final = "?"
"""What stands before the header word of a column that is not known."""
_YEAR: Final = re.compile(r"20\d\d(?=年)")
_YEAR_IN_FRONT: Final = re.compile(r"^(?:20\d\d年度?|上年度?|去年|本年度?(?=预算数|决算数|执行数))(?!结转|收入|支出)")
_PRIOR: Final = re.compile(r"^(?:上年|去年)(?!.*(?:结转|结余))")
_AMOUNT_OF_YEAR: Final = re.compile(r"(?:20\d\d年度?|上年度?|去年|本年度?)(?:年初)?(?:部门)?(?:预算|执行|决算)(?:数|安排数)?")
_WHOLE: Final = frozenset({"amount", "total", "budget", "final"})
"""Columns that hold all of a row."""
_ONE_FUND: Final = re.compile(r"一般公共预算|政府性基金|国有资本经营|财政专户|单位资金|财政拨款")
_COMPARED: Final = re.compile(r"增减|[比较]上年|[比较]20\d\d|同比|增长|增加[额数]|变动[额数]")
_RATE: Final = re.compile(r"[%率幅]|百分比")
_GLUED: Final = re.compile(r"(\d{3}(?:\d{2}){0,2})[-\s]*([^\d\s.,%].*)")
_UNIT_HEAD: Final = re.compile(r"(?:部门|单位)(?:\([^)]*\))?(?:编码|代码|名称)?")
_CLASS_WORDS: Final = frozenset({"类", "款", "项", "类款项"})
_HEAD_WORDS: Final = re.compile(r"科目|编码|名称|项目|收入|支出|合计|小计|金额|决算数|预算数|其中|栏次|行次|类|款|单位|功能|经济|结转|经费")


def code_pattern(statement: Statement) -> re.Pattern[str]:
    """The pattern of the codes that name rows of this statement."""
    return ECONOMIC_CODE if statement.axis is RowAxis.ECONOMIC else FUNCTION_CODE


@cache
def _header_ids(statement_id: str) -> dict[str, tuple[str, ...]]:
    ids: dict[str, tuple[str, ...]] = {}
    for column in statements()[statement_id].columns:
        for header in column.headers:
            ids[header] = (*ids.get(header, ()), column.id)
    return ids


def index_columns(header: Sequence[GridRow]) -> frozenset[int]:
    """Columns that number the rows: 行次, or 序号 in front."""
    return frozenset(at for row in header for at, cell in enumerate(row.cells) if words(cell) in INDEX_WORDS or words(cell) == "序号")


def is_index_row(row: GridRow) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3 …)."""
    figures = []
    labelled = False
    for cell in row.cells:  # every row of every table is asked; nearly all are answered by their first word
        word = words(cell)
        if not word:
            continue
        if word in INDEX_WORDS:
            labelled = True
        elif len(word) <= 2 and word.isdigit():
            figures.append(word)
        elif word not in _CLASS_WORDS:
            return False
    return labelled or (len(figures) >= 3 and _count_up([*map(int, figures)]))


def _count_up(numbers: Sequence[int]) -> bool:
    """Whether numbers count 1, 2, 3 …, one of many being lost at most."""
    last = numbers[-1]
    lost = last - len(numbers)
    rising = all(one < other for one, other in pairwise(numbers))
    return rising and numbers[0] >= 1 and (lost == 0 or (lost == 1 and len(numbers) >= _ENOUGH_COUNTED))


_ENOUGH_COUNTED: Final = 5


def is_header_row(row: GridRow, pattern: re.Pattern[str]) -> bool:
    """Whether a row holds header words only: no code, no figure, no total with figures."""
    filled = []
    for cell in row.cells:  # nearly all rows of a table are told by their first code or figure
        word = words(cell)
        if word and (pattern.fullmatch(word) or figure(word)):
            return False
        if cell:
            filled.append(word)
    if len(filled) == 1 and filled[0] in TOTAL_WORDS:
        return False
    return any(_HEAD_WORDS.search(word) for word in filled)


def header_rows(rows: Sequence[GridRow], pattern: re.Pattern[str]) -> tuple[GridRow, ...]:
    """The leading header rows of a table (index rows left out)."""
    found: list[GridRow] = []
    for row in rows[:6]:
        if is_index_row(row):
            continue
        if not is_header_row(row, pattern) or _is_label_only_total(row):
            break
        found.append(row)
    return tuple(found)


def _is_label_only_total(row: GridRow) -> bool:
    filled = [words(cell) for cell in row.filled]
    return bool(filled) and filled[-1] in TOTAL_WORDS and all(cell in _CLASS_WORDS for cell in filled[:-1])


def map_columns(header: Sequence[GridRow], statement: Statement) -> dict[int, str]:
    """Grid column → canonical column id, read from the header words of leaf cells and the groups above them.

    Columns of the year before are `prior.<column>`, the difference between the years is `change`.
    """
    return dict(_mapped(tuple([row.cells for row in header]), statement.id))


@lru_cache(maxsize=1024)
def _mapped(header: tuple[tuple[str, ...], ...], statement_id: str) -> dict[int, str]:
    """As `map_columns`; a folder of documents has the same few headers again and again."""
    ids = _header_ids(statement_id)
    width = max(map(len, header), default=0)
    groups = [_spread(cells, width) for cells in header]
    newest = max((year for cells in header for cell in cells for year in _YEAR.findall(cell)), default="")
    mapped: dict[int, str] = {}
    for at in range(width):
        leafs = [words(cells[at]) for cells in header if at < len(cells) and cells[at]]
        above = [words(group[at]) for group in groups if group[at]]
        found = _column_at(leafs, above, ids, mapped, newest)
        if found:
            mapped[at] = found
    return mapped


def is_comparison(word: str) -> bool:
    """Whether a header word speaks of the change against another year."""
    return bool(_COMPARED.search(word))


def columns_aside(header: Sequence[GridRow]) -> dict[int, str]:
    """Grid columns that stand beside the amounts of the year, with their words: those of an earlier year, and changes.

    Only their own header words tell; nothing is an earlier year where one year alone is named.
    """
    leafs = {at: words(cell) for row in header for at, cell in enumerate(row.cells) if cell}
    newest = max((year for word in leafs.values() for year in _YEAR.findall(word)), default="")
    return {at: word for at, word in leafs.items() if is_comparison(word) or _is_earlier(word, newest)}


def _is_earlier(word: str, newest: str) -> bool:
    return bool(_PRIOR.search(word)) or any(year < newest for year in _YEAR.findall(word))


def unknown_columns(header: Sequence[GridRow], mapped: dict[int, str]) -> dict[int, str]:
    """Grid column → `?` and its header word, for the columns among the mapped ones that a header names but nothing knows.

    Figures below them must not slip into the columns beside them.
    """
    if not mapped:
        return {}
    found: dict[int, str] = {}
    width = max((len(row.cells) for row in header), default=0)
    groups = [_spread(row.cells, width) for row in header]
    grouped = [at for at in range(width) if any(_ELSEWHERE.fullmatch(words(group[at])) for group in groups)]
    for at in range(min([*mapped, *grouped]), width):
        leafs = [words(row.cells[at]) for row in header if at < len(row.cells) and row.cells[at]]
        if leafs and at not in mapped and leafs[-1] not in INDEX_WORDS | {"其中:"}:
            group = _group_elsewhere(leafs, [words(spread[at]) for spread in groups])
            found[at] = f"{UNKNOWN}{group}{'·' if group else ''}{leafs[-1]}"
    return found


def _column_at(leafs: Sequence[str], above: Sequence[str], ids: dict[str, tuple[str, ...]], mapped: dict[int, str], newest: str) -> str:
    """The column at one place of the header: of this year, of the year before, or the difference of the two."""
    if leafs and _COMPARED.search(leafs[-1]):
        return "" if "change" in mapped.values() or _RATE.search(leafs[-1]) else "change"
    if any(_COMPARED.search(word) for word in above):
        return ""
    if "project" in {column for named in ids.values() for column in named} and (group := _group_elsewhere(leafs, above)):
        named = ids.get(group, ()) if leafs[-1] in {"小计", "合计"} else ()
        return next((column for column in named if column not in mapped.values()), "")
    if "上缴上级支出" in ids and any(_ONE_FUND.match(word) for word in above):
        return ""  # basic and project spending of one kind of money are not those of the department
    prior = any(_is_earlier(word, newest) for word in above)
    taken = {column.removeprefix(PRIOR) for column in mapped.values() if column.startswith(PRIOR) == prior}
    found = _column_of([_YEAR_IN_FRONT.sub("", leaf) for leaf in leafs], above, ids, taken)
    if not found and _AMOUNT_OF_YEAR.fullmatch(leafs[-1] if leafs else ""):
        whole = next((column for named in ids.values() for column in named if column in _WHOLE), "")
        found = "" if whole in taken else whole  # the year is printed as one figure, its total
    return PRIOR + found if found and prior else found


def _group_elsewhere(leafs: Sequence[str], above: Sequence[str]) -> str:
    """The money that a column of a spending table is part of when it is not this year's spending, or empty.

    Below 年初结转和结余, 本年收入 and 年末结转和结余 stand columns named 基本支出 and 项目支出 as well.
    """
    return next((word for word in above if leafs and word != leafs[-1] and _ELSEWHERE.fullmatch(word)), "")


_ELSEWHERE: Final = re.compile(r"(?:年初|年末|上年|年终)(?:财政拨款)?结转.*|本年收入(?:合计)?|结转下年.*")


def _spread(cells: Sequence[str], width: int) -> list[str]:
    """A header row with each group word carried over the blanks to its right."""
    spread: list[str] = []
    current = ""
    for at in range(width):
        cell = cells[at] if at < len(cells) else ""
        current = cell or current
        spread.append(current)
    return spread


def _column_of(leafs: Sequence[str], above: Sequence[str], ids: dict[str, tuple[str, ...]], used: set[str]) -> str:
    """The column a leaf header names; 小计 and the like take the group they stand under when that names a column."""
    for leaf in reversed(leafs):
        named = ids.get(leaf, ())
        if not named:
            continue
        if len(named) > 1:  # the three budgets stand a second time below the money carried over
            carried = any("结转" in word for word in above if word != leaf)
            named = tuple(i for i in named if i.startswith("carryover.") == carried) or named
        if len(named) > 1 or leaf in {"小计", "合计"}:
            grouped = [i for word in above if word != leaf for i in ids.get(word, ()) if i in named or leaf == "小计"]
            named = tuple(grouped) + named
        free = next((i for i in named if i not in used), "")
        if free:
            return free
    return ""


def lists_units(header: Sequence[GridRow], first: int) -> bool:
    """Whether the rows of a table are units, not codes: its label columns (before `first`) speak of 单位 or 部门 only."""
    labels = [words(cell) for row in header if not is_index_row(row) for cell in row.cells[:first] if cell]
    return (
        bool(labels)
        and all(_UNIT_HEAD.fullmatch(label) or label in {"序号", "编码", "代码", "名称"} for label in labels)
        and any(_UNIT_HEAD.fullmatch(label) for label in labels)
    )


def split_glued(cell: str) -> tuple[str, str] | None:
    """Code and name printed in one cell (`2080501行政单位离退休`), or None."""
    found = _GLUED.fullmatch(cell)
    return (found[1], found[2]) if found else None
