"""`python -m tools.example_measures [OUT]`: write the datasets of examples/measures, the same every time."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from tools.example_measures import administration, payment, people, supervision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.example_measures.drawing import Row

OUT: Final = Path(__file__).parents[2] / "examples" / "measures"
PARQUET: Final = frozenset({"persons", "settlements", "orders"})
_SIMPLE: Final = (
    supervision.inspections,
    supervision.violations,
    supervision.actions,
    supervision.complaints,
    supervision.services,
    supervision.systems,
    supervision.outages,
    administration.answers,
    administration.tasks,
    administration.transfers,
    administration.subsidies,
    administration.payroll,
    administration.projects,
    administration.spending,
    administration.orders,
    administration.diseases,
    administration.offices,
    administration.standards,
    payment.priced_cases,
    payment.packages,
)


def tables() -> Mapping[str, list[Row]]:
    """Every dataset by its name."""
    persons, institutions = list(people.persons()), list(supervision.institutions())
    made = {"persons": persons, "institutions": institutions, "coverage": list(people.coverage(persons))}
    made["settlements"] = list(people.settlements(persons, institutions))
    return made | {one.__name__: list(one()) for one in _SIMPLE}


def main(out: Path) -> None:
    """Write the files."""
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        if name in PARQUET:
            pq.write_table(pa.Table.from_pylist(rows), out / f"{name}.parquet", compression="zstd")
        else:
            with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(rows[0])
                writer.writerows([cell(value) for value in row.values()] for row in rows)
        print(f"{name}: {len(rows)} rows")


def cell(value: object) -> str:
    """A value as a bureau's export writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
