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
    from collections.abc import Iterable

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
def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of hub table `table`; a field is nullable exactly when its type admits None."""
    record = HUB[table]
    hints = get_type_hints(record)
    return pa.schema([pa.field(f.name, *_ARROW[hints[f.name]]) for f in fields(record)])


def to_arrow(table: str, rows: Iterable[HubRow]) -> pa.Table:
    """Rows of one record type as an Arrow table (rows × fields of the record)."""
    schema = schema_of(table)
    listed = [*zip(*map(attrgetter(*schema.names), rows), strict=True)] or [()] * len(schema)
    columns = [pa.array(values, field.type) for values, field in zip(listed, schema, strict=True)]
    return pa.Table.from_arrays(columns, schema=schema)
