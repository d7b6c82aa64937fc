"""Derived tables in the lake: their rows as files hold them, and made of what was just read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.facts.derived import DERIVED
from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.facts.derived import Derived

_READ: Final = frozenset(source for table in DERIVED.values() for source in table.sources)


def packed(table: Derived, rows: str) -> str:
    """A query whose rows are those of `rows` as a file holds them: nearly every `high` is as `low`, and left empty."""
    return _replacing("nullif(high, low) as high", table, rows)


def unpacked(table: Derived, rows: str) -> str:
    """The inverse of `packed`."""
    return _replacing("coalesce(high, low) as high", table, rows)


def _replacing(column: str, table: Derived, rows: str) -> str:
    repeats = "high" in {field.name for field in fields(table.record)}
    return f"select *{f' replace ({column})' if repeats else ''} from ({rows}\n)"  # noqa: S608  # names are ours


def derived_of(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The derived tables of some documents, by the names the lake keeps them under, made of the tables of the hub.

    In the queries a document is called by its number: a few documents are quickly done, and an id is 64 characters.
    """
    keys = tables["documents"].column("document_id").combine_chunks()
    made = {}
    with open_engine(threads=1) as connection:
        for name in _READ - DERIVED.keys():
            connection.register(name, _with_ids(tables[name], pc.index_in(tables[name].column("document_id"), keys)))
        for name, derived in DERIVED.items():
            connection.execute(f'create table "{name}" as {derived.sql}')
            rows = connection.sql(packed(derived, f'from "{name}"')).to_arrow_table()
            made[derived.kept_as] = _with_ids(rows, keys.take(rows.column("document_id").combine_chunks()))
    return made


def _with_ids(table: pa.Table, ids: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index("document_id"), "document_id", ids)


def of_documents(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """The rows of some documents."""
    return table.filter(pc.is_in(table.column("document_id"), pa.array(keys, pa.string())))
