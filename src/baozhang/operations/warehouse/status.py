"""What a warehouse holds, told by its manifests alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from baozhang.operations.warehouse.datasets import datasets
from baozhang.operations.warehouse.relations import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.operations.warehouse.store import Load, Part


class Contents(NamedTuple):
    """One dataset: rows, bytes, number of months, the first and the last as `2024-03` (empty where it has none)."""

    dataset: str
    rows: int
    bytes: int
    months: int
    first: str
    last: str


def contents(loads: Sequence[Load]) -> list[Contents]:
    """What each dataset holds, in the order of the declaration; those without rows are left out."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for load in loads:
        for part in load.parts:
            parts[part.dataset].append(part)
    return [_contents(name, parts[name]) for name in datasets() if parts[name]]


def _contents(name: str, parts: Sequence[Part]) -> Contents:
    months = sorted({month_of(part.path) for part in parts} - {0})
    ends = [f"{month // 100}-{month % 100:02}" for month in (months[:1] + months[-1:])] or ["", ""]
    return Contents(name, sum(part.rows for part in parts), sum(part.bytes for part in parts), len(months), ends[0], ends[1])
