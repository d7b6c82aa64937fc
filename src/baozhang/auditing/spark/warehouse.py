"""The hub of a corpus on a Spark cluster, ready for the rules' queries: the same `Queries` as the warehouse in DuckDB.

Queries run in groups: a group is one Spark job whose rows are (query, document, cases that hold, the others as JSON), so that a
hundred small queries keep a cluster busy. A group in which figures overflow is run again query by query.

Rules join and group by document: the hub is dealt out by document_id once, and then no query has to move rows between machines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from pyspark.errors import ArithmeticException, PySparkException
from pyspark.sql import functions as sf

from baozhang.auditing.references import reference_tables
from baozhang.auditing.views import shared_views
from baozhang.auditing.warehouse import Answer, Outcome, Outcomes, Question, hub_of
from baozhang.errors import EvaluationError, UsageError
from baozhang.facts.spark.translation import to_spark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from baozhang.auditing.views import View
    from baozhang.facts.document import Document

T = TypeVar("T")

_GROUP: Final = 8
"""Questions per job: enough to keep a cluster busy, few enough that one plan of them all stays small."""

_PART: Final = 500
"""Fewer documents than this are not worth a task of their own in each of a hundred jobs."""

PLAIN: Final = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.optimizer.dynamicPartitionPruning.enabled": "false",
    "spark.sql.optimizer.runtime.bloomFilter.enabled": "false",
    "spark.sql.subexpressionElimination.enabled": "false",
    "spark.sql.exchange.reuse": "false",
    "spark.sql.ui.explainMode": "simple",
}
"""A corpus of one part is small: compiling a program for each query, a job for each of its joins, or looking for what else could be saved
would take longer than the query."""

_BY_DOCUMENT: Final = """
select document_id, count_if(holds) as holding, collect_list(case when {wanted} then struct(cases.*) end) as listed
from ({sql}
) cases
group by document_id
"""


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of a query, in order: what is needed to read its cases from JSON, in which a NULL is left out."""

    columns: tuple[str, ...]

    def outcome(self, document_id: str, holding: int, listed: str) -> Outcome:
        """What the query says of one document."""
        return Outcome(document_id, holding, [dict.fromkeys(self.columns) | case for case in json.loads(listed, parse_float=Decimal)])

    def rows(self, document_id: str, listed: str) -> list[tuple[Any, ...]]:
        """The cases as rows of an answer, in which the document has this id."""
        cases = ({**case, "document_id": document_id} for case in json.loads(listed, parse_float=Decimal))
        return [tuple(map(case.get, self.columns)) for case in cases]


class SparkWarehouse:
    """Tables and views of one corpus in a Spark session. It lives as long as the audit; the session goes on."""

    def __init__(self, session: SparkSession, hub: Mapping[str, DataFrame], documents: int, views: Sequence[View] | None = None) -> None:
        """Make the hub tables of so many `documents`, the reference tables and the shared views (None: all of them) known.

        UsageError when a view cannot be run.
        """
        self._session = session
        self._kept: list[DataFrame] = []
        self._parts = parts_for(session, documents)
        for name, value in PLAIN.items() if self._parts == 1 else ():
            session.conf.set(name, value)
        for name, frame in hub.items():
            self.know(name, frame)
        for name, table in reference_tables().items():
            self.add(name, table)
        for view in shared_views() if views is None else views:
            self._keep(view.name, self._frame(to_spark(view.sql)))

    @classmethod
    def holding(cls, session: SparkSession, documents: Sequence[Document]) -> Self:
        """The warehouse of documents that are at hand in this process."""
        return cls(session, {name: session.createDataFrame(table) for name, table in hub_of(documents)}, len(documents))

    def __enter__(self) -> Self:
        """The warehouse itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Free the memory of the cluster."""
        for frame in self._kept:
            frame.unpersist()

    def add(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table known under `name`. A frame made of it would take its rows along into every task that reads it."""
        self._named(name, self._session.createDataFrame(table).coalesce(1).localCheckpoint())

    def know(self, name: str, frame: DataFrame) -> None:
        """Make a frame with a document_id known under `name`, dealt out by document."""
        self._keep(name, frame.coalesce(1) if self._parts == 1 else frame.repartition(self._parts, "document_id"))

    def query(self, sql: str) -> Answer:
        """The rows of a query in DuckDB's dialect; UsageError for a wrong one, EvaluationError when figures were too large for it."""
        frame = self._frame(to_spark(sql))
        return Answer(tuple(frame.columns), [tuple(map(_plain, row)) for row in _run(frame.collect, [sql])])

    def outcomes(self, questions: Sequence[Question]) -> Iterator[Outcomes | EvaluationError]:
        """What several rules' queries say, in order, or the error of one whose figures were too large."""
        for group in _groups(questions):
            yield from self._outcomes(group)

    def _outcomes(self, questions: Sequence[Question]) -> list[Outcomes | EvaluationError]:
        forms, frame = self._packed(questions)
        try:
            rows = _run(frame.collect, [question.sql for question in questions])
        except EvaluationError as error:
            if len(questions) == 1:
                return [error]
            return [answer for question in questions for answer in self._outcomes([question])]
        told: list[list[Outcome]] = [[] for _ in questions]
        for at, document_id, holding, listed in rows:
            told[at].append(forms[at].outcome(document_id, holding, listed))
        return [Outcomes(frozenset(form.columns), documents) for form, documents in zip(forms, told, strict=True)]

    def answered(self, questions: Sequence[Question], told: Callable[[int], None]) -> tuple[dict[str, Form], DataFrame]:
        """The outcomes of several questions left where they are, on the cluster.

        Returns the form of every query that could be computed, by its SQL, and a frame of (sql, document_id, holding, listed). `told` is
        called with the number of questions answered so far.
        """
        forms: dict[str, Form] = {}
        frames: list[DataFrame] = []
        done = 0
        for group in _groups(questions):
            for those, part, frame in self._left(group):
                forms |= {question.sql: form for question, form in zip(those, part, strict=True)}
                names = sf.array(*(sf.lit(question.sql) for question in those))
                frames.append(frame.select(names[sf.col("query")].alias("sql"), "document_id", "holding", "listed"))
            done += len(group)
            told(done)
        if not frames:
            return forms, self._session.createDataFrame([], "sql string, document_id string, holding bigint, listed string")
        return forms, _union(frames)

    def _left(self, questions: Sequence[Question]) -> list[tuple[Sequence[Question], list[Form], DataFrame]]:
        forms, frame = self._packed(questions)
        try:  # without the queries they came from: planning what is asked of the answers with a hundred queries in it fills the driver
            return [(questions, forms, _run(frame.localCheckpoint, [question.sql for question in questions]))]
        except EvaluationError:
            if len(questions) == 1:
                return []
            return [answer for question in questions for answer in self._left([question])]

    def _packed(self, questions: Sequence[Question]) -> tuple[list[Form], DataFrame]:
        """The answers to several questions as one frame, not run yet: query (its place), document_id, holding, listed (JSON)."""
        forms, frames = [], []
        for at, question in enumerate(questions):
            wanted = "true" if question.whole else "holds is not true"
            frame = self._frame(_BY_DOCUMENT.format(sql=to_spark(question.sql), wanted=wanted))
            listed = frame.schema["listed"].dataType
            forms.append(Form(tuple(listed.elementType.fieldNames())))  # type: ignore[attr-defined]  # an array of structs, by the query above
            frames.append(frame.select(sf.lit(at).alias("query"), "document_id", "holding", sf.to_json("listed").alias("listed")))
        return forms, _union(frames)

    def _frame(self, sql: str) -> DataFrame:
        return _run(lambda: self._session.sql(sql), [sql])

    def _keep(self, name: str, frame: DataFrame) -> None:
        # Rows as they are for a small corpus: columns would need a compiled reader for each choice of them.
        self._named(name, frame.localCheckpoint() if self._parts == 1 else frame.persist())

    def _named(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)
        self._kept.append(frame)


def parts_for(session: SparkSession, documents: int) -> int:
    """Into how many parts a corpus is dealt out: as many as the session shuffles into, but none of only a few documents."""
    return max(1, min(int(session.conf.get("spark.sql.shuffle.partitions") or 1), documents // _PART))


def _groups(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for at in range(0, len(questions), _GROUP):
        yield questions[at : at + _GROUP]


def _union(frames: Sequence[DataFrame]) -> DataFrame:
    whole, *others = frames
    for other in others:
        whole = whole.union(other)
    return whole


def _plain(value: object) -> object:
    """A decimal without places is an integer, as a HUGEINT of DuckDB is."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0 else value


def _run(work: Callable[[], T], queries: Iterable[str]) -> T:
    """What `work` returns, with the exceptions of Spark told as ours."""
    try:
        return work()
    except ArithmeticException as error:
        msg = f"数额超出可计算的范围：{error.getCondition()}"
        raise EvaluationError(msg) from error
    except PySparkException as error:
        msg = f"Spark 未能执行查询：{error}\n" + "\n".join(queries)
        raise UsageError(msg) from error
