"""DuckDB with a part of the lake loaded instead of documents: as far as some rules look at it."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from duckdb.sqltypes import DuckDBPyType

from baozhang.auditing.identity_query import query_of
from baozhang.auditing.lake.profiles import needed_terms
from baozhang.auditing.views import named, views_read
from baozhang.auditing.warehouse import Outcome, Outcomes, Warehouse
from baozhang.errors import EvaluationError
from baozhang.facts.derived import DERIVED
from baozhang.facts.lake.snapshot import quoted
from baozhang.facts.schemas import HUB
from baozhang.taxonomy.identities import Select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    import duckdb

    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Question
    from baozhang.facts.document import Document
    from baozhang.facts.lake import Snapshot

FEW: Final = 8
"""So many rules scan the Parquet files themselves, reading only the columns and row groups they need; more share tables in memory."""

_MEMORY: Final = "600MB"
"""What the queries of one process may hold in memory; what is more goes to the folder for temporary files."""

_SPARE: Final[list[duckdb.DuckDBPyConnection]] = []
"""Connections that wait for the next portion in this process: to open and close one costs as much as a light query."""

_BY_DOCUMENT: Final = """
select document_id, count(*) filter (where holds) as holding, list(cases) filter (where holds is not true) as listed, {agreed} as agreed
from ({sql}
) cases
group by document_id
"""
"""One row per document: the cases that hold as a number, the others as a list."""

_AGREED: Final = "list(refs) filter (where holds)"
"""Of the cases that hold the references, where they are wanted: nothing else is looked at, and they are nearly all there are."""


_NUMBERED: Final = """
select n.number as document_id, r.* exclude (document_id) from ({rows}) r join numbered n on n.document_id = r.document_id
"""

_DIGITS: Final = 9
"""Digits of a document's number: as many for each, so that numbers as texts have the order of the ids."""


class NumberedWarehouse(Warehouse):
    """A warehouse over documents of the lake, called by numbers where queries join by them again and again: an id is 64 characters.

    The numbers have the order of the ids, and are texts like them.
    """

    ids: dict[str, str]
    """The document_id of what queries call a document; empty where they call it by its document_id."""

    def _spill(self, memory: str) -> None:
        """Hold no more than this in memory; what is more goes to the folder for temporary files."""
        self._connection.execute(f"set memory_limit = '{memory}'")
        self._connection.execute(f"set temp_directory = {quoted(str(Path(tempfile.gettempdir(), f'baozhang-{os.getpid()}')))}")

    def _number(self, part: Snapshot) -> None:
        keys = sorted(key for one in part.parts for key in one.documents)
        self.ids = {f"{number:0{_DIGITS}}": key for number, key in enumerate(keys)}
        self.add("numbered", pa.table({"document_id": pa.array(keys, pa.string()), "number": pa.array([*self.ids], pa.string())}))

    def _outcomes(self, question: Question) -> Outcomes | EvaluationError:
        """Over many documents the cases that hold are counted by the query: they are too many to cross one by one."""
        try:
            cursor = self._run(_BY_DOCUMENT.format(sql=question.sql, agreed=_AGREED if question.whole else "null"))
        except EvaluationError as error:
            return error
        listed: DuckDBPyType = cursor.description[2][1]
        ((_, case),) = listed.children
        columns = frozenset(name for name, _ in case.children) if isinstance(case, DuckDBPyType) else frozenset[str]()
        return Outcomes(columns, [Outcome(key, holding, cases or (), agreed or ()) for key, holding, cases, agreed in cursor.fetchall()])


class LakeEngine(NumberedWarehouse):
    """A warehouse over some parts of the lake, with what the rules read in memory when they are many.

    A few rules read the files: columns, row groups and statements that they do not ask for stay on the disk. To many rules a document's
    document_id is its number.
    """

    def __init__(self, part: Snapshot, rules: Sequence[Rule], threads: int = 1) -> None:
        """Make the hub tables and shared views that `rules` read; the other hub tables, and `lines`, are views once they are asked for."""
        queries = queries_of(rules)
        many = len(rules) > FEW
        self._older = any(one.underived for one in part.parts)
        self._lent = not many and threads == 1 and not self._older
        if self._lent and _SPARE:
            self._use(_SPARE.pop(), threads, "view")
        else:
            self._open(threads, files=True, shared="table" if many else "view")
            self._spill(_MEMORY)
        self.ids = {}
        if many:
            self._plan_briefly()
            self._number(part)
        facts = _condition(rules)
        rows = {name: part.select(name, facts) for name in (*HUB, "lines", *DERIVED)}
        self._rows = {name: _NUMBERED.format(rows=sql) for name, sql in rows.items()} if many else rows
        if many:
            self._load(queries)
        self._make_ready(queries)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Free the memory; a connection that holds nothing but views and a few small tables serves the next portion."""
        if self._lent and kind is None:
            self._own = local()
            _SPARE.append(self._connection)
        else:
            super().__exit__(kind, error, trace)

    def _load(self, queries: Sequence[str]) -> None:
        """Make tables of what queries read. Those of the hub are compressed, which is worth it for what a hundred queries scan."""
        self._ask_for(queries, "table", HUB)
        self._connection.execute("force checkpoint")
        self._ask_for(queries, "table", DERIVED)

    def _make_ready(self, queries: Sequence[str]) -> None:
        self._ask_for(queries, "view", self._rows)
        super()._make_ready(queries)

    def _ask_for(self, queries: Sequence[str], kind: str, among: Iterable[str]) -> None:
        """Make the tables of the lake that queries read, as tables or views, unless they are there: a view opens all of its files."""
        views = [view.sql for view in views_read(queries) if view.name not in DERIVED]
        read = named([*queries, *views], among)
        for name in sorted(read - self._made):
            once = self._older and name in DERIVED and not DERIVED.keys().isdisjoint(DERIVED[name].sources)  # dear where it is not kept
            self._connection.execute(f'create or replace {"table" if once else kind} "{name}" as {self._rows[name]}')
            self._made.add(name)

    def table(self, sql: str) -> pa.Table:
        """The rows of a query as an Arrow table."""
        self._make_ready([sql])
        return self._connection.sql(sql).to_arrow_table()

    def original(self, document: Document) -> Document:
        """A document made of rows of this engine, under its own document_id."""
        key = self.ids.get(document.about.document_id)
        return document if key is None else replace(document, about=replace(document.about, document_id=key))


def queries_of(rules: Sequence[Rule]) -> list[str]:
    """The SQL that examines some rules: that of the identities once, whatever their number."""
    identities = [rule.identity for rule in rules if rule.identity is not None]
    return [rule.sql for rule in rules if rule.identity is None] + ([query_of(identities)] if identities else [])


def _condition(rules: Sequence[Rule]) -> str:
    """The condition on facts under which some rules look at them.

    Identities alone look at the facts of a few statements: those they name, and those that say whether they apply. When they name every
    cell, and no cell says whether they apply, the other rows of these statements are left on the disk as well.
    """
    identities = [rule.identity for rule in rules if rule.identity is not None]
    if not rules or len(identities) < len(rules):
        return ""
    sums = [term for one in identities for term in (one.total, *one.parts)]
    conditions = [term for one in identities for term in (*one.given, *one.unless)]
    statements = {term.statement for term in (*sums, *conditions)} | needed_terms(rules)
    among = f" where statement in ({', '.join(map(quoted, sorted(statements)))})"
    if conditions or any(term.select is not Select.EXACT for term in sums):
        return among
    return f"{among} and item in ({', '.join(map(quoted, sorted({term.item for term in sums})))})"
