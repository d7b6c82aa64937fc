"""A publication as text: the form that `reading` understands directly, and that people paste into a web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.pieces import Chart, Contents, Form, Heading, PageBreak, Paragraph, StatementTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.compiling.pieces import Piece, Publication, Row, Table


def to_text(publication: Publication) -> str:
    """The whole document; one line for a paragraph or a row, cells parted by tabs, an empty line between pieces."""
    parts = [
        "\n".join(publication.cover),
        *("\n".join(lines) for piece in publication.pieces if (lines := list(_lines(piece, publication)))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _lines(piece: Piece, publication: Publication) -> Iterator[str]:
    match piece:
        case Heading(level, text):
            yield f"{'#' * level} {text}"
        case Paragraph(text):
            yield text
        case StatementTable():
            yield from _statement(piece)
        case Form(title, table):
            yield from ([title, ""] if title else [])
            yield from table_lines(table)
        case Chart(title):
            yield title
        case Contents(depth):
            yield "目录"
            yield ""
            yield from (one.text for one in publication.entries(depth))
        case PageBreak():
            return


def _statement(piece: StatementTable) -> Iterator[str]:
    yield piece.title
    yield ""
    yield from (line for line in (piece.number, piece.left, piece.right) if line)
    yield ""
    yield from table_lines(piece.table)
    if piece.notes:
        yield ""
        yield from piece.notes


def table_lines(table: Table) -> Iterator[str]:
    """The rows of a table, merged cells being followed by empty ones."""
    for row in spread(table.header, table.columns) + spread(table.body, table.columns):
        yield "\t".join(row)


def spread(rows: tuple[Row, ...], columns: int) -> list[list[str]]:
    """The words of rows on a full grid (rows × columns): what a merged cell covers is empty but for its first place."""
    grid = [[""] * columns for _ in rows]
    taken = [[False] * columns for _ in rows]
    for at, row in enumerate(rows):
        place = 0
        for cell in row:
            while place < columns and taken[at][place]:
                place += 1
            grid[at][place] = cell.text.replace("\t", " ").replace("\n", " ")
            for down in range(at, min(at + cell.rows, len(rows))):
                taken[down][place : place + cell.columns] = [True] * cell.columns
            place += cell.columns
    return grid
