"""How fast the lake takes documents in, audits them and answers, and how that grows: 1,000, 10,000, 100,000 documents.

    python -m benchmarks.lake --corpus FOLDER [--counts 1000,10000,100000] [--rules TAB-302,TXT-001,TAB-111] [--all 10000]

FOLDER holds documents made by `python -m benchmarks.corpus`; they are read once, as `baozhang lake add` reads them. **Larger lakes are
fabricated**: the rows of those documents are written again under new document ids until there are enough, because what is measured
there is the work of queries on rows, not reading. Every figure is of a whole process; processor seconds are what to look at, wall
seconds depend on what else the machine does (two idle cores need at least half the processor seconds).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from baozhang.facts.derived import DERIVED
from baozhang.facts.lake import Lake, Snapshot
from baozhang.facts.lake.compact import DOCUMENTS
from baozhang.facts.lake.keeping import packed
from baozhang.facts.lake.lake import Sighting
from baozhang.facts.lake.segments import write_segment
from baozhang.facts.lake.snapshot import READ
from baozhang.facts.lake.tables import READ_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from baozhang.facts.lake.snapshot import Part

ROOT: Final = Path(__file__).parent.parent
SUM: Final = "select statement, sum(value) from facts group by all"
_EVERY: Final = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """A command with its children: wall and processor seconds, and the most memory all its processes held together, in MB."""

    wall: float
    processor: float
    memory: int


def run(*arguments: str) -> Run:
    """Run `baozhang lake …` and measure it; findings (status 1) are no failure."""
    command = [sys.executable, "-m", "baozhang.cli", "lake", *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own command
    watch = _Memory(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.ended = True
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, watch.peak)


class _Memory(threading.Thread):
    """Adds up, again and again, what a process and its children hold that nobody shares with them."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.peak = 0
        self.ended = False

    def run(self) -> None:
        while not self.ended:
            self.peak = max(self.peak, sum(_resident(one) for one in (self._process, *_children(self._process))))
            time.sleep(_EVERY)


def _children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _resident(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))) // 1024


def fabricate(source: Lake, target: Lake, count: int) -> None:
    """A lake of `count` documents: those of `source`, again and again under other ids."""
    target.create()
    snapshot = source.snapshot()
    made = 0
    with duckdb.connect(":memory:") as connection, target.writer() as writer:
        copy = 0
        while made < count:
            for group in _full(snapshot.parts):
                keys = [key for part in group for key in part.documents][: count - made]
                if keys:
                    ids = dict(zip(keys, _ids(connection, keys, copy), strict=True))
                    connection.execute(
                        "create or replace table ids as select unnest($1) as document_id, unnest($2) as id", [keys, [*ids.values()]]
                    )
                    segment = write_segment(target.root, READ, group[0].fiscal_year, ids.values(), _renamed(connection, group))
                    sightings = [Sighting(f"/fabricated/{copy}/{key}", one, 0, 0) for key, one in ids.items()]
                    writer.add([segment], [], sightings, "fabricated")
                    made += len(keys)
            copy += 1


def _full(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts of one year, together about as large as a full segment."""
    group: list[Part] = []
    for part in parts:
        if group and (
            part.fiscal_year != group[0].fiscal_year or sum(len(one.documents) for one in group) + len(part.documents) > DOCUMENTS
        ):
            yield group
            group = []
        group.append(part)
    yield group


def _ids(connection: duckdb.DuckDBPyConnection, keys: Sequence[str], copy: int) -> list[str]:
    rows = connection.execute("select sha256(unnest($1) || $2)", [list(keys), f"/{copy}"]).fetchall()
    return [str(row[0]) for row in rows]


def _renamed(connection: duckdb.DuckDBPyConnection, group: Sequence[Part]) -> Iterator[tuple[str, pa.Table]]:
    together = Snapshot(READ, tuple(group))
    for table in READ_TABLES:
        sql = f"select t.* replace (ids.id as document_id) from ({together.select(table)}) t join ids using (document_id)"  # noqa: S608
        yield table, connection.sql(sql).to_arrow_table()
    for derived in DERIVED.values():
        sql = f"select t.* replace (ids.id as document_id) from ({together.select(derived.name)}) t join ids using (document_id)"  # noqa: S608
        yield derived.kept_as, connection.sql(packed(derived, sql)).to_arrow_table()


def _tell(what: str, documents: int, one: Run) -> None:
    each = one.processor / documents * 1000
    print(f"| {what} | {documents:,} | {one.wall:.1f} | {one.processor:.1f} | {each:.2f} | {one.memory:,} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--counts", default="1000,10000,100000")
    parser.add_argument("--rules", default="TAB-302,TXT-001,TAB-111")
    parser.add_argument("--all", type=int, default=10_000, help="largest lake that all rules are run over")
    parser.add_argument("--work", type=Path, help="folder for the lakes, kept (default: a temporary one)")
    chosen = parser.parse_args(arguments)
    work = chosen.work or Path(tempfile.mkdtemp(prefix="baozhang-lakes-"))
    print("| what | documents | wall s | processor s | processor ms a document | MB, all processes |\n|---|---:|---:|---:|---:|---:|")
    read = Lake(work / "read")
    if not read.exists:
        one = run("add", str(chosen.corpus), "--lake", str(read.root))
        _tell("add", read.snapshot().documents, one)
    _tell("add again, unchanged", read.snapshot().documents, run("add", str(chosen.corpus), "--lake", str(read.root)))
    for count in map(int, chosen.counts.split(",")):
        lake = Lake(work / str(count))
        if not lake.exists:
            fabricate(read, lake, count)
        if count <= chosen.all:
            _tell("audit, all rules", count, run("audit", "--lake", str(lake.root)))
        for rule in chosen.rules.split(","):
            _tell(f"audit, {rule} alone", count, run("audit", "--rules", rule, "--lake", str(lake.root)))
        _tell(
            "query: a sum over all facts",
            count,
            run("query", "select statement, sum(value) from facts group by all", "--lake", str(lake.root)),
        )
    if chosen.work is None:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
