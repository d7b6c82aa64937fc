"""Dated classification codes: function (功能分类, 类/款/项) and economic (部门预算支出经济分类, 类/款)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_LEVELS: Final = {"类": 1, "款": 2, "项": 3}


@dataclass(frozen=True, slots=True)
class Code:
    """One classification code with the years it was in force (None: open) and where we know it from.

    `staff` is True for economic codes of 人员经费, False for 公用经费, None where basic spending normally has none.
    """

    code: str
    name: str
    level: int
    parent: str
    year_from: int | None
    year_to: int | None
    staff: bool | None
    source: str


def _year(text: str) -> int | None:
    return int(text) if text else None


def _load(name: str) -> tuple[Code, ...]:
    text = (resources.files("baozhang.taxonomy") / "data" / name).read_text(encoding="utf-8")
    return tuple(
        Code(
            row["code"],
            row["name"],
            _LEVELS[row["level"]],
            row["parent"],
            _year(row.get("year_from", "")),
            _year(row.get("year_to", "")),
            {"人员经费": True, "公用经费": False}.get(row.get("basic_spending_part", "")),
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def function_codes() -> tuple[Code, ...]:
    """All function codes known, ascending within each class (财政部《政府收支分类科目》, editions by year)."""
    return _load("function_codes.csv")


@cache
def former_names() -> tuple[Code, ...]:
    """Names that function codes had in earlier editions of the classification: documents of those years print them."""
    return _load("former_names.csv")


@cache
def economic_codes() -> tuple[Code, ...]:
    """All economic codes of departmental budgets known (部门预算支出经济分类科目)."""
    return _load("economic_codes.csv")


@cache
def code_names() -> dict[str, str]:
    """Name of every known code, function and economic (their number ranges do not overlap)."""
    return {code.code: code.name for code in (*function_codes(), *economic_codes())}


def level_of(code: str) -> int:
    """1 类, 2 款, 3 项 of a function or economic code by its length; 0 when it is no code.

    >>> level_of("2101501")
    3
    """
    return _LEVEL_BY_LENGTH.get(len(code), 0) if code.isdigit() else 0


_LEVEL_BY_LENGTH: Final = {3: 1, 5: 2, 7: 3}
