"""Lines to blocks: cover, contents, headings, captions, tables, notes and paragraphs (joined over page breaks)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.aligned import with_aligned_tables
from baozhang.reading.forms.stacked import with_stacked_forms
from baozhang.reading.furniture import without_furniture
from baozhang.reading.html_tables import html_table_end, html_tables, opens_html_table
from baozhang.reading.model import Block, GridRow, Line
from baozhang.reading.outline import assign_sections
from baozhang.reading.paragraphs import CAPTION_WORDS, MAX_HEADING, NOTE, heading_level, join_paragraphs, starts_item, with_bare_titles
from baozhang.reading.statements.captions import statement_of_title
from baozhang.reading.statements.entries import figure as is_figure
from baozhang.reading.tables import grid_rows, is_lone_indent, is_row, is_rule_line
from baozhang.reading.text import compact, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART: Final = re.compile(r"第[一二三四五六七八九十]{1,2}部分")
_BULLET: Final = re.compile(r"^(?:#{1,6}\s+|[-*•](?:\s+(?=\S)|(?=\(\d{1,2}\))))+")
_BARS: Final = re.compile(r"\|[\s\d|]*$")
_DOTS: Final = re.compile(r"[.…·\s]*\t?\s*\d{0,4}\s*$")
_NOTE_ITEM: Final = re.compile(r"\d{1,2}[.、]")
_NO_DATA: Final = re.compile(r"本表(?:无|没有)数据|没有(?:使用)?[^。]{0,40}(?:安排的(?:收支|支出)|收入和支出)|(?:为空表|此表为空)")
_PUBLISHED: Final = re.compile(r"公开(?:时间|日期|网址)")
"""What may stand between the word 目录 and its first entry."""
_CONTENTS_REACH: Final = 220


def read_blocks(text: str) -> tuple[Block, ...]:
    """Blocks of a decoded text in reading order, with part and section assigned."""
    return blocks_of(split_lines(text))


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Blocks of folded lines in reading order, with part and section assigned."""
    lines = with_aligned_tables(with_stacked_forms(without_furniture(lines)))
    tabular = _with_sentences(lines, _with_first_cells(lines, [is_row(line) for line in lines]))
    contents = _contents_region(lines)
    drafts: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.number in contents:
            _enter(drafts, line, begins=contents[line.number])
            at += 1
        elif not line.text or is_rule_line(line.text):
            at += 1
        elif opens_html_table(line):
            end = html_table_end(lines, at)
            drafts.extend(_table(rows) for rows in html_tables(lines[at:end]))
            at = end
        elif tabular[at] and not _is_indented_prose(lines, tabular, at):
            end = _table_end(lines, tabular, at)
            rows = grid_rows(list(lines[at:end]))
            if rows and all(_is_caption_row(row) for row in rows):
                drafts.extend(_prose(each) for each in lines[at:end] if each.text)
            else:
                drafts.extend(_table(part) for part in _apart(rows) if part)
            at = end
        else:
            drafts.append(_prose(line))
            at += 1
    joined = _mark_captions(_mark_notes(with_bare_titles(join_paragraphs(drafts, lines, tabular))))
    return assign_sections(joined)


def _enter(drafts: list[Block], line: Line, *, begins: bool) -> None:
    """Enter a line of the contents: an entry, or the rest of the one before."""
    title = _title_of(line.text.strip("|"))
    if not begins and drafts and drafts[-1].kind == "contents":
        drafts[-1] = replace(drafts[-1], text=drafts[-1].text + title, line_to=line.number)
    elif line.text:
        drafts.append(_single("cover" if _PUBLISHED.match(line.text) else "contents", title, line))


def _with_first_cells(lines: Sequence[Line], rows: list[bool]) -> list[bool]:
    """Which lines are rows, with those that are the first cell of the row below them: this has one cell less than the row above."""
    for at in range(1, len(lines) - 1):
        text = lines[at].text
        if text and not rows[at] and rows[at + 1] and rows[at - 1] and len(text) <= _LONGEST_CELL:
            above, below = lines[at - 1].source.count("\t"), lines[at + 1].source.count("\t")
            rows[at] = below > 1 and above == below + 1
    return rows


_LONGEST_CELL: Final = 20


def _with_sentences(lines: Sequence[Line], rows: list[bool]) -> list[bool]:
    """Which lines are rows, with those that hold a sentence or two cells alone, right above or below other rows without outer bars."""
    barred = [not row and " | " in line.source and not line.text.startswith("|") for line, row in zip(lines, rows, strict=True)]
    if not any(barred):
        return rows
    for steps in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for at in steps:
            beside = at - steps.step
            if barred[at] and rows[beside] and " | " in lines[beside].source:
                rows[at] = True
    return rows


def _single(kind: str, text: str, line: Line, level: int = 0) -> Block:
    return Block(0, kind, level, text, line.number, line.number, ((0, line.number),))


def _table(rows: tuple[GridRow, ...]) -> Block:
    return Block(0, "table", 0, "", rows[0].line, rows[-1].line, rows=rows)


def _apart(rows: tuple[GridRow, ...]) -> tuple[tuple[GridRow, ...], ...]:
    """Rows behind a page break that begin with the title of a statement of their own are another table."""
    starts = [at for at, row in enumerate(rows) if row.after_break and at and _is_title_row(row)]
    return tuple(rows[one:other] for one, other in pairwise([0, *starts, len(rows)]))


def _is_caption_row(row: GridRow) -> bool:
    """Whether a row is only the line above a table (部门 … 单位), laid out with tabs."""
    words = row.filled
    return len(words) <= _CAPTION_CELLS and bool(CAPTION_WORDS.search(words[-1])) and not any(is_figure(cell) for cell in words)


_CAPTION_CELLS: Final = 4


def _is_title_row(row: GridRow) -> bool:
    """Whether a row holds nothing but the title of a statement, merged over the table or repeated in every cell."""
    texts = set(row.filled)
    return len(texts) == 1 and bool(statement_of_title(texts.pop().replace(" ", "")))


def _prose(line: Line) -> Block:
    kind, text, level = _understood(line.text)
    return _single(kind, text, line, level)


@lru_cache(maxsize=4096)
def _understood(line: str) -> tuple[str, str, int]:
    """What a line outside tables is: kind, compact text and level; half of the lines of a document stand in others as well."""
    text = compact(_without_bullet(line.replace("\t", " ").strip()))
    level = heading_level(text)
    if level == 0 and line.startswith("#") and len(text) <= MAX_HEADING and not text.endswith(("。", ";")):
        level = 6
    return ("heading" if level else "note" if NOTE.match(text) else "paragraph"), text, level


def _without_bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


@lru_cache(maxsize=4096)
def _title_of(entry: str) -> str:
    """The title in an entry of the contents; documents have the same ones again and again."""
    bare = _BARS.sub("", _without_bullet(entry.strip()))
    return compact(_DOTS.sub("", bare)).strip("|.… ")


def _key(text: str) -> str:
    title = _title_of(text.strip("|"))
    part = _PART.match(title)
    return part[0] if part else title


def _contents_region(lines: Sequence[Line]) -> dict[int, bool]:
    """Lines of the table of contents by number, and whether each begins an entry: from 目录 to where an entry is met again as a heading."""
    start = next(
        (at for at, line in enumerate(lines[:400]) if "目" in line.text and compact(line.text.strip("#|* ")).replace(" ", "") == "目录"),
        None,
    )
    if start is None:
        return {}
    seen: set[str] = set()
    found = {lines[start].number: True}
    entry = ""
    numbered = False
    for line in lines[start + 1 : start + 1 + _CONTENTS_REACH]:
        if not line.text or is_rule_line(line.text):
            found[line.number] = True
            numbered = False
            continue
        key = _key(line.text)
        begins = bool(_NUMBERED.match(_without_bullet(line.text)))
        goes_on = numbered and not begins  # the rest of an entry that was too long for its line
        if not goes_on:
            seen |= {entry} - {""}
        if key in seen and len(key) > 1 and not goes_on:
            return found if len(seen) > 1 else {}
        if len(key) > MAX_HEADING + 18 or key.endswith("。"):
            return {}
        numbered = (numbered or begins) and not _WHOLE_ENTRY.search(line.text.rstrip("| "))
        found[line.number] = not goes_on
        entry = entry + key if goes_on else key
    return {}


_WHOLE_ENTRY: Final = re.compile(r"\d$|[.…·]{2}|部分$")
"""How the line of an entry ends that nothing follows: with its page, with dots, or it is the number of a part alone."""
_NUMBERED: Final = re.compile(
    r"第[一二三四五六七八九十]{1,2}部分|[一二三四五六七八九十]{1,3}、|\(?[一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、]"
)


def _is_indented_prose(lines: Sequence[Line], tabular: Sequence[bool], at: int) -> bool:
    """Whether a line that looks `tabular` only begins with an indent: no row stands before or behind it."""
    beside = (at > 0 and tabular[at - 1]) or (at + 1 < len(lines) and tabular[at + 1])
    return not beside and is_lone_indent(lines[at])


def _table_end(lines: Sequence[Line], tabular: Sequence[bool], start: int) -> int:
    """Where the run of table rows ends; blank lines inside are page breaks when rows go on behind them."""
    end = start
    for at in range(start, len(lines)):
        text = lines[at].text
        if text and (tabular[at] or is_rule_line(text)) and not _is_indented_prose(lines, tabular, at):
            end = at + 1
        elif text:
            break
    return end


def _mark_notes(blocks: list[Block]) -> list[Block]:
    """Numbered lines and "no data" sentences right behind a note or a table belong to the note."""
    marked = list(blocks)
    for at in range(1, len(marked)):
        block, before = marked[at], marked[at - 1]
        follows = before.kind == "note" and (_NOTE_ITEM.match(block.text) or _NO_DATA.search(block.text))
        if block.kind in {"paragraph", "heading"} and (follows or (before.kind == "table" and _NO_DATA.search(block.text))):
            marked[at] = replace(block, kind="note", level=0)
    return marked


def _mark_captions(blocks: list[Block]) -> list[Block]:
    """Short lines right before a table are its captions, whatever they looked like; those before any heading are the cover."""
    marked = list(blocks)
    for at, block in enumerate(marked):
        if block.kind != "table":
            continue
        back = at - 1
        while back >= 0 and marked[back].kind in {"paragraph", "heading"} and _is_caption(marked[back]):
            marked[back] = replace(marked[back], kind="caption")
            back -= 1
    for at, block in enumerate(marked):
        if block.kind in {"contents", "heading", "table"}:
            break
        marked[at] = replace(block, kind="cover")
    return marked


def _is_caption(block: Block) -> bool:
    if block.kind == "heading":
        return block.level == 6 and bool(CAPTION_WORDS.search(block.text))
    return len(block.text) <= MAX_HEADING and not block.text.endswith(("。", ";")) and not starts_item(block.text)


def rows_text(rows: Sequence[GridRow]) -> str:
    """All words of some rows, compact, cells parted by a bar: for looking a table up by its words."""
    return "|".join(compact(cell).replace(" ", "") for row in rows for cell in row.cells if cell)
