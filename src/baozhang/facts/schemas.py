"""Arrow schemas of the hub, derived from the record types so that the two cannot drift apart."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final, get_type_hints

import pyarrow as pa

from baozhang.facts.records import (
    BlockRow,
    ClaimRow,
    DocumentRow,
    EvaluationRow,
    FactRow,
    FundingRow,
    HubRow,
    IndicatorRow,
    PlaceRow,
    StatementRow,
    UnrecognisedRow,
    WordingRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _typeshed import DataclassInstance

    from baozhang.facts.document import Document

HUB: Final[dict[str, type[HubRow]]] = {
    "documents": DocumentRow,
    "blocks": BlockRow,
    "statements": StatementRow,
    "facts": FactRow,
    "claims": ClaimRow,
    "evaluations": EvaluationRow,
    "fundings": FundingRow,
    "indicators": IndicatorRow,
    "wording": WordingRow,
    "unrecognised": UnrecognisedRow,
    "places": PlaceRow,
}
"""Name of every hub table and the record that is one of its rows."""

_ARROW: Final = {
    str: (pa.string(), False),
    int: (pa.int64(), False),
    bool: (pa.bool_(), False),
    int | None: (pa.int64(), True),
}


@cache
def schema_of_record(record: type[DataclassInstance]) -> pa.Schema:
    """The Arrow schema of a record type; a field is nullable exactly when its type admits None."""
    hints = get_type_hints(record)
    return pa.schema([pa.field(f.name, *_ARROW[hints[f.name]]) for f in fields(record)])


def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of hub table `table`."""
    record: type[DataclassInstance] = HUB[table]
    return schema_of_record(record)


def to_arrow(table: str, rows: Iterable[HubRow]) -> pa.Table:
    """Rows of one record type as an Arrow table (rows × fields of the record)."""
    return rows_to_arrow(schema_of(table), rows)


def hub_tables(document: Document) -> Mapping[str, pa.Table]:
    """Every hub table of a document as Arrow, by name."""
    return {name: to_arrow(name, document.rows(name)) for name in HUB}


def rows_to_arrow(schema: pa.Schema, rows: Iterable[object]) -> pa.Table:
    """Records whose fields are those of `schema` as an Arrow table (rows × fields)."""
    listed = [*rows]
    return pa.Table.from_arrays([column_of(field, listed) for field in schema], schema=schema)


def column_of(field: pa.Field, rows: Iterable[object]) -> pa.Array:
    """One field of many records. Column by column is faster than row by row, and holds no second copy of the rows."""
    return pa.array([*map(attrgetter(field.name), rows)], field.type)
