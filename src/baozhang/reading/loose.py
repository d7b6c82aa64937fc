"""Figures that nobody reads: those of a table that a converter took apart, and all those of a document in which nothing was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.records import UnrecognisedRow
from baozhang.reading.outline import STATES_MONEY
from baozhang.reading.sought import Sought

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.model import Block, Line

_BARE: Final = Sought(
    r"\d-",
    r"(?<![\d.,])-?\d{1,3}(?:,?\d{3})*\.\d{2}(?![\d.]|\s*(?:[万亿]?元|%|个百分点|分|人|辆|台|批|次|个|家|项|平方|倍|岁))",
)
_FEWEST: Final = 6
"""Bare amounts in a run; fewer may be anything."""
_GAP: Final = 30
"""Lines between two bare amounts of one run."""


@dataclass(frozen=True, slots=True)
class LooseFigures:
    """What was found: one row for every run, and how many figures there were."""

    unrecognised: tuple[UnrecognisedRow, ...]
    figures: int


def loose_figures(lines: Sequence[Line], blocks: Sequence[Block], document_id: str) -> LooseFigures:
    """Runs of bare amounts in the lines of `blocks`, outside tables and the explanation, whose own reader lists what it cannot bind."""
    places = [
        number
        for block in blocks
        if block.kind != "table" and block.part != "explanation"
        for number in range(block.line_from, block.line_to + 1)
        if "." in (text := lines[number - lines[0].number].text)
        for _ in _BARE.finditer(text)
    ]
    runs: list[list[int]] = []
    for line in places:
        if runs and line - runs[-1][-1] <= _GAP:
            runs[-1].append(line)
        else:
            runs.append([line])
    found = [run for run in runs if len(run) >= _FEWEST]
    rows = tuple(UnrecognisedRow(document_id, run[0], _why(run)) for run in found)
    return LooseFigures(rows, sum(len(run) for run in found))


def _why(run: Sequence[int]) -> str:
    return f"第{run[0]}至{run[-1]}行有{len(run)}个数既不在表格里也不成句（可能是表格被拆散），未识别"


def nothing_read(blocks: Sequence[Block], document_id: str, *, silent: bool) -> list[UnrecognisedRow]:
    """What to say of a document of which no figure was understood: that nothing is wrong in it is no praise.

    Either where the amounts in its sentences stand, or, where nothing else is said of it (`silent`), that there is nothing to check.
    """
    told = [block.line_from for block in blocks if block.kind in {"cover", "paragraph"} for _ in STATES_MONEY.finditer(block.text)]
    if told:
        return [UnrecognisedRow(document_id, told[0], _NOWHERE.format(told[0], told[-1], len(told)))]
    return [UnrecognisedRow(document_id, blocks[0].line_from, _EMPTY)] if silent else []


_NOWHERE: Final = "第{}至{}行的文字里有{}个金额，但没有找到情况说明部分，这些金额未核对"
_EMPTY: Final = "没有读到报表、绩效表或说明中的金额，无从核对：可能不是预算、决算文本，或者内容在附件、图片里"
