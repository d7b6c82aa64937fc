"""Turns broken identities into findings: one for each cause, with the text's findings that have the same cause inside."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from baozhang.auditing.causes import Cause, Relation, find_causes
from baozhang.auditing.findings import Evidence, Finding, Severity
from baozhang.auditing.slips import with_consequence
from baozhang.facts.amounts import fen_to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.auditing.evidence import Evidenced, Places
    from baozhang.auditing.identities import IdentityCase
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document

TEXT_REPEATS_TABLE: Final = "R-TX-001"
"""The source of rules by which a claim repeats a cell: their cases are relations between a claim and a fact."""

_CLAIM_AND_FACT: Final = re.compile(r"C(\d+),F(\d+)")
_MOST_EVIDENCE: Final = 48
_ROUNDING: Final = Decimal("0.02")
_GRAVITY: Final = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that repeats a cell, as a rule examined it: references `C7,F12` and, when it failed, its finding."""

    refs: str
    finding: Finding | None


def explain(document: Document, cases: Sequence[tuple[Rule, IdentityCase]], said: Sequence[Said], places: Places) -> list[Finding]:
    """The findings of the identities and of the claims in `said`, one for each cause, and one note of tails per identity."""
    failing = any(not case.holds for _, case in cases) or any(one.finding for one in said)
    found = _Explanation(document, cases, said, places).findings() if failing else []
    return [*found, *tail_notes(cases, places)]


class _Explanation:
    """The relations of one document by number, and what stands behind each: an identity's case or a claim."""

    def __init__(self, document: Document, cases: Sequence[tuple[Rule, IdentityCase]], said: Sequence[Said], places: Places) -> None:
        self._places = places
        self._notes = [(rule, case) for rule, case in cases if rule.severity is Severity.NOTE and not case.holds]
        self._cases = [(rule, case) for rule, case in cases if rule.severity is not Severity.NOTE]
        self._said = said
        self._values = {f"F{row.fact}": row.value for row in document.facts} | {f"C{row.claim}": row.value for row in document.claims}
        self._half_units = {f"F{row.fact}": row.half_unit for row in document.facts}
        self._half_units |= {f"C{row.claim}": row.half_unit for row in document.claims}

    def findings(self) -> list[Finding]:
        broken = any(not case.holds for _, case in self._cases) or any(one.finding for one in self._said)
        causes = find_causes(self._relations(), self._values) if broken else []
        found = [finding for cause in causes for finding in self._of_cause(cause)]
        return found + [self._of_note(rule, case) for rule, case in self._notes]

    def _of_note(self, rule: Rule, case: IdentityCase) -> Finding:
        """Two classifications of one expense that need not agree: a note that asks."""
        finding = self._of_relation(((rule, case),), ())
        parts = "、".join(self._places.name_of_ref(f"F{fact}") for fact, _ in case.parts)
        message = f"{finding.evidence[0].text}，{parts}为{finding.expected}，两者相差{finding.difference}万元，请核对列支口径"
        return replace(finding, message=message)

    def _relations(self) -> list[Relation]:
        relations = [_of_case(key, rule, case) for key, (rule, case) in enumerate(self._cases)]
        return relations + [one for key, said in enumerate(self._said, len(self._cases)) if (one := self._of_claim(key, said)) is not None]

    def _of_claim(self, key: int, said: Said) -> Relation | None:
        match = _CLAIM_AND_FACT.fullmatch(said.refs)
        claim, fact = (f"C{match[1]}", f"F{match[2]}") if match else ("", "")
        if claim not in self._values or fact not in self._values:
            return None
        coarse = self._half_units[claim] if self._half_units[claim] > self._half_units[fact] else 0
        return Relation(key, {claim: 1, fact: -1}, self._values[claim] - self._values[fact], coarse, exact=not coarse)

    def _of_cause(self, cause: Cause) -> list[Finding]:
        cases = tuple(self._cases[one.key] for one in cause.broken if one.key < len(self._cases))
        texts = tuple(self._said[one.key - len(self._cases)] for one in cause.broken if one.key >= len(self._cases))
        alone = [one.finding for one in texts if one.finding is not None]
        if cause.certain and cause.figures[0].startswith("F") and (cases or len(texts) > 1):
            return [self._of_figure(cause, cases, alone)]
        return ([self._of_relation(cases, alone)] if cases else []) + ([] if cases else alone)

    def _of_figure(self, cause: Cause, cases: Sequence[tuple[Rule, IdentityCase]], texts: Sequence[Finding]) -> Finding:
        figure = cause.figures[0]
        now, meant = self._values[figure], self._values[figure] + cause.change
        titles = "；".join(dict.fromkeys([rule.title for rule, _ in cases] + [text.title for text in texts]))
        place = self._places.name_of_ref(figure)
        about = "应为" if cause.exact else "应为约"
        head = _head(cases, texts)
        return Finding(
            rule=head.rule,
            title=head.title,
            severity=head.severity,
            message=f"{place}为{fen_to_text(now)}万元，{about}{fen_to_text(meant)}万元；因此不成立：{titles}",
            expected=fen_to_text(meant),
            actual=fen_to_text(now),
            difference=fen_to_text(now - meant),
            basis=head.basis,
            suggestion=f"核对{place}，将“{fen_to_text(now)}”改为“{fen_to_text(meant)}”" if cause.exact else f"核对{place}",
            evidence=self._evidence([figure], cases, texts),
            section=self._places.section(figure),
        )

    def _of_relation(self, cases: Sequence[tuple[Rule, IdentityCase]], texts: Sequence[Finding]) -> Finding:
        rule, case = min(cases, key=lambda one: one[0].id)
        total = f"F{case.total}"
        place = self._places.name_of_ref(total)
        word = {"=": "应等于", "<=": "不应大于", ">=": "不应小于"}[case.relation]
        several = len(case.parts) > 1
        parts = "所列各项之和" if several else self._places.name_of_ref(f"F{case.parts[0][0]}")
        others = "；".join(dict.fromkeys(other.title for other, _ in cases if other.id != rule.id))
        return Finding(
            rule=rule.id,
            title=rule.title,
            severity=_head(cases, texts).severity,
            message=f"{place}为{fen_to_text(case.actual)}万元，{word}{parts}{fen_to_text(case.expected)}万元，"
            f"相差{fen_to_text(case.residual)}万元{'，合计或其中某项有误' if several else '，两处有一处有误'}"
            + (f"；同时不成立：{others}" if others else ""),
            expected=fen_to_text(case.expected),
            actual=fen_to_text(case.actual),
            difference=fen_to_text(case.residual),
            basis=rule.basis,
            suggestion="",
            evidence=self._evidence([total], cases, texts),
            section=self._places.section(total),
        )

    def _evidence(self, first: Iterable[str], cases: Sequence[tuple[Rule, IdentityCase]], texts: Sequence[Finding]) -> tuple[Evidence, ...]:
        refs = [*first]
        for _, case in cases:
            refs.append(f"F{case.total}")
            refs.extend(f"F{fact}" for fact, _ in case.parts if self._values[f"F{fact}"])
        places = list(self._places.evidence(",".join(dict.fromkeys(refs))))[:_MOST_EVIDENCE]
        seen = {one.ref for one in places}
        places += [replace(one, side="against") for text in texts for one in text.evidence if one.ref not in seen]
        return tuple(places)


def _of_case(key: int, rule: Rule, case: IdentityCase) -> Relation:
    weights: dict[str, int] = defaultdict(int)
    weights[f"F{case.total}"] += 1
    for fact, weight in case.parts:
        weights[f"F{fact}"] -= weight
    same = rule.identity is not None and rule.identity.same_figure
    known = {figure: weight for figure, weight in weights.items() if weight}
    return Relation(key, known, case.residual, case.tolerance, case.relation, exact=same and case.tolerance == 0)


@dataclass(frozen=True, slots=True)
class _Head:
    rule: str
    title: str
    severity: Severity
    basis: str


def _head(cases: Sequence[tuple[Rule, IdentityCase]], texts: Sequence[Finding]) -> _Head:
    """What names a merged finding: its gravest rule, identities before claims."""
    heads = [_Head(rule.id, rule.title, rule.severity, rule.basis) for rule, _ in cases]
    heads += [_Head(text.rule, text.title, text.severity, text.basis) for text in texts]
    return max(heads, key=lambda head: _GRAVITY.index(head.severity))


def tail_notes(cases: Iterable[tuple[Rule, IdentityCase]], places: Evidenced) -> list[Finding]:
    """One note per identity for all its cases that hold only within rounding."""
    tails: dict[str, list[tuple[Rule, IdentityCase]]] = defaultdict(list)
    for rule, case in cases:
        if case.tail and rule.severity is not Severity.NOTE:
            tails[rule.id].append((rule, case))
    return [_tail_note(listed, places) for listed in tails.values()]


def _tail_note(listed: Sequence[tuple[Rule, IdentityCase]], places: Evidenced) -> Finding:
    rule, worst = max(listed, key=lambda one: abs(one[1].residual))
    refs = ",".join(f"F{case.total}" for _, case in listed)
    count = f"{len(listed)}处" if len(listed) > 1 else ""
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=Severity.NOTE,
        message=f"{rule.title}：{count}相差在四舍五入范围内（尾数误差），最大相差{fen_to_text(abs(worst.residual))}万元",
        expected=fen_to_text(worst.expected),
        actual=fen_to_text(worst.actual),
        difference=fen_to_text(worst.residual),
        basis=rule.basis,
        suggestion="",
        evidence=places.evidence(refs)[:_MOST_EVIDENCE],
        section=places.section(refs),
    )


def merge_consequences(findings: Sequence[Finding], independent: Sequence[Finding]) -> list[Finding]:
    """Drop findings of `independent` that follow from a figure already found wrong, keeping their places as evidence.

    A wrong cell makes rates and shares computed from it look wrong; a claim that contradicts its cell does the same to the
    claims beside it; a sum of cells is off by what one of them is off. Only the suspect place of an error counts as found wrong.
    """
    merged, kept = list(findings), []
    errors = [(at, one) for at, one in enumerate(findings) if one.severity is Severity.ERROR and one.evidence]
    for finding in independent:
        at = next((at for at, one in errors if _follows(finding, one)), None)
        if at is None or finding.severity is Severity.NOTE:
            kept.append(finding)
        else:
            merged[at] = with_consequence(merged[at], finding)
    return merged + kept


def _follows(finding: Finding, cause: Finding) -> bool:
    suspect = cause.evidence[0]
    if any(one.ref == suspect.ref for one in finding.evidence):
        return True
    table, found, _ = suspect.text.partition("》")
    beside = bool(found) and any(one.text.startswith(table + found) for one in finding.evidence)
    return beside and _opposite(finding.difference, cause.difference)


def _opposite(one: str, other: str) -> bool:
    """Whether two differences in 万元 cancel, but for rounding."""
    try:
        return bool(one and other) and abs(Decimal(one) + Decimal(other)) <= _ROUNDING
    except InvalidOperation:
        return False
