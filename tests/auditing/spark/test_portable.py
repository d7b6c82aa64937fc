"""The rules use only what means the same on both engines; found by parsing, in no time and without Spark."""

from __future__ import annotations

import pytest

from baozhang.auditing.identity_query import query_of
from baozhang.auditing.rule import Rule, every_rule
from baozhang.auditing.views import View, shared_views
from baozhang.errors import UsageError
from baozhang.facts.spark.portable import unportable
from baozhang.facts.spark.translation import java_pattern, to_spark
from baozhang.taxonomy.identities import load_identities


@pytest.mark.parametrize("rule", [rule for rule in every_rule() if rule.sql], ids=lambda rule: rule.id)
def test_a_rule_is_portable(rule: Rule) -> None:
    assert unportable(rule.sql) == []


@pytest.mark.parametrize("view", shared_views(), ids=lambda view: str(view.name))
def test_a_shared_view_is_portable(view: View) -> None:
    assert unportable(view.sql) == []


def test_the_query_of_the_identities_is_portable() -> None:
    """But for the order in which it lists the parts of a sum: they are sorted when they are read."""
    assert [trouble for trouble in unportable(query_of(load_identities())) if "order by" not in trouble] == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("list_transform(a, x -> x + 1)", "not among"),
        ("array_agg(a)", "not among"),
        ("median(a)", "not among"),
        ("string_agg(a, ',')", "order by"),
        ("row_number() over (partition by a)", "order by"),
        ("cast(a / 100 as bigint)", "round"),
        ("cast(a / 100 * 3 as varchar)", "written"),
        ("cast(a / 100 as decimal(18, 2))", "written"),
        ("regexp_replace(a, 'b', '')", "'g'"),
        ("regexp_replace(a, '(b)', '\\1', 'g')", "replacement"),
        ("regexp_matches(a, '\\w+')", "backslash"),
        ("trim(a)", "which"),
        ("a like 'x\\_%'", "backslash"),
        ("substr(a, 0, 2)", "begins at 1"),
        ("(select max(b) from u where u.a = t.a), count(*)", "subquery"),
    ],
)
def test_what_would_differ_is_refused(expression: str, said: str) -> None:
    group = " group by a" if "count(*)" in expression else ""
    assert any(said in trouble for trouble in unportable(f"select {expression} as x from t{group}"))  # noqa: S608 -- the test's own words


@pytest.mark.parametrize("sql", ["select a from t limit 1", "select b from (select a as b from t limit 3) u"])
def test_a_choice_of_rows_is_refused(sql: str) -> None:
    assert any("engine's choice" in trouble for trouble in unportable(sql))


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("^([a-z_]+)[[]", r"^([a-z_]+)[\[]"),
        ("[]][.](.*)$", r"(?d)[\]][.](.*)\z"),
        ("[[]([^]]*)[]]", r"[\[]([^\]]*)[\]]"),
        (r"[$]a\$b$|c$", r"[$]a\$b\z|c\z"),
        ("[^一-龥&]", r"[^一-龥\&]"),
    ],
)
def test_patterns_are_written_in_java(pattern: str, written: str) -> None:
    assert java_pattern(pattern) == written


def test_division_is_of_doubles_and_never_by_zero() -> None:
    assert to_spark("select a / (b / c) from t") == (
        "SELECT TRY_DIVIDE(CAST(a AS DOUBLE), CAST((TRY_DIVIDE(CAST(b AS DOUBLE), CAST(c AS DOUBLE))) AS DOUBLE)) FROM t"
    )


@pytest.mark.parametrize("sql", ["selct 1", "select 1; select 2", ""])
def test_what_is_no_query_is_refused(sql: str) -> None:
    with pytest.raises(UsageError):
        to_spark(sql)
