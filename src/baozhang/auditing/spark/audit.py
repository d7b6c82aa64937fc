"""Audits files on a cluster: executors read them, Spark answers the rules, executors conclude; the driver sees paths and audits only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import functions as sf

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import Severity
from baozhang.auditing.identities import identity_tables
from baozhang.auditing.identity_query import query_of
from baozhang.auditing.lake.engine import queries_of
from baozhang.auditing.spark.across import compare_on_cluster
from baozhang.auditing.spark.reading import hub_on_cluster, pack, read_on_cluster, unpack
from baozhang.auditing.spark.recorded import Recorded
from baozhang.auditing.spark.warehouse import SparkWarehouse
from baozhang.auditing.tallies import questions_by_rule
from baozhang.auditing.views import views_read
from baozhang.auditing.warehouse import Question
from baozhang.errors import InputError, UsageError
from baozhang.facts.spark.session import cause_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyspark.sql import DataFrame, Row, SparkSession

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.spark.reading import Reader
    from baozhang.auditing.spark.warehouse import Form
    from baozhang.facts.document import Document
    from baozhang.reading import Source

    Finish = Callable[[DocumentAudit, Document], DocumentAudit]


def audit_on_cluster(
    session: SparkSession,
    sources: Sequence[Source],
    rules: Sequence[Rule],
    reader: Reader,
    finish: Finish,
    told: Callable[[str], None],
) -> Iterator[DocumentAudit | InputError]:
    """The audit of every file, or why it could not be read, in the order of `sources`; behind them the comparisons of documents.

    `reader` reads one file and `finish` fits an audit for its report, both on the executors; `told` is called with a Chinese line when
    a stage has been reached. UsageError when a query is wrong or the cluster fails.
    """
    alone, across = [rule for rule in rules if not rule.across], [rule for rule in rules if rule.across]
    files = read_on_cluster(session, sources, alone, reader)
    try:
        read = files.where("document_id is not null").count()
        told(f"已在集群上读取 {read} 份文件" + (f"，{len(sources) - read} 份无法读取" if read < len(sources) else ""))
        with SparkWarehouse(session, hub_on_cluster(files), read, views_read(queries_of(alone))) as warehouse:
            forms, answers = _answers(warehouse, files, alone, told)
            rows = files.select("position", "document_id", "outcome").join(answers, "document_id", "left").rdd
            outcomes = rows.mapPartitions(_concluding(alone, forms, finish)).persist(StorageLevel.MEMORY_AND_DISK)
            ordered = outcomes.sortByKey(keyfunc=int)  # type: ignore[type-var]  # pyspark's protocol of orderable keys does not know int
            yield from (unpack(packed) for _, packed in ordered.toLocalIterator(prefetchPartitions=True))
            outcomes.unpersist()
            yield from compare_on_cluster(session, warehouse, files, across)
    except (PySparkException, Py4JError) as error:
        msg = f"Spark 作业失败：{cause_of(error)}"
        raise UsageError(msg) from error
    finally:
        files.unpersist()


def _answers(
    warehouse: SparkWarehouse, files: DataFrame, rules: Sequence[Rule], told: Callable[[str], None]
) -> tuple[dict[str, Form], DataFrame]:
    """What every query says, gathered by document: first the rules, then the identities, which depend on what the rules found."""
    asked = [*questions_by_rule(rules).values()]
    forms, answers = warehouse.answered(asked, lambda done: told(f"已核对 {done}/{len(asked)} 条规则"))
    identities = [rule.identity for rule in rules if rule.identity is not None]
    if identities:
        for name, table in identity_tables(identities).items():
            warehouse.add(name, table)
        warehouse.know("identity_scope", files.selectExpr("explode(identities) as identity", "document_id").distinct())
        warehouse.know("contradicted", _contradicted(answers, [question.sql for question in asked if question.whole]))
        more, others = warehouse.answered(
            [Question(query_of(identities), whole=True)], lambda _: told(f"已核对 {len(identities)} 条勾稽关系")
        )
        forms, answers = forms | more, answers.union(others)
    one = sf.struct("sql", "holding", "listed")
    return forms, answers.groupBy("document_id").agg(sf.collect_list(one).alias("told"))


def _contradicted(answers: DataFrame, repeating: Sequence[str]) -> DataFrame:
    """Documents whose text contradicts a cell by more than rounding."""
    case = sf.from_json("listed", "array<struct<holds: boolean, severity: string>>")
    cases = answers.where(sf.col("sql").isin(list(repeating))).select("document_id", sf.explode(case).alias("case"))
    return cases.where(f"not case.holds and not case.severity <=> '{Severity.NOTE}'").select("document_id").distinct()


def _concluding(rules: Sequence[Rule], forms: Mapping[str, Form], finish: Finish) -> Callable[[Iterable[Row]], Iterator[tuple[int, bytes]]]:
    chosen, known = tuple(rules), dict(forms)

    def conclude(rows: Iterable[Row]) -> Iterator[tuple[int, bytes]]:
        for row in rows:
            outcome = unpack(bytes(row.outcome))
            if not isinstance(outcome, InputError):
                told = {row.document_id: {one.sql: (one.holding, one.listed) for one in row.told or ()}}
                (audit,) = evaluate([outcome], chosen, lambda documents, told=told: Recorded(documents, known, told))  # type: ignore[misc]
                outcome = finish(audit, outcome)
            yield row.position, pack(outcome)

    return conclude
