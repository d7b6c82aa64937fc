"""What statements, columns and items are called when a finding or report has to name them: the first words of the taxonomy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS: Final = {"change": "增减额"}
_TOTALS: Final = {"total": "合计", "staff": "人员经费合计", "operating_cost": "公用经费合计"}


@dataclass(frozen=True, slots=True)
class Labels:
    """Words by canonical id; an id without words stands for itself. Naming the statement gives its own words."""

    statements: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]
    items: Mapping[tuple[str, str], str]

    def statement(self, name: str) -> str:
        """The statement's general name.

        >>> labels().statement("income")
        '收入表'
        """
        return self.statements.get(name, name)

    def column(self, column: str, statement: str = "") -> str:
        """The usual header of a column.

        >>> labels().column("basic", "spending")
        '基本支出'
        """
        if column.startswith("prior."):
            return f"上年{self.column(column.removeprefix('prior.'), statement)}"
        return self.columns.get((statement, column)) or self.columns.get(("", column)) or _COLUMNS.get(column, column)

    def item(self, item: str, statement: str = "") -> str:
        """The usual label of a fixed item; a code stands for itself.

        >>> labels().item("spending.year"), labels().item("total", "spending"), labels().item("208")
        ('本年支出合计', '合计', '208')
        """
        return self.items.get((statement, item)) or _TOTALS.get(item) or self.items.get(("", item), item)


@cache
def labels() -> Labels:
    """The words of every statement; without a statement's name the first statement that knows an id gives its word."""
    columns: dict[tuple[str, str], str] = {}
    items: dict[tuple[str, str], str] = {}
    for one in statements().values():
        for column in one.columns:
            columns[one.id, column.id] = column.headers[0]
            columns.setdefault(("", column.id), column.headers[0])
        for item in (*one.left, *one.right):
            items[one.id, item.id] = item.printed
            items.setdefault(("", item.id), item.printed)
    return Labels({one.id: one.title for one in statements().values()}, columns, items)
