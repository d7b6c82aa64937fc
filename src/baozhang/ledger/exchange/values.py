"""Cells as values and back: what a field may hold, and in Chinese why a cell does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import SCALE, parse_number, scaled_to_text, to_fen
from baozhang.ledger.exchange.headers import synonyms
from baozhang.ledger.registers import Kind
from baozhang.taxonomy.codes import economic_codes, function_codes
from baozhang.taxonomy.funds import accounts, fund_types

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from baozhang.ledger.books import Row, Value
    from baozhang.ledger.registers import Field
    from baozhang.taxonomy.codes import Code

YES: Final = frozenset({"是", "1", "y", "yes", "true", "√"})
"""What stands in a flag that is set; the integrated budget system writes 1, and 2 for one that is not."""
NO: Final = frozenset({"否", "2", "0", "n", "no", "false", "×"})
_NOT_APPLICABLE: Final = frozenset({"—", "-", "–", "一", "/"})
_DATE: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]?\d{2}:?\d{2}:?\d{2})?")
_LARGEST_COUNT: Final = 10**12
MAX_FILE: Final = 100 * 1024 * 1024
"""Largest file that may stand as evidence, in bytes."""
_FULL_MARKS: Final = 100 * 100
"""A hundred points in hundredths."""


class NotAValue(ValueError):  # noqa: N818  # it is caught beside the cell it is about, never raised to a user
    """A cell does not hold what its field asks for; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may refer to: the year whose codes are in force, the units and projects there are."""

    fiscal_year: int
    units: frozenset[str]
    projects: frozenset[str]
    keys: Mapping[str, frozenset[tuple[Value, ...]]] = field(default_factory=dict)
    """Keys of the records of registers that others refer to, by register."""
    folder: Path = Path()
    """Where the files lie that cells name."""
    origins: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)
    """Rows that others take their dimensions from, by the field that names them and its value."""


def value_of(text: str, field: Field, known: Known) -> Value:
    """The value of a cell; None for a blank one that may be blank. NotAValue says why it cannot be taken."""
    cell = text.strip()
    if not cell or (cell in _NOT_APPLICABLE and field.kind is not Kind.TEXT):
        if field.required:
            raise NotAValue("必填，不能为空")
        return None
    return _READERS[field.kind](cell, field, known)


def _money(cell: str, _field: Field, _known: Known) -> Value:
    number = parse_number(cell.replace("，", ",").removeprefix("¥").removeprefix("￥"))
    if number is None:
        raise NotAValue("不是金额（单位：元）")
    try:
        return to_fen(number.value, "元")
    except ValueError as error:
        raise NotAValue("金额应精确到分，且不超过九万亿元") from error


def _count(cell: str, _field: Field, _known: Known) -> Value:
    number = parse_number(cell)
    if number is None or number.value != number.value.to_integral_value() or abs(number.value) > _LARGEST_COUNT:
        raise NotAValue("应为整数")
    return int(number.value)


def _points(cell: str, _field: Field, _known: Known) -> Value:
    number = parse_number(cell)
    whole = None if number is None else number.value * 100
    if whole is None or whole != whole.to_integral_value() or not 0 <= whole <= _FULL_MARKS:
        raise NotAValue("应为 0 至 100 的分数，最多两位小数")
    return int(whole) * (SCALE // 100)


def _file(cell: str, _field: Field, known: Known) -> Value:
    """The path of a file inside the folder of the table: nothing outside it can be named, by whatever detour."""
    try:
        folder, path = known.folder.resolve(), (known.folder / cell.replace("\\", "/")).resolve()
        size = path.stat().st_size if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError) as error:
        raise NotAValue("不是文件名") from error
    if not path.is_relative_to(folder):
        raise NotAValue("文件必须在所导入表格的文件夹里")
    if size is None:
        raise NotAValue("没有这个文件（写相对于所导入表格的路径）")
    if not 0 < size <= MAX_FILE:
        raise NotAValue(f"文件是空的或超过 {MAX_FILE // 1048576} MB")
    return str(path)


def _date(cell: str, _field: Field, _known: Known) -> Value:
    match = _DATE.fullmatch(cell)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(cell)
    except ValueError as error:
        raise NotAValue("不是日期（例如 2024-03-01）") from error


def _flag(cell: str, _field: Field, _known: Known) -> Value:
    word = cell.lower()
    if word not in YES | NO:
        raise NotAValue("应填“是”或“否”")
    return word in YES


def _choice(cell: str, field: Field, _known: Known) -> Value:
    word = _code_part(cell)
    others = synonyms().get(field.name, {})
    found = next((one for one in (cell, word, others.get(cell), others.get(word), others.get(word.upper())) if one in field.choices), None)
    if found is None:
        raise NotAValue(f"应为以下之一：{'、'.join(field.choices)}")
    return found


def _code_part(cell: str) -> str:
    """The code of a text “code-name”."""
    return re.split(r"[-－—]", cell, maxsplit=1)[0].strip() if not cell.startswith("-") else cell


def in_force(code: Code, year: int) -> bool:
    """Whether a code may be used in a year."""
    return (code.year_from or 0) <= year <= (code.year_to or year)


def _function(cell: str, _field: Field, _known: Known) -> Value:
    code = _code_part(cell)
    if not (code.isascii() and code.isdigit() and len(code) == 7):
        raise NotAValue("应为 7 位支出功能分类项级科目编码")
    return code


def _economic(cell: str, _field: Field, _known: Known) -> Value:
    code = _code_part(cell)
    if not (code.isascii() and code.isdigit() and len(code) in {3, 5} and code.startswith("3")):
        raise NotAValue("应为 5 位部门支出经济分类款级科目编码")
    return code


def _fund(cell: str, _field: Field, _known: Known) -> Value:
    code = _code_part(cell)
    if code not in fund_types() or not fund_types()[code].budget:
        raise NotAValue("不是资金性质代码（例如 111 一般公共预算资金）")
    return code


def _account(cell: str, _field: Field, _known: Known) -> Value:
    code = _code_part(cell).replace(".", "")
    if code[:4] not in accounts() or not code.isdigit():
        raise NotAValue("不是政府会计科目")
    return code


def _unit(cell: str, _field: Field, known: Known) -> Value:
    code = _code_part(cell)
    if code not in known.units:
        raise NotAValue("没有登记这个单位，请先在“单位”中登记")
    return code


def _project(cell: str, _field: Field, known: Known) -> Value:
    code = cell if cell in known.projects else _code_part(cell)
    if code not in known.projects:
        raise NotAValue("没有登记这个项目，请先在“项目”中登记")
    return code


_READERS: Final[dict[Kind, Callable[[str, Field, Known], Value]]] = {
    Kind.TEXT: lambda cell, _field, _known: cell,
    Kind.MONEY: _money,
    Kind.COUNT: _count,
    Kind.POINTS: _points,
    Kind.FILE: _file,
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.FUNCTION: _function,
    Kind.ECONOMIC: _economic,
    Kind.FUND: _fund,
    Kind.ACCOUNT: _account,
    Kind.UNIT: _unit,
    Kind.PROJECT: _project,
}


def text_of(value: Value, field: Field) -> str:
    """A value as it stands in a cell; what was read gives it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.POINTS and isinstance(value, int):
        return scaled_to_text(value, 0)
    if field.kind is Kind.MONEY and isinstance(value, int):
        return f"{Decimal(value) / 100:.2f}"
    return str(value)


@cache
def code_in_force(code: str, kind: Kind, year: int) -> bool | None:
    """Whether a function or economic code is in force in a year; None when our lists do not know it."""
    codes = function_codes() if kind is Kind.FUNCTION else economic_codes()
    found = [one for one in codes if one.code == code]
    return any(in_force(one, year) for one in found) if found else None
