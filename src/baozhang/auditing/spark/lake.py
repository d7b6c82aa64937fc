"""The lake on a cluster: Spark reads the Parquet files and answers the rules; what fails is concluded here, from the rows it cites.

The files of the lake must be readable at the same path on every node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import functions as sf
from pyspark.sql.pandas.types import from_arrow_schema

from baozhang.auditing.lake.comparing import Comparison, compare
from baozhang.auditing.lake.engine import LakeEngine, queries_of
from baozhang.auditing.lake.examining import concluded, kept, results_of
from baozhang.auditing.lake.profiles import profiles_of
from baozhang.auditing.spark.across import know_compared_facts, on_cluster
from baozhang.auditing.spark.warehouse import SparkWarehouse
from baozhang.auditing.tallies import run_rules
from baozhang.auditing.views import views_read
from baozhang.errors import EvaluationError, UsageError
from baozhang.facts.lake.tables import lake_schema
from baozhang.facts.schemas import HUB
from baozhang.facts.spark.session import cause_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

    from baozhang.auditing.lake.examining import Task
    from baozhang.auditing.lake.results import Result
    from baozhang.auditing.rule import Rule
    from baozhang.facts.lake import Snapshot
    from baozhang.facts.lake.segments import Segment


def do_on_cluster(session: SparkSession, task: Task | Comparison) -> list[Segment]:
    """As `do`, with the rules asked on the cluster; UsageError when the cluster fails."""
    try:
        if isinstance(task, Comparison):
            return _compared(session, task)
        return [kept(task, _results(session, task.portion, task.rules.alone))]
    except (PySparkException, Py4JError) as error:
        msg = f"Spark 作业失败：{cause_of(error)}"
        raise UsageError(msg) from error


def _results(session: SparkSession, portion: Snapshot, rules: Sequence[Rule]) -> list[Result]:
    """Where figures overflow, the portion is examined here, so that all but the damaged documents are answered."""
    hub, views = hub_of_lake(session, portion), views_read(queries_of(rules))
    try:
        with LakeEngine(portion, ()) as here, SparkWarehouse(session, hub, portion.documents, views) as cluster:
            return concluded(here, run_rules(cluster, rules, profiles_of(here, rules)))
    except EvaluationError:
        return results_of(portion, rules)


def _compared(session: SparkSession, task: Comparison) -> list[Segment]:
    with SparkWarehouse(session, hub_of_lake(session, task.read), task.read.documents, ()) as warehouse:
        know_compared_facts(session, warehouse)
        return compare(task, on_cluster(warehouse))


def hub_of_lake(session: SparkSession, read: Snapshot) -> dict[str, DataFrame]:
    """The hub tables of a snapshot, each file read by whichever executor needs it."""
    return {name: _table(session, read, name) for name in HUB}


def _table(session: SparkSession, read: Snapshot, name: str) -> DataFrame:
    schema = from_arrow_schema(lake_schema(name))
    parts = [part for part in read.parts if name in part.files]
    whole = [str(part.files[name]) for part in parts if not part.hidden]
    frames = [session.read.schema(schema).parquet(*whole)] if whole else []
    for part in parts:
        if part.hidden:
            frame = session.read.schema(schema).parquet(str(part.files[name]))
            frames.append(frame.where(~sf.col("document_id").isin(list(part.hidden))))
    table = frames[0] if frames else session.createDataFrame([], schema)
    for frame in frames[1:]:
        table = table.union(frame)
    return table
