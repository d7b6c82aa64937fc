"""Runs rules on a batch an engine has loaded: for every document what holds, what does not, and what could not be examined.

A check is one case a rule examined: TRUE passes, FALSE is a finding, NULL was not evaluated. A rule that lacks what it needs,
or finds no case, counts as one check not evaluated: silence is never taken for agreement.

Nothing here needs a document in memory: a batch is an engine with the hub loaded and the profiles of its documents.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.identities import MISSING_CELL, IdentityCase, examine_identities, label_of, nothing_to_examine
from baozhang.auditing.merging import TEXT_REPEATS_TABLE
from baozhang.auditing.presence import lacking
from baozhang.auditing.warehouse import Outcomes, Question, parse
from baozhang.errors import UsageError
from baozhang.taxonomy.layouts import rows_listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from baozhang.auditing.messages import Value
    from baozhang.auditing.presence import Profile
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Queries
    from baozhang.taxonomy.identities import Identity

REQUIRED_COLUMNS: Final = frozenset({"document_id", "holds", "refs", "actual", "expected"})
"""What every rule's query must return."""

TOO_LARGE: Final = "文中有数额超出可计算的范围"
"""Why a rule was not evaluated for a document with a figure beyond 64 bits."""

NO_CASE: Final = "文中没有可核对的内容"
"""Why a rule that has all it needs, but examined nothing, is not evaluated."""


@dataclass(slots=True)
class Tally:
    """How the cases of every rule came out in one document.

    `failing` are the cases of queries that do not hold; `identities` those that do not hold, hold within rounding only, or are
    needed to explain the others; `repeats` the references (`C7,F12`) of claims that agree with the cells they repeat.
    """

    passed: defaultdict[str, int] = field(default_factory=partial(defaultdict, int))
    failed: defaultdict[str, int] = field(default_factory=partial(defaultdict, int))
    unknown: defaultdict[tuple[str, str], int] = field(default_factory=partial(defaultdict, int))
    failing: list[tuple[Rule, Mapping[str, Value]]] = field(default_factory=list)
    identities: list[tuple[Rule, IdentityCase]] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    scope: list[str] = field(default_factory=list)

    @property
    def contradicted(self) -> bool:
        """Whether the text contradicts a cell it repeats by more than rounding."""
        return any(TEXT_REPEATS_TABLE in rule.source and case.get("severity") != Severity.NOTE for rule, case in self.failing)

    @property
    def broken(self) -> bool:
        """Whether an identity does not hold."""
        return any(not case.holds for _, case in self.identities)

    @property
    def only_tails(self) -> bool:
        """Whether everything holds, and something within rounding only."""
        return bool(self.identities) and not self.failing and not self.broken

    @property
    def silent(self) -> bool:
        """Whether nothing is to be told of the document but counts."""
        return not self.failing and not self.identities

    @property
    def counts(self) -> list[tuple[str, int, int, int]]:
        """By rule: its id, how many cases hold, how many do not, and how many could not be examined."""
        unknown: dict[str, int] = {}
        for (rule, _), count in self.unknown.items():
            unknown[rule] = unknown.get(rule, 0) + count
        return [(rule, self.passed.get(rule, 0), self.failed.get(rule, 0), unknown.get(rule, 0)) for rule in sorted(self.scope)]

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """By rule and reason: why how many cases could not be examined."""
        return [(rule, why, count) for (rule, why), count in sorted(self.unknown.items())]

    def note(self, rule: Rule, case: Mapping[str, Value]) -> None:
        """Count one case of a query that does not hold; one that is only a tail has passed, with a note."""
        if case["holds"] is None:
            self.unknown[rule.id, str(case.get("why") or NO_CASE)] += 1
            return
        tail = case.get("severity") == Severity.NOTE and rule.severity is not Severity.NOTE
        (self.passed if tail else self.failed)[rule.id] += 1
        self.failing.append((rule, case))

    def note_identity(self, rule: Rule, case: IdentityCase) -> None:
        """Count one case of an identity."""
        (self.passed if case.holds else self.failed)[rule.id] += 1
        self.identities.append((rule, case))


def run_rules(queries: Queries, rules: Sequence[Rule], profiles: Mapping[str, Profile], *, lenient: bool = False) -> dict[str, Tally]:
    """What every rule says of every document in `profiles` (by document_id), which the engine must have loaded.

    EvaluationError when figures are too large for a query, unless `lenient`: then that rule counts as not evaluated in every document.
    UsageError when a rule's query or message is wrong.
    """
    tallies = {key: Tally() for key in profiles}
    questions = questions_by_rule(rules)
    asked = [(rule, ready) for rule in rules if rule.id in questions and (ready := _in_scope(rule, profiles, tallies))]
    for (rule, ready), answer in zip(asked, queries.outcomes([questions[rule.id] for rule, _ in asked]), strict=True):
        if isinstance(answer, Outcomes):
            _note_outcomes(rule, answer, ready)
        elif lenient:
            for tally in ready.values():
                tally.unknown[rule.id, TOO_LARGE] += 1
        else:
            raise answer
    _run_identities(queries, rules, profiles, tallies)
    return tallies


def parse_ahead(rules: Sequence[Rule], wanted: Callable[[], bool]) -> None:
    """Parse what the rules will ask, one query after the other as long as there is time for it (`wanted`)."""
    for question in questions_by_rule(rules).values():
        if not wanted():
            return
        parse(question)


def questions_by_rule(rules: Sequence[Rule]) -> Mapping[str, Question]:
    """What the rules that are queries ask, by id. Claims that agree with cells are listed where an identity may need them."""
    explained = any(rule.identity is not None for rule in rules)
    return {rule.id: Question(rule.sql, whole=explained and TEXT_REPEATS_TABLE in rule.source) for rule in rules if rule.sql}


def _in_scope(rule: Rule, profiles: Mapping[str, Profile], tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """Documents the rule applies to and can be run on; the others in scope are noted as not evaluated."""
    ready = {}
    for key, profile in profiles.items():
        if rule.applies_to(profile.stage):
            tally = tallies[key]
            tally.scope.append(rule.id)
            missing = lacking(rule.needs, profile.present)
            if missing:
                tally.unknown[rule.id, missing] += 1
            else:
                ready[key] = tally
    return ready


def _note_outcomes(rule: Rule, answer: Outcomes, ready: Mapping[str, Tally]) -> None:
    _check_columns(rule, answer.columns)
    examined = set()
    for document_id, holding, cases, agreed in answer.documents:
        tally = ready.get(document_id)
        if tally is None:
            continue
        examined.add(document_id)
        tally.passed[rule.id] += holding
        tally.repeats += agreed
        for case in cases:
            if case["holds"]:
                tally.repeats.append(str(case["refs"]))
            else:
                tally.note(rule, case)
    for key in ready.keys() - examined:
        ready[key].unknown[rule.id, NO_CASE] += 1


def _check_columns(rule: Rule, columns: frozenset[str]) -> None:
    wanted = REQUIRED_COLUMNS | rule.message.fields | (rule.suggestion.fields if rule.suggestion else frozenset())
    missing = wanted - columns - {"difference"}
    if missing:
        msg = f"规则 {rule.id} 的查询没有返回 {'、'.join(sorted(missing))}"
        raise UsageError(msg)


def _run_identities(queries: Queries, rules: Sequence[Rule], profiles: Mapping[str, Profile], tallies: Mapping[str, Tally]) -> None:
    """All identities at once."""
    named = {rule.id: (rule, rule.identity) for rule in rules if rule.identity is not None}
    ready = {name: _in_scope(rule, _meant(rule, identity, profiles, tallies), tallies) for name, (rule, identity) in named.items()}
    if not any(ready.values()):
        return
    contradicted = [key for key, tally in tallies.items() if tally.contradicted]
    examined = examine_identities(queries, [identity for _, identity in named.values()], ready, contradicted)
    for (name, key), count in examined.holding.items():
        tallies[key].passed[name] += count
    for (name, key, why), count in examined.unknown.items():
        tallies[key].unknown[name, why] += count
    for case in examined.cases:
        tallies[case.document_id].note_identity(named[case.identity][0], case)
    seen = examined.holding.keys() | {(name, key) for name, key, _ in examined.unknown}
    seen |= {(case.identity, case.document_id) for case in examined.cases}
    for name, of_documents in ready.items():
        for key, tally in of_documents.items():
            if (name, key) not in seen:
                tally.unknown[name, nothing_to_examine(named[name][1])] += 1


def _meant(rule: Rule, identity: Identity, profiles: Mapping[str, Profile], tallies: Mapping[str, Tally]) -> Mapping[str, Profile]:
    """Documents of a layout the identity is meant for (`given`, `unless`); where only a lost row speaks against it, that is noted."""
    if not identity.given and not identity.unless:
        return profiles
    meant = {}
    for key, profile in profiles.items():
        if identity.meant_for(profile.cells) or lacking(rule.needs, profile.present):
            meant[key] = profile
        else:
            _note_lost(rule, identity, profile, tallies[key])
    return meant


def _note_lost(rule: Rule, identity: Identity, profile: Profile, tally: Tally) -> None:
    if rule.applies_to(profile.stage):
        lost = identity.lost(profile.cells, profile.columns, rows_listed(profile.layout))
        if lost is not None:
            tally.scope.append(rule.id)
            tally.unknown[rule.id, f"{MISSING_CELL}{label_of(lost)}"] += 1
