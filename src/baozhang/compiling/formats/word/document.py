"""The document itself: sections upright and across, pieces in order, contents, page numbers, charts as pictures."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from baozhang.compiling.formats.density import WIDTH_UPRIGHT, is_wide, setting
from baozhang.compiling.formats.typesetting import chart_picture
from baozhang.compiling.formats.word.markup import bookmarked, element, field, paragraph, run
from baozhang.compiling.formats.word.styles import ACROSS, MARGINS, apply_styles
from baozhang.compiling.formats.word.tables import table_element
from baozhang.compiling.pieces import Chart, Contents, Form, Heading, PageBreak, Paragraph, StatementTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from docx.document import Document

    from baozhang.compiling.pieces import Piece, Publication
    from baozhang.taxonomy.layouts import Layout

_HEADINGS: Final = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")
_CHART_WIDTH: Final = Mm(130)
_FORM_SIZE, _FORM_INSET = Decimal("10.5"), Decimal(6)


def to_docx(publication: Publication, layout: Layout, dated: date, numbers: Sequence[int] = ()) -> bytes:
    """The publication as DOCX: heading styles, contents, repeated table headers, page numbers at the outer edge (GB/T 9704-2012).

    `numbers` are the pages of headings and statements as the PDF of the same measures has them (`typesetting.page_numbers`): the contents
    show them until a word processor counts its own.
    """
    document = docx.Document()
    apply_styles(document)
    _about(document, publication, dated)
    writer = _Writer(document, publication, layout, numbers)
    writer.cover()
    for piece in publication.pieces:
        writer.write(piece)
    writer.finish()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _about(document: Document, publication: Publication, dated: date) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415  # only here

    properties = document.core_properties
    properties.title = publication.title
    properties.author = ""
    properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    document.settings.odd_and_even_pages_header_footer = True
    document.settings.element.append(element("w:updateFields", val="true"))


class _Writer:
    """Adds the pieces to the body one after the other; a section is closed when the direction of the page changes."""

    def __init__(self, document: Document, publication: Publication, layout: Layout, numbers: Sequence[int]) -> None:
        self._document = document
        self._publication = publication
        self._layout = layout
        self._numbers = {mark: str(number) for mark, number in enumerate(numbers, 1)}
        self._body: Any = document.element.body
        self._end: Any = self._body.sectPr
        self._across = False
        self._fresh = True
        self._break = False
        self._bookmark = 0

    def cover(self) -> None:
        """The lines of the title in the upper half of a page without number."""
        for _ in range(8):
            self._add(paragraph("Normal"))
        for line in self._publication.cover:
            self._add(paragraph("Title", run(line)))
        self._document.add_section(WD_SECTION.NEW_PAGE)
        first, section = self._document.sections
        for one in (first, section):
            _direct(one, across=False)
        self._end = self._body.sectPr
        self._end.append(element("w:pgNumType", start=1))
        _number(section)

    def write(self, piece: Piece) -> None:
        """One piece."""
        match piece:
            case Heading():
                self._turn(across=False)
                self._heading(piece)
            case Paragraph(text):
                self._turn(across=False)
                self._add(paragraph("BodyText", run(text)))
            case Contents():
                self._contents(piece)
            case PageBreak():
                self._page()
            case StatementTable():
                self._statement(piece)
            case Form():
                self._form(piece)
            case Chart():
                self._chart(piece)

    def finish(self) -> None:
        """The last section is upright again, whatever came last."""
        _direct(self._document.sections[-1], across=self._across)

    def _add(self, *elements: Any) -> None:  # noqa: ANN401  # markup ships no types
        for one in elements:
            if self._break:
                one.find(qn("w:pPr")).insert(1, element("w:pageBreakBefore"))
                self._break = False
            self._end.addprevious(one)
        self._fresh = False

    def _page(self) -> None:
        """What comes next begins a page, unless it does so already."""
        self._break = not self._fresh

    def _turn(self, *, across: bool) -> None:
        """Begin a new section when the direction changes."""
        if across == self._across:
            return
        self._document.add_section(WD_SECTION.NEW_PAGE)
        before, after = self._document.sections[-2:]
        _direct(before, across=self._across)
        _direct(after, across=across)
        for kind in after._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001  # numbers run on
            after._sectPr.remove(kind)  # noqa: SLF001
        self._end = self._body.sectPr
        self._across = across
        self._fresh, self._break = True, False

    def _heading(self, piece: Heading) -> None:
        self._add(paragraph(_HEADINGS[piece.level - 1].replace(" ", ""), *self._marked(piece.text)))

    def _marked(self, text: str) -> Iterable[Any]:
        """Words that the contents lead to."""
        self._bookmark += 1
        return bookmarked(self._bookmark, _mark(self._bookmark), run(text))

    def _contents(self, piece: Contents) -> None:
        self._add(paragraph("TOCHeading", run("目　录")))
        marked = enumerate(self._publication.entries(len(_HEADINGS)), start=1)
        entries = [(number, one) for number, one in marked if one.level <= piece.depth]
        begin, code, separate, _, end = field(f'TOC \\o "1-{piece.depth}" \\h \\z \\u')
        for at, (number, one) in enumerate(entries):
            link = element(
                "w:hyperlink",
                run(one.text),
                element("w:r", element("w:tab")),
                *field(f"PAGEREF {_mark(number)} \\h", self._numbers.get(number, "")),
                anchor=_mark(number),
            )
            lead = (begin, code, separate) if at == 0 else ()
            tail = (end,) if at == len(entries) - 1 else ()
            tabs = element("w:tabs", element("w:tab", val="right", leader="dot", pos=WIDTH_UPRIGHT * 20))
            indent = element("w:ind", left=(one.level - 1) * 420)
            properties = element("w:pPr", element("w:pStyle", val=f"toc{one.level}"), tabs, indent)
            self._add(element("w:p", properties, *lead, link, *tail))

    def _statement(self, piece: StatementTable) -> None:
        across = is_wide(piece.table)
        if across != self._across:
            self._turn(across=across)
        else:
            self._page()
        chosen = setting(piece)
        width = sum(chosen.widths)
        self._add(paragraph("StatementTitle", *self._marked(piece.title)))
        side = max(_room(across=across) - width * 20, 0) // 2  # the table stands in the middle: its number and caption keep to its edges
        edges = element("w:ind", left=side, right=side)
        if piece.number:
            properties = element("w:pPr", element("w:pStyle", val="StatementNumber"), deepcopy(edges))
            self._add(element("w:p", properties, run(piece.number)))
        tabs = element("w:tabs", element("w:tab", val="right", pos=side + width * 20))
        caption = element("w:pPr", element("w:pStyle", val="StatementCaption"), tabs, edges)
        self._add(element("w:p", caption, run(piece.left), element("w:r", element("w:tab")), run(piece.right)))
        self._add(table_element(replace(piece.table, widths=chosen.widths), width, chosen.size, chosen.inset))
        for note in piece.notes or ("",):
            properties = element("w:pPr", element("w:pStyle", val="StatementNote"), deepcopy(edges))
            self._add(element("w:p", properties, run(note)))

    def _form(self, piece: Form) -> None:
        self._turn(across=False)
        if piece.title:
            self._add(paragraph("FormTitle", run(piece.title)))
        self._add(table_element(piece.table, WIDTH_UPRIGHT, _FORM_SIZE, _FORM_INSET), paragraph("StatementNote"))

    def _chart(self, piece: Chart) -> None:
        self._turn(across=False)
        picture = self._document.add_paragraph(style="Chart Title")
        picture.add_run().add_picture(io.BytesIO(chart_picture(piece, self._layout, "png")), width=_CHART_WIDTH)
        picture._p.xpath(".//wp:docPr")[0].set("descr", piece.title)  # noqa: SLF001  # what a screen reader says
        self._fresh = False


def _mark(number: int) -> str:
    return f"_Toc{number:06d}"


def _room(*, across: bool) -> int:
    """The width between the margins in twentieths of a point."""
    margins = ACROSS if across else MARGINS
    return int((Mm(297) if across else Mm(210)).twips - margins["left"].twips - margins["right"].twips)


def _direct(section: Any, *, across: bool) -> None:  # noqa: ANN401  # python-docx ships no types
    """Size, direction and margins of a section's pages."""
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    margins = ACROSS if across else MARGINS
    section.top_margin, section.bottom_margin = margins["top"], margins["bottom"]
    section.left_margin, section.right_margin = margins["left"], margins["right"]
    section.footer_distance = Mm(20)


def _number(section: Any) -> None:  # noqa: ANN401  # python-docx ships no types
    """Page numbers between dashes, outside: right on odd pages, left on even ones."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = section.footer.part.document.styles["Footer"] if hasattr(section.footer.part, "document") else line.style
        line.paragraph_format.alignment = {"left": 0, "right": 2}[side]
        line._p.extend([run("— "), *field("PAGE", "1"), run(" —")])  # noqa: SLF001
