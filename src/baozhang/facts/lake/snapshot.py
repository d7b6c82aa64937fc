"""A snapshot: the files of one state of the lake, and which of their rows do not count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.facts.derived import DERIVED
from baozhang.facts.lake.keeping import unpacked
from baozhang.facts.lake.tables import lake_schema

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from baozhang.facts.derived import Derived

READ: Final = "read"
"""The shelf of what was read."""

_TYPES: Final = {pa.string(): "varchar", pa.int64(): "bigint", pa.bool_(): "boolean"}


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as a snapshot sees it: its files by table, its documents that count, and those whose rows are to be passed over."""

    segment: str
    fiscal_year: int | None
    files: Mapping[str, Path]
    documents: tuple[str, ...]
    hidden: tuple[str, ...]

    @property
    def underived(self) -> bool:
        """Whether it holds what was read, and was written when some derived table was not kept yet, or made in another way."""
        return "readings" in self.files and any(one.kept_as not in self.files for one in DERIVED.values())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One shelf of the lake at one moment. Its files stay readable for an hour at least, whatever writers do."""

    shelf: str
    parts: tuple[Part, ...]

    @property
    def documents(self) -> int:
        """Number of documents that count."""
        return sum(len(part.documents) for part in self.parts)

    def files(self, table: str) -> list[Path]:
        """The files of a table, for engines that read Parquet themselves; see `Part.hidden` for rows to be passed over."""
        return [part.files[table] for part in self.parts if table in part.files]

    def select(self, table: str, facts: str = "") -> str:
        """The rows of a table, or derived table, as a query in DuckDB's dialect; `facts` is a condition (` where …`) on those of `facts`.

        Where derived rows are kept the condition has no effect on them.
        """
        if table in DERIVED:
            return self._derived(DERIVED[table], facts)
        whole = [part.files[table] for part in self.parts if table in part.files and not part.hidden]
        some = [part for part in self.parts if table in part.files and part.hidden]
        queries = [_scan(whole)] if whole else []
        queries += [f"{_scan([part.files[table]])} where document_id not in ({_listed(part.hidden)})" for part in some]
        condition = facts if table == "facts" else ""
        return f"select * from ({' union all by name '.join([*queries, _empty(table)])}){condition}"  # noqa: S608

    def _derived(self, table: Derived, facts: str) -> str:
        """The rows that are kept, and those of older parts made anew."""
        kept = Snapshot(self.shelf, tuple(part for part in self.parts if table.kept_as in part.files))
        rows = unpacked(table, kept.select(table.kept_as))
        older = Snapshot(self.shelf, tuple(part for part in self.parts if table.kept_as not in part.files))
        if not older.parts:
            return rows
        sources = ", ".join(f"{name} as ({older.select(name, facts)})" for name in table.sources)
        return f"{rows} union all by name (with {sources} select * from ({table.sql}))"  # noqa: S608


def _scan(files: Iterable[Path]) -> str:
    return f"select * from read_parquet([{_listed(map(Path.as_posix, files))}], hive_partitioning = false, union_by_name = true)"  # noqa: S608  # texts are quoted


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(quoted(text) for text in texts)


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _empty(table: str) -> str:
    columns = ", ".join(f'cast(null as {_TYPES[field.type]}) as "{field.name}"' for field in lake_schema(table))
    return f"select {columns} where false"  # names are ours


def current_documents(db: sqlite3.Connection) -> frozenset[str]:
    """What the latest versions of all files say, by document_id; a million of them take seconds to list."""
    return frozenset(row[0] for row in db.execute("select document_id from sources where latest = 1"))


def take_snapshot(
    db: sqlite3.Connection,
    root: Path,
    shelf: str,
    *,
    every_version: bool = False,
    empty: bool = False,
    current: frozenset[str] | None = None,
) -> Snapshot:
    """The shelf as the manifest has it now: the current versions, or with `every_version` the superseded ones too.

    With `empty`, segments of which no document counts are there as well. `current` saves listing what `current_documents` has listed.
    """
    listed = "select segment, fiscal_year from segments where shelf = ? and retired is null order by fiscal_year, added, segment"
    segments = db.execute(listed, (shelf,)).fetchall()
    if not segments:
        return Snapshot(shelf, ())
    files: dict[str, dict[str, Path]] = defaultdict(dict)
    live = "from segments s join {} using (segment) where s.shelf = ? and s.retired is null"
    for row in db.execute(f"select segment, table_name, path {live.format('files')}", (shelf,)):
        files[row["segment"]][row["table_name"]] = root / row["path"]
    shown: dict[str, list[str]] = defaultdict(list)
    hidden: dict[str, list[str]] = defaultdict(list)
    if current is None:
        current = frozenset() if every_version else current_documents(db)
    for segment, document_id, counts in db.execute(f"select segment, document_id, live {live.format('members')}", (shelf,)):
        shows = counts and (every_version or document_id in current)
        (shown if shows else hidden)[segment].append(document_id)
    parts = [Part(key, year, files[key], tuple(shown[key]), tuple(hidden[key])) for key, year in segments]
    return Snapshot(shelf, tuple(part for part in parts if empty or part.documents))
