"""From grouping to clearing: how long a year of stays takes, each step as a user would call it, in a process of its own.

    python -m benchmarks.payment --warehouse DIR --scheme NAME [--stays 200000] [--parameters FILE]

DIR is a warehouse (see `baozhang city generate`), NAME the imported scheme that its cases were drawn from. Its stays are written again
under new numbers until there are so many. Processor seconds of all threads are counted; memory is the greatest of the process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.operations.payment.engine import engine, query
from baozhang.operations.payment.from_warehouse import read_grouped
from baozhang.operations.payment.pricing import terms_table
from baozhang.operations.warehouse import Warehouse
from baozhang.operations.warehouse.engine import opened
from benchmarks.speed import run

_PARAMETERS: Final = resources.files("baozhang.operations.payment") / "data" / "drg-points-example.toml"
_BUDGET: Final = "2000000000"


def repeated_stays(warehouse: Path, count: int) -> pa.Table:
    """So many stays, those of the warehouse under new numbers."""
    with opened(Warehouse(warehouse)) as connection:
        stays = connection.sql("select * from stays order by id").to_arrow_table()
    times = -(-count // stays.num_rows)
    numbered = pa.concat_tables([stays] * times).slice(0, count)
    return numbered.set_column(0, "id", pa.array(range(count), pa.int64()))


def command(*words: str) -> list[str]:
    """The call that a user makes."""
    return [sys.executable, "-m", "baozhang.cli", *words]


def measure(folder: Path, stays: pa.Table, scheme: str, parameters: str) -> None:
    """Run every step and print a row for each."""
    files = {
        name: str(folder / name)
        for name in ("stays.parquet", "grouped.parquet", "cases.parquet", "points.parquet", "ledger.csv", "report.html")
    }
    pq.write_table(stays, files["stays.parquet"], compression="zstd")
    paid = ["--input", files["cases.parquet"], "--scheme", scheme, "--parameters", parameters]
    steps = {
        "drg group": command("drg", "group", "--scheme", scheme, "--input", files["stays.parquet"], "--output", files["grouped.parquet"]),
        "payment run": command("payment", "run", *paid, "--output", files["points.parquet"]),
        "payment clear": command("payment", "clear", *paid, "--budget", _BUDGET, "--output", files["ledger.csv"]),
        "payment report": command("payment", "report", *paid, "--budget", _BUDGET, "--output", files["report.html"]),
    }
    total = 0.0
    sys.stdout.write(f"{stays.num_rows:,} stays\n\n| step | processor s | seconds | greatest memory |\n|---|---|---|---|\n")
    for name, words in steps.items():
        if name == "payment run":
            write_cases(stays, files)
        cost = run(words)
        total += cost.processor
        sys.stdout.write(f"| {name} | {cost.processor:.1f} | {cost.wall:.1f} | {cost.memory:,.0f} MB |\n")
    sys.stdout.write(f"| together | {total:.1f} | | |\n")


def write_cases(stays: pa.Table, files: dict[str, str]) -> None:
    """What `payment cases` does, over stays that stand in no warehouse."""
    relations = {"stays": stays, "grouped": read_grouped(Path(files["grouped.parquet"])), "terms": terms_table(year=0, by_name=False)}
    with engine(relations) as made:
        pq.write_table(made.table(query("cases")), files["cases.parquet"], compression="zstd")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--scheme", required=True)
    parser.add_argument("--stays", type=int, default=200_000)
    parser.add_argument("--parameters", default=str(_PARAMETERS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), repeated_stays(given.warehouse, given.stays), given.scheme, given.parameters)


if __name__ == "__main__":
    main()
