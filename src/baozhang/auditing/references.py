"""Reference tables the rules join besides the hub: classification codes, scoring schemes, words of indicators."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import pyarrow as pa

from baozhang.taxonomy import schemes
from baozhang.taxonomy.codes import Code, economic_codes, function_codes


@cache
def reference_tables() -> dict[str, pa.Table]:
    """Every reference table by name, as Arrow.

    `codes` holds one row per classification code: kind (`function` or `economic`), code, name, level, parent, years, staff.
    """
    tables = {name: pa.Table.from_pylist(rows) for name, rows in schemes.reference_tables().items()}
    return tables | {"codes": _codes()}


def _codes() -> pa.Table:
    def rows(kind: str, codes: tuple[Code, ...]) -> list[dict[str, object]]:
        return [{"kind": kind, **asdict(code)} for code in codes]

    schema = pa.schema(
        [(name, pa.string()) for name in ("kind", "code", "name")]
        + [("level", pa.int64()), ("parent", pa.string()), ("year_from", pa.int64()), ("year_to", pa.int64()), ("staff", pa.bool_())]
    )
    return pa.Table.from_pylist([*rows("function", function_codes()), *rows("economic", economic_codes())], schema=schema)
