"""The tables of the lake: the hub, what else it takes to have a document back as it was read, and what an audit found."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from baozhang.facts.derived import DERIVED
from baozhang.facts.document import Document
from baozhang.facts.schemas import HUB, rows_to_arrow, schema_of_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa
    from _typeshed import DataclassInstance

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the input, for quoting."""

    document_id: str
    """The document it belongs to."""
    line: int
    """Line, from 1."""
    text: str
    """The line as decoded."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """How a document was read."""

    document_id: str
    """The document."""
    reader: str
    """Version of the reader."""
    tables_found: int
    """Number of tables in the document, recognised or not."""
    layout_distance: str
    """Which layout came nearest and why it did not fit, where the layout is not known."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing in a document that does not hold, as the last audit with all rules found it."""

    document_id: str
    """The document."""
    finding: int
    """Key within the document, from 1, the gravest first; from 10001 for comparisons with other documents."""
    rule: str
    """Id of the rule."""
    title: str
    """What must hold."""
    severity: str
    """`error`, `warning` or `note`."""
    message: str
    """What does not hold, in Chinese."""
    expected: str
    """What the figure should be: a decimal in the unit of the message, words, or empty."""
    actual: str
    """What is printed."""
    difference: str
    """Actual less expected."""
    basis: str
    """What requires it."""
    suggestion: str
    """What to do."""
    section: str
    """Section or statement of the suspect place, or empty."""
    line: int
    """Line of the suspect place; 0 when something is missing."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One place a finding rests on."""

    document_id: str
    """The document."""
    finding: int
    """The finding."""
    place: int
    """From 0; the first is the suspect place."""
    line: int
    """Line."""
    text: str
    """The words there."""
    ref: str
    """The hub row, e.g. `F12` (see the hub)."""
    side: str
    """`suspect`, or `against` for what it was compared with."""
    file: str
    """The file it stands in, when that is not the document of the finding."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How the cases of one rule came out in one document."""

    document_id: str
    """The document."""
    rule: str
    """Id of the rule."""
    passed: int
    """Cases that hold."""
    failed: int
    """Cases that do not hold."""
    not_evaluated: int
    """Cases that could not be examined."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why cases of one rule could not be examined in one document."""

    document_id: str
    """The document."""
    rule: str
    """Id of the rule."""
    why: str
    """The reason, in Chinese."""
    count: int
    """Number of cases."""


READ_TABLES: Final[dict[str, type[DataclassInstance]]] = {**HUB, "lines": LineRow, "readings": ReadingRow}
"""What reading a document gives: the shelf `read`."""

AUDIT_TABLES: Final[dict[str, type[DataclassInstance]]] = {
    "findings": FindingRow, "evidence": EvidenceRow, "checks": CheckRow, "reasons": ReasonRow,
}  # fmt: skip
"""What auditing a document gives: the shelves `audit:…`, one for each set of rules."""

TABLES: Final = READ_TABLES | AUDIT_TABLES
"""Every table by name."""

KEPT: Final[dict[str, type[DataclassInstance]]] = {one.kept_as: one.record for one in DERIVED.values()}
"""What the shelf `read` keeps besides: the derived tables, under names that tell since when they are made so."""

SORTED_BY: Final[dict[str, tuple[str, ...]]] = {
    "facts": ("statement", "document_id"),
    DERIVED["cells"].kept_as: ("statement", "document_id", "fact"),
    DERIVED["own_cells"].kept_as: ("document_id", "claim"),
    DERIVED["summed_cells"].kept_as: ("statement", "document_id", "fact"),
    DERIVED["terms"].kept_as: ("term", "document_id"),
}
"""Order of the rows of a file, `document_id` where nothing else is said. A rule asks for a few statements of all documents, so that
facts of one statement stand together and the others are skipped by the statistics of the row groups."""


def lake_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of the lake, `cells-2026-11-26` and the like included."""
    return schema_of_record(TABLES[table] if table in TABLES else KEPT[table])


def tables_of(document: Document, reader: str) -> dict[str, pa.Table]:
    """A document as rows of every table of the shelf `read`."""
    key = document.about.document_id
    rows: dict[str, Iterable[object]] = {name: getattr(document, name) for name in HUB if name != "documents"}
    rows["documents"] = (document.about,)
    rows["lines"] = (LineRow(key, line, text) for line, text in enumerate(document.source, 1))
    rows["readings"] = (ReadingRow(key, reader, document.tables_found, document.layout_distance),)
    return {name: rows_to_arrow(lake_schema(name), listed) for name, listed in rows.items()}


def records_of(record: type[R], table: pa.Table) -> Iterator[R]:
    """The rows of an Arrow table as records."""
    columns = [table.column(field.name).to_pylist() for field in fields(record)]  # type: ignore[arg-type]  # every record is a dataclass
    return map(record, *columns)


def documents_of(tables: Mapping[str, pa.Table]) -> list[Document]:
    """Documents back from their rows, in the order of the rows of `documents`; the inverse of `tables_of`.

    Tables that are left out come back empty: whoever needs only some of a document reads only those.
    """
    held: dict[str, dict[str, list[Any]]] = {name: {} for name in READ_TABLES}
    for name, table in tables.items():
        for row in records_of(READ_TABLES[name], table):
            held[name].setdefault(row.document_id, []).append(row)  # type: ignore[attr-defined]  # the first field of every record
    return [_document(key, {name: rows.get(key, []) for name, rows in held.items()}) for key in held["documents"]]


def _document(key: str, rows: Mapping[str, list[Any]]) -> Document:
    (about,) = rows["documents"]
    reading = rows["readings"][0] if rows["readings"] else ReadingRow(key, "", 0, "")
    named = {name: tuple(rows[name]) for name in HUB if name not in {"documents", "facts"}}
    return Document(
        about=about,
        source=tuple(row.text for row in rows["lines"]),
        facts=tuple(sorted(rows["facts"], key=lambda row: row.fact)),
        tables_found=reading.tables_found,
        layout_distance=reading.layout_distance,
        **named,
    )
