"""What is in a lake, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.lake.compact import mergeable
from baozhang.facts.lake.manifest import reading
from baozhang.facts.lake.snapshot import READ, take_snapshot
from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    import sqlite3

    from baozhang.facts.lake.lake import Lake


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one kind: fiscal year (None: not known), stage, layout, and how many."""

    fiscal_year: int | None
    stage: str
    layout: str
    documents: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Status:
    """A lake in figures. Bytes are those of the files in use; `retired` ones wait to be deleted."""

    groups: tuple[Group, ...]
    documents: int
    superseded: int
    sources: int
    versions: int
    gone: int
    refused: tuple[Refused, ...]
    readers: dict[str, int]
    """Documents by the version of the reader that read them."""
    segments: int
    small: int
    """Segments that compaction would merge."""
    files: int
    bytes: int
    retired: int
    audited: int
    """Documents whose findings with all rules are in the lake."""


_COUNTS: Final = {
    "sources": "select count(distinct path) from sources",
    "versions": "select count(*) from sources",
    "gone": "select count(*) from sources where latest = 1 and gone = 1",
    "files": "select count(*) from files join segments using (segment) where retired is null",
    "bytes": "select coalesce(sum(bytes), 0) from files join segments using (segment) where retired is null",
    "retired": "select coalesce(sum(bytes), 0) from files join segments using (segment) where retired is not null",
    "audited": """select count(distinct m.document_id) from members m join rule_sets r using (shelf)
                  where r.chosen = '' and r.shelf like 'audit:%' and m.live = 1 and m.document_id in current_documents""",
}


def status_of(lake: Lake) -> Status:
    """Count everything; UsageError where there is no lake."""
    with reading(lake.root) as db:
        snapshot = take_snapshot(db, lake.root, READ)
        every = take_snapshot(db, lake.root, READ, every_version=True)
        counts = {name: int(db.execute(sql).fetchone()[0]) for name, sql in _COUNTS.items()}
        refused = _refused(db)
        readers = _readers(db)
    with open_engine(files=True) as connection:
        rows = connection.execute(
            f"select fiscal_year, stage, layout, count(*) from ({snapshot.select('documents')}) group by all order by all"  # noqa: S608
        ).fetchall()
    return Status(
        groups=tuple(Group(*row) for row in rows),
        documents=snapshot.documents,
        superseded=every.documents - snapshot.documents,
        refused=refused,
        readers=readers,
        segments=len(every.parts),
        small=mergeable(every.parts),
        **counts,
    )


def _refused(db: sqlite3.Connection) -> tuple[Refused, ...]:
    sql = "select path, why from sources join documents using (document_id) where latest = 1 and why is not null order by path"
    return tuple(Refused(*row) for row in db.execute(sql))


def _readers(db: sqlite3.Connection) -> dict[str, int]:
    sql = """select reader, count(*) from documents join members using (document_id)
             where shelf = ? and live = 1 group by reader order by reader"""
    return {row[0]: row[1] for row in db.execute(sql, (READ,))}
