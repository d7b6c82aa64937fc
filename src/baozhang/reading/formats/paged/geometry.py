"""Places on a page: glyphs, ruling lines, and the frame that turns the coordinates of a PDF into those of the page as one reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from baozhang.reading.formats.transcript import Box

_RISE: Final = 0.35
"""Height of the middle of a character above its baseline, as a part of the size of the type."""
_USUAL_SIZE: Final = 9.0


class Glyph(NamedTuple):
    """One visible character in the reading frame: points, x to the right, y down."""

    char: str
    left: float
    right: float
    base: float
    """y of the baseline, which all characters of one printed line share, whatever their fonts."""
    size: float
    """Size of the type, as far as the character shows it: the width of a Chinese one, twice that of a figure; 0 where it does not."""
    turned: bool = False
    """Whether it stands on its side among upright ones; `base` and `size` are then the foot and the height of its box."""

    @property
    def middle(self) -> tuple[float, float]:
        """About the middle of the character."""
        return (self.left + self.right) / 2, self.base - _RISE * (self.size or _USUAL_SIZE)


class Ruling(NamedTuple):
    """A ruling line along one axis: `at` on the other axis, from `start` to `end`."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """An upright rectangle in the reading frame."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Square points."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Affine:
    """A map of the plane, as PDF writes it: (x, y) to (ax + cy + e, bx + dy + f)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def area(self, x0: float, y0: float, x1: float, y1: float) -> Area:
        """The upright rectangle around where a rectangle goes."""
        if (not self.b and not self.c) or (not self.a and not self.d):
            (left, top), (right, bottom) = self.point(x0, y0), self.point(x1, y1)
            return Area(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return Area(min(across), min(down), max(across), max(down))

    def back(self) -> Affine:
        """The map that undoes this one."""
        size = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / size, -self.b / size, -self.c / size, self.a / size
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def then(self, other: Affine) -> Affine:
        """First this map, then the other."""
        return Affine(
            other.a * self.a + other.c * self.b,
            other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d,
            other.b * self.c + other.d * self.d,
            *other.point(self.e, self.f),
        )


def turned(turn: int, width: float, height: float) -> Affine:
    """The map that turns a page of that size clockwise by a right angle or several, so that its top left corner is (0, 0) again."""
    if turn == 90:
        return Affine(0, 1, -1, 0, height, 0)
    if turn == 180:
        return Affine(-1, 0, 0, -1, width, height)
    if turn == 270:
        return Affine(0, -1, 1, 0, 0, width)
    return Affine()


@dataclass(frozen=True, slots=True)
class Frame:
    """One page: its size as it is shown, the map from the PDF's own coordinates, and how far its text must be turned to be read.

    `turn` is the clockwise angle from the page as shown to the page as read: 0 unless most of the text stands on its side.
    """

    number: int
    width: float
    height: float
    shown: Affine
    rotation: int = 0
    """/Rotate of the page."""
    turn: int = 0

    @property
    def reading(self) -> Affine:
        """From the PDF's own coordinates to the reading frame."""
        return self.shown.then(turned(self.turn, self.width, self.height))

    @property
    def read_size(self) -> tuple[float, float]:
        """Width and height in the reading frame."""
        return (self.height, self.width) if self.turn in {90, 270} else (self.width, self.height)

    def box(self, area: Area) -> Box:
        """An area of the reading frame as a box of the page as it is shown."""
        back = turned((360 - self.turn) % 360, *self.read_size) if self.turn else None
        left, top, right, bottom = back.area(*area) if back else area
        return Box(self.number, left, top, right, bottom)


def frame_of(number: int, bounds: tuple[float, float, float, float], rotation: int) -> Frame:
    """The frame of a page from the box that is shown of it (left, bottom, right, top) and its /Rotate."""
    left, bottom, right, top = bounds
    width, height = right - left, top - bottom
    upright = Affine(1, 0, 0, -1, -left, top)
    shown = upright.then(turned(rotation, width, height))
    return Frame(number, *((height, width) if rotation in {90, 270} else (width, height)), shown, rotation)
