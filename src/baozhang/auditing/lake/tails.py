"""The notes of documents of which nothing is to be told but tails: half of a lake, for which `cited` would fetch whole documents.

A note cites the totals that hold within rounding. Their lines, words and statements are all that it says of them, so that these alone
are fetched, and no document is made. The notes are those of `merging.tail_notes`; a test compares.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.evidence import Cell, Evidenced, name_of_cell, with_figure
from baozhang.auditing.merging import tail_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baozhang.auditing.evidence import Place
    from baozhang.auditing.findings import Finding
    from baozhang.auditing.lake.engine import LakeEngine
    from baozhang.auditing.tallies import Tally

_CELLS: Final = """
select document_id, fact, line, text, statement, item, item_label, "column" from facts semi join wanted using (document_id, fact)
"""


class _Totals(Evidenced):
    """The totals that the notes of one document cite, by reference."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}

    def place(self, ref: str) -> Place | None:
        return self.places.get(ref)


def notes_of_tails(engine: LakeEngine, tallies: Mapping[str, Tally]) -> dict[str, tuple[Finding, ...]]:
    """The notes of every document of `tallies`, all of which hold but for rounding, by what the engine calls it."""
    if not tallies:
        return {}
    totals = _totals(engine, tallies)
    return {key: tuple(sorted(tail_notes(tally.identities, totals[key]), key=lambda note: note.order)) for key, tally in tallies.items()}


def _totals(engine: LakeEngine, tallies: Mapping[str, Tally]) -> Mapping[str, _Totals]:
    wanted = {(key, case.total) for key, tally in tallies.items() for _, case in tally.identities}
    documents, facts = zip(*wanted, strict=True)
    engine.add("wanted", pa.table({"document_id": pa.array(documents, pa.string()), "fact": pa.array(facts, pa.int64())}))
    of_documents = "semi join wanted using (document_id)"
    stages = dict(engine.query(f"select document_id, stage from documents {of_documents}").rows)  # noqa: S608
    printed = engine.query(f"select document_id, statement, title from statements {of_documents}").rows  # noqa: S608
    titles = {(document_id, statement): title for document_id, statement, title in printed}
    totals: dict[str, _Totals] = defaultdict(_Totals)
    for document_id, fact, line, text, statement, item, label, column in engine.query(_CELLS).rows:
        cell = Cell(titles.get((document_id, statement), ""), statement, item, label, column, stages[document_id])
        totals[document_id].places[f"F{fact}"] = line, with_figure(name_of_cell(cell), text), statement
    return totals
