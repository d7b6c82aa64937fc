"""Audits a batch of documents: the hub is loaded once, every rule is one query for the whole batch, and what fails becomes findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.auditing.echoes import merge_echoes
from baozhang.auditing.evidence import Places
from baozhang.auditing.findings import DocumentAudit, Finding, NotEvaluated, RuleCount, Severity
from baozhang.auditing.gathering import gather
from baozhang.auditing.merging import TEXT_REPEATS_TABLE, Said, explain, merge_consequences
from baozhang.auditing.messages import Value, format_figure
from baozhang.auditing.originals import located
from baozhang.auditing.presence import profile_of
from baozhang.auditing.slips import merge_slips
from baozhang.auditing.tallies import Tally, run_rules
from baozhang.auditing.warehouse import Queries, Warehouse, batch_ids
from baozhang.errors import EvaluationError
from baozhang.facts.document import latest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document


def evaluate(
    documents: Sequence[Document],
    rules: Sequence[Rule],
    load: Callable[[Sequence[Document]], Queries] = Warehouse,
) -> list[DocumentAudit]:
    """Audit a batch of documents with `rules`; one result per document, in order.

    `load` makes the engine that answers the queries. A document that is given twice is examined once. UsageError when a rule's
    query or message is wrong.
    """
    distinct = latest(documents)
    try:
        tallies = _tallies(distinct, rules, load)
    except EvaluationError:  # one damaged document must not take the others of its batch down
        tallies = [tally for one in distinct for tally in _tallies([one], rules, load, lenient=True)]
    audits = {document.about.document_id: conclude(document, tally) for document, tally in zip(distinct, tallies, strict=True)}
    return [audits[document.about.document_id] for document in documents]


def _tallies(
    documents: Sequence[Document], rules: Sequence[Rule], load: Callable[[Sequence[Document]], Queries], *, lenient: bool = False
) -> list[Tally]:
    profiles = {key: profile_of(one) for key, one in zip(batch_ids(documents), documents, strict=True)}
    with load(documents) as queries:
        return list(run_rules(queries, rules, profiles, lenient=lenient).values())


def conclude(document: Document, tally: Tally) -> DocumentAudit:
    """The audit of one document: what does not hold as findings, one for each cause, with their places."""
    return DocumentAudit(
        document=document,
        findings=findings_of(document, tally),
        counts=tuple(RuleCount(*one) for one in tally.counts),
        not_evaluated=tuple(NotEvaluated(*one) for one in tally.reasons),
    )


def findings_of(document: Document, tally: Tally) -> tuple[Finding, ...]:
    """What does not hold in a document, the gravest first; of the document no more rows are needed than its cases refer to."""
    return () if tally.silent else tuple(sorted(_findings(document, tally), key=lambda finding: finding.order))


def _findings(document: Document, tally: Tally) -> list[Finding]:
    places = Places(document)
    values = {f"F{row.fact}": row.value for row in document.facts} if tally.contradicted else {}
    repeats = [Said(refs, None) for refs in sorted(tally.repeats)] if tally.broken else []
    independent = []
    for rule, row in sorted(tally.failing, key=_place):  # an order that does not depend on the other documents of the batch
        finding = finding_of(rule, row, places)
        if repeats_table(rule, row, values) and finding.severity is not Severity.NOTE:
            repeats.append(Said(str(row["refs"]), finding))
        else:
            independent.append(finding)
    explained = explain(document, tally.identities, repeats, places)
    findings = merge_slips(merge_consequences(explained, independent), document.claims)
    findings = located(merge_echoes(findings, document), document)
    return gather(findings, {rule for rule, _ in tally.failing}, document.claims)


def _place(row: tuple[Rule, Mapping[str, Value]]) -> tuple[str, str]:
    return row[0].id, str(row[1]["refs"])


def repeats_table(rule: Rule, row: Mapping[str, Value], values: Mapping[str, int]) -> bool:
    """Whether a failing case says that a claim does not repeat one cell: these are explained together with the identities."""
    _, _, cell = str(row["refs"]).partition(",")
    return TEXT_REPEATS_TABLE in rule.source and cell in values and row["expected"] == values[cell]


def finding_of(rule: Rule, row: Mapping[str, Value], places: Places) -> Finding:
    """The finding a failing row of a rule's query makes."""
    actual, expected = row["actual"], row["expected"]
    numeric = isinstance(actual, int) and isinstance(expected, int)
    complete = {**row, "difference": actual - expected if numeric else row.get("difference")}  # type: ignore[operator]
    refs = str(row["refs"] or "")
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=Severity(str(row.get("severity") or rule.severity)),
        message=rule.message.fill(complete),
        expected=format_figure(expected, rule.figures),
        actual=format_figure(actual, rule.figures),
        difference=format_figure(complete["difference"], rule.figures),
        basis=rule.basis,
        suggestion=rule.suggestion.fill_complete(complete) if rule.suggestion else "",
        evidence=places.evidence(refs),
        section=places.section(refs),
    )
