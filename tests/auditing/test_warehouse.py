"""The engine of a batch: what is made when, and what is done once in a process."""

from __future__ import annotations

import duckdb
import pytest

from baozhang.auditing.warehouse import Question, Warehouse, batch_ids, hub_of
from baozhang.errors import UsageError
from tests.auditing.samples import account, renamed, sample

TABLES = "select table_name from duckdb_tables()"


def test_shared_views_are_made_when_a_query_reads_them() -> None:
    with Warehouse([sample(account())]) as queries:
        before = {name for (name,) in queries.query(TABLES).rows}
        (told,) = queries.query("select count(*) from aligned").rows
        made = {name for (name,) in queries.query(TABLES).rows} - before
    assert told == (0,)
    assert made == {"aligned", "pairs"}  # with those it reads, and no others


def test_hub_tables_name_documents_by_their_number() -> None:
    documents = [sample(account()), renamed(sample(account()), "another")]
    tables = dict(hub_of(documents))
    assert set(tables["facts"]["document_id"].to_pylist()) == set(batch_ids(documents)) == {"0", "1"}
    assert tables["facts"].num_rows == sum(len(one.facts) for one in documents)
    assert tables["facts"]["value"].to_pylist() == [row.value for one in documents for row in one.facts]


def test_a_query_is_parsed_once_for_many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches follow each other on one thread; several threads, for a few documents, parse within the execution."""
    parse = duckdb.extract_statements
    seen: list[str] = []

    def parsing(sql: str) -> list[duckdb.Statement]:
        seen.append(sql)
        return parse(sql)

    monkeypatch.setattr(duckdb, "extract_statements", parsing)
    sql = "select document_id, true as holds, 'F' || fact as refs, value as actual, value as expected from facts -- once"
    told = []
    for threads in (1, 1, 2):
        with Warehouse([sample(account())], threads) as queries:
            told += [*queries.outcomes([Question(sql)])]
    assert len(seen) == 1
    assert told[0] == told[1] == told[2]


def test_a_wrong_query_is_told_in_our_words() -> None:
    for threads in (1, 2):
        with Warehouse([], threads) as queries, pytest.raises(UsageError, match="查询无法执行"):
            list(queries.outcomes([Question("select nothing from of all where")]))
