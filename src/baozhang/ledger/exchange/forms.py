"""Forms with merged headers: what stands above each column, and the rows below by code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.ledger.exchange.sheets import Sheet

_CODE: Final = re.compile(r"\d{3}|\d{5}|\d{7}")
_HEAD: Final = re.compile(r"编码|科目|^项目$")
"""What stands at the left of the first row of headers, below title and caption."""
_LABELS: Final = 4
"""Codes and names stand in the first columns (A:C merged, D)."""
_NUMBERING: Final = re.compile(r"^(其中[:：])?([(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?)*")


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One row: its 0-based number, its code (`total` for the grand total), and all its cells."""

    number: int
    code: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet as headers and rows: `paths` are the header words above each column, the outermost first."""

    sheet: Sheet
    paths: tuple[tuple[str, ...], ...]
    rows: tuple[CodedRow, ...]

    def column(self, words: Sequence[str]) -> int | None:
        """The first column whose header begins with these words; the last word may also be implied where the group has one column."""
        for at, path in enumerate(self.paths):
            if at >= _LABELS and _fits(path, words):
                return at
        return None


def compact(text: str) -> str:
    """Text without blanks, in half width.

    >>> compact("（一） 年初结转 和结余")
    '(一)年初结转和结余'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def label_of(text: str) -> str:
    """A label without its numbering.

    >>> label_of("（一）因公出国（境）费")
    '因公出国(境)费'
    """
    return compact(_NUMBERING.sub("", compact(text)))


def _fits(path: Sequence[str], words: Sequence[str]) -> bool:
    if not path or not path[0].startswith(words[0]):
        return False
    rest = [word for word in path[1:] if word != path[0]]
    if len(words) == 1:
        return not rest or rest[0] in {"合计", "小计"}
    return not rest or words[1] in rest


def form_of(sheet: Sheet) -> Form:
    """Read a sheet as a form; without a row of codes it has no rows."""
    first = next((at for at, row in enumerate(sheet.rows) if _code(row)), len(sheet.rows))
    top = next((at for at, row in enumerate(sheet.rows[:first]) if any(_HEAD.search(compact(cell)) for cell in row[:_LABELS])), first)
    paths = _paths([row for row in sheet.rows[top:first] if _is_header(row)])
    rows = [CodedRow(at, code, row) for at, row in enumerate(sheet.rows) if at >= first and (code := _code(row))]
    return Form(sheet, paths, tuple(rows))


def _code(row: Sequence[str]) -> str:
    cells = [compact(cell) for cell in row[:_LABELS]]
    found = next((cell for cell in cells if _CODE.fullmatch(cell)), "")
    return found or ("total" if "合计" in cells and any(cell.strip() for cell in row[_LABELS:]) and _has_figure(row) else "")


def _has_figure(row: Sequence[str]) -> bool:
    return any(cell.replace(",", "").replace(".", "", 1).lstrip("-").isdigit() for cell in row[_LABELS:])


def _is_header(row: Sequence[str]) -> bool:
    """Whether a row above the data holds header words: more than one, and not the numbers of the columns."""
    words = [cell for cell in row if cell.strip()]
    return len(words) > 1 and not all(cell.strip().isdigit() or compact(cell) == "栏次" for cell in words)


def _paths(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The header words above each column; a blank beside a word belongs to it as far as the group above goes."""
    width = max(map(len, rows), default=0)
    paths: list[tuple[str, ...]] = [() for _ in range(width)]
    carried: list[bool] = [False] * width
    for row in rows:
        before = list(paths)
        for at in range(width):
            word = compact(row[at]) if at < len(row) else ""
            beside = at > 0 and not word and before[at] == before[at - 1] and (carried[at] or not before[at])
            if beside and len(paths[at - 1]) > len(before[at - 1]):
                word, carried[at] = paths[at - 1][-1], True
            paths[at] = (*before[at], word) if word else before[at]
    return tuple(paths)
