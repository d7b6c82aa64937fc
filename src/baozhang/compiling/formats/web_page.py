"""A publication as one web page: semantic HTML with its style inside, for telephones and printers; nothing is loaded from elsewhere."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Final

from baozhang.compiling.formats.density import is_wide
from baozhang.compiling.formats.typesetting import chart_picture
from baozhang.compiling.pieces import Chart, Contents, Form, Heading, PageBreak, Paragraph, StatementTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.compiling.pieces import Cell, Piece, Publication, Row, Table
    from baozhang.taxonomy.layouts import Layout

_DEEPEST: Final = 4
"""The deepest level of headings."""


def to_html(publication: Publication, layout: Layout) -> str:
    """The whole document as HTML5; headings have anchors, tables have header scopes, charts are drawn inline as SVG."""
    style = (resources.files("baozhang.compiling") / "data" / "page.css").read_text(encoding="utf-8")
    writer = _Writer(publication, layout)
    body = "\n".join(line for piece in publication.pieces for line in writer.lines(piece))
    cover = "".join(f"<h1>{escape(line)}</h1>" for line in publication.cover)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(publication.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<header class="cover">{cover}</header>\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


class _Writer:
    """Turns pieces into lines of HTML; anchors are numbered in reading order."""

    def __init__(self, publication: Publication, layout: Layout) -> None:
        self._layout = layout
        self._anchors = {id(one.piece): f"h{n}" for n, one in enumerate(publication.entries(_DEEPEST))}
        self._publication = publication

    def lines(self, piece: Piece) -> Iterator[str]:
        """The HTML of one piece."""
        match piece:
            case Heading(level, text):
                yield f'<h{level + 1} id="{self._anchors[id(piece)]}">{escape(text)}</h{level + 1}>'
            case Paragraph(text):
                yield f"<p>{escape(text)}</p>"
            case Contents(depth):
                yield from self._contents(depth)
            case StatementTable():
                yield from _statement(piece, self._anchors[id(piece)])
            case Form(title, table):
                yield '<section class="form">'
                yield from ([f'<p class="title">{escape(title)}</p>'] if title else [])
                yield from _table(table)
                yield "</section>"
            case Chart():
                yield from self._chart(piece)
            case PageBreak():
                yield '<div class="page"></div>'

    def _contents(self, depth: int) -> Iterator[str]:
        yield '<nav aria-label="目录"><h2>目录</h2><ol>'
        for one in self._publication.entries(depth):
            yield f'<li class="level{one.level}"><a href="#{self._anchors[id(one.piece)]}">{escape(one.text)}</a></li>'
        yield "</ol></nav>"

    def _chart(self, piece: Chart) -> Iterator[str]:
        picture = chart_picture(piece, self._layout, "svg").decode()
        yield f'<figure role="img" aria-label="{escape(piece.title)}">{picture[picture.index("<svg") :]}</figure>'


def _statement(piece: StatementTable, anchor: str) -> Iterator[str]:
    yield f'<section class="statement{" wide" if is_wide(piece.table) else ""}" id="{anchor}">'
    yield f'<p class="title">{escape(piece.title)}</p>'
    if piece.number:
        yield f'<p class="number">{escape(piece.number)}</p>'
    yield "".join(f'<p class="{side}">{escape(text)}</p>' for side, text in (("left", piece.left), ("right", piece.right)) if text)
    yield from _table(piece.table)
    yield from (f'<p class="note">{escape(note)}</p>' for note in piece.notes)
    yield "</section>"


def _table(table: Table) -> Iterator[str]:
    whole = sum(table.widths)
    yield (
        '<div class="scroll"><table><colgroup>' + "".join(f'<col style="width:{100 * w // whole}%">' for w in table.widths) + "</colgroup>"
    )
    yield "<thead>" + "".join(_row(row, "th") for row in table.header) + "</thead>"
    yield "<tbody>" + "\n".join(_row(row, "td") for row in table.body) + "</tbody></table></div>"


def _row(row: Row, tag: str) -> str:
    return "<tr>" + "".join(_cell(cell, tag) for cell in row) + "</tr>"


def _cell(cell: Cell, tag: str) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope}{spans} class="{cell.align.value}">{escape(cell.text)}</{tag}>'
