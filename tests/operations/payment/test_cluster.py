"""The contract: DuckDB and Spark give the same rows for the queries of payment, over the example of every way of paying.

Spark takes seconds to plan each of them: the four with the most in them are asked in every run, all where BAOZHANG_EVERY_QUERY
is set.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pytest

from baozhang.operations.payment.clearing.cases import divide
from baozhang.operations.payment.engine import Engine, query
from baozhang.operations.payment.indicators import indicators
from baozhang.operations.payment.parameters import read_parameters
from baozhang.operations.payment.years import CasesYear, Sources, calculate, prepay, read_accounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # pyspark leaves its sockets to the garbage collector
]

FOLDER: Final = Path(__file__).parents[3] / "examples" / "payment"
INTRICATE: Final = ("groups", "points", "shares", "bed_days")
Asked = dict[str, tuple[dict[str, pa.Table], pa.Table]]
"""By query: the relations it knew, and its answer in DuckDB."""


@pytest.fixture(name="asked")
def asked_in_duckdb(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Every query, asked once on the way through the examples."""
    found: Asked = {}
    known: dict[str, pa.Table] = {}
    give, ask = Engine.give, Engine.ask

    def giving(engine: Engine, relations: Mapping[str, pa.Table]) -> None:
        known.update(relations)
        give(engine, relations)

    def asking(engine: Engine, name: str) -> pa.Table:
        before = {relation: known[relation] for relation in re.findall(r"(?:from|join) (\w+)", query(name)) if relation in known}
        answer = ask(engine, name)
        if name not in found or not found[name][1].num_rows:
            found[name] = (before, answer)
        known[name] = answer
        return answer

    monkeypatch.setattr(Engine, "give", giving)
    monkeypatch.setattr(Engine, "ask", asking)
    _walk()
    return found


def _walk() -> None:
    funds, files = {"": 200_000_000}, {name: FOLDER / f"{name}.csv" for name in ("病例", "历史病例", "床日病例", "签约人数", "各月申报")}
    for name in ("点数法", "点数法-新", "费率法", "分值法"):
        year = calculate(read_parameters(FOLDER / f"{name}.toml"), Sources(files["病例"], files["历史病例"]), scheme="S")
        assert isinstance(year, CasesYear)
        indicators(year.priced, year.cleared(funds, read_accounts([FOLDER / "往来.csv"], by_insurance=False)).amounts)
        prepay(year, funds)
    others = {
        "床日": Sources(files["床日病例"]),
        "人头": Sources(files["签约人数"], use=files["各月申报"]),
        "包干": Sources(FOLDER / "参保人数.csv", use=FOLDER / "使用情况.csv"),
        "集采留用": Sources(FOLDER / "集采约定.csv"),
    }
    for name, sources in others.items():
        calculate(read_parameters(FOLDER / f"{name}.toml"), sources, scheme="S")
    divide(
        pa.table({"pool": ["A"], "fen": [10**15 + 1]}),
        pa.table({"pool": ["A"] * 3, "item": ["x", "y", "z"], "weight": [10**12, 10**12, 1]}),
    )


def _rows(rows: list[dict[str, Any]]) -> list[str]:
    """Whole numbers may come as decimals."""
    return sorted(repr({name: int(value) if isinstance(value, Decimal) else value for name, value in row.items()}) for row in rows)


def test_both_engines_say_the_same(session: SparkSession, asked: Asked) -> None:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    from baozhang.facts.spark.translation import to_spark  # noqa: PLC0415  # where pyspark is there

    folder = FOLDER.parents[1] / "src" / "baozhang" / "operations" / "payment" / "queries"
    assert asked.keys() == {file.stem for file in folder.glob("*.sql")} - {"cases"}, "cases is asked of the warehouse"
    for name, (relations, here) in asked.items():
        translated = to_spark(query(name))
        if name not in INTRICATE and not os.environ.get("BAOZHANG_EVERY_QUERY"):
            continue
        for relation, table in relations.items():
            rows = [tuple(row.values()) for row in table.to_pylist()]
            session.createDataFrame(rows, from_arrow_schema(table.schema)).createOrReplaceTempView(relation)
        there = [row.asDict() for row in session.sql(translated).collect()]
        assert _rows(there) == _rows(here.to_pylist()), name
        assert there
