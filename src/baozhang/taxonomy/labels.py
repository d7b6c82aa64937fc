"""What statements, columns and items are called when a finding or report has to name them: the first words of the taxonomy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS: Final = {"change": "增减额"}
_OF_STAGE: Final = {"budget": "预算数", "final": "决算数"}
"""What the one column of figures is called in a document of a stage."""
_TOTALS: Final = {"total": "合计", "staff": "人员经费合计", "operating_cost": "公用经费合计"}


@dataclass(frozen=True, slots=True)
class Labels:
    """Words by canonical id; an id without words stands for itself. Naming the statement gives its own words."""

    statements: Mapping[str, str]
    columns: Mapping[tuple[str, str], tuple[str, ...]]
    items: Mapping[tuple[str, str], str]

    def statement(self, name: str) -> str:
        """The statement's general name.

        >>> labels().statement("income")
        '收入表'
        """
        return self.statements.get(name, name)

    def column(self, column: str, statement: str = "", stage: str = "") -> str:
        """The usual header of a column, as documents of a stage have it.

        >>> labels().column("basic", "spending")
        '基本支出'
        >>> labels().column("amount", "overview", "final"), labels().column("amount", "overview", "budget")
        ('决算数', '预算数')
        """
        if column.startswith("prior."):
            return f"上年{self.column(column.removeprefix('prior.'), statement, stage)}"
        headers = self.columns.get((statement, column)) or self.columns.get(("", column)) or (_COLUMNS.get(column, column),)
        own = _OF_STAGE.get(stage, "")
        return own if headers[0] in _OF_STAGE.values() and own in headers else headers[0]

    def item(self, item: str, statement: str = "") -> str:
        """The usual label of a fixed item; a code stands for itself.

        >>> labels().item("spending.year"), labels().item("total", "spending"), labels().item("208")
        ('本年支出合计', '合计', '208')
        """
        return self.items.get((statement, item)) or _TOTALS.get(item) or self.items.get(("", item), item)


@cache
def labels() -> Labels:
    """The words of every statement; without a statement's name the first statement that knows an id gives its word."""
    columns: dict[tuple[str, str], tuple[str, ...]] = {}
    items: dict[tuple[str, str], str] = {}
    for one in statements().values():
        for column in one.columns:
            columns[one.id, column.id] = column.headers
            columns.setdefault(("", column.id), column.headers)
        for item in (*one.left, *one.right):
            items[one.id, item.id] = item.printed
            items.setdefault(("", item.id), item.printed)
    return Labels({one.id: one.title for one in statements().values()}, columns, items)
