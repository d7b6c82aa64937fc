"""What stands above and below a table: its title, number, unit of money and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.statements.entries import figure, words
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block, GridRow

_REACH: Final = 9
_NUMBERING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、]|附件\d{0,3}(?:-\d{1,2})?[:、.]?|附?表(?:\d{1,3}|[一二三四五六七八九十]{1,3}(?!般))(?:-\d{1,2})?[:、.]?"
    r"|(?:部门|单位)?(?:预算公开|决算公开|公开|预算|决算)表?\d{1,2}(?:-\d{1,2})?表?[:、.]?)"
)
_TABLE_NUMBER: Final = re.compile(
    r"公开(\d{1,2})表|(?:部门|单位)?公开表(\d{1,2})|^附?表(\d{1,2}|[一二三四五六七八九十]{1,3})$|(?:预算|决算)(?:公开)?(\d{1,2})表"
)
_UNIT: Final = re.compile(r"单位[:：]?(?:人民币)?(万元|元|千元|亿元)")
_PREFIX: Final = re.compile(
    r"(?:局|委|部|办|中心|院|校|会|处|站|所|馆|台|厅|社|队|团|室|\)|年度?|单位|部门|本级|市|县|区|(?:综合|部门|单位)(?:预算|决算)|[:：])$"
)
_CONTINUED: Final = re.compile(r"\(?续表?\)?$")
_BY_CODE: Final = re.compile(
    r"\((?:按(?:支出)?(?:功能|经济)?(?:分类)?科目(?:分类|分)?|部门预算(?:支出)?经济分类科目?|(?:预算)?公开\d{1,2}表|(?:附|公开)?表\d{1,2})\)$"
)
"""What may stand behind the title of a statement: how its rows are ordered, its number. “(按单位)” is another table."""
_BY_FUNCTION: Final = re.compile(r"\(按(?:支出)?功能[^()]*\)$")
"""The basic expenditure by function is another table than the statutory one by economic class."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What the lines around a table say: statement id (empty if no known title), title and number as printed, unit, note."""

    statement: str
    title: str
    number: str
    unit: str
    note: str
    department: str
    other_title: str = ""
    """The title of the table when it is that of no known statement."""


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    pairs = [(title, statement.id) for statement in statements().values() for title in statement.titles]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _endings() -> tuple[str, ...]:
    """All titles: most texts end with none, which one call tells."""
    return tuple(title for title, _ in _titles())


@lru_cache(maxsize=1024)
def statement_of_title(text: str) -> str:
    """The statement a caption or heading names, or empty; year, department and numbering in front do not matter.

    >>> statement_of_title("五、某县医疗保障局2024年一般公共预算支出表")
    'general'
    """
    bare = (
        _BY_CODE.sub("", _CONTINUED.sub("", _NUMBERING.sub("", text)))
        .replace('"三公"', "“三公”")
        .replace("三公经费", "“三公”经费")
        .replace("““", "“")
        .replace("””", "”")
    )
    if not bare.endswith(_endings()):
        return ""
    for title, statement in _titles():
        if bare == title or (bare.endswith(title) and _PREFIX.search(bare[: -len(title)])):
            return "" if statement == "basic" and _BY_FUNCTION.search(text) else statement
    return ""


def caption_of(blocks: Sequence[Block], at: int) -> Caption:
    """The caption of the table at index `at`, from the lines back to the table or long paragraph before it."""
    statement = title = number = unit = department = other = ""
    for block in reversed(blocks[max(0, at - _REACH) : at]):
        if block.kind in {"table", "contents"} or (block.kind == "paragraph" and len(block.text) > _LONGEST_LINE):
            break
        told = _told_by(block.text)
        unit, number, department = unit or told.unit, number or told.number, department or told.department
        if not statement and told.statement:
            statement, title = told.statement, told.title
        other = other or ("" if statement else told.other_title)
    return Caption(statement, title, number, unit, _note_below(blocks, at), department, "" if statement else other)


@lru_cache(maxsize=4096)
def _told_by(text: str) -> Caption:
    """What one line tells of the table below it; the lines above tables are the same in many documents."""
    unit, number, named = _UNIT.search(text), _TABLE_NUMBER.search(text), statement_of_title(_without_unit(text))
    return Caption(
        named,
        text if named else "",
        number[0] if number and len(text) < _LONGEST_LINE else "",
        unit[1] if unit else "",
        "",
        _department(text),
        text if _is_title(text) else "",
    )


_LONGEST_LINE: Final = 60


def _is_title(text: str) -> bool:
    bare = _NUMBERING.sub("", re.sub(r"\([^()]{1,12}\)$", "", _without_unit(text)))
    if not bare.endswith("表") or not _SHORTEST_TITLE <= len(bare) <= _LONGEST_TITLE:
        return False
    return not (_ALL_TABLES.search(bare) or _TABLE_NUMBER.fullmatch(bare) or _CONTINUED.fullmatch(bare))


_SHORTEST_TITLE: Final = 4
_LONGEST_TITLE: Final = 42
_ALL_TABLES: Final = re.compile(r"(?:部门|单位|年度?|公开)(?:决算|预算)(?:公开)?(?:报)?表$")
"""The title of the part that holds all tables."""


def take_lead(rows: Sequence[GridRow], caption: Caption) -> tuple[Caption, tuple[GridRow, ...]]:
    """The caption completed by the first rows of the table itself (title, number, department, unit of money), and the other rows."""
    at = 0
    while at < min(len(rows) - 1, _LEAD):
        cells = list(dict.fromkeys(rows[at].filled))
        text = " ".join(cells)
        named = statement_of_title(_without_unit(words(cells[0]))) if len(cells) == 1 else ""
        unit, number = _UNIT.search(text), _TABLE_NUMBER.search(text)
        department = next((found for cell in cells if (found := _department(cell))), "")
        says = named or unit or department or (number and len(cells) <= _FEW)
        if not says or any(figure(cell) for cell in cells):
            break
        caption = replace(
            caption,
            statement=caption.statement or named,
            title=caption.title or (cells[0] if named else ""),
            number=caption.number or (number[0] if number else ""),
            unit=caption.unit or (unit[1] if unit else ""),
            department=caption.department or department,
        )
        at += 1
    return caption, tuple(rows[at:])


_LEAD: Final = 4
_FEW: Final = 3


def _without_unit(text: str) -> str:
    return re.sub(r"\(?(?:金额)?单位[:：].*$", "", text)


def _department(text: str) -> str:
    found = re.match(r"(?:编制)?(?:部门|单位)(?:名称)?[:：](.{2,40}?)(?:金额单位|单位[:：]|$)", text)
    return "" if found is None or found[1] in {"万元", "元"} else found[1]


def _note_below(blocks: Sequence[Block], at: int) -> str:
    notes: list[str] = []
    for block in blocks[at + 1 : at + 5]:
        if block.kind != "note":
            break
        notes.append(block.text)
    return "\n".join(notes)
