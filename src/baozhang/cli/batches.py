"""Many files at once: read and audited in batches, by several processes when wanted, results in order, memory flat."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from baozhang.auditing.engine import evaluate
from baozhang.auditing.references import reference_tables
from baozhang.auditing.tallies import parse_ahead
from baozhang.auditing.warehouse import Warehouse
from baozhang.cli.processes import FEWEST_FILES
from baozhang.errors import InputError
from baozhang.facts.record import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from multiprocessing.sharedctypes import Synchronized

    import pyarrow as pa

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.cli.beside import ReadingBeside
    from baozhang.facts.document import Document
    from baozhang.reading import Source

    Outcome = DocumentAudit | InputError

    ReadCount = Synchronized[int]
    """How many files were read so far, in whatever process."""

_BATCH: Final = 256
"""Most documents per query of each rule: planning all queries takes as long as reading thirty documents; a document takes 2 MB."""
_AHEAD: Final = 2
"""Batches in the making per process, so that none waits and none piles up."""

_CITED: Final = 2000
"""Documents of which the rows that findings cite are fetched together, when documents are compared with each other."""


@dataclass(frozen=True, slots=True)
class _Task:
    """How a batch is audited.

    `whole` keeps the documents complete, `every` takes all documents of a file and not only the first, `spool` is where what other
    documents are compared with is kept.
    """

    rules: Sequence[Rule]
    whole: bool
    every: bool = True
    spool: Path | None = None
    threads: int = 1


def _audit(number: int, sources: Sequence[Source], task: _Task, read: ReadCount | None) -> list[Outcome]:
    from baozhang.cli.outcomes import read_all  # noqa: PLC0415  # the reader is not loaded where another process reads

    def count() -> None:
        if read is not None:
            with read.get_lock():
                read.value += 1

    with uncollected():
        outcomes = read_all(sources, every=task.every, tell=count)
    return _audit_read(number, outcomes, task)


def _audit_read(number: int, outcomes: Sequence[Document | InputError], task: _Task, engine: Warehouse | None = None) -> list[Outcome]:
    """The audits of what was read, by an engine that was opened for it."""
    with uncollected():
        documents = [outcome for outcome in outcomes if not isinstance(outcome, InputError)]
        kept = None if task.spool is None else task.spool / f"{number:06d}"
        audits = iter(
            evaluate(documents, task.rules, partial(_loaded, kept, task.threads, [] if engine is None else [engine])) if documents else []
        )
        return [outcome if isinstance(outcome, InputError) else about_file(next(audits), outcome, whole=task.whole) for outcome in outcomes]


def _loaded(kept: Path | None, threads: int, opened: list[Warehouse], documents: Sequence[Document]) -> Warehouse:
    """A batch ready for the rules; what other documents are compared with goes into the folder `kept`, unless it is there.

    An engine that is `opened` already serves one batch.
    """
    see = None if kept is None or kept.exists() else _keeping(documents, kept)
    if not opened:
        return Warehouse(documents, threads, see)
    engine = opened.pop()
    engine.load(documents, see)
    return engine


def _keeping(documents: Sequence[Document], kept: Path) -> Callable[[str, pa.Table], None]:
    from baozhang.auditing.across import keeping  # noqa: PLC0415  # one document alone needs none of it

    return keeping(documents, kept)


def about_file(audit: DocumentAudit, document: Document, *, whole: bool) -> DocumentAudit:
    """The audit for one of several equal files: the document keeps its own name, and with `whole` its contents."""
    return replace(audit, document=replace(audit.document, about=document.about) if whole else _light(document))


def _light(document: Document) -> Document:
    """The document without what only reports that show the document itself need: it crosses processes faster."""
    headings = tuple(row for row in document.blocks if row.kind == "heading") if document.places and document.unrecognised else ()
    named = {row.line for row in document.unrecognised} | {row.line_to for row in headings}
    places = tuple(row for row in document.places if row.line in named)
    return replace(document, source=(), blocks=headings, facts=(), claims=(), fundings=(), indicators=(), wording=(), places=places)


def read_count() -> ReadCount:
    """A count of the files that several processes have read so far."""
    from multiprocessing import get_context  # noqa: PLC0415  # one document needs one process

    return get_context("spawn").Value("l", 0)


def audit_files(
    sources: Sequence[Source], rules: Sequence[Rule], jobs: int, *, whole: bool, every: bool = True, read: ReadCount | None = None
) -> Iterator[Outcome]:
    """Audit files in order with `jobs` processes; `whole` keeps the documents complete (for reports that show them).

    With `every` a file that holds several documents gives one result for each.

    `read` counts what was read already: results come a batch at a time.

    A few files are audited in this process, with `jobs` threads for the queries. Behind the documents come the results of comparing
    those of one department with each other, as far as `rules` has such rules and there is more than one document.
    """
    alone, across = [rule for rule in rules if not rule.across], [rule for rule in rules if rule.across]
    if len(sources) < 2 or not across:
        yield from _documents(sources, jobs, _Task(alone, whole, every), read)
        return
    from baozhang.auditing.across import Spool, audit_across  # noqa: PLC0415  # one document alone needs none of it
    from baozhang.auditing.lake.compared import asked_at_once  # noqa: PLC0415

    with TemporaryDirectory(prefix="baozhang-") as folder:
        yield from _documents(sources, jobs, _Task(alone, whole, every, Path(folder)), read)
        spool = Spool(Path(folder))
        yield from audit_across(spool.documents, spool.load, across, asked_at_once(spool.snapshot), _CITED)


def audit_beside(beside: ReadingBeside, rules: Sequence[Rule], jobs: int, *, whole: bool) -> Iterator[Outcome]:
    """As `audit_files`, for the one file that another process reads: meanwhile the engine is opened and the queries are parsed."""
    task = _Task([rule for rule in rules if not rule.across], whole, threads=jobs)
    engine = Warehouse([], jobs)
    reference_tables()
    parse_ahead(task.rules, lambda: beside.pending)
    with uncollected():
        outcomes = beside.outcomes()
    yield from _audit_read(0, outcomes, task, engine)


def _documents(sources: Sequence[Source], jobs: int, task: _Task, read: ReadCount | None) -> Iterator[Outcome]:
    size = _batch_size(len(sources), jobs)
    batches = [sources[at : at + size] for at in range(0, len(sources), size)]
    if jobs <= 1 or len(batches) <= 1:
        for number, batch in enumerate(batches):
            yield from _audit(number, batch, replace(task, threads=jobs), read)
        return
    yield from _in_processes(batches, jobs, task, read)


def _batch_size(files: int, jobs: int) -> int:
    """As large as allowed, and the same for every process."""
    rounds = ceil(files / (_BATCH * jobs)) or 1
    return max(FEWEST_FILES, ceil(files / (rounds * jobs)))


def _in_processes(batches: Sequence[Sequence[Source]], jobs: int, task: _Task, read: ReadCount | None) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # takes its time to load, and one document needs none
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_count_in, initargs=(read,)) as pool:
        waiting: deque[Future[list[Outcome]]] = deque()
        for number, batch in enumerate(batches):
            waiting.append(pool.submit(_audit_counted, number, batch, task))
            if len(waiting) >= jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


_counted: list[ReadCount | None] = [None]
"""In a process of the pool: the count it was started with, which cannot be sent with a batch."""


def _count_in(read: ReadCount | None) -> None:
    _counted[0] = read


def _audit_counted(number: int, sources: Sequence[Source], task: _Task) -> list[Outcome]:
    return _audit(number, sources, task, _counted[0])
