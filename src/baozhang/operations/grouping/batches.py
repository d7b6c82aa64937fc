"""A whole file of cases grouped, or grouped by two schemes and compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from baozhang.errors import UsageError
from baozhang.operations.grouping.case import Grouping, Status
from baozhang.operations.grouping.files import CaseFile, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from baozhang.operations.grouping.arrays import Ids
    from baozhang.operations.grouping.vectorised import VectorisedGrouper

OUTPUT: Final = ("id", "status", "mdc", "adrg", "drg")
"""The columns of a file of results."""


@dataclass(slots=True)
class Summary:
    """What came of a file: cases per answer, and what was noticed about the file itself."""

    answers: Counter[Grouping] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases."""
        return self.answers.total()

    @property
    def statuses(self) -> Counter[Status]:
        """Cases per status."""
        found: Counter[Status] = Counter()
        for answer, count in self.answers.items():
            found[answer.status] += count
        return found


def group_file(grouper: VectorisedGrouper, source: Path, target: Path, progress: Callable[[int], None] = lambda _: None) -> Summary:
    """Group the cases of a CSV or Parquet file and write id, status, mdc, adrg, drg in the same order.

    Rows whose cells do not fit the header come last, as `unreadable`. `progress` is told how many cases are done. Raises InputError
    for a file that cannot be read or written as a whole, never for a single row.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise UsageError("输出文件不能就是输入文件。")
    file = CaseFile(source)
    summary = Summary()
    batches = file.batches()
    first = next(batches, None)
    id_type = first.schema.field("id").type if first is not None else pa.string()
    id_type = id_type.value_type if pa.types.is_dictionary(id_type) else id_type
    schema = pa.schema([("id", id_type), *((name, pa.string()) for name in OUTPUT[1:])])
    with written(target, schema) as writer:
        batch = first
        while batch is not None:
            found = grouper.group(grouper.decoder.decode(batch))
            writer.write_batch(_results(batch.column("id"), found, grouper.answers, schema))
            _count(summary.answers, found, grouper.answers)
            progress(summary.cases)
            batch = next(batches, None)
        if file.unreadable:
            unread = Grouping(Status.UNREADABLE)
            ids = pa.array(file.unreadable, pa.string())
            writer.write_batch(_results(ids, np.zeros(len(ids), dtype=np.int32), [unread], schema))
            summary.answers[unread] += len(ids)
    summary.ignored = file.ignored
    return summary


def _results(ids: pa.Array, found: Ids, answers: list[Grouping], schema: pa.Schema) -> pa.RecordBatch:
    indices = pa.array(found)
    columns = [pa.array([str(part) for part in parts], pa.string()).take(indices) for parts in zip(*answers, strict=True)]
    return pa.RecordBatch.from_arrays([ids.cast(schema.field("id").type), *columns], schema=schema)


def _count(counter: Counter[Grouping], found: Ids, answers: list[Grouping]) -> None:
    for number, count in enumerate(np.bincount(found, minlength=len(answers)).tolist()):
        if count:
            counter[answers[number]] += count


class Transition(NamedTuple):
    """What one scheme answers and what the other answers."""

    before: Grouping
    after: Grouping


@dataclass(slots=True)
class Comparison:
    """Cases per pair of answers of two schemes."""

    transitions: Counter[Transition] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases were compared."""
        return self.transitions.total()

    def changed(self, part: str) -> int:
        """How many cases differ in status, mdc, adrg or drg."""
        return sum(count for (before, after), count in self.transitions.items() if getattr(before, part) != getattr(after, part))

    def by(self, part: str) -> list[tuple[str, str, int]]:
        """The transitions between the values of one part that differ, most frequent first."""
        found: Counter[tuple[str, str]] = Counter()
        for (before, after), count in self.transitions.items():
            pair = str(getattr(before, part)), str(getattr(after, part))
            if pair[0] != pair[1]:
                found[pair] += count
        return sorted(((old, new, count) for (old, new), count in found.items()), key=lambda row: (-row[2], row[0], row[1]))


def compare_file(
    before: VectorisedGrouper, after: VectorisedGrouper, source: Path, progress: Callable[[int], None] = lambda _: None
) -> Comparison:
    """Group every case by two schemes; rows that do not fit the header are left out."""
    file = CaseFile(source)
    comparison = Comparison()
    for batch in file.batches():
        old = before.group(before.decoder.decode(batch)).astype(np.int64)
        new = after.group(after.decoder.decode(batch)).astype(np.int64)
        pairs, counts = np.unique(old * len(after.answers) + new, return_counts=True)
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
            number, other = divmod(pair, len(after.answers))
            comparison.transitions[Transition(before.answers[number], after.answers[other])] += count
        progress(comparison.cases)
    comparison.ignored = file.ignored
    return comparison
