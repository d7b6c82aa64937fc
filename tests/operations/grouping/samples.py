"""What the tests of grouping share: the example scheme, its cases, and published schemes where they are present."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pytest

from baozhang.operations.grouping.building import build_scheme, normalised
from baozhang.operations.grouping.case import Case, Grouping, Status, case_of
from baozhang.operations.grouping.importing import read_source
from baozhang.operations.grouping.scheme import Identity, Scheme
from baozhang.operations.grouping.tables import DRG_FORMS, Table

if TYPE_CHECKING:
    from baozhang.operations.grouping.vectorised import VectorisedGrouper

ROOT: Final = Path(__file__).parents[3]
EXAMPLE: Final = ROOT / "examples" / "drg"
SHARED: Final = Path("/work/shared/drg")
PUBLISHED: Final = ("chs_drg_11", "fuzhou_2022", "liaocheng_2022", "quanzhou_2023")

needs_published = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the published schemes are not in {SHARED}")


@cache
def example_tables() -> dict[str, Table]:
    """The tables of the example scheme."""
    source = read_source(EXAMPLE, "demo", DRG_FORMS)
    assert source.problems == ()
    return normalised(source.tables)


def changed(name: str, **columns: list[str]) -> dict[str, Table]:
    """The tables of the example with some columns of one of them replaced."""
    tables = example_tables()
    table = tables[name]
    return {**tables, name: replace(table, columns={**table.columns, **columns})}


def built(tables: dict[str, Table]) -> Scheme:
    """A scheme of tables that have no problem."""
    made = build_scheme(Identity("demo", "示例"), tables)
    assert made.problems == ()
    assert made.scheme is not None
    return made.scheme


@cache
def example() -> Scheme:
    """The example scheme."""
    return built(example_tables())


@cache
def published(name: str) -> Scheme:
    """A published scheme."""
    source = read_source(SHARED, name, DRG_FORMS)
    assert source.problems == ()
    return built(normalised(source.tables))


def example_rows() -> list[dict[str, str]]:
    """The rows of the example's file of cases."""
    with (EXAMPLE / "cases.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def expected() -> dict[str, Grouping]:
    """What each case of the example must be grouped to, worked out by hand."""
    with (EXAMPLE / "expected.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: Grouping(Status(row["status"]), row["mdc"], row["adrg"], row["drg"]) for row in csv.DictReader(stream)}


def case(diagnoses: str, procedures: str = "", **numbers: object) -> Case:
    """A woman of 40 unless said otherwise."""
    return case_of({"id": "1", "gender": 2, "age": 40, "diagnoses": diagnoses, "procedures": procedures, **numbers})


def grouped_together(grouper: VectorisedGrouper, rows: list[dict[str, object]]) -> list[Grouping]:
    """What the vectorised grouper answers for rows as they come from a file."""
    found = grouper.group(grouper.decoder.decode(pa.RecordBatch.from_pylist(rows)))
    return [grouper.answers[number] for number in found.tolist()]
