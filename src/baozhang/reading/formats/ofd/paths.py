"""Paths of an OFD page (AbbreviatedData): their straight sides along the axes, from which ruling lines are made."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.ofd.structure import millimetres
from baozhang.reading.formats.paged.geometry import Area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.paged.geometry import Affine

_OPERANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Figures behind each operator (GB/T 33190 table 36)."""
_LEAN: Final = 0.6
"""How far a line may lean, in points, and still be upright or level."""
_MOST_TOKENS: Final = 200_000


def areas_of(data: str, place: Affine) -> Iterator[tuple[Area, list[Area]]]:
    """The parts of a path drawn without lifting the pen: the area around each, and its sides along the axes; curves have none."""
    for points in _parts(data.split(maxsplit=_MOST_TOKENS), place):
        across, down = [x for x, _ in points], [y for _, y in points]
        sides = [
            Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            for (x0, y0), (x1, y1) in pairwise(points)
            if abs(x1 - x0) <= _LEAN or abs(y1 - y0) <= _LEAN
        ]
        yield Area(min(across), min(down), max(across), max(down)), sides


def _parts(tokens: list[str], place: Affine) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    curved = False
    at = 0
    while at < len(tokens):
        operator = tokens[at]
        count = _OPERANDS.get(operator, 0)
        numbers = [figure for token in tokens[at + 1 : at + 1 + count] if (figure := millimetres(token)) is not None]
        at += 1 + count
        if len(numbers) != count or operator not in _OPERANDS:
            continue
        if operator == "C":
            points += points[:1]
            continue
        if operator in {"S", "M"}:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or operator in {"Q", "B", "A"}
        points.append(place.point(numbers[-2], numbers[-1]))
    if len(points) > 1 and not curved:
        yield points
