"""The Parquet files of a load, written the same way whoever makes them: the same rows give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.operations.warehouse.datasets import DICTIONARY
from baozhang.operations.warehouse.store import DICTIONARIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from baozhang.operations.warehouse.datasets import Dataset

ROW_GROUP: Final = 122_880
"""Rows that an engine reads or passes over together."""
_LEVEL: Final = 1
"""Of zstd: higher ones take twice the time and save a tenth."""


def path_of(staging: Path, dataset: Dataset, month: int, part: int) -> Path:
    """Where part `part` of a month (0: no months) stands in a load; its folder is made."""
    folder = staging / dataset.name / f"month={month}" if month else staging / dataset.name
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{part:05}.parquet"


def write_part(path: Path, rows: pa.Table) -> None:
    """Write rows that are in their order already."""
    pq.write_table(rows, path, compression="zstd", compression_level=_LEVEL, row_group_size=ROW_GROUP, store_schema=False)


def write_batches(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Write rows that are in their order already and come batch by batch; no file where there are none."""
    writer = None
    try:
        for batch in batches:
            if batch.num_rows:
                writer = writer or pq.ParquetWriter(path, schema, compression="zstd", compression_level=_LEVEL, store_schema=False)
                writer.write_table(pa.Table.from_batches([batch]).cast(schema), row_group_size=ROW_GROUP)
    finally:
        if writer is not None:
            writer.close()


def write_dictionary(staging: Path, name: str, entries: Iterable[tuple[int, str]]) -> None:
    """Write the codes that a load is the first to use."""
    folder = staging / DICTIONARIES
    folder.mkdir(exist_ok=True)
    codes, texts = zip(*entries, strict=True)
    columns = [pa.array(codes, pa.int64()), pa.array(texts, pa.string())]
    write_part(folder / f"{name}.parquet", pa.Table.from_arrays(columns, schema=DICTIONARY))
