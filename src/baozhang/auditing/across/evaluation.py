"""Runs the rules over several documents: hub tables in, one result per document that has a partner out."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from baozhang.auditing.across.members import members_of
from baozhang.auditing.across.partners import Partner, partners_of
from baozhang.auditing.across.places import SharedPlaces, documents_with, without_rows
from baozhang.auditing.findings import DocumentAudit, Finding, NotEvaluated, RuleCount, Severity
from baozhang.auditing.gathering import gather
from baozhang.auditing.messages import format_figure
from baozhang.auditing.rule import cross_rules
from baozhang.auditing.views import named
from baozhang.auditing.warehouse import Outcomes, Question, Warehouse
from baozhang.errors import UsageError
from baozhang.facts.records import BlockRow, DocumentRow
from baozhang.facts.schemas import HUB

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from baozhang.auditing.messages import Value
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Queries
    from baozhang.errors import EvaluationError
    from baozhang.facts.document import Document

    Load = Callable[[Sequence[str], Collection[str]], Mapping[str, pa.Table]]
    """The hub tables named, with the rows of the documents named; rows that no rule over several documents reads may be left out."""

    Tables = Callable[[], Mapping[str, pa.Table]]
    """Hub tables with the rows of the documents looked at together, loaded when they are asked for first."""

    Ask = Callable[[Sequence[Question]], Iterator[Outcomes | EvaluationError]]
    """What rules' queries say of the documents looked at together (`Queries.outcomes`)."""

    Open = Callable[[Sequence[Partner], Tables], AbstractContextManager[Ask]]
    """Makes an engine ready for the documents of these partners: it knows their hub tables and the table `partners`."""

    Engine = Callable[[Sequence[Partner], Sequence[Rule]], Open]
    """What is told all partners and the rules first, and returns what opens an engine for those of a few documents."""

TITLE: Final = "与其他文件核对"
"""How the result is told from that of the document alone."""

_GROUP: Final = 256
"""Documents examined together: memory stays flat, planning the queries costs little, and a damaged document spoils no others than these."""

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
    def references(self) -> set[tuple[str, str]]:
        """What its findings refer to: (document_id, reference)."""
        own = self.about.document_id
        refs = (ref.rpartition("/") for _, row in self.rows for ref in str(row["refs"]).replace(" ", "").split(","))
        return {(document or own, place) for document, _, place in refs}


@contextmanager
def in_duckdb(partners: Sequence[Partner], tables: Tables) -> Iterator[Ask]:
    """The engine that holds the tables of a few documents in this process."""
    with Warehouse([]) as queries:
        for name, table in tables().items():
            queries.add(name, table)
        queries.add("partners", partners_table(partners))
        yield queries.outcomes


def asked_of_all(queries: Queries, meant: Callable[[str], str], partners: Sequence[Partner], rules: Sequence[Rule]) -> Open:
    """What opens the answers of a few documents, after the rules have been asked of all documents, which `queries` holds.

    `meant` gives the query to ask in the place of a rule's own. A query that stops at figures too large is asked again of each group in
    DuckDB: only that of the damaged document stays unanswered.
    """
    queries.add("partners", partners_table(partners))
    answers = queries.outcomes([Question(meant(rule.sql)) for rule in rules])
    told = {
        rule.sql: (answer.columns, {one.document_id: one for one in answer.documents}) if isinstance(answer, Outcomes) else None
        for rule, answer in zip(rules, answers, strict=True)
    }

    @contextmanager
    def opened(group: Sequence[Partner], tables: Tables) -> Iterator[Ask]:
        ids = {partner.document_id for partner in group}

        def ask(questions: Sequence[Question]) -> Iterator[Outcomes | EvaluationError]:
            for question in questions:
                known = told[question.sql]
                if known is None:
                    with in_duckdb(group, tables) as again:
                        yield from again([question])
                else:
                    columns, of_document = known
                    yield Outcomes(columns, [of_document[one] for one in ids & of_document.keys()])

        yield ask

    return opened


def partners_table(partners: Sequence[Partner]) -> pa.Table:
    """The table `partners` that rules join: who is compared with whom."""
    found = [one for one in partners if one.partner_id]
    return pa.table([pa.array([*map(attrgetter(column.name), found)], column.type) for column in _PARTNERS], schema=_PARTNERS)


def audit_across(
    documents: pa.Table,
    load: Load,
    rules: Sequence[Rule] | None = None,
    engine: Engine = lambda *_: in_duckdb,
    together: int = _GROUP,
) -> Iterator[DocumentAudit]:
    """Compare documents of one department with each other; one result for every document that has a partner, in the order given.

    `documents` are rows of the hub table, of several versions of a document the latest last; `load` gives the hub tables of some of
    them. A result's document has no rows of its own, its counts are of these rules only. A finding belongs to the later document (the
    one that compares itself); its evidence names the file where it lies in another one. The rows that findings cite are
    loaded for so many documents `together`.
    """
    chosen = cross_rules() if rules is None else [rule for rule in rules if rule.across]
    columns = [documents[column.name].to_pylist() for column in fields(DocumentRow)]
    rows = [*map(DocumentRow, *columns)]
    latest = {row.document_id: row for row in rows}
    partners = partners_of(rows, _members(rows, load, together))
    opened = engine(partners, chosen)
    read = sorted(named([rule.sql for rule in chosen], HUB))
    tallies: dict[str, _Tally] = {}
    for group in _chunks(partners):
        ids = list(dict.fromkeys(one for partner in group for one in (partner.document_id, partner.partner_id) if one))
        examined = _tallies(latest, group)
        with opened(group, cache(partial(load, ids, read))) as ask:
            _run(ask, chosen, examined)
        tallies |= examined
        if len(tallies) >= together:
            yield from _concluded(tallies, latest, load)
            tallies = {}
    yield from _concluded(tallies, latest, load)


def _concluded(tallies: Mapping[str, _Tally], documents: Mapping[str, DocumentRow], load: Load) -> Iterator[DocumentAudit]:
    cited = documents_with(documents, {reference for tally in tallies.values() for reference in tally.references}, load)
    yield from (_conclude(tally, cited) for tally in tallies.values())


def _members(rows: Sequence[DocumentRow], load: Load, together: int) -> dict[str, tuple[str, ...]]:
    """The units that departments' documents name; asked only where there are documents of units at all."""
    units = {(row.stage, row.fiscal_year) for row in rows if row.scope == "unit"}
    departments = [row.document_id for row in rows if row.scope != "unit" and (row.stage, row.fiscal_year) in units]
    members: dict[str, tuple[str, ...]] = {}
    for at in range(0, len(departments), together):
        blocks: dict[str, list[BlockRow]] = defaultdict(list)
        for row in load(departments[at : at + together], ("blocks",))["blocks"].to_pylist():
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
        if count == _GROUP:
            yield group
            group, count = [], 0
    if group:
        yield group


def _tallies(documents: Mapping[str, DocumentRow], partners: Sequence[Partner]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for partner in partners:
        tally = tallies.setdefault(partner.document_id, _Tally(documents[partner.document_id]))
        tally.relations.setdefault(partner.relation, partner.why)
    return tallies


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
    for document_id, holding, cases, _ in answer.documents:
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
