"""Files of cases, institutions and accounts, CSV or Parquet, all or nothing: a row that cannot be used stops the calculation by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import InputError
from baozhang.operations.grouping.files import CaseFile
from baozhang.operations.payment.relations import WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.payment.relations import Column, Relation

_ADVICE = {"count": "应为不小于 0 的整数。", "fen": "金额以分为单位，写成不小于 0 的整数。", "factor": "应为不小于 0、至多四位小数的数。"}


def read_relation(path: Path, relation: Relation) -> pa.Table:
    """A file of this kind; other columns are passed over, missing ones that may be missing hold their default.

    Raises InputError for missing columns, broken rows, cells that are no figures or negative, empty keys, and rows that come twice.
    """
    required = tuple(column.name for column in relation.columns if column.required)
    optional = tuple(column.name for column in relation.columns if not column.required)
    file = CaseFile(path, columns=required, welcome=optional)
    batches = [_typed(path, batch, relation) for batch in file.batches()]
    if file.unreadable:
        shown = file.unreadable[0]
        raise InputError(str(path), f"有 {len(file.unreadable)} 行的列数不对，例如 {shown}", "请改正后重算，没有算出任何结果。")
    table = pa.Table.from_batches(batches, relation.schema)
    _check_key(path, table, relation)
    return table


def _typed(path: Path, batch: pa.RecordBatch, relation: Relation) -> pa.RecordBatch:
    present = set(batch.schema.names)
    columns = [
        _column(path, batch.column(column.name), column) if column.name in present else _default(column, batch.num_rows)
        for column in relation.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=relation.schema)


def _default(column: Column, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(column.default, column.type), rows)


def _column(path: Path, values: pa.Array, column: Column) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_string(values.type):
        trimmed = pc.utf8_trim_whitespace(values)
        values = trimmed if column.kind == "text" else pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    try:
        found = _exact(values, column)
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0][:80]
        raise InputError(str(path), f"{column.name}（{column.meaning}）列有不能使用的值（{reason}）", _ADVICE[column.kind]) from error
    if column.kind != "text" and found.null_count < len(found) and pc.min(found).as_py() < 0:
        raise InputError(str(path), f"{column.name}（{column.meaning}）列有负数 {pc.min(found).as_py()}", _ADVICE[column.kind])
    empty = found.null_count if column.kind != "text" or column.blank else found.null_count + (pc.sum(pc.equal(found, "")).as_py() or 0)
    if empty and column.required:
        raise InputError(str(path), f"{column.name}（{column.meaning}）列有 {empty} 行是空的", "请补齐后重算，没有算出任何结果。")
    return found if column.nullable or not found.null_count else pc.fill_null(found, pa.scalar(column.default, column.type))


def _exact(values: pa.Array, column: Column) -> pa.Array:
    if column.kind != "factor":
        return pc.cast(values, column.type)
    if pa.types.is_floating(values.type):
        raise pa.ArrowInvalid("浮点数不精确，请用文字或定点小数")
    return ten_thousandths_of(values)


def ten_thousandths_of(values: pa.Array) -> pa.Array:
    """Texts, whole numbers or decimals of at most four decimals as whole ten-thousandths; pyarrow's own error for anything else."""
    exact = pc.cast(values, pa.decimal128(23, 4) if pa.types.is_integer(values.type) else pa.decimal128(18, 4))
    return pc.cast(pc.cast(pc.multiply(exact, pa.scalar(WHOLE, pa.decimal128(5, 0))), pa.decimal128(22, 0)), pa.int64())


def _check_key(path: Path, table: pa.Table, relation: Relation) -> None:
    counted = table.group_by(list(relation.key)).aggregate([([], "count_all")])
    twice = counted.filter(pc.greater(counted["count_all"], 1)).slice(0, 5).to_pylist()
    if twice:
        shown = "、".join(" ".join(str(row[name]) for name in relation.key if row[name]) for row in twice)
        raise InputError(str(path), f"{relation.title}重复：{shown}", f"{'、'.join(relation.key)} 相同的只能有一行。")
