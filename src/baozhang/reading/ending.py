"""Where a document ends: before its contents do, because the file was cut, or where another one begins in the same file."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.reading.outline import part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block

BROKEN_OFF: Final = "文件在这里中断"
"""How the reason begins; rules that miss something ask for it."""

_PART: Final = re.compile(r"^第[一二三四五六七八九十]{1,2}部分")
_NUMBER: Final = re.compile(r"^(?:第[一二三四五六七八九十]{1,2}部分|[一二三四五六七八九十]{1,3}、|[(\d]\d?[.、)])")
_YEAR: Final = re.compile(r"20\d\d年度?")
_OF_ACCOUNT: Final = re.compile(r"(?:决算|预算|三公|经费|采购|资产).*(?:情况|说明)")
_LINE: Final = 60
"""Most characters of a line of a cover or of contents."""
_SCRAP: Final = 60
"""Characters behind the last table that may be a page number or a note."""


def another_begins(blocks: Sequence[Block]) -> int | None:
    """Index of the block with which a second document begins in the same file; None for one document alone.

    A unit's stands behind its department's, or a final account behind the budget: two headings in a row, of parts or of the
    explanation, come again.
    """
    headings = [(at, title) for at, block in enumerate(blocks) if (title := _outlined(block))]
    seen: set[tuple[str, str]] = set()
    for (at, title), (next_at, behind) in pairwise(headings):
        if (title, behind) in seen:
            return _front_of(blocks, at) or at
        # contents that were not known as such are headings with nothing but scraps between them
        if any(block.kind == "table" or block.text.endswith("。") for block in blocks[at + 1 : next_at]):
            seen.add((title, behind))
    return None


def _outlined(block: Block) -> str:
    """What a heading of the outline says, whoever the document is of: a part, or a section of the explanation; empty for others."""
    if block.kind != "heading" or block.part == "annex":
        return ""
    if _PART.match(block.text):
        return part_of(block.text)
    return _YEAR.sub("", _bare(block.text)) if block.part == "explanation" and _OF_ACCOUNT.search(block.text) else ""


def _front_of(blocks: Sequence[Block], at: int) -> int:
    """The first of the lines of a cover and contents that stand before a heading."""
    while at > 0 and blocks[at - 1].kind != "table" and len(blocks[at - 1].text) <= _LINE and not blocks[at - 1].text.endswith("。"):
        at -= 1
    return at


def broken_off(blocks: Sequence[Block]) -> tuple[int, str] | None:
    """The line at which the document breaks off, and the reason with what its contents list next; None for a whole document."""
    contents = [block for block in blocks if block.kind == "contents"]
    body = [block for block in blocks if block.kind not in {"contents", "cover"}]
    parts = {block.part for block in body}
    promised = {part_of(entry.text): at for at, entry in reversed([*enumerate(contents)]) if _PART.match(entry.text)}
    missing = {part for part in ("explanation", "glossary") if part in promised and part not in parts}
    if not body or "glossary" not in missing or ("explanation" not in promised and "statements" not in promised):
        return None
    if "explanation" in missing:
        line = _end_in_table(body)
        listed = contents[promised["explanation"]].text
    else:
        line = body[-1].line_to if body[-1].part == "explanation" else 0
        listed = _next_section(contents[promised.get("explanation", 0) + 1 : promised["glossary"]], body)
    return (line, f"{BROKEN_OFF}：目录还列有“{listed}”，后面都没有") if line and listed else None


def _end_in_table(body: Sequence[Block]) -> int:
    """The last line of the last table when nothing but a scrap stands behind it; 0 otherwise."""
    last = max((at for at, block in enumerate(body) if block.kind == "table"), default=-1)
    behind = sum(len(block.text) for block in body[last + 1 :])
    return body[last].line_to if last >= 0 and behind <= _SCRAP else 0


def _next_section(listed: Sequence[Block], body: Sequence[Block]) -> str:
    """The first section that the contents list behind the last one found in the explanation; empty when none is."""
    titles = {_bare(block.text) for block in body if block.part == "explanation" and block.kind in {"heading", "paragraph"}}
    found = [at for at, entry in enumerate(listed) if _bare(entry.text) in titles]
    return listed[found[-1] + 1].text if found and found[-1] + 1 < len(listed) else ""


def _bare(title: str) -> str:
    return _NUMBER.sub("", title)
