"""Goals for several years (中期、实施期) or half a year beside those of the year: one table, cut into two forms.

Either the whole table stands twice side by side (一级指标 | 二级指标 三级指标 指标值 | 二级指标 三级指标 指标值), or only the target has a
column more (实施期指标值 | 年度指标值). The other period's goals are a form of kind `period`; the year's are read like any target.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.spans import FormRow, Span, is_indicator_header
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Keep = Callable[[int], bool]

_PERIOD: Final = re.compile(r"中期|实施期|长期|全周期|[三五]年|半年|[一二三四]季度|\d{1,2}-\d{1,2}月")
_YEARLY: Final = re.compile(r"年度|本年|当年|全年")
_TWICE: Final = 2


def cut_periods(spans: Sequence[Span]) -> list[Span]:
    """The spans, those with goals of another period beside the year's as two: first the period, then the year."""
    cut: list[Span] = []
    for span in spans:
        head = next((at for at, row in enumerate(span.rows) if is_indicator_header(row.keys)), -1)
        halves = _halves(span.rows[head]) if head >= 0 and span.kind == "form" else None
        if halves is None:
            cut.append(span)
            continue
        above = _parted(span.rows[:head])
        for side, kind in enumerate(("period", "form")):
            rows = [pair[side] for pair in above] + [_only(row, halves[side]) for row in span.rows[head:]]
            cut.append(_with_rows(span, kind, [row for row in rows if row.filled]))
    return cut


def _halves(header: FormRow) -> tuple[Keep, Keep] | None:
    """Which columns the period has, and which the year; None for a table of one period."""
    known = performance_words()
    words = {at: word for (at, _), word in zip(header.filled, header.keys, strict=True) if word not in known.groups}
    roles = {at: known.role_of("indicator", word) for at, word in words.items()}
    targets = [at for at, role in roles.items() if role == "target"]
    names = [at for at, role in roles.items() if role == "name"]
    if len(targets) != _TWICE or "actual" in roles.values():
        return None
    if len(names) == _TWICE and names[0] < targets[0] < names[1] < targets[1]:
        start = min(at for at in roles if at > targets[0])
        shared = {at for at, role in roles.items() if role in {"number", "level1"} and at < start}
        return (lambda at: at < start), (lambda at: at >= start or at in shared)
    other = [at for at in targets if _PERIOD.search(words[at])]
    if len(names) != 1 or len(other) != 1:
        return None
    year = next(at for at in targets if at not in other)
    return (lambda at: at != year), (lambda at: at not in other)


def _parted(rows: Sequence[FormRow]) -> list[tuple[FormRow, FormRow]]:
    """The rows above the indicators: money and goals parted where the year's label stands, all others for both periods."""
    found: list[tuple[FormRow, FormRow]] = []
    border: int | None = None
    for row in rows:
        lead, start = _border(row)
        border = start if start is not None else border
        if border is None or (start is None and row.filled[-1][0] < border):
            found.append((row, row))
        else:
            found.append(_at_border(row, lead, border))
    return found


def _at_border(row: FormRow, lead: int, border: int) -> tuple[FormRow, FormRow]:
    return _only(row, lambda at: at < border), _only(row, lambda at: at >= border or at < lead)


def _border(row: FormRow) -> tuple[int, int | None]:
    """Where the period's part of a row begins (what stands before belongs to both), and where the year's part.

    The year's part begins at its label behind one of the period, or at a source of money that is named for the second time.
    """
    lead: int | None = None
    for (at, _), word in zip(row.filled, row.keys, strict=True):
        if lead is not None and _YEARLY.search(word) and not _PERIOD.search(word):
            return lead, at
        lead = at if lead is None and _PERIOD.search(word) else lead
    known = performance_words().sources
    named = [at for (at, _), word in zip(row.filled, row.keys, strict=True) if word in known and row.keys.count(word) == _TWICE]
    return (named[0], named[1]) if len(named) == _TWICE else (0, None)


def _only(row: FormRow, keep: Keep) -> FormRow:
    kept = [(cell, word) for cell, word in zip(row.filled, row.keys, strict=True) if keep(cell[0])]
    return replace(row, filled=tuple(cell for cell, _ in kept), keys=tuple(word for _, word in kept))


def _with_rows(span: Span, kind: str, rows: list[FormRow]) -> Span:
    return Span(kind, span.context, rows, span.named, span.owned, span.headed, span.funded, span.ended)
