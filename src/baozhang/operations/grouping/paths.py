"""The ways into each ADRG rule: MDC entry and ADRG condition together, as alternatives of plain conjunctions.

Both groupers number these paths in the order in which the scheme tries them: the first path whose literals all hold is the answer. That is
sound because a rule is reached exactly when its MDC's entry and its own condition hold and no earlier rule kept the case.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.errors import InputError
from baozhang.operations.grouping.conditions import Always, And, InList, Not, Or, Subject, all_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.operations.grouping.conditions import Atom, Condition
    from baozhang.operations.grouping.scheme import Scheme

_MOST: Final = 256
"""Alternatives of one rule; more than that is no rule that a person wrote."""


class Literal(NamedTuple):
    """An atom, or its negation."""

    atom: Atom
    positive: bool


class Path(NamedTuple):
    """One way into a rule: the number of the rule in the scheme's order, and what must hold."""

    step: int
    literals: tuple[Literal, ...]


def paths_of(scheme: Scheme) -> list[Path]:
    """Every path, in order; InputError for a rule with hundreds of alternatives."""
    paths = []
    for number, (mdc, adrg) in enumerate(scheme.steps):
        alternatives = alternatives_of(all_of(mdc.entry, adrg.condition))
        if len(alternatives) > _MOST:
            raise InputError(
                scheme.identity.label, f"规则“{adrg.rule}”的条件有{len(alternatives)}种组合，超过{_MOST}种", "请把它拆成几条规则。"
            )
        paths += [Path(number, literals) for literals in alternatives]
    return paths


def alternatives_of(condition: Condition) -> list[tuple[Literal, ...]]:
    """The disjunctive normal form; each conjunction without doubles and without what another literal implies."""
    if isinstance(condition, Or):
        return [each for part in condition.parts for each in alternatives_of(part)]
    if isinstance(condition, And):
        combined = product(*(alternatives_of(part) for part in condition.parts))
        return [_reduced(literal for part in each for literal in part) for each in combined]
    if isinstance(condition, Always):
        return [()]
    return [(Literal(condition.part, positive=False) if isinstance(condition, Not) else Literal(condition, positive=True),)]


_WIDER: Final = {Subject.ANYPROC: Subject.MAINPROC, Subject.ANYDX: Subject.PDX}


def _reduced(literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """Some procedure is in a list if the main one is: sources often say both."""
    kept = dict.fromkeys(literals)
    return tuple(literal for literal in kept if not _implied(literal, kept))


def _implied(literal: Literal, among: Iterable[Literal]) -> bool:
    atom = literal.atom
    if not literal.positive or not isinstance(atom, InList) or atom.subject not in _WIDER:
        return False
    return Literal(InList(_WIDER[atom.subject], atom.list), positive=True) in among
