"""Where a finding's evidence stands on its line: which cell of a row, which words of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import parse_number
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from baozhang.auditing.findings import Evidence, Finding
    from baozhang.facts.document import Document
    from baozhang.facts.records import FactRow

_RULE: Final = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_TOO_SHORT: Final = 2
_CONTEXT: Final = 8
"""Characters before a claim that tell it from the same words elsewhere on its line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a line: a cell (0-based, as printed), a stretch of characters, or the whole line."""

    line: int
    cell: int | None = None
    span: tuple[int, int] | None = None


def cells_in(source: str) -> tuple[str, ...] | None:
    """The cells of a line that is a row of a table, as printed; None for prose.

    >>> cells_in("| 合计 | 12.00 |")
    ('合计', '12.00')
    """
    stripped = source.strip("\r\n 　")
    if stripped.startswith("|") and stripped.count("|") > 1:
        inner = stripped[1:].removesuffix("|")
        return tuple(cell.replace("\\¦", "|").strip() for cell in inner.replace("\\|", "\\¦").split("|"))
    if "\t" in source:
        return tuple(cell.strip() for cell in source.rstrip("\r\n").split("\t"))
    return None


def is_rule_line(source: str) -> bool:
    """Whether a row only draws the rule under a header (`|---|---|`)."""
    return bool(_RULE.fullmatch(source.strip()))


def spot_of(document: Document, facts: Mapping[int, FactRow], finding: Finding, place: Evidence) -> Spot:
    """Where an evidence stands on its line: the cell of a row, the words of a claim; the whole line where neither is found.

    `facts`: the facts of the document by their key.
    """
    source = document.source[place.line - 1]
    cells = cells_in(source)
    letter, key = place.ref[:1], place.ref[1:]
    if letter == "F" and cells is not None and key.isdecimal() and int(key) in facts:
        return Spot(place.line, cell=_cell_of(facts[int(key)], cells))
    if cells is not None:
        compared = (finding.actual,) if place.side == "suspect" else (finding.actual, finding.expected)
        found = (_only_cell_with(words, cells) for words in (place.text, *compared))
        return Spot(place.line, cell=next((cell for cell in found if cell is not None), None))
    words, before = _words(document, place)
    return Spot(place.line, span=find_words(source, words, before))


def _words(document: Document, place: Evidence) -> tuple[str, str]:
    """The printed words of a claim or wording mark, and the words just before them; evidence text may hold more around them."""
    letter, key = place.ref[:1], place.ref[1:]
    if letter == "C" and key.isdecimal():
        claim = next((claim for claim in document.claims if claim.claim == int(key)), None)
        if claim is not None:
            block = next((block.text for block in document.blocks if block.block == claim.block), "")
            same = block[claim.start : claim.end] == claim.text
            return claim.text, block[max(0, claim.start - _CONTEXT) : claim.start] if same else ""
    if letter == "W" and key.isdecimal():
        return next((mark.text for mark in document.wording if mark.mark == int(key)), place.text), ""
    return place.text, ""


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def _cell_of(fact: FactRow, cells: tuple[str, ...]) -> int | None:
    """The cell a fact was read from: its own column where the figure stands there, else the nearest cell with that figure."""
    wanted = _plain(fact.text)
    if 0 <= fact.col < len(cells) and wanted in _plain(cells[fact.col]):
        return fact.col
    same = [at for at, cell in enumerate(cells) if wanted and _plain(cell) == wanted]
    return min(same, key=lambda at: abs(at - fact.col)) if same else None


def _only_cell_with(text: str, cells: tuple[str, ...]) -> int | None:
    """The one cell that holds these words, or this figure however it is written."""
    wanted = _figure_or_words(text)
    if wanted is None:
        return None
    same = [at for at, cell in enumerate(cells) if _figure_or_words(cell) == wanted]
    return same[0] if len(same) == 1 else None


def _figure_or_words(text: str) -> Decimal | str | None:
    plain = _plain(text).removesuffix("%")
    number = parse_number(plain)
    if number is not None:
        return number.value
    return plain if len(plain) >= _TOO_SHORT else None


def find_words(source: str, words: str, before: str = "") -> tuple[int, int] | None:
    """Where words stand in a source line, blanks and width of characters aside; None when they do not, or fill the line.

    Among several places the one right behind `before` is taken, else the first.

    >>> find_words("２０２４ 年收入 10 420.92 万元", "10420.92万元")
    (9, 21)
    >>> find_words("收入5万元，支出5万元", "5万元", "支出")
    (8, 11)
    """
    wanted, lead = _plain(words), _plain(before)
    letters: list[str] = []
    places: list[int] = []
    for at, ch in enumerate(source):
        plain = _plain(ch)
        letters.extend(plain)
        places.extend([at] * len(plain))
    if not _TOO_SHORT <= len(wanted) < len(letters):
        return None
    text = "".join(letters)
    led = text.find(lead + wanted)
    start = led + len(lead) if led >= 0 else text.find(wanted)
    return (places[start], places[start + len(wanted) - 1] + 1) if start >= 0 else None
