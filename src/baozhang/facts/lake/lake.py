"""The lake as its users see it: a folder that is opened, snapshots to read, a writer to change it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.facts.lake.lock import writer_lock
from baozhang.facts.lake.manifest import MANIFEST, changing, create_manifest, now_text, reading, seconds
from baozhang.facts.lake.snapshot import READ, Snapshot, current_documents, take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from baozhang.facts.lake.manifest import Transaction
    from baozhang.facts.lake.segments import Segment

GRACE: Final = 3600
"""Seconds that retired files stay on disk for readers that took their snapshot before."""

LET_GO: Final = "update members set live = 0 where shelf = ? and document_id = ? and live = 1"
"""Asked for every document that is entered: without the shelf no index would help, and a large lake would be gone through each time."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A content met at a path: the absolute path, the SHA-256 of the bytes, their number, and the time of the last change.

    `mtime_ns` is None when the change is so recent that another one would not show in it.
    """

    path: str
    document_id: str
    size: int
    mtime_ns: int | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A content that could not be read: why, and what to do."""

    document_id: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the manifest knows before anything is read."""

    sources: Mapping[str, Sighting]
    """The latest version of every path."""
    read: Mapping[str, str]
    """The reader of every document that was read."""
    refused: Mapping[str, tuple[str, Refusal]]
    """The reader and the reason for every content that could not be read."""


class Lake:
    """A lake in a folder. Opening it costs nothing; every call sees the state of its moment."""

    def __init__(self, root: Path) -> None:
        """Name the folder; it need not exist until something is read or written."""
        self.root = root.absolute()

    @property
    def exists(self) -> bool:
        """Whether there is a lake in the folder."""
        return (self.root / MANIFEST).is_file()

    def create(self) -> None:
        """Make the folder and an empty lake in it, unless there is one. UsageError where that is not possible."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"不能建立数据湖文件夹 {self.root}：{error.strerror}。请换一个可写的位置。"
            raise UsageError(msg) from error
        if not self.exists and any(self.root.iterdir()) and not (self.root / "writer.lock").exists():
            msg = f"文件夹 {self.root} 里已有别的文件，不能在其中建立数据湖。请用 --lake 指定空的或新的文件夹。"
            raise UsageError(msg)
        create_manifest(self.root)

    def snapshot(self, shelf: str = READ, *, every_version: bool = False) -> Snapshot:
        """A shelf as it is now, of the current versions of all files unless `every_version` is asked for."""
        with reading(self.root) as db:
            return take_snapshot(db, self.root, shelf, every_version=every_version)

    def snapshots(self, *shelves: str, current: frozenset[str] | None = None) -> tuple[Snapshot, ...]:
        """Several shelves at one moment, of the current versions of all files, or of the documents that are `current`."""
        with reading(self.root) as db:
            current = current_documents(db) if current is None else current
            return tuple(take_snapshot(db, self.root, shelf, current=current) for shelf in shelves)

    def known(self) -> Known:
        """What is known of paths and contents."""
        with reading(self.root) as db:
            sources = {
                row["path"]: Sighting(row["path"], row["document_id"], row["size"], row["mtime_ns"])
                for row in db.execute("select path, document_id, size, mtime_ns from sources where latest = 1 and gone = 0")
            }
            rows = db.execute("select document_id, reader, why, advice from documents").fetchall()
            held = {row[0] for row in db.execute("select document_id from members where shelf = ? and live = 1", (READ,))}
        return Known(
            sources,
            {row["document_id"]: row["reader"] for row in rows if row["document_id"] in held},
            {row["document_id"]: (row["reader"], Refusal(row["document_id"], row["why"], row["advice"])) for row in rows if row["why"]},
        )

    @contextmanager
    def writer(self, waiting: Callable[[], None] | None = None) -> Iterator[Writer]:
        """The one writer. Where another process writes: `waiting` is called once and this waits, or, without, UsageError."""
        with reading(self.root):
            pass
        with writer_lock(self.root, waiting):
            writer = Writer(self.root)
            writer.sweep()
            yield writer


class Writer:
    """Whoever holds the lock of the lake. Every method is one commit."""

    def __init__(self, root: Path) -> None:
        """Only `Lake.writer` makes one."""
        self.root = root

    def add(self, segments: Iterable[Segment], refusals: Iterable[Refusal], sightings: Iterable[Sighting], reader: str) -> None:
        """Enter what was read, what could not be read, and where it was met, all together."""
        with changing(self.root, "add") as change:
            shelves = [row[0] for row in change.execute("select distinct shelf from segments")]
            for segment in segments:
                change.many(
                    "insert into documents values (?, ?, null, null, ?) "
                    "on conflict do update set reader = excluded.reader, why = null, advice = null",
                    [(key, reader, change.id) for key in segment.documents],
                )
                for shelf in shelves:  # what an audit found in an earlier reading is no longer known
                    _let_go(change, shelf, segment.documents)
                _enter(change, segment)
            change.many(
                "insert into documents values (?, ?, ?, ?, ?) on conflict do update set reader = excluded.reader",
                [(one.document_id, reader, one.why, one.advice, change.id) for one in refusals],
            )
            _see(change, sightings)

    def see(self, sightings: Iterable[Sighting], gone: Iterable[str] = ()) -> None:
        """Enter where known contents were met, and paths that are no longer there."""
        with changing(self.root, "see") as change:
            _see(change, sightings)
            change.many("update sources set gone = 1 where path = ? and latest = 1", [(path,) for path in gone])

    def replace(self, retired: Iterable[str], segments: Iterable[Segment], operation: str) -> None:
        """Put segments in the place of others: nobody sees both, nobody sees neither."""
        with changing(self.root, operation) as change:
            _retire(change, retired)
            for segment in segments:
                _enter(change, segment)

    def keep_audit(self, segments: Iterable[Segment], chosen: str, rules: str) -> None:
        """Enter what an audit found; `rules` says which rules made it."""
        with changing(self.root, "audit") as change:
            for segment in segments:
                change.execute("insert into rule_sets values (?, ?, ?) on conflict do nothing", segment.shelf, chosen, rules)
                _enter(change, segment)

    def forget_audits(self, chosen: str, keep: Iterable[str]) -> None:
        """Retire what earlier rules, or rules on an earlier state, found that were asked for as `chosen`; the shelves `keep` stay."""
        kept = frozenset(keep)
        with changing(self.root, "forget") as change:
            shelves = [row[0] for row in change.execute("select shelf from rule_sets where chosen = ?", chosen)]
            for shelf in (shelf for shelf in shelves if shelf not in kept):
                old = change.execute("select segment from segments where shelf = ? and retired is null", shelf).fetchall()
                _retire(change, [segment for (segment,) in old])
                change.execute("delete from rule_sets where shelf = ?", shelf)

    def sweep(self, grace: int = GRACE) -> int:
        """Delete the files of segments that were retired `grace` seconds ago; returns how many segments went.

        The files go first: a process killed in between leaves a list of files that are gone, and the next sweep ends the work. A file
        that a reader has open cannot be deleted on Windows; its segment waits for the next sweep.
        """
        due: dict[str, list[Path]] = {}
        with reading(self.root) as db:
            old = "select segment, path from segments left join files using (segment) where retired_at <= ?"
            for segment, path in db.execute(old, (seconds() - grace,)):
                due.setdefault(segment, []).extend([self.root / path] if path else [])
        gone = [segment for segment, paths in due.items() if all(_deleted(path) for path in paths)]
        if gone:
            with changing(self.root, "sweep") as change:
                change.many("delete from segments where segment = ?", [(segment,) for segment in gone])
        return len(gone)


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True


def _enter(change: Transaction, segment: Segment) -> None:
    """List a segment; documents that an older segment of the shelf holds are held by this one from now on."""
    change.execute("insert into segments values (?, ?, ?, ?, null, null)", segment.id, segment.shelf, segment.fiscal_year, change.id)
    change.many(
        "insert into files values (?, ?, ?, ?, ?, ?)",
        [(file.path, segment.id, file.table, file.rows, file.bytes, file.digest) for file in segment.files],
    )
    _let_go(change, segment.shelf, segment.documents)
    change.many("insert into members values (?, ?, ?, 1)", [(segment.id, key, segment.shelf) for key in segment.documents])


def _let_go(change: Transaction, shelf: str, documents: Iterable[str]) -> None:
    """No segment of a shelf holds these documents any longer."""
    change.many(LET_GO, [(shelf, key) for key in documents])


def _retire(change: Transaction, segments: Iterable[str]) -> None:
    retired = [(key,) for key in segments]
    change.many("update members set live = 0 where segment = ?", retired)
    change.many(f"update segments set retired = {change.id}, retired_at = {seconds()} where segment = ?", retired)  # noqa: S608


def _see(change: Transaction, sightings: Iterable[Sighting]) -> None:
    """A content met at a path is its latest version: the version known, or the next one."""
    at = now_text()
    for one in sightings:
        known = change.execute("select version, document_id from sources where path = ? and latest = 1", one.path).fetchone()
        if known is not None and known["document_id"] == one.document_id:
            change.execute(
                "update sources set size = ?, mtime_ns = ?, gone = 0 where path = ? and latest = 1", one.size, one.mtime_ns, one.path
            )
            continue
        change.execute("update sources set latest = 0 where path = ? and latest = 1", one.path)
        version = known["version"] + 1 if known is not None else 1
        change.execute(
            "insert into sources values (?, ?, ?, ?, ?, 1, 0, ?)", one.path, version, one.document_id, one.size, one.mtime_ns, at
        )
