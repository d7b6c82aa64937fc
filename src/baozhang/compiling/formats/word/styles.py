"""The styles of the document: sizes, fonts and spacing of GB/T 9704-2012, real heading styles so that navigation and contents work.

The standard's fonts are commercial and are only named; a system without them takes its own FangSong, SimHei or KaiTi.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from baozhang.compiling.formats.word.markup import element

if TYPE_CHECKING:
    from docx.document import Document

TITLE, SONG, FANG_SONG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
_LATIN: Final = "Times New Roman"
_LINE: Final = 28.9
"""Fixed line spacing in points: 22 lines on the type area of 225 mm, as the PDF has them."""


@dataclass(frozen=True, slots=True)
class _Style:
    """One paragraph style: font, size in points, indent of the first line in characters, alignment, fixed line spacing or single.

    `outline` puts paragraphs that are no headings into navigation and contents: 0 is the level of Heading 1.
    """

    name: str
    font: str
    size: float
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH | None = None
    spaced: bool = True
    space: int = 0
    line: float = _LINE
    outline: int | None = None


_STYLES: Final = (
    _Style("Normal", FANG_SONG, 16),
    _Style("Body Text", FANG_SONG, 16, 2, WD_ALIGN_PARAGRAPH.JUSTIFY),
    _Style("Title", TITLE, 26, 0, WD_ALIGN_PARAGRAPH.CENTER, spaced=False, space=18),
    _Style("Heading 1", TITLE, 22, 0, WD_ALIGN_PARAGRAPH.CENTER, line=30, space=12),
    _Style("Heading 2", HEI, 16, 2),
    _Style("Heading 3", KAI, 16, 2),
    _Style("Heading 4", FANG_SONG, 16, 2),
    _Style("TOC Heading", TITLE, 22, 0, WD_ALIGN_PARAGRAPH.CENTER, line=30, space=12),
    _Style("toc 1", FANG_SONG, 14, line=18),
    _Style("toc 2", FANG_SONG, 14, line=18),
    _Style("Statement Title", TITLE, 18, 0, WD_ALIGN_PARAGRAPH.CENTER, spaced=False, space=6, outline=1),
    _Style("Statement Number", SONG, 10.5, 0, WD_ALIGN_PARAGRAPH.RIGHT, spaced=False),
    _Style("Statement Caption", SONG, 10.5, spaced=False, space=2),
    _Style("Statement Note", SONG, 10.5, spaced=False, space=2),
    _Style("Form Title", HEI, 14, 0, WD_ALIGN_PARAGRAPH.CENTER),
    _Style("Cell", SONG, 10.5, spaced=False),
    _Style("Chart Title", SONG, 10.5, 0, WD_ALIGN_PARAGRAPH.CENTER, spaced=False, space=6),
    _Style("Footer", SONG, 14, spaced=False),
)


def apply_styles(document: Document) -> None:
    """Define every style the publication uses."""
    known = {style.name for style in document.styles}
    for one in _STYLES:
        style = document.styles[one.name] if one.name in known else document.styles.add_style(one.name, WD_STYLE_TYPE.PARAGRAPH)
        _shape(style, one)


def _shape(style: Any, one: _Style) -> None:  # noqa: ANN401  # python-docx ships no types
    style.font.size = Pt(one.size)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = None
    style.font.name = _LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), one.font)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):  # the line below the title of Word's own template
        style.element.pPr.remove(border)
    if one.outline is not None:
        style.element.get_or_add_pPr().append(element("w:outlineLvl", val=one.outline))
    form = style.paragraph_format
    form.space_before = Pt(0)
    form.space_after = Pt(one.space)
    form.alignment = one.align
    form.keep_with_next = one.name.startswith(("Heading", "Form Title", "Statement Title", "Statement Number", "Statement Caption"))
    form.first_line_indent = Pt(one.indent * one.size) if one.indent else None
    if one.spaced:
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(one.line)
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE


MARGINS: Final = {"top": Mm(37), "bottom": Mm(35), "left": Mm(28), "right": Mm(26)}
ACROSS: Final = {"top": Mm(28), "bottom": Mm(26), "left": Mm(30), "right": Mm(30)}
"""Margins of upright and of landscape pages."""
