"""A synthetic city: how long it takes, what memory, and whether its stays are grouped.

    python -m benchmarks.city [--persons 50000,200000] [--jobs 2] [--scheme-folder DIR] [--seed 1]

Each size is generated as a user would, its stays taken out by a query and grouped by the scheme they were drawn from, each step in a
process of its own. Processor seconds are those of all processes; memory is the greatest sum of the resident memory of the processes
alive together, looked at every tenth of a second (Linux). `--scheme-folder` names a scheme to import (as for `baozhang drg import`), under
the name `--scheme`; without it the example scheme is used.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

BAOZHANG: Final = (sys.executable, "-m", "baozhang.cli")
_HEADINGS: Final = (
    *("persons", "visits", "stays", "fee lines", "processor s", "wall s", "memory", "on disk"),
    *("stays taken out, s", "grouped, s", "in a group"),
)
_EVERY: Final = 0.1
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Measured(NamedTuple):
    """Wall and processor seconds, MB of memory, and what was printed."""

    wall: float
    processor: float
    memory: float
    said: str


def measured(*command: str) -> Measured:
    """Run a command of ours and measure it with its children."""
    started = time.perf_counter()
    before = os.times()
    process = subprocess.Popen([*BAOZHANG, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603  # ours
    most = 0
    while process.poll() is None:
        most = max(most, resident(process.pid))
        time.sleep(_EVERY)
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    processor = after.children_user - before.children_user + after.children_system - before.children_system
    return Measured(time.perf_counter() - started, processor, most / 1e6, process.stdout.read() if process.stdout else "")


def resident(pid: int) -> int:
    """Bytes in memory of a process and all below it; what has ended meanwhile counts nothing."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0
    return own + sum(resident(int(child)) for child in children)


def look_at(persons: int, arguments: argparse.Namespace, folder: Path, scheme: list[str]) -> None:
    """One size, one line of the table."""
    warehouse = ["--warehouse", str(folder / f"city-{persons}")]
    stays, groups = folder / "stays.parquet", folder / "groups.parquet"
    asked = ["--persons", str(persons), "--seed", str(arguments.seed), "--jobs", str(arguments.jobs)]
    made = measured("city", "generate", *asked, *scheme, *warehouse)
    size = sum(path.stat().st_size for path in (folder / f"city-{persons}").rglob("*.parquet"))
    ends = ["--limit", "0", "--timeout", "0", "--format", "parquet", "--output", str(stays)]
    taken = measured("warehouse", "query", "select * from stays", *ends, *warehouse)
    name = arguments.scheme if scheme else "example"
    grouped = measured("drg", "group", "--scheme", name, "--input", str(stays), "--output", str(groups))
    rows = {name: int(count.replace(",", "")) for name, count in re.findall(r"(\S+) +([0-9,]+)\n", made.said)}
    share = re.search(r"grouped +[0-9,]+ +(\S+)", grouped.said)
    cells = [
        *(f"{number:,}" for number in (persons, rows["就诊"], rows["医保结算清单"], rows["费用明细"])),
        *(f"{made.processor:.0f}", f"{made.wall:.0f}", f"{made.memory:,.0f} MB", f"{size / 1e6:,.0f} MB"),
        *(f"{taken.processor:.1f}", f"{grouped.processor:.1f}", share[1] if share else "-"),
    ]
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure and print a table for docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", default="50000,200000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--scheme-folder", type=Path)
    parser.add_argument("--scheme", default="benchmark")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="city-") as made:
        folder = Path(made)
        os.environ["BAOZHANG_DATA"] = str(folder / "data")
        scheme = ["--scheme", arguments.scheme] if arguments.scheme_folder else []
        if scheme:
            measured("drg", "import", str(arguments.scheme_folder), *scheme)
        print(f"| {' | '.join(_HEADINGS)} |")
        print(f"|{'---|' * len(_HEADINGS)}")
        for persons in arguments.persons.split(","):
            look_at(int(persons), arguments, folder, scheme)


if __name__ == "__main__":
    main()
