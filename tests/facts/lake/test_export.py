"""Exports are harmless, exact and described."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baozhang.facts.lake.export import data_package, write_batches
from baozhang.facts.lake.tables import TABLES, lake_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

DANGEROUS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠A1")


def batches(**columns: Sequence[object]) -> list[pa.RecordBatch]:
    batch = pa.RecordBatch.from_pydict(columns)
    return [batch.slice(0, 0), batch]


def written(form: str, **columns: Sequence[object]) -> bytes:
    out = io.BytesIO()
    write_batches(iter(batches(**columns)), out, "query", form)
    return out.getvalue()


def test_formulas_are_neutralised_in_csv() -> None:
    rows = list(csv.reader(io.StringIO(written("csv", text=DANGEROUS).decode("utf-8-sig"), newline="")))
    assert rows == [["text"], *([f"'{text}"] for text in DANGEROUS)]


def test_names_of_columns_are_neutralised_too() -> None:
    assert written("csv", **{"=cmd()": [1]}).decode("utf-8-sig").splitlines() == ["'=cmd()", "1"]


def test_negative_figures_stay_figures() -> None:
    assert written("csv", value=[-5, None]).decode("utf-8-sig").splitlines() == ["value", "-5", '""']


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_a_list_of_objects(count: int) -> None:
    assert json.loads(written("json", n=[*range(count)])) == [{"n": at} for at in range(count)]


def test_money_of_a_table_is_in_yuan() -> None:
    schema = lake_schema("facts")
    values = {field.name: 12_345 if field.type == pa.int64() else False if field.type == pa.bool_() else "x" for field in schema}
    batch = pa.RecordBatch.from_pylist([values], schema=schema)
    out = io.BytesIO()
    write_batches(iter([batch.slice(0, 0), batch]), out, "facts", "csv", "facts")
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    assert (row["value"], row["line"]) == ("123.45", "12345")


def test_the_package_describes_every_file() -> None:
    out = io.BytesIO()
    schema = lake_schema("findings")
    exported = write_batches(iter([pa.RecordBatch.from_pylist([], schema=schema)]), out, "findings", "parquet", "findings")
    (resource,) = json.loads(data_package([exported], "导出"))["resources"]
    content = out.getvalue()
    assert (resource["path"], resource["bytes"]) == ("findings.parquet", len(content))
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert [field["name"] for field in resource["schema"]["fields"]] == schema.names
    assert pq.read_table(io.BytesIO(content)).schema.names == schema.names


def test_every_field_of_every_table_is_described() -> None:
    for table in TABLES:
        exported = write_batches(iter([pa.RecordBatch.from_pylist([], schema=lake_schema(table))]), io.BytesIO(), table, "csv", table)
        fields = json.loads(data_package([exported], ""))["resources"][0]["schema"]["fields"]
        assert [field["name"] for field in fields if not field.get("description") or field["type"] == "any"] == []
