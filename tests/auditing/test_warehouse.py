"""The engine of a batch: what is made when, and what is done once in a process."""

from __future__ import annotations

from baozhang.auditing.rule import load_rules
from baozhang.auditing.tallies import questions_of
from baozhang.auditing.warehouse import Question, Warehouse, batch_ids, hub_of, parse_ahead, parsed
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


def test_what_was_parsed_ahead_is_not_parsed_again() -> None:
    sql = "select document_id, true as holds, 'F' || fact as refs, value as actual, value as expected from facts"
    parse_ahead([Question(sql)])
    done = parsed.cache_info()
    with Warehouse([sample(account())]) as queries:
        (answer,) = queries.outcomes([Question(sql)])
    assert not isinstance(answer, Exception)
    assert parsed.cache_info().misses == done.misses
    assert parsed.cache_info().hits > done.hits


def test_every_query_of_the_rules_can_be_parsed_ahead() -> None:
    rules = load_rules()
    asked = questions_of(rules)
    parse_ahead(question for _, question in asked)
    assert [rule for rule, _ in asked] == [rule for rule in rules if rule.sql]
    assert any(question.whole for _, question in asked)
    assert not any(question.whole for _, question in questions_of([rule for rule in rules if rule.identity is None]))
