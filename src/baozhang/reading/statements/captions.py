"""What stands above and below a table: its title, number, unit of money and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block

_REACH: Final = 9
_NUMBERING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、]|附?表[一二三四五六七八九十\d]{1,3}[:、.]?)"
)
_TABLE_NUMBER: Final = re.compile(
    r"公开(\d{1,2})表|(?:部门|单位)?公开表(\d{1,2})|^附?表(\d{1,2}|[一二三四五六七八九十]{1,3})$|预算公开(\d{1,2})表"
)
_UNIT: Final = re.compile(r"单位[:：]?(?:人民币)?(万元|元|千元|亿元)")
_PREFIX: Final = re.compile(r"(?:局|委|部|办|中心|院|校|会|处|站|所|馆|台|厅|社|队|团|室|\)|年度?|单位|部门|本级|市|县|区|[:：])$")
_CONTINUED: Final = re.compile(r"\(?续表?\)?$")


@dataclass(frozen=True, slots=True)
class Caption:
    """What the lines around a table say: statement id (empty if no known title), title and number as printed, unit, note."""

    statement: str
    title: str
    number: str
    unit: str
    note: str
    department: str


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    pairs = [(title, statement.id) for statement in statements().values() for title in statement.titles]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def statement_of_title(text: str) -> str:
    """The statement a caption or heading names, or empty; year, department and numbering in front do not matter.

    >>> statement_of_title("五、某县医疗保障局2024年一般公共预算支出表")
    'general'
    """
    bare = (
        _CONTINUED.sub("", _NUMBERING.sub("", text))
        .replace('"三公"', "“三公”")
        .replace("三公经费", "“三公”经费")
        .replace("““", "“")
        .replace("””", "”")
    )
    for title, statement in _titles():
        if bare == title or (bare.endswith(title) and _PREFIX.search(bare[: -len(title)])):
            return statement
    return ""


def caption_of(blocks: Sequence[Block], at: int) -> Caption:
    """The caption of the table at index `at`, from the lines back to the table or long paragraph before it."""
    statement = title = number = unit = department = ""
    for block in reversed(blocks[max(0, at - _REACH) : at]):
        if block.kind in {"table", "contents"} or (block.kind == "paragraph" and len(block.text) > 60):
            break
        text = block.text
        unit = unit or (found[1] if (found := _UNIT.search(text)) else "")
        number = number or (found[0] if (found := _TABLE_NUMBER.search(text)) and len(text) < 60 else "")
        department = department or _department(text)
        if not statement and (named := statement_of_title(_without_unit(text))):
            statement, title = named, text
    return Caption(statement, title, number, unit, _note_below(blocks, at), department)


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
