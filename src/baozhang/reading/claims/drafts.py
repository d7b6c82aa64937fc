"""Claims in the making: grouped by subject and breath, given their reasons, then turned into rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import record
from baozhang.facts.records import ClaimRow, UnrecognisedRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.reading.claims.subjects import Target
    from baozhang.reading.model import Block


@record(frozen=True, slots=True)
class Assertion:
    """What a figure (or 持平) says, apart from whom it says it of."""

    kind: str
    value: int
    half_unit: int
    unit: str
    direction: int = 0
    base: str = ""


@dataclass(slots=True)
class Draft:
    """One claim before its reason is known."""

    block: Block
    group: int
    start: int
    end: int
    place: int
    """Where the figure (or the word 持平) itself begins: its line is the claim's line."""
    target: Target | None
    subject: str
    said: Assertion
    unbound: str = ""
    reasons: list[str] = field(default_factory=list)


class Groups:
    """Numbers the breaths: one target keeps its group until it is asserted the same thing twice in a paragraph."""

    def __init__(self) -> None:
        """No group yet."""
        self._last = 0
        self._open: dict[object, tuple[int, set[tuple[str, str]]]] = {}
        self._rated = 0

    def start_paragraph(self) -> None:
        """A new paragraph is a new breath."""
        self._open.clear()
        self._rated = 0

    def of(self, target: Target | None, assertion: Assertion | None) -> int:
        """The group in which `assertion` about `target` belongs; without an assertion, the target's latest."""
        key = _key(target)
        if key == _GRADES and self._rated:
            return self._rated
        group, said = self._open.get(key, (0, set()))
        mark = (assertion.kind, assertion.base) if assertion and not _repeatable(assertion) else None
        if not group or (mark and mark in said):
            self._last += 1
            group, said = self._last, set()
        if mark:
            said.add(mark)
        self._open[key] = (group, said)
        if isinstance(key, str) and key.startswith("performance."):
            self._rated = group
        return group

    def has(self, target: Target, assertion: Assertion) -> bool:
        """Whether this paragraph has said the same kind of thing of the target before."""
        return (assertion.kind, assertion.base) in self._open.get(_key(target), (0, set()))[1]

    def known(self, targets: Iterable[Target]) -> set[int]:
        """The latest groups of some targets in this paragraph."""
        return {self._open[_key(target)][0] for target in targets if _key(target) in self._open}


_GRADES: Final = "performance.grade"
_PERFORMANCE: Final = re.compile(r"performance\.[a-z]+")


def _key(target: Target | None) -> object:
    """What is one subject: a cell, or one item of the prose; number and money of evaluated projects go together, and so do grades."""
    if target is None:
        return None
    if target.statement != "disclosure":
        return target
    found = _PERFORMANCE.match(target.item)
    return found[0] if found else target.item


def _repeatable(assertion: Assertion) -> bool:
    """Whether it may come twice in one breath: what asserts nothing, and “持平” behind “增加 0.00 万元”."""
    return assertion.kind in {"mention", "comparison", "count"} or (assertion.kind == "change" and assertion.value == 0)


def give_reason(drafts: list[Draft], groups: set[int], reason: str, base: str) -> None:
    """Attach a reason to the claims of some groups; one for a comparison with `base` leaves other comparisons alone."""
    for draft in drafts:
        if draft.group in groups and (not base or draft.said.base in {"", base}) and reason not in draft.reasons:
            draft.reasons.append(reason)


def to_row(draft: Draft, document_id: str, claim: int) -> ClaimRow:
    """The hub row of a finished draft."""
    block, target, said = draft.block, draft.target, draft.said
    cell = (target.statement, target.item, target.column) if target else ("", "", "")
    return ClaimRow(
        document_id, claim, draft.group, block.section, block.index, block.line_at(draft.place), draft.start, draft.end,
        block.text[draft.start : draft.end], sentence_at(block.text, draft.start), said.kind, *cell, draft.subject,
        said.value, said.half_unit, said.unit, said.direction, said.base, "；".join(draft.reasons), draft.unbound,
    )  # fmt: skip


def to_unrecognised(row: ClaimRow) -> UnrecognisedRow:
    """Where an unbound figure stands and why it could not be bound."""
    return UnrecognisedRow(row.document_id, row.line, f"情况说明中的“{row.text}”没有对应到项目：{row.unbound}")


def sentence_at(text: str, position: int) -> str:
    """The sentence around a position, without its full stop.

    >>> sentence_at("甲1万元。乙2万元。", 6)
    '乙2万元'
    """
    start = text.rfind("。", 0, position) + 1
    end = text.find("。", position)
    return text[start : end if end >= 0 else len(text)]
