"""Tables and queries of the lake as files for others, with a Frictionless data package that describes them.

Money is decimal yuan and other figures are decimals in CSV and JSON of tables (as `baozhang read` writes them); Parquet keeps the
integers of the hub, and so do queries, which compute with them.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.facts.described import field_meanings
from baozhang.facts.export import MONEY, SCALED, row_values
from baozhang.facts.lake.tables import TABLES, records_of
from baozhang.facts.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed import SupportsWrite
    from typing_extensions import Buffer

FORMATS: Final = ("csv", "parquet", "json")
PACKAGE: Final = "datapackage.json"

_TYPES: Final = {"string": "string", "int64": "integer", "bool": "boolean", "double": "number", "date32[day]": "date"}
_MEDIA: Final = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: its name, format, columns, rows, bytes and SHA-256; `table` is empty for a query."""

    name: str
    form: str
    table: str
    schema: pa.Schema
    rows: int
    bytes: int
    digest: str


class _Hashed(io.BufferedIOBase):
    """A sink that counts and hashes what goes through it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.digest = hashlib.sha256()
        self.bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        content = bytes(data)
        self._out.write(content)
        self.digest.update(content)
        self.bytes += len(content)
        return len(content)


def write_batches(batches: Iterator[pa.RecordBatch], out: IO[bytes], name: str, form: str, table: str = "") -> Exported:
    """Write batches (the first tells the columns) as CSV, JSON or Parquet; `table` names the table of the lake they come from."""
    first = next(batches)
    sink = _Hashed(out)
    counted = _Counted(batches)
    if form == "parquet":
        with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), first.schema, compression="zstd") as writer:
            for batch in counted:
                writer.write_batch(batch)
    else:
        _WRITERS[form](_rows(counted, table), first.schema.names, codecs.getwriter("utf-8")(sink))
    return Exported(name, form, table, first.schema, counted.rows, sink.bytes, sink.digest.hexdigest())


class _Counted:
    """Batches on their way, counted."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = batches
        self.rows = 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.rows += batch.num_rows
            yield batch


def _rows(batches: Iterable[pa.RecordBatch], table: str) -> Iterator[list[Any]]:
    """Rows of plain values; those of a table with money and other figures as decimals."""
    for batch in batches:
        if table:
            records = records_of(TABLES[table], pa.Table.from_batches([batch]))
            yield from ([*row_values(table, record).values()] for record in records)  # type: ignore[arg-type]  # every record is a row
        else:
            yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _write_csv(rows: Iterable[list[Any]], names: list[str], out: SupportsWrite[str]) -> None:
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(harmless, names))
    writer.writerows([harmless(value) for value in row] for row in rows)


def _write_json(rows: Iterable[list[Any]], names: list[str], out: SupportsWrite[str]) -> None:
    """A list of objects, one on each line."""
    before = "[\n"
    for row in rows:
        out.write(before + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=plain))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


_WRITERS: Final = {"csv": _write_csv, "json": _write_json}


def plain(value: object) -> object:
    """A value JSON has no form for: whole decimals (sums of integers) are numbers, everything else is text."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else str(value)


def data_package(exported: Iterable[Exported], title: str) -> str:
    """The descriptor of a Frictionless data package (`datapackage.json`)."""
    resources = [_resource(one) for one in exported]
    return (
        json.dumps(
            {"profile": "tabular-data-package", "name": "baozhang-lake", "title": title, "resources": resources},
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def _resource(one: Exported) -> dict[str, object]:
    return {
        "name": one.name,
        "path": f"{one.name}.{one.form}",
        "profile": "tabular-data-resource",
        "format": one.form,
        "mediatype": _MEDIA[one.form],
        "encoding": "utf-8",
        "bytes": one.bytes,
        "hash": f"sha256:{one.digest}",
        "schema": {"fields": [*_fields(one)], "missingValues": [""]},
    }


def _fields(one: Exported) -> Iterator[Mapping[str, str]]:
    meanings = field_meanings(TABLES[one.table]) if one.table else {}
    decimals = MONEY.get(one.table, frozenset()) | SCALED.get(one.table, frozenset()) if one.form != "parquet" else frozenset()
    for field in one.schema:
        kind = "number" if field.name in decimals else _TYPES.get(str(field.type), "number" if pa.types.is_decimal(field.type) else "any")
        described = {"description": meanings[field.name]} if field.name in meanings else {}
        yield {"name": field.name, "type": kind, **described}
