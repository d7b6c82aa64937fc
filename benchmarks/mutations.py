"""What can go wrong with one figure of a document: every place of a text where a slip of a known kind can be made.

A mutation changes one figure, sign word, unit or row, as a person who copies figures by hand does. Where a mutation is possible is
decided from the printed text alone (a cell that is a figure, a figure with its unit), never from what the reader recognised:
a figure the reader overlooks must count as a miss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from baozhang.facts.document import Document
    from baozhang.facts.records import BlockRow

TABLES: Final = "tables"
PROSE: Final = "prose"
FORMS: Final = "forms"
AREAS: Final = (TABLES, PROSE, FORMS)

_FIGURE_CELL: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_CODE: Final = re.compile(r"\d{3}|\d{5}|\d{7}")
_NUMBER: Final = re.compile(r"(?<![\d.,A-Za-z〔])\d[\d,]*(?:\.\d+)?(?![\d])")
_UNIT_AFTER: Final = re.compile(r"\s*(万元|亿元|元(?!/)|%|辆|个|批次|人次|台|家|人)")
_SIGN: Final = re.compile(r"(增加|减少|增长|下降|降低)(?=[了额数]{0,2}\s*(?!0+(?:[.]0+)?\s*(?:万元|元|%))\d)")
"""Sign words before a figure; more or less of nothing is the same."""
_COMPARED: Final = re.compile(r"(大于|小于)(?=(?:年初|全年|调整)?(?:预算|决算|上年))")
_OPPOSITE: Final = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "降低": "提高", "大于": "小于", "小于": "大于"}
_REPORT_LINE: Final = re.compile(r"目标值|完成值")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_COLUMN_NUMBERS: Final = re.compile(r"栏\s*次")
_LINE_NUMBERS: Final = "行次"
_THRESHOLD: Final = re.compile(r"\s*(?:[(（]含[)）])?以[上下内]")
"""单位价值100万元以上设备: a figure that belongs to the form, not to the account."""
_SMALL: Final = 99


@dataclass(frozen=True, slots=True)
class Site:
    """One place (1-based line, span of the line) where a slip of `kind` can be made; an empty span stands for the whole row."""

    area: str
    kind: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mutation:
    """A slip made: what stood there and what stands there now."""

    site: Site
    before: str
    after: str


def sites(document: Document) -> list[Site]:
    """Every place of the document where a slip can be made, in reading order."""
    found: list[Site] = []
    forms = _form_lines(document)
    for block in document.blocks:
        area = _area(block, forms)
        if area == PROSE:
            for line in range(block.line_from, block.line_to + 1):
                found += _prose(document.source[line - 1], line)
        elif area:
            found += _table(document, block, area)
    return found


def mutate(source: Sequence[str], site: Site, random: Random) -> tuple[str, Mutation] | None:
    """The text with the slip made; None when the figure leaves no other digit to choose."""
    lines = list(source)
    line = lines[site.line - 1]
    before = line[site.start : site.end] or line
    after = _slip(site.kind, before, random)
    if after is None or after == before:
        return None
    if site.kind == "row":
        del lines[site.line - 1]
    else:
        lines[site.line - 1] = line[: site.start] + after + line[site.end :]
    return "\n".join(lines), Mutation(site, before.strip(), after)


def _area(block: BlockRow, forms: frozenset[int]) -> str:
    if block.line_from in forms or block.line_to in forms:
        return FORMS
    if block.kind == "table":
        return {"statements": TABLES, "annex": FORMS}.get(block.part, "")
    if block.part == "annex" and _REPORT_LINE.search(block.text):
        return FORMS
    return PROSE if block.part == "explanation" and block.kind in {"paragraph", "heading"} else ""


def _form_lines(document: Document) -> frozenset[int]:
    """Lines of performance forms that stand outside the annex (budgets print them inside the explanation)."""
    spans = [(form.line, form.line_to) for form in document.evaluations if form.kind != "list"]
    return frozenset(line for first, last in spans for line in range(first, last + 1))


def _table(document: Document, block: BlockRow, area: str) -> Iterator[Site]:
    skipped: frozenset[int] = frozenset()
    for number in range(block.line_from, block.line_to + 1):
        line = document.source[number - 1]
        if block.kind != "table":
            yield from _report(line, number)
            continue
        cells = list(_cells(line))
        if any(_LINE_NUMBERS in text for _, _, text in cells):
            skipped = frozenset(at for at, (_, _, text) in enumerate(cells) if _LINE_NUMBERS in text)
        figures = list(_figures(cells, skipped))
        if not figures or _is_numbering([text for _, _, text in cells if text]):
            continue
        yield from _cell_sites(figures, number, area)
        if area == FORMS:
            yield from _targets(cells, number)
        elif any(_is_nonzero(text) for _, _, text in figures):
            yield Site(area, "row", number, 0, 0)


def _cells(line: str) -> Iterator[tuple[int, int, str]]:
    """Cells with their place, also the empty ones of tab tables: column numbers must not shift."""
    at = 0
    for part in re.split(r"[|\t]", line):
        stripped = part.strip()
        start = at + (len(part) - len(part.lstrip()) if stripped else 0)
        yield start, start + len(stripped), stripped
        at += len(part) + 1


def _figures(cells: Sequence[tuple[int, int, str]], skipped: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    for at, (start, _, text) in enumerate(cells):
        bare = re.sub(r"</?b>", "", text)
        if not _FIGURE_CELL.fullmatch(bare) or at in skipped:
            continue
        behind = cells[at + 1][2] if at + 1 < len(cells) else ""
        before = cells[at - 1][2] if at else ""
        names_what_follows = not _FIGURE_CELL.fullmatch(behind) and not _HAN.search(before)
        is_code = names_what_follows and _CODE.fullmatch(bare)
        is_row_number = names_what_follows and bare.isdigit() and int(bare) <= _SMALL and _HAN.search(behind)
        if not is_code and not is_row_number:
            offset = text.find(bare)
            yield start + offset, start + offset + len(bare), bare


def _is_numbering(texts: Sequence[str]) -> bool:
    """A row of column numbers 1 2 3 …, with or without its label 栏次."""
    numbers = [text for text in texts if text.isdigit() and int(text) <= _SMALL]
    labelled = any(_COLUMN_NUMBERS.fullmatch(text) for text in texts)
    return labelled or (len(numbers) == len(texts) > 1 and len(set(numbers)) == len(numbers))


def _cell_sites(figures: Sequence[tuple[int, int, str]], line: int, area: str) -> Iterator[Site]:
    for start, end, text in figures:
        if not _is_nonzero(text):
            yield Site(area, "zero", line, start, end)
            continue
        yield Site(area, "percent" if text.endswith("%") else "digit", line, start, end)
        if _swappable(text):
            yield Site(area, "swap", line, start, end)


def _targets(cells: Sequence[tuple[int, int, str]], line: int) -> Iterator[Site]:
    """Figures of a form that carry an operator or a unit: targets and actual values."""
    for start, _, text in cells:
        match = re.match(r"([≥≤=<>]?)\s*(\d[\d,]*(?:\.\d+)?)(?=\s*[^\d\s.,])", text)
        if match and not _FIGURE_CELL.fullmatch(text) and len(text) < 30 and not re.match(r"\d+[.、)]", text):
            yield Site(FORMS, "target" if match.group(1) else "actual", line, start + match.start(2), start + match.end(2))


def _report(line: str, number: int) -> Iterator[Site]:
    for match in re.finditer(r"(?:目标值|完成值|分值|得分)\s*(\d+(?:\.\d+)?)", line):
        yield Site(FORMS, "report", number, match.start(1), match.end(1))


def _prose(line: str, number: int) -> Iterator[Site]:
    for match in _NUMBER.finditer(line):
        unit = _UNIT_AFTER.match(line, match.end())
        if unit is None or _THRESHOLD.match(line, unit.end()):
            continue
        yield from _prose_figure(match, unit, number)
    for pattern, kind in ((_SIGN, "sign"), (_COMPARED, "compared")):
        for match in pattern.finditer(line):
            yield Site(PROSE, kind, number, match.start(), match.end())


def _prose_figure(match: re.Match[str], unit: re.Match[str], number: int) -> Iterator[Site]:
    money = unit.group(1) in {"万元", "亿元", "元"}
    kind = "digit" if money else "percent" if unit.group(1) == "%" else "count"
    if not _is_nonzero(match.group()):
        if money:
            yield Site(PROSE, "zero", number, match.start(), match.end())
        return
    yield Site(PROSE, kind, number, match.start(), match.end())
    if money and _swappable(match.group()):
        yield Site(PROSE, "swap", number, match.start(), match.end())
    if unit.group(1) == "万元":
        yield Site(PROSE, "unit", number, unit.start(1), unit.end(1))


def _is_nonzero(text: str) -> bool:
    return re.search(r"[1-9]", text) is not None


def _swappable(text: str) -> bool:
    return bool(_pairs(text))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Places of two neighbouring digits that differ; a pair that would put 0 in front of a whole number is left out."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    pairs = [(one, other) for one, other in pairwise(places) if text[one] != text[other]]
    leading_zero = len(places) > 1 and text[places[1]] == "0" and places[1] == places[0] + 1 and text[places[1] : places[1] + 2] != "0."
    return [pair for pair in pairs if not (leading_zero and pair[0] == places[0])]


def _slip(kind: str, before: str, random: Random) -> str | None:
    if kind in {"sign", "compared"}:
        return _OPPOSITE[before]
    if kind == "unit":
        return random.choice(["元", "亿元"])
    if kind == "row":
        return ""
    return _swap(before, random) if kind == "swap" else _digit(before, random)


def _digit(text: str, random: Random) -> str | None:
    """One digit replaced; the first digit never becomes 0, and a whole number keeps its size."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    at = random.choice(places)
    first = at == places[0] and len(places) > 1
    choices = [digit for digit in "0123456789" if digit != text[at] and not (first and digit == "0" and text[at + 1 : at + 2] != ".")]
    return text[:at] + random.choice(choices) + text[at + 1 :]


def _swap(text: str, random: Random) -> str | None:
    pairs = _pairs(text)
    if not pairs:
        return None
    one, other = random.choice(pairs)
    chars = list(text)
    chars[one], chars[other] = chars[other], chars[one]
    return "".join(chars)
