"""Files of grouped cases and of hospitals' claims, CSV or Parquet, all or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import InputError
from baozhang.operations.grouping.files import CaseFile
from baozhang.operations.payment.pricing import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.payment.clearing import Claim

ACCOUNTS: Final = pa.schema([("id", pa.string()), ("prepaid", pa.int64()), ("deducted", pa.int64()), ("rewarded", pa.int64())])
"""By hospital (its code in the column id), fen: prepaid over the year, deducted, rewarded."""


def read_cases(path: Path) -> pa.Table:
    """Grouped cases; other columns are passed over.

    Raises InputError for missing columns, broken rows, and amounts that are not whole fen.
    """
    return _read(path, CASES)


def with_accounts(claims: list[Claim], path: Path) -> list[Claim]:
    """The claims with what a file says was prepaid, deducted and rewarded.

    Raises InputError for a hospital that stands twice, or has no case and would be lost.
    """
    rows = _read(path, ACCOUNTS).to_pylist()
    times = Counter(row["id"] for row in rows)
    known = {claim.hospital for claim in claims}
    wrong = sorted(hospital for hospital, count in times.items() if count > 1 or hospital not in known)
    if wrong:
        raise InputError(str(path), f"医疗机构重复或没有病例：{'、'.join(wrong[:5])}", "每家机构一行，编码应与病例文件一致。")
    accounts = {row.pop("id"): row for row in rows}
    return [replace(claim, **accounts.get(claim.hospital, {})) for claim in claims]


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    file = CaseFile(path, columns=tuple(schema.names))
    batches = [_typed(path, batch, schema) for batch in file.batches()]
    if file.unreadable:
        raise InputError(
            str(path), f"有 {len(file.unreadable)} 行的列数不对，例如 {file.unreadable[0]}", "请改正后重算，没有算出任何结果。"
        )
    return pa.Table.from_batches(batches, schema)


def _typed(path: Path, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in schema:
        try:
            columns.append(pc.cast(batch.column(field.name), field.type))
        except pa.ArrowException as error:
            raise InputError(
                str(path), f"{field.name} 列有不是整数分的值（{str(error).splitlines()[0][:80]}）", "金额以分为单位，写成整数。"
            ) from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)
