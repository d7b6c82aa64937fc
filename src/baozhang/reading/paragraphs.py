"""Paragraphs: which lines are headings or begin an item, and joining what a page break or the page width cut apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.outline import section_of
from baozhang.reading.text import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block, Line

MAX_HEADING: Final = 42
"""Longest heading, in characters."""

NOTE: Final = re.compile(r"(?:备?注|说明)\d?:")
"""How a note below a table begins."""

CAPTION_WORDS: Final = re.compile(
    r"表$|公开\s*\d+|单位[:：]|^部门[:：]|\(\d{4}年度?\)|^编制单位|^部门\(?单位\)?名称|^\(?万元\)?$|^附[表件]\d*"
)
"""What shows a short line to be a caption of a table."""

_CAPTION_LINE: Final = re.compile(r"^[^。;]{0,50}单位[:：]?(?:人民币)?(?:万元|元)\)?$")
"""The line between a title and its table: department, year, unit of money."""
_NUMBERING: Final = re.compile(
    r"(第[一二三四五六七八九十]{1,2}部分)|([一二三四五六七八九十]{1,3}、)|(\([一二三四五六七八九十]{1,3}\))|(\d{1,2}[.、](?!\d))|(\(\d{1,2}\)|\d{1,2}\))"
)
"""One group for each level of numbering."""
_SENTENCE_END: Final = ("。", ";", ":", "!", "?", "”", ")", "；", "：")
_NOT_IN_HEADING: Final = ("。", ",", ";", ":", "(类)", "(款)")
_TITLE_WITH_STOP: Final = 24
_TITLE_LENGTH: Final = 34
_CAPTION_LENGTH: Final = 24
_MOST_BLANK_LINES: Final = 6

_WRAPPED_LINES: Final = 12
_WRAPPED_SHARE: Final = 0.3
_FULL_LINE: Final = 0.88
_MOST_ENDED: Final = 0.5
"""Part of the full lines that end a sentence, at most, in a text broken at the page width."""


def heading_level(text: str) -> int:
    """Level of a heading by its numbering: 1 第一部分, 2 一、, 3 (一), 4 1., 5 (1); 0 when the text is no heading."""
    if len(text) > MAX_HEADING or not text:
        return 0
    found = _NUMBERING.match(text)
    if not found:
        return 0
    level, rest = found.lastindex or 0, _without_stop(text[found.end() :])
    rest = rest.removeprefix(":") if level == 1 else rest
    plain = not any(mark in rest for mark in _NOT_IN_HEADING) and not rest.endswith("、")
    return level if plain and (rest or level == 1) and not _states_money(rest) else 0


def starts_item(text: str) -> bool:
    """Whether a text begins with a numbering of any level."""
    return _NUMBERING.match(text) is not None


def _without_stop(rest: str) -> str:
    """The title of a section may end in a full stop (“(二)机关运行经费。”), a long one if it says itself that it is a title."""
    titled = rest.endswith("。") and (len(rest) <= _TITLE_WITH_STOP or rest.endswith(_TITLE_ENDS))
    return rest[:-1] if titled and section_of(rest) else rest


_TITLE_ENDS: Final = ("情况说明。", "情况。")


def with_bare_titles(blocks: list[Block]) -> list[Block]:
    """The blocks in which the titles of sections are headings, where a document has lost the numbers of all of them.

    A word processor counts headings by itself; copied as text they come without their numbers.
    """
    short = [at for at, block in enumerate(blocks) if block.kind == "paragraph" and len(block.text) <= MAX_HEADING]
    bare = [at for at in short if _BARE_TITLE.fullmatch(blocks[at].text) and section_of(blocks[at].text)]
    if len(bare) < _FEWEST_TITLES:
        return blocks
    numbered = {section_of(block.text) for block in blocks if block.kind == "heading" and block.level in _SECTION_LEVELS}
    if len({section_of(blocks[at].text) for at in bare}) < max(_FEWEST_TITLES, len(numbered)):
        return blocks
    titled = list(blocks)
    for at in bare:
        titled[at] = replace(blocks[at], kind="heading", level=_UNNUMBERED)
    return titled


_SECTION_LEVELS: Final = frozenset({2, 3, 6})
_UNNUMBERED: Final = 6
_FEWEST_TITLES: Final = 4
_BARE_TITLE: Final = re.compile(r"(?!部门|单位)(?:关于)?[\u4e00-\u9fff“”\"()、\d]{2,38}(?:说明|情况|经费|费)。?")
"""A line of its own that is the title of a section: no mark but brackets, quotes and pauses."""


def _states_money(text: str) -> bool:
    return bool(re.search(r"\d(?:万元|元|亿元)", text))


def join_paragraphs(drafts: Sequence[Block], lines: Sequence[Line], tabular: Sequence[bool]) -> list[Block]:
    """Join a paragraph with what follows while it does not end a sentence and the next block begins nothing new.

    `tabular` tells which lines are rows of a table.

    In a text broken at the page width a full line goes on in the next one even behind a full stop.
    """
    full = _wrap_width([line for line, row in zip(lines, tabular, strict=True) if line.text and not row])
    indented = _indented(lines) if full else frozenset()
    joined: list[Block] = []
    last_line = ""
    for block in drafts:
        wraps = bool(full) and _width(last_line) >= full and bool(joined) and _wraps(joined[-1], block)
        if wraps and joined[-1].text.endswith(_SENTENCE_END):
            wraps = not (block.line_from in indented or (_width(block.text) < full and _looks_like_title(block)))
        if full and joined and _width(last_line) >= full and _ends_heading(joined[-1], block):
            joined[-1] = replace(_append(joined[-1], block), kind="heading", level=joined[-1].level)
        elif joined and (wraps or _continues(joined[-1], block)):
            joined[-1] = _append(joined[-1], block)
        else:
            joined.append(block)
        last_line = block.text
    return joined


def _ends_heading(before: Block, block: Block) -> bool:
    """Whether a line is the rest of a heading that was too long for the page: the last of its words, and nothing but words."""
    near = before.kind == "heading" and block.kind == "paragraph" and block.line_from - before.line_to <= 1
    return near and not before.text.endswith(_SENTENCE_END) and bool(_HEADING_REST.fullmatch(block.text))


_HEADING_REST: Final = re.compile(r"[\u4e00-\u9fff“”\"()]{0,20}(?:说明|情况|明)")


def _indented(lines: Sequence[Line]) -> frozenset[int]:
    """Lines that begin farther to the right than the line before or behind them: there a paragraph begins."""
    edges = [len(line.source) - len(line.source.lstrip()) if line.text else _NO_EDGE for line in lines]
    beside = [min(before, behind) for before, behind in zip([_NO_EDGE, *edges], [*edges[1:], _NO_EDGE], strict=False)]
    return frozenset(line.number for line, edge, least in zip(lines, edges, beside, strict=True) if _NO_EDGE > edge >= least + _INDENT)


_NO_EDGE: Final = 999
"""The left edge of a blank line."""
_INDENT: Final = 2


def _wrap_width(lines: Sequence[Line]) -> int:
    """Width of a full line where paragraphs are broken at the page width; 0 where a line is a paragraph."""
    prose = [line for line in lines if not line.text.startswith("<")]
    enough = max(_WRAPPED_LINES, len(prose) * _WRAPPED_SHARE)
    adjacent = [(line, following) for line, following in pairwise(prose) if following.number == line.number + 1]
    if len(adjacent) < enough:  # most documents: a blank line stands between paragraphs
        return 0
    texts = [compact(line.text) for line, following in adjacent if not starts_item(compact(following.text[:8]))]
    widths = sorted(map(_width, texts))
    if len(widths) < enough:
        return 0
    full = int(widths[int(len(widths) * 0.75)] * _FULL_LINE)
    ended = sum(text.endswith(_SENTENCE_END) for text in texts if _width(text) >= full)
    return full if ended < _MOST_ENDED * sum(width >= full for width in widths) else 0  # else long lines are paragraphs that stand close


def _width(text: str) -> int:
    """How wide a line was printed: a Chinese character or mark is twice as wide as a figure."""
    return 2 * len(text) - len(_NARROW.findall(text))


_NARROW: Final = re.compile(r"[A-Za-z0-9.%]")


def _begins_something(block: Block) -> bool:
    """Whether a block cannot be the rest of a paragraph: an item, a note or a caption."""
    short = len(block.text) < _CAPTION_LENGTH
    captions = (short and bool(CAPTION_WORDS.search(block.text))) or bool(_CAPTION_LINE.match(block.text))
    return captions or starts_item(block.text) or bool(NOTE.match(block.text))


def _wraps(before: Block, block: Block) -> bool:
    """Whether a full line and the next are one paragraph: prose, on adjacent lines, nothing new begun."""
    cut = before.kind == "heading" and bool(_FIGURE_REST.match(block.text))  # …包括城乡医疗救助 | 1,386.40万元
    prose = (before.kind in {"paragraph", "note"} or cut) and block.kind == "paragraph"
    return prose and block.line_from - before.line_to <= 1 and not _begins_something(block)


def _continues(before: Block, block: Block) -> bool:
    """Whether a paragraph was cut by a page break and `block` is its rest."""
    if _cut_in_front_of_figure(before, block):
        return True
    if before.kind not in {"paragraph", "note"} or not before.text or block.line_from - before.line_to > _MOST_BLANK_LINES:
        return False
    if block.kind == "heading":  # a figure cut behind its point may look like one (17. | 14万元)
        return block.level in {4, 6} and bool(re.search(r"(?:为|约|达|[\d.,])$", before.text)) and not _ends(before)
    if block.kind == "paragraph" and _FIGURE_REST.match(block.text) and not before.text.endswith(("。", ";", "!", "?")):
        return True
    return block.kind == "paragraph" and not _ends(before) and not _begins_something(block)


def _cut_in_front_of_figure(before: Block, block: Block) -> bool:
    """Whether a numbered line looks like a heading only because its figure was cut or begins the next line (决算65 | 4.32万元)."""
    near = before.kind == "heading" and block.kind == "paragraph" and block.line_from - before.line_to <= _MOST_BLANK_LINES
    return near and bool(_OPEN_FIGURE.search(before.text)) and bool(_FIGURE_REST.match(block.text))


_OPEN_FIGURE: Final = re.compile(r"(?:为|共|计|决算|预算|支出|收入|费|数|增加|减少)(?:[\d,]+\.?\d*)?$|[\u4e00-\u9fff][\d,]+\.?$")
_FIGURE_REST: Final = re.compile(r"[\d,]*\.?\d+(?:万元|亿元|元|%)")


def _ends(block: Block) -> bool:
    """Whether a paragraph ends: by its last mark, or because it is a title of its own."""
    return (block.text.endswith(_SENTENCE_END) and not _leaves_open(block.text)) or _looks_like_title(block)


def _leaves_open(text: str) -> bool:
    """Whether a bracket or quotation is opened and not closed."""
    return text.count("(") > text.count(")") or text.count("“") > text.count("”")


def _looks_like_title(block: Block) -> bool:
    """A short line without inner punctuation stands alone (title, caption); long ones are cut paragraphs."""
    text = block.text
    plain = not any(mark in text for mark in ",。;、")
    return len(text) <= _TITLE_LENGTH and plain and not _leaves_open(text) and not re.search(r"\d(?:万元|元|%)?$|[为是的及和与]$", text)


def _append(before: Block, block: Block) -> Block:
    # the seam may lie inside a figure or a word, so nothing is put between the two
    shift = len(before.text)
    seam = " " if re.search(r"[A-Za-z]$", before.text) and re.match(r"[A-Za-z]", block.text) else ""
    offsets = (*before.offsets, *((offset + shift + len(seam), line) for offset, line in block.offsets))
    if before.kind == "heading":
        before = replace(before, kind="paragraph", level=0)
    return replace(before, text=before.text + seam + block.text, line_to=block.line_to, offsets=offsets)
