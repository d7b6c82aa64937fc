"""One discharged case as every grouper sees it, and what a grouper answers."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.operations.grouping.conditions import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final = ("id", "gender", "age", "age_days", "weight", "department", "days", "discharge", "diagnoses", "procedures")
"""The columns of an input file: gender 1 or 2, age in years, age in days for infants, weight at birth or admission in grams, length of
stay in days, way of discharge, codes joined by `|` with the principal one first."""


class Status(StrEnum):
    """How grouping a case ended."""

    GROUPED = "grouped"
    ADRG_ONLY = "adrg_only"
    AMBIGUOUS = "ambiguous"
    MISSING_DATA = "missing_data"
    INVALID_DATA = "invalid_data"
    INVALID_PRINCIPAL = "invalid_principal"
    UNGROUPED = "ungrouped"
    UNREADABLE = "unreadable"


STATUS_NAMES: Final[dict[Status, str]] = {
    Status.GROUPED: "入组",
    Status.ADRG_ONLY: "入ADRG，不在本地DRG目录",
    Status.AMBIGUOUS: "歧义组（QY）",
    Status.MISSING_DATA: "数据缺失",
    Status.INVALID_DATA: "数据无效",
    Status.INVALID_PRINCIPAL: "主要诊断编码无效",
    Status.UNGROUPED: "未入组",
    Status.UNREADABLE: "行格式有误，无法读取",
}


class Grouping(NamedTuple):
    """The answer for one case; codes are empty where the case was not grouped that far."""

    status: Status
    mdc: str = ""
    adrg: str = ""
    drg: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, normalised: codes in catalogue spelling, numbers whole, None for what is missing.

    `invalid` names fields that hold something, but no possible number.
    """

    id: str = ""
    gender: int | None = None
    age: int | None = None
    age_days: int | None = None
    weight: int | None = None
    department: str = ""
    days: int | None = None
    discharge: int | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    invalid: frozenset[Field] = field(default=frozenset())

    @property
    def principal(self) -> str:
        """The principal diagnosis, empty if there is none."""
        return self.diagnoses[0] if self.diagnoses else ""

    @property
    def main_procedure(self) -> str:
        """The main procedure, empty if there is none."""
        return self.procedures[0] if self.procedures else ""


INVALID: Final = object()
"""What `whole_number` answers for something that is no number."""

_WHOLE: Final = re.compile(r"([+-]?)(\d{1,9})(?:\.(\d*))?")
_LARGEST: Final = 10**9
_WRAPPING: Final = " \t\r\n='\""
DAYS_PER_YEAR: Final = 365


def whole_number(value: object) -> object:
    """An int, None when there is nothing, INVALID for anything else; fractions are rounded down.

    Workbooks and data frames write whole numbers as `45.0`, which is 45.

    >>> whole_number(" 45.0 "), whole_number(""), whole_number("岁") is INVALID
    (45, None, True)
    """
    if value is None:
        return None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        if value != value:  # noqa: PLR0124  # how NaN, the missing value of data frames, tells itself
            return None
        return math.floor(value) if -_LARGEST < value < _LARGEST else INVALID
    text = unicodedata.normalize("NFKC", str(value)).strip(_WRAPPING)
    if not text or text.lower() in {"nan", "null", "none"}:
        return None
    read = _WHOLE.fullmatch(text)
    if read is None:
        return INVALID
    number = int(read[2])
    return -number - (1 if (read[3] or "").strip("0") else 0) if read[1] == "-" else number


def normal_code(code: str) -> str:
    """A diagnosis or procedure code in catalogue spelling: capitals, but `x` for the filler, without the `="…"` of Excel.

    >>> normal_code("ａ00.100X001 "), normal_code("x59.900")
    ('A00.100x001', 'X59.900')
    """
    text = unicodedata.normalize("NFKC", code).strip(_WRAPPING).upper()
    return text[:1] + text[1:].replace("X", "x")


def codes_of(value: object) -> tuple[str, ...]:
    """The codes of a cell: joined by `|`, or already a sequence; blanks are dropped except in the first place, which has a meaning."""
    if value is None:
        return ()
    parts = [normal_code(part) for part in (value.split("|") if isinstance(value, str) else map(str, _items(value)))]
    return (*parts[:1], *(part for part in parts[1:] if part)) if any(parts) else ()


def _items(value: object) -> list[object]:
    return ["" if item is None else item for item in value] if isinstance(value, list | tuple) else [value]


def case_of(row: Mapping[str, object]) -> Case:
    """The case in a row of an input file or a form; columns that are absent count as empty."""
    numbers: dict[Field, int | None] = {}
    invalid: set[Field] = set()
    for name in Field:
        value = plausible(name, whole_number(row.get(name.value)))
        if value is INVALID:
            invalid.add(name)
        numbers[name] = value if isinstance(value, int) else None
    if numbers[Field.AGE] is None and Field.AGE not in invalid and (days := numbers[Field.AGE_DAYS]) is not None:
        numbers[Field.AGE] = days // DAYS_PER_YEAR
    return Case(
        id=str(row.get("id") if row.get("id") is not None else ""),
        gender=numbers[Field.GENDER],
        age=numbers[Field.AGE],
        age_days=numbers[Field.AGE_DAYS],
        weight=numbers[Field.WEIGHT],
        department=str(row.get("department") if row.get("department") is not None else "").strip(),
        days=numbers[Field.DAYS],
        discharge=numbers[Field.DISCHARGE],
        diagnoses=codes_of(row.get("diagnoses")),
        procedures=codes_of(row.get("procedures")),
        invalid=frozenset(invalid),
    )


LEAST: Final[dict[Field, int]] = {Field.AGE: 0, Field.AGE_DAYS: 0, Field.WEIGHT: 1, Field.DAYS: 0}
"""The smallest value that means anything: a weight of 0 is a weight nobody took. A negative age is invalid, the rest count as missing."""


def plausible(name: Field, value: object) -> object:
    """The value, None or INVALID after the bounds that hold in every scheme."""
    least = LEAST.get(name)
    if value is INVALID:
        return INVALID if name in {Field.GENDER, Field.AGE} else None
    if least is None or not isinstance(value, int) or value >= least:
        return value
    return INVALID if name is Field.AGE else None
