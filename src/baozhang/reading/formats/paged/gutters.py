"""Tables without lines: rows of figures that stand in columns, parted by gutters of white."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.geometry import Frame
    from baozhang.reading.formats.paged.printed import PrintedLine
    from baozhang.reading.formats.paged.tables import Table


def open_tables(lines: Sequence[PrintedLine], frame: Frame) -> list[Table | PrintedLine]:
    """The lines with those that make a table without lines put together."""
    del frame
    return list(lines)
