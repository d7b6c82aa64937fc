"""Many files at once: read and audited in batches, by several processes when wanted, results in order, memory flat."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from baozhang.auditing.engine import evaluate
from baozhang.errors import InputError
from baozhang.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document

    Outcome = DocumentAudit | InputError

_BATCH: Final = 16
"""Documents per query of each rule: large enough that planning a query costs little, small enough for memory."""
_SMALL_BATCH: Final = 4
_AHEAD: Final = 3
"""Batches in the making per process, so that none waits and none piles up."""


def read_outcome(path: Path) -> Document | InputError:
    """The document in a file, or why it could not be read: the outermost boundary, where nothing may stop the others."""
    try:
        return read_file(path)
    except InputError as error:
        return error
    except Exception as error:  # noqa: BLE001  # a defect of ours on one file must not lose the other files
        return InputError(str(path), f"读取时程序出错（{type(error).__name__}）", "请把这个文件报告给开发者。")


def _audit(paths: Sequence[Path], rules: Sequence[Rule], *, whole: bool) -> list[Outcome]:
    outcomes = [read_outcome(path) for path in paths]
    documents = [outcome for outcome in outcomes if not isinstance(outcome, InputError)]
    audits = iter(evaluate(documents, rules) if documents else [])
    audited: list[Outcome] = []
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            audited.append(outcome)
        else:
            audit = next(audits)
            audited.append(replace(audit, document=replace(audit.document, about=outcome.about) if whole else _light(outcome)))
    return audited


def _light(document: Document) -> Document:
    """The document without what only reports that show the document itself need: it crosses processes faster."""
    return replace(document, source=(), blocks=(), facts=(), claims=(), fundings=(), indicators=(), wording=())


def audit_files(paths: Sequence[Path], rules: Sequence[Rule], jobs: int, *, whole: bool) -> Iterator[Outcome]:
    """Audit files in order with `jobs` processes; `whole` keeps the documents complete (for reports that show them)."""
    size = _SMALL_BATCH if len(paths) <= _BATCH else _BATCH
    batches = [paths[at : at + size] for at in range(0, len(paths), size)]
    if jobs <= 1 or len(batches) <= 1:
        for batch in batches:
            yield from _audit(batch, rules, whole=whole)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Outcome]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_audit, batch, rules, whole=whole))
            if len(waiting) >= jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
