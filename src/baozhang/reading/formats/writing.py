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
from baozhang.facts.record import replace
from baozhang.reading.formats.transcript import Box, FlowKind, FlowPlace, Page, Piece, SheetCell, Transcript, TranscriptLine, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CHARACTERS: Final = 32 * 1024 * 1024
"""Longest transcript; published accounts are below one million characters."""

_BLANKS: Final = re.compile(r"[\s\x00-\x1f]+")
_TAG: Final = re.compile(r"<(?=/?[tT])")
_TITLE: Final = re.compile(r"[^。；;]{2,40}表(?:[(（][^()（）]{1,12}[)）])?")
_BEHIND: Final = re.compile(
    r"\s*(?:[(（]?(?:备?注|说明)\s*\d*\s*[：:]|第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、[^，。]{2,40}(?:情况|说明)\s*$"
    r"|[(（][一二三四五六七八九十]+[)）][^，。]{2,40}。?\s*$|.{24,}。\s*$)"
)
"""A note, the heading of what follows, or a sentence: in a sheet the explanation may stand right below a table."""
_ITEM: Final = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、][^，。：；]{2,24}(?:收入|支出|费用?|资金|拨款|结余|结转)")
_FEWEST_COLUMNS: Final = 3


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


def unbroken(lines: Sequence[str]) -> list[str]:
    """The lines into which soft breaks part one paragraph, a line of full width that ends no sentence joined with the next.

    People end paragraphs with such breaks as well; and text copied from a printed page has one at the end of each of its lines.
    """
    whole: list[str] = []
    for line in lines:
        goes_on = (
            whole and len(whole[-1].strip()) >= _FULL_LINE and not _ENDED.search(whole[-1]) and line.strip() and not _BEGINS.match(line)
        )
        if goes_on:
            before, rest = whole[-1].rstrip(), line.lstrip()
            words = before[-1:].isascii() and before[-1:].isalpha() and rest[:1].isascii() and rest[:1].isalpha()
            whole[-1] = f"{before} {rest}" if words else before + rest  # the break may lie inside a figure
        else:
            whole.append(line)
    return whole


_FULL_LINE: Final = 24
"""Characters: lines of official documents have 28 (GB/T 9704-2012); titles of covers are shorter."""
_ENDED: Final = re.compile(
    r"[。；;：:！!？?”表]\s*$|^(?!.*[（(][类款项][)）])\s*(?:第[一二三四五六七八九十]+部分|[（(]?[一二三四五六七八九十]{1,3}[)）、])[^，,\d]*$"
)
"""What ends a sentence, or is a heading as a whole."""
_BEGINS: Final = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+部分|[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?!\d)|[①-⑳]|备?注[：:]|说明[：:]|(?:金额)?单位[：:]|20\d\d年度?$)"
)
"""What begins a paragraph."""


def _is_title(row: Sequence[GridCell | None]) -> bool:
    """Whether a row is the title of a table: the only words of it, in one cell merged over all the others or beside empty ones."""
    said = [words for cell in row if cell is not None and (words := cell.text.strip())]
    return len(said) == 1 and len(row) > 1 and bool(_TITLE.fullmatch(said[0]))


def _is_item(row: Sequence[GridCell | None], filled: Sequence[GridCell]) -> bool:
    """Whether a row of one cell is an item of an account without amounts (十、节能环保支出) on the right of two sides.

    A table that goes on from another page may begin with it, and end with it on the page before. In the first column it may be a heading.
    """
    if not filled or filled[0] is row[0] or sum(cell is not None for cell in row) < _FEWEST_COLUMNS:
        return False
    return bool(_ITEM.fullmatch(filled[0].text.strip()))


def _notes_from(rows: Sequence[Sequence[GridCell | None]], filled: Sequence[Sequence[GridCell]], first: int) -> int:
    """Where a table ends: before the first note or heading among its last rows of one cell, which further items may follow."""
    last = end = len(filled)
    while last > first and len(filled[last - 1]) <= 1:
        last -= 1
        is_blank_end = not filled[last] and end == last + 1
        if is_blank_end or (filled[last] and _BEHIND.match(filled[last][0].text) and not _is_item(rows[last], filled[last])):
            end = last
    return end


def _words(text: str) -> str:
    return one_line(joined(text.split("\n")) if "\n" in text else text) if text else ""


class TranscriptWriter:
    """Gathers the lines of one file; raises InputError when they are too many."""

    def __init__(self, form: str, file: str, *, flowing: bool = False) -> None:
        """`form` is the format's Chinese name, `file` the file as the user named it.

        What flows has no pages or sheets: its tables, rows and paragraphs are counted as they come, to be found again by number.
        """
        self._form = form
        self.file = file
        self._lines: list[TranscriptLine] = []
        self._unread: list[Unread] = []
        self._characters = 0
        self._flowing = flowing
        self._counted = dict.fromkeys(FlowKind, 0)
        self._words_are = FlowKind.PARAGRAPH

    def notes(self) -> None:
        """What follows are notes to the text, counted for themselves."""
        self._words_are = FlowKind.NOTE

    def paragraph(self, text: str, level: int = 0, place: Box | SheetCell | FlowPlace | None = None) -> None:
        """A paragraph, or a heading of a level that the format marks; nothing when it has no words."""
        words = one_line(text)
        if words:
            place = place or self._counting(self._words_are)
            mark = "#" * min(level, 6) + " " if level else ""
            self._add(mark + words, (Piece(len(mark), len(mark) + len(words), place),) if place else ())
            self.gap()

    def frame(self) -> None:
        """Count a table that only frames text: for the reader's program it is one as well."""
        self._counting(FlowKind.TABLE)

    def _counting(self, kind: FlowKind) -> FlowPlace | None:
        """The next one of a kind; None where places are not counted."""
        self._counted[kind] += 1
        return FlowPlace(kind, self._counted[kind]) if self._flowing else None

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
        table = self._counting(FlowKind.TABLE)
        places = [table and replace(table, row=number) for number in range(1, len(rows) + 1)]
        starts = [0, *(at for at, row in enumerate(rows) if at and _is_title(row)), len(rows)]
        for first, last in pairwise(starts):
            self._one_table(rows[first:last], places[first:last])

    def _one_table(self, rows: Sequence[Sequence[GridCell | None]], places: Sequence[FlowPlace | None]) -> None:
        width = max((len(row) for row in rows), default=0)
        begun = [at for at in range(width) if any(at < len(row) and row[at] is not None for row in rows)]
        filled = [[cell for cell in row if cell is not None and cell.text.strip()] for row in rows]
        first = 0
        while first < len(rows) and len(filled[first]) <= 1 and not _is_item(rows[first], filled[first]):
            first += 1
        last = _notes_from(rows, filled, first)
        self._alone(filled[:first], places)
        for row, place in zip(rows[first:last], places[first:last], strict=True):
            self._row([row[at] if at < len(row) else None for at in begun], place)
        self.gap()
        self._alone(filled[last:], places[last:])

    def _alone(self, filled: Iterable[Sequence[GridCell]], places: Iterable[FlowPlace | None]) -> None:
        for row, place in zip(filled, places, strict=False):
            for cell in row:
                for part in cell.text.split("\n"):
                    self.paragraph(part, place=cell.place or place)

    def _row(self, cells: Sequence[GridCell | None], place: FlowPlace | None) -> None:
        pieces: list[Piece] = []
        texts: list[str] = []
        start = 0
        for cell in cells:
            words = _words(cell.text) if cell is not None else ""
            if words and cell is not None and cell.place is not None:
                pieces.append(Piece(start, start + len(words), cell.place))
            texts.append(words)
            start += len(words) + 1
        line = "\t".join(texts)
        self._add(line, (Piece(0, len(line), place),) if place and line.strip() else tuple(pieces))

    def _add(self, text: str, pieces: tuple[Piece, ...]) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise InputError(self.file, f"文件里的文字超过 {MAX_CHARACTERS // 1048576} 百万字的上限", "请确认文件正确，或拆分后再检查。")
        self._lines.append(TranscriptLine(text, pieces))

    def unread(self, why: str) -> None:
        """Note a part that cannot be read, at this place."""
        self._unread.append(Unread(len(self._lines) + 1, why))  # at the end of the file: `done` moves it to the last line

    def done(self, pages: Sequence[Page] = ()) -> Transcript:
        """The transcript written so far."""
        unread = (Unread(min(part.line, max(1, len(self._lines))), part.why) for part in self._unread)
        return Transcript(self._form, tuple(self._lines), tuple(pages), tuple(unread))
