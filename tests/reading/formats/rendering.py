"""The same parts as files of every format, by small writers."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Final

import docx

from tests.reading.formats.drawing import typeset
from tests.reading.formats.parts import Paragraph, Table
from tests.reading.formats.workbooks.book import Sheet, xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FIGURE: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_CODE: Final = re.compile(r"0\d+|\d{3,7}")


def as_docx(parts: Sequence[Paragraph | Table]) -> bytes:
    """As a Word document with heading styles and plain tables."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, Paragraph) and part.level:
            document.add_heading(part.text, part.level)
        elif isinstance(part, Paragraph):
            document.add_paragraph(part.text)
        else:
            table = document.add_table(0, max(len(row) for row in part.rows))
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
            document.add_paragraph()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(parts: Sequence[Paragraph | Table]) -> bytes:
    """As a page of a site, in GBK."""
    lines = ['<!DOCTYPE html><html><head><meta charset="gbk"></head><body><div><a href="/">首页</a> <a href="/b">政务公开</a></div><div>']
    for part in parts:
        if isinstance(part, Paragraph):
            tag = f"h{part.level}" if part.level else "p"
            lines.append(f"<{tag}>{escape(part.text)}</{tag}>")
        else:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in part.rows)
            lines.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "\n".join([*lines, "</div><div>版权所有 某市人民政府 ICP备1号</div></body></html>"]).encode("gb18030")


def as_sheet(parts: Sequence[Paragraph | Table]) -> Sheet:
    """As one sheet, figures stored as numbers with a format that shows them as printed."""
    sheet, at = Sheet("部门决算"), 0
    for part in parts:
        for row in ((part.text,),) if isinstance(part, Paragraph) else part.rows:
            for column, text in enumerate(row):
                if text:
                    sheet.cells.append((at, column, *_stored(text)))
            at += 1
        at += 1
    return sheet


def _stored(text: str) -> tuple[str | float, str]:
    """A cell's value and number format."""
    if not _FIGURE.fullmatch(text) or _CODE.fullmatch(text):
        return text, ""
    bare = text.rstrip("%")
    decimals = len(bare.partition(".")[2])
    code = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "") + ("%" if text.endswith("%") else "")
    value = Decimal(bare.replace(",", "")) / (100 if text.endswith("%") else 1)
    return float(value), code


FORMATS: Final[dict[str, Callable[[Sequence[Paragraph | Table]], bytes]]] = {
    "docx": as_docx,
    "xlsx": lambda parts: xlsx(as_sheet(parts)),
    "xls": lambda parts: xls(as_sheet(parts)),
    "html": as_html,
    "ofd": typeset,
}
"""The writers, by the usual ending of the file's name."""
