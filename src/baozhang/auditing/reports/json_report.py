"""`audit --format json`: the form other programs rely on; one document is one line, so that a reader may go line by line."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from baozhang.auditing.reports.coverage import coverage_of
from baozhang.auditing.reports.shown import encodable
from baozhang.errors import InputError
from baozhang.reading.formats.transcript import FlowKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.auditing.findings import DocumentAudit, Evidence, Finding, Original


def write_json(outcomes: Iterable[DocumentAudit | InputError], out: IO[str]) -> None:
    """Write one JSON object with `documents` (in the order given) and `unreadable`; documents are written as they come."""
    unreadable: list[dict[str, object]] = []
    out.write('{"documents": [')
    before = "\n"
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            unreadable.append({"file": outcome.file, "why": outcome.why})
        else:
            out.write(before + _json(_document(outcome)))
            before = ",\n"
    out.write('\n],\n"unreadable": ' + _json(unreadable) + "}\n")


def _json(value: object) -> str:
    return encodable(json.dumps(value, ensure_ascii=False))


def _document(audit: DocumentAudit) -> dict[str, object]:
    about, coverage = audit.document.about, coverage_of(audit)
    values: dict[str, object] = {
        "file": about.file,
        "title": about.title,
        "department": about.department,
        "fiscal_year": about.fiscal_year,
        "stage": about.stage,
        "layout": about.layout,
        "coverage": {
            "tables": coverage.tables,
            "tables_recognised": coverage.tables_recognised,
            "forms": coverage.forms,
            "amounts": coverage.amounts,
            "amounts_bound": coverage.amounts_bound,
            "checks_passed": coverage.passed,
            "checks_failed": coverage.failed,
            "checks_not_evaluated": coverage.not_evaluated,
        },
        "unrecognised": [{"line": row.line, "why": row.why} for row in audit.document.unrecognised],
        "findings": [_finding(finding) for finding in audit.findings],
    }
    return values | ({"across": True} if audit.across else {})


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "difference": finding.difference,
        "basis": finding.basis,
        "suggestion": finding.suggestion,
        "evidence": [_evidence(place) for place in finding.evidence],
    }


def _evidence(place: Evidence) -> dict[str, object]:
    """Line and words; for files other than text also the place in the original, in Chinese and in parts, boxes in points."""
    shown: dict[str, object] = {"line": place.line, "text": place.text} | ({"file": place.file} if place.file else {})
    original = place.original
    return shown if original is None else shown | {"place": original.where} | _parts(original)


def _parts(original: Original) -> dict[str, object]:
    if original.sheet:
        return {"sheet": original.sheet, "cell": original.cell}
    if original.flow is not None:
        flow = original.flow
        if flow.kind is FlowKind.TABLE:
            return {"table": flow.number, "row": flow.row, "title": flow.title}
        return {"heading": flow.title, "paragraph": flow.number}
    first = original.boxes[0]
    if first.right <= first.left:  # of another document no more is known than the page
        return {"page": first.page}
    return {"page": first.page, "box": [round(edge / 100, 2) for edge in (first.left, first.top, first.right, first.bottom)]}
