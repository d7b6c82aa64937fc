"""Cases for payment from the warehouse: settled stays with the group that grouping has put them into."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import InputError, UsageError
from baozhang.operations.grouping.files import CaseFile
from baozhang.operations.payment.case_files import ten_thousandths_of
from baozhang.operations.payment.engine import query
from baozhang.operations.payment.pricing import terms_table
from baozhang.operations.payment.relations import CASES
from baozhang.operations.warehouse.engine import opened

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.warehouse import Warehouse

_GROUPED: Final = pa.schema([("id", pa.string()), ("code", pa.string()), ("auxiliary", pa.int64())])


def read_grouped(path: Path) -> pa.Table:
    """Answers of `drg group` (column drg) or `dip group` (columns group, auxiliary): id, code, auxiliary coefficient in ten-thousandths.

    Raises InputError where the file has neither column.
    """
    file = CaseFile(path, columns=("id",), welcome=("drg", "group", "auxiliary"))
    parts = []
    for batch in file.batches():
        names = set(batch.schema.names)
        code = next((name for name in ("drg", "group") if name in names), None)
        if code is None:
            raise InputError(str(path), "没有 drg 列，也没有 group 列", "应为 baozhang drg group 或 baozhang dip group 的结果。")
        texts = pc.fill_null(pc.cast(batch.column(code), pa.string()), "")
        parts.append(pa.RecordBatch.from_arrays([pc.cast(batch.column("id"), pa.string()), texts, _auxiliary(batch)], schema=_GROUPED))
    return pa.Table.from_batches(parts, _GROUPED)


def _auxiliary(batch: pa.RecordBatch) -> pa.Array:
    if "auxiliary" not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.int64())
    texts = pc.cast(batch.column("auxiliary"), pa.string())
    return ten_thousandths_of(pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts))


def cases_of(warehouse: Warehouse, grouped: pa.Table, *, year: int = 0, by_name: bool = False) -> pa.Table:
    """The stays of a year (0: all) as cases of payment; hospitals by code, or by name where no name stands for two of them.

    Raises UsageError for names that are not unique.
    """
    with TemporaryDirectory(prefix="baozhang-") as spill, opened(warehouse, spill) as connection:
        if by_name:
            rows = connection.execute(
                "select hospital_name from stays group by hospital_name having count(distinct hospital) > 1 order by 1 limit 5"
            ).fetchall()
            if rows:
                raise UsageError(f"几家医疗机构同名：{'、'.join(str(row[0]) for row in rows)}；请去掉 --names，用编码区分。")
        connection.register("grouped", grouped)
        connection.register("terms", terms_table(year=year, by_name=by_name))
        return connection.sql(query("cases")).to_arrow_table().cast(CASES.schema)
