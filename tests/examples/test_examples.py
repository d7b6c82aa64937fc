"""The documents in examples/: every planted defect is found, nothing else is called an error, and the clean ones are clean."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import DocumentAudit, Finding, Severity
from baozhang.auditing.rule import load_rules
from baozhang.reading import read_file

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
WITH_DEFECTS: Final = ("final-account-with-defects.md", "budget-with-defects.txt")
CLEAN: Final = ("final-account-clean.txt", "budget-clean.md")


@dataclass(frozen=True, slots=True)
class Planted:
    """One row of defects.csv."""

    line: int
    rule: str
    what: str


@cache
def planted() -> dict[str, list[Planted]]:
    """The planted defects by file."""
    found: dict[str, list[Planted]] = defaultdict(list)
    with (EXAMPLES / "defects.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["file"]].append(Planted(int(row["line"]), row["rule"], row["what"]))
    return dict(found)


@cache
def audits() -> dict[str, DocumentAudit]:
    """All examples, audited in one batch."""
    documents = [read_file(EXAMPLES / name) for name in (*WITH_DEFECTS, *CLEAN)]
    return {Path(audit.document.about.file).name: audit for audit in evaluate(documents, load_rules())}


def explains(audit: DocumentAudit, finding: Finding, defect: Planted) -> bool:
    """Whether the finding is about the planted defect; a sum is known by its family, because several sums fail together."""
    same_rule = finding.rule == defect.rule or (finding.rule[:4] == defect.rule[:4] == "TAB-")
    return same_rule and stands_at(audit, finding, defect.line)


def stands_at(audit: DocumentAudit, finding: Finding, line: int) -> bool:
    """Whether the finding names the line, or the performance form the line belongs to."""
    forms = {f"E{form.form}": (form.line, form.line_to) for form in audit.document.evaluations if form.kind != "list"}
    spans = [forms.get(evidence.ref, (evidence.line, evidence.line)) for evidence in finding.evidence]
    return any(first <= line <= last for first, last in spans)


@pytest.mark.parametrize(("name", "at"), [(name, at) for name in WITH_DEFECTS for at in range(len(planted()[name]))])
def test_planted_defect_is_found(name: str, at: int) -> None:
    defect, audit = planted()[name][at], audits()[name]
    assert any(explains(audit, finding, defect) for finding in audit.findings), f"第{defect.line}行 {defect.rule} {defect.what}"


@pytest.mark.parametrize("name", WITH_DEFECTS)
def test_nothing_else_is_an_error(name: str) -> None:
    audit = audits()[name]
    others = [
        f"{finding.rule} 第{finding.line}行 {finding.message}"
        for finding in audit.of_severity(Severity.ERROR)
        if not any(stands_at(audit, finding, defect.line) for defect in planted()[name])
    ]
    assert not others


@pytest.mark.parametrize("name", CLEAN)
def test_clean_document_has_neither_error_nor_warning(name: str) -> None:
    audit = audits()[name]
    assert [finding.message for finding in audit.findings if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", [*WITH_DEFECTS, *CLEAN])
def test_everything_is_recognised(name: str) -> None:
    document = audits()[name].document
    assert document.unrecognised == ()
    assert document.about.amounts == document.about.amounts_bound


def test_defects_name_existing_lines() -> None:
    for name, defects in planted().items():
        lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
        assert all(lines[defect.line - 1].strip() for defect in defects)


def test_readme_lists_every_defect() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for defects in planted().values():
        assert [f"| {one.line} | `{one.rule}` | {one.what} |" in text for one in defects] == [True] * len(defects)
