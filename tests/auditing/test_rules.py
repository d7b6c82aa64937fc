"""The rules as a body: they load, run on an empty hub, and can be translated for Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from baozhang.auditing.identity_query import query_of
from baozhang.auditing.rule import Rule, cross_rules, every_rule, load_rules, parse_rule
from baozhang.auditing.tallies import REQUIRED_COLUMNS
from baozhang.auditing.warehouse import Warehouse
from baozhang.errors import UsageError
from baozhang.taxonomy.identities import load_identities

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERIES = [rule for rule in load_rules() if rule.sql]
WRITTEN = [rule for rule in every_rule() if rule.sql]

HEADER = """-- title: 例
-- severity: error
-- family: TAB
-- basis: 例
-- applies: final
-- needs: overview, income|spending
-- source: R-FA-001
-- message: {actual:wan}
-- figures: wan
--
-- A free comment.
select 1
"""


@pytest.fixture(name="empty", scope="module")
def _empty() -> Iterator[Warehouse]:
    """The hub of no document at all, and no documents that belong together."""
    with Warehouse([]) as warehouse:
        warehouse.add("partners", pa.table({name: pa.array([], pa.string()) for name in ("document_id", "relation", "partner_id", "why")}))
        yield warehouse


@pytest.mark.parametrize("rule", QUERIES, ids=lambda rule: rule.id)
def test_query_returns_what_its_message_uses(rule: Rule, empty: Warehouse) -> None:
    """A query runs on an empty hub and has every column the engine and the message need."""
    columns = set(empty.query(rule.sql).columns)
    used = rule.message.fields | (rule.suggestion.fields if rule.suggestion else frozenset())
    assert columns >= REQUIRED_COLUMNS | (used - {"difference"})


@pytest.mark.parametrize("rule", cross_rules(), ids=lambda rule: rule.id)
def test_query_over_several_documents_returns_what_its_message_uses(rule: Rule, empty: Warehouse) -> None:
    """As above, with the table that says which documents belong together."""
    columns = set(empty.query(rule.sql).columns)
    used = rule.message.fields | (rule.suggestion.fields if rule.suggestion else frozenset())
    assert columns >= REQUIRED_COLUMNS | (used - {"difference"})


def test_rules_are_for_one_document_or_for_several() -> None:
    assert {rule.family for rule in cross_rules()} == {"YOY"}
    assert not {rule.id for rule in cross_rules()} & {rule.id for rule in load_rules()}
    assert len(every_rule()) == len(cross_rules()) + len(load_rules())


@pytest.mark.parametrize("rule", WRITTEN, ids=lambda rule: rule.id)
def test_patterns_are_written_out(rule: Rule) -> None:
    """A pattern that comes out of a column is compiled anew for every row, a hundred times the price of matching it."""
    patterns = (exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace)
    asked = [node for node in sqlglot.parse_one(rule.sql, read="duckdb").walk() if isinstance(node, patterns)]
    assert not [node.sql() for node in asked if node.expression.find(exp.Column)]


@pytest.mark.parametrize(
    "sql", [*(rule.sql for rule in WRITTEN), query_of(load_identities())], ids=[*(rule.id for rule in WRITTEN), "identities"]
)
def test_query_translates_for_spark(sql: str) -> None:
    """Sqlglot knows every construct the query uses."""
    (translated,) = sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert translated


def test_parses_a_rule_file() -> None:
    """Header fields become fields of the rule; comments behind an empty comment are free."""
    rule = parse_rule("TAB-999.sql", HEADER)
    assert (rule.id, rule.needs, rule.applies) == ("TAB-999", ("overview", "income|spending"), "final")
    assert rule.sql.endswith("select 1")
    assert rule.applies_to("final")
    assert not rule.applies_to("budget")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("-- title: 例\n", "", "title"),
        ("-- title: 例", "-- titel: 例", "titel"),
        ("severity: error", "severity: grave", "grave"),
        ("family: TAB", "family: TXT", "TXT"),
        ("{actual:wan}", "{actual:gold}", "gold"),
        ("{actual:wan}", "{actual", "模板"),
        ("select 1", "", "查询"),
        ("-- figures: wan", "-- figures: wan\n-- figures: wan", "重复"),
        ("-- figures: wan", "-- figures: wan\n-- across: decade", "decade"),
    ],
)
def test_refuses_a_wrong_header(old: str, new: str, said: str) -> None:
    """The error names the file and what is wrong with it."""
    with pytest.raises(UsageError, match=said) as caught:
        parse_rule("TAB-999.sql", HEADER.replace(old, new))
    assert "TAB-999.sql" in str(caught.value)
