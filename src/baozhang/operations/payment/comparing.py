"""The same year under two sets of parameters: what each hospital would get for each group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from baozhang.operations.payment.arithmetic import shares

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Difference:
    """A hospital's cases of a group, and their share of the money, fen, before and after."""

    hospital: str
    code: str
    cases: int
    before: int
    after: int


def compare(before: pa.Table, after: pa.Table, pools: tuple[int, int]) -> list[Difference]:
    """Differences by hospital and group of two priced tables of the same cases; each side adds up to its pool (fen)."""
    with duckdb.connect() as connection:
        connection.register("before", before)
        connection.register("after", after)
        rows = connection.execute(
            "select b.hospital, b.code, count(*), sum(b.points)::hugeint, sum(a.points)::hugeint"
            " from before as b inner join after as a using (id) group by all order by all"
        ).fetchall()
    old = shares(pools[0], [row[3] for row in rows])
    new = shares(pools[1], [row[4] for row in rows])
    return [Difference(*row[:3], *amounts) for row, *amounts in zip(rows, old, new, strict=True)]
