"""Which lines of a page are a table without lines, and the table they make.

Only strong evidence makes one: prose with a few figures in it, an address list, or a contents page must stay text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.paged.geometry import Area
from baozhang.reading.formats.paged.names import names_something
from baozhang.reading.formats.paged.printed import joined, printed_lines
from baozhang.reading.formats.paged.tables import EMPTY, Cell, CellPart, Table, TableRow
from baozhang.reading.formats.paged.unruled.captions import is_caption_line
from baozhang.reading.formats.paged.unruled.columns import TOTALS, Columns, Edges, columns_of
from baozhang.reading.formats.paged.unruled.forms import FormColumns, form_of
from baozhang.reading.formats.paged.unruled.fragments import CutLine, cut
from baozhang.reading.formats.paged.unruled.header import Header, HeaderRow, Placed, header_of
from baozhang.reading.formats.paged.unruled.leaves import Ambiguous
from baozhang.reading.formats.paged.unruled.regions import form_regions
from baozhang.reading.formats.paged.unruled.rows import Body, rows_of
from baozhang.reading.furniture import MARKED_PAGE_NUMBER
from baozhang.reading.paragraphs import NOTE, starts_item
from baozhang.reading.text import compact, fold, unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.geometry import Frame, Glyph, Ruling
    from baozhang.reading.formats.paged.lattice import Lattice
    from baozhang.reading.formats.paged.printed import PrintedLine

_PITCH: Final = 4.0
"""Widest distance of two rows, in type sizes."""
_HEADER_PITCH: Final = 3.5
_MOST_BETWEEN: Final = 40
"""Most lines without a figure between two with figures of one table, which may leave its zeros blank."""
_LONGEST_TAIL: Final = 40
"""Most lines behind the last figures that may belong to the table."""
_WIDE: Final = 0.55
"""Words alone in their line that are wider than this part of the page are prose."""
_MOST_HEADER: Final = 10
"""Most lines of a header."""
_LEAST_ROWS: Final = 4
"""Fewest rows with figures of a table that nothing announces."""
_LEAST_COLUMNS: Final = 2
"""Fewest columns of figures of such a table."""
_LEAST_FIGURES: Final = 3
"""Fewest figures that make a column there; blank cells are usual, so that only one column need be nearly full."""
_FULL: Final = 0.6
_BLANK: Final = 0.75
"""Gaps narrower than this, in type sizes, may be blanks."""
_ABOVE: Final = 4
"""Lines above a header among which a caption is looked for."""
_TRIES: Final = 3
"""Lines that are tried as the first with figures of a table."""
_OVER: Final = 0.5
"""Part of the width of a table that a ruling line between two rows covers."""
_ROOM: Final = 1.2
_FEW_ROWS: Final = 4
"""Most rows between the lines of a table that is only framed: its header, its body, its total."""
_LEAST_FRAMED: Final = 3
"""Fewest lines with figures of such a table."""
_MARGIN: Final = 0.12
"""Part of the height of a page in which running titles stand."""


def unruled_tables(
    lines: Sequence[PrintedLine], frame: Frame, before: Columns | None = None, level: Sequence[Ruling] = (), *, announced: bool = False
) -> list[Table | PrintedLine]:
    """The lines of a page outside its ruled tables, with those that make a table without lines put together.

    `before`: the columns of a table without lines that ended the page before and may go on here. `level`: level ruling lines outside
    ruled tables. `announced`: whether a caption ended the page before.
    """
    return _items([cut(line) for line in lines], _Setting(frame, before, level, announced))


def framed_table(lattice: Lattice, glyphs: Sequence[Glyph], frame: Frame, level: Sequence[Ruling]) -> list[Table | PrintedLine]:
    """What a table holds that is only framed: lines around it and between its columns, but none between its rows; empty for any other."""
    if len(lattice.ys) - 1 > _FEW_ROWS:
        return []
    lines = [cut(line) for line in printed_lines(glyphs)]
    counted = [line.line.base for line in lines if line.counted]
    bands = pairwise(lattice.ys)
    if len(counted) < _LEAST_FRAMED or max(sum(top < base < foot for base in counted) for top, foot in bands) < _FULL * len(counted):
        return []
    separators = lattice.xs if len(lattice.xs) > 2 else ()
    items = _items(lines, _Setting(frame, None, level, announced=True, separators=separators))
    return items if any(isinstance(item, Table) for item in items) else []


def is_caption(line: PrintedLine) -> bool:
    """Whether a line is what stands above a table: its title, its number, its unit of money."""
    return is_caption_line(cut(line))


_Made = tuple[Table, int, int]
"""A table, its first line, the line behind it."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What stands around some lines: see `unruled_tables`. `separators`: upright ruling lines between columns."""

    frame: Frame
    before: Columns | None
    level: Sequence[Ruling]
    announced: bool
    separators: Sequence[float] = ()


def _items(lines: Sequence[CutLine], setting: _Setting) -> list[Table | PrintedLine]:
    """The forms among some lines, and the tables and lines between them, in order."""
    found: list[Table | PrintedLine] = []
    at = 0
    for region in form_regions(lines, setting.frame, goes_on=isinstance(setting.before, FormColumns)):
        found.extend(_Page(lines[at : region.start], setting if at == 0 else replace(setting, before=None, announced=False)).items())
        ruled = ruled_above([one.line for one in lines[region.start : region.end]], setting.level)
        form = form_of(lines, region, setting.before if at == 0 else None, ruled)
        if form:
            table = _table_of(form.rows, None if region.ended else form.columns, setting.frame)
            found.append(replace(table, inferred=True, sure=form.sure))
        else:
            found.extend(_untold(lines[region.start : region.end], setting.frame, headed=region.header >= 0))
        at = region.end
    return [*found, *_Page(lines[at:], setting if at == 0 else replace(setting, before=None, announced=False)).items()]


def _untold(lines: Sequence[CutLine], frame: Frame, *, headed: bool) -> list[Table | PrintedLine]:
    """The lines of a form whose cells cannot be told: a row of every line; without its header the lines, behind a mark that it goes on."""
    rows: list[HeaderRow] = [{at: [Placed(line, one)] for at, one in enumerate(line.fragments)} for line in lines]
    table = replace(_table_of(rows, None, frame), inferred=True, sure=False)
    return [table] if headed else [replace(table, rows=()), *(line.line for line in lines)]


def ruled_above(lines: Sequence[PrintedLine], level: Sequence[Ruling]) -> frozenset[int]:
    """The lines that have a level ruling line between them and the line above."""
    if not level or not lines:
        return frozenset()
    left, right = min(one.area.left for one in lines), max(one.area.right for one in lines)
    wide = [one.at for one in level if min(right, one.end) - max(left, one.start) > _OVER * (right - left)]
    return frozenset(
        at
        for at in range(1, len(lines))
        if any(lines[at - 1].base - lines[at - 1].size / 2 < place < lines[at].base - lines[at].size / 3 for place in wide)
    )


class _Page:
    def __init__(self, lines: Sequence[CutLine], setting: _Setting) -> None:
        self.lines = lines
        self.frame, self.before, self.level = setting.frame, setting.before, setting.level
        self.announced, self.separators = setting.announced, setting.separators

    def items(self) -> list[Table | PrintedLine]:
        """Tables and lines in order."""
        found: list[Table | PrintedLine] = []
        free = at = 0
        while at < len(self.lines):
            last = self._last(at) if self._begins(at) else at
            made = self._made(free, at, last)
            if made:
                table, start, end = made
                found.extend(one.line for one in self.lines[free:start])
                found.append(replace(table, inferred=True))
                free = at = end
            else:
                at = last + 1
        return [*found, *(one.line for one in self.lines[free:])]

    def _begins(self, at: int) -> bool:
        return self.lines[at].counted and not self._stops(self.lines[at])

    def _stops(self, line: CutLine) -> bool:
        """Whether a line stands outside any table: a note, a caption, a title, a page number, or prose."""
        text = fold(line.line.text)
        if NOTE.match(compact(text)) or text.endswith("。") or MARKED_PAGE_NUMBER.fullmatch(text):
            return True
        area = line.line.area
        gaps = [other.left - one.right for one, other in pairwise(line.fragments)]
        running = max(gaps, default=0) < _BLANK * line.line.size  # words with blanks between them, as prose has around its figures
        return is_caption_line(line) or (running and area.right - area.left > _WIDE * self.frame.read_size[0])

    def _starts(self, at: int, last: int) -> list[int]:
        return [first for first in range(at, last + 1) if self._begins(first)][:_TRIES]

    def _near(self, upper: int, lower: int, most: float) -> bool:
        one, other = self.lines[upper].line, self.lines[lower].line
        return other.base - one.base <= most * max(one.size, other.size)

    def _last(self, first: int) -> int:
        """The last line with figures of the run that begins with one."""
        last = first
        for at in range(first + 1, len(self.lines)):
            if self._stops(self.lines[at]) or not self._near(at - 1, at, _PITCH) or at - last > _MOST_BETWEEN:
                break
            if self.lines[at].counted:
                last = at
        return last

    def _tail(self, last: int) -> int:
        """The end of the lines behind the last figures that may be wrapped from their row."""
        end = last + 1
        while (
            end < len(self.lines)
            and end - last <= _LONGEST_TAIL
            and not self._stops(self.lines[end])
            and not self.lines[end].counted
            and self._near(end - 1, end, 2)
        ):
            end += 1
        return end

    def _head(self, first: int, free: int) -> int:
        """The first line above the figures that may belong to the table."""
        head = first
        while (
            head > max(free, first - _MOST_HEADER) and not self._stops(self.lines[head - 1]) and self._near(head - 1, head, _HEADER_PITCH)
        ):
            head -= 1
        while head < first and len(self.lines[head].fragments) == 1 and not self._is_header_word(head):
            head += 1
        return head

    def _is_header_word(self, at: int) -> bool:
        """Whether words alone in their line may be those over several columns, or wrapped from a header cell."""
        words = compact(fold(self.lines[at].line.text))
        return len(words) <= _LONGEST_HEADER and not starts_item(words) and self._near(at, at + 1, 2.2)

    def _made(self, free: int, at: int, last: int) -> _Made | None:
        """The table of a run with figures, or of a header alone; None where there is none, or its header is ambiguous."""
        try:
            if self._begins(at):
                return next((one for first in self._starts(at, last) if (one := self._table(free, first, last))), None)
            return self._header_alone(at)
        except Ambiguous:
            return None

    def _table(self, free: int, first: int, last: int) -> _Made | None:
        """The table of some lines with figures and of what belongs to them: the table, its first line, the line behind it."""
        if any(one.overprinted for one in self.lines[first : last + 1]):
            return None
        size = median(one.line.size for one in self.lines[first : last + 1])
        rows = [one.fragments for one in self.lines[first : last + 1]]
        top = self._top(first, free) if self.before else -1
        columns = columns_of(rows, size, self.before) if top >= 0 else None
        goes_on = columns is not None
        if not goes_on:
            columns = columns_of(rows, size, separators=self.separators)
        head, tail = top if goes_on else self._head(first, free), self._tail(last)
        if top >= 0 and not goes_on and head == first:
            return None  # without a header of its own it would be taken for more of a table whose columns it does not have
        if columns is None or len(columns.edges) < 2 or not columns.figures:
            return None
        if top >= 0 and not goes_on and self.before and not self.before.figures:
            return None  # its header was cut in two by the page break
        if not goes_on and not self._is_table(columns, (head, first, last)):
            return None
        body_start = self._lead(columns, head, first)
        header = header_of(self.lines[head:body_start], columns, size)
        body = Body(
            tuple(self.lines[body_start:tail]), header.columns, ruled_above([one.line for one in self.lines[body_start:tail]], self.level)
        )
        groups = _within(rows_of(body), body, 0 if goes_on else first - body_start, last - body_start)
        if skipped := groups[0][0]:
            header = header_of(self.lines[head : body_start + skipped], columns, size)
        table = _made(header, body, groups, self.frame)
        return table, head, body_start + groups[-1][-1] + 1

    def _header_alone(self, first: int) -> _Made | None:
        """The table of a header right below a caption with no figures below it: an empty one, or one that begins on the next page."""
        announced = is_caption_line(self.lines[first - 1]) if first else self.announced
        if not announced or len(self.lines[first].fragments) < 2 or self._stops(self.lines[first]):
            return None
        end = first + 1
        while end < len(self.lines) and not self._stops(self.lines[end]) and self._near(end - 1, end, _HEADER_PITCH):
            end += 1
        totals = [at for at in range(first, end) if _is_total(self.lines[at])]
        body = totals[0] if totals else end
        lines = self.lines[first:body]
        words = [one for line in lines for one in line.fragments]
        if not lines or body + len(totals) < end or any(line.counted for line in lines):
            return None
        if any(len(one.text) > _LONGEST_HEADER for one in words) or len(lines) > _MOST_HEADER:
            return None
        widest = max(lines, key=lambda line: len(line.fragments)).fragments
        if len(widest) < _LEAST_HEADER:
            return None
        columns = Columns(tuple((one.left, one.right) for one in widest), frozenset(), frozenset())
        header = header_of(lines, columns, lines[0].line.size)
        below = Body(tuple(self.lines[body:end]), header.columns)
        return _made(header, below, [[at] for at in range(end - body)], self.frame), first, end

    def _top(self, first: int, free: int) -> int:
        """The first line of a table that goes on here from the page before, nothing but running titles above it; else -1."""
        top = first
        while top > free and not self._stops(self.lines[top - 1]) and self._near(top - 1, top, _PITCH):
            top -= 1
        _, height = self.frame.read_size
        return top if free == 0 and all(one.line.base < _MARGIN * height for one in self.lines[:top]) else -1

    def _lead(self, columns: Columns, head: int, first: int) -> int:
        """The first of the lines above the figures that may be wrapped words of the first row: words in one column of words each."""
        lead = first
        while lead > head:
            over = [columns.over(one) for one in self.lines[lead - 1].fragments]
            if any(len(places) != 1 or places[0] in columns.figures for places in over):
                break
            lead -= 1
        return lead

    def _is_table(self, columns: Columns, lines: tuple[int, int, int]) -> bool:
        """Whether there is enough evidence: a caption, or many figures under each other."""
        head, first, last = lines
        counted = [one for one in self.lines[first : last + 1] if one.counted]
        above = self.lines[max(0, head - _ABOVE) : head]
        announced = any(is_caption_line(one) for one in above) or (self.announced and len(above) < 2)
        amounts = any(one.amount for line in counted for one in line.fragments)
        headed = any(len(one.fragments) > 1 for one in self.lines[head:first])
        if announced and headed and (amounts or len(columns.figures) > 1):
            return True
        if len(counted) < _LEAST_ROWS:
            return False
        held = dict.fromkeys(columns.figures, 0)
        for line in counted:
            for one in line.fragments:
                if (at := columns.of(one)) in held:
                    held[at] += one.figure
        large = [count for count in held.values() if count >= _LEAST_FIGURES]
        return len(large) >= _LEAST_COLUMNS and max(large) >= _FULL * len(counted)


_FAR: Final = 1e9
_LONGEST_HEADER: Final = 16
_LEAST_HEADER: Final = 3
"""Fewest words side by side that are a header without figures below it."""


def _within(groups: Sequence[list[int]], body: Body, first: int, last: int) -> list[list[int]]:
    """The rows from the first with figures to the last, and the rows of words behind it that are plainly of the table."""
    kept = [group for group in groups if group[-1] >= first]
    end = next((at for at, group in enumerate(kept) if group[0] > last and not _is_row_of_words(body, group)), len(kept))
    return kept[:end]


def _is_row_of_words(body: Body, group: Sequence[int]) -> bool:
    """Whether lines without figures are a row: words in several columns, a total, or a known item."""
    text = ""
    for at in group:
        text = joined(text, body.lines[at].line.text)
    several = len({column for at in group for column in body.cells(at)}) > 1
    return several or _is_total(body.lines[group[0]]) or names_something(compact(fold(text)))


def _is_total(line: CutLine) -> bool:
    return unspaced(line.line.text) in TOTALS


def _made(header: Header, body: Body, groups: Sequence[list[int]], frame: Frame) -> Table:
    """The table of a header and the rows below it."""
    rows = list(header.rows)
    for group in groups:
        cells: HeaderRow = {}
        for at in group:
            for one in body.lines[at].fragments:
                cells.setdefault(header.columns.of(one), []).append(Placed(body.lines[at], one))
        rows.append(cells)
    return _table_of(rows, header.columns, frame)


def _table_of(rows: Sequence[HeaderRow], columns: Columns | None, frame: Frame) -> Table:
    """The table of some rows; `columns`, where it may go on on the next page."""
    lines = [one.line.line for row in rows for words in row.values() for one in words]
    area = Area(
        min(line.area.left for line in lines),
        min(line.area.top for line in lines),
        max(line.area.right for line in lines),
        max(line.area.bottom for line in lines),
    )
    width = max(max(row) for row in rows) + 1
    edges = columns.edges if columns else ()
    wide = (*edges, *((_FAR, _FAR),) * (width - len(edges)))
    return Table(area, tuple(_row(row, wide, frame) for row in rows), columns=columns)


def _row(cells: HeaderRow, edges: Edges, frame: Frame) -> TableRow:
    return TableRow(tuple(_cell(cells[at], edge, frame) if at in cells else EMPTY for at, edge in enumerate(edges)))


def _cell(words: Sequence[Placed], edge: tuple[float, float], frame: Frame) -> Cell:
    text = ""
    parts: list[CellPart] = []
    base = words[0].base
    for one in words:
        fragment, line = one.fragment, one.line.line
        beside = bool(text) and one.base == base
        text = f"{text} {fragment.text}" if beside else joined(text, fragment.text)
        base = one.base
        box = frame.box(Area(fragment.left, line.area.top, fragment.right, line.area.bottom))
        parts.append(CellPart(len(text) - len(fragment.text), len(text), box))
    last = words[-1]
    return Cell(text, tuple(parts), edge[1] - last.fragment.right < _ROOM * last.line.line.size)
