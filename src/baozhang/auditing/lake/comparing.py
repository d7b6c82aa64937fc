"""The rules over several documents, on the lake: every department's documents compared with each other.

What a document is compared with changes when another one is added, so that these results are of one state of the lake: they stand
on a shelf named by the documents and the rules, and are made anew when either changes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.across import audit_across
from baozhang.auditing.lake.compared import ALONE, asked_at_once
from baozhang.auditing.lake.results import Result, result_of, rows_of
from baozhang.facts.lake.segments import write_segment
from baozhang.facts.lake.snapshot import Snapshot
from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from baozhang.auditing.across.evaluation import Engine
    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.lake.rule_sets import RuleSet
    from baozhang.facts.lake.segments import Segment

COMPARED: Final = "across:"
"""What the names of the lake's shelves for comparisons begin with."""

_TOGETHER: Final = 5000
"""Documents of which the lake is asked at a time for rows to cite: every question goes through all of its files."""

FIRST_FINDING: Final = 10_001
"""The key of the first finding of a comparison, behind all that the document says by itself."""


def comparison_shelf(read: Snapshot, rules: RuleSet) -> str:
    """The shelf for comparing these documents by these rules; empty where no rule compares documents."""
    if not rules.across:
        return ""
    state = hashlib.sha256(f"{rules.chosen}\n{rules.description}".encode())
    for key in sorted(key for part in read.parts for key in part.documents):
        state.update(key.encode())
    return COMPARED + state.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All documents of the lake to compare with each other, and the lake to keep the findings in."""

    root: Path
    read: Snapshot
    rules: RuleSet


def compare(task: Comparison, engine: Engine | None = None) -> list[Segment]:
    """Compare the documents and write what was found, a segment for each year, which the manifest does not know yet.

    `engine` answers the rules, as in `audit_across`; without it they are asked of all documents at once, in this process.
    """
    of_year: dict[int | None, list[Result]] = defaultdict(list)
    for audit in _audits(task.read, task.rules, engine or asked_at_once(task.read)):
        of_year[audit.document.about.fiscal_year].append(result_of(audit))
    shelf = comparison_shelf(task.read, task.rules)
    return [
        write_segment(task.root, shelf, year, [one.document_id for one in results], rows_of(results, first=FIRST_FINDING).items())
        for year, results in of_year.items()
    ]


def _audits(read: Snapshot, rules: RuleSet, engine: Engine) -> Iterator[DocumentAudit]:
    part_of = {key: part for part in read.parts for key in part.documents}
    with open_engine(files=True, threads=1) as connection:
        documents = connection.sql(f"select * from ({read.select('documents')}) order by file").to_arrow_table()  # noqa: S608

        def load(ids: Sequence[str], names: Collection[str]) -> dict[str, pa.Table]:
            """The rows of some documents, from the files that hold them."""
            holding = Snapshot(read.shelf, tuple({part_of[key].segment: part_of[key] for key in ids}.values()))
            connection.register("wanted", pa.table({"document_id": pa.array(ids, pa.string())}))
            return {
                name: connection.sql(
                    f"select r.* from ({holding.select(name)}) r semi join wanted using (document_id){ALONE.get(name, '')}"  # noqa: S608
                ).to_arrow_table()
                for name in names
            }

        yield from audit_across(documents, load, rules.across, engine, _TOGETHER)
