"""What an OFD page draws: characters at their places, ruling lines, pictures; in points, as the reading of pages wants them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.markup import attribute, child, local
from baozhang.reading.formats.ofd.characters import characters_of
from baozhang.reading.formats.ofd.paths import areas_of
from baozhang.reading.formats.ofd.structure import figures
from baozhang.reading.formats.paged.geometry import Affine, Area, Frame, Glyph, Ruling, turned

if TYPE_CHECKING:
    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.ofd.structure import OfdPage

_POINTS: Final = 72 / 25.4
_GROUPS: Final = frozenset({"Layer", "PageBlock", "Content"})
_DEEPEST: Final = 12
"""Groups and composites inside each other."""
_MOST_OBJECTS: Final = 500_000
_MOST_CHARACTERS: Final = 3_000_000
"""What one file may draw; the longest accounts have some hundred thousand of both."""
_THIN: Final = 3.0
"""Widest drawn line, in points."""
_SHORTEST: Final = 1.0
_WHITE: Final = 250
_TURNS: Final = {(1, 0): 0, (0, 1): 270, (-1, 0): 180, (0, -1): 90}
"""How far a page is turned to be read, by the direction in which its text runs."""


@dataclass(slots=True)
class Drawing:
    """One page in its reading frame."""

    frame: Frame
    glyphs: list[Glyph] = field(default_factory=list)
    level: list[Ruling] = field(default_factory=list)
    upright: list[Ruling] = field(default_factory=list)
    pictures: float = 0
    """Area of the pictures, in square points."""


@dataclass(slots=True)
class Allowance:
    """How many objects and characters a file may still draw."""

    file: str
    objects: int = _MOST_OBJECTS
    characters: int = _MOST_CHARACTERS

    def take(self, *, objects: int = 0, characters: int = 0) -> None:
        """Take from it; InputError when it is used up."""
        self.objects -= objects
        self.characters -= characters
        if self.objects < 0 or self.characters < 0:
            raise InputError(
                self.file,
                f"OFD 文件的对象或文字太多（超过 {_MOST_OBJECTS // 10_000} 万个对象或 {_MOST_CHARACTERS // 10_000} 万字）",
                "请拆分后再检查。",
            )


def drawn(page: OfdPage, number: int, allowance: Allowance) -> Drawing:
    """What a page shows; InputError when the file holds too much."""
    x, y, width, height = page.box
    shown = Affine(_POINTS, 0, 0, _POINTS, -x * _POINTS, -y * _POINTS)
    scanner = _Scanner(allowance, page.composites)
    for layer in page.layers:
        scanner.take(layer, shown, 0)
    frame = Frame(number, width * _POINTS, height * _POINTS, shown)
    if scanner.directions:
        frame = replace(frame, turn=scanner.directions.most_common(1)[0][0])
    turn = turned(frame.turn, frame.width, frame.height)
    drawing = Drawing(frame, pictures=scanner.pictures)
    for line in scanner.lines:
        _rule(drawing, turn.area(*line))
    for text, white in scanner.texts:
        glyphs = characters_of(text.element, text.map.then(turn))
        allowance.take(characters=len(glyphs))
        drawing.glyphs += glyphs if not white else [one for one in glyphs if _on_fill(one, scanner.fills, turn)]
    return drawing


def _rule(drawing: Drawing, area: Area) -> None:
    left, top, right, bottom = area
    if max(right - left, bottom - top) < _SHORTEST:
        return
    if right - left >= bottom - top:
        drawing.level.append(Ruling((top + bottom) / 2, left, right))
    else:
        drawing.upright.append(Ruling((left + right) / 2, top, bottom))


def _on_fill(glyph: Glyph, fills: list[Area], turn: Affine) -> bool:
    return any(turn.area(*fill).holds(*glyph.middle) for fill in fills)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A text object and the map from its own coordinates to those of the page as shown."""

    element: Element
    map: Affine


class _Scanner:
    """Walks over the objects of a page, through groups and composites."""

    def __init__(self, allowance: Allowance, composites: dict[str, Element]) -> None:
        self._allowance, self._composites = allowance, composites
        self.texts: list[tuple[_Placed, bool]] = []
        """Text objects; True for white text, which shows on a filled area only."""
        self.lines: list[Area] = []
        self.fills: list[Area] = []
        self.pictures = 0.0
        self.directions: Counter[int] = Counter()

    def take(self, element: Element, outer: Affine, depth: int) -> None:
        """The objects in a group."""
        for each in element:
            self._allowance.take(objects=1)
            name = local(each.tag)
            if attribute(each, "Visible") == "false" or attribute(each, "Alpha") == "0" or depth > _DEEPEST:
                continue
            if name in _GROUPS:
                self.take(each, outer, depth + 1)
            elif name.endswith("Object"):
                self._object(name, each, outer, depth)

    def _object(self, name: str, element: Element, outer: Affine, depth: int) -> None:
        bounds = figures(attribute(element, "Boundary"))
        if len(bounds) != 4:
            return
        matrix = figures(attribute(element, "CTM"))
        place = Affine(e=bounds[0], f=bounds[1]).then(outer)
        inner = (Affine(*matrix) if len(matrix) == 6 else Affine()).then(place)
        if name == "TextObject":
            self._text(element, inner)
        elif name == "PathObject":
            self._path(element, inner)
        elif name == "ImageObject":
            left, top, right, bottom = outer.area(bounds[0], bounds[1], bounds[0] + bounds[2], bounds[1] + bounds[3])
            self.pictures += (right - left) * (bottom - top)
            self.fills.append(Area(left, top, right, bottom))
        elif name == "CompositeObject":
            content = self._composites.get(attribute(element, "ResourceID") or "")
            if content is not None:
                self.take(content, inner, depth + 1)

    def _text(self, element: Element, inner: Affine) -> None:
        colour = child(element, "FillColor")
        if attribute(colour, "Alpha") == "0":
            return
        self.texts.append((_Placed(element, inner), _is_white(colour)))
        along = max(abs(inner.a), abs(inner.b)) or 1
        turn = _TURNS.get((round(inner.a / along), round(inner.b / along)))
        if turn is not None:
            self.directions[turn] += sum(len(code.text or "") for code in element if local(code.tag) == "TextCode")

    def _path(self, element: Element, inner: Affine) -> None:
        filled, stroked = attribute(element, "Fill") == "true", attribute(element, "Stroke") != "false"
        data = child(element, "AbbreviatedData")
        for whole, sides in areas_of((data.text or "") if data is not None else "", inner):
            if min(whole.right - whole.left, whole.bottom - whole.top) <= _THIN:
                self.lines.append(whole)
                continue
            if filled and not _is_white(child(element, "FillColor")):
                self.fills.append(whole)
            if stroked:
                self.lines += sides


def _is_white(colour: Element) -> bool:
    values = figures(attribute(colour, "Value"))
    return len(values) == 3 and min(values) >= _WHITE
