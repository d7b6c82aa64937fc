"""What is drawn on a page besides text: ruling lines and filled areas, and what its text objects look like."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw as pdfium

from baozhang.errors import InputError
from baozhang.reading.formats.paged.geometry import Affine, Area, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_OBJECTS: Final = 200_000
"""Most objects of one page; a drawing of a building has fewer."""
_DEPTH: Final = 6
"""Forms in forms that are followed."""
_THIN: Final = 3.0
"""Widest drawn line, in points."""
_DOT: Final = 1.2
"""Largest dot, in points; dotted borders are drawn dot by dot."""
_DOT_GAP: Final = 3.0
_LEAST_DOTTED: Final = 6.0
"""Shortest dotted line, in points."""
_FAR: Final = 1e9
_LEAN: Final = 0.6
"""How far a line may lean and still be upright or level."""
_WHITE: Final = 250
_INVISIBLE_MODES: Final = frozenset({3, 7})
"""Text render modes that draw nothing: invisible, and clip only."""


@dataclass(slots=True)
class Drawing:
    """The drawing of one page, in the coordinates of the PDF's page.

    `lines` are thin areas; `fills` are dark areas and pictures, which white text can stand on. The flags say whether any text object of
    the page needs a closer look: `hidden` when one is invisible or white, `turned` when one is not upright.
    """

    lines: list[Area] = field(default_factory=list)
    fills: list[Area] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)
    hidden: bool = False
    turned: bool = False
    objects: int = 0


class Scanner:
    """Walks over the objects of a page and of the forms in it."""

    def __init__(self, file: str, number: int) -> None:
        """`file` and `number` (of the page) are for messages."""
        self._file, self._number = file, number
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._bound_refs = [ctypes.byref(one) for one in self._bounds]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_refs = [ctypes.byref(one) for one in self._colour]
        self._matrix = pdfium.FS_MATRIX()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._xy = ctypes.c_float(), ctypes.c_float()

    def scan(self, page: Any) -> Drawing:  # noqa: ANN401  # pypdfium2 ships no types
        """The drawing of a page (a raw pdfium handle); InputError when there is too much of it."""
        drawing = Drawing()
        for at in range(pdfium.FPDFPage_CountObjects(page)):
            self._object(drawing, pdfium.FPDFPage_GetObject(page, at), None, 0)
        return drawing

    def _object(self, drawing: Drawing, item: Any, outer: Affine | None, depth: int) -> None:  # noqa: ANN401
        drawing.objects += 1
        if drawing.objects > MAX_OBJECTS:
            raise InputError(self._file, f"PDF 文件第 {self._number} 页的图形对象超过 {MAX_OBJECTS} 个", "请重新导出后再检查。")
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._text(drawing, item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(drawing, item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area = self._area(item, outer)
            if area:
                drawing.pictures.append(area)
                drawing.fills.append(area)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = self._matrix_of(item)
            inner = inner.then(outer) if outer else inner
            for at in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
                self._object(drawing, pdfium.FPDFFormObj_GetObject(item, at), inner, depth + 1)

    def _text(self, drawing: Drawing, item: Any, outer: Affine | None) -> None:  # noqa: ANN401
        if not drawing.hidden:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            drawing.hidden = mode in _INVISIBLE_MODES or self._light(item)
        if not drawing.turned:
            matrix = self._matrix_of(item)
            matrix = matrix.then(outer) if outer else matrix
            drawing.turned = not (matrix.a > 0 and abs(matrix.b) < 0.1 * matrix.a and matrix.d > 0)

    def _light(self, item: Any) -> bool:  # noqa: ANN401
        """Whether an object is filled in white or not at all."""
        if not pdfium.FPDFPageObj_GetFillColor(item, *self._colour_refs):
            return False
        red, green, blue, alpha = (one.value for one in self._colour)
        return alpha == 0 or min(red, green, blue) >= _WHITE

    def _matrix_of(self, item: Any) -> Affine:  # noqa: ANN401
        m = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, m):
            return Affine()
        return Affine(m.a, m.b, m.c, m.d, m.e, m.f)

    def _area(self, item: Any, outer: Affine | None) -> Area | None:  # noqa: ANN401
        if not pdfium.FPDFPageObj_GetBounds(item, *self._bound_refs):
            return None
        left, bottom, right, top = (one.value for one in self._bounds)
        return outer.area(left, bottom, right, top) if outer else Area(left, bottom, right, top)

    def _path(self, drawing: Drawing, item: Any, outer: Affine | None) -> None:  # noqa: ANN401
        if not pdfium.FPDFPath_GetDrawMode(item, self._fill, self._stroke) or not (self._fill.value or self._stroke.value):
            return
        area = self._area(item, outer)
        if area is None:
            return
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments <= 5 and _is_thin(area):
            _rule(drawing, area)
            return
        if self._fill.value and not self._light(item):
            drawing.fills.append(area)
        self._outline(drawing, item, outer, segments)

    def _outline(self, drawing: Drawing, item: Any, outer: Affine | None, segments: int) -> None:  # noqa: ANN401
        """The straight lines of a path of several: its strokes, and the thin parts of what it fills."""
        drawing.objects += segments // 8
        matrix = self._matrix_of(item)
        matrix = matrix.then(outer) if outer else matrix
        stroked = bool(self._stroke.value)
        for points in self._parts(item, matrix, segments):
            across, down = [x for x, _ in points], [y for _, y in points]
            around = Area(min(across), min(down), max(across), max(down))
            if _is_thin(around):
                _rule(drawing, around)
            elif stroked:
                for (x0, y0), (x1, y1) in pairwise(points):
                    if abs(x1 - x0) <= _LEAN or abs(y1 - y0) <= _LEAN:
                        _rule(drawing, Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _parts(self, item: Any, matrix: Affine, segments: int) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
        """The parts of a path that are drawn without lifting the pen and have no curve; a closed one ends where it began."""
        x, y = self._xy
        points: list[tuple[float, float]] = []
        curved = False
        for at in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, at)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1 and not curved:
                    yield points
                points, curved = [], False
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(matrix.point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1 and not curved:
            yield points


def _is_thin(area: Area) -> bool:
    return area.right - area.left <= _THIN or area.bottom - area.top <= _THIN


def _rule(drawing: Drawing, area: Area) -> None:
    drawing.lines.append(area)


def rulings(drawing: Drawing, to_reading: Affine) -> tuple[list[Ruling], list[Ruling]]:
    """The level and the upright ruling lines of a page in the reading frame."""
    level: list[Ruling] = []
    upright: list[Ruling] = []
    dots: list[Area] = []
    for line in drawing.lines:
        area = to_reading.area(*line)
        left, top, right, bottom = area
        if max(right - left, bottom - top) <= _DOT:
            dots.append(area)
        elif right - left >= bottom - top:
            level.append(Ruling((top + bottom) / 2, left, right))
        else:
            upright.append(Ruling((left + right) / 2, top, bottom))
    level += _dotted(Ruling((dot.top + dot.bottom) / 2, dot.left, dot.right) for dot in dots)
    upright += _dotted(Ruling((dot.left + dot.right) / 2, dot.top, dot.bottom) for dot in dots)
    return level, upright


def _dotted(dots: Iterable[Ruling]) -> list[Ruling]:
    """Lines that dots in a row make; dots beside each other on one line only by chance are none."""
    rows: dict[int, list[Ruling]] = {}
    for dot in dots:
        rows.setdefault(round(2 * dot.at), []).append(dot)
    lines: list[Ruling] = []
    for row in rows.values():
        row.sort(key=lambda dot: dot.start)
        start, end = row[0].start, row[0].end
        for dot in [*row[1:], Ruling(row[0].at, _FAR, _FAR)]:
            if dot.start <= end + _DOT_GAP:
                end = max(end, dot.end)
                continue
            if end - start >= _LEAST_DOTTED:
                lines.append(Ruling(row[0].at, start, end))
            start, end = dot.start, dot.end
    return lines
