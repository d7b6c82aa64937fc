"""Lines to blocks: cover, contents, headings, captions, tables, notes and paragraphs (joined over page breaks)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.model import Block, GridRow, Line
from baozhang.reading.outline import assign_sections, section_of
from baozhang.reading.tables import grid_rows, is_lone_indent, is_row, is_rule_line
from baozhang.reading.text import compact, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART: Final = re.compile(r"第[一二三四五六七八九十]{1,2}部分")
_NUMBERING: Final = (
    (1, re.compile(r"第[一二三四五六七八九十]{1,2}部分")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (3, re.compile(r"\([一二三四五六七八九十]{1,3}\)")),
    (4, re.compile(r"\d{1,2}[.、](?!\d)")),
    (5, re.compile(r"\(\d{1,2}\)|\d{1,2}\)")),
)
_BULLET: Final = re.compile(r"^(?:#{1,6}\s+|[-*•]\s+(?=\S))+")
_DOTS: Final = re.compile(r"[.…·\s]*\t?\s*\d{0,4}\s*$")
_SENTENCE_END: Final = ("。", ";", ":", "!", "?", "”", ")", "；", "：")
_NOTE: Final = re.compile(r"(?:备?注|说明)\d?:")
_CAPTION_WORDS: Final = re.compile(r"表$|公开\s*\d+|单位[:：]|^部门[:：]|\(\d{4}年度?\)|^编制单位|^部门\(?单位\)?名称|^\(?万元\)?$|^附[表件]\d*")
_MAX_HEADING: Final = 42
_CONTENTS_REACH: Final = 220


def read_blocks(text: str) -> tuple[Block, ...]:
    """Blocks of a decoded text in reading order, with part and section assigned."""
    return blocks_of(split_lines(text))


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Blocks of folded lines in reading order, with part and section assigned."""
    contents = _contents_region(lines)
    drafts: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.number in contents:
            if line.text:
                drafts.append(_single("contents", _title_of(line.text.strip("|")), line))
            at += 1
        elif not line.text or is_rule_line(line.text):
            at += 1
        elif is_row(line) and not _is_indented_prose(lines, at):
            end = _table_end(lines, at)
            rows = grid_rows(list(lines[at:end]))
            if rows:
                drafts.append(Block(0, "table", 0, "", rows[0].line, rows[-1].line, rows=rows))
            at = end
        else:
            drafts.append(_prose(line))
            at += 1
    joined = _mark_captions(_mark_notes(_join_paragraphs(drafts, _wrap_width(lines))))
    return assign_sections(joined)


def _single(kind: str, text: str, line: Line, level: int = 0) -> Block:
    return Block(0, kind, level, text, line.number, line.number, ((0, line.number),))


def _prose(line: Line) -> Block:
    text = compact(_BULLET.sub("", line.text.replace("\t", " ").strip()))
    level = heading_level(text)
    if level == 0 and line.text.startswith("#") and len(text) <= _MAX_HEADING and not text.endswith(("。", ";")):
        level = 6
    kind = "heading" if level else "note" if _NOTE.match(text) else "paragraph"
    return _single(kind, text, line, level)


def heading_level(text: str) -> int:
    """Level of a heading by its numbering: 1 第一部分, 2 一、, 3 (一), 4 1., 5 (1); 0 when the text is no heading."""
    if len(text) > _MAX_HEADING or not text:
        return 0
    for level, pattern in _NUMBERING:
        found = pattern.match(text)
        if found:
            rest = _without_stop(text[found.end() :])
            plain = not any(mark in rest for mark in ("。", ",", ";", ":", "(类)", "(款)")) and not rest.endswith("、")
            return level if plain and (rest or level == 1) and not _states_money(rest) else 0
    return 0


def _without_stop(rest: str) -> str:
    """A short section title may end in a full stop (“(二)机关运行经费。”)."""
    return rest[:-1] if rest.endswith("。") and len(rest) <= _TITLE_WITH_STOP and section_of(rest) else rest


_TITLE_WITH_STOP: Final = 24


def _states_money(text: str) -> bool:
    return bool(re.search(r"\d(?:万元|元|亿元)", text))


def _title_of(entry: str) -> str:
    bare = _BULLET.sub("", entry.strip())
    bare = re.sub(r"\|[\s\d|]*$", "", bare)
    return compact(_DOTS.sub("", bare)).strip("|.… ")


def _key(text: str) -> str:
    title = _title_of(text.strip("|"))
    part = _PART.match(title)
    return part[0] if part else title


def _contents_region(lines: Sequence[Line]) -> frozenset[int]:
    """Line numbers of the table of contents: from 目录 to where its first entry is met again as a heading."""
    start = next((at for at, line in enumerate(lines[:400]) if compact(line.text.strip("#|* ")).replace(" ", "") == "目录"), None)
    if start is None:
        return frozenset()
    seen: set[str] = set()
    numbers = [lines[start].number]
    for line in lines[start + 1 : start + 1 + _CONTENTS_REACH]:
        if not line.text or is_rule_line(line.text):
            numbers.append(line.number)
            continue
        key = _key(line.text)
        if key in seen and len(key) > 1:
            return frozenset(numbers) if len(seen) > 1 else frozenset()
        if len(key) > _MAX_HEADING + 18 or key.endswith("。"):
            return frozenset()
        if key:
            seen.add(key)
        numbers.append(line.number)
    return frozenset()


def _is_indented_prose(lines: Sequence[Line], at: int) -> bool:
    if not is_lone_indent(lines[at]):
        return False
    before = at > 0 and is_row(lines[at - 1])
    after = at + 1 < len(lines) and is_row(lines[at + 1])
    return not before and not after


def _table_end(lines: Sequence[Line], start: int) -> int:
    """Where the run of table rows ends; blank lines inside are page breaks when rows go on behind them."""
    end = at = start
    while at < len(lines):
        if lines[at].text and (is_row(lines[at]) or is_rule_line(lines[at].text)) and not _is_indented_prose(lines, at):
            end = at + 1
        elif lines[at].text:
            break
        at += 1
    return end


def _wrap_width(lines: Sequence[Line]) -> int:
    """Characters of a full line where paragraphs are broken at the page width; 0 where a line is a paragraph."""
    adjacent = [
        len(compact(line.text))
        for line, following in pairwise(lines)
        if line.text and following.text and not is_row(line) and not is_row(following) and not _starts_item(compact(following.text))
    ]
    prose = sum(1 for line in lines if line.text and not is_row(line))
    if len(adjacent) < _WRAPPED_LINES or len(adjacent) < prose * _WRAPPED_SHARE:
        return 0
    return int(sorted(adjacent)[int(len(adjacent) * 0.75)] * _FULL_LINE)


_WRAPPED_LINES: Final = 12
_WRAPPED_SHARE: Final = 0.3
_FULL_LINE: Final = 0.88


def _join_paragraphs(drafts: Sequence[Block], full: int) -> list[Block]:
    """Join a paragraph with what follows it while it does not end a sentence and the next block starts nothing new.

    In a text broken at the page width (`full` is not 0) a full line goes on in the next one even behind a full stop.
    """
    joined: list[Block] = []
    last_line = ""
    for block in drafts:
        goes_on = bool(full) and len(last_line) >= full and bool(joined) and _wraps(joined[-1], block)
        if joined and (goes_on or _continues(joined[-1], block)):
            joined[-1] = _append(joined[-1], block)
        else:
            joined.append(block)
        last_line = block.text
    return joined


def _wraps(before: Block, block: Block) -> bool:
    """Whether a full line and the next are one paragraph: prose, on adjacent lines, nothing new begun."""
    if before.kind not in {"paragraph", "note"} or block.kind != "paragraph":
        return False
    starts_new = _starts_item(block.text) or _NOTE.match(block.text) or _CAPTION_WORDS.search(block.text[:24]) and len(block.text) < 24
    return not starts_new and block.line_from - before.line_to <= 1


def _continues(before: Block, block: Block) -> bool:
    if before.kind not in {"paragraph", "note"} or block.kind not in {"paragraph", "heading"} or not before.text:
        return False
    if block.kind == "heading" and block.level not in {4, 6}:
        return False
    if block.kind == "heading" and not _cut_inside_figure(before.text):
        return False
    if before.text.endswith(_SENTENCE_END) and not _open_bracket(before.text):
        return False
    if _starts_item(block.text) or _NOTE.match(block.text) or _CAPTION_WORDS.search(block.text[:24]) and len(block.text) < 24:
        return False
    if _looks_like_title(before):
        return False
    return before.line_to >= block.line_from - 6


def _cut_inside_figure(text: str) -> bool:
    return bool(re.search(r"(?:为|约|达|[\d.,])$", text))


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count("“") > text.count("”")


def _starts_item(text: str) -> bool:
    return any(pattern.match(text) for _, pattern in _NUMBERING)


def _looks_like_title(block: Block) -> bool:
    """A short line without inner punctuation stands alone (title, caption); long ones are cut paragraphs."""
    text = block.text
    return len(text) <= _TITLE_LENGTH and not any(mark in text for mark in ",。;、") and not re.search(r"\d(?:万元|元|%)?$|[为是的及和与]$", text)


_TITLE_LENGTH: Final = 34


def _append(before: Block, block: Block) -> Block:
    # the seam may lie inside a figure or a word, so nothing is put between the two
    shift = len(before.text)
    seam = " " if re.search(r"[A-Za-z]$", before.text) and re.match(r"[A-Za-z]", block.text) else ""
    offsets = (*before.offsets, *((offset + shift + len(seam), line) for offset, line in block.offsets))
    return replace(before, text=before.text + seam + block.text, line_to=block.line_to, offsets=offsets)


def _mark_notes(blocks: list[Block]) -> list[Block]:
    """Numbered lines and "no data" sentences right behind a note or a table belong to the note."""
    marked = list(blocks)
    for at in range(1, len(marked)):
        block, before = marked[at], marked[at - 1]
        follows = before.kind == "note" and (_NOTE_ITEM.match(block.text) or _NO_DATA.search(block.text))
        if block.kind in {"paragraph", "heading"} and (follows or (before.kind == "table" and _NO_DATA.search(block.text))):
            marked[at] = replace(block, kind="note", level=0)
    return marked


_NOTE_ITEM: Final = re.compile(r"\d{1,2}[.、]")
_NO_DATA: Final = re.compile(r"本表(?:无|没有)数据|没有(?:使用)?[^。]{0,40}(?:安排的(?:收支|支出)|收入和支出)|(?:为空表|此表为空)")


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
        return block.level == 6 and bool(_CAPTION_WORDS.search(block.text))
    return len(block.text) <= _MAX_HEADING and not block.text.endswith(("。", ";")) and not _starts_item(block.text)


def rows_text(rows: Sequence[GridRow]) -> str:
    """All words of some rows, compact, cells parted by a bar: for looking a table up by its words."""
    return "|".join(compact(cell).replace(" ", "") for row in rows for cell in row.cells if cell)
