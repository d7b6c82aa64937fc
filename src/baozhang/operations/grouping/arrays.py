"""Many cases as arrays: one array per number, and the codes of all cases behind each other with the places where each case begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from baozhang.operations.grouping.case import DAYS_PER_YEAR, INVALID, LEAST, plausible, whole_number
from baozhang.operations.grouping.conditions import Field, InDepartment
from baozhang.operations.grouping.lexicon import BLANK, Lexicon, conditions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from baozhang.operations.grouping.scheme import Scheme

    Numbers: TypeAlias = NDArray[np.int64]
    Ids: TypeAlias = NDArray[np.int32]
    Rows: TypeAlias = NDArray[np.int64]

NOTHING: Final = -(2**40)
"""Stands for a missing number."""
NO_NUMBER: Final = NOTHING + 1
"""Stands for something that is no possible number; whatever is greater is a number."""


class Codes(NamedTuple):
    """The codes of many cases.

    Those of case i are `ids[starts[i]:starts[i + 1]]`, the principal one first; `first` is that one, or a blank.
    """

    ids: Ids
    starts: Rows
    first: Ids

    def take(self, rows: Rows) -> Codes:
        """The codes of some cases only."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return Codes(self.ids[places], starts, self.first[rows])

    def owners(self, places: Rows) -> Rows:
        """The cases to which places in `ids` belong."""
        return np.searchsorted(self.starts, places, side="right") - 1


@dataclass(frozen=True, slots=True)
class CaseArrays:
    """The cases of a chunk, as `Case` has them, for one scheme."""

    numbers: Mapping[Field, Numbers]
    departments: Ids
    diagnoses: Codes
    procedures: Codes

    def __len__(self) -> int:
        """How many cases."""
        return len(self.diagnoses.first)

    def take(self, rows: Rows) -> CaseArrays:
        """Some of the cases."""
        numbers = {name: values[rows] for name, values in self.numbers.items()}
        return CaseArrays(numbers, self.departments[rows], self.diagnoses.take(rows), self.procedures.take(rows))


class Decoder:
    """Turns record batches with the columns of an input file into arrays."""

    def __init__(self, scheme: Scheme) -> None:
        """Number the codes and the departments that the scheme speaks of."""
        self.diagnoses = Lexicon(scheme, procedures=False)
        self.procedures = Lexicon(scheme, procedures=True)
        self.departments = sorted({atom.name for atom in conditions_of(scheme) if isinstance(atom, InDepartment)})

    def decode(self, batch: pa.RecordBatch) -> CaseArrays:
        """The arrays of a batch; a column that is absent counts as empty."""
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        rows = batch.num_rows
        numbers = {name: _numbers(name, columns[name.value]) if name.value in columns else np.full(rows, NOTHING) for name in Field}
        age, days = numbers[Field.AGE], numbers[Field.AGE_DAYS]
        numbers[Field.AGE] = np.where((age == NOTHING) & (days > NO_NUMBER), days // DAYS_PER_YEAR, age)
        return CaseArrays(
            numbers,
            self._departments(columns.get("department"), rows),
            _codes(columns.get("diagnoses"), rows, self.diagnoses),
            _codes(columns.get("procedures"), rows, self.procedures),
        )

    def _departments(self, column: pa.Array | None, rows: int) -> Ids:
        if column is None or not self.departments:
            return np.full(rows, -1, dtype=np.int32)
        found = pc.index_in(pc.utf8_trim_whitespace(_text(column)), value_set=pa.array(self.departments))
        return _int32(found.fill_null(-1))


def _int32(values: pa.Array) -> Ids:
    numbers: Ids = values.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return numbers


def _text(column: pa.Array) -> pa.Array:
    """Any column as text; a dictionary is decoded."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _numbers(name: Field, column: pa.Array) -> Numbers:
    if pa.types.is_integer(column.type):
        values = column.cast(pa.int64(), safe=False).fill_null(NOTHING).to_numpy(zero_copy_only=False)
        return _plausible(name, np.where((np.abs(values) >= 10**9) & (values != NOTHING), NO_NUMBER, values))
    if pa.types.is_floating(column.type):
        floats = column.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
        within = np.abs(floats) < 10**9
        whole = np.floor(np.where(within, floats, 0)).astype(np.int64)
        return _plausible(name, np.where(within, whole, np.where(np.isnan(floats), NOTHING, NO_NUMBER)))
    encoded = _text(column).dictionary_encode()
    read = [_stored(plausible(name, whole_number(text))) for text in encoded.dictionary.to_pylist()]
    numbers: Numbers = np.array([*read, NOTHING], dtype=np.int64)[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return numbers


def _stored(value: object) -> int:
    return value if isinstance(value, int) else NO_NUMBER if value is INVALID else NOTHING


def _plausible(name: Field, values: Numbers) -> Numbers:
    """`case.plausible` for an array."""
    if name is Field.GENDER:
        return values
    bad = values == NO_NUMBER
    low = (values < LEAST[name]) & (values > NO_NUMBER) if name in LEAST else np.zeros(len(values), dtype=np.bool_)
    return np.where(bad | low, NO_NUMBER if name is Field.AGE else NOTHING, values)


def _codes(column: pa.Array | None, rows: int, lexicon: Lexicon) -> Codes:
    if column is None:
        return Codes(np.zeros(0, np.int32), np.zeros(rows + 1, np.int64), np.full(rows, BLANK, np.int32))
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    listed = column.cast(pa.list_(pa.string())) if pa.types.is_list(column.type) or pa.types.is_large_list(column.type) else _split(column)
    starts = listed.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
    ids = lexicon.encode(listed.values.slice(starts[0], starts[-1] - starts[0]))
    starts -= starts[0]
    first = np.full(rows, BLANK, np.int32)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    first[filled] = ids[starts[filled]]
    return Codes(ids, starts, first)


def _split(column: pa.Array) -> pa.ListArray:
    return pc.split_pattern(_text(column), "|")
