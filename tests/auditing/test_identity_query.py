"""The query of the identities: with as much in it as the identities asked need, it says what the query of all says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.identity_query import query_of
from baozhang.reading import read_file
from baozhang.taxonomy.identities import load_identities
from tests.auditing.samples import IDENTITIES, audited

if TYPE_CHECKING:
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document
    from baozhang.taxonomy.identities import Identity

EXAMPLE = Path(__file__).parents[2] / "examples" / "final-account-with-defects.md"


def _kinds() -> list[Rule]:
    """One identity for every way in which identities choose their rows."""
    by_kind = {(rule.identity.total.select, _picks(rule.identity)): rule for rule in IDENTITIES if rule.identity is not None}
    return list(by_kind.values())


def _picks(identity: Identity) -> frozenset[tuple[str, bool]]:
    return frozenset((str(part.select), part.optional) for part in identity.parts)


@pytest.fixture(scope="module")
def example() -> Document:
    return read_file(EXAMPLE)


def test_an_identity_alone_says_what_it_says_among_all(example: Document) -> None:
    """Counts and reasons; findings are merged with others."""
    every = audited(example)
    kinds = _kinds()
    assert len(kinds) >= 8
    for rule in kinds:
        alone = audited(example, [rule])
        assert alone.counts == tuple(one for one in every.counts if one.rule == rule.id)
        assert alone.not_evaluated == tuple(one for one in every.not_evaluated if one.rule == rule.id)
    assert any(one.failed for one in every.counts)
    assert any(one.passed for one in every.counts)


def test_only_what_is_asked_is_in_the_query() -> None:
    """A sum of named cells groups no rows and looks at no other row."""
    (one,) = (identity for identity in load_identities() if identity.id == "TAB-215")
    sql = query_of([one])
    assert "grouped" not in sql
    assert "where statement = 'income' and item in ('total') and col in ('total')\n" in sql
    assert "or statement = 'overview' and item in ('income.total') and col in ('amount')\n" in sql


@pytest.mark.parametrize(("name", "cells"), [("TAB-101", "statement = 'income'"), ("TAB-122", "statement = 'fiscal'")])
def test_rows_are_summed_where_they_stand(name: str, cells: str) -> None:
    """Sums of the rows below a cell are read; other rows are grouped, in their statement alone, with every column that is printed."""
    (one,) = (identity for identity in load_identities() if identity.id == name)
    sql = query_of([one])
    assert f"from cells\n    where {cells}\n)" in sql
    assert ("from summed_cells" in sql) == (name == "TAB-101")
    assert ("level > 0 and statement in ('fiscal')" in sql) == (name == "TAB-122")
