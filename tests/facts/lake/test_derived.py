"""Derived tables: the lake keeps what their queries say, and works out what an older program did not keep."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baozhang.auditing.lake.examining import results_of
from baozhang.auditing.rule import load_rules
from baozhang.facts.derived import DERIVED
from baozhang.facts.lake.compact import compact, mergeable
from baozhang.facts.lake.manifest import MANIFEST
from baozhang.facts.lake.tables import KEPT, lake_schema
from baozhang.facts.lake.verify import verify
from tests.facts.lake.samples import add, documents_in, files_with, lake_of, tiny, write_folder

if TYPE_CHECKING:
    from baozhang.facts.lake import Lake, Snapshot

EXAMPLES = sorted(path for path in (Path(__file__).parents[3] / "examples").iterdir() if path.suffix in {".md", ".txt"})

PINNED = {
    "cells-2026-11-26": "7033ab5cd29c4cc8",
    "own_cells-2026-11-26": "693b67fd9488d5e2",
    "summed_cells-2026-11-26": "6c06284e4b2647c8",
    "terms-2026-11-26": "47622e7f14e790d3",
}


def rows(snapshot: Snapshot, table: str) -> list[tuple[object, ...]]:
    """The rows of a table of the lake, in the order of the fields of its record."""
    names = ", ".join(f'"{field.name}"' for field in lake_schema(DERIVED[table].kept_as))
    with duckdb.connect(":memory:") as connection:
        return sorted(connection.sql(snapshot.select(table)).project(names).fetchall(), key=repr)


def made(snapshot: Snapshot) -> dict[str, list[tuple[object, ...]]]:
    """What the queries of the derived tables say of the rows of the hub."""
    with duckdb.connect(":memory:") as connection:
        for source in {source for one in DERIVED.values() for source in one.sources} - DERIVED.keys():
            connection.execute(f"create view {source} as {snapshot.select(source)}")
        for name, one in DERIVED.items():
            connection.execute(f"create view {name} as {one.sql}")
        names = {name: ", ".join(field.name for field in lake_schema(one.kept_as)) for name, one in DERIVED.items()}
        return {name: sorted(connection.table(name).project(listed).fetchall(), key=repr) for name, listed in names.items()}


def age(lake: Lake, year: int | None = None) -> None:
    """Make a lake, or a year of it, what it was when derived tables were not kept yet."""
    with closing(sqlite3.connect(lake.root / MANIFEST)) as db:
        listed = db.execute("select path, table_name, fiscal_year from files join segments using (segment)").fetchall()
        gone = [path for path, table, of in listed if table in KEPT and year in {None, of}]
        db.executemany("delete from files where path = ?", [(path,) for path in gone])
        db.commit()
    assert gone
    for path in gone:
        (lake.root / path).unlink()


def test_a_changed_query_has_a_new_day() -> None:
    """Rows that lakes keep are those of the query as it was on its day: give a changed one a new day, then its digest here."""
    digests = {
        one.kept_as: hashlib.sha256(" ".join(re.sub("--.*", "", one.sql).split()).encode()).hexdigest()[:16] for one in DERIVED.values()
    }
    assert digests == PINNED


@pytest.mark.parametrize("name", DERIVED)
def test_a_derived_table_is_explained_and_comes_behind_what_it_is_made_of(name: str) -> None:
    assert DERIVED[name].sql.startswith("-- ")
    before = [*DERIVED][: [*DERIVED].index(name)]
    assert {source for source in DERIVED[name].sources if source in DERIVED} <= set(before)


def test_the_lake_keeps_what_the_queries_say(tmp_path: Path) -> None:
    lake = lake_of(tmp_path / "lake", *EXAMPLES)
    snapshot = lake.snapshot()
    said = made(snapshot)
    assert all(said.values())
    assert {name: rows(snapshot, name) for name in DERIVED} == said
    assert not any(part.underived for part in snapshot.parts)
    kept = pa.concat_tables(pq.read_table(path, partitioning=None) for path in files_with(lake, DERIVED["cells"].kept_as))
    assert kept["high"].null_count > kept.num_rows // 2


def test_what_an_older_program_did_not_keep_is_worked_out_and_added_by_compaction(tmp_path: Path) -> None:
    lake = lake_of(tmp_path / "lake", *EXAMPLES)
    rules = load_rules()
    few = [rule for rule in rules if rule.id in {"TAB-101", "TXT-001", "TAB-216"}]
    said, documents = made(lake.snapshot()), documents_in(lake.snapshot())
    findings = [results_of(lake.snapshot(), asked) for asked in (rules, few)]
    age(lake, lake.snapshot().parts[0].fiscal_year)
    assert {part.underived for part in lake.snapshot().parts} == {True, False}
    for others in (False, True):
        if others:
            age(lake)
        older = lake.snapshot()
        assert {name: rows(older, name) for name in DERIVED} == said
        assert [results_of(older, asked) for asked in (rules, few)] == findings
    assert verify(lake, idle=True).problems == ()
    with lake.writer() as writer:
        assert sum(before for before, _ in compact(lake, writer)) == len(older.parts)
    newer = lake.snapshot()
    assert not any(part.underived for part in newer.parts)
    assert {name: rows(newer, name) for name in DERIVED} == said
    assert documents_in(newer) == documents
    assert mergeable(newer.parts) == 0
    assert verify(lake, idle=True).problems == ()


def test_rows_of_superseded_documents_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_folder(folder, 4, years=(2024,))
    lake = lake_of(tmp_path / "lake", folder)
    (folder / "0001.md").write_text(tiny(1, amount="9.00"), encoding="utf-8")
    add(lake, folder)
    snapshot = lake.snapshot()
    assert any(part.hidden for part in snapshot.parts)
    assert {name: rows(snapshot, name) for name in DERIVED} == made(snapshot)
    assert len({row[0] for row in rows(snapshot, "cells")}) == 4


def test_a_document_of_which_nothing_was_read_is_not_worked_out_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("某局部门决算\n\n没有数字的一段文字。\n", encoding="utf-8")
    lake = lake_of(tmp_path / "lake", path)
    (part,) = lake.snapshot().parts
    assert "facts" not in part.files
    assert not part.underived
    assert mergeable([part]) == 0
    assert rows(lake.snapshot(), "cells") == []
    assert verify(lake, idle=True).problems == ()


def test_compaction_takes_files_without_a_column_that_came_later(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 2, years=(2024,))
    lake = lake_of(tmp_path / "lake", tmp_path / "in" / "0000.md")
    add(lake, tmp_path / "in" / "0001.md")
    for path in files_with(lake, "statements"):
        pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["title"]), path)
    with lake.writer() as writer:
        assert list(compact(lake, writer)) == [(2, 1)]
    assert {statement.title for one in documents_in(lake.snapshot()).values() for statement in one.statements} == {""}
