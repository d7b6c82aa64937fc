"""The lock of the writer: a lock of the operating system that dies with its process, the same on Windows and Linux.

It is the write lock of a SQLite database of its own, which nothing is ever written to: SQLite knows the locks of every system.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK: Final = "writer.lock"
_PAUSE: Final = 0.2


@contextmanager
def writer_lock(root: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Hold the lock for the block. Where another process has it: call `waiting` once and wait, or, without, raise UsageError."""
    with closing(sqlite3.connect(root / LOCK, isolation_level=None, timeout=0)) as db:
        told = False
        while not _taken(db):
            if waiting is None:
                msg = f"另一个进程正在写数据湖 {root}。请等它结束，或去掉 --no-wait。"
                raise UsageError(msg)
            if not told:
                waiting()
                told = True
            time.sleep(_PAUSE)
        yield


def _taken(db: sqlite3.Connection) -> bool:
    try:
        db.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return False
    return True
