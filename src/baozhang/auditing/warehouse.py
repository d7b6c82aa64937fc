"""The hub of a batch of documents in DuckDB, ready for the rules' queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from threading import local
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self

import duckdb
import pyarrow as pa

from baozhang.auditing.references import reference_tables
from baozhang.auditing.views import named, views_read
from baozhang.errors import EvaluationError, UsageError
from baozhang.facts.opening import open_engine
from baozhang.facts.schemas import HUB, column_of, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    from duckdb.sqltypes import DuckDBPyType

    from baozhang.auditing.messages import Value
    from baozhang.facts.document import Document


def batch_ids(documents: Sequence[Document]) -> list[str]:
    """What the documents of a batch are called in it: their numbers. Queries join by these again and again; a hash is 64 characters."""
    return [str(number) for number in range(len(documents))]


def hub_of(documents: Sequence[Document]) -> Iterator[tuple[str, pa.Table]]:
    """The hub tables of several documents together, as Arrow, by name; `document_id` is the number in the batch.

    One table after another, so that a large batch is in memory once.
    """
    keys = batch_ids(documents)
    for name in HUB:
        schema = schema_of(name)
        of_documents = [one.rows(name) for one in documents]
        ids = [key for key, rows in zip(keys, of_documents, strict=True) for _ in rows]
        rows = [*chain.from_iterable(of_documents)]
        columns = [column_of(schema.field(at), rows) for at in range(1, len(schema))]
        yield name, pa.Table.from_arrays([pa.array(ids, pa.string()), *columns], schema=schema)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query returned: column names and rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]  # the columns of a rule are its own affair

    def place(self, column: str) -> int:
        """The position of a column."""
        return self.columns.index(column)


class Question(NamedTuple):
    """A rule's query. Cases that hold are counted; with `whole` they come out like the others."""

    sql: str
    whole: bool = False


class Outcome(NamedTuple):
    """What a rule's query says of one document: how many cases hold, and the cases wanted one by one, column by column.

    Of those that hold an engine may tell the references alone, as `agreed`.
    """

    document_id: str
    holding: int
    cases: Sequence[Mapping[str, Value]]
    agreed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a rule's query says of a batch: its columns, and one outcome for each document in which it found a case."""

    columns: frozenset[str]
    documents: Sequence[Outcome]


class Queries(Protocol):
    """An engine that has the hub of a batch loaded and answers the rules' SQL: DuckDB here, Spark elsewhere."""

    def __enter__(self) -> Self:
        """The engine itself."""
        ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let go of the batch."""
        ...

    def add(self, name: str, table: pa.Table) -> None:
        """Make a table known under `name`."""
        ...

    def query(self, sql: str) -> Answer:
        """The rows of `sql`, which is written in DuckDB's dialect."""
        ...

    def outcomes(self, questions: Sequence[Question]) -> Iterator[Outcomes | EvaluationError]:
        """What several rules' queries say, in order, or the error of one whose figures were too large.

        Nearly all cases hold: they are counted where they are found, only the others cross into Python.
        """
        ...


_CASES: Final = """
select document_id, {wanted} as listed
from ({sql}
) cases
"""
"""A case that is only counted is its document's id; every other one is a struct of all its columns."""

_OPTIMIZERS: Final = frozenset(
    {
        "build_side_probe_side", "column_lifetime", "cte_inlining", "deliminator", "expression_rewriter", "filter_pushdown", "join_order",
        "materialized_cte", "unnest_rewriter", "unused_columns",
    }
)  # fmt: skip
"""The optimizers that pay for themselves: a batch is small, planning a query costs more than running it."""


class Warehouse:
    """One in-memory database. It lives as long as the batch; nothing is written to disk."""

    def __init__(self, documents: Sequence[Document], threads: int = 1, see: Callable[[str, pa.Table], None] | None = None) -> None:
        """Load the hub. Native tables, not views on Arrow: a hundred rules scan them.

        With several `threads` as many queries run at a time, each on one: a single one is too small to be shared out. `see` is shown
        every hub table.
        """
        self._open(threads)
        self._plan_briefly()
        self.load(documents, see)

    def load(self, documents: Sequence[Document], see: Callable[[str, pa.Table], None] | None = None) -> None:
        """Take other documents in place of those that were given, before anything is asked of them."""
        for name, table in hub_of(documents):
            self.add(name, table)
            if see is not None:
                see(name, table)
        pa.default_memory_pool().release_unused()  # what the tables were made in; the queries need the room

    def _open(self, threads: int, database: str = ":memory:", *, files: bool = False, shared: str = "table") -> None:
        """An empty database that answers `threads` queries at a time, each on one thread, and reads `files` or not.

        Shared views are made as `shared`: as tables, or as views.
        """
        self._use(open_engine(database, files=files, threads=1), threads, shared)

    def _use(self, connection: duckdb.DuckDBPyConnection, threads: int, shared: str) -> None:
        """Answer by this connection, on which nothing is made yet."""
        self._connection = connection
        self._threads = threads
        self._own = local()
        self._shared = shared
        self._made: set[str] = set()

    def _plan_briefly(self) -> None:
        """Leave out the optimizers that cost more than they save where a hundred queries read small tables."""
        known = self._connection.execute("select name from duckdb_optimizers()").fetchall()
        idle = ",".join(name for (name,) in known if name not in _OPTIMIZERS)
        self._connection.execute(f"set global disabled_optimizers = '{idle}'")

    def _make_ready(self, queries: Sequence[str]) -> None:
        """Make the shared views and reference tables that queries read, unless they are there: a document without forms needs few."""
        views = [view for view in views_read(queries) if view.name not in self._made]
        tables = {name: table for name, table in reference_tables().items() if name not in self._made}
        for name in sorted(named([*queries, *(view.sql for view in views)], tables)):
            self.add(name, tables[name])
            self._made.add(name)
        for view in views:
            self._connection.execute(f'create or replace {self._shared} "{view.name}" as {view.sql}')
            self._made.add(view.name)

    def __enter__(self) -> Self:
        """The warehouse itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Free the memory."""
        self._own = local()
        self._connection.close()

    def add(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table known under `name`, copied."""
        self._connection.register("incoming", table)
        self._connection.execute(f'create or replace table "{name}" as select * from incoming')  # noqa: S608 -- names are ours
        self._connection.unregister("incoming")

    def query(self, sql: str) -> Answer:
        """The rows of a query; UsageError shows the query that could not be run, EvaluationError says figures were too large for it.

        Plain tuples: for a query of few rows, making a relation and an Arrow table costs more than running it.
        """
        self._make_ready([sql])
        cursor = self._run(sql)
        return Answer(tuple(column[0] for column in cursor.description), cursor.fetchall())

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread with the result of a query."""
        if not hasattr(self._own, "cursor"):
            self._own.cursor = self._connection.cursor()
        try:
            # several threads parse side by side within the execution; parsing apart from it lets no other thread run
            statement = _parsed(sql) if self._threads == 1 else _PARSED.get(sql, sql)
            cursor: duckdb.DuckDBPyConnection = self._own.cursor.execute(statement)
        except duckdb.OutOfRangeException as error:
            msg = f"数额超出可计算的范围：{error}"
            raise EvaluationError(msg) from error
        except duckdb.Error as error:
            msg = f"查询无法执行：{error}\n{sql}"
            raise UsageError(msg) from error
        return cursor

    def outcomes(self, questions: Sequence[Question]) -> Iterator[Outcomes | EvaluationError]:
        """What several rules' queries say, in order, or the error of one whose figures were too large."""
        self._make_ready([question.sql for question in questions])
        if self._threads == 1:
            yield from map(self._outcomes, questions)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # not needed for a folder, where processes share the work

        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(self._outcomes, questions)

    def _outcomes(self, question: Question) -> Outcomes | EvaluationError:
        try:
            cursor = self._run(_cases(question))
        except EvaluationError as error:
            return error
        columns = _columns(cursor.description[1][1])
        rows = cursor.fetchall()
        holding = Counter(document_id for document_id, case in rows if case is None or case["holds"])
        listed: dict[str, list[Mapping[str, Value]]] = defaultdict(list)
        for document_id, case in rows:
            if case is not None:
                listed[document_id].append(case)
        return Outcomes(columns, [Outcome(key, holding[key], listed.get(key, ())) for key in holding.keys() | listed.keys()])


def _cases(question: Question) -> str:
    """The cases of a rule's query as `_outcomes` reads them."""
    return _CASES.format(sql=question.sql, wanted="cases" if question.whole else "case when holds is not true then cases end")


_PARSED: Final[dict[str, duckdb.Statement]] = {}
"""Statements ready to be planned. Parsing is a quarter of a query's price before its first row: many batches pay it once."""


def _parsed(sql: str) -> duckdb.Statement:
    if sql not in _PARSED:
        (_PARSED[sql],) = duckdb.extract_statements(sql)
    return _PARSED[sql]


def parse(question: Question) -> None:
    """Parse a rule's query before it is asked, when there is time."""
    _parsed(_cases(question))


def _columns(case: DuckDBPyType) -> frozenset[str]:
    """The columns of a rule's query, from the type of a case."""
    return frozenset(name for name, _ in case.children)
