"""Every rule against its cases: holds, fails with the right figures and places, is not evaluated for want of something."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.across import audit_across
from baozhang.auditing.across.spool import kept_rows
from baozhang.auditing.engine import evaluate
from baozhang.auditing.messages import format_figure
from baozhang.auditing.rule import Rule, every_rule
from baozhang.reading import read_text
from tests.auditing.samples import renamed
from tests.rules.cases import OUTCOMES, RULES, Case, document_of, find_cases, load_case

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit, Finding
    from baozhang.facts.document import Document

BY_ID = {rule.id: rule for rule in every_rule()}


def _document(case: Case) -> Document:
    if not case.text:
        return document_of(case)
    return read_text(case.text, file=case.path.name)


def _check_finding(finding: Finding, wanted: dict[str, object], case: Case) -> None:
    for name, value in wanted.items():
        if name == "contains":
            assert str(value) in finding.message
            continue
        said = str(finding.severity) if name == "severity" else getattr(finding, name)
        assert said == value, f"{case.path.name}: {name} is {said!r} in “{finding.message}”"


def _check_outcome(audit: DocumentAudit, case: Case) -> None:
    (count,) = audit.counts
    if case.outcome == "fails":
        assert audit.findings, f"{case.path.name}: nothing found; {audit.not_evaluated}"
        found = sorted(audit.findings, key=lambda finding: (finding.line, finding.rule))
        if case.expect:
            said = [(finding.line, finding.message) for finding in found]
            assert len(found) == len(case.expect), f"{case.path.name}: {said}"
        for finding, wanted in zip(found, case.expect, strict=False):
            _check_finding(finding, dict(wanted), case)
    elif case.outcome == "holds":
        assert not audit.findings, [finding.message for finding in audit.findings]
        assert count.passed > 0, f"{case.path.name}: examined nothing; {audit.not_evaluated}"
    else:
        assert not audit.findings, [finding.message for finding in audit.findings]
        assert count.passed == 0
        assert count.not_evaluated > 0
        assert all(one.why for one in audit.not_evaluated)


def _audit_with_others(rule: Rule, document: Document, case: Case) -> DocumentAudit:
    """What the rule says of the first document, given the others; each needs an id of its own and the name of a department."""
    documents = [document, *(renamed(document_of(other), f"other{at}") for at, other in enumerate(case.others, 1))]
    tables = kept_rows(documents)
    audits = list(audit_across(tables["documents"], lambda *_: tables, [rule]))
    (own,) = [audit for audit in audits if audit.document.about.document_id == document.about.document_id]
    return own


@cache
def _audits_of(rule: Rule) -> dict[Path, DocumentAudit]:
    """What a rule says of the documents of all its cases, asked in one batch: to open the engine takes longer than a case."""
    documents = {path: renamed(_document(load_case(path)), path.stem) for path in (RULES / rule.id).glob("*.toml")}
    return dict(zip(documents, evaluate(list(documents.values()), [rule]), strict=True))


@pytest.mark.parametrize("path", find_cases(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    """The rule says of the case what the case expects."""
    case = load_case(path)
    assert case.rule in BY_ID, f"no rule {case.rule}"
    rule = BY_ID[case.rule]
    if rule.across:
        _check_outcome(_audit_with_others(rule, _document(case), case), case)
        return
    audit = _audits_of(rule)[path]
    stage = audit.document.about.stage
    assert rule.applies_to(stage), f"{path.name}: the rule does not apply to stage {stage!r}"
    _check_outcome(audit, case)


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_rule_has_cases(rule: Rule) -> None:
    """No rule without a case of each outcome."""
    outcomes = {load_case(path).outcome for path in (RULES / rule.id).glob("*.toml")}
    assert outcomes == set(OUTCOMES)


def test_figures_print_without_losing_digits() -> None:
    """The forms expectations are written in."""
    assert format_figure(10132190000, "wan") == "10132.19"
    assert format_figure(123, "yuan") == "1.23"
