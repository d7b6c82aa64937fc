"""`python -m benchmarks.corpus`: writes a corpus and the key of its errors."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from contextlib import ExitStack
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.taxonomy.layouts import layouts
from benchmarks.corpus.defects import KINDS, damaged
from benchmarks.corpus.families import YEARS, Choice, documents_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.corpus.defects import Defect

DOCUMENTS: Final = "documents"
"""Where the documents are, below the output folder; the key stands beside it."""
_FOLDER: Final = 1000
"""Departments per folder."""


def write_department(task: tuple[int, int, Choice, tuple[str, ...], float, Path]) -> list[tuple[str, list[Defect]]]:
    """Write the documents of one department; the name of each below the output folder, and its errors."""
    seed, number, choice, kinds, errors, output = task
    random = Random(f"{seed}/{number}/errors")
    folder = output / DOCUMENTS / f"{number // _FOLDER:03d}"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for document in documents_of(seed, number, choice):
        kind = random.choice(kinds) if random.random() < errors else ""
        sheet, defects = damaged(document, kind, random.getrandbits(32)) if kind else (document.sheet(), [])
        name = f"{DOCUMENTS}/{folder.name}/{document.name}.txt"
        (output / name).write_text("\n".join(sheet.lines) + "\n", encoding="utf-8")
        written.append((name, defects))
    return written


def corpus(task: tuple[int, int, Choice, tuple[str, ...], float, Path], jobs: int) -> Iterator[tuple[str, list[Defect]]]:
    """Write departments until `task[1]` documents are there; whole departments only, so there may be a few more."""
    seed, count, choice, kinds, errors, output = task

    def tasks() -> Iterator[tuple[int, int, Choice, tuple[str, ...], float, Path]]:
        for number in range(count):  # at least one document each
            yield (seed, number, choice, kinds, errors, output)

    made = 0
    with ExitStack() as stack:
        results = (
            map(write_department, tasks())
            if jobs < 2
            else stack.enter_context(get_context("spawn").Pool(jobs)).imap(write_department, islice(tasks(), count), chunksize=16)
        )
        for written in results:
            yield from written
            made += len(written)
            if made >= count:
                return


def main(argv: list[str] | None = None) -> int:
    """Write the corpus and say how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.corpus")
    parser.add_argument("--count", type=int, default=100, help="documents; a department is written whole, so a few more may come")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layouts", default=",".join(layouts()), help="ids separated by commas (default: all)")
    parser.add_argument("--years", type=int, default=YEARS, help=f"years of each department (default {YEARS})")
    parser.add_argument("--errors", type=float, default=0.0, metavar="RATE", help="share of documents with one error each")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"kinds of errors (default: {','.join(KINDS)})")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="folder: DIR/documents, and the key DIR/errors.csv")
    arguments = parser.parse_args(argv)
    choice = Choice(tuple(arguments.layouts.split(",")), arguments.years)
    kinds = tuple(arguments.kinds.split(","))
    if unknown := set(kinds) - set(KINDS):
        raise UsageError(f"没有错误种类 {'、'.join(sorted(unknown))}。可选：{'、'.join(KINDS)}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    started, worked, made, wrong = time.perf_counter(), time.process_time(), 0, 0
    with (arguments.output / "errors.csv").open("w", encoding="utf-8", newline="") as file:
        key = csv.writer(file)
        key.writerow(["file", "kind", "line", "old", "new"])
        for name, defects in corpus((arguments.seed, arguments.count, choice, kinds, arguments.errors, arguments.output), arguments.jobs):
            made += 1
            wrong += bool(defects)
            key.writerows([name, defect.kind, defect.line, defect.old, defect.new] for defect in defects)
    taken, spent = time.perf_counter() - started, time.process_time() - worked
    own = f", {made / spent:.0f} a second of processor time" if arguments.jobs < 2 else ""
    print(f"{made} documents, {wrong} with an error, {taken:.1f} s, {made / taken:.0f} documents a second{own}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
