"""What the rules over several documents need of a folder that is read in batches: kept on disk, so that memory stays flat."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baozhang.auditing.warehouse import hub_of
from baozhang.facts.document import latest
from baozhang.facts.lake.snapshot import READ, Part, Snapshot
from baozhang.facts.schemas import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from baozhang.facts.document import Document

STATEMENTS: Final = frozenset({"overview", "income", "spending", "fiscal", "general", "basic", "three_public", "fund", "capital"})
_CLAIMS: Final = frozenset({"amount", "change", "count"})
_FORMS: Final = frozenset({"self", "target"})

_KEPT: Final[dict[str, pc.Expression | None]] = {
    "documents": None,
    "statements": None,
    "facts": pc.field("statement").isin(sorted(STATEMENTS)),
    "claims": pc.field("kind").isin(sorted(_CLAIMS)) & (pc.field("statement") != ""),
    "evaluations": pc.field("kind").isin(sorted(_FORMS)) & pc.field("copy_of").is_null(),
    "fundings": pc.field("source") == "total",
    "indicators": None,
    "places": pc.field("page").is_null(),
    "blocks": pc.field("part") == "overview",
}
"""The hub tables the rules over several documents and comparisons read, and which rows of them (None: all). Facts know their page."""

KEPT: Final = tuple(_KEPT)


def kept_rows(documents: Sequence[Document]) -> dict[str, pa.Table]:
    """What is needed of some documents in memory, as Arrow tables by name."""
    return {name: _kept(documents, name, table) for name, table in hub_of(documents) if name in _KEPT}


def _kept(documents: Sequence[Document], name: str, table: pa.Table) -> pa.Table:
    """The rows to keep of a hub table of a batch, in which documents are called by their numbers, with the ids of the documents."""
    rows = table if _KEPT[name] is None else table.filter(_KEPT[name])
    ids = pa.array([one.about.document_id for one in documents], pa.string())
    return rows.set_column(0, rows.schema.field(0), ids.take(rows["document_id"].cast(pa.int64())))


def keep(documents: Sequence[Document], folder: Path) -> None:
    """Write what is needed of a batch into its own folder; batches are told apart, and ordered, by the folder's name."""
    distinct = latest(documents)
    see = keeping(distinct, folder)
    for name, table in hub_of(distinct):
        see(name, table)


def keeping(documents: Sequence[Document], folder: Path) -> Callable[[str, pa.Table], None]:
    """As `keep`, for whoever has the hub tables of the batch made anyway: what is to be shown each of them."""
    folder.mkdir(parents=True)

    def see(name: str, table: pa.Table) -> None:
        if name in _KEPT:
            pq.write_table(_kept(documents, name, table), folder / f"{name}.parquet", compression="zstd")

    return see


class Spool:
    """The batches kept below a folder. A document that was read in several batches counts once, in the last."""

    def __init__(self, folder: Path) -> None:
        """Look which documents there are."""
        self._folder = folder
        self._batches: dict[str, str] = {}
        self._held: dict[str, list[str]] = {}
        rows: dict[str, dict[str, object]] = {}
        for batch in sorted(folder.iterdir()) if folder.is_dir() else ():
            listed = pq.read_table(batch / "documents.parquet").to_pylist()
            self._held[batch.name] = [row["document_id"] for row in listed]
            for row in listed:
                rows.pop(row["document_id"], None)
                rows[row["document_id"]] = row
                self._batches[row["document_id"]] = batch.name
        self.documents = pa.Table.from_pylist(list(rows.values()), schema=schema_of("documents"))
        """The documents in the order given."""

    @property
    def snapshot(self) -> Snapshot:
        """The batches as the parts of a snapshot, for queries over all documents."""
        return Snapshot(READ, tuple(self._part(batch, held) for batch, held in self._held.items()))

    def _part(self, batch: str, held: Sequence[str]) -> Part:
        counts: dict[bool, list[str]] = defaultdict(list)
        for one in held:
            counts[self._batches[one] == batch].append(one)
        files = {name: self._folder / batch / f"{name}.parquet" for name in KEPT}
        return Part(batch, None, files, tuple(counts[True]), tuple(counts[False]))

    def load(self, ids: Sequence[str], names: Collection[str]) -> dict[str, pa.Table]:
        """The rows of some documents in the tables named."""
        wanted: dict[str, list[str]] = {}
        for one in ids:
            wanted.setdefault(self._batches[one], []).append(one)
        return {name: self._rows(name, wanted) for name in names}

    def _rows(self, name: str, wanted: dict[str, list[str]]) -> pa.Table:
        read = [
            pq.read_table(self._folder / batch / f"{name}.parquet", filters=[("document_id", "in", ids)]) for batch, ids in wanted.items()
        ]
        return pa.concat_tables(read) if read else schema_of(name).empty_table()
