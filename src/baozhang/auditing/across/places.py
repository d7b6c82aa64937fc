"""Evidence that lies in two documents: `F12` in the document of the finding, `<document_id>/F7` in another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from baozhang.auditing.evidence import TABLES, Places
from baozhang.auditing.findings import Original, PageBox
from baozhang.auditing.originals import Originals
from baozhang.auditing.spots import Spot
from baozhang.facts.document import Document
from baozhang.facts.lake.tables import documents_of
from baozhang.facts.schemas import HUB, to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from baozhang.auditing.across.evaluation import Load
    from baozhang.auditing.findings import Evidence
    from baozhang.facts.records import DocumentRow


class SharedPlaces:
    """Looks up places in several documents; a place in another document than the finding's names its file."""

    def __init__(self, own: str, documents: Mapping[str, Document]) -> None:
        """`own` is the document of the findings, one of `documents`."""
        self._own = own
        self._documents = documents
        self._places: dict[str, Places] = {}
        self._originals: dict[str, Originals] = {}

    def evidence(self, refs: str) -> tuple[Evidence, ...]:
        """Evidence for every reference that exists, the first being the suspect place."""
        found: list[Evidence] = []
        for ref in dict.fromkeys(refs.replace(" ", "").split(",")):
            document, _, place = ref.rpartition("/")
            for one in self._in(document or self._own).evidence(place):
                file = self._documents[document].about.file if document else ""
                original = self._original(document or self._own, one)
                found.append(replace(one, ref=ref, file=file, side="against" if found else "suspect", original=original))
        return tuple(found)

    def _original(self, document: str, place: Evidence) -> Original | None:
        """Where a place stands in a file other than text."""
        if document not in self._originals:
            self._originals[document] = Originals(self._documents[document])
        facts = self._documents[document].facts if place.ref[:1] == "F" else ()
        fact = next((row for row in facts if place.ref == f"F{row.fact}"), None)
        known = self._originals[document].of_spot(Spot(place.line, fact.col if fact is not None else None))
        return known or (Original(boxes=(PageBox(fact.page, 0, 0, 0, 0),)) if fact is not None and fact.page is not None else None)

    def section(self, refs: str) -> str:
        """The section or statement of the first reference; empty when it has none."""
        return self._in(self._own).section(refs)

    def _in(self, document: str) -> Places:
        if document not in self._places:
            self._places[document] = Places(self._documents[document])
        return self._places[document]


def documents_with(documents: Mapping[str, DocumentRow], references: Iterable[tuple[str, str]], load: Load) -> dict[str, Document]:
    """The documents that are referred to, by id, with the rows that (document_id, reference) speaks of; without their source.

    `load` gives hub tables, see `audit_across`.
    """
    about: dict[str, DocumentRow] = {}
    cited: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    for document, ref in sorted(references):
        about[document] = documents[document]
        if ref[:1] in TABLES and ref[1:].isdecimal():
            cited[TABLES[ref[:1]]].add((document, int(ref[1:])))
    if not about:
        return {}
    tables = load([*about], ["statements", "places", *(table for table, _ in cited)])
    rows = {table: _rows_cited(tables[table], key, wanted) for (table, key), wanted in cited.items()}
    lines = {pair for table in rows.values() for pair in _lines_of(table)}
    places = _rows_cited(tables["places"], "line", lines)
    whole = {**rows, "statements": tables["statements"], "places": places, "documents": to_arrow("documents", about.values())}
    return {one.about.document_id: one for one in documents_of(whole)}


def _rows_cited(table: pa.Table, key: str, wanted: AbstractSet[tuple[str, int]]) -> pa.Table:
    """The rows of a table of which (document_id, key) is wanted."""
    rows = zip(table["document_id"].to_pylist(), table[key].to_pylist(), strict=True)
    return table.take(pa.array([at for at, row in enumerate(rows) if row in wanted], pa.int64()))


def _lines_of(table: pa.Table) -> Iterator[tuple[str, int]]:
    column = "line" if "line" in table.column_names else "line_from"
    return zip(table["document_id"].to_pylist(), table[column].to_pylist(), strict=True)


def without_rows(about: DocumentRow) -> Document:
    """A document of which nothing is known but what it is."""
    rows: dict[str, tuple[()]] = {name: () for name in HUB if name != "documents"}
    return Document(about=about, source=(), tables_found=0, layout_distance="", **rows)
