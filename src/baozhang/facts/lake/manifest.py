"""The manifest: a small SQLite database that says what the lake holds. Every change is one transaction.

SQLite in WAL mode gives what a table format needs: atomic commits that survive a crash at any instant, readers that see one state
and never wait, on Windows and Linux alike. (A folder that cannot be written, such as a share, is read as it stands.)
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST: Final = "manifest.sqlite"
FORMAT: Final = 1
_PATIENCE: Final = 60
"""Seconds to wait for a commit of another process; the writer's lock keeps commits apart, so that this is a matter of milliseconds."""


def now_text() -> str:
    """The present, as the manifest writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def create_manifest(root: Path) -> None:
    """Make the manifest of a new lake unless there is one; two processes may try at once, one makes it."""
    with closing(_connect(root / MANIFEST)) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("begin immediate")
        if not db.execute("select 1 from sqlite_schema where name = 'lake'").fetchone():
            for statement in manifest_statements():
                db.execute(statement)
            db.execute("insert into lake values (?, ?)", (FORMAT, now_text()))
        db.execute("commit")


def manifest_statements() -> list[str]:
    """The statements that make an empty manifest, with their comments."""
    text = (resources.files("baozhang.facts.lake") / "manifest.sql").read_text(encoding="utf-8")
    return [statement.strip() for statement in text.split(";\n") if "create" in statement]


def _connect(path: Path, uri: str = "") -> sqlite3.Connection:
    db = sqlite3.connect(uri or path, isolation_level=None, timeout=_PATIENCE, uri=bool(uri))
    db.row_factory = sqlite3.Row
    db.execute("pragma foreign_keys = on")
    db.execute("pragma synchronous = full")
    return db


@contextmanager
def reading(root: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the manifest throughout; UsageError where there is no lake of this format."""
    path = root / MANIFEST
    if not path.is_file():
        msg = f"{root} 不是数据湖（没有 {MANIFEST}）。请先用 baozhang lake add 建立，或用 --lake 指定正确的文件夹。"
        raise UsageError(msg)
    writable = os.access(root, os.W_OK) and os.access(path, os.W_OK)
    try:
        with closing(_connect(path, f"{path.resolve().as_uri()}?{'mode=ro' if writable else 'immutable=1'}")) as db:
            db.execute("begin")
            _check_format(db, root)
            yield db
    except sqlite3.DatabaseError as error:
        msg = f"数据湖 {root} 的清单无法读取（{error}）。请运行 baozhang lake verify，或从备份恢复 {MANIFEST}。"
        raise UsageError(msg) from error


def _check_format(db: sqlite3.Connection, root: Path) -> None:
    (found,) = db.execute("select format from lake").fetchone()
    if found != FORMAT:
        msg = f"数据湖 {root} 的格式是第 {found} 版，本程序使用第 {FORMAT} 版。请使用与之相配的版本。"
        raise UsageError(msg)


class Transaction:
    """One change of the manifest while it is being made. `id` is the number of the commit."""

    def __init__(self, db: sqlite3.Connection, operation: str) -> None:
        """Begin; the commit's row comes first, so that everything else may name it."""
        self._db = db
        self.id = self.execute("insert into commits (at, operation) values (?, ?)", now_text(), operation).lastrowid or 0

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401  # whatever SQLite takes
        """One statement."""
        return self._db.execute(sql, values)

    def many(self, sql: str, rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> None:
        """One statement for many rows."""
        self._db.executemany(sql, rows)


@contextmanager
def changing(root: Path, operation: str) -> Iterator[Transaction]:
    """A transaction that is committed, durably, when the block ends well, and leaves no trace when it does not."""
    with closing(_connect(root / MANIFEST)) as db:
        db.execute("begin immediate")
        try:
            yield Transaction(db, operation)
            db.execute("commit")
        finally:
            if db.in_transaction:
                db.execute("rollback")


def seconds() -> int:
    """Whole seconds since 1970."""
    return int(time.time())
