"""Files into the lake: look at each, read what is new by several processes, commit batch by batch.

A batch is read, written as segments and only then committed by this process, the one writer: whatever is killed, the lake is as it
was after some commit, and the next call goes on from there.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.cli.outcomes import read_outcome
from baozhang.cli.processes import shared_out
from baozhang.errors import InputError
from baozhang.facts.lake.keeping import derived_of, of_documents
from baozhang.facts.lake.lake import Refusal, Sighting
from baozhang.facts.lake.segments import digest_of, write_segment
from baozhang.facts.lake.snapshot import READ
from baozhang.facts.lake.tables import READ_TABLES, tables_of
from baozhang.facts.record import uncollected
from baozhang.facts.schemas import HUB
from baozhang.reading.version import reader_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from baozhang.facts.lake import Lake, Writer
    from baozhang.facts.lake.lake import Known
    from baozhang.facts.lake.segments import Segment
    from baozhang.reading import Source

_BATCH: Final = 200
"""Most files of a batch, all of whose documents are in memory as Arrow tables (about a megabyte each), and are lost when killed."""
_SMALLEST: Final = 16
"""Fewer files than this are not worth a process of their own."""
_ROUNDS: Final = 4
"""Batches per process, at least, so that all processes end at about the same time."""
_SETTLED_NS: Final = 2_000_000_000
"""A file changed less than two seconds ago may change again without its time of change telling (FAT counts in two seconds)."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read, now or `before`."""

    file: str
    why: str
    advice: str
    before: bool = False


@dataclass(slots=True)
class Survey:
    """What a look at the files says: what is to be read (content → first source that has it), and what is known already."""

    unread: dict[str, Source] = field(default_factory=dict)
    sightings: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    """Where each content was met that is not yet entered there."""
    unchanged: int = 0
    copies: int = 0
    """Files with a content that another file has, or that was read before under another name or version."""
    unreadable: list[Unreadable] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entered:
    """A file that was read: into the lake, or not, because it is `unreadable` or was `changed` while it was read."""

    file: str
    unreadable: Unreadable | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What a process made of some files: segments on disk, contents it could not read, and those that changed under its hands."""

    segments: tuple[Segment, ...]
    refusals: tuple[Refusal, ...]
    changed: tuple[str, ...]

    @property
    def contents(self) -> list[str]:
        """The contents that are settled."""
        return [key for segment in self.segments for key in segment.documents] + [one.document_id for one in self.refusals]


def survey(sources: Iterable[Source], folders: Sequence[Path], known: Known, *, reread: bool) -> Survey:
    """Look at every source, and at what is known below `folders` but no longer there.

    A file whose size and time of change are as the manifest has them is taken to be unchanged, and so is a member of an archive that is;
    any other is hashed. With `reread`, contents that another version of the reader read, or could not read, are to be read again.
    """
    found = Survey()
    seen = set()
    for source in sources:
        path = "/".join((os.path.abspath(source.path), *source.members))  # noqa: PTH100  # links stay as they are named
        seen.add(path)
        try:
            sighting = _sighting(path, source, known.sources.get(path))
        except OSError as error:
            found.unreadable.append(Unreadable(source.name, f"文件打不开（{error.strerror}）", "请检查文件是否存在、是否有读取权限。"))
        except InputError as error:
            found.unreadable.append(Unreadable(source.name, error.why, error.advice))
        else:
            _sort_in(found, source, sighting, known, reread=reread)
    inside = tuple(os.path.join(os.path.abspath(folder), "") for folder in folders)  # noqa: PTH100, PTH118
    found.gone = [path for path in known.sources if path not in seen and path.startswith(inside) and not os.path.lexists(path)]
    return found


def _sighting(path: str, source: Source, before: Sighting | None) -> Sighting:
    """A member of an archive has the size and the time of change of the archive."""
    status = source.path.stat()
    if before is not None and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
        return before
    settled = time.time_ns() - status.st_mtime_ns > _SETTLED_NS
    return Sighting(path, _digest_of(source), status.st_size, status.st_mtime_ns if settled else None)


def _digest_of(source: Source) -> str:
    """SHA-256 of the bytes; OSError or InputError when there are none to be had."""
    return hashlib.sha256(source.read()).hexdigest() if source.members else digest_of(source.path)


def _sort_in(found: Survey, source: Source, sighting: Sighting, known: Known, *, reread: bool) -> None:
    key = sighting.document_id
    refused = known.refused.get(key)
    reader = refused[0] if refused else known.read.get(key)
    entered = known.sources.get(sighting.path)
    if reader is None or (reread and reader != reader_version()):
        found.copies += key in found.unread
        found.unread.setdefault(key, source)
    elif refused:
        found.unreadable.append(Unreadable(source.name, refused[1].why, refused[1].advice, before=True))
    elif entered is not None and entered.document_id == key:
        found.unchanged += 1
    else:
        found.copies += 1
    if entered != sighting:
        found.sightings[key].append(sighting)


def batches_of(unread: Mapping[str, Source], jobs: int) -> list[list[tuple[str, Source]]]:
    """The sources to read, in batches that keep every process busy to the end."""
    listed = list(unread.items())
    size = min(_BATCH, max(_SMALLEST, ceil(len(listed) / (jobs * _ROUNDS))))
    return [listed[at : at + size] for at in range(0, len(listed), size)]


def read_batch(root: Path, contents: Sequence[tuple[str, Source]]) -> Batch:
    """Read files and write what they say as segments, one for each fiscal year. Runs in a process of its own."""
    with uncollected():
        read: dict[int | None, list[tuple[str, Mapping[str, pa.Table]]]] = defaultdict(list)
        refusals, changed = [], []
        for key, source in contents:
            outcome = read_outcome(source)
            if (_digest_now(source) if isinstance(outcome, InputError) else outcome.about.document_id) != key:
                changed.append(source.name)
            elif isinstance(outcome, InputError):
                refusals.append(Refusal(key, outcome.why, outcome.advice))
            else:
                read[outcome.about.fiscal_year].append((key, tables_of(outcome, reader_version())))
        derived = _derived([tables for documents in read.values() for _, tables in documents])
        segments = [_written(root, year, documents, derived) for year, documents in sorted(read.items(), key=lambda one: one[0] or 0)]
        return Batch(tuple(segments), tuple(refusals), tuple(changed))


def _digest_now(source: Source) -> str:
    try:
        return _digest_of(source)
    except (OSError, InputError):
        return ""


def _derived(documents: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """The derived tables of documents of any year together: most of their price are the queries, not the rows."""
    return derived_of({name: pa.concat_tables([rows[name] for rows in documents]) for name in HUB}) if documents else {}


def _written(root: Path, year: int | None, documents: list[tuple[str, Mapping[str, pa.Table]]], derived: Mapping[str, pa.Table]) -> Segment:
    ordered = sorted(documents, key=lambda one: one[0])
    keys = [key for key, _ in ordered]
    tables = ((name, pa.concat_tables([rows[name] for _, rows in ordered])) for name in READ_TABLES)
    return write_segment(root, READ, year, keys, chain(tables, ((name, of_documents(rows, keys)) for name, rows in derived.items())))


def ingest(lake: Lake, writer: Writer, found: Survey, jobs: int) -> Iterator[Entered]:
    """Read and enter everything that a survey found new, and what it knows of paths; yields every file read, once that is safe."""
    known = [one for key, listed in found.sightings.items() if key not in found.unread for one in listed]
    if known or found.gone:
        writer.see(known, found.gone)
    batches = batches_of(found.unread, jobs)
    with closing(shared_out(partial(read_batch, lake.root), batches, min(jobs, len(batches)))) as results:
        for batch in results:
            met = [one for key in batch.contents for one in found.sightings.get(key, ())]
            writer.add(batch.segments, batch.refusals, met, reader_version())
            yield from _entered(batch, found.unread)


def _entered(batch: Batch, sources: Mapping[str, Source]) -> Iterator[Entered]:
    yield from (Entered(sources[key].name) for segment in batch.segments for key in segment.documents)
    for one in batch.refusals:
        file = sources[one.document_id].name
        yield Entered(file, Unreadable(file, one.why, one.advice))
    yield from (Entered(file, changed=True) for file in batch.changed)
