"""Shared views: each says what its rows are, is read by several rules, and translates to Spark."""

from __future__ import annotations

import re

import pytest
import sqlglot

from baozhang.auditing.identity_query import query_of
from baozhang.auditing.rule import load_rules
from baozhang.auditing.views import View, shared_views
from baozhang.facts.schemas import HUB


@pytest.mark.parametrize("view", shared_views(), ids=lambda view: str(view.name))
def test_a_view_is_explained_shared_and_portable(view: View) -> None:
    assert view.sql.startswith("-- ")
    assert view.name not in HUB
    readers = [rule.id for rule in load_rules() if re.search(rf"\b(?:from|join)\s+{view.name}\b", rule.sql)]
    readers += [rule.id for rule in load_rules() if rule.identity is not None and f"from {view.name}" in query_of([rule.identity])]
    others = [other.name for other in shared_views() if re.search(rf"\b(?:from|join)\s+{view.name}\b", other.sql)]
    assert len(readers) + len(others) > 1
    assert sqlglot.transpile(view.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


def test_a_view_comes_behind_the_views_it_reads() -> None:
    names = [view.name for view in shared_views()]
    assert names.index("pairs") < names.index("aligned")
