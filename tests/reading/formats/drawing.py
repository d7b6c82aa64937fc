"""A tiny OFD writer: words and lines at places in millimetres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from tests.reading.formats.packing import zipped
from tests.reading.formats.parts import Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACE: Final = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE: Final = 3.7
ROW: Final = 6.0
_LEFT, _TOP, _BOTTOM = 20.0, 25.0, 277.0
_WIDTH: Final = 170.0


def words(x: float, y: float, text: str, *, size: float = SIZE, more: str = "") -> str:
    """A text object whose first character stands at (x, y), the baseline; figures are half as wide as Chinese characters."""
    steps = " ".join(str(round(size if ord(char) > 0x2E80 else size / 2, 3)) for char in text[:-1])
    return (
        f'<ofd:TextObject Boundary="{x} {y - size} {len(text) * size} {size + 1}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked line."""
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} {max(x1 - x0, 0.1)} {max(y1 - y0, 0.1)}" LineWidth="0.25">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd(*pages: str, template: str = "", resources: str = "") -> bytes:
    """An OFD file of pages, each the objects of its only layer."""
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    under = '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    public = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>" if resources else ""
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData>{area}{public}{under}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = _page(template, "")
    if resources:
        parts["Doc_0/PublicRes.xml"] = f"<ofd:Res {NAMESPACE}>{resources}</ofd:Res>"
    for n, objects in enumerate(pages):
        uses = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if template else ""
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = _page(objects, uses)
    return zipped(parts)


def _page(objects: str, before: str) -> str:
    return f"<ofd:Page {NAMESPACE}>{before}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def typeset(parts: Sequence[Paragraph | Table]) -> bytes:
    """Paragraphs and ruled tables one below the other, over as many pages as they need."""
    pages: list[list[str]] = [[]]
    y = _TOP
    for part in parts:
        for row in _rows(part):
            height = ROW * max(1, *(len(cell) for cell in row)) + 1
            if y + height > _BOTTOM:
                pages.append([])
                y = _TOP
            pages[-1] += _framed(row, y, height) if isinstance(part, Table) else [words(_LEFT, y + ROW - 1, text) for text in row[0][:1]]
            if isinstance(part, Paragraph):
                pages[-1] += [words(_LEFT, y + ROW * (at + 1) - 1, text) for at, text in enumerate(row[0]) if at]
            y += height
        y += ROW
    return ofd(*("".join(page) for page in pages))


def _rows(part: Paragraph | Table) -> list[list[list[str]]]:
    """The rows of a part, cells as printed lines; a paragraph is one cell as wide as the page."""
    if isinstance(part, Paragraph):
        return [[_wrapped(part.text, _WIDTH)]]
    width = max(len(row) for row in part.rows)
    return [[_wrapped(cell, _WIDTH / width - 2) for cell in (*row, *[""] * (width - len(row)))] for row in part.rows]


def _wrapped(text: str, width: float) -> list[str]:
    lines, used = [""], 0.0
    for char in text:
        step = SIZE if ord(char) > 0x2E80 else SIZE / 2
        if used + step > width:
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += step
    return lines


def _framed(row: list[list[str]], y: float, height: float) -> list[str]:
    step = _WIDTH / len(row)
    objects = [line(_LEFT, y + at, _LEFT + _WIDTH, y + at) for at in (0, height)]
    for column, cell in enumerate(row):
        objects.append(line(_LEFT + column * step, y, _LEFT + column * step, y + height))
        objects += [words(_LEFT + column * step + 1, y + ROW * (at + 1) - 1.5, text) for at, text in enumerate(cell) if text]
    return [*objects, line(_LEFT + _WIDTH, y, _LEFT + _WIDTH, y + height)]
