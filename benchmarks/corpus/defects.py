"""Errors at known places: slips inside one document, and figures that only another document of the department contradicts.

A slip changes one figure of the finished text. A contradiction is made in the books before the document is written, so that the
document agrees with itself: only its partner tells. Either way the text differs from the clean one in known lines, and those lines,
old and new, are the key.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.corpus.books import WAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.corpus.books import Plan
    from benchmarks.corpus.families import Written
    from benchmarks.corpus.frame import Issue
    from benchmarks.corpus.printing import Sheet

_FIGURE: Final = re.compile(r"(?<![\d.,])\d[\d,]*\.\d+(?![\d.])")
_SIGN: Final = re.compile(r"增加(?=\d)|减少(?=\d)|增长(?=\d)|下降(?=\d)")
_OPPOSITE: Final = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
_CHANGED: Final = re.compile(r"(?:增加|减少)\d")
_TRIES: Final = 200


@dataclass(frozen=True, slots=True)
class Defect:
    """One line that is wrong: its 1-based number, the words there before and after, and the kind of error."""

    kind: str
    line: int
    old: str
    new: str


def _slip(lines: list[str], areas: list[tuple[int, str]], random: Random, area: str, pattern: re.Pattern[str]) -> Defect | None:
    """One figure of an area with a digit changed, or a sign word turned round."""
    spans = [(start, end) for (start, name), end in zip(areas, [at for at, _ in areas[1:]] + [len(lines)], strict=True) if name == area]
    if not spans:
        return None
    for _ in range(_TRIES):
        start, end = random.choice(spans)
        if start == end:
            continue
        at = random.randrange(start, end)
        found = list(pattern.finditer(lines[at]))
        if not found:
            continue
        place = random.choice(found)
        old = place[0]
        new = _OPPOSITE.get(old) or _other_digit(old, random)
        lines[at] = lines[at][: place.start()] + new + lines[at][place.end() :]
        return Defect("", at + 1, old, new)
    return None


def _other_digit(figure: str, random: Random) -> str:
    """The figure with one digit before the point, or the one behind it, changed: never a rounding tail."""
    places = [at for at, sign in enumerate(figure[: figure.index(".") + 2]) if sign.isdigit()]
    at = random.choice(places)
    digit = random.choice([other for other in "0123456789" if other != figure[at] and not (at == 0 and other == "0")])
    return figure[:at] + digit + figure[at + 1 :]


SLIPS: Final = {
    "table-figure": ("tables", _FIGURE),
    "prose-figure": ("prose", _FIGURE),
    "prose-sign": ("prose", _SIGN),
    "form-figure": ("forms", _FIGURE),
}
"""Slips by kind: the area they are made in and what is changed."""


def _shift(plan: Plan, random: Random, *kinds: str) -> Plan:
    """A plan in which one item has more of one kind of money than it had."""
    places = [(code, kind) for code, amounts in plan.items.items() for kind in kinds if amounts[kind] > 10 * WAN]
    if not places:
        return plan
    code, kind = random.choice(places)
    more = plan.items[code][kind] * random.randrange(5, 30) // 100
    return replace(plan, items={**plan.items, code: plan.items[code] + Counter({kind: more})})


def _opening(issue: Issue, random: Random) -> Issue:
    """What the year begins with is not what the last one ended with; the document itself still balances."""
    account = issue.year.account
    codes = [code for code, amounts in account.items.items() if amounts["open_general"] > WAN]
    if not codes:
        return issue
    code = random.choice(codes)
    more = account.items[code]["open_general"] * random.randrange(10, 60) // 100
    both = Counter(open_general=more, close_general=more)
    changed = replace(account, items={**account.items, code: account.items[code] + both})
    return replace(issue, year=replace(issue.year, account=changed))


def _prior(issue: Issue, random: Random) -> Issue:
    """The changes in the text refer to figures of last year that last year's document does not have."""
    return replace(issue, prior=_shift(issue.prior, random, "staff", "project"))


def _planned(issue: Issue, random: Random) -> Issue:
    """The budget that an account sets beside the spending is not the one that was published."""
    return replace(issue, year=replace(issue.year, budget=_shift(issue.year.budget, random, "staff", "project")))


CONTRADICTIONS: Final[dict[str, tuple[str, str, Callable[[Issue, Random], Issue]]]] = {
    "opening": ("final", "last", _opening),
    "prior": ("", "last", _prior),
    "planned": ("final", "budget", _planned),
}
"""Contradictions between documents by kind: the stage of the document they are made in (any when empty), its partner, and how."""

KINDS: Final = (*SLIPS, *CONTRADICTIONS)


def damaged(written: Written, kind: str, seed: int) -> tuple[Sheet, list[Defect]]:
    """The document with one error of a kind, and the lines that are wrong; none when it has no place for such an error."""
    random = Random(seed)
    clean = written.sheet()
    if kind in SLIPS:
        area, pattern = SLIPS[kind]
        made = _slip(clean.lines, clean.areas, random, area, pattern)
        return clean, [replace(made, kind=kind)] if made else []
    stage, partner, change = CONTRADICTIONS[kind]
    if stage not in {"", written.issue.layout.stage} or partner not in written.issue.partners:
        return clean, []
    changed = replace(written, issue=change(written.issue, random)).sheet()
    return changed, list(_differences(kind, clean.lines, changed.lines))


def _differences(kind: str, before: list[str], after: list[str]) -> Iterator[Defect]:
    if len(before) != len(after):
        return
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        if old != new:
            yield Defect(kind, number, old, new)
