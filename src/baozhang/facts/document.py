"""One document in memory: the rows of every hub table, with its source lines for quoting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.facts.records import (
        BlockRow,
        ClaimRow,
        DocumentRow,
        EvaluationRow,
        FactRow,
        FundingRow,
        HubRow,
        IndicatorRow,
        PlaceRow,
        StatementRow,
        UnrecognisedRow,
        WordingRow,
    )


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one file.

    `source` holds the lines of the input as decoded (1-based line n is `source[n - 1]`); the tuples are the hub tables.
    `layout_distance` says, for a document whose layout is not known, which layout came nearest and why it did not fit.
    """

    about: DocumentRow
    source: tuple[str, ...]
    blocks: tuple[BlockRow, ...]
    statements: tuple[StatementRow, ...]
    facts: tuple[FactRow, ...]
    claims: tuple[ClaimRow, ...]
    evaluations: tuple[EvaluationRow, ...]
    fundings: tuple[FundingRow, ...]
    indicators: tuple[IndicatorRow, ...]
    wording: tuple[WordingRow, ...]
    unrecognised: tuple[UnrecognisedRow, ...]
    places: tuple[PlaceRow, ...]
    tables_found: int
    layout_distance: str

    def rows(self, table: str) -> Sequence[HubRow]:
        """The rows of a hub table."""
        rows: Sequence[HubRow] = (self.about,) if table == "documents" else getattr(self, table)
        return rows


def latest(documents: Iterable[Document]) -> list[Document]:
    """Every document once: of equal contents the last one, in its place."""
    found: dict[str, Document] = {}
    for one in documents:
        found.pop(one.about.document_id, None)
        found[one.about.document_id] = one
    return [*found.values()]
