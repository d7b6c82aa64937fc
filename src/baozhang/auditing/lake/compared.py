"""DuckDB with what the rules over several documents read of all documents of the lake: every rule is one query over all of them.

The tables stand in a database of their own on the disk, column by column and compressed, of which little is in memory at a time.
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.across import asked_of_all, in_duckdb
from baozhang.auditing.across.spool import STATEMENTS
from baozhang.auditing.lake.engine import NumberedWarehouse
from baozhang.auditing.views import named
from baozhang.auditing.warehouse import Outcomes
from baozhang.facts.lake.snapshot import quoted
from baozhang.facts.schemas import HUB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from baozhang.auditing.across import Partner
    from baozhang.auditing.across.evaluation import Engine, Open
    from baozhang.auditing.messages import Value
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Question
    from baozhang.errors import EvaluationError
    from baozhang.facts.lake import Snapshot

_MEMORY: Final = "400MB"
"""What the queries may hold in memory while other processes examine the documents one by one."""

_OTHER: Final = re.compile(r"(\d+)(?=/)")
"""The document in a reference to another one, `<document_id>/F12`."""


ALONE: Final = {
    "facts": f" where statement in ({', '.join(map(quoted, sorted(STATEMENTS)))})",
    "blocks": " where part = 'overview'",
}
"""The rows that are looked at of tables of which not all are."""


def asked_at_once(read: Snapshot) -> Engine:
    """What asks every rule once of all documents of a snapshot, in this process, and nothing where no document has a partner."""

    def engine(partners: Sequence[Partner], rules: Sequence[Rule]) -> Open:
        if not any(partner.partner_id for partner in partners):
            return in_duckdb
        with ComparedWarehouse(read, rules) as queries:
            return asked_of_all(queries, str, partners, rules)

    return engine


class ComparedWarehouse(NumberedWarehouse):
    """The columns and rows that some rules read of all documents of a snapshot, and the documents by numbers."""

    def __init__(self, read: Snapshot, rules: Sequence[Rule]) -> None:
        """Read the files once."""
        queries = [rule.sql for rule in rules]
        self._folder = TemporaryDirectory(prefix="baozhang-")
        self._open(1, str(Path(self._folder.name, "compared.duckdb")), files=True)
        self._spill(_MEMORY)
        self._number(read)
        self._numbers = {key: number for number, key in self.ids.items()}
        for name in sorted(named(queries, HUB)):
            columns = ", ".join(f'r."{column}"' for column in _columns(name, queries))
            held = f"({read.select(name)}{ALONE.get(name, '')})"
            rows = f"select n.number as document_id, {columns} from {held} r join numbered n using (document_id)"  # noqa: S608
            self._connection.execute(f'create table "{name}" as {rows}')

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Free the memory and the disk."""
        super().__exit__(kind, error, trace)
        self._folder.cleanup()

    def add(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table known under `name`; documents in it that are known by numbers come to be called by them."""
        for column in {"document_id", "partner_id"} & {*table.column_names} if name == "partners" else ():
            numbers = pa.array(map(self._numbers.get, table[column].to_pylist()), pa.string())
            table = table.set_column(table.column_names.index(column), column, numbers)
        super().add(name, table)

    def _outcomes(self, question: Question) -> Outcomes | EvaluationError:
        answer = super()._outcomes(question)
        if not isinstance(answer, Outcomes):
            return answer
        documents = [one._replace(document_id=self.ids[one.document_id], cases=[*map(self._said, one.cases)]) for one in answer.documents]
        return Outcomes(answer.columns, documents)

    def _said(self, case: Mapping[str, Value]) -> Mapping[str, Value]:
        """A case with the ids of other documents in its references."""
        return {**case, "refs": _OTHER.sub(lambda found: self.ids[found[1]], str(case["refs"]))}


def _columns(table: str, queries: Sequence[str]) -> list[str]:
    """The columns of a table that stand in some query, but for document_id."""
    return [name for name in sorted(named(queries, (one.name for one in fields(HUB[table])))) if name != "document_id"]
