"""DRG grouping: do the groupers agree, how fast are they, and does memory stay flat.

    python -m benchmarks.drg [--names a,b] [--cases 1000000] [--growth 1,3,10] [--seed 1]

Cases are drawn from the lists of each scheme (see drg_cases.py), written as Parquet, and grouped as a user would: `baozhang drg group` in a
process of its own. The same cases go through the scalar grouper, one by one, and every answer is compared; a sample goes through a plain
row-by-row interpreter of the published files. Processor seconds are counted, of all threads, and ratios of one run are what to look at.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.operations.grouping import ScalarGrouper, VectorisedGrouper, case_of, import_scheme, load_scheme
from benchmarks.drg_cases import CaseMaker
from benchmarks.drg_interpreter import Interpreter
from benchmarks.speed import run

if TYPE_CHECKING:
    from baozhang.operations.grouping import Scheme

PUBLISHED: Final = Path("/work/shared/drg")
NAMES: Final = "chs_drg_11,fuzhou_2022,liaocheng_2022,quanzhou_2023"
CHUNK: Final = 100_000
SAMPLE: Final = 20_000

SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        *((name, pa.int32()) for name in ("gender", "age", "age_days", "weight")),
        ("department", pa.string()),
        *((name, pa.int32()) for name in ("days", "discharge")),
        ("diagnoses", pa.string()),
        ("procedures", pa.string()),
    ]
)


class Rates(NamedTuple):
    """Cases per processor second of the three ways to group, and how many answers differ."""

    scalar: float
    plain: float
    vectorised: float
    memory: float
    different: int


def write_cases(scheme: Scheme, count: int, seed: int, path: Path) -> None:
    """Draw cases and write them chunk by chunk."""
    made = CaseMaker(scheme, seed).cases(count)
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for start in range(0, count, CHUNK):
            rows = list(islice(made, min(CHUNK, count - start)))
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))


def command(name: str, source: Path, target: Path) -> list[str]:
    """The call that a user makes."""
    return [sys.executable, "-m", "baozhang.cli", "drg", "group", "--scheme", name, "--input", str(source), "--output", str(target)]


def measured(name: str, folder: Path, count: int, seed: int) -> Rates:
    """Group the same cases in three ways."""
    scheme = load_scheme(name)
    cases, results = folder / f"{name}.parquet", folder / f"{name}.out.parquet"
    write_cases(scheme, count, seed, cases)
    batch = run(command(name, cases, results))
    grouper, interpreter = ScalarGrouper(scheme), Interpreter(PUBLISHED, name)
    different = done = 0
    scalar_seconds = 0.0
    plain = 0.0
    answers = pq.ParquetFile(results).iter_batches(batch_size=CHUNK)
    for chunk, answered in zip(pq.ParquetFile(cases).iter_batches(batch_size=CHUNK), answers, strict=True):
        rows = chunk.to_pylist()
        ready = [case_of(row) for row in rows]
        started = time.process_time()
        found = [grouper.group(case) for case in ready]
        scalar_seconds += time.process_time() - started
        different += sum(one != tuple(other.values()) for one, other in zip(found, answered.drop_columns(["id"]).to_pylist(), strict=True))
        if not done:
            plain = _plain(interpreter, rows[:SAMPLE], [answer[1:] for answer in found])
        done += len(rows)
    return Rates(done / scalar_seconds, plain, done / batch.processor, batch.memory, different + (done != count))


def _plain(interpreter: Interpreter, rows: list[dict[str, object]], wanted: list[tuple[str, ...]]) -> float:
    ready = [
        {**row, "diagnoses": str(row["diagnoses"]).split("|"), "procedures": [c for c in str(row["procedures"]).split("|") if c]}
        for row in rows
    ]
    started = time.process_time()
    found = [interpreter.group(row) for row in ready]
    seconds = time.process_time() - started
    if any(one != tuple(other) for one, other in zip(found, wanted, strict=False)):
        raise SystemExit("the plain interpreter disagrees")
    return len(rows) / seconds


def grown(name: str, folder: Path, factors: list[int]) -> None:
    """The same cases once and several times over, each in a process of its own."""
    cases = pq.read_table(folder / f"{name}.parquet")
    print("| cases | processor s | cases a second and core | greatest memory |")
    print("|---|---|---|---|")
    for factor in factors:
        path = folder / "grown.parquet"
        with pq.ParquetWriter(path, cases.schema, compression="zstd") as writer:
            for _ in range(factor):
                writer.write_table(cases, row_group_size=CHUNK)
        measured_run = run(command(name, path, folder / "grown.out.parquet"))
        count = factor * cases.num_rows
        print(
            f"| {count:,} | {measured_run.processor:.1f} | {count / measured_run.processor:,.0f} | {measured_run.memory:,.0f} MB |",
            flush=True,
        )


def start_up(name: str) -> tuple[float, float]:
    """Processor seconds to load a scheme and to compile the masks."""
    started = time.process_time()
    scheme = load_scheme(name)
    loaded = time.process_time()
    VectorisedGrouper(scheme)
    return loaded - started, time.process_time() - loaded


def main() -> None:
    """Measure and print tables for docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", default=NAMES)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--growth", default="1,3,10", help="times the cases of the first scheme; empty for none")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    names = arguments.names.split(",")
    with tempfile.TemporaryDirectory(prefix="drg-") as made:
        folder = Path(made)
        os.environ["BAOZHANG_DATA"] = str(folder / "data")
        print("| scheme | load, compile s | vectorised | scalar | plain | vectorised : scalar : plain | memory | different |")
        print("|---|---|---|---|---|---|---|---|")
        for name in names:
            import_scheme(PUBLISHED, name)
            load, build = start_up(name)
            rates = measured(name, folder, arguments.cases, arguments.seed)
            ratio = f"{rates.vectorised / rates.plain:.1f} : {rates.scalar / rates.plain:.1f} : 1"
            print(
                f"| {name} | {load:.2f}, {build:.2f} | {rates.vectorised:,.0f} | {rates.scalar:,.0f} | {rates.plain:,.0f} | {ratio} "
                f"| {rates.memory:,.0f} MB | {rates.different} of {arguments.cases:,} |",
                flush=True,
            )
        if arguments.growth:
            print()
            grown(names[0], folder, [int(factor) for factor in arguments.growth.split(",")])


if __name__ == "__main__":
    main()
