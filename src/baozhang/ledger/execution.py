"""Execution of the budget: what was approved, what was spent, and how that compares with the part of the year that has passed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.ledger.books import records_of
from baozhang.ledger.cube import cube, indicated, planned, scope_of
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.funds import usual_funds
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book
    from baozhang.ledger.cube import Flow

BY: Final = {"单位": "unit", "功能科目": "func", "经济科目": "eco", "项目": "name", "资金性质": "fund", "支出性质": "nature"}
"""Dimensions that execution is shown by, as users name them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One line: initial and adjusted budget and spending in fen."""

    code: str
    label: str
    initial: int
    adjusted: int
    spent: int

    @property
    def rate(self) -> Fraction | None:
        """Spending as a share of the adjusted budget; None without a budget."""
        return Fraction(self.spent, self.adjusted) if self.adjusted else None


@dataclass(frozen=True, slots=True)
class Execution:
    """Execution by one dimension on a day; `elapsed` is the share of the fiscal year that has passed."""

    by: str
    on: date
    elapsed: Fraction
    lines: tuple[Progress, ...]
    total: Progress


def elapsed(fiscal_year: int, on: date) -> Fraction:
    """The share of the fiscal year that has passed at the end of a day, between 0 and 1.

    >>> elapsed(2025, date(2025, 12, 31))
    Fraction(1, 1)
    """
    first, last = date(fiscal_year, 1, 1), date(fiscal_year, 12, 31)
    days = (min(max(on, date(fiscal_year - 1, 12, 31)), last) - first).days + 1
    return Fraction(days, (last - first).days + 1)


def execution(connection: Connection, book: Book, by: str, on: date) -> Execution:
    """Execution of the book by a dimension of `BY`; UsageError when it is none of them."""
    if by not in BY:
        raise UsageError(f"不能按“{by}”统计执行进度，可以按：{'、'.join(BY)}。")
    scope = scope_of(connection, book)
    axis = BY[by]
    initial = _sums(planned(connection, book, scope, adjusted=False), axis)
    adjusted = _sums(planned(connection, book, scope, adjusted=True) or indicated(connection, book, scope), axis)
    flows = cube(connection, book, scope, on) if book.stage == "final" else []
    spent = _sums([flow for flow in flows if flow.flow == "spending"], axis)
    words = _words(connection, book, axis)
    lines = tuple(
        Progress(code, words.get(code, code) or "（未分）", initial.get(code, 0), adjusted.get(code, 0), spent.get(code, 0))
        for code in sorted({*adjusted, *spent})
    )
    total = Progress("", "合计", sum(initial.values()), sum(adjusted.values()), sum(spent.values()))
    return Execution(by, on, elapsed(book.fiscal_year, on), lines, total)


def _sums(flows: list[Flow], axis: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for flow in flows:
        sums[getattr(flow, axis)] += flow.amount
    return dict(sums)


def _words(connection: Connection, book: Book, axis: str) -> Mapping[str, str]:
    if axis == "unit":
        return {str(row["agency_code"]): str(row["agency_name"]) for row in records_of(connection, book, "units")}
    if axis == "name":
        return {str(row["pro_code"]): str(row["pro_name"]) for row in records_of(connection, book, "projects")}
    if axis in {"func", "eco"}:
        return code_names()
    if axis == "fund":
        return {budget: fund.name for budget, fund in usual_funds().items()}
    return {nature: labels().column(nature, "spending") for nature in _NATURES}


_NATURES: Final = ("basic", "project", "operating", "to_superior", "to_affiliate")
