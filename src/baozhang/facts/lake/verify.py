"""Is everything there, and as it was written? Every invariant of the lake, looked at in the files themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baozhang.facts.lake.manifest import changing, reading
from baozhang.facts.lake.segments import DATA, digest_of
from baozhang.facts.lake.snapshot import READ

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from baozhang.facts.lake.lake import Lake

_ONE_ROW_EACH: Final = frozenset({"documents", "readings"})
"""Tables with exactly one row for every document of a segment."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be. `segment` is the one that suffers, empty for the manifest."""

    segment: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was wrong. `leftovers` are files of killed processes; None where a writer is at work."""

    segments: int
    files: int
    documents: int
    problems: tuple[Problem, ...]
    leftovers: tuple[Path, ...] | None


@dataclass(frozen=True, slots=True)
class _Listed:
    """A segment as the manifest lists it."""

    segment: str
    shelf: str
    fiscal_year: int | None
    members: frozenset[str]
    files: tuple[sqlite3.Row, ...]


def verify(lake: Lake, *, idle: bool, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Look at every file of the lake. `idle`: nobody writes (the caller holds the lock), so that unlisted files are leftovers."""
    with reading(lake.root) as db:
        listed = _listed(db)
        problems = [*_of_manifest(db)]
        known = {row[0] for row in db.execute("select path from files")}
    for at, segment in enumerate(listed, 1):
        problems += _of_segment(lake.root, segment)
        if progress is not None:
            progress(at, len(listed))
    documents = sum(len(one.members) for one in listed if one.shelf == READ)
    leftovers = tuple(_unlisted(lake.root, known)) if idle else None
    return Verification(len(listed), sum(len(one.files) for one in listed), documents, tuple(problems), leftovers)


def _listed(db: sqlite3.Connection) -> list[_Listed]:
    files: dict[str, list[sqlite3.Row]] = defaultdict(list)
    members: dict[str, set[str]] = defaultdict(set)
    for row in db.execute("select * from files order by path"):
        files[row["segment"]].append(row)
    for row in db.execute("select segment, document_id from members"):
        members[row["segment"]].add(row["document_id"])
    live = db.execute("select segment, shelf, fiscal_year from segments where retired is null order by added")
    return [_Listed(key, shelf, year, frozenset(members[key]), tuple(files[key])) for key, shelf, year in live]


_QUESTIONS: Final = {
    "清单中同一文件有几个最新版本": "select path from sources where latest = 1 group by path having count(*) > 1",
    "清单中有文件没有最新版本": "select path from sources group by path having sum(latest) <> 1",
    "清单中同一文档在几个段中有效": "select document_id from members where live = 1 group by shelf, document_id having count(*) > 1",
    "清单中已撤下的段仍有有效文档": "select segment from segments join members using (segment) where retired is not null and live = 1",
    "文件的最新版本既没有读入，也没有无法读取的原因": """
        select s.path from sources s join documents d using (document_id)
        where s.latest = 1 and d.why is null
          and not exists (select 1 from members m where m.document_id = s.document_id and m.shelf = 'read' and m.live = 1)""",
    "数据湖中有文档不知来自哪个文件": """
        select document_id from members m where m.live = 1
          and not exists (select 1 from sources s where s.document_id = m.document_id)""",
}
"""What must never be found in the manifest."""


def _of_manifest(db: sqlite3.Connection) -> Iterator[Problem]:
    for row in db.execute("pragma integrity_check"):
        if row[0] != "ok":
            yield Problem("", f"清单损坏：{row[0]}")
    for row in db.execute("pragma foreign_key_check"):
        yield Problem("", f"清单的 {row[0]} 表指向不存在的 {row[2]}")
    for what, sql in _QUESTIONS.items():
        yield from (Problem("", f"{what}：{row[0]}") for row in db.execute(sql))


def _of_segment(root: Path, segment: _Listed) -> Iterator[Problem]:
    held: dict[str, Counter[str]] = {}
    for file in segment.files:
        path = root / file["path"]
        if not path.is_file():
            yield Problem(segment.segment, f"数据文件不见了：{file['path']}")
        elif path.stat().st_size != file["bytes"] or digest_of(path) != file["digest"]:
            yield Problem(segment.segment, f"数据文件被改动或损坏：{file['path']}")
        else:
            held[file["table_name"]] = _documents_in(path)
            rows = held[file["table_name"]].total()
            if rows != file["rows"]:
                yield Problem(segment.segment, f"数据文件应有 {file['rows']} 行，实有 {rows} 行：{file['path']}")
    yield from _of_rows(segment, held)


def _of_rows(segment: _Listed, held: dict[str, Counter[str]]) -> Iterator[Problem]:
    for table, counts in held.items():
        strange = counts.keys() - segment.members
        if strange:
            yield Problem(segment.segment, f"{table} 表中有 {len(strange)} 份不属于这一段的文档，例如 {min(strange)}")
        if table in _ONE_ROW_EACH:
            wrong = [key for key in sorted(segment.members) if counts[key] != 1]
            if wrong:
                yield Problem(segment.segment, f"{table} 表中有 {len(wrong)} 份文档不是正好一行，例如 {wrong[0]}")
    missing = _ONE_ROW_EACH - {file["table_name"] for file in segment.files} if segment.shelf == READ else frozenset()
    yield from (Problem(segment.segment, f"没有 {table} 表") for table in sorted(missing))


def _documents_in(path: Path) -> Counter[str]:
    """How many rows of a file belong to each document."""
    column = pq.read_table(path, columns=["document_id"], partitioning=None).column(0)
    counted = pc.value_counts(column)
    pairs = pa.StructArray.from_arrays([counted.field("values"), counted.field("counts")], ["key", "count"]).to_pylist()
    return Counter({pair["key"]: pair["count"] for pair in pairs})


def _unlisted(root: Path, known: set[str]) -> Iterator[Path]:
    folder = root / DATA
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.relative_to(root).as_posix() not in known:
            yield path


def repair(lake: Lake, found: Verification) -> int:
    """Delete leftovers, and forget the documents of damaged segments, so that the next `add` reads them anew.

    The caller holds the writer's lock. Returns the number of documents forgotten.
    """
    for path in found.leftovers or ():
        path.unlink(missing_ok=True)
    damaged = sorted({problem.segment for problem in found.problems if problem.segment})
    if not damaged:
        return 0
    with changing(lake.root, "repair") as change:
        marks = ", ".join("?" * len(damaged))
        forgotten = change.execute(f"select count(*) from members where live = 1 and segment in ({marks})", *damaged).fetchone()[0]  # noqa: S608
        change.execute(f"delete from segments where segment in ({marks})", *damaged)  # noqa: S608
    return int(forgotten)
