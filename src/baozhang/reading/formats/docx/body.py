"""The body of a Word document, block by block: paragraphs, tables, what is wrapped around them, and text boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.docx.runs import PAGE, words_of
from baozhang.reading.formats.docx.styles import switched_on
from baozhang.reading.formats.docx.tables import rows_of
from baozhang.reading.formats.markup import child, local
from baozhang.reading.formats.writing import GridCell, joined, unbroken
from baozhang.reading.spans import MOST_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.docx.numbering import Numbering
    from baozhang.reading.formats.docx.runs import Words
    from baozhang.reading.formats.docx.styles import Styles
    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.writing import TranscriptWriter

_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"})
"""What may stand around blocks without being one."""
_DEEPEST: Final = 12
"""Tables and text boxes inside each other; deeper ones are an attack."""


def blocks_in(element: Element) -> Iterator[Element]:
    """The paragraphs and tables directly in an element, through what is only wrapped around them."""
    for each in element if element is not None else ():
        name = local(each.tag)
        if name in {"p", "tbl"}:
            yield each
        elif name in _WRAPPERS:
            yield from blocks_in(each)


class Body:
    """Writes the blocks of a document to a transcript."""

    def __init__(self, writer: TranscriptWriter, styles: Styles, numbering: Numbering) -> None:
        """The styles and numbering are those of the document."""
        self._writer, self._file = writer, writer.file
        self._styles = styles
        self._numbering = numbering
        self._carried = ""

    def write(self, container: Element, depth: int = 0) -> None:
        """All blocks in a container: the body, a text box, the only cell of a frame."""
        for block in blocks_in(container):
            if local(block.tag) == "tbl":
                self._table(block, depth)
            else:
                self._paragraph(block, depth)

    def write_notes(self, *parts: Element) -> None:
        """Footnotes and endnotes, behind the text: among it they would part a caption from its table."""
        self._writer.notes()
        for part in parts:
            for note in part if part is not None else ():
                if not any(local(key) == "type" for key in note.attrib):  # the others are the line between text and notes
                    self.write(note, 1)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        properties = child(paragraph, "pPr")
        words = words_of(paragraph, self._styles)
        if switched_on(child(properties, "pageBreakBefore")):
            self._writer.gap()
        text = self._carried + words.whole()
        self._carried = ""
        if _mark_deleted(properties):  # what follows belongs to this paragraph, and looks as the next one says
            self._carried = text
        else:
            self._lines(self._numbered(properties, text), self._styles.heading_level(properties))
        self._beside(words, depth)
        if child(properties, "sectPr") is not None:
            self._writer.gap()

    def _lines(self, text: str, level: int) -> None:
        for at, page in enumerate(text.split(PAGE)):
            if at:
                self._writer.gap()
            for line in unbroken(page.split("\n")):
                self._writer.paragraph(line, level)

    def _numbered(self, properties: Element, text: str) -> str:
        """The text with its automatic number, which Word prints in front of an empty paragraph, too, but not of a hidden one."""
        hidden = not text.strip() and switched_on(child(child(properties, "rPr"), "vanish"))
        return text if hidden else self._numbering.next(properties) + text

    def _beside(self, words: Words, depth: int) -> None:
        """What is anchored in a paragraph: text boxes are read, pictures and objects are named as not read."""
        if depth < _DEEPEST:
            for box in words.boxes:
                self.write(box, depth + 1)
        self._name_unread(words)

    def _name_unread(self, words: Words) -> None:
        for _ in range(words.pictures):
            self._writer.unread("此处是一幅图片，图片里的文字和表格不能读取")
        for _ in range(words.objects):
            self._writer.unread("此处嵌入了其他软件的对象（如 Excel 表格），其中的内容不能读取，请改为普通表格")

    def _table(self, table: Element, depth: int) -> None:
        rows = list(rows_of(table))
        if depth < _DEEPEST and rows and all(len(row) == 1 for row in rows):
            self._writer.frame()
            for row in rows:
                self.write(row[0].element, depth + 1)
            return
        if sum(each.columns for row in rows for each in row) > MOST_PLACES:
            raise InputError(self._file, "其中一张表格太大，合并的单元格过多", "请确认文件正确，或拆分后再检查。")
        self._writer.gap()
        grid: list[list[GridCell | None]] = []
        for row in rows:
            cells: list[GridCell | None] = []
            for each in row:
                covered: list[GridCell | None] = [None] * (each.columns - 1)
                cells += [None, *covered] if each.continued else [GridCell(self._cell_text(each.element)), *covered]
            grid.append(cells)
        self._writer.table(grid)

    def _cell_text(self, cell: Element, depth: int = 0) -> str:
        """The words of a cell, its paragraphs parted by line ends; those of a table inside it follow as words."""
        parts: list[str] = []
        for block in blocks_in(cell):
            if local(block.tag) == "tbl":
                inner = [self._cell_text(each.element, depth + 1) for row in rows_of(block) for each in row] if depth < _DEEPEST else []
                parts.append(" ".join(joined(text.split("\n")) for text in inner if text))
                continue
            words = words_of(block, self._styles)
            parts.append(self._numbered(child(block, "pPr"), words.whole().replace(PAGE, "\n")))
            parts += [self._cell_text(box, depth + 1) for box in words.boxes if depth < _DEEPEST]
            self._name_unread(words)
        return "\n".join(part for part in parts if part.strip())


def _mark_deleted(properties: Element) -> bool:
    """Whether the end of a paragraph was deleted as a tracked change."""
    return child(child(properties, "rPr"), "del") is not None
