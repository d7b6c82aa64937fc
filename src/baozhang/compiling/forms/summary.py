"""The list of all projects that were evaluated, with their money, points and grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.compiling.pieces import Align, Cell, Form, Table
from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.performance.evaluation import TOTAL, FundsLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.compiling.pieces import Row
    from baozhang.performance.evaluation import Evaluation

TITLE: Final = "项目支出绩效自评情况汇总表"
_HEADS: Final = (
    "序号",
    "项目名称",
    "主管部门",
    "实施单位",
    "年初预算数（万元）",
    "全年预算数（万元）",
    "全年执行数（万元）",
    "执行率（%）",
    "自评得分",
    "自评等级",
)
_WIDTHS: Final = (5, 20, 13, 13, 10, 10, 10, 8, 7, 6)
_FIGURES: Final = 4
"""The column where figures begin."""


def summary(evaluations: Sequence[Evaluation]) -> Form:
    """The table of all evaluations, in their order."""
    header = tuple(Cell(word, Align.CENTER) for word in _HEADS)
    return Form(TITLE, Table("summary", (header,), tuple(_row(at, one) for at, one in enumerate(evaluations, start=1)), _WIDTHS))


def _row(number: int, one: Evaluation) -> Row:
    money = next((line for line in one.funds if line.source == TOTAL), FundsLine(TOTAL))
    figures = [
        *(_money(fen) for fen in (money.initial, money.adjusted, money.executed)),
        "" if money.rate is None else scaled_to_text(money.rate),
        "" if one.total is None else scaled_to_text(one.total, 0),
    ]
    words = (str(number), one.project, one.supervisor, one.unit)
    aligns = (Align.CENTER, Align.LEFT, Align.LEFT, Align.LEFT)
    cells = [Cell(word, align) for word, align in zip(words, aligns, strict=True)]
    return (*cells, *(Cell(figure, Align.RIGHT) for figure in figures), Cell(one.grade, Align.CENTER))


def _money(fen: int | None) -> str:
    return "" if fen is None else fen_to_text(fen, grouped=True)
