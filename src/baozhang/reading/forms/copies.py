"""Forms that a document prints twice (in the text and in an annex): which repeats which, and mending one by the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.folding import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import IndicatorRow
    from baozhang.reading.forms.draft import FormDraft

_KINDS: Final = frozenset({"target", "self", "department"})
_ALIKE: Final = 0.6


def link_copies(drafts: Sequence[FormDraft]) -> list[int | None]:
    """For every form the position of the earlier form it repeats, or None; damaged rows of either are mended.

    Two forms are one when kind, project and unit agree and most indicators have the same names; their figures may differ,
    which is for the rules to see.
    """
    first: dict[tuple[str, str, str], int] = {}
    copies: list[int | None] = []
    for at, draft in enumerate(drafts):
        about = draft.evaluation
        identity = (about.kind, same(about.project), same(about.unit_name))
        earlier = first.get(identity) if about.kind in _KINDS and about.project else None
        if earlier is not None and _alike(drafts[earlier].indicators, draft.indicators):
            copies.append(earlier)
            _mend(drafts[earlier], draft)
            continue
        first.setdefault(identity, at)
        copies.append(None)
    return copies


def _alike(left: Sequence[IndicatorRow], right: Sequence[IndicatorRow]) -> bool:
    names, others = {same(row.name) for row in left}, {same(row.name) for row in right}
    return bool(names) and len(names & others) >= _ALIKE * max(len(names), len(others))


def _mend(one: FormDraft, other: FormDraft) -> None:
    """Where exactly one printing of an indicator is damaged, its words and figures are taken from the other."""
    by_name = {same(row.name): at for at, row in enumerate(other.indicators)}
    for at, row in enumerate(one.indicators):
        twin = by_name.get(same(row.name))
        if twin is None:
            continue
        match = other.indicators[twin]
        if row.repaired and not match.repaired:
            one.indicators[at] = _from(row, match)
        elif match.repaired and not row.repaired:
            other.indicators[twin] = _from(match, row)


def _from(damaged: IndicatorRow, sound: IndicatorRow) -> IndicatorRow:
    """Only what the damaged row lost or had to guess is replaced: levels and missing cells, never a printed figure."""
    return replace(
        damaged,
        level1=sound.level1,
        level2=sound.level2,
        operator=damaged.operator if damaged.target_text else sound.operator,
        target_text=damaged.target_text or sound.target_text,
        target=damaged.target if damaged.target_text else sound.target,
        target_unit=damaged.target_unit if damaged.target_text else sound.target_unit,
        actual_text=damaged.actual_text or sound.actual_text,
        actual=damaged.actual if damaged.actual_text else sound.actual,
        actual_unit=damaged.actual_unit if damaged.actual_text else sound.actual_unit,
        weight=sound.weight if damaged.weight is None else damaged.weight,
        score=sound.score if damaged.score is None else damaged.score,
        repaired=True,
    )
