"""The text of a Word binary file, paragraph by paragraph: what is shown of it, tables put together from their marks."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.doc.properties import DELETED, FONTS, HIDDEN, PICTURE, SYMBOL, Cell, Paragraph, Runs, changes, paragraph_of
from baozhang.reading.formats.doc.styles import Styles, fonts_of, lists_of
from baozhang.reading.formats.numbered import Counts
from baozhang.reading.formats.symbols import symbol
from baozhang.reading.formats.writing import GridCell
from baozhang.reading.spans import MOST_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.doc.file import WordFile
    from baozhang.reading.formats.writing import TranscriptWriter

_ENDS: Final = re.compile("[\r\x07\x0c]")
"""What ends a paragraph: its mark, that of a cell or row, and a break of the page or section."""
_CELL_END, _PAGE_END = "\x07", "\x0c"
_FIELD_MARKS: Final = re.compile("[\x13\x14\x15]")
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN: Final = str.maketrans(
    {"\x0b": "\n", "\x1e": "-", "\t": " ", "\xa0": " "} | dict.fromkeys("\x01\x02\x03\x04\x05\x06\x08\x0e\x13\x14\x15\x1f")
)
"""Characters that stand for something else, or for nothing that is text (pictures, footnote marks, separators)."""
_NEAR: Final = 30
"""Twips (1.5 points): edges of cells that lie nearer to each other are the same line."""
_TABLE_WIDE, _TABLE_HIGH = 5670, 2268
"""Twips: 10 and 4 cm. A smaller picture holds no table and no page of text."""


@dataclass(slots=True)
class _Row:
    texts: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


class Body:
    """Writes the text of a document to a transcript: the main part, then notes and text boxes, which would part it."""

    def __init__(self, word: WordFile, writer: TranscriptWriter) -> None:
        """Read what is known of paragraphs, characters, styles and lists."""
        self._word, self._writer = word, writer
        self._paragraphs = Runs(word, "paragraphs")
        self._styles, self._lists, self._counts = Styles(word), lists_of(word), Counts()
        self._text = self._shown_text()
        self._rows: list[_Row] = []
        self._row = _Row()
        self._cell: list[str] = []
        self._inner = False

    def _shown_text(self) -> str:
        """The text with what is not shown as NUL, and symbols as the characters that they look like; every character keeps its place."""
        text = list(self._word.text)
        fonts = fonts_of(self._word)
        for start, end, marks in self._marked():
            names = [fonts[number] for code in FONTS if (number := _number(marks.get(code))) < len(fonts)]
            if names and _PRIVATE.search("".join(text[start:end])):
                text[start:end] = [_looks_like(each, names) for each in text[start:end]]
            if _is_on(marks, HIDDEN) or _is_on(marks, DELETED):
                text[start:end] = [each if _ENDS.match(each) else "\0" for each in text[start:end]]
            elif SYMBOL in marks:
                font, code = struct.unpack("<HH", marks[SYMBOL])
                text[start:end] = [symbol(fonts[font] if font < len(fonts) else "", code) or "\0"] * (end - start)
            elif PICTURE in marks and "\x01" in text[start:end]:
                self._picture(struct.unpack("<l", marks[PICTURE])[0])
        for start, end in _field_codes(self._word.text):
            text[start:end] = "\0" * (end - start)
        return "".join(text)

    def _marked(self) -> Iterator[tuple[int, int, dict[int, bytes]]]:
        """Ranges of the text whose characters are hidden, deleted, symbols or pictures or have a font of their own, with these marks."""
        runs = [(first, last, marks) for first, last, raw in Runs(self._word, "characters") if (marks := _marks_of(raw))]
        begins = [first for first, _, _ in runs]
        for piece in self._word.pieces:
            end = piece.offset + (piece.end - piece.start) * piece.width
            for first, last, marks in runs[max(0, bisect_right(begins, piece.offset) - 1) : bisect_left(begins, end)]:
                if last > piece.offset:
                    start = max(first - piece.offset, 0) // piece.width
                    yield piece.start + start, piece.start + -(-(min(last, end) - piece.offset) // piece.width), marks

    def _picture(self, at: int) -> None:
        """Name a picture that is large enough to hold a table."""
        if at >= 0 and at + 36 <= len(self._word.data):
            wide, high, share_wide, share_high = struct.unpack_from("<HHHH", self._word.data, at + 28)
            if wide * share_wide >= _TABLE_WIDE * 1000 and high * share_high >= _TABLE_HIGH * 1000:
                self._writer.unread("文中有一幅图片，图片里的文字和表格不能读取")

    def write(self) -> None:
        """The whole document."""
        parts = self._word.parts()
        for name in ("main", "footnotes", "endnotes", "boxes"):
            if name == "footnotes":
                self._writer.notes()
            for words, end, paragraph in self._read(*parts[name]):
                self._take(words, end, paragraph)
            self._end_table()
            self._writer.gap()

    def _read(self, start: int, end: int) -> Iterator[tuple[str, str, Paragraph]]:
        """Words, mark and properties of every paragraph of a part."""
        begin, run = start, -1
        for mark in _ENDS.finditer(self._text, start, min(end, len(self._text))):
            first, raw = self._paragraphs.at(self._word.offset_of(mark.start()))
            paragraph = paragraph_of(raw, self._word.data)
            if first == run:  # behind a page break the paragraph goes on, and has no number of its own
                paragraph.list_number = 0
            yield _plain(self._text[begin : mark.start()]), mark[0], paragraph
            begin, run = mark.end(), first if mark[0] == _PAGE_END else -1

    def _take(self, words: str, end: str, paragraph: Paragraph) -> None:
        if paragraph.in_table or paragraph.depth > 0:
            self._in_table(words, end, paragraph)
            return
        self._end_table()
        if paragraph.page_before:
            self._writer.gap()
        level = self._styles.heading_level(paragraph)
        for line in self._numbered(words, paragraph).split("\n"):
            self._writer.paragraph(line, level)
        if end == _PAGE_END:
            self._writer.gap()

    def _numbered(self, words: str, paragraph: Paragraph) -> str:
        number, level = self._styles.list_place(paragraph)
        return self._counts.next(self._lists.get(number), level) + words

    def _in_table(self, words: str, end: str, paragraph: Paragraph) -> None:
        """A paragraph of a cell; what stands in a table inside a cell are words of it, parted by blanks."""
        if end == _CELL_END and paragraph.ends_row and paragraph.depth <= 1:
            self._row.cells = paragraph.cells
            self._rows.append(self._row)
            self._row, self._cell = _Row(), []
            return
        inner = paragraph.depth > 1
        if inner and self._inner and self._cell:
            self._cell[-1] += f" {words}" if words else ""
        else:
            self._cell.append(self._numbered(words, paragraph))
        self._inner = inner
        if end == _CELL_END:
            self._row.texts.append("\n".join(part for part in self._cell if part.strip()))
            self._cell = []

    def _end_table(self) -> None:
        rows, self._rows, self._row, self._cell = self._rows, [], _Row(), []
        if not rows:
            return
        if all(len(row.texts) == 1 for row in rows):  # a frame around text
            self._writer.frame()
            for line in (line for row in rows for line in row.texts[0].split("\n")):
                self._writer.paragraph(line)
            return
        self._writer.gap()
        lines = _grid_lines(rows)
        if len(lines) * len(rows) > MOST_PLACES:
            raise InputError(self._writer.file, "其中一张表格太大，合并的单元格过多", "请确认文件正确，或拆分后再检查。")
        self._writer.table([_placed(row, lines) for row in rows])


_MARKS: Final = frozenset({HIDDEN, DELETED, SYMBOL, PICTURE, *FONTS})


def _marks_of(raw: bytes) -> dict[int, bytes]:
    return {code: operand for code, operand in changes(raw) if code in _MARKS}


def _is_on(marks: dict[int, bytes], code: int) -> bool:
    return marks.get(code, b"\0")[0] == 1


def _number(operand: bytes | None) -> int:
    return operand[0] | operand[1] << 8 if operand is not None else 0xFFFF


def _looks_like(each: str, fonts: list[str]) -> str:
    """A character of the private range as the symbol font among those of its run shows it."""
    if not _PRIVATE.match(each):
        return each
    return next((known for font in fonts if (known := symbol(font, ord(each)))), "\0")


_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")


def _field_codes(text: str) -> Iterator[tuple[int, int]]:
    """Where the codes of fields stand: from its begin to its result, or to its end when it has none; a result may fill many paragraphs."""
    begun: list[int] = []
    for mark in _FIELD_MARKS.finditer(text):
        if mark[0] == _FIELD_BEGIN:
            begun.append(mark.start())
        elif begun and begun[-1] >= 0 and mark[0] == _FIELD_RESULT:
            yield begun[-1], mark.end()
            begun[-1] = -1
        elif begun and mark[0] == _FIELD_END:
            start = begun.pop()
            if start >= 0:
                yield start, mark.end()


def _plain(text: str) -> str:
    """Words as they are shown: line ends for line breaks, a character of two places as one."""
    text = text.replace("\0", "").translate(_SHOWN)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _HALVES.search(text) else text


_HALVES: Final = re.compile("[\ud800-\udfff]")


def _grid_lines(rows: list[_Row]) -> list[int]:
    """Where the columns of a table are parted: the edges of all cells, those near to each other as one."""
    edges = sorted({edge for row in rows for cell in row.cells for edge in (cell.left, cell.right)})
    lines: list[int] = []
    for edge in edges:
        if not lines or edge - lines[-1] > _NEAR:
            lines.append(edge)
    return lines


def _placed(row: _Row, lines: list[int]) -> list[GridCell | None]:
    """The cells of a row in the columns of the table."""
    placed: list[GridCell | None] = []
    for number, text in enumerate(row.texts):
        cell = row.cells[number] if number < len(row.cells) else None
        if cell is None:
            placed.append(GridCell(text))
            continue
        first = _column(cell.left, lines)
        placed += [None] * (first - len(placed))
        placed.append(None if cell.continued else GridCell(text))
        placed += [None] * (_column(cell.right, lines) - first - 1)
    return placed


def _column(edge: int, lines: list[int]) -> int:
    return max((at for at, line in enumerate(lines) if line <= edge), default=0)
