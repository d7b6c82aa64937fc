"""A rule that finds the same again and again says so once, with the places: a blank template is one finding, not a hundred."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.auditing.findings import Finding, Severity
    from baozhang.auditing.rule import Rule
    from baozhang.facts.records import ClaimRow

_LINES_NAMED: Final = 8
_NUMBERED: Final = re.compile(r"(.*第 )(\d+)( [行页段])|(.*”)([A-Z]+\d+)()")
"""A place: what it lies in, its number there, and what is counted."""
_MOST_EVIDENCE: Final = 48


def gather(findings: Iterable[Finding], rules: Iterable[Rule], claims: Iterable[ClaimRow]) -> list[Finding]:
    """The findings, with more than `gather` of one rule and severity told as one, in the place of the first.

    Words that speak of two subjects at once (收、支总计均为) are one place: what a rule finds there twice is one finding.
    """
    limits = {rule.id: rule.gather for rule in rules if rule.gather is not None}
    groups: dict[tuple[str, Severity], list[Finding]] = defaultdict(list)
    for finding in _once_per_place(findings, claims):
        groups[finding.rule, finding.severity].append(finding)
    told: list[Finding] = []
    for (rule, _), group in groups.items():
        several = len(group) > limits.get(rule, len(group))
        told += [_as_one(sorted(group, key=lambda finding: finding.line))] if several else group
    return told


def _once_per_place(findings: Iterable[Finding], claims: Iterable[ClaimRow]) -> list[Finding]:
    spans = {f"C{row.claim}": (row.block, row.line, row.start, row.end) for row in claims if row.end > row.start}
    seen: dict[tuple[str, tuple[int, ...]], int] = {}
    kept: list[Finding] = []
    for finding in findings:
        span = spans.get(finding.evidence[0].ref) if finding.evidence else None
        at = seen.setdefault((finding.rule, span), len(kept)) if span else len(kept)
        if at == len(kept):
            kept.append(finding)
        else:
            kept[at] = _with_places(kept[at], finding)
    return kept


def _with_places(finding: Finding, other: Finding) -> Finding:
    known = {one.ref for one in finding.evidence}
    more = tuple(one for one in other.evidence[1:] if one.ref not in known)
    return replace(finding, evidence=finding.evidence + more)


def _as_one(group: Sequence[Finding]) -> Finding:
    """The first finding with the number of all and the places of the first ones; figures stay only where they are all the same."""
    first = group[0]
    named = _named(list(dict.fromkeys(finding.where for finding in group)))
    places = {one.ref: one for finding in group for one in finding.evidence[:1]}
    return replace(
        first,
        message=f"{first.message}；同类问题共{len(group)}处：{named}",
        expected=_common(finding.expected for finding in group),
        actual=_common(finding.actual for finding in group),
        difference=_common(finding.difference for finding in group),
        suggestion=_common(finding.suggestion for finding in group),
        evidence=tuple(list(places.values())[:_MOST_EVIDENCE]),
    )


def _named(places: Sequence[str]) -> str:
    """Places in one phrase, what neighbours have in common said once: 第3、7行, 表1《总表》第3、7行、表2第2行等, 工作表“总表”C5、D7."""
    told: list[tuple[str, list[str], str]] = []
    for place in places[:_LINES_NAMED]:
        found = _NUMBERED.fullmatch(place)
        before, number, unit = [part for part in found.groups() if part is not None] if found else (place, "", "")
        if told and number and (before, unit) == (told[-1][0], told[-1][2]):
            told[-1][1].append(number)
        else:
            told.append((before, [number], unit))
    named = "、".join(f"{before}{'、'.join(numbers)}{unit}".replace(" ", "") for before, numbers, unit in told)
    return named + ("等" if len(places) > _LINES_NAMED else "")


def _common(texts: Iterable[str]) -> str:
    """The text all have, or nothing."""
    distinct = set(texts)
    return distinct.pop() if len(distinct) == 1 else ""
