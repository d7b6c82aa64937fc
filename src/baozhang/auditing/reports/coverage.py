"""How much of a document was read and checked: the figures every report prints before its findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit, Severity

_FORMS: Final = frozenset({"target", "self", "department", "report", "monitoring"})
"""Kinds of evaluation that are a form or report of their own; entries of a list, frameworks and parts of other forms are not counted."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of one document. `tables` counts those found in the text, `failed` the checks that do not hold and are more than a note."""

    tables: int
    tables_recognised: int
    forms: int
    amounts: int
    amounts_bound: int
    passed: int
    failed: int
    not_evaluated: int


def coverage_of(audit: DocumentAudit) -> Coverage:
    """Coverage of one audited document."""
    document = audit.document
    recognised = len(document.statements)
    return Coverage(
        tables=max(document.tables_found, recognised),
        tables_recognised=recognised,
        forms=sum(1 for form in document.evaluations if form.kind in _FORMS),
        amounts=document.about.amounts,
        amounts_bound=document.about.amounts_bound,
        passed=audit.passed,
        failed=audit.failed,
        not_evaluated=audit.not_evaluated_total,
    )


def by_severity(audit: DocumentAudit) -> Counter[Severity]:
    """How many findings there are of each severity."""
    return Counter(finding.severity for finding in audit.findings)
