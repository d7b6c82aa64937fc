"""What the rules cost on Spark beside DuckDB: the same batch, the same questions, processor time of each engine.

    python -m benchmarks.spark FOLDER [--copies 20] [--master local[2]]

The batch is the documents of FOLDER (such as `python -m benchmarks.corpus` writes), each `--copies` times under another id. Spark's
processor time is that of its Java process, starting it included; compare the ratio and how both grow, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.auditing.rule import load_rules
from baozhang.auditing.warehouse import Question, Warehouse
from baozhang.cli.files import files_of
from baozhang.cli.outcomes import read_outcome
from baozhang.errors import InputError
from baozhang.facts.schemas import HUB
from baozhang.facts.spark.session import spark_session

if TYPE_CHECKING:
    from typing import Any

    from baozhang.auditing.warehouse import Queries
    from baozhang.facts.document import Document


def main() -> None:
    """Print the time each engine takes to load the batch and to answer all rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--master", default="local[2]")
    arguments = parser.parse_args()
    read = [one for one in map(read_outcome, files_of([arguments.folder])) if not isinstance(one, InputError)]
    documents = [_copy(one, at) for at in range(arguments.copies) for one in read]
    started = time.process_time()
    with Warehouse(documents) as here:
        duckdb = _answered(here)
    ours = time.process_time() - started
    with spark_session(arguments.master) as session:
        from baozhang.auditing.spark.warehouse import SparkWarehouse  # noqa: PLC0415  # now that pyspark is known to be there

        java = session.sparkContext._gateway.proc.pid  # type: ignore[union-attr]  # noqa: SLF001  # the only way to know it
        begun = _processor(java)
        with SparkWarehouse.holding(session, documents) as there:
            spark = _answered(there)
        theirs = _processor(java) - begun
    print(f"{len(documents)} documents; DuckDB {ours:.1f} s, Spark {begun:.1f} s to start and {theirs:.1f} s; cases {duckdb} and {spark}")


def _answered(engine: Queries) -> int:
    """How many documents × rules have a case."""
    questions = [Question(rule.sql) for rule in load_rules() if rule.sql]
    return sum(len(answer.documents) for answer in engine.outcomes(questions) if not isinstance(answer, Exception))


def _copy(document: Document, at: int) -> Document:
    key = f"{document.about.document_id}-{at}"
    changed: dict[str, Any] = {"about": replace(document.about, document_id=key)}  # each table has its own record type
    for name in HUB.keys() - {"documents"}:
        changed[name] = tuple(replace(row, document_id=key) for row in getattr(document, name))
    return replace(document, **changed)


def _processor(process: int) -> float:
    """Processor seconds a process has used so far."""
    ticks = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
