"""What the rules over several documents need of a folder that is read in batches: kept on disk, so that memory stays flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from baozhang.facts.schemas import schema_of, to_arrow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from baozhang.facts.document import Document

STATEMENTS: Final = frozenset({"overview", "income", "spending", "fiscal", "general", "basic", "three_public", "fund", "capital"})
_CLAIMS: Final = frozenset({"amount", "change", "count"})
_FORMS: Final = frozenset({"self", "target"})

_KEPT: Final[dict[str, Callable[[Document], Iterator[object]]]] = {
    "documents": lambda one: iter((one.about,)),
    "statements": lambda one: iter(one.statements),
    "facts": lambda one: (row for row in one.facts if row.statement in STATEMENTS),
    "claims": lambda one: (row for row in one.claims if row.kind in _CLAIMS and row.statement),
    "evaluations": lambda one: (row for row in one.evaluations if row.kind in _FORMS and row.copy_of is None),
    "fundings": lambda one: (row for row in one.fundings if row.source == "total"),
    "indicators": lambda one: iter(one.indicators),
    "blocks": lambda one: (row for row in one.blocks if row.part == "overview"),
}
"""The hub tables the rules over several documents read, and which rows of them."""

KEPT: Final = tuple(_KEPT)


def kept_rows(documents: Sequence[Document]) -> dict[str, pa.Table]:
    """What is needed of some documents in memory, as Arrow tables by name."""
    return {name: to_arrow(name, (row for one in documents for row in rows(one))) for name, rows in _KEPT.items()}  # type: ignore[misc]


def keep(documents: Sequence[Document], folder: Path) -> None:
    """Write what is needed of a batch into its own folder; batches are told apart, and ordered, by the folder's name."""
    folder.mkdir(parents=True)
    distinct: dict[str, Document] = {}
    for one in documents:
        distinct.pop(one.about.document_id, None)
        distinct[one.about.document_id] = one
    for name, table in kept_rows([*distinct.values()]).items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


class Spool:
    """The batches kept below a folder. A document that was read in several batches counts once, in the last."""

    def __init__(self, folder: Path) -> None:
        """Look which documents there are."""
        self._folder = folder
        self._batches: dict[str, str] = {}
        rows: dict[str, dict[str, object]] = {}
        for batch in sorted(folder.iterdir()) if folder.is_dir() else ():
            for row in pq.read_table(batch / "documents.parquet").to_pylist():
                rows.pop(row["document_id"], None)
                rows[row["document_id"]] = row
                self._batches[row["document_id"]] = batch.name
        self.documents = pa.Table.from_pylist(list(rows.values()), schema=schema_of("documents"))
        """The documents in the order given."""

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
