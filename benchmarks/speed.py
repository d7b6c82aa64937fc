"""How fast documents are audited, and whether memory stays flat: one document, a folder, growth over 250, 500 and 1,000 documents.

    python -m benchmarks.speed [FILE …] [--document FILE] [--counts 250,500,1000] [--repeat 5] [--only one|stages|folders]

Every figure is measured on whole processes started as a user starts them. The folder is made from the files, by default the examples
and, where they are present, the documents in ../shared/seeds; every copy names a department of its own, so that no two are equal.
*A second and core* is by processor time, of the user and the system, of the process and its children: what others run on the machine
lengthens the wall time, and hardly that. Ratios compare runs of the same session and are what to look at; older code is measured by the
same benchmark with PYTHONPATH set to its src.
"""

from __future__ import annotations

import argparse
import atexit
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import baozhang.reading.document as reading
from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from benchmarks.recall import default_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT: Final = Path(__file__).parent.parent
STAGES: Final = {
    "transcribe": "decode", "folded_lines": "fold", "blocks_of": "blocks", "identify": "identity", "read_forms": "forms",
    "read_statements": "statements", "recognise_layout": "layout", "read_claims": "claims", "read_wording": "wording",
}  # fmt: skip
"""Functions of reading.document by the stage they make."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall seconds, processor seconds of it and its children, and its greatest resident memory in MB."""

    wall: float
    processor: float
    memory: float


def run(command: Sequence[str]) -> Run:
    """Run a command and measure it; its exit status does not matter (findings give 1), its absence does."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=_warm(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own command line
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@cache
def _warm() -> Mapping[str, str]:
    """The environment of a program that was run before: its modules are compiled and kept, as after any installation.

    Where this process may not write compiled modules they would be compiled anew by every run, a tenth of a second and more.
    """
    folder = tempfile.TemporaryDirectory(prefix="baozhang-compiled-")
    atexit.register(folder.cleanup)
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": folder.name}


def audit_command(path: Path, jobs: int = 0) -> list[str]:
    """The command a user types; without a number of jobs, which lets one document use two threads."""
    report = ["--format", "csv", "--output", os.devnull] if path.is_dir() else ["--format", "text"]
    return [sys.executable, "-m", "baozhang.cli", "audit", str(path), *(["--jobs", str(jobs)] if jobs else []), *report]


def make_folder(folder: Path, count: int, files: Sequence[Path]) -> int:
    """`count` documents, every one of a department of its own; returns their bytes."""
    total = 0
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    for number in range(count):
        text = texts[number % len(texts)].replace("医疗保障局", f"第{number + 1}医疗保障局")
        total += (folder / f"{number:05d}.txt").write_text(text, encoding="utf-8")
    return total


def one_document(document: Path, repeat: int) -> None:
    """Whole-process time of one document beside the floor: Python starting and importing the query engine."""
    run(audit_command(document))
    audits = [run(audit_command(document)) for _ in range(repeat)]
    floors = [run([sys.executable, "-c", "import duckdb, pyarrow"]) for _ in range(repeat)]
    wall, floor = median(one.wall for one in audits), median(one.wall for one in floors)
    size = document.stat().st_size / 1000
    processor = median(one.processor for one in audits)
    took = f"{wall:.2f} s (floor {floor:.2f} s, ratio {wall / floor:.1f}), {processor:.2f} s of processor time"
    print(f"| one document, {size:.0f} kB, whole process | {took} |")
    print(f"| … greatest memory | {max(one.memory for one in audits):.0f} MB |")


def stages(document: Path, repeat: int) -> None:
    """Where the processor time of one document goes, in a warm process."""
    spent: dict[str, list[float]] = defaultdict(list)
    running: dict[str, float] = defaultdict(float)
    originals = {name: getattr(reading, name) for name in STAGES}
    for name, original in originals.items():
        setattr(reading, name, _timed(original, STAGES[name], running))
    rules = load_rules()
    try:
        for _ in range(repeat + 1):
            running.clear()
            started = time.process_time()
            read = reading.read_file(document)
            running["other"] = time.process_time() - started - sum(running.values())
            read_in = dict(running)
            for label, batch in (("rules, alone", 1), ("rules, in a batch of 64", 64)):
                documents = [reading.read_text("\n".join(read.source) + f"\n{number}") for number in range(batch)]
                started = time.process_time()
                evaluate(documents, rules)
                read_in[label] = (time.process_time() - started) / batch
            for label, taken in read_in.items():
                spent[label].append(taken)
    finally:
        for name, original in originals.items():
            setattr(reading, name, original)
    for label, seconds in spent.items():
        print(f"| stage: {label} | {1000 * median(seconds[1:]):.1f} ms |")


def _timed(original: Callable[..., object], label: str, running: dict[str, float]) -> Callable[..., object]:
    def timed(*args: object, **kwargs: object) -> object:
        started = time.process_time()
        try:
            return original(*args, **kwargs)
        finally:
            running[label] += time.process_time() - started

    return timed


def folders(counts: Sequence[int], files: Sequence[Path], most_jobs: int = 2) -> None:
    """Throughput and memory over growing folders; the largest one also with more processes, up to `most_jobs`."""
    runs: dict[tuple[int, int], Run] = {}
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            size = make_folder(Path(name), count, files)
            for jobs in range(1, (most_jobs if count == max(counts) else 1) + 1):
                made = runs[count, jobs] = run(audit_command(Path(name), jobs))
                speed = f"{made.wall:.0f} s, {count / made.wall:.1f} a second, {count / made.processor:.1f} a second and core"
                print(f"| {count} documents ({size / 1e6:.0f} MB of text), --jobs {jobs} | {speed}, {made.memory:.0f} MB |", flush=True)
    first, last = min(counts), max(counts)
    print(f"| time per document, {last} against {first} | {runs[last, 1].wall / last / (runs[first, 1].wall / first):.2f} |")
    print(f"| greatest memory, {last} against {first} | {runs[last, 1].memory / runs[first, 1].memory:.2f} |")
    if (last, 2) in runs:
        print(f"| two processes against one | {runs[last, 1].wall / runs[last, 2].wall:.2f} times as fast |")


def main() -> None:
    """Run everything and print a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, help="what the folder is made of: by default the examples and the seeds")
    parser.add_argument("--document", type=Path, help="by default the file nearest to 100 kB")
    parser.add_argument("--counts", default="250,500,1000")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2, help="most processes the largest folder is measured with")
    parser.add_argument("--only", choices=["one", "stages", "folders"])
    given = parser.parse_args()
    files = given.files or default_files()
    document = given.document or min(files, key=lambda path: abs(path.stat().st_size - 100_000))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}\n")
    print("| what | measured |\n|---|---|")
    if given.only in {None, "one"}:
        one_document(document, given.repeat)
    if given.only in {None, "stages"}:
        stages(document, given.repeat)
    if given.only in {None, "folders"}:
        folders([int(count) for count in given.counts.split(",")], files, given.jobs)


if __name__ == "__main__":
    main()
