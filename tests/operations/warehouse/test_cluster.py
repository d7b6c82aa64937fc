"""The contract: DuckDB and Spark say the same of the small city, row by row, in every view."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

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
    "select c.text, sum(f.det_item_fee_sumamt) as fen from fee_lines f join dictionary c on c.code = f.med_list_codg group by c.text",
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

    know_on_spark(session, city)
    with opened(city) as connection:
        for sql in QUERIES:
            here, there = connection.execute(sql).fetchall(), asked_on_spark(session, sql).collect()
            assert rows(here) == rows(there), sql
            assert here
    with pytest.raises(UsageError, match="不能在 Spark 上执行"):
        asked_on_spark(session, "select nothing from stays")
