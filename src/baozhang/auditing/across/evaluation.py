"""Runs the rules over several documents: hub tables in, one result per document that has a partner out."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.across.members import members_of
from baozhang.auditing.across.partners import Partner, partners_of
from baozhang.auditing.across.places import SharedPlaces, documents_with, without_rows
from baozhang.auditing.findings import DocumentAudit, Finding, NotEvaluated, RuleCount, Severity
from baozhang.auditing.gathering import gather
from baozhang.auditing.messages import format_figure
from baozhang.auditing.rule import cross_rules
from baozhang.auditing.warehouse import Outcomes, Question, Warehouse
from baozhang.errors import UsageError
from baozhang.facts.records import BlockRow, DocumentRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from baozhang.auditing.messages import Value
    from baozhang.auditing.rule import Rule
    from baozhang.errors import EvaluationError
    from baozhang.facts.document import Document

    Load = Callable[[Sequence[str]], Mapping[str, pa.Table]]
    """Hub tables, by name, with the rows of the documents named; tables and rows that no rule reads may be left out."""

    Tables = Callable[[], Mapping[str, pa.Table]]
    """Hub tables with the rows of the documents looked at together, loaded when they are asked for first."""

    Ask = Callable[[Sequence[Question]], Iterator[Outcomes | EvaluationError]]
    """What rules' queries say of the documents looked at together (`Queries.outcomes`)."""

    Open = Callable[[Sequence[Partner], Tables], AbstractContextManager[Ask]]
    """Makes an engine ready for the documents of these partners: it knows their hub tables and the table `partners`."""

    Engine = Callable[[Sequence[Partner]], Open]
    """What is told all partners first, and returns what opens an engine for those of a few documents."""

TITLE: Final = "与其他文件核对"
"""How the result is told from that of the document alone."""

_CHUNK: Final = 256
"""Documents looked at together: memory stays flat, and planning the queries costs little."""

_REQUIRED: Final = frozenset({"document_id", "holds", "refs", "actual", "expected"})
_NO_CASE: Final = "两份文件中没有可以互相核对的内容"
_TOO_LARGE: Final = "文中有数额超出可计算的范围"
_PARTNERS: Final = pa.schema([(name, pa.string()) for name in ("document_id", "relation", "partner_id", "why")])


@dataclass(slots=True)
class _Tally:
    """What was gathered so far for one document; `relations` says why a relation has no partner (empty: it has one)."""

    about: DocumentRow
    relations: dict[str, str] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: list[tuple[Rule, Mapping[str, Value]]] = field(default_factory=list)

    @property
    def references(self) -> set[str]:
        """The documents that its findings speak of."""
        refs = (ref for _, row in self.rows for ref in str(row["refs"]).split(","))
        others = {ref.rpartition("/")[0] for ref in refs}
        return others - {""} | {self.about.document_id} if self.rows else set()


@contextmanager
def in_duckdb(partners: Sequence[Partner], tables: Tables) -> Iterator[Ask]:
    """The engine that holds the tables of a few documents in this process."""
    with Warehouse([]) as queries:
        for name, table in tables().items():
            queries.add(name, table)
        queries.add("partners", partners_table(partners))
        yield queries.outcomes


def partners_table(partners: Sequence[Partner]) -> pa.Table:
    """The table `partners` that rules join: who is compared with whom."""
    return pa.Table.from_pylist([asdict(one) for one in partners if one.partner_id], schema=_PARTNERS)


def audit_across(
    documents: pa.Table,
    load: Load,
    rules: Sequence[Rule] | None = None,
    engine: Engine = lambda _: in_duckdb,
) -> Iterator[DocumentAudit]:
    """Compare documents of one department with each other; one result for every document that has a partner, in the order given.

    `documents` are rows of the hub table, of several versions of a document the latest last; `load` gives the hub tables of some of
    them. A result's document has no rows of its own, its counts are of these rules only. A finding belongs to the later document (the
    one that compares itself); its evidence names the file where it lies in another one.
    """
    chosen = cross_rules() if rules is None else [rule for rule in rules if rule.across]
    rows = [DocumentRow(**row) for row in documents.to_pylist()]
    latest = {row.document_id: row for row in rows}
    partners = partners_of(rows, _members(rows, load))
    opened = engine(partners)
    for group in _chunks(partners):
        ids = list(dict.fromkeys(one for partner in group for one in (partner.document_id, partner.partner_id) if one))
        tables = cache(partial(load, ids))
        yield from _evaluate({one: latest[one] for one in ids}, group, tables, opened, chosen)


def _members(rows: Sequence[DocumentRow], load: Load) -> dict[str, tuple[str, ...]]:
    """The units that departments' documents name; asked only where there are documents of units at all."""
    units = {(row.stage, row.fiscal_year) for row in rows if row.scope == "unit"}
    departments = [row.document_id for row in rows if row.scope != "unit" and (row.stage, row.fiscal_year) in units]
    members: dict[str, tuple[str, ...]] = {}
    for at in range(0, len(departments), _CHUNK):
        blocks: dict[str, list[BlockRow]] = defaultdict(list)
        for row in load(departments[at : at + _CHUNK])["blocks"].to_pylist():
            blocks[row["document_id"]].append(BlockRow(**row))
        members |= {one: named for one, own in blocks.items() if (named := members_of(own))}
    return members


def _chunks(partners: Sequence[Partner]) -> Iterator[list[Partner]]:
    """Partners document by document, in groups; documents without any partner are left out."""
    of: dict[str, list[Partner]] = defaultdict(list)
    for partner in partners:
        of[partner.document_id].append(partner)
    group: list[Partner] = []
    count = 0
    for own in of.values():
        if any(partner.partner_id for partner in own):
            group += own
            count += 1
        if count == _CHUNK:
            yield group
            group, count = [], 0
    if group:
        yield group


def _evaluate(
    documents: Mapping[str, DocumentRow], partners: Sequence[Partner], tables: Tables, opened: Open, rules: Sequence[Rule]
) -> Iterator[DocumentAudit]:
    tallies: dict[str, _Tally] = {}
    for partner in partners:
        tally = tallies.setdefault(partner.document_id, _Tally(documents[partner.document_id]))
        tally.relations.setdefault(partner.relation, partner.why)
    with opened(partners, tables) as ask:
        _run(ask, rules, tallies)
    wanted = {one for tally in tallies.values() for one in tally.references}
    whole = documents_with([documents[one] for one in sorted(wanted)], tables() if wanted else {})
    for tally in tallies.values():
        yield _conclude(tally, whole)


def _run(ask: Ask, rules: Sequence[Rule], tallies: Mapping[str, _Tally]) -> None:
    """The rules over all documents of a chunk; those a rule applies to but that lack the partner are noted with the reason."""
    asked = [(rule, ready) for rule in rules if (ready := _ready(rule, tallies))]
    for (rule, ready), answer in zip(asked, ask([Question(rule.sql) for rule, _ in asked]), strict=True):
        if isinstance(answer, Outcomes):
            _note_outcomes(rule, answer, ready)
        else:
            for tally in ready.values():
                tally.unknown[rule.id, _TOO_LARGE] += 1


def _note_outcomes(rule: Rule, answer: Outcomes, ready: Mapping[str, _Tally]) -> None:
    _check_columns(rule, answer.columns)
    seen = set()
    for document_id, holding, cases in answer.documents:
        if document_id in ready:
            seen.add(document_id)
            ready[document_id].passed[rule.id] += holding
            for row in cases:
                _note(rule, row, ready[document_id])
    for one in ready.keys() - seen:
        ready[one].unknown[rule.id, _NO_CASE] += 1


def _ready(rule: Rule, tallies: Mapping[str, _Tally]) -> dict[str, _Tally]:
    ready = {}
    for one, tally in tallies.items():
        if rule.across not in tally.relations or not rule.applies_to(tally.about.stage):
            continue
        if why := tally.relations[rule.across]:
            tally.unknown[rule.id, why] += 1
        else:
            ready[one] = tally
    return ready


def _check_columns(rule: Rule, columns: frozenset[str]) -> None:
    wanted = _REQUIRED | rule.message.fields | (rule.suggestion.fields if rule.suggestion else frozenset())
    if missing := wanted - columns - {"difference"}:
        msg = f"规则 {rule.id} 的查询没有返回 {'、'.join(sorted(missing))}"
        raise UsageError(msg)


def _note(rule: Rule, row: Mapping[str, Value], tally: _Tally) -> None:
    """A case that does not hold, or could not be examined."""
    if row["holds"] is None:
        tally.unknown[rule.id, str(row.get("why") or _NO_CASE)] += 1
    else:
        tally.failed[rule.id] += 1
        tally.rows.append((rule, row))


def _conclude(tally: _Tally, documents: Mapping[str, Document]) -> DocumentAudit:
    about = tally.about
    findings: list[Finding] = []
    if tally.rows:
        places = SharedPlaces(about.document_id, documents)
        findings = [_finding(rule, row, places) for rule, row in sorted(tally.rows, key=lambda one: (one[0].id, str(one[1]["refs"])))]
        findings = gather(findings, {rule for rule, _ in tally.rows}, documents[about.document_id].claims)
    counts = Counter[str]()
    for (rule, _), count in tally.unknown.items():
        counts[rule] += count
    ids = sorted({*tally.passed, *tally.failed, *counts})
    return DocumentAudit(
        document=bare_document(about),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        counts=tuple(RuleCount(rule, tally.passed[rule], tally.failed[rule], counts[rule]) for rule in ids),
        not_evaluated=tuple(NotEvaluated(rule, why, count) for (rule, why), count in sorted(tally.unknown.items())),
        across=True,
    )


def bare_document(about: DocumentRow) -> Document:
    """What stands for the document in the result of a comparison: itself, without rows, named so that the two results can be told apart."""
    return without_rows(replace(about, title=f"{about.title or about.department}（{TITLE}）", amounts=0, amounts_bound=0))


def _finding(rule: Rule, row: Mapping[str, Value], places: SharedPlaces) -> Finding:
    actual, expected = row["actual"], row["expected"]
    difference = actual - expected if isinstance(actual, int) and isinstance(expected, int) else row.get("difference")
    complete = {**row, "difference": difference}
    refs = str(row["refs"] or "")
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=Severity(str(row.get("severity") or rule.severity)),
        message=rule.message.fill(complete),
        expected=format_figure(expected, rule.figures),
        actual=format_figure(actual, rule.figures),
        difference=format_figure(difference, rule.figures),
        basis=rule.basis,
        suggestion=rule.suggestion.fill_complete(complete) if rule.suggestion else "",
        evidence=places.evidence(refs),
        section=places.section(refs),
    )
