"""Segments: immutable sets of Parquet files, each holding some documents of one fiscal year whole.

A file is complete and on disk before its name is known to anybody; until the manifest lists it, it is litter.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.facts.lake.tables import KEPT, SORTED_BY, lake_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

DATA: Final = "data"
"""The folder of the Parquet files: `data/<table>/fiscal_year=<year>/<segment>.parquet`."""

UNKNOWN_YEAR: Final = "unknown"
"""The partition of documents whose year could not be read."""

_ROW_GROUP: Final = 50_000
"""Rows that are skipped or read together: small enough that one statement of a thousand documents fills some."""


_EMPTY: Final = {pa.string(): "", pa.int64(): 0, pa.bool_(): False}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file. `path` is relative to the lake, with slashes; `digest` is the SHA-256 of its bytes."""

    table: str
    path: str
    rows: int
    bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A set of files and the documents they hold: one file for each table of a shelf that has rows, and for each derived table."""

    id: str
    shelf: str
    fiscal_year: int | None
    documents: tuple[str, ...]
    files: tuple[DataFile, ...]


def write_segment(
    root: Path, shelf: str, fiscal_year: int | None, documents: Collection[str], tables: Iterable[tuple[str, pa.Table]]
) -> Segment:
    """Write the rows of `documents` as a new segment, durably; `tables` are taken one by one, so that they need not be in memory together.

    The manifest does not know the segment yet. OSError where the disk is full or the folder cannot be written.
    """
    name = uuid.uuid4().hex
    partition = f"fiscal_year={UNKNOWN_YEAR if fiscal_year is None else fiscal_year}"
    files = [
        _write(root, table, PurePosixPath(DATA, table, partition, f"{name}.parquet"), rows)
        for table, rows in tables
        if rows.num_rows or table in KEPT  # that a derived table has no rows is known only from an empty file
    ]
    return Segment(name, shelf, fiscal_year, tuple(sorted(documents)), tuple(files))


def _write(root: Path, table: str, path: PurePosixPath, rows: pa.Table) -> DataFile:
    keys = SORTED_BY.get(table, ("document_id",))
    complete = _complete(rows, lake_schema(table))
    ordered = complete.sort_by([(key, "ascending") for key in keys])  # stable: a document's rows keep their order
    sink = pa.BufferOutputStream()
    pq.write_table(ordered, sink, compression="zstd", row_group_size=_ROW_GROUP)
    content = sink.getvalue()
    _save(root / path, content)
    return DataFile(table, str(path), rows.num_rows, content.size, hashlib.sha256(content).hexdigest())


def _complete(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """The rows in this schema. A column that an older reader did not know has no values in its rows: it is empty, zero or false there."""
    columns = [
        column if field.nullable or not column.null_count else column.fill_null(_EMPTY[field.type])
        for field, column in ((field, rows.column(field.name)) for field in schema)
    ]
    return pa.Table.from_arrays(columns, names=schema.names).cast(schema)


def _save(target: Path, content: pa.Buffer) -> None:
    """A new file that is on disk, with its name, when this returns."""
    for folder in reversed([one for one in target.parents if not one.exists()]):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
    with target.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does it by itself and cannot open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
