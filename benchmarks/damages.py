"""How a text taken from a document gets damaged: cells added, lost or moved, rows and figures broken, headers and pages in disorder.

Every damage takes the lines of a text and a source of chance, and gives other lines. None changes a figure: what the undamaged text does
not contradict the damaged one does not either, so that every finding that it has in addition is a false one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Lines = list[str]
    Damage = Callable[[Lines, Random], Lines]

_RULE: Final = re.compile(r"[\s|:+-]*-{2,}[\s|:+\t-]*")
_AMOUNT: Final = re.compile(r"-?[\d,]+\.\d\d?")
_FIGURE: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_HEADER_ROWS: Final = 6
_PAGE: Final = 45
"""Lines of a page where pages are lost, printed twice or put in another order."""


def _is_row(line: str) -> bool:
    return "\t" in line or (line.startswith("|") and line.count("|") > 1)


def _cells(line: str) -> Lines:
    inner = line[1:-1] if line.startswith("|") and line.endswith("|") else line.removeprefix("|")
    return inner.split("|" if line.startswith("|") else "\t")


def _row(cells: Lines, like: str) -> str:
    return f"|{'|'.join(cells)}|" if like.startswith("|") else "\t".join(cells)


def _each(rate: float, damage: Callable[[Lines, Random], list[Lines]]) -> Damage:
    """A damage of so many of the rows with amounts, each for itself."""

    def damaged(lines: Lines, random: Random) -> Lines:
        found: Lines = []
        for line in lines:
            hit = _is_row(line) and not _RULE.fullmatch(line) and _AMOUNT.search(line) and random.random() < rate
            found += [_row(cells, line) for cells in damage(_cells(line), random)] if hit else [line]
        return found

    return damaged


def _tables(lines: Lines) -> list[tuple[int, int]]:
    """First line and the one behind the last of every table, the last table first."""
    starts = [at for at, line in enumerate(lines) if _is_row(line) and (at == 0 or not _is_row(lines[at - 1]))]
    ends = [next((at for at in range(start, len(lines)) if not _is_row(lines[at])), len(lines)) for start in starts]
    return sorted(zip(starts, ends, strict=True), reverse=True)


def _header(lines: Lines, start: int, end: int) -> int:
    """How many rows the header of a table has."""
    reach = range(start, min(end, start + _HEADER_ROWS))
    return next((at - start for at in reach if not _RULE.fullmatch(lines[at]) and _has_figures(_cells(lines[at]))), len(reach))


def _has_figures(cells: Lines) -> bool:
    """Whether a row has figures other than the numbers of its columns (1 2 3 …)."""
    figures = [cell.strip() for cell in cells if _FIGURE.fullmatch(cell.strip())]
    return any(not figure.isdigit() for figure in figures) or len({int(figure) for figure in figures}) < len(figures)


def lose_blank(cells: Lines, random: Random) -> list[Lines]:
    """A blank cell is lost."""
    blank = [at for at, cell in enumerate(cells) if not cell.strip() and at > 1]
    lost = random.choice(blank) if blank else -1
    return [[cell for at, cell in enumerate(cells) if at != lost]]


def add_blank(cells: Lines, random: Random) -> list[Lines]:
    """A blank cell comes in."""
    at = random.randrange(2, len(cells)) if len(cells) > 3 else len(cells)
    return [[*cells[:at], "", *cells[at:]]]


def break_row(cells: Lines, random: Random) -> list[Lines]:
    """A row goes on in the next line, from some cell on."""
    at = random.randrange(1, len(cells)) if len(cells) > 3 else 0
    return [cells[:at], cells[at:]] if at else [cells]


def break_behind_label(cells: Lines, _: Random) -> list[Lines]:
    """The figures of a row stand one line lower than its label."""
    at = next((at for at, cell in enumerate(cells) if _AMOUNT.fullmatch(cell.strip())), 0)
    return [[*cells[:at], *[""] * (len(cells) - at)], [*[""] * at, *cells[at:]]] if 0 < at < 5 else [cells]


def break_figure(cells: Lines, random: Random) -> list[Lines]:
    """A figure goes on in the next line, below its beginning."""
    long = [at for at, cell in enumerate(cells) if _AMOUNT.fullmatch(cell.strip()) and len(cell.strip()) > 5]
    if not long:
        return [cells]
    at = random.choice(long)
    figure = cells[at].strip()
    cut = random.randrange(1, len(figure))
    return [[*cells[:at], figure[:cut], *cells[at + 1 :]], [*[""] * at, figure[cut:], *[""] * (len(cells) - at - 1)]]


def spoil_figure(cells: Lines, random: Random) -> list[Lines]:
    """A scanner takes 0 for O, 1 for l, a point for a comma."""
    spoilt = {"0": "O", "1": "l", ".": "，", ",": "."}
    amounts = [at for at, cell in enumerate(cells) if _AMOUNT.fullmatch(cell.strip())]
    at = random.choice(amounts) if amounts else 0
    places = [place for place, char in enumerate(cells[at]) if char in spoilt]
    if not amounts or not places:
        return [cells]
    place = random.choice(places)
    return [[*cells[:at], cells[at][:place] + spoilt[cells[at][place]] + cells[at][place + 1 :], *cells[at + 1 :]]]


def lose_header(lines: Lines, random: Random) -> Lines:
    """Tables lose their headers."""
    found = list(lines)
    for start, end in _tables(lines):
        if end - start > 4 and random.random() < 0.4:
            del found[start : start + _header(lines, start, end)]
    return found


def repeat_header(lines: Lines, random: Random) -> Lines:
    """The header stands once more in the midst of a table, with or without a blank line."""
    found = list(lines)
    for start, end in _tables(lines):
        header = _header(lines, start, end)
        if header and end - start > header + 4:
            at = random.randrange(start + header + 1, end)
            found[at:at] = [*([""] if random.random() < 0.5 else []), *lines[start : start + header]]
    return found


def print_page_number(lines: Lines, random: Random) -> Lines:
    """Page numbers and running titles stand in the midst of tables."""
    found = list(lines)
    for page, (start, end) in enumerate(_tables(lines), start=3):
        if end - start > 6:
            at = random.randrange(start + 3, end - 1)
            title = "某市医疗保障局2024年度部门决算公开"
            found[at:at] = random.choice([["", f"— {page} —", ""], [f"第 {page} 页 共 40 页"], ["", title, ""], [f"- {page} -", title]])
    return found


def lose_column(lines: Lines, random: Random) -> Lines:
    """Tables lose a column, its header too."""
    found = list(lines)
    for start, end in _tables(lines):
        width = max(len(_cells(line)) for line in lines[start:end])
        if width < 4 or end - start < 4 or random.random() < 0.5:
            continue
        lost = random.randrange(1, width)
        for at in range(start, end):
            cells = _cells(lines[at])
            found[at] = _row([cell for place, cell in enumerate(cells) if place != lost], lines[at])
    return found


def trim_rows(lines: Lines, _: Random) -> Lines:
    """Rows lose the blank cells at their end."""
    return [
        line if not _is_row(line) or _RULE.fullmatch(line) else re.sub(r"(\|\s*)+$", "|", line) if "|" in line else line.rstrip("\t ")
        for line in lines
    ]


def align_by_blanks(lines: Lines, random: Random) -> Lines:
    """Blanks hold the columns of tables together, a Chinese character being one column wide or two."""
    wide = random.random() < 0.5
    found = list(lines)
    for start, end in _tables(lines):
        grid = [[] if _RULE.fullmatch(line) else [cell.strip() for cell in _cells(line)] for line in lines[start:end]]
        widths = [max([_width(row[at], wide=wide) for row in grid if at < len(row)]) for at in range(max(map(len, grid)))]
        for at, row in zip(range(start, end), grid, strict=True):
            found[at] = "  ".join(cell + " " * (widths[n] - _width(cell, wide=wide)) for n, cell in enumerate(row)).rstrip()
    return found


def _width(text: str, *, wide: bool) -> int:
    return sum(2 if wide and unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lose_unit(lines: Lines, random: Random) -> Lines:
    """Lines that tell the unit of money are lost."""
    return [line for line in lines if not (re.search(r"单位[:：]\s*(?:万元|元)", line) and len(line) < 80 and random.random() < 0.6)]


def wrap(width: int) -> Damage:
    """The text is broken at the page width."""

    def wrapped(lines: Lines, _: Random) -> Lines:
        found: Lines = []
        for line in lines:
            part = ""
            for char in line:
                if not (_is_row(line) or line.startswith(("#", "<"))) and _width(part + char, wide=True) > width:
                    found.append(part)
                    part = ""
                part += char
            found.append(part)
        return found

    return wrapped


def exchange_pages(lines: Lines, random: Random) -> Lines:
    """Two pages stand in the wrong order."""
    pages = [lines[at : at + _PAGE] for at in range(0, len(lines), _PAGE)]
    if len(pages) > 3:
        at = random.randrange(1, len(pages) - 1)
        pages[at], pages[at + 1] = pages[at + 1], pages[at]
    return [line for page in pages for line in page]


def repeat_page(lines: Lines, random: Random) -> Lines:
    """A page stands twice."""
    at = random.randrange(0, len(lines), _PAGE)
    return [*lines[: at + _PAGE], "", *lines[at:]]


DAMAGES: Final[dict[str, Damage]] = {
    "blank cells lost": _each(0.3, lose_blank),
    "blank cells added": _each(0.2, add_blank),
    "rows broken at a cell": _each(0.1, break_row),
    "figures a line below their label": _each(0.15, break_behind_label),
    "figures broken into two lines": _each(0.12, break_figure),
    "figures spoilt by a scanner": _each(0.2, spoil_figure),
    "headers lost": lose_header,
    "headers repeated": repeat_header,
    "page numbers and titles in tables": print_page_number,
    "a column lost": lose_column,
    "blank ends of rows lost": trim_rows,
    "columns held by blanks": align_by_blanks,
    "units of money lost": lose_unit,
    "broken at 40 columns": wrap(40),
    "broken at 64 columns": wrap(64),
    "two pages exchanged": exchange_pages,
    "a page printed twice": repeat_page,
}
"""Every damage by what it does."""
