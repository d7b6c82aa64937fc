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
from baozhang.facts.lake.tables import documents_of, lake_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from baozhang.auditing.lake.engine import LakeEngine
    from baozhang.auditing.tallies import Tally
    from baozhang.facts.document import Document

_LINE_COLUMNS: Final = {
    "evaluations": ("line", "total_line"), "indicators": ("line",), "fundings": ("line",), "wording": ("line",), "blocks": ("line_from",),
}  # fmt: skip
"""Tables whose rows are quoted by the line of the source they stand in."""

_UNSEEN: Final = {
    "facts": """ replace ('' as parent, 0 as level, 0 as block, 0 as "row", 0 as col, cast(null as bigint) as page, false as repaired)""",
}
"""Columns that nothing is concluded from, left on the disk: every other column is read as a whole to find a few of its rows."""


def cited_documents(engine: LakeEngine, tallies: Mapping[str, Tally]) -> dict[str, Document]:
    """For every document of `tallies`, by what the engine calls it: itself, with the rows that its failing cases refer to."""
    if not tallies:
        return {}
    engine.add("told", pa.table({"document_id": _keys(tallies)}))
    tables = {"documents": engine.table("select * from documents semi join told using (document_id)")}
    for (table, key), rows in _wanted(tallies).items():
        tables[table] = _fetched(engine, table, key, rows)
    failing = {row for table in tables.keys() - {"documents"} for row in tables[table]["document_id"].to_pylist()}
    engine.add("failing", pa.table({"document_id": _keys(sorted(failing))}))
    tables["statements"] = engine.table("select * from statements semi join failing using (document_id)")
    quoted = _lines_quoted(tables)
    lines = _fetched(engine, "lines", "line", quoted) if quoted else lake_schema("lines").empty_table()
    numbers = zip(lines["document_id"].to_pylist(), lines["line"].to_pylist(), strict=True)
    return {one.about.document_id: engine.original(one) for one in _in_place(documents_of({**tables, "lines": lines}), numbers)}


def _wanted(tallies: Mapping[str, Tally]) -> dict[tuple[str, str], set[tuple[str, int]]]:
    """The rows to fetch, as (document_id, key), by table and the name of its key."""
    wanted: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    for document_id, tally in tallies.items():
        for ref in _refs(tally):
            if ref[:1] in TABLES and ref[1:].isdecimal():
                wanted[TABLES[ref[:1]]].add((document_id, int(ref[1:])))
    return wanted


def _fetched(engine: LakeEngine, table: str, key: str, rows: Iterable[tuple[str, int]]) -> pa.Table:
    ordered = [*rows]
    numbers = pa.array([number for _, number in ordered], pa.int64())
    engine.add("wanted", pa.table({"document_id": _keys(document_id for document_id, _ in ordered), "key": numbers}))
    return engine.table(
        f'select t.*{_UNSEEN.get(table, "")} from "{table}" t semi join wanted w on w.document_id = t.document_id and w.key = t."{key}"'  # noqa: S608
    )


def _refs(tally: Tally) -> Iterator[str]:
    for _, case in tally.failing:
        yield from str(case["refs"] or "").replace(" ", "").split(",")
    for _, identity in tally.identities:
        yield f"F{identity.total}"
        yield from (f"F{fact}" for fact, _ in identity.parts)
    if tally.broken:
        yield from (ref for refs in tally.repeats for ref in refs.split(","))


def _keys(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _lines_quoted(tables: Mapping[str, pa.Table]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for name in _LINE_COLUMNS.keys() & tables.keys():
        documents = tables[name]["document_id"].to_pylist()
        for column in _LINE_COLUMNS[name]:
            found.update((key, line) for key, line in zip(documents, tables[name][column].to_pylist(), strict=True) if line is not None)
    return found


def _in_place(documents: Iterable[Document], numbers: Iterable[tuple[str, int]]) -> Iterator[Document]:
    """Documents whose lines are a selection, with each at its number and nothing in between."""
    of: dict[str, list[int]] = defaultdict(list)
    for document_id, line in numbers:
        of[document_id].append(line)
    for document in documents:
        placed = dict(zip(of[document.about.document_id], document.source, strict=True))
        yield replace(document, source=tuple(placed.get(line, "") for line in range(1, max(placed, default=0) + 1)))
