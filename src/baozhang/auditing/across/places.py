"""Evidence that lies in two documents: `F12` in the document of the finding, `<document_id>/F7` in another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from baozhang.auditing.evidence import Places
from baozhang.facts.document import Document
from baozhang.facts.schemas import HUB

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

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


def document_of(about: DocumentRow, tables: Mapping[str, pa.Table]) -> Document:
    """A document from its rows in hub tables, as far as they are there; without its source."""
    rows = {name: _rows_of(name, about.document_id, tables) for name in HUB if name != "documents"}
    return Document(about=about, source=(), tables_found=0, layout_distance="", **rows)  # type: ignore[arg-type]


def _rows_of(name: str, document_id: str, tables: Mapping[str, pa.Table]) -> tuple[object, ...]:
    import pyarrow.compute as pc  # noqa: PLC0415  # only findings need it

    if name not in tables:
        return ()
    table = tables[name]
    own = table.filter(pc.equal(table["document_id"], document_id)).select(HUB_FIELDS[name])
    return tuple(HUB[name](**row) for row in own.to_pylist())


HUB_FIELDS = {name: list(record.__dataclass_fields__) for name, record in HUB.items()}
