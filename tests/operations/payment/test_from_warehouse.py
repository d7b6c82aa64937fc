"""From the warehouse of a small city to cleared payment: every settled stay is a case, and every fen of the budget has its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from baozhang.cli import main
from baozhang.errors import InputError
from baozhang.operations.payment.clearing.cases import clear_cases
from baozhang.operations.payment.from_warehouse import cases_of, read_grouped
from baozhang.operations.payment.pricing import price
from baozhang.operations.warehouse.engine import opened
from tests.operations.payment.samples import DATA, of_cases

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.warehouse import Warehouse


def _grouped(city: Warehouse, path: Path) -> Path:
    """Answers of grouping without a scheme: the chapter of the principal diagnosis, none for some."""
    with opened(city) as connection:
        rows = connection.sql("select id, case when id % 50 = 0 then null else left(diagnoses, 1) end as drg from stays").to_arrow_table()
    pq.write_table(rows, path)
    return path


def test_stays_become_cases_and_are_cleared(city: Warehouse, tmp_path: Path) -> None:
    grouped = read_grouped(_grouped(city, tmp_path / "grouped.parquet"))
    cases = cases_of(city, grouped)
    with opened(city) as connection:
        [(stays, cost, hospitals)] = connection.execute("select count(*), sum(cost), count(distinct hospital) from stays").fetchall()
    assert (cases.num_rows, pc.sum(cases["cost"]).as_py()) == (stays, cost)
    assert set(cases["insurance"].to_pylist()) == {"职工", "居民"}
    assert set(pc.utf8_slice_codeunits(cases["month"], 0, 5).to_pylist()) == {"2024-"}
    named = cases_of(city, grouped, year=2024, by_name=True)
    assert len(set(named["hospital"].to_pylist())) == hospitals
    assert cases_of(city, grouped, year=2023).num_rows == 0
    priced = price(cases, cases, replace(of_cases("drg-points-example"), least_cases=1), scheme="S")
    assert clear_cases(priced, {"职工": 10**9, "居民": 10**9 + 1}).clearing.accounted() == {"职工": 10**9, "居民": 10**9 + 1}


def test_the_command_writes_a_file_that_payment_reads(city: Warehouse, tmp_path: Path) -> None:
    grouped, cases = _grouped(city, tmp_path / "grouped.parquet"), tmp_path / "cases.parquet"
    assert main(["payment", "cases", "--warehouse", str(city.root), "--grouped", str(grouped), "--output", str(cases)]) == 0
    call = ["payment", "run", "--input", str(cases), "--scheme", "S", "--parameters", str(DATA / "drg-points-example.toml")]
    assert main([*call, "--output", str(tmp_path / "points.parquet")]) == 0
    assert pq.read_table(tmp_path / "points.parquet").num_rows == pq.read_table(cases).num_rows


def test_answers_of_dip_bring_their_coefficient(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["1", "2"], "group": ["J18-BS", None], "auxiliary": ["1.12", ""]}), tmp_path / "dip.parquet")
    assert read_grouped(tmp_path / "dip.parquet").to_pylist() == [
        {"id": "1", "code": "J18-BS", "auxiliary": 11_200},
        {"id": "2", "code": "", "auxiliary": None},
    ]
    pq.write_table(pa.table({"id": ["1"]}), tmp_path / "none.parquet")
    with pytest.raises(InputError, match="没有 drg 列"):
        read_grouped(tmp_path / "none.parquet")
