"""Header words that stand beside the figures of their columns, not over them: words at one side of their cells, figures at the other."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.unruled.columns import Columns, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.formats.paged.unruled.fragments import CutLine

_SLACK: Final = 2.0
"""How far edges that should meet may differ, in points."""
_WRAPPED: Final = 1.7
"""Widest distance of two lines of one header cell, in type sizes."""
_MOST_UPPER: Final = 6
_BELOW: Final = 0.5
"""Distance from which on words are below others, in type sizes."""

Edge = tuple[float, float]


class Ambiguous(Exception):  # noqa: N818  # says what the header is
    """The header does not show which words belong to which figures."""


def under(lines: Sequence[CutLine], columns: Columns, size: float) -> Columns | None:
    """The columns under the words of a header, where words stand beside their figures; None where they stand over them.

    Raises Ambiguous where figures may as well belong to the words before as to those behind them.
    """
    words = [(line.line.base, one.left, one.right) for line in lines for one in line.fragments]
    lowest = _lowest(words, size)
    every = [one[:2] for one in lowest]
    amounts = [edge for at, edge in enumerate(columns.edges) if at in columns.figures - columns.codes]
    beside = any(not any(left < edge[1] and edge[0] < right for _, left, right in words) for edge in amounts)
    if not every or not beside or _distinct([_over(edge, every) for edge in amounts]):
        return None
    upper = [
        one[:2]
        for at, one in enumerate(lowest)
        if 0 < at < len(lowest) - 1 and min(lowest[at - 1][2], lowest[at + 1][2]) > one[2] + _BELOW * size
    ]
    """Words between two lower ones: over a column of their own, or over both columns beside them."""
    found: list[tuple[int, list[Edge], list[int]]] = []
    for over_several in _subsets(upper[:_MOST_UPPER]):
        some = [one for one in every if one not in over_several]
        if len(some) >= len(columns.edges) and (places := _shifted(some, columns)):
            found.append((len(some), some, places))
    if not found:
        return None
    fewest = min(count for count, *_ in found)  # as few words as can be stand over no column
    ways = [_placed(some, places, columns) for count, some, places in found if count == fewest]
    if any(one != ways[0] for one in ways):
        raise Ambiguous
    return ways[0]


def _lowest(words: Sequence[tuple[float, float, float]], size: float) -> list[tuple[float, float, float]]:
    """The lowest words over every place with the lines of their cell above them, from left to right: edges, and the lowest baseline."""
    lowest = sorted(
        (left, right, base)
        for base, left, right in words
        if not any(other > base + _BELOW * size and begin < right and left < end for other, begin, end in words)
    )
    whole: list[tuple[float, float, float]] = []
    for left, right, base in lowest:
        edge, upper = (left, right), base
        for other, begin, end in sorted(words, reverse=True):
            near = 0 < upper - other <= _WRAPPED * size and begin < edge[1] and edge[0] < end
            if near and sum(begin < one[1] and one[0] < end for one in lowest) == 1:
                edge, upper = (min(edge[0], begin), max(edge[1], end)), other
        whole.append((*edge, base))
    return whole


def _subsets(words: Sequence[Edge]) -> Iterator[tuple[Edge, ...]]:
    return chain.from_iterable(combinations(words, count) for count in range(len(words) + 1))


def _placed(leaves: Sequence[Edge], places: Sequence[int], columns: Columns) -> Columns:
    edges = list(leaves)
    for place, (left, right) in zip(places, columns.edges, strict=True):
        edges[place] = min(left, edges[place][0]), max(right, edges[place][1])
    return Columns(tuple(edges), frozenset(places[at] for at in columns.figures), frozenset(places[at] for at in columns.codes))


def _shifted(leaves: Sequence[Edge], columns: Columns) -> list[int] | None:
    """The header word of every column, by the side where the column is even; None where two columns would have the same.

    Wherever a word stands in its cell, figures that are even at the right reach at least to its middle, and not to that of the next.
    """
    usual = Counter(side for at, side in enumerate(columns.sides) if at in columns.figures - columns.codes and side is not Side.ANY)
    ways = [usual.most_common(1)[0][0]] if usual else [Side.RIGHT, Side.LEFT]
    found = [places for common in ways if _distinct(places := _places(leaves, columns, common))]
    if any(places != found[0] for places in found):
        raise Ambiguous
    return found[0] if found else None


def _places(leaves: Sequence[Edge], columns: Columns, common: Side) -> list[int]:
    """The word of every column; -1 where it cannot be told. `common`: where the figures of those columns are even that do not show it."""
    places: list[int] = []
    for at, edge in enumerate(columns.edges):
        side = columns.sides[at] if columns.sides else Side.ANY
        if side is Side.ANY:
            side = common if at in columns.figures - columns.codes else Side.LEFT if at not in columns.figures else Side.MIDDLE
        if side is Side.MIDDLE:
            near = {_before(edge, leaves), _behind(edge, leaves)}
            places.append(near.pop() if len(near) == 1 else _over(edge, leaves))
        else:
            places.append(_behind(edge, leaves) if side is Side.LEFT else _before(edge, leaves))
    return places


def _before(edge: Edge, leaves: Sequence[Edge]) -> int:
    """The last word whose middle a column reaches."""
    return max((at for at, leaf in enumerate(leaves) if sum(leaf) / 2 <= edge[1] + _SLACK), default=-1)


def _behind(edge: Edge, leaves: Sequence[Edge]) -> int:
    """The first word whose middle is not before a column."""
    return min((at for at, leaf in enumerate(leaves) if sum(leaf) / 2 >= edge[0] - _SLACK), default=-1)


def _distinct(places: Sequence[int]) -> bool:
    return -1 not in places and len(set(places)) == len(places)


def _over(edge: Edge, leaves: Sequence[Edge]) -> int:
    """The only word over a column."""
    over = [at for at, leaf in enumerate(leaves) if leaf[0] < edge[1] and edge[0] < leaf[1]]
    return over[0] if len(over) == 1 else -1
