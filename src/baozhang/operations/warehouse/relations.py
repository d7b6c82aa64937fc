"""What a query may name, in DuckDB and on Spark alike: the datasets, `dictionary`, `code_lists`, `months`, and the shared views."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.operations.warehouse.datasets import DICTIONARY, Kind, choices, datasets
from baozhang.operations.warehouse.store import DICTIONARIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from baozhang.operations.warehouse.datasets import Dataset
    from baozhang.operations.warehouse.store import Load

MONTH: Final = pa.field("month", pa.int32(), nullable=False)
"""The partition, as 202403; datasets with months have it as their last column."""

MONTHS: Final = pa.schema([MONTH, pa.field("last_day", pa.date32(), nullable=False)])


@cache
def schema_of(relation: str) -> pa.Schema:
    """The columns of a dataset as queries see it, and of the dictionaries."""
    if relation == DICTIONARIES:
        return DICTIONARY
    dataset = datasets()[relation]
    return dataset.schema.append(MONTH) if dataset.month else dataset.schema


@cache
def shared_views() -> Mapping[str, str]:
    """Name and query of every shared view, in an order in which each finds what it reads."""
    folder = resources.files(__package__) / "views"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    written = {entry.name.removesuffix(".sql"): entry.read_text(encoding="utf-8") for entry in files}
    return written | {f"{name}{READABLE}": readable(dataset) for name, dataset in datasets().items()}


READABLE: Final = "_text"
"""What the name of a dataset is followed by in the name of its readable view."""


def readable(dataset: Dataset) -> str:
    """A dataset as the national interfaces have it, and as files are loaded: codes and identifiers as text, money in yuan."""
    columns, joins = [], []
    for field in dataset.fields:
        column, text = f"t.{field.name}", f"d_{field.name}.text"
        if field.kind in {Kind.KEY, Kind.CODE}:
            joins.append(f"left join dictionary_{field.of} d_{field.name} on d_{field.name}.code = {column}")
        written = {
            Kind.KEY: f"case when {column} >= 0 then cast({column} as varchar) else {text} end",
            Kind.CODE: text,
            Kind.FEN: f"{column} * cast(0.01 as decimal(3, 2))",
            Kind.PRICE: f"{column} * cast(0.000001 as decimal(7, 6))",
            Kind.SCALED: f"{column} * cast(0.0001 as decimal(5, 4))",
        }
        columns.append(f"{written.get(field.kind, column)} as {field.name}")
    return f"select {', '.join(columns)} from {dataset.name} t {' '.join(joins)}"  # noqa: S608  # names are ours


def files_of(loads: Sequence[Load], relation: str) -> list[Path]:
    """The files of a dataset, or `dictionaries/NAME`, in the order of loads, months and persons."""
    return [
        load.folder / part.path for load in loads for part in load.parts if part.path.startswith((f"{relation}/", f"{relation}.parquet"))
    ]


def dictionary_names() -> list[str]:
    """Every dictionary that some dataset refers to."""
    return sorted(frozenset().union(*(dataset.dictionaries for dataset in datasets().values())))


@cache
def code_lists() -> pa.Table:
    """The short lists as a relation: list, value, name, class."""
    rows = choices()
    return pa.table(
        {
            "list": pa.array([row.list for row in rows]),
            "value": pa.array([row.value for row in rows], pa.int16()),
            "name": pa.array([row.name for row in rows]),
            "class": pa.array([row.group for row in rows]),
        }
    )


def months_of(loads: Sequence[Load]) -> pa.Table:
    """The months that the loads have, each with its last day."""
    found = sorted({month_of(part.path) for load in loads for part in load.parts} - {0})
    days = [date(month // 100, month % 100, monthrange(month // 100, month % 100)[1]) for month in found]
    return pa.Table.from_arrays([pa.array(found, pa.int32()), pa.array(days, pa.date32())], schema=MONTHS)


def month_of(path: str) -> int:
    """The month in the path of a part, 0 if it has none.

    >>> month_of("visits/month=202403/00000.parquet"), month_of("persons/00000.parquet")
    (202403, 0)
    """
    _, _, rest = path.partition("/month=")
    return int(rest[:6]) if rest else 0
