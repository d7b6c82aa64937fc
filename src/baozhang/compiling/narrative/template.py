"""Renders the template of a layout and cuts the text into pieces.

A template (data/templates/*.j2, Jinja) is the whole document in reading order. Its lines are:

    # heading            one to four marks for the level
    @contents            the table of contents
    @page                a new page
    @statement ID        a statutory table; @statements for all of the layout
    @chart KIND TITLE: CELL=LABEL; CELL=LABEL …    amounts of cells, `~` before a cell for last year's
    @table TITLE: HEADER | HEADER …  followed by lines `| cell | cell` for the rows
    @forms               the tables of the annex
    @glossary            the terms that occur in the document
    anything else        a paragraph

Words that staff wrote cannot begin such a line (see `teller`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from baozhang.compiling.narrative.glossary import glossary
from baozhang.compiling.narrative.teller import known_amount
from baozhang.compiling.pieces import Align, Cell, Chart, Contents, Form, Heading, PageBreak, Paragraph, Slice, Table
from baozhang.compiling.statements import statement_table
from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.compiling.account import Account
    from baozhang.compiling.narrative.teller import Teller
    from baozhang.compiling.pieces import Piece

_ENVIRONMENT: Final = SandboxedEnvironment(
    loader=PackageLoader("baozhang.compiling", "data/templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # the result is cut into pieces, and every format escapes on its own
)
_HEADING: Final = re.compile(r"(#{1,4}) (.+)")
_CELL: Final = re.compile(r"(~?)(\w+)\[([\w.]+)\]\.([\w.]+)=(.+)")


def pieces_of(account: Account, teller: Teller) -> tuple[Piece, ...]:
    """The pieces of an account in the order of its layout's template; UsageError when the layout has none."""
    name = f"{account.layout.template}.j2"
    if name not in _ENVIRONMENT.list_templates():
        raise UsageError(f"版式 {account.layout.id} 没有编制模板，不能生成文本。")
    text = _ENVIRONMENT.get_template(name).render(
        t=teller, year=account.year, prior_year=account.year - 1, department=account.department, layout=account.layout
    )
    return tuple(_pieces(text.splitlines(), account, text))


def _pieces(lines: list[str], account: Account, text: str) -> Iterator[Piece]:
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        at += 1
        if line.startswith("@table "):
            end = next((n for n in range(at, len(lines)) if not lines[n].strip().startswith("|")), len(lines))
            yield _table(line, lines[at:end])
            at = end
        elif line == "@glossary":
            yield from glossary(text, account.layout.stage)
        elif line.startswith("@"):
            yield from _directive(line, account)
        elif match := _HEADING.fullmatch(line):
            yield Heading(len(match[1]), match[2].strip())
        elif line:
            yield Paragraph(line)


def _directive(line: str, account: Account) -> Iterator[Piece]:
    name, _, rest = line.partition(" ")
    match name:
        case "@contents":
            yield Contents()
        case "@page":
            yield PageBreak()
        case "@statements" | "@statement":
            shapes = [shape for shape in account.layout.statements if rest in {"", shape.id}]
            yield from (statement_table(account.figures, account.layout, shape, account.department, account.year) for shape in shapes)
        case "@chart":
            yield from _chart(rest, account)
        case "@forms":
            yield from account.forms
        case _:
            msg = f"模板中有不认识的指令 {line}"
            raise UsageError(msg)


def _chart(rest: str, account: Account) -> Iterator[Chart]:
    """A chart; one without any amount is left out, and so is a comparison whose other year is unknown."""
    kind, _, rest = rest.partition(" ")
    title, _, cells = rest.partition(":")
    slices = []
    for part in filter(str.strip, cells.split(";")):
        match = _CELL.fullmatch(part.strip())
        if match is None:
            msg = f"模板中图的数据有误：{part}"
            raise UsageError(msg)
        figures = account.prior if match[1] else account.figures
        if figures is None:
            return
        amount = known_amount(figures, match[2], match[3], match[4])
        if amount is None:
            return
        slices.append(Slice(match[5], amount))
    slices = [one for one in slices if kind == "bars" or one.fen > 0]
    if any(one.fen for one in slices):
        yield Chart(title, kind, tuple(slices))


def _table(line: str, rows: list[str]) -> Form:
    title, _, headers = line.removeprefix("@table ").partition(":")
    header = tuple(Cell(word.strip(), Align.CENTER) for word in headers.split("|"))
    body = tuple(tuple(_listed(word.strip()) for word in row.strip().strip("|").split("|")) for row in rows)
    return Form(title.strip(), Table("", (header,), body, tuple(10 if at == 0 else 40 for at in range(len(header)))))


def _listed(word: str) -> Cell:
    """A cell of a list; its running numbers stand in the middle."""
    return Cell(word, Align.CENTER if word.isdigit() else Align.LEFT)
