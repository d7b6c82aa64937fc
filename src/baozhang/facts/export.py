"""The hub as files for others: JSON with amounts as decimal strings in yuan, CSV likewise, Parquet as the hub itself."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.facts.schemas import HUB
from baozhang.facts.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baozhang.facts.document import Document
    from baozhang.facts.records import HubRow

MONEY: Final[Mapping[str, frozenset[str]]] = {
    "facts": frozenset({"value", "half_unit"}),
    "evaluations": frozenset({"initial", "adjusted", "executed"}),
    "fundings": frozenset({"initial", "adjusted", "executed", "adjustment", "balance", "half_unit"}),
}
"""Fields that hold fen, by hub table (claims hold fen when their unit is 元)."""

SCALED: Final[Mapping[str, frozenset[str]]] = {
    "claims": frozenset({"value", "half_unit"}),
    "evaluations": frozenset({"rate", "funds_weight", "funds_score", "total", "weight_total", "stated_targets", "stated_reached"}),
    "fundings": frozenset({"rate", "balance_rate"}),
    "indicators": frozenset({"target", "actual", "weight", "score", "completion", "score_rate", "weight1", "weight2"}),
}
"""Fields that hold ten-thousandths, by hub table."""

PUBLIC: Final = ("statements", "facts", "claims", "evaluations", "fundings", "indicators", "wording", "unrecognised")
"""Hub tables of one document in its JSON form, in order; `documents` is the object itself. Kinds of what is unrecognised are for rules."""

JsonValue = str | int | bool | None


def row_values(table: str, row: HubRow) -> dict[str, JsonValue]:
    """One hub row with plain values: money as decimal yuan, other scaled figures as decimals, the rest as they are."""
    money = MONEY.get(table, frozenset())
    scaled = SCALED.get(table, frozenset())
    if table == "claims" and getattr(row, "unit", "") == "元":
        money, scaled = scaled, money
    values: dict[str, JsonValue] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if value is not None and field.name in money:
            value = fen_to_text(value, "元")
        elif value is not None and field.name in scaled:
            value = scaled_to_text(value, 0)
        values[field.name] = value
    return values


def document_values(document: Document) -> dict[str, object]:
    """One document as a JSON object: its own fields and a list of rows per hub table."""
    about = row_values("documents", document.about)
    tables = {name: [row_values(name, row) for row in getattr(document, name)] for name in PUBLIC}
    for row in tables["unrecognised"]:
        del row["kind"]
    return {**about, **tables}


def csv_text(table: str, rows: Iterable[HubRow], *, header: bool = True) -> str:
    """Rows of one hub table as CSV; cells that a spreadsheet would run as a formula get a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        writer.writerow([field.name for field in fields(HUB[table])])
    for row in rows:
        writer.writerow([harmless(value) for value in row_values(table, row).values()])
    return out.getvalue()
