"""Files to be loaded, as rows of text: CSV (UTF-8, GBK, UTF-16; comma, tab, semicolon) or Parquet, chosen by content, in bounded memory.

Which dataset a file holds is told by its column names: those of the national interfaces, or their Chinese meanings.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from baozhang.errors import InputError
from baozhang.facts.encodings import encoding_of
from baozhang.operations.warehouse.datasets import datasets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from baozhang.operations.warehouse.datasets import Dataset

ROW: Final = "__row"
"""The number of the row in its file, the header being row 1; empty rows do not count."""

_PARQUET: Final = b"PAR1"
_BLOCK: Final = 1 << 23
_CHUNK: Final = 1 << 16
_AROUND: Final = " \t\r\n'\"="
_NOTHING: Final = pa.array(["", "null", "none", "nan", "nat", "\\n"])
_SEVERAL: Final = "、"


@dataclass(slots=True)
class Incoming:
    """A file and the dataset it holds; `positions` says in which column each field is. `misshapen` grows while the rows are read."""

    path: Path
    dataset: Dataset
    positions: Mapping[str, int]
    names: Sequence[str]
    ignored: Sequence[str]
    misshapen: list[int] = field(default_factory=list)
    """Numbers of rows that have more or fewer cells than the header."""
    _encoding: str = ""
    _delimiter: str = ","

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows: `ROW`, then every field as text (null where the file has no such column)."""
        try:
            number = 1
            for batch in self._parquet() if not self._encoding else self._csv():
                rows = self._numbered(number, batch.num_rows)
                number = rows[-1].as_py() if batch.num_rows else number
                yield self._arranged(batch, rows)
        except (OSError, UnicodeError, pa.ArrowException) as error:
            raise unreadable(self.path, error) from error

    def _numbered(self, last: int, count: int) -> pa.Array:
        """The numbers of the next `count` whole rows after row `last`."""
        later = sorted(number for number in self.misshapen if number > last)
        numbers = np.arange(last + 1, last + 1 + count + len(later))
        return pa.array(np.setdiff1d(numbers, later, assume_unique=True)[:count])

    def _arranged(self, batch: pa.RecordBatch, rows: pa.Array) -> pa.RecordBatch:
        nothing = pa.nulls(batch.num_rows, pa.string())
        columns = [_text(batch.column(self.positions[one.name])) if one.name in self.positions else nothing for one in self.dataset.fields]
        return pa.RecordBatch.from_arrays([rows, *columns], names=[ROW, *(one.name for one in self.dataset.fields)])

    def _parquet(self) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(self.path) as file:
            yield from file.iter_batches(batch_size=_CHUNK)

    def _csv(self) -> Iterator[pa.RecordBatch]:
        def refused(row: pacsv.InvalidRow) -> str:
            self.misshapen.append(row.number)
            return "skip"

        names = [str(position) for position in range(len(self.names))]
        yield from pacsv.open_csv(
            self.path,
            read_options=pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK, encoding=self._encoding, use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=self._delimiter, newlines_in_values=True, invalid_row_handler=refused),
            convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )


def _text(column: pa.Array) -> pa.Array:
    """Cells as text, without blanks and quotes around them; null where nothing is written."""
    text = column if pa.types.is_string(column.type) else column.cast(pa.string())
    trimmed = pc.utf8_trim(text, characters=_AROUND)
    return pc.if_else(pc.is_in(pc.utf8_lower(trimmed), value_set=_NOTHING), None, trimmed)


def recognised(path: Path) -> Incoming:
    """What a file holds; InputError for one that is not a table of any dataset."""
    try:
        with path.open("rb") as stream:
            parquet = stream.read(4) == _PARQUET
        encoding = "" if parquet else encoding_of(path)
        names, delimiter = (pq.read_schema(path).names, ",") if parquet else _header(path, encoding)
    except (OSError, UnicodeError, pa.ArrowException) as error:
        raise unreadable(path, error) from error
    spelled = [_plain(name) for name in names]
    found = {name: positions_of(dataset, spelled) for name, dataset in datasets().items() if name != "planted"}
    complete = {name: places for name, places in found.items() if not _missing(name, places)}
    if not complete:
        nearest = max(found, key=lambda name: len(found[name]) / len(datasets()[name].fields))
        lacking = _SEVERAL.join(_missing(nearest, found[nearest]))
        why = f"不能认出是哪个数据集，最接近“{datasets()[nearest].title}”，缺少列：{lacking}"
        raise InputError(path.name, why, "第一行应是列名，用国家接口的字段名，见 docs/reference/warehouse.md。")
    best = max(complete, key=lambda name: len(complete[name]))
    doubled = sorted(name for name in set(spelled) if spelled.count(name) > 1)
    if doubled:
        raise InputError(path.name, f"列名重复：{_SEVERAL.join(doubled)}", "请只保留一列。")
    used = set(complete[best].values())
    ignored = [name for position, name in enumerate(names) if position not in used]
    return Incoming(path, datasets()[best], complete[best], names, ignored, _encoding=encoding, _delimiter=delimiter)


def positions_of(dataset: Dataset, spelled: Sequence[str]) -> dict[str, int]:
    """Where each field stands among column names, by its name or its Chinese meaning."""
    places = {}
    for one in dataset.fields:
        known = [one.name, re.split("[（：；]", one.meaning)[0]]
        place = next((spelled.index(name) for name in known if name in spelled), None)
        if place is not None:
            places[one.name] = place
    return places


def _missing(name: str, places: Mapping[str, int]) -> list[str]:
    return [one.name for one in datasets()[name].fields if not one.optional and one.name not in places]


def _plain(name: str) -> str:
    return name.strip().removeprefix("\ufeff").strip("\"' ").lower()


def _header(path: Path, encoding: str) -> tuple[list[str], str]:
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        line = stream.readline(1 << 20).rstrip("\r\n")
    if not line.strip():
        raise InputError(path.name, "文件是空的", "第一行应是列名。")
    delimiter = max(",\t;", key=line.count)
    return next(csv.reader([line], delimiter=delimiter)), delimiter


def unreadable(path: Path, error: Exception) -> InputError:
    """What to say of a file that cannot be read; nothing of its content, which is about persons."""
    if isinstance(error, FileNotFoundError):
        return InputError(path.name, "没有这个文件", "请检查路径。")
    if isinstance(error, UnicodeError):
        why = f"第 {_undecodable(path)} 行有不能识别的字符，整个文件既不是 UTF-8、GBK，也不是 UTF-16"
        return InputError(path.name, why, "请修正这一行，或用 UTF-8 重新导出。")
    return InputError(path.name, "不能读取", "请确认是完整的 CSV 或 Parquet 文件，并且有权限读取。")


def _undecodable(path: Path) -> int:
    """The first line that is not UTF-8."""
    with path.open("rb") as stream:
        return next((number for number, line in enumerate(stream, 1) if "\ufffd" in line.decode("utf-8", "replace")), 1)
