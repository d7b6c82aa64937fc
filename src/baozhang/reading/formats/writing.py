"""Writing a transcript: paragraphs and tables in the order of the document, in the one text form that the reading understands.

A paragraph is one line with an empty line behind it, so that it is never taken for one broken at the page width. What would look
like markup (a bar, a tag) is written full-width, which the reading folds or ignores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.transcript import Box, Page, Piece, SheetCell, Transcript, TranscriptLine, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CHARACTERS: Final = 32 * 1024 * 1024
"""Longest transcript; published accounts are below one million characters."""

_BLANKS: Final = re.compile(r"[\s\x00-\x1f]+")
_TAG: Final = re.compile(r"<(?=/?[tT])")
_TITLE: Final = re.compile(r"[^。；;]{2,40}表(?:[(（][^()（）]{1,12}[)）])?")
_BEHIND: Final = re.compile(
    r"\s*(?:[(（]?(?:备?注|说明)\s*\d*\s*[：:]|第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、[^，。]{2,40}(?:情况|说明)\s*$)"
)
"""A note, or the heading of what follows: in a sheet the explanation may stand right below a table."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that begins in a column of a row (one that a merged cell covers is None): its words and where they stand."""

    text: str
    place: Box | SheetCell | None = None


def one_line(text: str) -> str:
    r"""Words as they may stand in a transcript line: blanks of any kind one space, nothing that looks like a bar or a tag.

    >>> one_line(" a\tb | <td>\n")
    'a b ｜ ＜td>'
    """
    plain = _BLANKS.sub(" ", text).strip(" ")
    return _TAG.sub("＜", plain).replace("|", "｜") if "|" in plain or "<" in plain else plain


def joined(parts: Iterable[str]) -> str:
    """The lines of one cell as one: nothing between them, except a space between two words or figures of ASCII.

    >>> joined(["一般公共预算", "财政拨款", "DRG", "2.0"])
    '一般公共预算财政拨款DRG 2.0'
    """
    text = ""
    for part in parts:
        words = part.strip()
        ascii_seam = text[-1:].isascii() and text[-1:].isalnum() and words[:1].isascii() and words[:1].isalnum()
        text += f" {words}" if ascii_seam else words
    return text


def _is_title(row: Sequence[GridCell | None]) -> bool:
    """Whether a row is the title of a table: one cell, merged over all the others."""
    begun = [cell for cell in row if cell is not None]
    return len(begun) == 1 and len(row) > 1 and bool(_TITLE.fullmatch(begun[0].text.strip()))


def _notes_from(filled: Sequence[Sequence[GridCell]], first: int) -> int:
    """Where a table ends: before the first note or heading among its last rows of one cell, which further items may follow."""
    last = end = len(filled)
    while last > first and len(filled[last - 1]) <= 1:
        last -= 1
        is_blank_end = not filled[last] and end == last + 1
        if is_blank_end or (filled[last] and _BEHIND.match(filled[last][0].text)):
            end = last
    return end


def _words(text: str) -> str:
    return one_line(joined(text.split("\n")) if "\n" in text else text) if text else ""


class TranscriptWriter:
    """Gathers the lines of one file; raises InputError when they are too many."""

    def __init__(self, form: str, file: str) -> None:
        """`form` is the format's Chinese name, `file` the file as the user named it."""
        self._form = form
        self.file = file
        self._lines: list[TranscriptLine] = []
        self._unread: list[Unread] = []
        self._characters = 0

    def paragraph(self, text: str, level: int = 0, place: Box | SheetCell | None = None) -> None:
        """A paragraph, or a heading of a level that the format marks; nothing when it has no words."""
        words = one_line(text)
        if words:
            mark = "#" * min(level, 6) + " " if level else ""
            self._add(mark + words, (Piece(len(mark), len(mark) + len(words), place),) if place else ())
            self.gap()

    def gap(self) -> None:
        """An empty line: a page break, or the end of a table."""
        if self._lines and self._lines[-1].text:
            self._lines.append(TranscriptLine(""))

    def table(self, rows: Sequence[Sequence[GridCell | None]]) -> None:
        """The rows of a table.

        A column in which no cell begins is none. Lines above the header that hold one cell (title, number, unit of money) are
        paragraphs, and so are the notes and sections behind the last row. The title of another table over the whole width begins
        another table.
        """
        rows = [row for row in rows if row]
        starts = [0, *(at for at, row in enumerate(rows) if at and _is_title(row)), len(rows)]
        for first, last in pairwise(starts):
            self._one_table(rows[first:last])

    def _one_table(self, rows: Sequence[Sequence[GridCell | None]]) -> None:
        width = max((len(row) for row in rows), default=0)
        begun = [at for at in range(width) if any(at < len(row) and row[at] is not None for row in rows)]
        filled = [[cell for cell in row if cell is not None and cell.text.strip()] for row in rows]
        first = 0
        while first < len(rows) and len(filled[first]) <= 1:
            first += 1
        last = _notes_from(filled, first)
        self._alone(filled[:first])
        for row in rows[first:last]:
            self._row([row[at] if at < len(row) else None for at in begun])
        self.gap()
        self._alone(filled[last:])

    def _alone(self, filled: Iterable[Sequence[GridCell]]) -> None:
        for row in filled:
            for cell in row:
                for part in cell.text.split("\n"):
                    self.paragraph(part, place=cell.place)

    def _row(self, cells: Sequence[GridCell | None]) -> None:
        pieces: list[Piece] = []
        texts: list[str] = []
        start = 0
        for cell in cells:
            words = _words(cell.text) if cell is not None else ""
            if words and cell is not None and cell.place is not None:
                pieces.append(Piece(start, start + len(words), cell.place))
            texts.append(words)
            start += len(words) + 1
        self._add("\t".join(texts) if len(texts) > 1 else texts[0], tuple(pieces))

    def _add(self, text: str, pieces: tuple[Piece, ...]) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise InputError(self.file, f"文件里的文字超过 {MAX_CHARACTERS // 1048576} 百万字的上限", "请确认文件正确，或拆分后再检查。")
        self._lines.append(TranscriptLine(text, pieces))

    def unread(self, why: str) -> None:
        """Note a part that cannot be read, at this place."""
        self._unread.append(Unread(len(self._lines) + 1, why))

    def done(self, pages: Sequence[Page] = ()) -> Transcript:
        """The transcript written so far."""
        return Transcript(self._form, tuple(self._lines), tuple(pages), tuple(self._unread))
