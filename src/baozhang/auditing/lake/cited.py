"""The rows that findings speak of: a document as far as its failing cases cite it, fetched for all documents at once.

Whatever is made of a failing case (its place, its cause, what it is merged with) looks at rows that some case refers to, and at nothing
else. A document with these rows alone therefore concludes like the whole one, at a fraction of the cost; a test compares them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.evidence import TABLES
from baozhang.facts.lake.tables import documents_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baozhang.auditing.lake.engine import LakeEngine
    from baozhang.auditing.tallies import Tally
    from baozhang.facts.document import Document

_LINE_COLUMNS: Final = {
    "evaluations": ("line", "total_line"), "indicators": ("line",), "fundings": ("line",), "wording": ("line",), "blocks": ("line_from",),
}  # fmt: skip
"""Tables whose rows are quoted by the line of the source they stand in."""


def cited_documents(engine: LakeEngine, tallies: Mapping[str, Tally]) -> dict[str, Document]:
    """For every document of the engine: itself, with the rows that its failing cases refer to."""
    wanted: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for document_id, tally in tallies.items():
        for ref in _refs(tally):
            if ref[:1] in TABLES and ref[1:].isdigit():
                wanted[ref[:1]].append((document_id, int(ref[1:])))
    tables = {"documents": engine.table("select * from documents")}
    if wanted:
        keys = _keys(document_id for pairs in wanted.values() for document_id, _ in pairs)
        engine.add("failing", pa.table({"document_id": keys.unique()}))
        tables["statements"] = engine.table("select s.* from statements s semi join failing using (document_id)")
    by_table: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for letter, pairs in wanted.items():
        by_table[TABLES[letter][0]].update(pairs)
    key_of = dict(TABLES.values())
    for table, rows in by_table.items():
        _want(engine, sorted(rows))
        tables[table] = engine.table(
            f'select t.* from "{table}" t semi join wanted w on w.document_id = t.document_id and w.key = t."{key_of[table]}"'  # noqa: S608
        )
    lines = _lines_quoted(tables)
    if not lines:
        return {document.about.document_id: document for document in documents_of(tables)}
    _want(engine, sorted(lines))
    tables["lines"] = engine.table(
        "select t.* from lines t semi join wanted w on w.document_id = t.document_id and w.key = t.line"
    )
    numbers = list(zip(tables["lines"]["document_id"].to_pylist(), tables["lines"]["line"].to_pylist(), strict=True))
    return {document.about.document_id: document for document in _in_place(documents_of(tables), numbers)}


def _refs(tally: Tally) -> Iterator[str]:
    for _, case in tally.failing:
        yield from str(case["refs"] or "").replace(" ", "").split(",")
    for _, identity in tally.identities:
        yield f"F{identity.total}"
        yield from (f"F{fact}" for fact, _ in identity.parts)
    if tally.broken:
        yield from (ref for refs in tally.repeats for ref in refs.split(","))


def _keys(values: Iterator[str]) -> pa.Array:
    return pa.array(values, pa.string())


def _want(engine: LakeEngine, pairs: list[tuple[str, int]]) -> None:
    engine.add("wanted", pa.table({"document_id": _keys(key for key, _ in pairs), "key": pa.array((key for _, key in pairs), pa.int64())}))


def _lines_quoted(tables: Mapping[str, pa.Table]) -> set[tuple[str, int]]:
    found = set()
    for name, columns in _LINE_COLUMNS.items():
        for column in columns if name in tables else ():
            table = tables[name]
            found |= {
                (key, line) for key, line in zip(table["document_id"].to_pylist(), table[column].to_pylist(), strict=True) if line is not None
            }
    return found


def _in_place(documents: list[Document], numbers: list[tuple[str, int]]) -> Iterator[Document]:
    """Documents whose lines are a selection, with each at its number and nothing in between."""
    of: dict[str, list[int]] = defaultdict(list)
    for document_id, line in numbers:
        of[document_id].append(line)
    for document in documents:
        placed = dict(zip(of[document.about.document_id], document.source, strict=True))
        yield replace(document, source=tuple(placed.get(line, "") for line in range(1, max(placed, default=0) + 1)))
