"""Which single figure explains the relations that do not hold: one wrong cell breaks its row, its column and every table that repeats it.

Relations and figures form a graph. A figure is suspect when giving it the value that one broken relation implies makes other
broken relations hold too; relations that hold now and would break speak for the printed value. Suspects are taken greedily,
the one that explains most first, until nothing is left that a single figure explains.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.auditing.identities import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MOST_CANDIDATES: Final = 400
"""Figures tried in one document; a table read altogether wrongly must not cost time without end."""


@dataclass(frozen=True, slots=True)
class Relation:
    """`residual` is the weighted sum of the figures (`F12`, `C7`) as printed; it should be zero, or have the sign of `kind`.

    `key` tells relations of one document apart; `exact` when a printed figure is repeated, so that the implied value is exact.
    """

    key: int
    weights: Mapping[str, int]
    residual: int
    tolerance: int
    kind: str = "="
    exact: bool = False

    def holds(self, shift: int = 0) -> bool:
        """Whether it holds when the residual changes by `shift`."""
        return within(self.residual + shift, self.tolerance, self.kind)


@dataclass(frozen=True, slots=True)
class Cause:
    """Figures any one of which explains `broken`; a single one when the cause is certain.

    `change` is what the first figure must be changed by; `exact` when the implied value is certain to the last digit.
    """

    figures: tuple[str, ...]
    change: int
    broken: tuple[Relation, ...]
    exact: bool

    @property
    def certain(self) -> bool:
        """Whether one figure alone comes into question."""
        return len(self.figures) == 1


@dataclass(frozen=True, slots=True)
class _Trial:
    figure: str
    change: int
    mends: frozenset[int]
    breaks: int
    exact: bool
    plausible: bool
    filled: bool

    @property
    def gain(self) -> int:
        return len(self.mends) - self.breaks

    @property
    def rank(self) -> tuple[int, int, bool, bool, bool]:
        """Greater is better; a figure that is printed is likelier wrong than a zero."""
        return (self.gain, len(self.mends), self.exact, self.plausible, self.filled)


def find_causes(relations: Sequence[Relation], printed: Mapping[str, int]) -> list[Cause]:
    """Causes that together explain every broken relation; `printed` gives the figures' present values."""
    graph = _Graph(relations, printed)
    causes = []
    while graph.broken:
        trials = graph.trials()
        best = max(trials, key=lambda trial: trial.rank, default=None)
        if best is None or best.gain <= 0:
            causes.extend(graph.left_over())
            break
        causes.append(graph.settle(best, trials))
    return causes


class _Graph:
    """The relations still to be explained. Corrections accepted so far shift the residuals of the others."""

    def __init__(self, relations: Sequence[Relation], printed: Mapping[str, int]) -> None:
        self._relations = {relation.key: relation for relation in relations}
        self._shift: dict[int, int] = defaultdict(int)
        self._printed = printed
        self._of: dict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            for figure in relation.weights:
                self._of[figure].append(relation)
        self.broken = {relation.key for relation in relations if not relation.holds()}
        self._settled: set[str] = set()

    def trials(self) -> list[_Trial]:
        """For every figure in a broken relation, its best new value."""
        figures = dict.fromkeys(figure for key in sorted(self.broken) for figure in self._relations[key].weights)
        candidates = [figure for figure in figures if figure not in self._settled][:_MOST_CANDIDATES]
        return [trial for figure in candidates if (trial := self._best(figure)) is not None]

    def _best(self, figure: str) -> _Trial | None:
        tried = [self._try(figure, change, exact) for change, exact in self._changes(figure).items()]
        return max(tried, key=lambda trial: trial.rank, default=None)

    def _changes(self, figure: str) -> dict[int, bool]:
        """Changes that some broken equality implies, and whether that is exact; negative results are not believed."""
        changes: dict[int, bool] = {}
        for relation in self._of[figure]:
            weight = relation.weights[figure]
            residual = relation.residual + self._shift[relation.key]
            if relation.key in self.broken and residual % weight == 0:
                change = -residual // weight
                now = self._printed.get(figure, 0)
                if change and (now + change >= 0 or now < 0):
                    changes[change] = changes.get(change, False) or relation.exact
        return changes

    def _try(self, figure: str, change: int, exact: bool) -> _Trial:  # noqa: FBT001 -- carried along
        mends, breaks = set(), 0
        for relation in self._of[figure]:
            shift = self._shift[relation.key] + relation.weights[figure] * change
            if relation.key in self.broken:
                if relation.holds(shift):
                    mends.add(relation.key)
            elif not relation.holds(shift):
                breaks += 1
        now = self._printed.get(figure, 0)
        return _Trial(figure, change, frozenset(mends), breaks, exact, looks_mistyped(now, now + change), now != 0)

    def settle(self, best: _Trial, trials: Iterable[_Trial]) -> Cause:
        """Accept the best trial, with the others that explain the same just as well."""
        peers = [trial for trial in trials if trial.mends == best.mends and trial.gain == best.gain and trial.figure != best.figure]
        if any(trial.exact for trial in (best, *peers)):
            peers = [trial for trial in peers if trial.exact == best.exact]
        if best.plausible and not any(trial.plausible for trial in peers):
            peers = []
        if best.filled and not any(trial.filled for trial in peers):
            peers = []
        broken = tuple(self._relations[key] for key in sorted(best.mends))
        self.broken -= best.mends
        if not peers:
            self._settled.add(best.figure)
            for relation in self._of[best.figure]:
                self._shift[relation.key] += relation.weights[best.figure] * best.change
        return Cause((best.figure, *(trial.figure for trial in peers)), best.change, broken, best.exact)

    def left_over(self) -> list[Cause]:
        """What no single figure explains: each relation for itself, every figure in question."""
        relations = [self._relations[key] for key in sorted(self.broken)]
        return [Cause((*relation.weights, ""), 0, (relation,), exact=False) for relation in relations]


def looks_mistyped(printed: int, meant: int) -> bool:
    """Whether one slip of the hand turns one figure into the other: a digit changed, dropped or doubled, two swapped, the point moved.

    >>> looks_mistyped(10132190000, 10123190000), looks_mistyped(1013219, 10132190), looks_mistyped(4620000, 4310000)
    (True, True, False)
    """
    one, two = str(abs(printed)), str(abs(meant))
    if one.rstrip("0") == two.rstrip("0"):
        return True
    width = max(len(one), len(two))
    left, right = one.zfill(width), two.zfill(width)
    differing = [at for at in range(width) if left[at] != right[at]]
    if len(differing) == 1:
        return True
    swapped = len(differing) == 2 and differing[1] == differing[0] + 1
    return (swapped and left[differing[0]] == right[differing[1]] and left[differing[1]] == right[differing[0]]) or _one_dropped(one, two)


def _one_dropped(one: str, two: str) -> bool:
    short, long = sorted((one.rstrip("0"), two.rstrip("0")), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
