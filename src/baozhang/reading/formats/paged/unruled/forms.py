"""Performance forms without lines: few figures, wrapped words in every column, labels beside several rows.

A form is known by the header of its indicators. Its columns are those of the header and of what stands below it; the blocks above
(the project, the money, the goals) are rows of the same table with fewer, wider cells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.reading.formats.paged.names import is_part_of_label, labels_form, names_indicators, role_in_form
from baozhang.reading.formats.paged.unruled.columns import Columns, Edges, united
from baozhang.reading.formats.paged.unruled.header import Placed
from baozhang.reading.formats.paged.unruled.labels import (
    Extent,
    Stretch,
    labels_of,
    lone_labels,
    merged_over,
    rows_beside,
    shared_out,
)
from baozhang.reading.formats.paged.unruled.regions import words_of
from baozhang.reading.formats.paged.unruled.wrapping import FOOT_OF_FORM, Level, Lines, parted
from baozhang.reading.text import compact, fold, unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.reading.formats.paged.unruled.fragments import CutLine, Fragment
    from baozhang.reading.formats.paged.unruled.regions import Region

_LEVELS: Final = frozenset({"level1", "level2"})
_FILLED: Final = frozenset({"name", "target", "weight"})
"""What every row of indicators has."""
_MOSTLY: Final = 0.6
"""Part of the lines with figures that must have one in a column that rows fill."""
_FLUSH: Final = 1.5

FormRow = dict[int, list[Placed]]
"""Column to the fragments of its cell."""


@dataclass(frozen=True, slots=True)
class FormColumns(Columns):
    """The columns of a form: how many of labels (levels) stand before the names of the indicators, which ones every row fills."""

    labels: int = 0
    levels: tuple[int, ...] = ()
    """The columns of the first and the second level."""
    filled: frozenset[int] = frozenset()
    flush: int = 0
    """Whether what stands in a column begins (-1) or ends (1) with it."""

    def place(self, one: Fragment) -> int:
        """The column of a fragment, in the white between two as well."""
        if self.over(one) or not self.flush:
            return self.of(one)
        if self.flush < 0:
            return max((at for at, (left, _) in enumerate(self.edges) if left <= one.left), default=0)
        return min((at for at, (_, right) in enumerate(self.edges) if right >= one.right), default=len(self.edges) - 1)

    def beside(self, one: Fragment) -> int:
        """The column that a fragment in the white belongs to: the one at the side where columns are flush, or much the nearer; else -1."""
        if self.flush:
            return self.place(one)
        apart = sorted((max(left - one.right, one.left - right), at) for at, (left, right) in enumerate(self.edges))
        near, other = apart[0], apart[1] if len(apart) > 1 else (_FAR, -1)
        return near[1] if _NEARER * near[0] < other[0] else -1


_NEARER: Final = 3.0
_FAR: Final = 1e9


class Form(NamedTuple):
    """The rows of a form, and its columns; `sure` where its rows and their levels can be told in one way only."""

    columns: FormColumns
    rows: list[FormRow]
    sure: bool


def form_of(lines: Sequence[CutLine], region: Region, before: Columns | None, ruled: frozenset[int]) -> Form | None:
    """The form that the lines of a region make; None where its columns or its rows cannot be told.

    `before`: the columns of the form that ended the page before. `ruled`: the lines, counted from the first of the region, that have a
    level ruling line above them.
    """
    inside = lines[region.start : region.end]
    size = median(one.line.size for one in inside)
    header = region.header - region.start if region.header >= 0 else -1
    columns = _columns(inside, header, size, before)
    return _Form(inside, header, size, columns, ruled).made() if columns else None


def _columns(lines: Sequence[CutLine], header: int, size: float, before: Columns | None) -> FormColumns | None:
    if header < 0 and isinstance(before, FormColumns):
        edges = _continued(lines, before)
        return replace(before, edges=edges) if edges else None
    if header < 0:
        edges = max((_edges(some, size) for some in _without_header(lines)), key=len)
        return FormColumns(edges, frozenset(), frozenset(), labels=1) if len(edges) > 1 else None
    first = next(at for at in range(header, -1, -1) if at == 0 or names_indicators(_column_words(lines[at : header + 1], size)))
    below = lines[first:]
    heads = _edges(lines[first : header + 1], size)
    edges = _edges(below, size)
    if len(edges) < len(heads):
        edges = united([(one.left, one.right) for line in below for one in line.fragments if _over(heads, one) < 2], size)
    flush = _flush(heads, edges)
    edges = _headed(heads, edges, below, flush) if flush else _centred(heads, edges, lines[header + 1 :])
    roles = [role_in_form(_column_text(lines[first : header + 1], edge)) for edge in edges]
    if "name" not in roles or len(edges) < len(heads):
        return None
    body = lines[header + 1 :]
    levels = tuple(at for at, role in enumerate(roles[: roles.index("name")]) if role in _LEVELS)
    filled = frozenset(at for at, role in enumerate(roles) if role in _FILLED and _fills(body, edges[at]))
    figures = frozenset(at for at, role in enumerate(roles) if role in {"weight", "score"})
    return FormColumns(edges, figures, frozenset(), labels=roles.index("name"), levels=levels, filled=filled, flush=flush)


def _continued(lines: Sequence[CutLine], before: FormColumns) -> Edges:
    """The columns of the page before with what stands in them on this one; empty where that cannot be told."""
    edges = list(before.edges)
    for one in (one for line in lines for one in line.fragments):
        over = before.over(one)
        if len(over) > 1:
            continue  # what is merged over several columns, as the label of the total
        at = over[0] if over else before.beside(one)
        if at < 0:
            return ()
        edges[at] = min(one.left, edges[at][0]), max(one.right, edges[at][1])
    return tuple(edges) if all(one[1] <= other[0] for one, other in pairwise(edges)) else ()


def _flush(heads: Edges, edges: Edges) -> int:
    """Whether the words of the header begin where their columns begin (-1), or end where they end (1)."""
    over = [(head, edge) for head in heads for edge in edges if head[0] < edge[1] and edge[0] < head[1]]
    begin = sum(abs(head[0] - edge[0]) < _FLUSH for head, edge in over)
    end = sum(abs(head[1] - edge[1]) < _FLUSH for head, edge in over)
    most = max(begin, end)
    if begin == end or most < _MOSTLY * len(heads):
        return 0
    return -1 if begin == most else 1


def _headed(heads: Edges, edges: Edges, lines: Sequence[CutLine], flush: int) -> Edges:
    """The columns, each with what stands beside its header word in the white: figures at the other side of their cells."""
    whole = list(edges)
    at = 0
    while at < len(whole):
        own = any(head[0] < whole[at][1] and whole[at][0] < head[1] for head in heads)
        other = at + flush
        if own or not 0 <= other < len(whole) or _share_a_line(whole[at], whole[other], lines):
            at += 1
            continue
        first = min(at, other)
        whole[first : first + 2] = [(whole[first][0], whole[first + 1][1])]
        at = first
    return tuple(whole)


def _centred(heads: Edges, edges: Edges, body: Sequence[CutLine]) -> Edges:
    """The columns, each with the words of its header that stand beside it in the middle of a wide cell."""
    rows = [line for line in body if not any(labels_form(label, unspaced(line.fragments[0].text)) for label in FOOT_OF_FORM)]
    headed = [any(head[0] < edge[1] and edge[0] < head[1] for head in heads) for edge in edges]
    alone = [head and not any(_holds(line, edge) for line in rows) for head, edge in zip(headed, edges, strict=True)]
    whole: list[tuple[float, float]] = []
    taken = -1
    for at, edge in enumerate(edges):
        beside = [other for other in (at - 1, at + 1) if other > taken and other < len(edges) and alone[other]] if not headed[at] else []
        if len(beside) == 1:
            taken = max(at, beside[0])
            if beside[0] < at:
                whole.pop()
            whole.append((min(edge[0], edges[beside[0]][0]), max(edge[1], edges[beside[0]][1])))
        elif at > taken:
            whole.append(edge)
    return tuple(whole)


def _share_a_line(one: tuple[float, float], other: tuple[float, float], lines: Sequence[CutLine]) -> bool:
    return any(_holds(line, one) and _holds(line, other) for line in lines)


def _holds(line: CutLine, edge: tuple[float, float]) -> bool:
    return any(one.left < edge[1] and edge[0] < one.right for one in line.fragments)


def _without_header(lines: Sequence[CutLine]) -> list[list[CutLine]]:
    """The lines that may show the columns of a form whose header is on the next page: those with words side by side, or with figures."""
    several = [line for line in lines if len(line.fragments) > 1]
    return [several, [line for line in several if any(one.figure for one in line.fragments)]]


def _edges(lines: Sequence[CutLine], size: float) -> Edges:
    return united([(one.left, one.right) for line in lines for one in line.fragments], size)


def _over(edges: Edges, one: Fragment) -> int:
    return sum(one.left < right and left < one.right for left, right in edges)


def _column_text(lines: Sequence[CutLine], edge: tuple[float, float]) -> str:
    inside = [one.text for line in lines for one in line.fragments if one.left < edge[1] and edge[0] < one.right]
    return unspaced("".join(inside))


def _column_words(lines: Sequence[CutLine], size: float) -> list[str]:
    return words_of(lines[0]) if len(lines) == 1 else [_column_text(lines, edge) for edge in _edges(lines, size)]


def _fills(body: Sequence[CutLine], edge: tuple[float, float]) -> bool:
    """Whether a column has something beside most of the lines that have a figure."""
    counted = [line for line in body if sum(one.figure for one in line.fragments) and len(line.fragments) > 2]
    held = sum(_holds(line, edge) for line in counted)
    return held >= _MOSTLY * len(counted)


class _Form:
    def __init__(self, lines: Sequence[CutLine], header: int, size: float, columns: FormColumns, ruled: frozenset[int]) -> None:
        self._lines, self._header, self._size, self._columns, self._ruled = lines, header, size, columns, ruled
        stacks: dict[int, list[Placed]] = {}
        for at, line in enumerate(lines):
            for one in line.fragments:
                column = self._label_column(at, one)
                if column >= 0:
                    stacks.setdefault(column, []).append(Placed(line, one))
        self._labels = {column: _labels_in(stack, size) for column, stack in stacks.items()}
        """The labels that stand beside rows, by their columns."""
        behind = [line for line in lines[header + 1 :] if labels_form("total", unspaced(line.fragments[0].text))]
        self._foot = behind[0].fragments[0].base if behind else _FAR
        number = {id(line): at for at, line in enumerate(lines)}
        self._beside = frozenset(
            (number[id(one.line)], one.fragment.left) for listed in self._labels.values() for label in listed for one in label
        )

    def _label_column(self, at: int, one: Fragment) -> int:
        """The column of what may be a label beside several rows; -1 for what stands elsewhere.

        Below the header those are the levels of indicators; above it, what stands in the first column only.
        """
        reach = self._columns.labels if at > self._header >= 0 or self._header < 0 else min(self._columns.labels, 1)
        over = self._columns.over(one)
        if reach == 0 or (at == self._header and (over != [0] or role_in_form(compact(fold(one.text))))):
            return -1
        return over[0] if len(over) == 1 and over[0] < reach else -1

    def made(self) -> Form | None:
        """The form; None where no parting of its lines fits."""
        edges = self._columns.edges
        given = Lines(
            self._lines,
            self._size,
            self._beside,
            self._ruled,
            self._header,
            tuple(edges[at] for at in sorted(self._columns.filled)),
        )
        found = parted(given)
        if found is None:
            return None
        rows: list[FormRow] = []
        extents: list[Extent] = []
        for row in found.rows:
            words = self._steady(row)
            if words:
                rows.append(self._above(words) if row.start <= self._header else self._below(words))
                extents.append(Extent(min(one.level for one in words), max(one.level for one in words)))
        sure = self._enter_levels(rows, extents, found.levels) and found.sure
        self._enter_labels(rows, extents, found.levels[0])
        return Form(self._columns, rows, sure)

    def _enter_levels(self, rows: list[FormRow], extents: list[Extent], levels: Sequence[int]) -> bool:
        """Put the levels into the first row of those that each stands for; whether that can be told in one way only."""
        columns = [at for at in self._columns.levels if any(label[0].level < self._foot for label in self._labels.get(at, ()))]
        listed = [[label for label in self._labels[at] if label[0].level < self._foot] for at in columns]
        self._add_unfilled(rows, extents, [label for labels in listed for label in labels], levels[0])
        named = self._named(rows, extents)
        begun = self._header < 0
        stretch = Stretch(
            extents[named.start : named.stop],
            extents[named.start - 1] if named.start else None,
            extents[named.stop] if named.stop < len(extents) else None,
            levels,
            begun,
            self._stand_between(extents, levels[0]),
        )
        starts = shared_out(listed, stretch, self._size) if columns else []
        if starts:
            for column, labels, firsts in zip(columns, listed, starts, strict=True):
                for label, first in zip(labels, firsts, strict=True):
                    rows[named.start + first][column] = label
                self._labels[column] = [label for label in self._labels[column] if label[0].level >= self._foot]
        kept = [(row, extent) for row, extent in zip(rows, extents, strict=True) if row]
        rows[:], extents[:] = [row for row, _ in kept], [extent for _, extent in kept]
        return bool(starts) or (not columns and (begun or not named or not self._columns.levels))

    def _stand_between(self, extents: Sequence[Extent], level: int) -> bool:
        """Whether a label of the form is level with no row, but in the middle of some."""
        for labels in self._labels.values() if extents else ():
            lone = lone_labels(labels, extents, level, self._size)
            beside = [rows_beside(labels, extents, way, self._size) for way in (Level.MIDDLE, Level.TOP, Level.FOOT)]
            for label, rows in zip(labels, zip(*beside, strict=True), strict=True):
                if max(rows) < 0 and label not in lone and extents[0].last < label[0].level and label[-1].level < extents[-1].first:
                    return True
        return False

    def _add_unfilled(self, rows: list[FormRow], extents: list[Extent], labels: Sequence[list[Placed]], level: int) -> None:
        """Add the rows that have levels and nothing else: indicators that were not filled in."""
        named = self._named(rows, extents)
        if not named or self._columns.figures:
            return  # in a form with points every indicator is filled in
        for label in lone_labels(labels, extents[named.start :], level, self._size):
            extent = Extent(label[0].level, label[-1].level)
            if not any(
                not row and other.first <= extent.last and extent.first <= other.last for row, other in zip(rows, extents, strict=True)
            ):
                at = next((at for at, other in enumerate(extents) if sum(other) > sum(extent)), len(extents))
                rows.insert(at, {})
                extents.insert(at, extent)

    def _named(self, rows: Sequence[FormRow], extents: Sequence[Extent]) -> range:
        """The rows of indicators: those below the header with a name, and those with nothing but levels."""
        below = self._lines[self._header].line.base + self._size / 2 if self._header >= 0 else 0.0
        found = zip(rows, extents, strict=True)
        named = [
            at for at, (row, extent) in enumerate(found) if below < extent.first < self._foot and (not row or self._columns.labels in row)
        ]
        return range(named[0], named[-1] + 1) if named else range(0)

    def _steady(self, row: range) -> list[Placed]:
        """What stands in the lines of a row, without the labels beside several rows."""
        return [Placed(self._lines[at], one) for at in row for one in self._lines[at].fragments if (at, one.left) not in self._beside]

    def _below(self, words: Sequence[Placed]) -> FormRow:
        """The cells of a row below the header, by columns."""
        cells: FormRow = {}
        for one in words:
            cells.setdefault(self._columns.place(one.fragment), []).append(one)
        return cells

    def _above(self, words: Sequence[Placed]) -> FormRow:
        """The cells of a row above the header: what stands under each other, each in the first column it covers."""
        cells: FormRow = {}
        last = -1
        for left, right in united([(one.fragment.left, one.fragment.right) for one in words], self._size):
            inside = [one for one in words if left <= one.fragment.left <= right]
            last = max(self._columns.place(_spanning(inside)), last + 1)
            cells[last] = inside
        return cells

    def _enter_labels(self, rows: list[FormRow], extents: list[Extent], level: int) -> None:
        """Put every label into the first row that it stands beside."""
        below = self._lines[self._header].line.base if self._header >= 0 else 0.0
        for column, labels in sorted(self._labels.items(), reverse=True):
            listed = list(labels)
            first, end = _unlabelled([row for row, extent in zip(rows, extents, strict=True) if extent.first < self._foot])
            above = [label for label in listed if label[0].level < self._foot - self._size / 2]
            shared = merged_over(above, extents[first:end], self._size) if column == 0 else []
            if shared:
                self._enter(rows, extents, column, [(label, first + row) for label, row in zip(above, shared, strict=True)])
                listed = [label for label in listed if label not in above]
            for label in lone_labels(listed, extents, level, self._size):
                self._insert(rows, extents, column, label)
                listed.remove(label)
            first = next((at for at, extent in enumerate(extents) if column == 0 or extent.last > below + self._size / 2), len(extents))
            beside = [first + row if row >= 0 else -1 for row in rows_beside(listed, extents[first:], level, self._size)]
            self._enter(rows, extents, column, list(zip(listed, beside, strict=True)))

    def _enter(self, rows: list[FormRow], extents: list[Extent], column: int, labels: Iterable[tuple[list[Placed], int]]) -> None:
        alone: list[list[Placed]] = []
        for label, row in labels:
            middle = (label[0].level + label[-1].level) / 2
            nearest = row if row >= 0 else min(range(len(rows)), key=lambda at: abs(sum(extents[at]) / 2 - middle), default=-1)
            if nearest < 0 or column in rows[nearest]:
                alone.append(label)
            else:
                rows[nearest][column] = label
        for label in alone:
            self._insert(rows, extents, column, label)

    def _insert(self, rows: list[FormRow], extents: list[Extent], column: int, label: list[Placed]) -> None:
        """A row for a label beside which nothing stands."""
        extent = Extent(label[0].level, label[-1].level)
        at = next((at for at, other in enumerate(extents) if sum(other) > sum(extent)), len(extents))
        rows.insert(at, {column: label})
        extents.insert(at, extent)


def _unlabelled(rows: Sequence[FormRow]) -> tuple[int, int]:
    """The rows that labels in the first column may be merged over: those without a label of their own at the head and the foot."""
    first, end = 0, len(rows)
    while first < end and _is_labelled(rows[first]):
        first += 1
    while end > first and _is_labelled(rows[end - 1]):
        end -= 1
    return first, end


def _is_labelled(row: FormRow) -> bool:
    """Whether a row has its label beside its other cells, not merged over more rows."""
    words = unspaced("".join(one.fragment.text for one in row[min(row)]))
    return min(row) < _FIRST and any(labels_form(label, words) for label in _OWN)


_FIRST: Final = 2
_OWN: Final = ("project", "supervisor", "department", "unit", "total")


def _labels_in(stack: Sequence[Placed], size: float) -> list[list[Placed]]:
    """What of the words of a column are labels."""
    listed = labels_of(stack, size)
    return [label for label in listed if is_part_of_label(unspaced("".join(one.fragment.text for one in label)))]


def _spanning(words: Sequence[Placed]) -> Fragment:
    """One fragment from the left to the right edge of some."""
    first = words[0].fragment
    return first._replace(left=min(one.fragment.left for one in words), right=max(one.fragment.right for one in words))
