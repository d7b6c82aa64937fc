"""Evidence that lies in two documents: `F12` in the document of the finding, `<document_id>/F7` in another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.auditing.evidence import Places
from baozhang.facts.document import Document
from baozhang.facts.lake.tables import documents_of
from baozhang.facts.schemas import HUB, to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baozhang.auditing.findings import Evidence
    from baozhang.facts.records import DocumentRow


class SharedPlaces:
    """Looks up places in several documents; a place in another document than the finding's names its file."""

    def __init__(self, own: str, documents: Mapping[str, Document]) -> None:
        """`own` is the document of the findings, one of `documents`."""
        self._own = own
        self._documents = documents
        self._places: dict[str, Places] = {}

    def evidence(self, refs: str) -> tuple[Evidence, ...]:
        """Evidence for every reference that exists, the first being the suspect place."""
        found: list[Evidence] = []
        for ref in dict.fromkeys(refs.replace(" ", "").split(",")):
            document, _, place = ref.rpartition("/")
            for one in self._in(document or self._own).evidence(place):
                file = self._documents[document].about.file if document else ""
                found.append(replace(one, ref=ref, file=file, side="against" if found else "suspect"))
        return tuple(found)

    def section(self, refs: str) -> str:
        """The section or statement of the first reference; empty when it has none."""
        return self._in(self._own).section(refs)

    def _in(self, document: str) -> Places:
        if document not in self._places:
            self._places[document] = Places(self._documents[document])
        return self._places[document]


def documents_with(abouts: Iterable[DocumentRow], tables: Mapping[str, pa.Table]) -> dict[str, Document]:
    """Documents, by id, from their rows in hub tables, as far as they are there; without their source."""
    of = {about.document_id: about for about in abouts}
    keys = pa.array(list(of), pa.string())
    rows = {name: table.filter(pc.is_in(table["document_id"], keys)) for name, table in tables.items()}
    return {one.about.document_id: one for one in documents_of({**rows, "documents": to_arrow("documents", of.values())})}


def without_rows(about: DocumentRow) -> Document:
    """A document of which nothing is known but what it is."""
    rows: dict[str, tuple[()]] = {name: () for name in HUB if name != "documents"}
    return Document(about=about, source=(), tables_found=0, layout_distance="", **rows)
