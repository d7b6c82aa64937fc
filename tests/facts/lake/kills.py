"""Processes that kill themselves: `python -m tests.facts.lake.kills FOLDER LAKE COUNT` (needs fork).

Child processes ingest FOLDER into LAKE and compact it, again and again; each kills itself with SIGKILL at a point of its own, some
operations of the file system or the manifest after it began. Prints what each run left behind as one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any, Final
from unittest import mock

import duckdb

import baozhang.facts.lake.compact as compaction
from baozhang.cli import ingestion
from baozhang.facts.lake import Lake
from baozhang.facts.lake.tables import READ_TABLES
from baozhang.facts.lake.verify import verify
from tests.facts.lake.samples import add

SEED: Final = 20241125
LONGEST: Final = 140
"""A process lives for so many operations at most; an uninterrupted batch takes about a hundred."""


class _Death:
    """Counts operations down and ends the process."""

    def __init__(self, operations: int) -> None:
        self.left = operations

    def near(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _doom(operations: int) -> None:
    """Let this process die before its n-th operation: a file forced to disk, a name made, a statement of the manifest, a deletion."""
    death = _Death(operations)
    connect = sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401
            death.near()
            return super().execute(*values)

        def executemany(self, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401
            death.near()
            return super().executemany(*values)

    def counted(function: Any) -> Any:  # noqa: ANN401
        def call(*values: Any, **named: Any) -> Any:  # noqa: ANN401
            death.near()
            return function(*values, **named)

        return call

    for owner, name in ((os, "fsync"), (Path, "mkdir"), (Path, "unlink")):
        mock.patch.object(owner, name, counted(getattr(owner, name))).start()
    mock.patch("sqlite3.connect", lambda *values, **named: connect(*values, factory=Connection, **named)).start()


def _in_child(work: Any) -> int:  # noqa: ANN401
    """Run `work` in a forked process; the signal that killed it, or 0. An exception there is an error here."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001  # a forked process must not return into its parent's code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(1)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _compact(lake: Lake) -> None:
    with lake.writer() as writer:
        writer.sweep(grace=0)
        list(compaction.compact(lake, writer))


def _report(lake: Lake, doing: str, killed: int) -> None:
    """What is in the lake now, as anybody who comes sees it."""
    found = verify(lake, idle=True)
    snapshot = lake.snapshot()
    with duckdb.connect(":memory:") as connection:
        rows = {name: connection.sql(f"select count(*) from ({snapshot.select(name)})").fetchall()[0][0] for name in READ_TABLES}  # noqa: S608
    documents = sorted(key for part in snapshot.parts for key in part.documents)
    line = {"doing": doing, "killed": killed, "problems": [problem.what for problem in found.problems], "documents": documents,
            "leftovers": len(found.leftovers or ()), "rows": rows, "segments": len(snapshot.parts)}  # fmt: skip
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    folder, lake, count = Path(sys.argv[1]), Lake(Path(sys.argv[2])), int(sys.argv[3])
    mock.patch.multiple(ingestion, _BATCH=4, _SMALLEST=1).start()
    mock.patch.object(compaction, "DOCUMENTS", 12).start()
    dice = random.Random(SEED)  # noqa: S311
    lake.create()
    killed = 0
    for doing, work in (("add", lambda: add(lake, folder)), ("compact", lambda: _compact(lake))):
        goal, done = killed + count // 2, False
        while killed < goal or not done:
            operations = dice.randint(1, LONGEST) if killed < goal else sys.maxsize

            def doomed(work: Any = work, operations: int = operations) -> None:  # noqa: ANN401
                _doom(operations)
                work()

            signalled = _in_child(doomed)
            done = not signalled
            killed += bool(signalled)
            _in_child(lambda doing=doing, signalled=signalled: _report(lake, doing, signalled))


if __name__ == "__main__":
    main()
