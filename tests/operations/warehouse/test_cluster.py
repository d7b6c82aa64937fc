"""The contract: DuckDB and Spark say the same of the small city, row by row, in every view."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from baozhang.cli import main
from baozhang.errors import UsageError
from baozhang.operations.warehouse.engine import opened

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from baozhang.operations.warehouse import Warehouse

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # pyspark leaves its sockets to the garbage collector
]

QUERIES = (
    "select * from stays",
    "select * from enrolment",
    "select * from settlements_text where med_type = 21",
    "select c.text, sum(f.det_item_fee_sumamt) as fen from fee_lines f join dictionary_item c on c.code = f.med_list_codg group by c.text",
    "select month, count(*) as n from visits group by month",
    "select count(*) as n from planted p join persons o on o.psn_no = p.psn_no join procedures r on r.mdtrt_id = p.mdtrt_id",
)


def plain(value: Any) -> Any:  # noqa: ANN401  # whatever an engine returns
    """Sums are wider in DuckDB than on Spark, decimals may have more zeros."""
    if isinstance(value, Decimal):
        return value.normalize()
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def rows(answer: list[Any]) -> list[str]:
    return sorted(repr([plain(value) for value in row]) for row in answer)


def test_both_engines_say_the_same(session: SparkSession, city: Warehouse) -> None:
    from baozhang.operations.warehouse.cluster import asked_on_spark, know_on_spark  # noqa: PLC0415  # where pyspark is there

    know_on_spark(session, city, QUERIES)
    with opened(city) as connection:
        for sql in QUERIES:
            here, there = connection.execute(sql).fetchall(), list(asked_on_spark(session, sql))
            assert rows(here) == rows([tuple(row.values()) for batch in there for row in batch.to_pylist()]), sql
            assert here
    with pytest.raises(UsageError, match="不能在 Spark 上执行"):
        list(asked_on_spark(session, "select nothing from stays"))


def test_the_command_shows_the_same(
    session: SparkSession, city: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("baozhang.facts.spark.session.spark_session", lambda _: nullcontext(session))
    shown = []
    for engine in ("duckdb", "spark"):
        query = "select med_type, count(*) as n from visits group by med_type order by med_type"
        assert main(["warehouse", "query", "--warehouse", str(city.root), "--engine", engine, "--limit", "2", query]) == 0
        shown.append(capsys.readouterr())
    assert shown[0] == shown[1]
    assert "只显示前 2 行" in shown[1].err
