"""Files of cases, read and written chunk by chunk in bounded memory: CSV (UTF-8, GBK, UTF-16; comma, tab or semicolon) and Parquet."""

from __future__ import annotations

import csv
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from baozhang.errors import InputError
from baozhang.facts.encodings import encoding_of
from baozhang.operations.grouping.case import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK: Final = 1 << 17
"""Rows decoded and grouped at a time."""
_BLOCK: Final = 1 << 23
_MAGIC: Final = b"PAR1"


@dataclass(slots=True)
class CaseFile:
    """A file of cases that is being read; what was noticed on the way is complete when the last batch has come."""

    path: Path
    columns: tuple[str, ...] = COLUMNS
    """Columns that must be there."""
    welcome: tuple[str, ...] = ()
    """Columns that are read if they are there."""
    ignored: list[str] = field(default_factory=list)
    """Columns of the file that nobody asked for."""
    unreadable: list[str] = field(default_factory=list)
    """The ids (or beginnings) of rows whose number of cells is wrong."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows with the wanted columns, in chunks; InputError says in Chinese what is wrong with the file."""
        try:
            with self.path.open("rb") as stream:
                parquet = stream.read(4) == _MAGIC
            yield from self._parquet() if parquet else self._csv()
        except (OSError, pa.ArrowException, UnicodeError) as error:
            if isinstance(error, FileNotFoundError):
                raise InputError(str(self.path), "没有这个文件", "请检查路径。") from error
            raise InputError(str(self.path), f"读取时出错（{_short(error)}）", "请确认是完整的 CSV 或 Parquet 文件。") from error

    def _parquet(self) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(self.path) as file:
            names = file.schema_arrow.names
            wanted = self._wanted(names)
            for batch in file.iter_batches(batch_size=CHUNK, columns=[names[position] for position in wanted.values()]):
                found = dict(zip(batch.schema.names, batch.columns, strict=True))
                yield pa.RecordBatch.from_arrays([found[names[position]] for position in wanted.values()], names=list(wanted))

    def _csv(self) -> Iterator[pa.RecordBatch]:
        encoding = encoding_of(self.path)
        header, delimiter = _header(self.path, encoding)
        wanted = self._wanted(header)
        names = [f"{position}" for position in range(len(header))]
        for name, position in wanted.items():
            names[position] = name

        def refused(row: pacsv.InvalidRow) -> str:
            cells = next(csv.reader([row.text or ""], delimiter=delimiter), [])
            position = wanted.get("id", 0)
            self.unreadable.append(cells[position] if position < len(cells) else "")
            return "skip"

        reader = pacsv.open_csv(
            self.path,
            read_options=pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK, encoding=encoding),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, invalid_row_handler=refused),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(wanted), column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            for start in range(0, batch.num_rows, CHUNK):
                yield batch.slice(start, CHUNK)

    def _wanted(self, names: Sequence[str]) -> dict[str, int]:
        """Where each wanted column stands."""
        spelled = [name.strip().removeprefix("\ufeff").strip("\"'").lower() for name in names]
        missing = [name for name in self.columns if name not in spelled]
        if missing:
            raise InputError(
                str(self.path), f"缺少列：{'、'.join(missing)}", f"第一行应是列名，须有：{'、'.join(self.columns)}（值可以为空）。"
            )
        present = (*self.columns, *(name for name in self.welcome if name in spelled))
        doubled = [name for name in present if spelled.count(name) > 1]
        if doubled:
            raise InputError(str(self.path), f"列名重复：{'、'.join(doubled)}", "请只保留一列。")
        self.ignored = [name for name, plain in zip(names, spelled, strict=True) if plain not in present]
        return {name: spelled.index(name) for name in present}


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def _header(path: Path, encoding: str) -> tuple[list[str], str]:
    """The column names, and the delimiter that gives most of them."""
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        line = stream.readline(1 << 20).rstrip("\r\n")
    if not line.strip():
        raise InputError(str(path), "文件是空的", f"第一行应是列名：{'、'.join(COLUMNS)}。")
    delimiter = max(",\t;", key=line.count)
    return next(csv.reader([line], delimiter=delimiter)), delimiter


class BatchWriter(Protocol):
    """What writes record batches."""

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Append the rows of a batch."""


class _CsvWriter:
    """CSV with quotes only where a cell needs them, so that the simplest program can read it."""

    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._stream = stream
        stream.write((",".join(schema.names) + "\n").encode())

    def write_batch(self, batch: pa.RecordBatch) -> None:
        cells = [_quoted(column.cast(pa.string()).fill_null("")) for column in batch.columns]
        lines = pc.binary_join_element_wise(*cells, ",").to_pylist()
        if lines:
            self._stream.write(("\n".join(lines) + "\n").encode())


def _quoted(cells: pa.Array) -> pa.Array:
    needy = pc.match_substring_regex(cells, '[",\r\n]')
    if not pc.any(needy).as_py():
        return cells
    wrapped = pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")
    return pc.if_else(needy, wrapped, cells)


@contextmanager
def written(path: Path, schema: pa.Schema) -> Iterator[BatchWriter]:
    """A writer of record batches; the file appears under its name when everything is written, or not at all.

    `.parquet` makes a Parquet file, anything else CSV in UTF-8.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise InputError(str(path), f"不能写入（{error.strerror}）", "请检查目录是否存在、是否可写。") from error
    os.close(handle)
    part = Path(name)
    try:
        if path.suffix.lower() == ".parquet":
            with pq.ParquetWriter(part, schema, compression="zstd") as writer:
                yield writer
        else:
            with part.open("wb") as stream:
                yield _CsvWriter(stream, schema)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise InputError(str(path), f"不能写入（{error.strerror}）", "请检查磁盘空间和权限。") from error
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
