"""Loading, checking and measuring large datasets in bounded memory: `python -m benchmarks.measures [MILLIONS]`."""

from __future__ import annotations

import csv
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.performance.measures.loading import loaded
from baozhang.performance.measures.measure import shipped_measures
from baozhang.performance.measures.period import parse_period
from baozhang.performance.measures.register import read_register
from baozhang.performance.measures.running import take

EXAMPLES = Path(__file__).parents[1] / "examples" / "measures"
MEASURES = {"instant-settlement": {}, "aid-persons": {"计算口径": "只计待遇救助"}, "case-payment-fund": {"付费方式": "DRG或DIP"}}


def repeated(millions: int, folder: Path) -> tuple[Path, Path]:
    """The settlements of the examples again and again, each with its own number and person, as Parquet and as CSV."""
    table = pq.read_table(EXAMPLES / "settlements.parquet")
    parquet, text = folder / "settlements.parquet", folder / "settlements.csv"
    with pq.ParquetWriter(parquet, table.schema) as writer, text.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(table.column_names)
        for copy in range(millions * 1_000_000 // len(table)):
            changed = table.set_column(0, "bill", pa.array([f"{copy}-{one}" for one in table.column("bill").to_pylist()]))
            changed = changed.set_column(1, "person", pa.array([f"{copy}-{one}" for one in table.column("person").to_pylist()]))
            writer.write_table(changed)
            rows.writerows(zip(*(column.to_pylist() for column in changed.columns), strict=True))
    return parquet, text


def measured(file: Path) -> None:
    """Load one file with every check, take the measures, and say what it took."""
    register = read_register(EXAMPLES / "datasets.toml")
    settlements = replace(register.datasets["settlements"], location=file)
    coverage = register.datasets["coverage"]
    known = replace(register, datasets={"settlements": settlements, "coverage": coverage})
    started = time.process_time()
    with loaded(known, known.datasets) as data:
        spent, rows = time.process_time() - started, data.states["settlements"].rows
        print(f"{file.suffix}: {rows:,} rows ({len(data.problems)} problems) loaded and checked: {spent:.1f} s, {rows / spent:,.0f} rows/s")
        for name, given in MEASURES.items():
            started = time.process_time()
            found = take(shipped_measures()[name], data, parse_period("2024"), given)
            print(f"  {name}: {found.text}, {time.process_time() - started:.2f} s")
    print(f"  greatest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main() -> None:
    """Both kinds of file, each in a process of its own."""
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        for file in repeated(millions, Path(folder)):
            process = multiprocessing.get_context("spawn").Process(target=measured, args=(file,))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
