"""What every reader hands on: folded lines, blocks and grids. All later reading works on these, whatever the file format was."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING

from baozhang.facts.record import record

if TYPE_CHECKING:
    from collections.abc import Container


@record(frozen=True, slots=True)
class Line:
    """One line of the input. `source` is as decoded; `text` is folded (see `text.fold`), blanks kept, ends trimmed."""

    number: int
    source: str
    text: str


@record(frozen=True, slots=True)
class GridRow:
    """One row of a raw table: folded, trimmed cells in printed order, blanks inside cells kept.

    `after_break` is True on the first row behind a page break (a blank line or an empty repeated header). A `mended` row was printed as
    two.
    """

    line: int
    cells: tuple[str, ...]
    after_break: bool = False
    mended: bool = False

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)

    def emptied(self, places: Container[int]) -> GridRow:
        """The row with nothing in some of its cells."""
        cells = tuple("" if at in places else cell for at, cell in enumerate(self.cells))
        return GridRow(self.line, cells, self.after_break, self.mended)


@record(frozen=True, slots=True)
class Block:
    """A heading, paragraph, caption, note, contents entry, cover line or table, in reading order.

    `text` of prose is *compact*: folded, joined over page breaks, without blanks between Chinese characters and figures
    (so patterns need not allow for blanks). `offsets` maps positions in `text` to lines: pairs (offset, line), ascending.
    A table has `rows` (a page break does not end a table) and an empty `text`.
    """

    index: int
    kind: str
    level: int
    text: str
    line_from: int
    line_to: int
    offsets: tuple[tuple[int, int], ...] = ()
    rows: tuple[GridRow, ...] = field(default=())
    part: str = ""
    section: str = ""
    page: int | None = None

    def line_at(self, offset: int) -> int:
        """The input line that holds position `offset` of `text`."""
        at = bisect_right(self.offsets, (offset, 1 << 60)) - 1
        return self.offsets[at][1] if at >= 0 else self.line_from

    def placed(self, index: int, part: str, section: str) -> Block:
        """The block at its place in the document (spelled out: `dataclasses.replace` is the slowest call of a whole reading)."""
        return Block(
            index, self.kind, self.level, self.text, self.line_from, self.line_to, self.offsets, self.rows, part, section, self.page
        )
