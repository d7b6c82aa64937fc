"""The work of an audit of the lake, divided: what is not yet examined, in portions of one year that fit into memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from baozhang.facts.lake.snapshot import READ, Part, Snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

PORTION: Final = 1000
"""Documents examined together by many rules: every query is planned once for them, and half a gigabyte holds them."""

PORTION_OF_FEW: Final = 5000
"""Documents examined together by a few rules, which read little of them."""


def portions(read: Snapshot, examined: Collection[str], years: Collection[int | None], size: int) -> list[Snapshot]:
    """The documents of `read` that are not `examined`, of some `years` (none named: all), in portions of about `size`."""
    by_year: dict[int | None, list[Part]] = defaultdict(list)
    for part in read.parts:
        if not years or part.fiscal_year in years:
            due = without(part, examined)
            if due.documents:
                by_year[part.fiscal_year].append(due)
    return [Snapshot(READ, tuple(group)) for parts in by_year.values() for group in _packed(parts, size)]


def without(part: Part, examined: Collection[str]) -> Part:
    """A part less some of its documents."""
    done = [key for key in part.documents if key in examined]
    if not done:
        return part
    return replace(part, documents=tuple(key for key in part.documents if key not in examined), hidden=(*part.hidden, *done))


def _packed(parts: Iterable[Part], size: int) -> Iterator[list[Part]]:
    group: list[Part] = []
    held = 0
    for part in parts:
        if group and held + len(part.documents) > size:
            yield group
            group, held = [], 0
        group.append(part)
        held += len(part.documents)
    if group:
        yield group


def halves(portion: Snapshot) -> tuple[Snapshot, Snapshot]:
    """A portion in two, each with half of the documents."""
    keys = sorted(key for part in portion.parts for key in part.documents)
    first, second = frozenset(keys[: len(keys) // 2]), frozenset(keys[len(keys) // 2 :])
    return _less(portion, second), _less(portion, first)


def _less(portion: Snapshot, keys: frozenset[str]) -> Snapshot:
    return Snapshot(portion.shelf, tuple(part for part in (without(part, keys) for part in portion.parts) if part.documents))
