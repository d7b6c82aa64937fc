"""The one call that audits documents: batches them, runs the rules, tells how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document

BATCH: Final = 200
"""Documents per batch: enough that the cost of planning a hundred queries vanishes, few enough to stay in memory."""


def audit_documents(
    documents: Iterable[Document],
    rules: Sequence[Rule] | None = None,
    *,
    batch: int = BATCH,
    progress: Callable[[int], None] | None = None,
) -> Iterator[DocumentAudit]:
    """Audit documents one batch after another, in order; with all rules unless some are given.

    `progress` is called after every batch with the number of documents audited so far. Documents are taken from the iterable
    only as they are needed, so a folder of any size can be streamed.
    """
    chosen = load_rules() if rules is None else rules
    done = 0
    for group in _batches(documents, batch):
        audits = evaluate(group, chosen)
        done += len(audits)
        if progress is not None:
            progress(done)
        yield from audits


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    group: list[Document] = []
    for document in documents:
        group.append(document)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
