"""Kept results are only added, tampering is seen, and a result measured again is compared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from baozhang.errors import InputError
from baozhang.performance.measures.results import DATA_CHANGED, QUERY_CHANGED, SAME, VALUE_CHANGED, compare, keep, kept_results, latest
from tests.performance.measures.test_measured import RATE

if TYPE_CHECKING:
    from pathlib import Path


def test_results_are_added_and_read_back(tmp_path: Path) -> None:
    """In their order, without loss; of one measure with one period and parameters the last one counts."""
    file = tmp_path / "results.db"
    other = replace(RATE, parameters=(("分母口径", "户籍人口"),))
    newer = replace(RATE, value=Decimal("97.40"))
    keep(file, [RATE, other])
    keep(file, [newer])
    assert kept_results(file) == (RATE, other, newer)
    assert latest(kept_results(file)) == (newer, other)


@pytest.mark.parametrize("sql", ["update result set content = '{}'", "delete from result"])
def test_results_cannot_be_changed(tmp_path: Path, sql: str) -> None:
    """Not by anybody who opens the file with a database tool."""
    file = tmp_path / "results.db"
    keep(file, [RATE])
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match="only added"):
        connection.execute(sql)


@pytest.mark.parametrize(
    "sql", ["update result set content = replace(content, '97.35', '99.99') where number = 1", "delete from result where number = 1"]
)
def test_a_change_behind_the_triggers_is_seen(tmp_path: Path, sql: str) -> None:
    """The chain of digests breaks; nothing is read or added any more."""
    file = tmp_path / "results.db"
    keep(file, [RATE, RATE])
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"drop trigger result_is_kept; drop trigger result_stays; {sql};")
    with pytest.raises(InputError, match="第 1 条结果被改动过"):
        kept_results(file)
    with pytest.raises(InputError, match="第 1 条结果被改动过"):
        keep(file, [RATE])


def test_what_is_no_result_file(tmp_path: Path) -> None:
    """A missing file, another file, a folder that does not exist."""
    file = tmp_path / "results.db"
    with pytest.raises(InputError, match="没有这个结果文件"):
        kept_results(file)
    file.write_text("no database, but long enough to be looked at\n" * 40, encoding="utf-8")
    with pytest.raises(InputError, match="不能读写"):
        kept_results(file)
    with pytest.raises(InputError, match="不能读写"):
        keep(tmp_path / "none" / "results.db", [RATE])


def test_comparison_says_what_changed() -> None:
    """Query, data, value; a side that rounding hides is a changed value too."""
    assert compare(RATE, RATE).changes == (SAME,)
    assert compare(RATE, replace(RATE, query_digest="x")).changes == (QUERY_CHANGED,)
    assert compare(RATE, replace(RATE, data_digest="x", numerator=Decimal(1946))).changes == (DATA_CHANGED, VALUE_CHANGED)
    assert compare(RATE, replace(RATE, value=Decimal(1), query_digest="x")).changes == (QUERY_CHANGED, VALUE_CHANGED)
