"""Forms of which a converter left one cell to a line: the cells are put back into rows, where they fit the form's own header.

The words of the header of indicators stand below each other (一级指标, 二级指标, 三级指标, …), and below them the cells of all rows in
order, blank ones lost. What kind of thing a cell holds (a level, a figure, points) decides where a row begins: the rows are those of
least cost, as in `alignment`. A form whose cells do not fit stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from baozhang.reading.forms.alignment import INDICATOR_COSTS
from baozhang.reading.forms.cells import holds, is_figure
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.spans import is_total_row
from baozhang.reading.forms.titles import is_title
from baozhang.reading.forms.values import DASHES
from baozhang.reading.model import Line
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MARK: Final = "一级指标"
_FEWEST_COLUMNS: Final = 4
_FEWEST_ROWS: Final = 2
_MOST_COST: Final = 4.0
"""What a row may cost on average."""
_UNFIT: Final = 20.0
_LOST: Final = {
    "level1": 0.0,
    "level2": 0.0,
    "reason": 0.0,
    "note": 0.0,
    "rule": 0.0,
    "unit": 0.5,
    "sign": 0.5,
    "completion": 0.5,
    "adjusted_target": 0.5,
}
"""What the loss of a blank cell costs; any other column is seldom blank."""
_NEVER: Final = 1e9
_SELDOM: Final = 6.0
_REACH: Final = 60
"""Cells above the header among which the name of the project and the funds block stand."""
_NAMES: Final = ("project", "supervisor", "unit", "department", "other")


@dataclass(frozen=True, slots=True)
class _Cell:
    at: int
    text: str
    word: str


def with_stacked_forms(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the rows of such forms put together by tabs, each row at the line of its first cell."""
    heads = [at for at, line in enumerate(lines) if line.text and len(line.text) <= len(_MARK) + 2 and key(line.text) == _MARK]
    put = list(lines)
    for at in reversed(heads):
        _restack(put, at)
    return tuple(put)


def _restack(lines: list[Line], at: int) -> None:
    """Replace the cells of the form whose header begins at a line by rows; leave them where they do not fit."""
    known = performance_words()
    below = _cells(lines, at, len(lines))
    header = _while(below, lambda cell: cell.word in known.columns["indicator"])
    roles = [known.columns["indicator"][cell.word] for cell in header]
    body = _while(below[len(header) :], lambda cell: not (is_total_row((cell.word,)) or is_title(cell.text)))
    rows = _rows(body, roles) if len(header) >= _FEWEST_COLUMNS and len(set(roles)) == len(roles) and "name" in roles else None
    if rows is None:
        return
    total = _total(below[len(header) + len(body) :])
    above = _above(lines, at)
    grid = [*_head(above), _row(["绩效指标", *(cell.text for cell in header)], at), *(_row(["", *texts], where) for texts, where in rows)]
    last = body[-1].at
    if total:
        places = [place for place, role in enumerate(roles, 1) if role in {"weight", "score"}][-len(total) + 1 :]
        texts = ["总分", *([""] * len(roles))]
        for place, cell in zip(places, total[1:], strict=False):
            texts[place] = cell.text
        grid.append(_row(texts, total[-1].at))
        last = total[-1].at
    start = above[0].at if above else at
    put = [Line(lines[where].number, text, text) for text, where in grid]
    put[-1] = Line(lines[last].number, put[-1].source, put[-1].text)
    lines[start : last + 1] = put


def _cells(lines: Sequence[Line], start: int, end: int) -> list[_Cell]:
    """The cells below each other from a line on, as far as no line is a row of a table itself."""
    found: list[_Cell] = []
    for at in range(start, end):
        text = lines[at].text.strip()
        if "\t" in text or "|" in text:
            break
        if text:
            found.append(_Cell(at, text, key(text)))
    return found


def _while(cells: Sequence[_Cell], holds_for: Callable[[_Cell], bool]) -> list[_Cell]:
    found: list[_Cell] = []
    for cell in cells:
        if not holds_for(cell):
            break
        found.append(cell)
    return found


def _total(cells: Sequence[_Cell]) -> list[_Cell]:
    """The row of the total: its label and the figures behind it."""
    if not cells or not is_total_row((cells[0].word,)):
        return []
    figures = _while(cells[1:3], lambda cell: is_figure(cell.text))
    return [cells[0], *figures] if figures else []


def _row(texts: Sequence[str], at: int) -> tuple[str, int]:
    return "\t".join([*texts, ""]), at


# --- the rows of indicators ---


def _rows(cells: Sequence[_Cell], roles: Sequence[str]) -> list[tuple[list[str], int]] | None:
    """The rows of least cost, each with the place of its first cell; None where they cost too much or a cell is left over."""
    kinds = [holds(cell.text) for cell in cells]
    shapes = _shapes(roles)
    best: list[tuple[float, int, tuple[bool, ...]]] = [*((_NEVER, 0, ()) for _ in cells), (0.0, 0, ())]
    for start in range(len(cells) - 1, -1, -1):
        for shape, lost in shapes:
            size = sum(shape)
            if start + size > len(cells) or best[start + size][0] >= _NEVER:
                continue
            cost = lost + best[start + size][0]
            at = start
            for role, printed in zip(roles, shape, strict=True):
                if printed:
                    cost += INDICATOR_COSTS[role].get(kinds[at], _UNFIT)
                    at += 1
            if cost < best[start][0]:
                best[start] = (cost, start + size, shape)
    return _traced(cells, best)


def _traced(cells: Sequence[_Cell], best: Sequence[tuple[float, int, tuple[bool, ...]]]) -> list[tuple[list[str], int]] | None:
    rows: list[tuple[list[str], int]] = []
    at = 0
    while at < len(cells):
        _, end, shape = best[at]
        if not shape:
            return None
        texts = iter(cell.text for cell in cells[at:end])
        rows.append(([next(texts) if printed else "" for printed in shape], cells[at].at))
        at = end
    return rows if len(rows) >= _FEWEST_ROWS and best[0][0] <= _MOST_COST * len(rows) else None


def _shapes(roles: Sequence[str]) -> list[tuple[tuple[bool, ...], float]]:
    """Which columns of a row may be blank together, and what that costs: the free ones, and at most one other."""
    free = [at for at, role in enumerate(roles) if role in _LOST]
    shapes: dict[tuple[bool, ...], float] = {}
    for printed in product((True, False), repeat=len(free)):
        blank = {at for at, there in zip(free, printed, strict=True) if not there}
        for other in (None, *(at for at, role in enumerate(roles) if role not in _LOST and role != "name")):
            gone = blank | ({other} if other is not None else set())
            shape = tuple(at not in gone for at in range(len(roles)))
            shapes[shape] = sum(_LOST.get(roles[at], _SELDOM) for at in gone)
    return list(shapes.items())


# --- what stands above the indicators ---


def _above(lines: Sequence[Line], at: int) -> list[_Cell]:
    """The cells from the name of the project to the header of indicators, or none where no project is named near it."""
    known = performance_words()
    cells: list[_Cell] = []
    for place in range(at - 1, -1, -1):
        text = lines[place].text.strip()
        if "\t" in text or "|" in text or is_title(text) or len(cells) >= _REACH:
            return []
        if text:
            cells.append(_Cell(place, text, key(text)))
            if known.is_label("project", cells[-1].word) or known.is_label("department", cells[-1].word):
                return cells[::-1]
    return []


def _head(cells: Sequence[_Cell]) -> list[tuple[str, int]]:
    """Rows of the head: pairs of label and value, the funds block under its header, the goals under theirs."""
    known = performance_words()
    rows: list[list[_Cell]] = []
    for cell in cells:
        word = cell.word
        opens = (
            any(known.is_label(label, word) for label in (*_NAMES, "goal_group"))
            or word in known.fund_groups
            or (word in known.sources and not (rows and rows[-1][0].word in known.fund_groups and word in known.columns["funds"]))
            or (known.is_label("goal", word) and not known.is_label("goal_group", word))
        )
        behind_label = bool(rows) and len(rows[-1]) == 1 and any(known.is_label(label, rows[-1][0].word) for label in _NAMES)
        if not rows or (opens and not behind_label) or word in known.groups:
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return [made for row in rows for made in _head_row(row)]


def _is_headed(row: Sequence[_Cell]) -> bool:
    """Whether the row of the funds block's name holds column words already: the next source begins a row of its own."""
    return any(cell.word in performance_words().columns["funds"] for cell in row[1:])


def _head_row(row: Sequence[_Cell]) -> list[tuple[str, int]]:
    known = performance_words()
    first = row[0]
    texts = [cell.text for cell in row]
    if first.word in known.groups:
        return []
    if first.word in known.fund_groups and _is_headed(row):
        heads = [cell.text for cell in _while(row[1:], lambda cell: not is_figure(cell.text))]
        labelled = len(heads) > 1 and [known.role_of("funds", key(text)) for text in heads[:2]] == ["adjusted", "initial"]
        figures = texts[1 + len(heads) :]
        told = [_row(["", "", *figures], row[1 + len(heads)].at)] if figures else []
        return [_row([first.text, *([] if labelled else [""]), *heads], first.at), *told]
    if first.word in known.sources and all(is_figure(text) or text in DASHES for text in texts[1:]):
        return [_row(["", *texts], first.at)]
    if known.is_label("goal", first.word) and len(row) > 1 and known.is_label("result", row[1].word):
        told = [_row(["", *texts[2:4], "".join(texts[4:])], row[2].at)] if len(row) > _HEADS else []
        return [_row(["", *texts[:2]], first.at), *told]
    return [_row(texts, first.at)]


_HEADS: Final = 2
