"""Runs rules over a batch of documents: the hub is loaded once, every rule is one query for the whole batch.

A check is one case a rule examined: TRUE passes, FALSE is a finding, NULL was not evaluated. A rule that lacks what it needs,
or finds no case, counts as one check not evaluated: silence is never taken for agreement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.auditing.echoes import merge_echoes
from baozhang.auditing.evidence import Places
from baozhang.auditing.findings import DocumentAudit, Finding, NotEvaluated, RuleCount, Severity
from baozhang.auditing.gathering import gather
from baozhang.auditing.identities import MISSING_CELL, IdentityCase, evaluate_identities, label_of, nothing_to_examine
from baozhang.auditing.merging import TEXT_REPEATS_TABLE, Said, explain, merge_consequences
from baozhang.auditing.messages import Value, format_figure
from baozhang.auditing.presence import lacking, present_in
from baozhang.auditing.slips import merge_slips
from baozhang.auditing.warehouse import Answer, Queries, Warehouse
from baozhang.errors import EvaluationError, UsageError
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document
    from baozhang.taxonomy.identities import Identity

REQUIRED_COLUMNS: Final = frozenset({"document_id", "holds", "refs", "actual", "expected"})
"""What every rule's query must return."""

TOO_LARGE: Final = "文中有数额超出可计算的范围"
"""Why a rule was not evaluated for a document with a figure beyond 64 bits."""

NO_CASE: Final = "文中没有可核对的内容"
"""Why a rule that has all it needs, but examined nothing, is not evaluated."""


@dataclass(slots=True)
class _Tally:
    """What was gathered so far for one document."""

    document: Document
    present: frozenset[str]
    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: list[tuple[Rule, Mapping[str, Value]]] = field(default_factory=list)
    identities: list[tuple[Rule, IdentityCase]] = field(default_factory=list)
    scope: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether an identity does not hold."""
        return any(not case.holds for _, case in self.identities)


def evaluate(
    documents: Sequence[Document],
    rules: Sequence[Rule],
    load: Callable[[Sequence[Document]], Queries] = Warehouse,
) -> list[DocumentAudit]:
    """Audit a batch of documents with `rules`; one result per document, in order.

    `load` makes the engine that answers the queries. A document that is given twice is examined once. UsageError when a rule's
    query or message is wrong.
    """
    distinct = list({document.about.document_id: document for document in documents}.values())
    try:
        tallies = _gather(distinct, rules, load)
    except EvaluationError:  # one damaged document must not take the others of its batch down
        tallies = {key: tally for one in distinct for key, tally in _gather([one], rules, load, lenient=True).items()}
    audits = {key: _conclude(tally) for key, tally in tallies.items()}
    return [audits[document.about.document_id] for document in documents]


def _gather(
    documents: Sequence[Document], rules: Sequence[Rule], load: Callable[[Sequence[Document]], Queries], *, lenient: bool = False
) -> dict[str, _Tally]:
    """What every rule says of every document; `lenient` notes a rule that cannot be computed as not evaluated."""
    tallies = {one.about.document_id: _Tally(one, present_in(one)) for one in documents}
    with load(documents) as queries:
        _run_identities(queries, [rule for rule in rules if rule.identity is not None], tallies)
        asked = [(rule, ready) for rule in rules if rule.identity is None and (ready := _in_scope(rule, tallies))]
        for (rule, ready), answer in zip(asked, queries.answers([rule.sql for rule, _ in asked]), strict=True):
            if isinstance(answer, Answer):
                _note_answer(rule, answer, ready)
            elif lenient:
                for tally in ready.values():
                    tally.unknown[rule.id, TOO_LARGE] += 1
            else:
                raise answer
    return tallies


def _in_scope(rule: Rule, tallies: Mapping[str, _Tally]) -> dict[str, _Tally]:
    """Documents the rule applies to and can be run on; the others in scope are noted as not evaluated."""
    ready = {}
    for key, tally in tallies.items():
        if rule.applies_to(tally.document.about.stage):
            tally.scope.append(rule.id)
            missing = lacking(rule.needs, tally.present)
            if missing:
                tally.unknown[rule.id, missing] += 1
            else:
                ready[key] = tally
    return ready


def _note_answer(rule: Rule, answer: Answer, ready: Mapping[str, _Tally]) -> None:
    _check_columns(rule, answer.columns)
    document, holds = answer.place("document_id"), answer.place("holds")
    for row in answer.rows:
        tally = ready.get(row[document])
        if tally is None:
            continue
        if row[holds]:
            tally.passed[rule.id] += 1
        else:
            _note_row(rule, dict(zip(answer.columns, row, strict=True)), tally)
    if TEXT_REPEATS_TABLE in rule.source:
        _note_repeats(answer, ready)
    for key in ready.keys() - {row[document] for row in answer.rows}:
        ready[key].unknown[rule.id, NO_CASE] += 1


def _note_row(rule: Rule, row: Mapping[str, Value], tally: _Tally) -> None:
    if row["holds"] is None:
        tally.unknown[rule.id, str(row.get("why") or NO_CASE)] += 1
        return
    tail = row.get("severity") == Severity.NOTE and rule.severity is not Severity.NOTE
    (tally.passed if tail else tally.failed)[rule.id] += 1
    tally.rows.append((rule, row))


def _note_repeats(answer: Answer, ready: Mapping[str, _Tally]) -> None:
    """Claims that agree with their cells speak for those cells; wanted only where an identity does not hold."""
    wanted = {key: tally for key, tally in ready.items() if tally.broken}
    document, holds, refs = (answer.place(name) for name in ("document_id", "holds", "refs"))
    for row in answer.rows if wanted else ():
        if row[holds] and row[document] in wanted:
            wanted[row[document]].repeats.append(row[refs])


def _check_columns(rule: Rule, columns: Sequence[str]) -> None:
    wanted = REQUIRED_COLUMNS | rule.message.fields | (rule.suggestion.fields if rule.suggestion else frozenset())
    missing = wanted - set(columns) - {"difference"}
    if missing:
        msg = f"规则 {rule.id} 的查询没有返回 {'、'.join(sorted(missing))}"
        raise UsageError(msg)


def _run_identities(queries: Queries, rules: Sequence[Rule], tallies: Mapping[str, _Tally]) -> None:
    """All identities at once. Those meant for another layout (`given`, `unless`) are out of scope; a lost row leaves one unevaluated."""
    named = {rule.id: (rule, rule.identity) for rule in rules if rule.identity is not None}
    cells = {key: {(row.statement, row.item, row.column) for row in tally.document.facts} for key, tally in tallies.items()}
    ready = {}
    for rule, identity in named.values():
        meant = {key: tally for key, tally in tallies.items() if lacking(rule.needs, tally.present) or identity.meant_for(cells[key])}
        ready[rule.id] = _in_scope(rule, meant)
        for key in tallies.keys() - meant.keys():
            _note_lost(rule, identity, tallies[key], cells[key])
    if not any(ready.values()):
        return
    examined: dict[str, set[str]] = defaultdict(set)
    for case in evaluate_identities(queries, [identity for _, identity in named.values()]):
        tally = ready[case.identity].get(case.document_id)
        if tally is not None:
            examined[case.identity].add(case.document_id)
            _note_case(named[case.identity][0], case, tally)
    for rule, identity in named.values():
        for key in ready[rule.id].keys() - examined[rule.id]:
            ready[rule.id][key].unknown[rule.id, nothing_to_examine(identity)] += 1


def _note_lost(rule: Rule, identity: Identity, tally: _Tally, cells: AbstractSet[tuple[str, str, str]]) -> None:
    layout = layouts().get(tally.document.about.layout)
    lost = identity.lost(cells, layout.listed) if layout and rule.applies_to(tally.document.about.stage) else None
    if lost is not None:
        tally.scope.append(rule.id)
        tally.unknown[rule.id, f"{MISSING_CELL}{label_of(lost)}"] += 1


def _note_case(rule: Rule, case: IdentityCase, tally: _Tally) -> None:
    if case.holds is None:
        tally.unknown[rule.id, case.why] += 1
    else:
        (tally.passed if case.holds else tally.failed)[rule.id] += 1
        tally.identities.append((rule, case))


def _conclude(tally: _Tally) -> DocumentAudit:
    places = Places(tally.document)
    values = {f"F{row.fact}": row.value for row in tally.document.facts}
    repeats, independent = [Said(refs, None) for refs in sorted(tally.repeats)], []
    for rule, row in sorted(tally.rows, key=_place):  # an order that does not depend on the other documents of the batch
        finding = finding_of(rule, row, places)
        if repeats_table(rule, row, values) and finding.severity is not Severity.NOTE:
            repeats.append(Said(str(row["refs"]), finding))
        else:
            independent.append(finding)
    explained = explain(tally.document, tally.identities, repeats, places)
    findings = merge_slips(merge_consequences(explained, independent), tally.document.claims)
    findings = gather(merge_echoes(findings, tally.document), {rule for rule, _ in tally.rows}, tally.document.claims)
    reasons: dict[str, int] = defaultdict(int)
    for (name, _), count in tally.unknown.items():
        reasons[name] += count
    return DocumentAudit(
        document=tally.document,
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        counts=tuple(RuleCount(name, tally.passed[name], tally.failed[name], reasons[name]) for name in sorted(tally.scope)),
        not_evaluated=tuple(NotEvaluated(name, why, count) for (name, why), count in sorted(tally.unknown.items())),
    )


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
