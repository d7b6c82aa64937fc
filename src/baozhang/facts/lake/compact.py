"""Compaction: small segments become large ones, rows that no longer count are left out. Readers notice nothing.

Derived tables that an older program did not keep are added on this occasion.

The new segments are written first, then one commit puts them in the place of the old ones; a process killed in between leaves
the lake as it was, and litter.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from baozhang.facts.derived import DERIVED
from baozhang.facts.lake.keeping import packed
from baozhang.facts.lake.manifest import reading
from baozhang.facts.lake.segments import write_segment
from baozhang.facts.lake.snapshot import READ, Part, Snapshot, take_snapshot
from baozhang.facts.lake.tables import AUDIT_TABLES, READ_TABLES
from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from baozhang.facts.lake.lake import Lake, Writer

DOCUMENTS: Final = 1000
"""Documents of a full segment: what an audit takes at a time, a few hundred thousand figures."""


def mergeable(parts: Iterable[Part]) -> int:
    """How many segments compaction would replace."""
    return sum(map(len, _groups(parts)))


def _is_small(part: Part) -> bool:
    """Half empty, holding rows to be passed over, or lacking derived tables."""
    return bool(part.hidden) or part.underived or len(part.documents) <= DOCUMENTS // 2


def compact(lake: Lake, writer: Writer, *, drop_superseded: bool = False) -> Iterator[tuple[int, int]]:
    """Merge the small segments of every shelf and year; yields (segments before, segments after) for every merge made.

    Superseded documents are kept unless `drop_superseded` is asked for; what was found in them then goes as well.
    """
    with reading(lake.root) as db:
        shelves = [row[0] for row in db.execute("select distinct shelf from segments where retired is null order by shelf")]
        every = not drop_superseded
        parts = {shelf: take_snapshot(db, lake.root, shelf, every_version=every, empty=True).parts for shelf in shelves}
    for shelf, listed in parts.items():
        for group in _groups(listed):
            yield len(group), _merge(lake, writer, shelf, group)


def _groups(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Small segments of one year, together as many documents as a full segment holds; one alone only to change its rows."""
    by_year: dict[int | None, list[Part]] = defaultdict(list)
    for part in parts:
        if _is_small(part):
            by_year[part.fiscal_year].append(part)
    groups: list[list[Part]] = []
    for small in by_year.values():
        room = 0
        for part in sorted(small, key=lambda one: len(one.documents)):
            room -= len(part.documents)
            if room < 0:
                groups.append([])
                room = DOCUMENTS - len(part.documents)
            groups[-1].append(part)
    return (group for group in groups if len(group) > 1 or group[0].hidden or group[0].underived)


def _merge(lake: Lake, writer: Writer, shelf: str, group: list[Part]) -> int:
    documents = [key for part in group for key in part.documents]
    segments = []
    if documents:
        segments.append(write_segment(lake.root, shelf, group[0].fiscal_year, documents, _tables(shelf, group)))
    writer.replace([part.segment for part in group], segments, "compact")
    return len(segments)


def _tables(shelf: str, group: list[Part]) -> Iterator[tuple[str, pa.Table]]:
    """The rows that count, one table after another: none but the present one is in memory."""
    together = Snapshot(shelf, tuple(group))
    with open_engine(files=True) as connection:
        for table in READ_TABLES if shelf == READ else AUDIT_TABLES:
            yield table, connection.sql(together.select(table)).to_arrow_table()
        for derived in DERIVED.values() if shelf == READ else ():
            yield derived.kept_as, connection.sql(packed(derived, together.select(derived.name))).to_arrow_table()
