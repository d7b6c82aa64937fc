"""The places of a transcript as rows of the hub, so that a record finds the page and box it was read from by its line and cell."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from baozhang.facts.records import PlaceRow
from baozhang.reading.formats.transcript import Box, SheetCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.transcript import Transcript


def places_of(transcript: Transcript, document_id: str) -> tuple[PlaceRow, ...]:
    """One row for every piece of every line, in reading order; none for a text file."""
    return tuple(_rows(transcript, document_id)) if any(map(attrgetter("pieces"), transcript.lines)) else ()


def _rows(transcript: Transcript, document_id: str) -> Iterator[PlaceRow]:
    for number, line in enumerate(transcript.lines, start=1):
        for piece in line.pieces:
            place, cell = piece.place, line.text.count("\t", 0, piece.start)
            if isinstance(place, Box):
                box = (round(100 * place.left), round(100 * place.top), round(100 * place.right), round(100 * place.bottom))
                yield PlaceRow(document_id, number, cell, piece.start, piece.end, place.page, *box, "", "")
            else:
                sheet, name = (place.sheet, place.cell) if isinstance(place, SheetCell) else ("", place.address)
                yield PlaceRow(document_id, number, cell, piece.start, piece.end, None, None, None, None, None, sheet, name)
